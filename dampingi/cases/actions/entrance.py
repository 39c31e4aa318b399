"""The entrance: one deed for every channel.

``receive_report`` stores the report, judges it, opens a case for each victim and starts the duties,
in one transaction. It is the one deed that touches many rooms (architecture: exempt from the
two-room rule), so each room is asked once, for all victims together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.actions.alarms import ring
from dampingi.cases.actions.closing import end_as_answered
from dampingi.cases.facts import Told, consult_facts, facts_of, told_by
from dampingi.cases.models import Case, Conflict
from dampingi.intake.actions import Stored, store_report
from dampingi.intake.forms import Clean
from dampingi.intake.models import Report
from dampingi.kernel.codes import Risk
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal
from dampingi.notices import actions as notices
from dampingi.people.models import Person
from dampingi.protocols import actions as protocols
from dampingi.protocols.models import Duty
from dampingi.triage import rules as triage
from dampingi.triage.actions import First, first_assessments


@dataclass(frozen=True, slots=True)
class Judged:
    """One victim, judged: what the three criteria of intake say, with reasons."""

    kind: triage.TypeAnswer
    risk: triage.RiskAnswer
    authority: triage.AuthorityAnswer


@dataclass(frozen=True, slots=True)
class Received:
    """A report received: its cases in the order of its victims, what was judged, what is owed."""

    report: Report
    cases: Sequence[Case]
    judged: Sequence[Judged]
    duties: Mapping[Any, Sequence[Duty]]


@transaction.atomic
def receive_report(clean: Clean, *, by: Staff, at: datetime) -> Received:
    """Receive a report that was cleaned; whoever takes it owns it until another accepts (H-02).

    The receiving unit is the unit of ``by``; where it happened never moves it (H-05).
    """
    received = take_in(clean, by=by, at=at)
    urgent = [case for case in received.cases if rules.is_urgent(Risk(case.risk))]
    told_to = ring(urgent, by=by, at=at)
    if not urgent:
        told_to = queries.supervisors_of(by.unit_id)
    notices.tell([s for s in told_to if s != by.id], at=at, urgent=bool(urgent))
    _record(received, by=by, at=at)
    return received


@transaction.atomic
def receive_question(clean: Clean, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Case:
    """Receive a one-off question with its answer and end its case at once (H-06); raise ``Refusal``.

    ``said`` is a cleaned ``CONSULTATION`` sheet. Nobody is called: nobody is in danger, or it is no
    question. It is counted, and may be taken up again.
    """
    day = clean.values["received_at"].astimezone(by.unit.timezone).date()
    if obstacles := rules.obstacles_to_consulting(consult_facts(clean.values, on=day)):
        raise Refusal(*obstacles)
    received = take_in(clean, by=by, at=at)
    _record(received, by=by, at=at)
    (case,) = received.cases
    end_as_answered(case, said["consultation"], by=by, at=at)
    return case


def _record(received: Received, *, by: Staff, at: datetime) -> None:
    report = received.report
    cases = [str(case.id) for case in received.cases]
    audit.record("report.received", by=by, at=at, on=report, detail={"channel": report.channel, "cases": cases})


def take_in(clean: Clean, *, by: Staff, at: datetime) -> Received:
    """Store a report, judge it, open its cases and start their duties; tell nobody yet."""
    told = told_by(clean.values)
    ids = [new_id() for _ in clean.values["victims"]]
    report_id = new_id()
    access.let_read([report_id, *ids], [by.id], unit_id=by.unit_id)
    stored = store_report(clean, report_id=report_id, case_ids=ids, by=by, at=at)
    risk = _risk(clean.values)
    judged = [
        Judged(
            queries.type_of(stored.report, person),
            risk,
            queries.authority_of(stored.report, person, by.unit),
        )
        for person in stored.victims
    ]
    cases = [_case(clean, told, stored, i, judged[i], case_id=ids[i], by=by, at=at) for i in range(len(ids))]
    Case.objects.bulk_create(cases)
    first_assessments([First(case.id, told.answers, Risk(case.risk)) for case in cases], by=by, at=at)
    duties = protocols.start_runs(
        [(case.id, facts_for(case, told, stored.victims[i])) for i, case in enumerate(cases)],
        unit=by.unit,
        owner_id=by.id,
        by=by,
        at=at,
    )
    keep_conflicts_away(_party_names(clean), cases, at=at)
    return Received(stored.report, cases, judged, duties)


def _risk(values: Mapping[str, Any]) -> triage.RiskAnswer:
    """Return the risk of the answers; "not safe now" on the first screen is a sign said aloud."""
    answers = dict(values.get("risk_signs") or {})
    if values.get("safe_now") == "unsafe":
        answers.setdefault("unsafe_tonight", "yes")
    return triage.risk(answers)


def _case(
    clean: Clean,
    told: Told,
    stored: Stored,
    place: int,
    judged: Judged,
    *,
    case_id: Any,
    by: Staff,
    at: datetime,
) -> Case:
    victim, person = clean.values["victims"][place], stored.victims[place]
    return Case(
        id=case_id,
        unit=by.unit,
        report=stored.report,
        victim=person,
        place_in_report=place,
        received_at=told.received_at,
        opened_at=at,
        kinds=[str(k) for k in judged.kind.kinds],
        ampk=list(judged.kind.ampk),
        risk=judged.risk.level,
        authority=judged.authority.level,
        elsewhere=judged.authority.elsewhere,
        contact_way=victim.get("contact_way") or "",
        awaiting_agreement=told.informant != "self" and person.is_child is False,
        owner=by,
        checks=sorted(clean.doubts_by_victim.get(place, ())),
    )


def facts_for(case: Case, told: Told, person: Person) -> Any:
    """Return the facts of a case as it stands."""
    return facts_of(
        told,
        kinds=frozenset(case.kinds),
        risk=case.risk,
        authority=case.authority,
        elsewhere=case.elsewhere,
        is_child=person.is_child,
        disabled=person.disability not in ("", "none"),
        contact_way=case.contact_way,
        checks=frozenset(case.checks) | frozenset(case.report.checks),
    )


def _party_names(clean: Clean) -> list[str]:
    parties = [p.get("name") or "" for p in clean.values.get("reported_parties") or ()]
    return parties + [v.get("name") or "" for v in clean.values["victims"]]


def keep_conflicts_away(names: Sequence[str], cases: Sequence[Case], *, at: datetime) -> None:
    """Note every staff member of the unit who carries the name of a party of these cases.

    The names are in memory while they are written; what is kept says who may not, never why.
    """
    names = [name for name in names if name.strip()]
    if not names or not cases:
        return
    Conflict.objects.bulk_create(
        [
            Conflict(case=case, staff_id=staff_id, how="named", at=at)
            for staff_id, name in queries.staff_names(cases[0].unit_id)
            if any(rules.likely_same_name(name, party) for party in names)
            for case in cases
        ],
        ignore_conflicts=True,
    )
