"""The key of second factors: it seals seeds and digests invitations. Imported by ``access`` alone.

What is sealed here opens for its own member of staff only: a seed moved to another row by hand
stays shut (T-09).
"""

import base64
import hmac
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from dampingi.keys import root, vault
from dampingi.keys.vault import Unreadable

__all__ = ["Unreadable", "digest", "seal", "unseal"]

_PLACE = "access_factor"


def seal(text: str, *, owner_id: UUID) -> str:
    """Return ``text`` sealed for one member of staff, as base64. Raises ``KeyRefused``."""
    plain = vault.padded(text.encode())
    return base64.b64encode(vault.seal_bytes(_cipher(), plain, beside=_beside(owner_id))).decode()


def unseal(sealed: str, *, owner_id: UUID) -> str:
    """Return what was sealed for ``owner_id``. Raises ``Unreadable`` and ``KeyRefused``."""
    try:
        blob = base64.b64decode(sealed, validate=True)
    except ValueError:
        raise Unreadable from None
    return vault.unpadded(vault.open_bytes(_cipher(), blob, beside=_beside(owner_id))).decode()


def digest(text: str) -> bytes:
    """Return the keyed digest of a code: without the root key it cannot be guessed from a dump."""
    return hmac.digest(root.mfa_key(), b"digest|" + text.encode(), "sha256")


def _cipher() -> AESGCM:
    return AESGCM(root.mfa_key())


def _beside(owner_id: UUID) -> bytes:
    return vault.context(table=_PLACE, pk=owner_id, column="secret", owner_id=owner_id)
