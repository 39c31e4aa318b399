"""After the accompaniment: how she is, and the ends of that care and of the legal track, each by itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.models import AfterCareVisit, Case, Closing
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.notices import actions as notices
from dampingi.protocols import actions as protocols
from dampingi.protocols.catalog import ending
from dampingi.protocols.rules import Deed

TABLE, COLUMN = "cases_aftercarevisit", "words"
LEGAL_ENDED, AFTERCARE_ENDED = "legal-ended", "aftercare-ended"
_AGAIN = frozenset({"unsafe", "needs_help"})


@transaction.atomic
def visit_after(visit: AfterCareVisit, said: Mapping[str, Any], *, by: Staff, at: datetime) -> AfterCareVisit:
    """Write down how she was; raise ``Refusal`` or ``Stale``. Where she needs more, supervisors are told.

    ``said`` is a cleaned ``AFTERCARE_VISIT`` sheet.
    """
    case = visit.case
    runs = case.aftercare_until is not None
    if obstacles := rules.obstacles_to_ending_aftercare(rules.State(case.state), runs=runs):
        raise Refusal(*obstacles)
    if visit.visited_at is not None or not case.change():
        raise Stale
    visit.visited_at, visit.by_id, visit.wellbeing = said["when"], by.id, said["wellbeing"]
    if said["note"]:
        key = keys.load([case.id])[case.id]
        visit.words = keys.seal(key, {"note": said["note"]}, table=TABLE, pk=visit.id, column=COLUMN)
    visit.save(update_fields=("visited_at", "by_id", "wellbeing", "words"))
    when = max(said["when"], case.closed_at or at)
    protocols.happened(case.id, Deed.AFTERCARE_VISITED, when=when, about=visit.number, by=by, at=at)
    audit.record("aftercare.visited", by=by, at=at, on=case, reason=visit.wellbeing)
    if visit.wellbeing in _AGAIN:
        told = [s for s in queries.supervisors_of(case.unit_id) if s != by.id]
        notices.tell(told, at=at, urgent=visit.wellbeing == "unsafe")
    return visit


@transaction.atomic
def end_aftercare(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Case:
    """End the care after the accompaniment; the legal track runs on. Raises ``Refusal`` or ``Stale``."""
    runs = case.aftercare_until is not None
    if obstacles := rules.obstacles_to_ending_aftercare(rules.State(case.state), runs=runs):
        raise Refusal(*obstacles)
    if not case.change(aftercare_until=None):
        raise Stale
    Closing.objects.filter(case=case, reopened_at=None).update(aftercare_outcome=said["outcome"])
    protocols.happened(case.id, Deed.AFTERCARE_ENDED, when=at, by=by, at=at)
    protocols.set_aside(case.id, reason=AFTERCARE_ENDED, only=(ending.VISIT,), at=at)
    audit.record("aftercare.ended", by=by, at=at, on=case, reason=said["outcome"])
    return case


@transaction.atomic
def end_legal_track(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Case:
    """End the legal track, before or after the service track; what was only chased is set aside.

    Raises ``Refusal`` while the unit itself still owes the law a report, or ``Stale``.
    """
    owed = queries.duties_to_finish(case)
    if obstacles := rules.obstacles_to_ending_legal(ended=case.legal_ended_at is not None, open_duties=owed):
        raise Refusal(*obstacles)
    if not case.change(legal_ended_at=at):
        raise Stale
    protocols.happened(case.id, Deed.LEGAL_ENDED, when=at, by=by, at=at)
    protocols.set_aside(case.id, reason=LEGAL_ENDED, reminders=True, at=at)
    audit.record("legal.ended", by=by, at=at, on=case, reason=said["outcome"])
    return case


def read_visit(visit: AfterCareVisit) -> str:
    """Return what was noted, for somebody who may see the case."""
    key = keys.load([visit.case_id]).get(visit.case_id)
    if key is None or not visit.words:
        return ""
    return str(keys.unseal(key, bytes(visit.words), table=TABLE, pk=visit.id, column=COLUMN).get("note", ""))
