"""The engine: every clause's worked examples, and what must hold for any facts."""

import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.kernel.codes import (
    TPKS_KINDS,
    TRAFFICKING_PURPOSES,
    Authority,
    Capacity,
    CaseKind,
    Channel,
    Form,
    Risk,
    Sign,
)
from dampingi.kernel.days import WIB, WIT, WITA, Calendar
from dampingi.protocols import catalog
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL, hours, when
from dampingi.protocols.rules import Actor, Deed, Event, Facts, Start, Status, UnitSettings, owed
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
    forms=st.frozensets(st.sampled_from([str(f) for f in Form])),
    tpks_kinds=st.frozensets(st.sampled_from(list(TPKS_KINDS))),
    purposes=st.frozensets(st.sampled_from(list(TRAFFICKING_PURPOSES))),
    authority=st.sampled_from(list(Authority)),
    victim_disabled=st.booleans(),
    checks=st.frozensets(st.sampled_from(["nik_length", "nik_date", "clock"])),
    no_signs=st.frozensets(st.sampled_from([str(s) for s in Sign])),
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
    assert facts_from(json.loads(json.dumps(facts_to(kept)))) == kept


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


def test_what_runs_on_after_the_accompaniment_is_the_units_own_and_begins_with_an_event() -> None:
    """It would hold a case open for months: each says so beside its clock, and none is chased only."""
    far = {code: step for code, step in catalog.STEPS.items() if step.runs_on}
    assert {"aftercare-visit", "aftercare-end", "pkdrt-order-ends", "custody-ends"} <= set(far)
    for code, step in far.items():
        clock = step.clock
        assert (step.actor, step.reminder, clock.start) == (Actor.UNIT, False, Start.EVENT), code
    assert [code for code, step in catalog.STEPS.items() if step.always_for_a_child] == ["police-report"]


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


def test_h04_an_incident_after_its_report_counts_as_now() -> None:
    told = replace(SEXUAL, may_include_penetration=True, occurred_at=hours(24 * 30))
    assert duties(told)["medical-72h"].due_at == hours(72)


def test_h04_an_incident_of_long_ago_still_brings_the_medical_duty() -> None:
    told = replace(SEXUAL, may_include_penetration=True, occurred_at=MONDAY.replace(year=2010))
    assert duties(told)["medical-72h"].due_at == MONDAY


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
def test_a_report_of_the_day_before_the_law_began_gives_no_duty_of_that_law(zone) -> None:
    begins = datetime(2022, 5, 9, 0, 0, tzinfo=zone)  # UU 12/2022

    def of_the_law(at: datetime) -> bool:
        told = replace(SEXUAL, received_at=at)
        found = owed(told, catalog.CASE_STEPS, calendar=Calendar(zone=zone), settings=SETTINGS)
        return "police-report" in {o.code for o in found}

    assert of_the_law(begins)
    assert not of_the_law(begins - timedelta(seconds=1))


@pytest.mark.parametrize(("day", "holds"), [(9, False), (10, True), (20, True), (21, False)])
def test_a_clause_holds_from_its_first_day_to_its_last(day: int, holds: bool) -> None:
    clause = replace(catalog.STEPS["police-report"].clause, valid_from=date(2026, 6, 10), valid_to=date(2026, 6, 20))
    step = replace(catalog.STEPS["police-report"], clause=clause)
    assert bool(duties(replace(SEXUAL, received_at=MONDAY.replace(day=day)), [step])) is holds


def rounds(facts: Facts, code: str) -> list[tuple[datetime, datetime | None]]:
    found = owed(facts, catalog.CASE_STEPS, calendar=CALENDAR, settings=SETTINGS)
    return [(o.began_at, o.met_at) for o in found if o.code == code]


