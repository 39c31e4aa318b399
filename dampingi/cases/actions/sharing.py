"""Letting the provincial unit in: what was referred up is seen there, nothing else (H-03, H-05)."""

from datetime import datetime

from django.db import transaction

from dampingi.access import actions as access
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.models import Case, FirstContact
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.notices import actions as notices


def refer_up_facts(case: Case, basis: rules.Basis | None) -> rules.ReferUpFacts:
    """Return what decides whether the province may be let in."""
    last = FirstContact.objects.filter(case=case).first()
    return rules.ReferUpFacts(
        has_parent=case.unit.parent_id is not None,
        already=case.referred_up_at is not None,
        basis=basis,
        agreed=bool(last and last.agrees_help and last.agrees_record),
    )


@transaction.atomic
def refer_up(case: Case, *, basis: rules.Basis | None, by: Staff, at: datetime) -> Case:
    """Let the provincial unit see the case, or refuse with every reason.

    The receiving unit keeps every duty until another accepts (H-05); the basis stands in the ledger.
    """
    if obstacles := rules.obstacles_to_referring_up(refer_up_facts(case, basis)):
        raise Refusal(*obstacles)
    parent = case.unit.parent_id
    if parent is None or not case.change(referred_up_at=at):
        raise Stale
    access.let_read([case.id, case.report_id], [parent], unit_id=case.unit_id)
    notices.tell(queries.supervisors_of(parent), at=at, urgent=rules.is_urgent(case.risk))
    audit.record("case.referred-up", by=by, at=at, on=case, reason=basis or "")
    return case
