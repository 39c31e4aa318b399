"""What is found in a record: the one engine for live cases and for drills. Pure.

The verdict on a duty is the protocol engine's own (``protocols.rules.state``); nothing is timed anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import cast

from dampingi.drills.rules.record import Act, CaseRecord, Record
from dampingi.drills.rules.scenario import HOUSE, NEVERS, Never, Scenario, Why
from dampingi.kernel.codes import Risk
from dampingi.protocols import catalog as protocols
from dampingi.protocols.rules import Actor, Deed, DutyState, Standing, state
from dampingi.services.rules import mediation
from dampingi.training.catalog import modules


class Kind(StrEnum):
    """What a finding says."""

    IN_TIME = "in_time"
    LATE = "late"
    MISSED = "missed"
    OPEN = "open"
    WAIVED = "waived"
    REFUSED = "refused"
    REFUSAL_IGNORED = "refusal_ignored"
    WITHOUT_CONSENT = "without_consent"
    NEVER = "never"
    HURT = "hurt"
    ASKED_WELL = "asked_well"
    ASKED_BADLY = "asked_badly"
    SHOWN = "shown"
    NOT_SHOWN = "not_shown"


GRAVE = frozenset({Kind.LATE, Kind.MISSED, Kind.OPEN, Kind.REFUSAL_IGNORED, Kind.WITHOUT_CONSENT, Kind.NEVER})
_OF_A_DUTY = {
    DutyState.MET: Kind.IN_TIME,
    DutyState.MET_LATE: Kind.LATE,
    DutyState.OVERDUE: Kind.MISSED,
    DutyState.OWED: Kind.OPEN,
    DutyState.DUE_NOW: Kind.OPEN,
    DutyState.WAIVED: Kind.WAIVED,
}
_OURS = frozenset({Actor.UNIT, Actor.HEAD})
# What is done for an adult and with her: not before she was asked, and not after she has said no.
WITH_HER = frozenset(
    {
        *(Deed.LPSK_REQUESTED, Deed.COURT_APPLICATION, Deed.RESTITUTION_ASKED, Deed.TPPO_APPLICATION),
        *(Deed.DBK_ASKED, Deed.REMOVAL_ASKED, Deed.IMAGE_HANDED_OVER, Deed.PLAN_MADE, Deed.SERVICE_PLANNED),
        *(Deed.REFERRED, Deed.STAY_RUNS, Deed.MEDIATION_AGREED, Deed.PROTECTION_EXPLAINED),
    }
)
_FORBIDS = frozenset(obstacle.code for _, obstacle in mediation.NEVER)
_NEEDS = frozenset(obstacle.code for _, obstacle in mediation.NEEDS)
_ALONE = frozenset({"sexual-violence", "protection-order"})  # no other rule says these
_MOST_HURTING = 1


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: when, in which case (0: in none), on which clause, and what teaches it."""

    kind: Kind
    code: str
    at: datetime
    case: int = 0
    law: str = ""
    article: str = ""
    module: str = ""


def findings(record: Record, scenario: Scenario | None = None) -> tuple[Finding, ...]:
    """Return what is found in a record, in the order it happened; with a scenario, what that one asks too."""
    found = [one for n, case in enumerate(record.cases, 1) for one in _of_case(case, n, record.until)]
    found += _of_refusals(record)
    if scenario:
        found += _of_talk(record, scenario)
        found += _never_begun(record, scenario)
        found += _of_rubric(record, scenario)
    return tuple(sorted(found, key=lambda one: (one.at, one.case, one.kind, one.code)))


def passed(found: tuple[Finding, ...], scenario: Scenario) -> bool:
    """Tell whether a drill is passed: every duty it asks met in time, nothing grave, no needed line missing.

    One question that hurt is learned from; two are not passed over.
    """
    must = set(scenario.must)
    needed = {line.code for line in scenario.rubric if line.needed}
    of_duties = frozenset({Kind.LATE, Kind.MISSED, Kind.OPEN})
    grave = [f for f in found if f.kind in GRAVE - of_duties or (f.kind in of_duties and f.code in must)]
    missing = [f for f in found if f.kind is Kind.NOT_SHOWN and f.code in needed]
    hurting = sum(f.kind is Kind.HURT for f in found)
    return not grave and not missing and hurting <= _MOST_HURTING


