"""Exact lookup without clear text: keyed tokens of identifiers that cannot be guessed by name.

There is no token of a name: ranking its tokens by frequency would give 58 % of name parts back
(security K-2).
"""

import hmac
from enum import StrEnum

from dampingi.keys import root

TOKEN_BYTES = 16
VERSION = 1


class Purpose(StrEnum):
    """What may be looked up exactly; each has an index key of its own."""

    NIK = "nik"
    PHONE = "phone"
    FAMILY_CARD = "family_card"


def token(purpose: Purpose, text: str, *, version: int = VERSION) -> bytes:
    """Return the 16-byte token of ``text``, already in its normal form.

    Equal texts give equal tokens for one purpose and version on one installation, nowhere else.
    Raises ``KeyRefused``.
    """
    key = root.index_key(purpose.value, version)
    return hmac.digest(key, text.encode(), "sha256")[:TOKEN_BYTES]
