"""The first contact: a short explanation, her agreement, early support, her words."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import rules
from dampingi.cases.actions.assigning import acknowledge
from dampingi.cases.actions.closing import refuse_ended
from dampingi.cases.actions.erasing import refuse_erased
from dampingi.cases.models import Case, FirstContact
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Stale
from dampingi.keys import case as keys
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed

TABLE, COLUMN = "cases_firstcontact", "words"
WORDS = ("safety", "needs", "hopes", "heard_by")
DECLINED = "she-declined"
# What the law owes does not end with her choice (H-09): it ends on its own sheet.
STILL_OWED = ("police-report", "police-prepare")


@transaction.atomic
def first_contact(
    case: Case,
    *,
    when: datetime,
    agreed: Mapping[str, bool | None],
    support: Sequence[str],
    safe_now: str = "",
    consent_form: str = "spoken",
    words: Mapping[str, str],
    by: Staff,
    at: datetime,
) -> FirstContact:
    """Record the first contact and meet what it meets.

    Nothing here is a condition for help: a refusal is kept as an answer (H-07). ``words`` are her
    own (safety, needs, hopes) and lie sealed under the case's key. An adult who declines help ends
    the case: what only helps her is set aside, and her identity is erased on a set day; an answer
    that says yes later takes everything up again. Where she said no to a record her words are not
    kept. Raises ``Stale``.
    """
    refuse_erased(case)
    refuse_ended(case)
    facts = rules.ContactFacts(
        is_child=case.victim.is_child is not False,
        agrees_help=agreed.get("help"),
        agrees_record=agreed.get("record"),
    )
    if case.companion_id == by.id:
        acknowledge(case, by=by, at=at)  # who has met her has accepted
    key = keys.load([case.id])[case.id]
    made = FirstContact(
        id=new_id(),
        case=case,
        at=when,
        by_id=by.id,
        agrees_help=agreed.get("help"),
        agrees_record=agreed.get("record"),
        agrees_contact=agreed.get("contact"),
        consent_form=consent_form,
        support=list(support),
        safe_now=safe_now,
    )
    said = {name: words[name] for name in WORDS if words.get(name)} if rules.keeps_words(facts) else {}
    made.words = keys.seal(key, said, table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    answered = facts.agrees_help is not None
    changed: dict[str, object] = {"first_contact_at": case.first_contact_at or when}
    if answered:
        changed |= {"awaiting_agreement": False} | _her_choice(case, facts, at=at)
    if not case.change(**changed):
        raise Stale
    met = [Deed.FIRST_CONTACT]
    if support:
        met.append(Deed.PSYCHOLOGICAL_SUPPORT)
    if words.get("safety") or safe_now == "safe":
        met.append(Deed.SAFETY_CHECKED)
    elif safe_now == "unsafe":
        met.append(Deed.UNSAFE_TOLD)  # she says so, and nothing was agreed yet
    if answered:
        met.append(Deed.AGREEMENT_ASKED)
    protocols.happened_all(case.id, met, when=when, by=by, at=at)
    stay_declined(case, at=at)
    audit.record(
        "contact.first",
        by=by,
        at=at,
        on=case,
        detail={"support": list(support), "agrees": {k: agreed.get(k) for k in ("help", "record", "contact")}},
    )
    return made


def write_first_contact(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> FirstContact:
    """Record the first contact as its sheet tells it; a form of agreement nobody chose was spoken."""
    return first_contact(
        case,
        when=said["at"],
        agreed=said["agreed"] or {},
        support=said["support"],
        safe_now=said["safe_now"] or "",
        consent_form=said["consent_form"] or "spoken",
        words={name: said[name] for name in WORDS},
        by=by,
        at=at,
    )


def stay_declined(case: Case, *, at: datetime) -> None:
    """Set aside what only helps her, while she has declined; the law's own duties stay (H-07, H-09)."""
    if case.state == rules.State.DECLINED:
        protocols.set_aside(case.id, reason=DECLINED, but=STILL_OWED, at=at)


def _her_choice(case: Case, facts: rules.ContactFacts, *, at: datetime) -> dict[str, object]:
    if rules.declines(facts):
        day = at.astimezone(case.unit.timezone).date() + timedelta(days=case.unit.erase_after_days)
        return {"state": rules.State.DECLINED, "erase_on": day}
    if case.state == rules.State.DECLINED and facts.agrees_help:
        protocols.take_up_again(case.id, reason=DECLINED)
        return {"state": rules.State.OPEN, "erase_on": None}
    return {}


def read_words(contact: FirstContact, opened: Mapping[UUID, keys.OpenKey] | None = None) -> dict[str, str]:
    """Return her words, for somebody who may see the case; none once they were erased."""
    key = (keys.load([contact.case_id]) if opened is None else opened).get(contact.case_id)
    if key is None:
        return {}
    return dict(keys.unseal(key, bytes(contact.words), table=TABLE, pk=contact.id, column=COLUMN))
