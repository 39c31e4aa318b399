"""The police report of UU 12/2022 art. 41, with her (H-09)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.access.rules import Role
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.actions.alone import note_done_alone
from dampingi.cases.actions.closing import refuse_question
from dampingi.cases.actions.erasing import refuse_erased
from dampingi.cases.models import Case, DoneAlone, PoliceStep
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.protocols import actions as protocols
from dampingi.protocols.catalog.tpks import COMPLAINT_KINDS
from dampingi.protocols.rules import Deed

TABLE, COLUMN = "cases_policestep", "words"
_DEEDS: Mapping[rules.PoliceOutcome, Deed] = {
    rules.PoliceOutcome.PREPARED: Deed.POLICE_PREPARED,
    rules.PoliceOutcome.REPORTED: Deed.POLICE_REPORT,
    rules.PoliceOutcome.EXPLAINED: Deed.EXPLAINED_NO_COMPLAINT,
}


def police_facts(case: Case, said: Mapping[str, Any], *, by: Staff) -> rules.PoliceFacts:
    """Return what decides a police step: what was agreed with her, and what the law says of her case."""
    facts = queries.facts_now(case)
    return rules.PoliceFacts(
        outcome=rules.PoliceOutcome(said.get("outcome") or rules.PoliceOutcome.PREPARED),
        told=bool(said.get("told")),
        meeting_agreed=bool(said.get("meeting_agreed")),
        safety_updated=bool(said.get("safety_updated")),
        danger=bool(said.get("danger")),
        is_child=facts.is_child,
        disabled=facts.victim_disabled,
        complaint_offence=bool(facts.tpks_kinds) and facts.tpks_kinds <= COMPLAINT_KINDS,
        by_head=Role.HEAD in by.roles,
    )


@transaction.atomic
def police_step(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> PoliceStep:
    """Write down a police step, or refuse with everything that stands in the way (H-09); raises ``Stale``.

    ``said`` is a cleaned ``POLICE_STEP`` sheet. Her objection is kept sealed and delays nothing.
    """
    facts = police_facts(case, said, by=by)
    if obstacles := rules.obstacles_to_police_step(facts):
        raise Refusal(*obstacles)
    refuse_erased(case)
    refuse_question(case)
    if not case.change():
        raise Stale
    made = PoliceStep(
        id=new_id(),
        case=case,
        at=said["when"],
        by_id=by.id,
        outcome=facts.outcome,
        told=facts.told,
        meeting_agreed=facts.meeting_agreed,
        safety_updated=facts.safety_updated,
        danger=facts.danger,
        objects_to_it=said.get("objects_to_it"),
    )
    if said.get("objection"):
        key = keys.load([case.id])[case.id]
        made.words = keys.seal(key, {"objection": said["objection"]}, table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    if facts.outcome is rules.PoliceOutcome.EXPLAINED and case.companion_id == by.id:
        note_done_alone(case, DoneAlone.Kind.EXPLAINED, by=by, at=at)
    protocols.happened(case.id, _DEEDS[facts.outcome], when=said["when"], by=by, at=at)
    audit.record("police.step", by=by, at=at, on=case, reason=facts.outcome)
    return made


def read_objection(step: PoliceStep) -> str:
    """Return her objection, for somebody who may see the case."""
    key = keys.load([step.case_id]).get(step.case_id)
    if key is None or not step.words:
        return ""
    return str(keys.unseal(key, bytes(step.words), table=TABLE, pk=step.id, column=COLUMN).get("objection", ""))
