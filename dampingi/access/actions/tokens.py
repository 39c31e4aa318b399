"""Tokens for the API: shown once, kept as digests."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from dampingi.access.models import Session, Staff, Token
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor, System
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say

LONGEST_TOKEN_DAYS = 90
_UNKNOWN = Obstacle(
    "unknown-staff",
    say("Tidak ada petugas aktif dengan alamat ini."),
    say("Periksa alamat masuknya di halaman Petugas."),
)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


@transaction.atomic
def issue_token(*, email: str, days: int, scope: str, at: datetime) -> str:
    """Return a new token for the API, shown this once; the table keeps its digest.

    ``days`` is between 1 and 90. Raises ``Refusal`` for an unknown or closed account.
    """
    staff = Staff.objects.filter(email=email.lower(), is_active=True).first()
    if staff is None:
        raise Refusal(_UNKNOWN)
    days = min(max(days, 1), LONGEST_TOKEN_DAYS)
    text = f"dmp_{secrets.token_urlsafe(32)}"
    Token.objects.create(
        digest=_digest(text),
        staff=staff,
        scope=scope,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record("token.issued", by=System("command"), at=at, on=staff, detail={"days": days, "scope": scope})
    return text


def token_owner(text: str, *, scope: str, at: datetime) -> Staff | None:
    """Return whose living token this is, or None; never says why not.

    Where a second factor is owed, the token of whoever has none is dead too (P-09).
    """
    token = (
        Token.objects.select_related("staff__unit__parent")
        .filter(digest=_digest(text), scope=scope, revoked_at=None, expires_at__gt=at, staff__is_active=True)
        .first()
    )
    if token is None or (settings.DAMPINGI_MFA_REQUIRED and not token.staff.has_factor):
        return None
    return token.staff


@transaction.atomic
def end_everything(*, by: Actor, at: datetime) -> None:
    """End every session and token: after a restore, also those that had been ended since come back."""
    Session.objects.all().delete()
    Token.objects.filter(revoked_at=None).update(revoked_at=at)
    audit.record("access.ended", by=by, at=at)
