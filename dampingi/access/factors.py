"""Second factors: allauth's table and arithmetic beneath our own doors (decision 7).

Seeds lie sealed for their owner. A code of an app counts once, whatever process it comes to: the
newest one taken is kept in the row, under its lock. A passkey must have verified its user and must
come from exactly our origin.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any
from uuid import UUID

import segno
from allauth.account.utils import user_pk_to_url_str
from allauth.core.internal.cryptokit import compare_user_code, normalize_user_code
from allauth.mfa import app_settings
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.webauthn.internal import auth as webauthn
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from dampingi.access.models import Staff
from dampingi.keys import mfa

ISSUER = "Layanan"  # what an app or a phone shows: it tells nobody what this is (U-07)
_MOST_JSON = 20_000
_APP_DIGITS = 6


class Kind(StrEnum):
    """How somebody showed who she is, beside or instead of a password."""

    APP = "app"
    RECOVERY = "recovery"
    PASSKEY = "passkey"
    NONE = "none"


class NotAKey(Exception):
    """What a browser sent is not the answer of a passkey to what was asked."""


def _seal(text: str, staff: Staff) -> str:
    """Seal a seed; whose it is stands before it and is authenticated with it."""
    return f"{staff.id}:{mfa.seal(text, owner_id=staff.id)}"


def _unseal(sealed: str) -> str:
    owner, _, text = sealed.partition(":")
    try:
        owner_id = UUID(owner)
    except ValueError:
        raise mfa.Unreadable from None
    return mfa.unseal(text, owner_id=owner_id)


class SealedFactors(DefaultMFAAdapter):  # type: ignore[misc]  # allauth comes without types
    """What allauth asks the house: how to seal, and what it is called."""

    def encrypt(self, text: str) -> str:
        """Keep nothing for nobody: seeds are sealed below, where their owner is known."""
        raise NotImplementedError

    def decrypt(self, encrypted_text: str) -> str:
        """Open a seed; that it stands in its owner's row was looked at before."""
        return _unseal(encrypted_text)

    def get_totp_issuer(self) -> str:
        """Return the neutral name."""
        return ISSUER

    def get_totp_label(self, user: Staff) -> str:
        """Return by which an app tells her accounts apart."""
        return user.email

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return for whom a passkey is: the host of the settings, whatever host was asked."""
        return {"id": settings.DAMPINGI_RP_ID, "name": ISSUER}

    def get_public_key_credential_user_entity(self, user: Staff) -> dict[str, Any]:
        """Return whose a passkey is: her address twice, her name never leaves the house."""
        return {"id": user_pk_to_url_str(user).encode(), "name": user.email, "display_name": user.email}

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Send nothing: notices are ours, and say nothing."""


# -- the code of an app ---------------------------------------------------------------------------


def new_secret(staff: Staff) -> tuple[str, str]:
    """Return a new secret, and the same sealed for keeping until it is confirmed."""
    secret = generate_totp_secret()
    return secret, mfa.seal(secret, owner_id=staff.id)


def read_secret(staff: Staff, sealed: str) -> str | None:
    """Return the secret that waits for its first code, or None where nothing of hers waits."""
    try:
        return mfa.unseal(sealed, owner_id=staff.id) if sealed else None
    except mfa.Unreadable:
        return None


def address_of(staff: Staff, secret: str) -> str:
    """Return the ``otpauth:`` address an app reads."""
    return str(SealedFactors().build_totp_url(staff, secret))


def picture_of(address: str) -> bytes:
    """Return the address as a QR picture, an SVG file of its own: no script, no style, nothing inline."""
    out = BytesIO()
    segno.make(address, error="m").save(out, kind="svg", scale=6, border=4, dark="#1D2B2A", light="#FFFFFF")
    return out.getvalue()


def counter_of(secret: str, code: str, *, at: datetime) -> int | None:
    """Return at which half minute ``secret`` gives ``code``, one before or after ``at`` included, or None."""
    now = int(at.timestamp()) // app_settings.TOTP_PERIOD
    near = range(now - app_settings.TOTP_TOLERANCE, now + app_settings.TOTP_TOLERANCE + 1)
    right = [c for c in near if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, c)))]
    return max(right, default=None)


def keep_secret(staff: Staff, secret: str, *, used: int) -> None:
    """Make ``secret`` the app's secret of ``staff``, instead of any before; its first code is used up."""
    Authenticator.objects.filter(user_id=staff.id, type=Authenticator.Type.TOTP).delete()
    data = {"secret": _seal(secret, staff), "used": used}
    Authenticator.objects.create(user=staff, type=Authenticator.Type.TOTP, data=data)


@transaction.atomic
def accepts(staff: Staff, code: str, *, at: datetime) -> Kind | None:
    """Take a code of her app or a recovery code, each once; return which it was, or None."""
    typed = normalize_user_code(code)
    if not (typed.isascii() and typed.isdigit()):
        return None
    if len(typed) == _APP_DIGITS:
        return Kind.APP if _takes_app_code(staff, typed, at=at) else None
    return Kind.RECOVERY if _takes_recovery_code(staff, typed, at=at) else None


def _row(staff: Staff, kind: str, held: str) -> Any:
    """Return a row of hers, locked, or None. Raises ``Unreadable`` for a seed that is another's."""
    row = Authenticator.objects.select_for_update().filter(user_id=staff.id, type=kind).first()
    if row is not None and not row.data[held].startswith(f"{staff.id}:"):
        raise mfa.Unreadable
    return row


