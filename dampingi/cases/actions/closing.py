"""Ending a case, and taking it up again: nothing of it is lost either way."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.actions.alarms import ring
from dampingi.cases.models import Case, Closing, FirstContact
from dampingi.kernel.codes import Capacity
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.notices import actions as notices
from dampingi.protocols import actions as protocols

TABLE, WORDS, REOPENED_WORDS = "cases_closing", "words", "reopened_words"
CONSULTED = "consulted"


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


@transaction.atomic
def reopen(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Case:
    """Take an ended case up again with everything it had; raise ``Refusal`` or ``Stale``.

    ``said`` is a cleaned ``REOPEN`` sheet. What was set aside is owed again, and where nobody has
    the case and its risk is high or unasked the on-call chain is asked (H-01, H-02).
    """
    if obstacles := rules.obstacles_to_reopening(rules.State(case.state), erased=case.erased_at is not None):
        raise Refusal(*obstacles)
    if not case.change(state=rules.State.OPEN, awaiting_agreement=_awaits_agreement(case)):
        raise Stale
    if last := Closing.objects.filter(case=case, reopened_at=None).first():
        last.reopened_at, last.reopened_by_id, last.reopened_reason = at, by.id, said["reason"]
        if said["note"]:
            last.reopened_words = _sealed(last, REOPENED_WORDS, {"note": said["note"]})
        last.save(update_fields=("reopened_at", "reopened_by_id", "reopened_reason", "reopened_words"))
    protocols.take_up_again(case.id, reason=CONSULTED)
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
