"""The first contact: a short explanation, her agreement, early support, her words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.models import Case, FirstContact
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Stale
from dampingi.keys import case as keys
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed

TABLE, COLUMN = "cases_firstcontact", "words"
WORDS = ("safety", "needs", "hopes", "heard_by")


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
    own (safety, needs, hopes) and lie sealed under the case's key.
    """
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
    said = {name: words.get(name, "") for name in WORDS if words.get(name)}
    made.words = keys.seal(key, said, table=TABLE, pk=made.id, column=COLUMN)
    made.save(force_insert=True)
    answered = agreed.get("help") is not None
    changed: dict[str, object] = {"first_contact_at": case.first_contact_at or when}
    if answered:
        changed["awaiting_agreement"] = False
    if not case.change(**changed):
        raise Stale
    met = [Deed.FIRST_CONTACT]
    if support:
        met.append(Deed.PSYCHOLOGICAL_SUPPORT)
    if words.get("safety") or safe_now:
        met.append(Deed.SAFETY_CHECKED)
    if answered:
        met.append(Deed.AGREEMENT_ASKED)
    protocols.happened_all(case.id, met, when=when, by=by, at=at)
    audit.record(
        "contact.first",
        by=by,
        at=at,
        on=case,
        detail={"support": list(support), "agrees": {k: agreed.get(k) for k in ("help", "record", "contact")}},
    )
    return made


def read_words(contact: FirstContact) -> dict[str, str]:
    """Return her words, for somebody who may see the case."""
    key = keys.load([contact.case_id])[contact.case_id]
    return dict(keys.unseal(key, bytes(contact.words), table=TABLE, pk=contact.id, column=COLUMN))