def minute_of(finding: Finding, began: datetime) -> int:
    """Return in which minute something was found."""
    return max(0, int((finding.at - began).total_seconds() // 60))


def teaches(code: str) -> str:
    """Return the module that teaches a duty: the first that names it."""
    return next((one.code for one in modules.MODULES if code in one.teaches), "")


# -- one case ----------------------------------------------------------------------------------


def _of_case(case: CaseRecord, number: int, until: datetime) -> Iterator[Finding]:
    yield from _of_duties(case, number, until)
    yield from _of_her_word(case, number)
    yield from _of_contact(case, number)
    yield from _of_sharing(case, number)
    yield from _of_agreements(case, number)


def _of_duties(case: CaseRecord, number: int, until: datetime) -> Iterator[Finding]:
    for duty in case.duties:
        if duty.reminder or duty.superseded_at or duty.actor not in _OURS or duty.met_by == "born_met":
            continue
        kind = _OF_A_DUTY[state(cast("Standing", duty), until)]  # frozen: read here, never written
        at = duty.met_at or duty.waived_at or (duty.late_at if kind is Kind.MISSED else until)
        yield Finding(kind, duty.code, at, number, duty.law, duty.article, teaches(duty.code))
        if duty.code == "ask-safety" and kind is Kind.MISSED:
            yield _never(Never.RISK_UNASKED, at, number)


def _of_her_word(case: CaseRecord, number: int) -> Iterator[Finding]:
    """Find what was done for an adult before she was asked, or after she had said no (H-07)."""
    if case.facts.is_child:
        return
    for done in case.deeds:
        if done.deed not in WITH_HER:
            continue
        if _agrees(case, done.at) is None and case.facts.reported_by_other:
            why = NEVERS[Never.WITHOUT_CONSENT]
            yield _why(Kind.WITHOUT_CONSENT, done.deed, done.at, why, number)
        elif _agrees(case, done.at) is False:
            yield _why(Kind.REFUSAL_IGNORED, done.deed, done.at, NEVERS[Never.WITHOUT_CONSENT], number)


def _agrees(case: CaseRecord, at: datetime) -> bool | None:
    """Return her last answer about being helped by then; None while she was not asked."""
    said = [act.agrees for act in case.acts if act.agrees is not None and act.at <= at]
    return said[-1] if said else None


def _of_contact(case: CaseRecord, number: int) -> Iterator[Finding]:
    """Find where she was called before a safe way was known (H-08)."""
    open_ways = [duty for duty in case.duties if duty.code == "safe-contact"]
    for done in case.deeds:
        if done.deed == Deed.CONTACT_TRIED and any(
            duty.began_at <= done.at and (duty.met_at is None or duty.met_at > done.at) for duty in open_ways
        ):
            yield _never(Never.CONTACT, done.at, number)


def _of_sharing(case: CaseRecord, number: int) -> Iterator[Finding]:
    """Find what was shared as immediate danger where no danger is known (H-03)."""
    if case.facts.risk is not Risk.HIGH:
        yield from (_never(Never.SHARING, d.at, number) for d in case.deeds if d.deed == Deed.SHARED_IN_DANGER)


def _of_agreements(case: CaseRecord, number: int) -> Iterator[Finding]:
    """Find a mediation that was brought to an agreement where none may be held (H-17)."""
    if mediation.never_for(mediation.mediation_facts(case.facts, {}, matters=frozenset())):
        yield from (_never(Never.MEDIATION, d.at, number) for d in case.deeds if d.deed == Deed.MEDIATION_AGREED)


# -- what the rules refused --------------------------------------------------------------------


def _of_refusals(record: Record) -> Iterator[Finding]:
    """Find each refusal, one that was tried again against the same rule, and a mediation that was tried."""
    before: dict[tuple[str, str], datetime] = {}
    for one in sorted(record.refusals, key=lambda act: act.at):
        if _mediates(one):
            yield _never(Never.MEDIATION, one.at)
        again = next((code for code in one.codes if (one.door, code) in before), "")
        kind = Kind.REFUSAL_IGNORED if again else Kind.REFUSED
        yield Finding(kind, again or next(iter(one.codes), ""), one.at)
        before |= {(one.door, code): one.at for code in one.codes}


def _mediates(refused: Act) -> bool:
    codes = set(refused.codes)
    return bool(codes & _ALONE or (codes & _FORBIDS and codes & _NEEDS))


# -- what a scenario asks ----------------------------------------------------------------------


def _of_talk(record: Record, scenario: Scenario) -> Iterator[Finding]:
    for one in record.asked:
        option = scenario.options.get(one.option)
        if option is None:
            continue
        kind = Kind.HURT if option.hurts else Kind.ASKED_WELL if option.well else Kind.ASKED_BADLY
        yield _why(kind, option.code, one.at, option.why)
        if option.never:
            yield _never(option.never, one.at)


def _never_begun(record: Record, scenario: Scenario) -> Iterator[Finding]:
    """Find the duties that never came to be, because nobody wrote down what starts them."""
    there = {duty.code for case in record.cases for duty in case.duties}
    for code in scenario.must:
        if code not in there:
            clause = protocols.STEPS[code].clause
            yield Finding(Kind.MISSED, code, record.until, 0, clause.law, clause.article, teaches(code))


def _of_rubric(record: Record, scenario: Scenario) -> Iterator[Finding]:
    chosen = {one.option: one.at for one in record.asked}
    done = {one.deed: one.at for case in record.cases for one in case.deeds}
    for line in scenario.rubric:
        at = [chosen[code] for code in line.options if code in chosen] + [done[d] for d in line.deeds if d in done]
        yield _why(Kind.SHOWN if at else Kind.NOT_SHOWN, line.code, min(at, default=record.until), line.why)


def _never(what: Never, at: datetime, case: int = 0) -> Finding:
    return _why(Kind.NEVER, what, at, NEVERS[what], case)


def _why(kind: Kind, code: str, at: datetime, why: Why, case: int = 0) -> Finding:
    return Finding(kind, str(code), at, case, why.law.text or HOUSE.text, why.article, why.module)
