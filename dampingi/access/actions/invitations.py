"""Invitations: a code by which somebody chooses her own password, once, within three days."""

import secrets
from datetime import datetime, timedelta

from django.db import transaction

from dampingi.access import factors, rules
from dampingi.access.actions.signing_in import change_password
from dampingi.access.actor import acting_as
from dampingi.access.models import Invitation, Staff
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import CROCKFORD, new_id
from dampingi.kernel.refusals import Refusal
from dampingi.keys import mfa

LASTS = timedelta(days=3)
_LENGTH = 12  # 60 random bits
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


@transaction.atomic
def invite(staff: Staff, *, by: Actor, at: datetime) -> str:
    """Return a code for ``staff``, shown this once; one given before is void.

    It chooses a password and nothing else: a second factor she has is asked for beside it. Raises
    ``Refusal`` for one's own account and for a closed one.
    """
    if obstacles := rules.obstacles_to_inviting(own=by.id == staff.id, closed=not staff.is_active):
        raise Refusal(*obstacles)
    code = "".join(secrets.choice(CROCKFORD) for _ in range(_LENGTH))
    Invitation.objects.filter(staff=staff).delete()
    Invitation.objects.create(id=new_id(), staff=staff, digest=mfa.digest(code), made_at=at, expires_at=at + LASTS)
    audit.record("staff.invited", by=by, at=at, on=staff)
    return "-".join((code[:4], code[4:8], code[8:]))


@transaction.atomic
def accept_invitation(*, email: str, code: str, second: str, password: str, at: datetime) -> Staff | None:
    """Use an invitation up and give its owner the password she chose; None where anything does not fit.

    Whoever has a second factor needs it here too: a reset never goes around it (A-25).
    """
    typed = code.upper().translate(_READ_AS)
    found = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("staff__unit")
        .filter(digest=mfa.digest(typed), used_at=None, expires_at__gt=at, staff__is_active=True)
        .filter(staff__email=email.lower())
        .first()
    )
    if found is None:
        return None
    if found.staff.has_factor and factors.accepts(found.staff, second, at=at) is None:
        return None
    found.used_at = at
    found.save(update_fields=("used_at",))
    with acting_as("invitation"):  # nobody is signed in
        return change_password(found.staff, password, by=found.staff, at=at)
