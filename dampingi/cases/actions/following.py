"""Following a case: a deed done, risk assessed again, a look, a name opened, a search."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.actions.alarms import ring
from dampingi.cases.actions.alone import note_done_alone
from dampingi.cases.actions.closing import refuse_ended, refuse_question
from dampingi.cases.actions.contact import stay_declined
from dampingi.cases.actions.erasing import refuse_erased
from dampingi.cases.models import Case, DoneAlone
from dampingi.kernel.codes import Risk, Sign
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys import case as keys
from dampingi.notices import actions as notices
from dampingi.people import actions as people
from dampingi.people.actions import Because, Identity
from dampingi.protocols import actions as protocols
from dampingi.protocols import queries as protocol_queries
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import Deed
from dampingi.triage import actions as triage
from dampingi.triage.models import Assessment


@transaction.atomic
def happened(case: Case, deed: Deed, *, when: datetime, by: Staff, at: datetime) -> None:
    """Record that something was done or has happened; it meets or starts the duties it names.

    Raises ``Stale``: a second click records nothing twice.
    """
    refuse_question(case)
    if not case.change():
        raise Stale
    protocols.happened(case.id, deed, when=when, by=by, at=at)
    audit.record("case.event", by=by, at=at, on=case, reason=deed)


_ASKED = {"ask-safety": Deed.SAFETY_ASKED, "ask-again-safety": Deed.SAFETY_ASKED_AGAIN}


@transaction.atomic
def reassess(
    case: Case,
    answers: Mapping[str, str],
    *,
    level: Risk | None = None,
    reason: str = "",
    by: Staff,
    at: datetime,
) -> Assessment:
    """Assess risk again and let the duties follow; the history keeps every earlier answer.

    Raise ``Refusal`` where a lower level has no ground, ``Stale`` where somebody was faster.
    """
    refuse_erased(case)
    refuse_ended(case)
    before = Risk(case.risk)
    made = triage.assess(case.id, answers, level=level, reason=reason, by=by, at=at)
    if not case.change(risk=made.level):
        raise Stale
    owed = protocol_queries.open_codes(case.id) if all(sign in answers for sign in Sign) else ()
    for code, deed in _ASKED.items():
        if code in owed:
            protocols.happened(case.id, deed, when=at, by=by, at=at)
    protocols.learned(case.id, queries.facts_now(case, answers=answers), by=by, at=at)
    stay_declined(case, at=at)
    audit.record(
        "risk.assessed",
        by=by,
        at=at,
        on=case,
        reason=made.level,
        detail={"from": before, "derived": made.derived},
    )
    if rules.is_urgent(made.level) and not rules.is_urgent(before) and case.accepted_at is None:
        told = ring([case], by=by, at=at)
        notices.tell([s for s in told if s != by.id], at=at, urgent=True)
    return made


@transaction.atomic
def point_on(
    case: Case,
    *,
    service: str,
    answered: bool | None,
    by: Staff,
    at: datetime,
) -> Case:
    """End a case by pointing to the service that was reached, or refuse with every reason (H-05)."""
    facts = rules.PointingFacts(Risk(case.risk), frozenset(case.kinds), service, answered, rules.State(case.state))
    if obstacles := rules.obstacles_to_pointing_on(facts):
        raise Refusal(*obstacles)
    outcome = "answered" if answered else "no_answer"
    key = keys.load([case.id])[case.id]
    sealed = keys.seal(key, {"service": service}, table="cases_case", pk=case.id, column="service")
    if not case.change(state=rules.State.POINTED_ON, pointed_to=outcome, service=sealed):
        raise Stale
    protocols.happened(case.id, Deed.LINKED, when=at, by=by, at=at)
    audit.record("case.pointed-on", by=by, at=at, on=case, reason=outcome)
    return case


@transaction.atomic
def waive(case: Case, duty: Duty, *, reason: str, by: Staff, at: datetime) -> None:
    """Waive a duty for a reason from the list, or refuse with everything that stands in the way."""
    if obstacles := rules.obstacles_to_waiving(duty.code, reason=reason):
        raise Refusal(*obstacles)
    protocols.waive(duty, reason=reason, by=by, at=at)
    if duty.owner_id == by.id:
        note_done_alone(case, DoneAlone.Kind.WAIVED, by=by, at=at)


def look(case: Case, *, by: Staff, at: datetime) -> None:
    """Write down that ``by`` looked at the case, before anything of it is shown."""
    audit.record("case.looked", by=by, at=at, on=case, outcome="looked")


@transaction.atomic
def reveal_people(case: Case, *, by: Staff, at: datetime) -> dict[UUID, Identity]:
    """Open the names of a case: her own companion with one tap, everyone else as supervision (H-06)."""
    because = Because.OWN_CASE if by.id in (case.companion_id, case.owner_id) else Because.SUPERVISION
    return people.reveal(queries.people_of(case), by=by, at=at, because=because)


def search(text: str, *, by: Staff, at: datetime) -> Sequence[Case]:
    """Search over the cases ``by`` may see: names in memory, a NIK or telephone by its token.

    The search itself is recorded, never what was typed.

    Outside those cases there is nothing to find, and nothing says whether there is (H-11).
    """
    found = queries.search_exact(text, seen_by=by) or queries.search_names(text, seen_by=by, at=at)
    audit.record("name.searched", by=by, at=at, outcome="looked", detail={"found": len(found)})
    return found
