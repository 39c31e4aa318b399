"""The timeline: every act in words, by day on the unit's clock, looks apart, no name and no detail."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import translation

from dampingi.access.actor import acting_as
from dampingi.audit.models import Line
from dampingi.cases import actions
from dampingi.cases.rules import Basis
from dampingi.cases.timeline import ACTS, told
from dampingi.kernel.actors import System
from dampingi.kernel.ids import new_id
from dampingi.protocols.rules import DEEDS, Deed
from tests.cases.steps import ALL_NO, acts, contact, hand, lines, on_call, owed, taken
from tests.fixtures import SECRET, STORY

WIB, WIT = ZoneInfo("Asia/Pontianak"), ZoneInfo("Asia/Jayapura")
NIGHT = datetime(2026, 6, 8, 15, 30, tzinfo=UTC)  # 22.30 WIB, and already the ninth WIT


def line(act: str, at: datetime = NIGHT, *, seq: int = 1, reason: str = "", outcome: str = "done", role: str = "companion") -> Line:
    return Line(unit_id=new_id(), seq=seq, at=at, actor_id=new_id(), actor_role=role, act=act, reason=reason, outcome=outcome)


def test_days_are_the_units_and_the_newest_comes_first() -> None:
    given = [line("case.event", NIGHT + timedelta(hours=h), seq=h) for h in (0, 1, 3)]
    with translation.override("id"):
        wib, wit = ([d.words for d in told(given, zone=zone)] for zone in (WIB, WIT))
        assert wib == ["Selasa, 9 Juni 2026", "Senin, 8 Juni 2026"]
        assert wit == ["Selasa, 9 Juni 2026"]
    assert [one.at for one in told(given, zone=WIT)[0].lines] == [g.at for g in reversed(given)]


def test_looks_are_folded_apart_from_what_was_done() -> None:
    (day,) = told([line("case.looked", outcome="looked"), line("contact.first", seq=2)], zone=WIB)
    assert ([str(one.words) for one in day.lines], len(day.looks)) == ([str(ACTS["contact.first"])], 1)


@pytest.mark.parametrize(
    ("act", "reason", "more"),
    [
        ("case.event", Deed.TAKEN_TO_HEALTH, str(DEEDS[Deed.TAKEN_TO_HEALTH])),
        ("risk.assessed", "high", "tinggi"),
        ("police.step", "explained", "Dijelaskan; tidak mengadu"),
        ("case.referred-up", "danger", "Bahaya langsung bagi nyawa atau tubuh"),
        ("duty.waived", "does_not_apply", "Tidak berlaku untuk kasus ini"),
        ("person.revealed", "own-case", ""),
        ("case.event", "a-deed-of-old", ""),
    ],
)
def test_a_line_says_more_closely_what_it_was(act, reason, more) -> None:
    with translation.override("id"):
        ((one,),) = (day.lines for day in told([line(act, reason=reason)], zone=WIB))
        assert str(one.more).casefold() == more.casefold()


def test_an_act_nobody_knows_any_more_stays_readable() -> None:
    ((one,),) = (day.lines for day in told([line("case.of-old", role="of-old")], zone=WIB))
    assert str(one.words)
    assert str(one.role)


def everything(room):
    """A case to which everything has happened."""
    on_call(room, room.sari, room.lina)
    with acting_as("tests"):
        room.sari.case_cap = 0
        room.sari.save()
    case = taken(room, victims=[{"name": SECRET, "sex": "female", "age_years": 30}], incident={"forms": ["sexual"], "narrative": STORY, "region_code": "62.01"})
    contact(room, case, room.sari, help=True, record=True, needs="Rahasia qqz")
    actions.reassess(room.case(case, room.sari), ALL_NO, by=room.sari, at=room.now)
    actions.happened(room.case(case, room.sari), Deed.VALUES_CHECKED, when=room.now, by=room.sari, at=room.now)
    said = {"when": room.now, "outcome": "reported", "danger": True}
    actions.police_step(room.case(case, room.sari), said, by=room.sari, at=room.now)
    actions.learn(room.case(case, room.sari), {"victim": {"name": "Nama Qqz"}}, by=room.sari, at=room.now)
    actions.reveal_people(room.case(case, room.sari), by=room.sari, at=room.now)
    actions.declare_conflict(room.case(case, room.sari), staff=room.sari, by=room.sari, at=room.now)
    actions.refer_up(room.case(case, room.sari), basis=Basis.LAW, by=room.sari, at=room.now)
    actions.waive(room.case(case, room.ratna), owed(case)["refer-elsewhere"], reason="done_by_another", by=room.ratna, at=room.now)
    with acting_as("alarms"):
        actions.end_overrides(by=System("alarms"), at=room.now + timedelta(hours=73))
    hand(room, case, room.lina)
    return case


def test_every_act_of_a_case_has_its_words_and_none_of_its_secrets(room) -> None:
    case = everything(room)
    assert set(acts(case)) <= set(ACTS), "Give the act its words in cases/timeline.py."
    assert len(set(acts(case))) > 13
    page = room.client(room.lina).get(f"/berkas/{case.number}/waktu/").content.decode()
    for act in set(acts(case)):
        assert str(ACTS[act]) in page, act
    for secret in (SECRET, STORY, "qqz", "Qqz", str(case.id), str(room.sari.id)):
        assert secret not in page
    assert "Sari Petugas" in page  # who did it, by the name a colleague knows
    detail = str([(one.detail, one.reason) for one in lines(case)])
    for secret in (SECRET, STORY, "qqz", "Sari", "marlina"):
        assert secret.casefold() not in detail.casefold()


def test_whoever_works_elsewhere_stays_a_role(room) -> None:
    case = taken(room)
    actions.refer_up(room.case(case, room.sari), basis=Basis.LAW, by=room.sari, at=room.now)
    room.client(room.wati).get(f"/berkas/{case.number}/")
    page = room.client(room.sari).get(f"/berkas/{case.number}/waktu/").content.decode()
    assert "Wati" not in page
    assert page.count("supervisor kasus") >= 1
    province = room.client(room.wati).get(f"/berkas/{case.number}/waktu/").content.decode()
    assert "Sari Petugas" not in province
    assert "pendamping" in province


def test_the_timeline_speaks_english_too(room) -> None:
    case = taken(room)
    browser = room.client(room.sari)
    browser.post(reverse("web:language"), {"language": "en"})
    with translation.override("en"):
        wanted = [str(ACTS[act]) for act in ("report.received", "case.assigned", "case.accepted")]
    page = browser.get(f"/berkas/{case.number}/waktu/").content.decode()
    with translation.override("id"):
        assert str(ACTS["case.accepted"]) not in wanted
    assert all(words in page for words in wanted)