def _takes_app_code(staff: Staff, code: str, *, at: datetime) -> bool:
    row = _row(staff, Authenticator.Type.TOTP, "secret")
    if row is None:
        return False
    counter = counter_of(_unseal(row.data["secret"]), code, at=at)
    if counter is None or counter <= row.data["used"]:
        return False
    row.data["used"], row.last_used_at = counter, at
    row.save(update_fields=("data", "last_used_at"))
    return True


def _takes_recovery_code(staff: Staff, code: str, *, at: datetime) -> bool:
    row = _row(staff, Authenticator.Type.RECOVERY_CODES, "seed")
    taken = row is not None and RecoveryCodes(row).validate_code(code)
    if taken:
        Authenticator.objects.filter(pk=row.pk).update(last_used_at=at)
    return bool(taken)


# -- recovery codes -------------------------------------------------------------------------------


def new_codes(staff: Staff) -> list[str]:
    """Make new recovery codes instead of any before; return them, this once."""
    Authenticator.objects.filter(user_id=staff.id, type=Authenticator.Type.RECOVERY_CODES).delete()
    data = {"seed": _seal(RecoveryCodes.generate_seed(), staff), "used_mask": 0}
    row = Authenticator.objects.create(user=staff, type=Authenticator.Type.RECOVERY_CODES, data=data)
    return [str(code) for code in RecoveryCodes(row).generate_codes()]


def codes_left(staff: Staff) -> int | None:
    """Return how many recovery codes are left, or None where none were made."""
    row = Authenticator.objects.filter(user_id=staff.id, type=Authenticator.Type.RECOVERY_CODES).first()
    if row is None:
        return None
    return int(app_settings.RECOVERY_CODE_COUNT) - int(row.data["used_mask"]).bit_count()


def forget_codes(staff: Staff) -> None:
    """Take the recovery codes away: they stand for nothing without another factor."""
    Authenticator.objects.filter(user_id=staff.id, type=Authenticator.Type.RECOVERY_CODES).delete()


def forget_all(staff: Staff) -> None:
    """Take every factor away, the recovery codes too."""
    Authenticator.objects.filter(user_id=staff.id).delete()


# -- passkeys -------------------------------------------------------------------------------------


def ask_new_passkey(staff: Staff) -> dict[str, Any]:
    """Return what a browser needs to make a passkey; the challenge stays in the session."""
    return _as_json(webauthn.begin_registration(staff, passwordless=True))


def ask_passkey(staff: Staff | None = None) -> dict[str, Any]:
    """Return what a browser needs to use a passkey: anybody's, or one of ``staff``."""
    return _as_json(webauthn.begin_authentication(staff))


def keep_passkey(staff: Staff, answer: str, *, name: str) -> None:
    """Keep the passkey a browser made for ``staff``. Raises ``NotAKey``."""
    said = _read(answer)
    try:
        webauthn.parse_registration_response(said)
        made = webauthn.complete_registration(said)
    except (ValidationError, ValueError, TypeError, KeyError):
        raise NotAKey from None
    known = (key.credential_id for key in webauthn.get_credentials(staff))
    if made.credential_data is None or made.credential_data.credential_id in set(known):
        raise NotAKey
    said.pop("authenticatorAttachment", None)
    row = webauthn.WebAuthn.add(staff, name, said).instance
    row.data["count"] = made.counter
    row.save(update_fields=("data",))


@transaction.atomic
def takes_passkey(answer: str, *, at: datetime, staff: Staff | None = None) -> Staff:
    """Return whose passkey answered: anybody's who works here, or that of ``staff``. Raises ``NotAKey``."""
    said = _read(answer)
    try:
        whose = webauthn.extract_user_from_response(said) if staff is None else staff
        Staff.objects.select_for_update().get(pk=whose.pk)
        row = webauthn.complete_authentication(whose, said)
        count = webauthn.parse_authentication_response(said).response.authenticator_data.counter
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError, Staff.DoesNotExist):
        raise NotAKey from None
    # A key that counts and counts backwards is a copy; keys that live on several devices stay at nought.
    if count and count <= row.data["count"]:
        raise NotAKey
    row.data["count"], row.last_used_at = count, at
    row.save(update_fields=("data", "last_used_at"))
    found = Staff.objects.select_related("unit").filter(pk=whose.pk, is_active=True).first()
    if found is None:
        raise NotAKey
    return found


def _read(answer: str) -> dict[str, Any]:
    """Return what a browser sent, where it comes from exactly our origin. Raises ``NotAKey``."""
    if len(answer) > _MOST_JSON:
        raise NotAKey
    try:
        said = json.loads(answer)
        told = json.loads(webauthn.websafe_decode(said["response"]["clientDataJSON"]))
        origin = told["origin"]
    except (ValueError, TypeError, KeyError, RecursionError):
        raise NotAKey from None
    if origin != settings.DAMPINGI_ORIGIN or told.get("crossOrigin"):
        raise NotAKey
    return dict(said)


def _as_json(options: Mapping[str, Any]) -> dict[str, Any]:
    """Return options as plain JSON."""
    return dict(json.loads(json.dumps(options, default=dict)))
