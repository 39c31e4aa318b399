"""The engine: every clause's worked examples, and what must hold for any facts."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.kernel.codes import Capacity, CaseKind, Channel, Risk, Sign
from dampingi.kernel.days import WIB, Calendar
from dampingi.protocols import catalog
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL, hours, when
from dampingi.protocols.rules import Deed, Event, Facts, Status, UnitSettings, owed, reconcile
from dampingi.protocols.stored import facts_from, facts_to

CALENDAR, SETTINGS = Calendar(), UnitSettings()
EXAMPLES = [(s, e) for s in catalog.STEPS.values() for e in s.examples]


def duties(facts: Facts, steps=catalog.CASE_STEPS):
    return {o.code: o for o in owed(facts, steps, calendar=CALENDAR, settings=SETTINGS)}


@pytest.mark.parametrize(("step", "example"), EXAMPLES, ids=lambda x: getattr(x, "code", ""))
def test_worked_examples(step, example) -> None:
    found = duties(example.facts, [step]).get(step.code)
    assert (found.due_at if found else None) == example.due_at, example.words.text


def test_every_step_has_a_source_an_example_that_holds_and_where_it_can_one_that_does_not() -> None:
    for step in catalog.STEPS.values():
        assert all((step.clause.law, step.clause.article, step.clause.valid_from)), step.code
        assert step.clause.source, step.code
        assert any(e.due_at for e in step.examples), step.code
        if step.code != "psychological-support":  # owed to everybody
            assert any(e.due_at is None for e in step.examples), step.code


moments = st.datetimes(datetime(2023, 1, 1), datetime(2027, 12, 31), timezones=st.just(WIB))  # noqa: DTZ001 -- the strategy adds the zone
events = st.lists(st.tuples(st.sampled_from(list(Deed)), moments).map(lambda p: Event(*p)), max_size=6)
facts = st.builds(
    Facts,
    received_at=moments,
    occurred_at=st.none() | moments,
    kinds=st.frozensets(st.sampled_from([str(k) for k in CaseKind])),
    risk=st.sampled_from(list(Risk)),
    informant=st.none() | st.sampled_from(list(Capacity)),
    channel=st.sampled_from([str(c) for c in Channel]),
    victim_is_child=st.none() | st.booleans(),
    age_known=st.booleans(),
    yes_signs=st.frozensets(st.sampled_from([str(s) for s in Sign])),
    may_include_penetration=st.none() | st.booleans(),
    safe_contact_open=st.booleans(),
    reported_by_other=st.booleans(),
    reported_child=st.booleans(),
    elsewhere=st.booleans(),
    events=events.map(tuple),
)


@given(facts)
@settings(max_examples=300, deadline=None)
def test_no_duty_is_due_before_it_began(one: Facts) -> None:
    for duty in duties(one).values():
        assert duty.began_at <= duty.due_at <= duty.late_at
        assert duty.met_at is None or duty.met_at >= duty.began_at


@given(facts, st.randoms())
@settings(max_examples=200, deadline=None)
def test_the_same_facts_in_any_order_give_the_same_duties(one: Facts, dice) -> None:
    shuffled = list(one.events)
    dice.shuffle(shuffled)
    assert duties(one) == duties(replace(one, events=tuple(shuffled)))


@given(facts)
@settings(max_examples=100, deadline=None)
def test_facts_lie_and_come_back_the_same(one: Facts) -> None:
    kept = replace(one, events=())
    assert facts_from(facts_to(kept)) == kept


def test_h04_the_medical_duty_is_first_on_the_page_and_runs_from_the_incident() -> None:
    told = replace(SEXUAL, may_include_penetration=True, occurred_at=hours(-10))
    first = owed(told, catalog.CASE_STEPS, calendar=CALENDAR, settings=SETTINGS)[0]
    assert (first.code, first.due_at) == ("medical-72h", hours(62))
    late = duties(replace(told, occurred_at=hours(-200)))["medical-72h"]
    assert late.due_at == MONDAY  # after 72 hours it remains a duty
    unknown = duties(replace(told, occurred_at=None))["medical-72h"]
    assert unknown.due_at == hours(72)  # an unknown time counts as now


@pytest.mark.parametrize("sign", [Sign.STRANGLED, Sign.INJURED_NOW, Sign.PREGNANT])
def test_h04_the_body_in_danger_is_the_same_duty_at_once(sign: str) -> None:
    assert duties(replace(CALM, yes_signs=frozenset({sign})))["medical-72h"].due_at == MONDAY


@pytest.mark.parametrize(
    ("informant", "status", "reminder"),
    [
        (Capacity.SELF, Status.VERIFIED, False),
        (Capacity.HEALTH, Status.VERIFIED, False),
        (Capacity.PSYCHOLOGIST, Status.VERIFIED, False),
        (Capacity.SOCIAL_WORKER, Status.VERIFIED, False),
        (Capacity.FAMILY, Status.TO_CONFIRM, True),
        (Capacity.SCHOOL, Status.TO_CONFIRM, True),
        (None, Status.TO_CONFIRM, True),
    ],
)
def test_h09_who_reported_decides_how_certain_the_police_clock_is(informant, status, reminder) -> None:
    duty = duties(replace(SEXUAL, informant=informant))["police-report"]
    assert (duty.due_at, duty.status, duty.reminder) == (hours(72), status, reminder)


def test_h09_it_is_born_met_when_the_police_sent_the_case() -> None:
    assert duties(replace(SEXUAL, channel="police_request"))["police-report"].met_at == MONDAY


@pytest.mark.parametrize(
    ("changes", "may_end"),
    [
        ({"tpks_kinds": frozenset({"physical_harassment"})}, True),
        ({"tpks_kinds": frozenset({"physical_harassment", "rape"})}, False),
        ({"tpks_kinds": frozenset()}, False),
        ({"tpks_kinds": frozenset({"physical_harassment"}), "victim_is_child": True}, False),
        ({"tpks_kinds": frozenset({"physical_harassment"}), "victim_is_child": None}, False),
        ({"tpks_kinds": frozenset({"physical_harassment"}), "victim_disabled": True}, False),
    ],
)
def test_h09_only_an_adults_complaint_offence_may_end_as_explained(changes, may_end) -> None:
    told = when(replace(SEXUAL, **changes), (Deed.EXPLAINED_NO_COMPLAINT, 5))
    assert (duties(told)["police-report"].met_at is not None) is may_end


def test_h01_unasked_runs_on_the_high_clock() -> None:
    found = duties(replace(CALM, risk=Risk.UNASSESSED, no_signs=frozenset()))
    assert found["first-contact-high"].due_at == MONDAY
    assert found["first-contact-high"].late_at == MONDAY + timedelta(minutes=30)
    assert found["ask-safety"].late_at == MONDAY + timedelta(minutes=30)


def test_h07_h08_her_agreement_and_a_safe_way_are_owed() -> None:
    found = duties(replace(CALM, reported_by_other=True, safe_contact_open=True))
    assert {"ask-agreement", "safe-contact"} <= found.keys()


def test_h16_a_reported_child_brings_a_social_worker_and_never_a_silent_diversion() -> None:
    told = when(replace(CALM, reported_child=True), (Deed.POLICE_REPORT, 0))
    assert {"reported-child-social-worker", "diversion-free-choice"} <= duties(told).keys()


def test_h15_an_override_is_reviewed_within_72_hours() -> None:
    assert duties(when(CALM, (Deed.OVERRIDE_MADE, 2)))["review-override"].due_at == hours(74)


def test_a_fact_learned_late_supersedes_and_never_recomputes_in_silence() -> None:
    class Row:
        met_at = waived_at = superseded_at = None

        def __init__(self, one) -> None:
            self.code, self.began_at, self.due_at, self.late_at = one.code, one.began_at, one.due_at, one.late_at

    told = replace(SEXUAL, may_include_penetration=True)
    standing = [Row(o) for o in duties(told).values()]
    later = duties(replace(told, occurred_at=hours(-20)))
    changes = reconcile(standing, tuple(later.values()))
    assert [(old.code, new.due_at) for old, new in changes.supersedes] == [("medical-72h", hours(52))]
    assert not changes.opens
    assert not changes.lapses
