"""The same facts give the same duties in whatever order they arrive: in the engine and in the rows."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dampingi.access.actor import acting_as
from dampingi.audit.models import Line
from dampingi.kernel.codes import Authority, Capacity, CaseKind, Risk, Sign
from dampingi.kernel.days import Calendar
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal
from dampingi.protocols import actions, catalog
from dampingi.protocols.catalog.examples import ALL_NO, CALM, MONDAY, SEXUAL, hours, when
from dampingi.protocols.models import Duty
from dampingi.protocols.queries import state_filter, step_of
from dampingi.protocols.rules import Changes, Deed, DutyState, Event, Facts, UnitSettings, owed, reconcile, state
from tests.fixtures import BY

CALENDAR, SETTINGS = Calendar(), UnitSettings()
WARNED = frozenset({"nik_length"})


@dataclass
class Row:
    """A duty as it would lie in the database."""

    code: str
    about: str
    began_at: datetime
    due_at: datetime
    late_at: datetime
    met_at: datetime | None
    met_by: str
    reminder: bool
    clause_status: str
    waived_at: datetime | None = None
    superseded_at: datetime | None = None


def row(one) -> Row:
    return Row(
        one.code, one.about, one.began_at, one.due_at, one.late_at, one.met_at, one.met_by, one.reminder, str(one.status)
    )  # fmt: skip


def given_by(facts: Facts):
    return owed(facts, catalog.CASE_STEPS, calendar=CALENDAR, settings=SETTINGS)


def follow(rows: list[Row], facts: Facts, at: datetime) -> Changes[Row]:
    """Let the rows follow the facts, as the deeds do."""
    changes = reconcile([r for r in rows if not r.superseded_at], given_by(facts))
    for old, new in changes.amends:
        old.met_at, old.met_by = new.met_at, new.met_by
        old.reminder, old.clause_status = new.reminder, str(new.status)
    for old in (*(o for o, _ in changes.supersedes), *changes.lapses):
        old.superseded_at = at
    rows += [row(one) for one in (*(n for _, n in changes.supersedes), *changes.opens)]
    return changes


def said(rows) -> set[tuple]:
    return {
        (r.code, r.began_at, r.due_at, r.late_at, r.met_at, r.met_by, r.reminder, str(r.clause_status))
        for r in rows
        if not r.superseded_at
    }


# What may be learned after a report, one thing at a time.
learnable = st.fixed_dictionaries(
    {},
    optional={
        "occurred_at": st.sampled_from([hours(-100), hours(-10), hours(5)]),
        "risk": st.sampled_from(list(Risk)),
        "kinds": st.sampled_from([SEXUAL.kinds, frozenset({CaseKind.DOMESTIC_VIOLENCE}), frozenset()]),
        "informant": st.sampled_from([Capacity.SELF, Capacity.FAMILY]),
        "tpks_kinds": st.sampled_from([frozenset({"physical_harassment"}), frozenset({"rape"})]),
        "victim_is_child": st.sampled_from([True, False, None]),
        "victim_disabled": st.booleans(),
        "age_known": st.booleans(),
        "yes_signs": st.sampled_from([frozenset(), frozenset({Sign.STRANGLED}), frozenset({Sign.PREGNANT})]),
        "may_include_penetration": st.booleans(),
        "safe_contact_open": st.booleans(),
        "reported_child": st.booleans(),
        "elsewhere": st.booleans(),
        "checks": st.sampled_from([frozenset(), WARNED]),
        "authority": st.sampled_from(list(Authority)),
    },
)
happening = st.lists(
    st.tuples(st.sampled_from(list(Deed)), st.sampled_from([hours(h) for h in (-2, 0, 1, 5, 30, 80)])),
    max_size=7,
    unique=True,
)


@given(learnable, happening, st.randoms(use_true_random=False))
@settings(max_examples=300, deadline=None)
def test_whatever_arrives_first_the_duties_end_the_same(learned, happened, dice) -> None:
    arrivals = [*learned.items(), *(Event(code, at) for code, at in happened)]
    dice.shuffle(arrivals)
    facts, rows = replace(SEXUAL, informant=None), []
    follow(rows, facts, MONDAY)
    for one in arrivals:
        change = {"events": (*facts.events, one)} if isinstance(one, Event) else dict([one])
        facts = replace(facts, **change)
        follow(rows, facts, MONDAY)
        live = [r for r in rows if not r.superseded_at and not r.met_at]
        assert len({r.code for r in live}) == len(live), "one open duty a step"
    assert said(rows) == said([row(o) for o in given_by(facts)])


def test_nothing_new_changes_nothing() -> None:
    rows: list[Row] = []
    facts = when(SEXUAL, (Deed.POLICE_REPORT, 3), (Deed.OVERRIDE_MADE, 1))
    follow(rows, facts, MONDAY)
    assert follow(rows, facts, MONDAY) == Changes()


def test_a_fact_learned_late_supersedes_and_never_recomputes_in_silence() -> None:
    told = replace(SEXUAL, may_include_penetration=True)
    rows: list[Row] = []
    follow(rows, told, MONDAY)
    changes = follow(rows, replace(told, occurred_at=hours(-20)), MONDAY)
    assert [(old.code, old.due_at, new.due_at) for old, new in changes.supersedes] == [
        ("medical-72h", hours(72), hours(52)),
    ]
    assert (changes.opens, changes.amends, changes.lapses) == ((), (), ())


def test_h09_what_ended_as_explained_is_owed_again_when_she_turns_out_to_be_a_child() -> None:
    told = when(replace(SEXUAL, tpks_kinds=frozenset({"physical_harassment"})), (Deed.EXPLAINED_NO_COMPLAINT, 2))
    rows: list[Row] = []
    follow(rows, told, MONDAY)
    assert next(r for r in rows if r.code == "police-report").met_at
    changes = follow(rows, replace(told, victim_is_child=True), MONDAY)
    assert [r.met_at for r in rows if r.code == "police-report" and not r.superseded_at] == [None]
    reopened = [(old.met_at, new.met_at) for old, new in changes.supersedes if new.code == "police-report"]
    assert reopened == [(hours(2), None)]  # said in the ledger, not taken back in silence


def test_an_earlier_deed_written_down_later_counts_from_when_it_was_done() -> None:
    rows: list[Row] = []
    late, early = Event(Deed.FIRST_CONTACT, hours(5)), Event(Deed.FIRST_CONTACT, hours(0.4))
    facts = replace(CALM, risk=Risk.HIGH)
    for facts_now in (facts, replace(facts, events=(late,)), replace(facts, events=(late, early))):
        follow(rows, facts_now, MONDAY)
    (duty,) = [r for r in rows if r.code == "first-contact-high" and not r.superseded_at]
    assert state(duty, hours(6)) is DutyState.MET


def test_what_a_person_waived_is_not_opened_by_a_fact_and_is_by_a_new_start() -> None:
    rows: list[Row] = []
    told = when(SEXUAL, (Deed.OVERRIDE_MADE, 1))
    follow(rows, told, MONDAY)
    for waived in (r for r in rows if r.code in ("review-override", "medical-72h")):
        waived.waived_at = hours(3)
    follow(rows, replace(told, victim_disabled=True), MONDAY)
    assert [r.waived_at for r in rows if r.code == "review-override"] == [hours(3)]
    follow(rows, when(SEXUAL, (Deed.OVERRIDE_MADE, 1), (Deed.OVERRIDE_MADE, 9)), MONDAY)
    assert [r.began_at for r in rows if r.code == "review-override" and not r.waived_at] == [hours(9)]


# In the rows of the database.


def begin(room, facts: Facts):
    run_id = new_id()
    actions.start_runs([(run_id, facts)], unit=room.palangka, owner_id=room.sari.id, by=BY, at=room.now)
    return run_id


def arrive(run_id, facts: Facts, one, at: datetime) -> Facts:
    if isinstance(one, Event):
        actions.happened(run_id, Deed(one.code), when=one.at, by=BY, at=at)
        return replace(facts, events=(*facts.events, one))
    facts = replace(facts, **dict([one]))
    actions.learned(run_id, replace(facts, events=()), by=BY, at=at)
    return facts


def in_rows(run_id) -> set[tuple]:
    return said(Duty.objects.filter(run_id=run_id))


ARRIVALS = (
    ("occurred_at", hours(-20)),
    ("may_include_penetration", True),
    Event(Deed.TAKEN_TO_HEALTH, hours(3)),
    Event(Deed.POLICE_REPORT, hours(9)),
)


def test_every_order_of_four_arrivals_ends_in_the_same_rows(room) -> None:
    with acting_as("tests"):
        for order in permutations(ARRIVALS):
            facts = SEXUAL
            run_id = begin(room, facts)
            for one in order:
                facts = arrive(run_id, facts, one, room.now)
            assert in_rows(run_id) == said([row(o) for o in given_by(facts)]), order


@given(learnable, happening, st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_deeds_keep_to_it_too(room, learned, happened, dice) -> None:
    arrivals = [*learned.items(), *(Event(code, at) for code, at in happened)]
    dice.shuffle(arrivals)
    with acting_as("tests"):
        facts = replace(SEXUAL, informant=None)
        run_id = begin(room, facts)
        for one in arrivals:
            facts = arrive(run_id, facts, one, room.now)
        assert in_rows(run_id) == said([row(o) for o in given_by(facts)])


def lines(run_id) -> list[dict]:
    return list(Line.objects.filter(subject_id=run_id, act="duty.superseded").values_list("detail", flat=True))


def test_one_line_of_the_ledger_names_the_old_duty_and_the_new(room) -> None:
    with acting_as("tests"):
        run_id = begin(room, replace(SEXUAL, may_include_penetration=True))
        old = Duty.objects.get(run_id=run_id, code="medical-72h")
        actions.learned(
            run_id, replace(SEXUAL, may_include_penetration=True, occurred_at=hours(-20)), by=BY, at=room.now
        )
        new = Duty.objects.get(run_id=run_id, code="medical-72h", superseded_at=None)
        old.refresh_from_db()
        assert (old.due_at, new.due_at) == (hours(72), hours(52))
        assert (old.superseded_at, old.superseded_by, old.owner_id) == (room.now, new.id, new.owner_id)
        assert lines(run_id) == [{"old": str(old.id), "new": str(new.id), "code": "medical-72h", "how": "moved"}]


def test_another_risk_is_another_clock_for_the_same_task_and_the_line_names_both(room) -> None:
    with acting_as("tests"):
        run_id = begin(room, CALM)
        actions.learned(run_id, replace(CALM, risk=Risk.MEDIUM), by=BY, at=room.now)
        old = Duty.objects.get(run_id=run_id, code="first-contact-low")
        new = Duty.objects.get(run_id=run_id, code="first-contact-medium")
        assert old.superseded_by == new.id
        assert new.due_at == hours(6)
        assert lines(run_id) == [{"old": str(old.id), "new": str(new.id), "code": "first-contact-low", "how": "moved"}]


def test_a_duty_that_is_met_is_not_waived_and_one_that_is_waived_not_twice(room) -> None:
    with acting_as("tests"):
        run_id = begin(room, when(CALM))
        actions.happened(run_id, Deed.FIRST_CONTACT, when=hours(1), by=BY, at=room.now)
        met = Duty.objects.get(run_id=run_id, code="first-contact-low")
        with pytest.raises(Refusal):
            actions.waive(met, reason="not-needed", by=BY, at=room.now)
        duty = Duty.objects.get(run_id=run_id, code="psychological-support")
        actions.waive(duty, reason="not-needed", by=BY, at=room.now)
        with pytest.raises(Refusal):
            actions.waive(duty, reason="not-needed", by=BY, at=room.now)
        assert Line.objects.filter(subject_id=run_id, act="duty.waived").count() == 1


NOW = hours(100)
STANDING = [
    {"due_at": NOW + timedelta(hours=5)},
    {"due_at": NOW + timedelta(hours=1)},
    {"due_at": NOW},
    {"due_at": NOW - timedelta(minutes=10), "late_at": NOW},
    {"due_at": NOW - timedelta(minutes=10), "late_at": NOW - timedelta(microseconds=1)},
    {"due_at": NOW, "met_at": NOW},
    {"due_at": NOW - timedelta(hours=1), "met_at": NOW},
    {"due_at": NOW, "waived_at": NOW},
    {"due_at": NOW, "met_at": NOW, "superseded_at": NOW},
    {"due_at": NOW, "superseded_at": NOW},
]


def test_the_database_sorts_duties_into_the_same_states_as_the_rule(room) -> None:
    with acting_as("tests"):
        run_id = begin(room, CALM)
        Duty.objects.filter(run_id=run_id).delete()
        for i, how in enumerate(STANDING):
            Duty.objects.create(
                run_id=run_id, unit_id=room.palangka.id, code=f"x{i}", actor="unit", clause_law="x",
                clause_article="x", clause_status="verified", rank=1, began_at=MONDAY,
                **{"late_at": how["due_at"], **how},
            )  # fmt: skip
        rows = Duty.objects.filter(run_id=run_id)
        found = {state_: set(rows.filter(state_filter(state_, now=NOW))) for state_ in DutyState}
        assert {d: s for s, duties in found.items() for d in duties} == {d: state(d, NOW) for d in rows}
        assert sum(len(duties) for duties in found.values()) == len(STANDING)
        assert all(found.values()), "each state stands in the table above"
        assert set(rows.late(NOW)) == found[DutyState.OVERDUE]


def test_a_step_that_is_gone_from_the_catalog_stays_readable() -> None:
    assert str(step_of("of-an-older-catalog").title)


def test_the_first_look_asks_everything_at_once(room) -> None:
    """A run of two victims is written in two statements, whatever is owed."""
    with acting_as("tests"):
        both = [(new_id(), SEXUAL), (new_id(), replace(CALM, no_signs=ALL_NO - {Sign.WEAPON}))]
        made = actions.start_runs(both, unit=room.palangka, owner_id=room.sari.id, by=BY, at=room.now)
        assert {d.code for d in made[both[1][0]]} == {o.code for o in given_by(both[1][1])}
        assert {d.owner_id for duties in made.values() for d in duties} == {room.sari.id}


def open_duties(run_id) -> dict[str, Duty]:
    return {d.code: d for d in Duty.objects.open().filter(run_id=run_id)}


def test_h02_what_is_owed_later_is_owed_by_whoever_holds_the_case_now(room) -> None:
    """Not by whoever had it when the clock of something already done began, and not by the head."""
    with acting_as("tests"):
        run_id = begin(room, SEXUAL)
        actions.happened(run_id, Deed.POLICE_REPORT, when=hours(3), by=BY, at=room.now)
        actions.happened(run_id, Deed.PROTECTION_GIVEN, when=hours(4), by=BY, at=room.now)
        for done in (Deed.LPSK_REQUESTED, Deed.LPSK_DECIDED):
            actions.happened(run_id, done, when=hours(5), by=BY, at=room.now)
        actions.hand_duties(run_id, to_staff_id=room.lina.id)
        actions.happened(run_id, Deed.PROTECTION_GIVEN, when=hours(6), by=BY, at=room.now)
        actions.happened(run_id, Deed.OVERRIDE_MADE, when=hours(9), by=BY, at=room.now)
        actions.happened(run_id, Deed.VERDICT_FINAL, when=hours(10), by=BY, at=room.now)
        found = open_duties(run_id)
        assert found["restitution-apply"].owner_id == room.lina.id
        assert found["tpks-lpsk"].owner_id == room.lina.id
        assert found["review-override"].owner_id == room.ratna.id  # the unit's supervisor answers for it


def test_what_was_set_aside_is_owed_again_and_what_began_meanwhile_only_once(room) -> None:
    with acting_as("tests"):
        run_id = begin(room, SEXUAL)
        actions.happened(run_id, Deed.OVERRIDE_MADE, when=hours(1), by=BY, at=room.now)
        before = open_duties(run_id).keys()
        for turn in (1, 2):
            actions.set_aside(run_id, reason="declined", but=("safe-contact",), at=hours(10 * turn))
            assert not open_duties(run_id)
            actions.happened(run_id, Deed.OVERRIDE_MADE, when=hours(10 * turn + 5), by=BY, at=room.now)
            assert open_duties(run_id).keys() == {"review-override"}
            actions.take_up_again(run_id, reason="declined")
            assert open_duties(run_id).keys() == before
        actions.set_aside(run_id, reason="declined", at=hours(40))
        assert actions.take_up_again(run_id, reason="declined") == len(before)
        assert open_duties(run_id)["review-override"].began_at == hours(25)
