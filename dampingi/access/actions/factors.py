"""Deeds about second factors: her own, and those of somebody who lost hers."""

from datetime import datetime

from django.db import transaction

from dampingi.access import factors, rules
from dampingi.access.actions.invitations import invite
from dampingi.access.actions.signing_in import note_news
from dampingi.access.actions.staff import end_sessions
from dampingi.access.models import Staff, Token, factors_of
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.refusals import Refusal


@transaction.atomic
def add_totp(staff: Staff, secret: str, *, used: int, by: Staff, at: datetime) -> list[str]:
    """Let an app's codes stand for ``staff``; return recovery codes where she had none yet."""
    factors.keep_secret(staff, secret, used=used)
    return _added(staff, factors.Kind.APP, by=by, at=at)


@transaction.atomic
def add_passkey(staff: Staff, answer: str, *, name: str, by: Staff, at: datetime) -> list[str]:
    """Let a passkey stand for ``staff``; return recovery codes where she had none yet. Raises ``NotAKey``."""
    factors.keep_passkey(staff, answer, name=name)
    return _added(staff, factors.Kind.PASSKEY, by=by, at=at)


def _added(staff: Staff, kind: factors.Kind, *, by: Staff, at: datetime) -> list[str]:
    codes = [] if factors.codes_left(staff) is not None else factors.new_codes(staff)
    staff.factor_known = None
    end_sessions(staff, by=by, at=at)
    note_news(staff, at=at)
    audit.record("factor.added", by=by, at=at, on=staff, detail={"kind": kind.value})
    return codes


@transaction.atomic
def add_codes(staff: Staff, *, by: Staff, at: datetime) -> list[str]:
    """Make new recovery codes, shown this once; those before are void. Raises ``Refusal``."""
    if not factors_of(staff.id).exists():
        raise Refusal(rules.NO_FACTOR_YET)
    codes = factors.new_codes(staff)
    end_sessions(staff, by=by, at=at)
    note_news(staff, at=at)
    audit.record("factor.codes", by=by, at=at, on=staff)
    return codes


@transaction.atomic
def remove_factor(staff: Staff, factor_id: int, *, required: bool, by: Staff, at: datetime) -> bool:
    """Take one of her own factors away; tell whether it was hers. Raises ``Refusal`` for the last one owed."""
    Staff.objects.select_for_update().get(id=staff.id)
    found = factors_of(staff.id).filter(id=factor_id).first()
    if found is None:
        return False
    left = factors_of(staff.id).exclude(id=factor_id).count()
    if obstacles := rules.obstacles_to_removing_factor(left=left, required=required):
        raise Refusal(*obstacles)
    found.delete()
    if not left:
        factors.forget_codes(staff)
    staff.factor_known = None
    end_sessions(staff, by=by, at=at)
    note_news(staff, at=at)
    audit.record("factor.removed", by=by, at=at, on=staff)
    return True


@transaction.atomic
def remove_lost_factors(staff: Staff, *, by: Actor, at: datetime) -> None:
    """Take every factor of a colleague away who lost them: her sessions and tokens end, she is told.

    Her password goes with them, since whoever has the phone may know it: she comes back by an
    invitation alone. Raises ``Refusal`` for one's own.
    """
    if by.id == staff.id:
        raise Refusal(rules.NOT_ONES_OWN)
    factors.forget_all(staff)
    staff.factor_known = None
    staff.set_unusable_password()
    staff.save(update_fields=("password",))
    Token.objects.filter(staff=staff, revoked_at=None).update(revoked_at=at)
    end_sessions(staff, by=by, at=at)
    note_news(staff, at=at)
    audit.record("factor.lost", by=by, at=at, on=staff)


@transaction.atomic
def help_in(staff: Staff, *, lost: bool, by: Actor, at: datetime) -> str:
    """Return an invitation for a colleague who cannot sign in; ``lost``: her factors are taken away first.

    Raises ``Refusal`` for one's own account and for a closed one.
    """
    if lost:
        remove_lost_factors(staff, by=by, at=at)
    return invite(staff, by=by, at=at)
