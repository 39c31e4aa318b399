"""Who holds what, until which midnight; more evidence never makes anybody less ready."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.cases import actions as cases
from dampingi.cases import queries as cases_queries
from dampingi.kernel.actors import System
from dampingi.kernel.codes import CaseKind
from dampingi.kernel.refusals import Refusal
from dampingi.notices.models import Notice
from dampingi.training import actions, queries
from dampingi.training.catalog.competences import BY_CODE, TPKS
from dampingi.training.models import Holding
from dampingi.training.rules import (
    Candidate,
    Evidence,
    EvidenceKind,
    Need,
    ending,
    held,
    months_after,
    rank,
    readiness,
    stage,
    to_refresh,
)

CERTIFICATE, DRILL = EvidenceKind.CERTIFICATE, EvidenceKind.DRILL
DAY = date(2026, 6, 8)


def shown(competence: str = TPKS, kind: str = CERTIFICATE, *, since: int = -400, until: int | None = 400) -> Evidence:
    last = None if until is None else DAY + timedelta(days=until)
    return Evidence(competence, kind, DAY + timedelta(days=since), last)


@pytest.mark.parametrize(
    ("evidence", "holds"),
    [
        ([], {}),
        ([shown()], {TPKS: (400, False)}),
        ([shown(until=None)], {TPKS: (None, False)}),
        ([shown(until=0)], {TPKS: (0, True)}),  # through its last day
        ([shown(until=-1)], {}),
        ([shown(since=0)], {TPKS: (400, False)}),
        ([shown(since=1)], {}),
        ([shown(until=61)], {TPKS: (61, False)}),
        ([shown(until=60)], {TPKS: (60, True)}),  # time to refresh before it ends
        ([shown(since=-1096, until=None)], {TPKS: (None, True)}),  # three years, also where it never ends
        ([shown(since=-1095, until=None)], {TPKS: (None, False)}),
        ([shown(since=-1200, until=None), shown(since=-10, until=30)], {TPKS: (None, False)}),  # the newest refreshes
        ([shown(until=20), shown(until=90)], {TPKS: (90, False)}),
        ([shown("pfa", since=-2000, until=None)], {"pfa": (None, False)}),  # the catalog asks for no refresher
        ([shown("pfa", DRILL)], {"pfa": (400, False)}),
        ([shown(TPKS, DRILL)], {}),  # art. 26 asks for training
        ([shown("confidentiality", DRILL)], {}),
        ([shown("gone-from-the-catalog")], {"gone-from-the-catalog": (400, False)}),
    ],
)
def test_what_is_held_on_a_day(evidence, holds) -> None:
    found = held(evidence, on=DAY)
    assert {c: (h.until and (h.until - DAY).days, h.refresh_due) for c, h in found.items()} == holds


@pytest.mark.parametrize(
    ("evidence", "ends"),
    [
        ([shown(until=None)], []),
        ([shown(until=61)], []),
        ([shown(until=60)], [(TPKS, 60)]),
        ([shown(until=0)], [(TPKS, 0)]),
        ([shown(until=-1)], [(TPKS, -1)]),
        ([shown(since=-800, until=-366)], []),
        ([shown(until=5), shown(until=500)], []),
        ([shown(until=5), shown(since=2, until=500)], [(TPKS, 5)]),  # what begins later carries nothing yet
        ([shown(until=9), shown("pfa", DRILL, until=3)], [("pfa", 3), (TPKS, 9)]),
    ],
)
def test_what_ends_soon_or_ended(evidence, ends) -> None:
    assert [(e.competence, e.days) for e in ending(evidence, on=DAY)] == ends


@pytest.mark.parametrize(
    ("left", "warned", "now"),
    [(61, None, None), (60, None, 60), (15, None, 60), (15, 60, None), (14, 60, 14), (14, 14, None), (3, None, 14), (0, 60, 14), (-1, None, None)],
)
def test_somebody_is_told_at_sixty_and_at_fourteen_days_once_each(left, warned, now) -> None:
    assert stage(left, warned=warned) == now


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [("2026-01-31", 1, "2026-02-28"), ("2024-02-29", 12, "2025-02-28"), ("2025-12-15", 1, "2026-01-15"), ("2026-11-30", 3, "2027-02-28")],
)
def test_the_same_day_some_months_later(day, months, then) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(then)


EVIDENCE = st.builds(
    Evidence,
    competence=st.sampled_from([*BY_CODE]),
    kind=st.sampled_from([str(k) for k in EvidenceKind]),
    since=st.dates(date(2020, 1, 1), date(2027, 1, 1)),
    until=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)),
)
CANDIDATES = st.builds(
    Candidate,
    staff_id=st.uuids(), holds=st.just({}), on_duty=st.booleans(), load=st.integers(0, 26), cap=st.just(25),
    nearness=st.sampled_from(["same_regency", "elsewhere"]), languages=st.just(frozenset()), sex=st.just("female"),
    conflict=st.booleans(), same_unit=st.booleans(),
)  # fmt: skip
NEEDS = st.builds(
    Need,
    kinds=st.frozensets(st.sampled_from([str(k) for k in CaseKind])),
    activity=st.sampled_from(["first_contact", "police", "court"]),
    register_complete=st.booleans(),
)


def with_evidence(candidate: Candidate, evidence: list[Evidence]) -> Candidate:
    found = held(evidence, on=DAY)
    return replace(candidate, holds={c: h.until for c, h in found.items()}, refresh=to_refresh(found))


@settings(max_examples=200, deadline=None)
@given(
    crowd=st.lists(st.tuples(CANDIDATES, st.lists(EVIDENCE, max_size=6)), min_size=1, max_size=5, unique_by=lambda c: c[0].staff_id),
    more=st.lists(EVIDENCE, min_size=1, max_size=3),
    need=NEEDS,
)
def test_more_evidence_never_makes_anybody_less_ready(crowd, more, need) -> None:
    (one, evidence), *others = crowd
    before, after = with_evidence(one, evidence), with_evidence(one, evidence + more)
    was, now = readiness(before, need), readiness(after, need)
    assert now.ready >= was.ready
    assert now.score >= was.score
    assert before.holds.keys() <= after.holds.keys()
    assert before.refresh & after.refresh >= after.refresh & before.holds.keys()  # nothing becomes due by it
    assert len(now.obstacles) <= len(was.obstacles)
    rest = [with_evidence(c, e) for c, e in others]

    def place(candidate: Candidate) -> int:
        return [r.candidate.staff_id for r in rank([*rest, candidate], need)].index(one.staff_id)

    assert place(after) <= place(before)


def test_a_refresher_that_is_due_warns_and_never_refuses() -> None:
    sari = Candidate(
        staff_id=UUID(int=1), holds={TPKS: None}, on_duty=True, load=0, cap=25, nearness="same_regency",
        languages=frozenset(), sex="female", conflict=False, refresh=frozenset({TPKS}),
    )  # fmt: skip
    found = readiness(sari, Need(kinds=frozenset({CaseKind.SEXUAL_VIOLENCE}), activity="court", register_complete=True))
    assert found.ready
    assert [o.code for o in found.obstacles] == ["refresh-tpks"]


# --- with the real deeds ----------------------------------------------------------------------------


def certify(room, staff=None, *, number="N-1", since=date(2025, 1, 2), until=date(2026, 6, 8), competences=(TPKS,)):
    return actions.record_certificate(
        staff=staff or room.sari, title="TPKS", number=number, issuer="KemenPPPA", jp=40, issued_on=since,
        valid_until=until, basis="", competences=list(competences), by=room.tuti, at=room.now,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "hour"),
    [("Asia/Pontianak", 17), ("Asia/Makassar", 16), ("Asia/Jayapura", 15)],  # UTC, when the day ends there
)
def test_a_certificate_is_valid_to_the_last_second_of_its_day_on_the_clock_of_the_unit(room, zone, hour) -> None:
    room.palangka.zone = zone
    with acting_as("tests"):
        room.palangka.save()
    (case,) = room.report(incident={"forms": ["sexual"], "narrative": "x"})
    act_as(room.tuti)
    certify(room)
    case = room.case(case, room.ratna)
    midnight = datetime(2026, 6, 8, hour, tzinfo=UTC)
    assert midnight.astimezone(ZoneInfo(zone)).hour == 0

    def speaks(at: datetime) -> bool:
        found = next(p for p in cases_queries.proposals(case, at=at) if p.staff == room.sari)
        return "trained-tpks" in [r.code for r in found.reasons]

    assert speaks(midnight - timedelta(seconds=1))
    assert not speaks(midnight)


def test_a_drill_counts_where_the_catalog_says_so_and_is_noted_once(room) -> None:
    act_as(room.tuti)
    how = {"passed_on": date(2026, 1, 31), "reference": "SIM-1", "by": room.tuti, "at": room.now}
    assert actions.note_drill(room.sari, competences=["pfa", TPKS, "pfa", "risk"], **how) == ["pfa", "risk"]
    actions.note_drill(room.sari, competences=["pfa"], **how)
    rows = Holding.objects.filter(staff=room.sari).values_list("competence", "evidence", "reference", "until")
    assert sorted(rows) == [("pfa", "drill", "SIM-1", date(2027, 1, 31)), ("risk", "drill", "SIM-1", date(2027, 1, 31))]
    assert queries.holdings_of([room.sari.id, room.budi.id], on=date(2026, 6, 8)) == {
        room.sari.id: {"pfa": date(2027, 1, 31), "risk": date(2027, 1, 31)},
    }
    assert Line.objects.filter(act="competence.shown").first().detail == {"competences": ["pfa", "risk"]}


def test_whoever_holds_what_ends_is_told_twice_without_content_and_on_her_own_clock(room) -> None:
    act_as(room.tuti)
    certify(room)
    certify(room, room.lina)
    certify(room, room.lina, number="N-2", until=date(2027, 6, 8))  # carried further
    certify(room, room.budi, until=date(2026, 8, 8))
    last = datetime(2026, 6, 8, 12, tzinfo=UTC)

    names = {room.sari.id: "sari", room.lina.id: "lina", room.budi.id: "budi"}

    def tick(days: int, hours: int = 0) -> list[str]:
        with acting_as("tests"):
            known = set(Notice.objects.values_list("id", flat=True))
            actions.warn_of_expiry(by=System("tests"), at=last - timedelta(days=days) + timedelta(hours=hours))
            return [names[n.staff_id] for n in Notice.objects.exclude(id__in=known)]

    assert tick(61) == []
    assert tick(61, hours=5) == ["sari"]  # 17.00 UTC: the sixtieth day has begun in Palangka Raya
    assert tick(60) == tick(30) == []
    assert tick(14) == ["sari"]
    assert tick(14) == tick(1) == []
    assert tick(-1) == ["budi"]
    assert tick(-400) == []


def test_the_pages_say_what_ends_to_her_and_to_whoever_keeps_the_register(room) -> None:
    act_as(room.tuti)
    today = datetime.now(tz=room.palangka.timezone).date()
    certify(room, until=today + timedelta(days=20), competences=["risk"])
    certify(room, room.budi, until=today + timedelta(days=21), competences=["disability"])
    hers = room.client(room.sari).get("/pelatihan/").content.decode()
    assert "20 hari lagi" in hers
    assert "21 hari lagi" not in hers
    units = room.client(room.tuti).get("/pelatihan/daftar/").content.decode()
    assert "20 hari lagi" in units
    assert "21 hari lagi" not in units
    assert "hari lagi" not in room.client(room.lina).get("/pelatihan/").content.decode()


def test_a_full_load_asks_for_an_override_whatever_somebody_holds(room) -> None:
    """An override is for what a reason lifts: evidence neither asks for one nor replaces it."""
    with acting_as("tests"):
        room.sari.case_cap = 0
        room.sari.save()
    (case,) = room.report()
    case = room.case(case, room.ratna)
    certify(room, until=None)
    with pytest.raises(Refusal) as no:
        cases.assign(case, to=room.sari, by=room.ratna, at=room.now)
    assert "full" in [o.code for o in no.value.obstacles]
    made = cases.assign(case, to=room.sari, override_reason="Tidak ada yang lain", by=room.ratna, at=room.now)
    assert (made.how, made.overridden[0]) == ("override", "full")
