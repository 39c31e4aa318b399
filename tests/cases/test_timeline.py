"""The timeline: every act in words, by day on the unit's clock, looks apart, no name and no detail."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from dampingi.access.actor import acting_as
from dampingi.audit import actions as audit
from dampingi.audit.models import Line
from dampingi.cases import actions
from dampingi.cases.fields import LEARNED
from dampingi.cases.rules import Basis
from dampingi.cases.timeline import ACTS, told
from dampingi.kernel.actors import System
from dampingi.kernel.ids import new_id
from dampingi.protocols.rules import DEEDS, Deed
from tests.cases.steps import ALL_NO, acts, cleaned, contact, hand, lines, on_call, owed, taken
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


# --- together, folded, older ---------------------------------------------------------------------------


def by(actor, act: str, at: datetime = NIGHT, *, seq: int = 1, outcome: str = "done") -> Line:
    made = line(act, at, seq=seq, outcome=outcome)
    made.actor_id = actor
    return made


def test_what_one_person_did_within_a_minute_stands_under_one_head_with_its_own_words() -> None:
    she, other = new_id(), new_id()
    given = [
        by(she, "contact.first", NIGHT, seq=1),
        by(she, "case.event", NIGHT + timedelta(seconds=59), seq=2),
        by(other, "risk.assessed", NIGHT + timedelta(seconds=59), seq=3),
        by(she, "police.step", NIGHT + timedelta(seconds=61), seq=4),
    ]
    (day,) = told(given, zone=WIB)
    words = [[str(one.words) for one in group] for group in day.together]
    assert words == [
        [str(ACTS["police.step"])],
        [str(ACTS["risk.assessed"])],
        [str(ACTS["case.event"]), str(ACTS["contact.first"])],
    ]
    assert [one for group in day.together for one in group] == list(day.lines)


def test_what_a_fact_did_to_many_tasks_within_a_minute_is_one_line_that_counts_them() -> None:
    she, other = new_id(), new_id()

    def fact(actor, how: str, second: int = 0) -> Line:
        made = by(actor, "duty.superseded", NIGHT + timedelta(seconds=second), seq=second + 1)
        made.detail = {"code": "medical-72h", **({"how": how} if how else {})}
        return made

    given = [fact(she, "moved", n) for n in (0, 1, 59)] + [fact(she, "", 2), fact(she, "same", 3), fact(other, "same", 4)]
    given += [fact(she, "moved", 61), fact(other, "moved", 5), fact(she, "lapsed", 6), fact(she, "again", 7), fact(she, "again", 8)]
    with translation.override("id"):
        (day,) = told([*given, by(she, "case.learned", NIGHT, seq=99)], zone=WIB)
        found = sorted((one.by == she, one.at.minute, str(one.words).split(" karena")[0], str(one.more)) for one in day.lines)
    assert found == [
        (False, 30, "Tenggat dihitung ulang", "1 tugas"),
        (True, 30, "Fakta dilengkapi", ""),
        (True, 30, "Perlu dikerjakan lagi", "2 tugas"),
        (True, 30, "Tenggat dihitung ulang", "4 tugas"),
        (True, 30, "Tidak berlaku lagi", "1 tugas"),
        (True, 31, "Tenggat dihitung ulang", "1 tugas"),
    ]


def test_a_fact_that_moves_several_deadlines_is_told_once_on_the_page(room) -> None:
    said = {"forms": ["sexual"], "may_include_penetration": True, "occurred_at": room.now.isoformat()}
    case = taken(room, incident=said, risk_signs={"weapon": "yes"})
    facts = {"occurred_at": (room.now - timedelta(hours=20)).isoformat()}
    learned = cleaned(LEARNED, {"incident": facts}, room.now)
    actions.learn(room.case(case, room.sari), learned, by=room.sari, at=room.now)
    actions.reassess(room.case(case, room.sari), ALL_NO, reason="Sudah aman", by=room.sari, at=room.now)
    did = [one.detail["how"] for one in lines(case, "duty.superseded")]
    assert did.count("moved") > 1
    page = room.client(room.sari).get(f"/berkas/{case.number}/waktu/").content.decode()
    assert page.count(f"{ACTS['duty.superseded']}: {did.count('moved')} tugas") == 1


def test_looks_are_counted_by_person_and_way_the_last_time_first() -> None:
    she, other = new_id(), new_id()
    looks = [by(she, "case.looked", NIGHT + timedelta(minutes=m), seq=m, outcome="looked") for m in (1, 3, 2)]
    looks += [by(other, "case.looked", seq=9, outcome="looked"), by(she, "file.opened", seq=8, outcome="looked")]
    (day,) = told(looks, zone=WIB)
    assert [(one.last.by, one.times) for one in day.looked] == [(she, 3), (other, 1), (she, 1)]
    assert day.looked[0].last.at == NIGHT + timedelta(minutes=3)


def test_days_before_the_newest_two_hundred_lines_wait_behind_their_heading() -> None:
    def days(count: int) -> list[bool]:
        given = [line("case.event", NIGHT - timedelta(seconds=n), seq=n) for n in range(count)]
        return [day.folded for day in told([*given, line("case.event", NIGHT - timedelta(days=3))], zone=WIB)]

    assert days(199) == [False, False]
    assert days(200) == [False, True]


def long_case(room, count: int):
    """A case with so many lines more, three a minute, and one that was looked at often."""
    case = taken(room)
    for n in range(count):
        at = room.now - timedelta(seconds=20 * n)
        audit.record("case.event", by=room.sari, at=at, on=case, reason=Deed.VALUES_CHECKED)
    for _ in range(3):
        audit.record("case.looked", by=room.ratna, at=room.now, on=case, outcome="looked")
    return case


def test_a_page_groups_its_lines_and_says_every_word_of_them(room) -> None:
    case = long_case(room, 12)
    page = room.client(room.sari).get(f"/berkas/{case.number}/waktu/").content.decode()
    assert page.count(f"{ACTS['case.event']}: {DEEDS[Deed.VALUES_CHECKED]}") == 12
    dates = page.count("moj-timeline__date")
    assert dates < page.count("moj-timeline__title"), "the hour and the person stand once"
    assert "Dilihat 4 kali" in page
    assert "3 kali hari itu" in page
    assert "Yang lebih lama" not in page


def test_what_does_not_fit_one_page_is_on_the_next_and_nothing_twice(room) -> None:
    case = long_case(room, 520)
    browser, address = room.client(room.sari), f"/berkas/{case.number}/waktu/"
    with CaptureQueriesContext(connection) as first:
        page = browser.get(address).content.decode()
    (older,) = re.findall(r'href="(\?sebelum=[^"]+)"', page)
    with CaptureQueriesContext(connection) as second:
        rest = browser.get(address + older).content.decode()
    assert len(first) == len(second)
    words = str(DEEDS[Deed.VALUES_CHECKED])
    assert page.count(words) + rest.count(words) == 520
    assert page.count(str(ACTS["report.received"])) + rest.count(str(ACTS["report.received"])) == 1
    assert "Yang lebih lama" not in rest
    assert room.client(room.budi).get(address + older).status_code == 404


@pytest.mark.parametrize("said", ["x", "_", "2026-06-08T00:00:00_1", "2026-06-08T00:00:00+00:00_x", "2026-06-08T00:00:00+00:00_²"])
def test_a_page_that_never_was_is_the_first_one(room, said) -> None:
    case = taken(room)
    page = room.client(room.sari).get(f"/berkas/{case.number}/waktu/", {"sebelum": said}).content.decode()
    assert str(ACTS["report.received"]) in page