@pytest.mark.parametrize(
    ("deeds", "expected"),
    [
        ([(Deed.OVERRIDE_MADE, 1)], [(1, None)]),
        ([(Deed.OVERRIDE_MADE, 1), (Deed.OVERRIDE_REVIEWED, 5)], [(1, 5)]),
        # Reviewed before it was made is no review of it.
        ([(Deed.OVERRIDE_REVIEWED, 0), (Deed.OVERRIDE_MADE, 1)], [(1, None)]),
        # Made again: the first review stands, the second is owed.
        ([(Deed.OVERRIDE_MADE, 1), (Deed.OVERRIDE_REVIEWED, 5), (Deed.OVERRIDE_MADE, 9)], [(1, 5), (9, None)]),
        # Made again before any review: one review is owed, from the last.
        ([(Deed.OVERRIDE_MADE, 1), (Deed.OVERRIDE_MADE, 9)], [(9, None)]),
        ([(Deed.OVERRIDE_MADE, 1), (Deed.OVERRIDE_MADE, 9), (Deed.OVERRIDE_REVIEWED, 9)], [(9, 9)]),
    ],
)
def test_what_happens_again_is_owed_again_and_what_was_done_stays_done(deeds, expected) -> None:
    found = rounds(when(CALM, *deeds), "review-override")
    assert found == [(hours(began), None if met is None else hours(met)) for began, met in expected]


@pytest.mark.parametrize("late", [0, 1])
def test_met_on_the_last_second_of_its_grace_is_in_time(late: int) -> None:
    at = MONDAY + timedelta(minutes=30, seconds=late)
    told = replace(CALM, risk=Risk.HIGH, events=(Event(Deed.FIRST_CONTACT, at),))
    duty = duties(told)["first-contact-high"]
    assert (duty.met_at, duty.met_at > duty.late_at) == (at, bool(late))


@pytest.mark.parametrize(
    ("settings", "risk", "due", "late"),
    [
        (UnitSettings(), Risk.HIGH, 0, 0.5),
        (UnitSettings(), Risk.UNASSESSED, 0, 0.5),
        (UnitSettings(), Risk.MEDIUM, 6, 6),
        (UnitSettings(), Risk.LOW, 80, 80),  # Thursday at closing
        (UnitSettings(high_grace=timedelta(minutes=15)), Risk.HIGH, 0, 0.25),
        (UnitSettings(medium_hours=4), Risk.MEDIUM, 4, 4),
        (UnitSettings(low_working_days=5), Risk.LOW, 7 * 24 + 8, 7 * 24 + 8),  # the next Monday
    ],
)
def test_a_unit_sets_its_own_response_times(settings, risk, due, late) -> None:
    found = owed(replace(CALM, risk=risk), catalog.CASE_STEPS, calendar=CALENDAR, settings=settings)
    (duty,) = [o for o in found if o.code.startswith("first-contact-")]
    assert (duty.due_at, duty.late_at) == (hours(due), hours(late))


# -- duties about things ------------------------------------------------------------------------

SENT = Deed.LPSK_REQUESTED
DECIDED = Deed.LPSK_DECIDED


def chased(*events: Event):
    """What is owed about LPSK's decisions after these events."""
    facts = replace(SEXUAL, events=events)
    return {(o.about, o.began_at, o.due_at, o.met_at) for o in owed(facts, [catalog.STEPS["lpsk-decides"]], calendar=Calendar(), settings=UnitSettings())}


def test_each_thing_owes_its_own_duty_and_only_a_deed_about_it_meets_it() -> None:
    first, second = Event(SENT, hours(1), about="A"), Event(SENT, hours(2), about="B")
    week = timedelta(days=7)
    assert chased(first, second) == {("A", hours(1), hours(1) + week, None), ("B", hours(2), hours(2) + week, None)}
    assert chased(first, second, Event(DECIDED, hours(3), about="A")) == {
        ("A", hours(1), hours(1) + week, hours(3)),
        ("B", hours(2), hours(2) + week, None),
    }
    assert chased(first, Event(DECIDED, hours(3), about="B")) == {("A", hours(1), hours(1) + week, None)}
    assert chased(first, Event(DECIDED, hours(3))) == {("A", hours(1), hours(1) + week, None)}


def test_a_deadline_of_its_own_overrides_the_length_of_the_clock_never_before_the_start() -> None:
    assert chased(Event(SENT, hours(1), about="A", due_at=hours(5))) == {("A", hours(1), hours(5), None)}
    assert chased(Event(SENT, hours(6), about="A", due_at=hours(5))) == {("A", hours(6), hours(6), None)}


def test_a_later_deadline_of_the_same_thing_is_the_one_owed() -> None:
    began, longer = Event(SENT, hours(1), about="A", due_at=hours(5)), Event(SENT, hours(3), about="A", due_at=hours(9))
    assert chased(began, longer) == chased(longer, began) == {("A", hours(3), hours(9), None)}
