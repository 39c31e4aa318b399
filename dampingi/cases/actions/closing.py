"""Ending a case, and taking it up again: nothing of it is lost either way."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.actions.alarms import answer, ring
from dampingi.cases.actions.alone import note_done_alone
from dampingi.cases.models import AfterCareVisit, Case, Closing, DoneAlone, FirstContact
from dampingi.kernel.codes import Capacity, Risk
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.notices import actions as notices
from dampingi.protocols import actions as protocols
from dampingi.protocols import queries as protocol_queries
from dampingi.protocols.catalog import ending
from dampingi.protocols.rules import Deed, Event
from dampingi.triage.models import Assessment

TABLE, WORDS, REOPENED_WORDS = "cases_closing", "words", "reopened_words"
CONSULTED, CLOSED, REOPENED = "consulted", "closed", "reopened"
VISITS = ("visit_1_on", "visit_2_on", "visit_3_on")


def end_as_answered(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Closing:
    """End a case that only asked something: what it owes is set aside, the answer is kept (H-06)."""
    made = Closing(
        id=new_id(),
        case=case,
        at=at,
        by_id=by.id,
        reason=said["about"],
        how=said["how"],
        service_answered=said["service_answered"],
    )
    if said["service"]:
        made.words = _sealed(made, WORDS, {"service": said["service"]})
    made.save(force_insert=True)
    if not case.change(state=rules.State.CONSULTED, awaiting_agreement=False):
        raise Stale
    protocols.set_aside(case.id, reason=CONSULTED, at=at)
    audit.record("case.consulted", by=by, at=at, on=case, reason=made.reason, detail={"how": made.how})
    return made


def closing_facts(case: Case, *, at: datetime) -> rules.ClosingFacts:
    """Return what decides whether the accompaniment of this case may end."""
    facts, events = queries.facts_now(case), protocol_queries.events_of(case.id)
    last = Assessment.objects.filter(case_id=case.id).first()
    return rules.ClosingFacts(
        state=rules.State(case.state),
        risk=Risk(case.risk),
        kinds=frozenset(case.kinds),
        is_child=facts.is_child,
        assessed_days_ago=(at - last.at).days if last else None,
        assess_within=case.unit.reassess_within_days,
        open_duties=queries.duties_to_finish(case),
        accepted_elsewhere=any(e.code == Deed.REFERRED_ELSEWHERE for e in events),
        attempts=_attempts(events, zone=case.unit.timezone),
        attempts_needed=case.unit.contact_attempts,
        verdict_known=any(e.code == Deed.VERDICT_COPY for e in events),
        protected=_protected(events),
    )


def _attempts(events: Sequence[Event], *, zone: ZoneInfo) -> int:
    """Return on how many days she was tried in vain since she was last reached."""
    reached = max((e.at for e in events if e.code == Deed.FIRST_CONTACT), default=None)
    tried = (e.at for e in events if e.code == Deed.CONTACT_TRIED and (reached is None or e.at > reached))
    return len({moment.astimezone(zone).date() for moment in tried})


def _protected(events: Sequence[Event]) -> bool:
    """Tell whether a protection was given and has not ended."""
    given = [e.at for e in events if e.code in (Deed.PROTECTION_GIVEN, Deed.COURT_ORDER)]
    ended = [e.at for e in events if e.code == Deed.PROTECTION_ENDED]
    return bool(given) and (not ended or max(ended) < max(given))


def closing_said(said: Mapping[str, Any], *, today: date) -> rules.ClosingSaid:
    """Return what a cleaned ``CLOSE`` sheet says, as far as it decides."""
    return rules.ClosingSaid(
        reason=rules.Ending(said["reason"]),
        today=today,
        plan=said["plan"] or "",
        agrees=said["agrees"],
        why_not=bool(said["why_not"].strip()),
        numbers_left=bool(said["numbers_left"]),
        visits=tuple(day for name in VISITS if (day := said[name])),
        no_visits=bool(said["no_visits"]),
    )


@transaction.atomic
def close_case(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Closing:
    """End the accompaniment, or refuse with everything that stands in the way; raises ``Stale``.

    ``said`` is a cleaned ``CLOSE`` sheet. The legal track's reminders run on, and she is looked
    after on the days that were agreed; each of them ends by its own deed.
    """
    zone = case.unit.timezone
    asked = closing_said(said, today=at.astimezone(zone).date())
    if obstacles := rules.obstacles_to_closing(closing_facts(case, at=at), asked):
        raise Refusal(*obstacles)
    until = max(asked.visits, default=None)
    ended = {"state": rules.State.CLOSED, "closed_at": at, "aftercare_until": until, "awaiting_agreement": False}
    if not case.change(**ended):
        raise Stale
    made = _closing(case, said, by=by, at=at)
    aside = 0
    if asked.reason in rules.UNFINISHED:
        only_ours = None if asked.reason is rules.Ending.TRANSFERRED else False
        aside = protocols.set_aside(case.id, reason=CLOSED, reminders=only_ours, at=at)
    answer(case, at=at)
    protocols.happened(case.id, Deed.CASE_CLOSED, when=at, by=by, at=at)
    _plan_visits(case, sorted(set(asked.visits)), by=by, at=at)
    if case.companion_id == by.id:
        note_done_alone(case, DoneAlone.Kind.CLOSED, by=by, at=at)
    detail = {"risk": case.risk, "set_aside": aside, "visits": len(asked.visits)}
    audit.record("case.closed", by=by, at=at, on=case, reason=made.reason, detail=detail)
    told = {*queries.supervisors_of(case.unit_id), *filter(None, (case.companion_id,))} - {by.id}
    notices.tell(list(told), at=at, urgent=rules.is_urgent(case.risk))
    return made


def _closing(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Closing:
    made = Closing(
        id=new_id(),
        case=case,
        at=at,
        by_id=by.id,
        reason=said["reason"],
        plan=said["plan"] or "",
        agrees=said["agrees"],
        agreement_form=said["agreement_form"] or "",
        risk=case.risk,
    )
    if words := {name: said[name] for name in ("evaluation", "why_not") if said[name]}:
        made.words = _sealed(made, WORDS, words)
    made.save(force_insert=True)
    return made


def _plan_visits(case: Case, days: Sequence[date], *, by: Staff, at: datetime) -> None:
    """Owe a look at how she is for each day that was agreed."""
    if not days:
        return
    zone, closes = case.unit.timezone, case.unit.closes
    visits = [AfterCareVisit(case=case, planned_on=day) for day in days]
    AfterCareVisit.objects.bulk_create(visits)
    protocols.happened(case.id, Deed.AFTERCARE_BEGAN, when=at, by=by, at=at)
    for visit in visits:
        due = datetime.combine(visit.planned_on, closes, tzinfo=zone)
        protocols.happened(case.id, Deed.AFTERCARE_PLANNED, when=at, about=visit.number, due_at=due, by=by, at=at)


@transaction.atomic
def reopen(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Case:
    """Take an ended case up again with everything it had; raise ``Refusal`` or ``Stale``.

    ``said`` is a cleaned ``REOPEN`` sheet. What was set aside is owed again, the care after it gives
    way to the accompaniment, and where nobody has the case and its risk is high or unasked the
    on-call chain is asked (H-01, H-02).
    """
    if obstacles := rules.obstacles_to_reopening(rules.State(case.state), erased=case.erased_at is not None):
        raise Refusal(*obstacles)
    again = {"state": rules.State.OPEN, "closed_at": None, "aftercare_until": None}
    if not case.change(**again, awaiting_agreement=_awaits_agreement(case)):
        raise Stale
    if last := Closing.objects.filter(case=case, reopened_at=None).first():
        last.reopened_at, last.reopened_by_id, last.reopened_reason = at, by.id, said["reason"]
        if said["note"]:
            last.reopened_words = _sealed(last, REOPENED_WORDS, {"note": said["note"]})
        last.save(update_fields=("reopened_at", "reopened_by_id", "reopened_reason", "reopened_words"))
    protocols.set_aside(case.id, reason=REOPENED, only=(ending.VISIT, ending.END), at=at)
    for reason in (CONSULTED, CLOSED):
        protocols.take_up_again(case.id, reason=reason)
    protocols.happened(case.id, Deed.CASE_REOPENED, when=at, by=by, at=at)
    audit.record("case.reopened", by=by, at=at, on=case, reason=said["reason"])
    told = queries.supervisors_of(case.unit_id)
    if urgent := rules.is_urgent(case.risk) and case.accepted_at is None:
        told = ring([case], by=by, at=at)
    notices.tell([s for s in {*told, case.owner_id} if s != by.id], at=at, urgent=urgent)
    return case


def refuse_ended(case: Case) -> None:
    """Refuse to write to a case that has ended: it is taken up again first."""
    if case.state in rules.SHUT:
        raise Refusal(rules.ENDED)


def refuse_question(case: Case) -> None:
    """Refuse to write to a question that was answered; a closed case's legal track goes on."""
    if case.state == rules.State.CONSULTED:
        raise Refusal(rules.ENDED)


def read_closing(closing: Closing) -> dict[str, str]:
    """Return the words of an ending and of its reopening, for somebody who may see the case."""
    key = keys.load([closing.case_id]).get(closing.case_id)
    if key is None:
        return {}
    said: dict[str, str] = {}
    for column in (WORDS, REOPENED_WORDS):
        if sealed := bytes(getattr(closing, column)):
            said |= keys.unseal(key, sealed, table=TABLE, pk=closing.id, column=column)
    return said


def _sealed(closing: Closing, column: str, said: Mapping[str, Any]) -> bytes:
    key = keys.load([closing.case_id])[closing.case_id]
    return keys.seal(key, dict(said), table=TABLE, pk=closing.id, column=column)


def _awaits_agreement(case: Case) -> bool:
    """Tell whether an adult others reported has not yet said whether she wants help (H-07)."""
    if case.report.capacity == Capacity.SELF or case.victim.is_child is not False:
        return False
    return not FirstContact.objects.filter(case=case).exclude(agrees_help=None).exists()
