"""The rules as tables: every way to be refused, and everything that is said at once."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dampingi.cases import rules
from dampingi.cases.rules import (
    AssignFacts,
    Basis,
    ContactFacts,
    PointingFacts,
    PoliceFacts,
    PoliceOutcome,
    ReferUpFacts,
    State,
)
from dampingi.kernel.codes import CaseKind, Risk
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols import catalog


def codes(obstacles) -> list[str]:
    assert all(str(o.words) and str(o.remedy) for o in obstacles), "each says what to do next"
    return [o.code for o in obstacles]


def objection(code: str) -> Obstacle:
    return Obstacle(code, say("x"), say("x"))


CONFLICT, FULL, WARNING = (objection(c) for c in ("conflict", "full", "off-duty"))


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        (AssignFacts(State.OPEN), []),
        (AssignFacts(State.OPEN, (WARNING,)), []),  # ready: a warning only warns
        (AssignFacts(State.OPEN, (FULL, WARNING), ready=False), ["full", "off-duty"]),
        (AssignFacts(State.OPEN, (FULL,), ready=False, override_reason="  "), ["full"]),
        (AssignFacts(State.OPEN, (FULL,), ready=False, override_reason="Ia memintanya"), []),
        (AssignFacts(State.OPEN, (CONFLICT, FULL), ready=False, override_reason="Tidak ada lain"), ["conflict"]),
        (AssignFacts(State.DECLINED, override_reason="x"), ["not-open"]),
        (
            AssignFacts(State.POINTED_ON, (CONFLICT,), ready=False, active=False, accompanies=False, same_person=True),
            ["not-open", "inactive", "not-companion", "already", "conflict"],
        ),
    ],
)
def test_h15_a_reason_lifts_what_readiness_objects_and_nothing_else(facts, stands) -> None:
    assert codes(rules.obstacles_to_assigning(facts)) == stands


READY = PoliceFacts(
    outcome=PoliceOutcome.REPORTED, told=True, meeting_agreed=True, safety_updated=True, danger=False,
    is_child=False, disabled=False, complaint_offence=True, by_head=True,
)  # fmt: skip
NOTHING_DONE = {"told": False, "meeting_agreed": False, "safety_updated": False}
EXPLAINED = replace(READY, outcome=PoliceOutcome.EXPLAINED)


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        (READY, []),
        (replace(READY, **NOTHING_DONE), ["not-told", "no-meeting", "safety-old"]),
        (replace(READY, **NOTHING_DONE, danger=True), []),  # H-03
        (replace(READY, **NOTHING_DONE, danger=True, outcome=PoliceOutcome.PREPARED), ["not-told", "no-meeting", "safety-old"]),
        (replace(READY, is_child=True, disabled=True, complaint_offence=False, by_head=False), []),
        (EXPLAINED, []),
        (replace(EXPLAINED, meeting_agreed=False), []),  # nobody is to be met
        (replace(EXPLAINED, **NOTHING_DONE, danger=True), ["not-told", "safety-old"]),  # danger explains nothing
        (replace(EXPLAINED, is_child=True), ["child"]),
        (replace(EXPLAINED, disabled=True), ["disabled"]),
        (replace(EXPLAINED, complaint_offence=False), ["not-complaint-offence"]),
        (replace(EXPLAINED, by_head=False), ["not-head"]),
        (
            replace(EXPLAINED, told=False, is_child=True, disabled=True, complaint_offence=False, by_head=False),
            ["not-told", "child", "disabled", "not-complaint-offence", "not-head"],
        ),
    ],
)
def test_h09_every_obstacle_before_a_police_step_is_said(facts, stands) -> None:
    assert codes(rules.obstacles_to_police_step(facts)) == stands


POINT = PointingFacts(Risk.LOW, frozenset(), "Dinas Sosial", answered=True)


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        (POINT, []),
        (replace(POINT, answered=False), []),  # noted, not hidden
        (replace(POINT, risk=Risk.UNASSESSED), ["risk-unasked"]),
        (replace(POINT, risk=Risk.HIGH), ["risk-high"]),
        (replace(POINT, kinds=frozenset({CaseKind.SEXUAL_VIOLENCE})), ["inside"]),
        (replace(POINT, kinds=frozenset({CaseKind.TRAFFICKING_SUSPECTED})), ["inside"]),
        (replace(POINT, state=State.POINTED_ON), ["not-open"]),
        (
            PointingFacts(Risk.UNASSESSED, frozenset({CaseKind.SEXUAL_VIOLENCE}), " ", None, State.DECLINED),
            ["not-open", "risk-unasked", "inside", "no-service", "no-answer-noted"],
        ),
    ],
)
def test_h05_what_stands_in_the_way_of_pointing_on(facts, stands) -> None:
    assert codes(rules.obstacles_to_pointing_on(facts)) == stands


@pytest.mark.parametrize(
    ("facts", "stands"),
    [
        (ReferUpFacts(has_parent=True, already=False, basis=Basis.DANGER, agreed=False), []),
        (ReferUpFacts(has_parent=True, already=False, basis=Basis.LAW, agreed=False), []),
        (ReferUpFacts(has_parent=True, already=False, basis=Basis.CONSENT, agreed=True), []),
        (ReferUpFacts(has_parent=True, already=False, basis=Basis.CONSENT, agreed=False), ["no-consent"]),
        (ReferUpFacts(has_parent=True, already=False, basis=None, agreed=True), ["no-basis"]),
        (ReferUpFacts(has_parent=False, already=True, basis=None, agreed=False), ["no-parent", "already", "no-basis"]),
    ],
)
def test_sharing_upward_rests_on_a_basis(facts, stands) -> None:
    assert codes(rules.obstacles_to_referring_up(facts)) == stands


HELP_AND_SAFETY = {
    "medical-72h", "ask-safety", "acknowledge", "safety-plan", "police-report", "ask-agreement", "child-prompt",
    "first-contact-high", "first-contact-medium", "first-contact-low",
    "threat-safety", "order-breached", "marriage-safety", "pressure-safety", "shelter-find", "release-told",
    "suicide-safety", "safety-again", "check-in", "home-safety",
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(catalog.STEPS))
def test_help_and_safety_are_never_waived_and_the_rest_is_for_a_reason(code: str) -> None:
    never = ["never-waived"] if code in HELP_AND_SAFETY else []
    assert codes(rules.obstacles_to_waiving(code, reason="does_not_apply")) == never
    assert codes(rules.obstacles_to_waiving(code, reason="")) == [*never, "no-reason"]


def test_what_is_never_waived_is_a_step_of_the_catalog() -> None:
    assert set(catalog.STEPS) >= HELP_AND_SAFETY


@pytest.mark.parametrize(
    ("is_child", "help_", "record", "ends", "keeps"),
    [
        (False, True, True, False, True),
        (False, None, None, False, True),
        (False, False, None, True, True),
        (False, False, False, True, False),
        (True, False, False, False, False),  # a child's no never ends her case
        (True, True, False, False, False),
    ],
)
def test_h07_what_her_answers_decide(is_child, help_, record, ends, keeps) -> None:
    facts = ContactFacts(is_child, help_, record)
    assert (rules.declines(facts), rules.keeps_words(facts)) == (ends, keeps)


@pytest.mark.parametrize(
    ("chain", "last", "asked"),
    [
        (["sari", "lina", "ratna"], "sari", "lina"),
        (["sari", "lina", "ratna"], "ratna", "sari"),  # again from the start
        (["sari"], "sari", "sari"),
        (["lina", "ratna"], "sari", "lina"),  # the shift has changed
        (["sari", "lina"], None, "sari"),  # nobody was there before
        ([], "sari", None),
    ],
)
def test_h02_who_is_asked_next(chain, last, asked) -> None:
    assert rules.next_asked(chain, last) == asked


@pytest.mark.parametrize(
    ("state", "risk", "accepted", "rings"),
    [
        (State.OPEN, Risk.HIGH, False, True),
        (State.OPEN, Risk.UNASSESSED, False, True),  # H-01: unasked is never low
        (State.OPEN, Risk.HIGH, True, False),
        (State.OPEN, Risk.LOW, False, False),
        (State.DECLINED, Risk.HIGH, False, False),
        (State.POINTED_ON, Risk.UNASSESSED, False, False),
    ],
)
def test_h02_what_still_rings(state, risk, accepted, rings) -> None:
    assert rules.still_rings(state, risk, accepted=accepted) is rings


@pytest.mark.parametrize(
    ("part", "hours"),
    [("always", set(range(24))), ("day", set(range(8, 17))), ("night", {*range(8), *range(17, 24)})],
)
def test_h02_who_is_on_duty_at_which_hour(part, hours) -> None:
    assert {h for h in range(24) if rules.on_duty(part, local_hour=h, opens=8, closes=17)} == hours


@pytest.mark.parametrize("risk", list(Risk))
def test_h01_what_was_not_asked_runs_on_the_high_clock(risk) -> None:
    assert rules.is_urgent(risk) is (risk in (Risk.HIGH, Risk.UNASSESSED))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Sari Petugas", "sari petugas", True),
        ("Sari Petugas", "Sari Dewi Petugas", True),
        ("Sari", "Sari", True),
        ("Sari Petugas", "Sari", False),  # one given name says too little
        ("Sari Petugas", "Lina Petugas", False),
        ("", "Sari", False),
    ],
)
def test_a_name_that_may_be_a_colleagues(one, other, same) -> None:
    assert rules.likely_same_name(one, other) is rules.likely_same_name(other, one) is same


def test_h02_a_quarter_of_an_hour_and_three_days() -> None:
    assert (timedelta(minutes=15), timedelta(hours=72)) == (rules.ACKNOWLEDGE_WITHIN, rules.OVERRIDE_LASTS)
