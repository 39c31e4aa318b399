"""Sealing and opening: AES-256-GCM with its place authenticated and its length hidden. Pure.

A sealed field is ``01 | nonce 12 | ciphertext and tag``. What is authenticated beside it is the
format, the table, the row, the column and the owner of the key, so a blob that is moved to another
place does not open (security K-1, A-34). The first byte names the algorithm, so that a second one
can be read beside the first.
"""

import json
import os
from collections.abc import Mapping
from datetime import date
from typing import Any, TypeAlias
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

# What json.dumps takes, and days and moments as ISO text: a recursive type would only make every
# caller cast.
JSON: TypeAlias = Any

FORMAT = b"\x01"
KEY_BYTES = 32
_NONCE_BYTES = 12
_TAG_BYTES = 16
_LENGTH_BYTES = 4
_SMALL_STEP, _SMALL_UP_TO, _LONG_STEP = 32, 512, 1024


class Unreadable(Exception):
    """Something sealed does not open here: altered, moved, or under another key."""

    def __init__(self) -> None:
        """Say that it does not open, and nothing of what it holds."""
        super().__init__("sealed value does not open")


def context(*, table: str, pk: UUID, column: str, owner_id: UUID) -> bytes:
    """Return what is authenticated beside a field: format, table, row, column, owner.

    Raises ``ValueError`` when table or column are no plain names: two places must never look alike.
    """
    if not (table.isidentifier() and column.isidentifier()):
        raise ValueError(table, column)
    return b"|".join((FORMAT, table.encode(), pk.bytes, column.encode(), owner_id.bytes))


def padded(plain: bytes) -> bytes:
    """Return ``plain`` with its length before it and zeros behind: 32-byte steps, then 1 KiB."""
    size = _LENGTH_BYTES + len(plain)
    step = _SMALL_STEP if size <= _SMALL_UP_TO else _LONG_STEP
    return len(plain).to_bytes(_LENGTH_BYTES, "big") + plain + bytes(-size % step)


def unpadded(filled: bytes) -> bytes:
    """Return what ``padded`` was given; raises ``Unreadable`` for anything else."""
    size = int.from_bytes(filled[:_LENGTH_BYTES], "big")
    plain = filled[_LENGTH_BYTES : _LENGTH_BYTES + size]
    if padded(plain) != filled:
        raise Unreadable
    return plain


def seal_bytes(cipher: AESGCM, plain: bytes, *, beside: bytes) -> bytes:
    """Return ``plain`` sealed under a fresh random nonce; ``beside`` is authenticated with it."""
    nonce = os.urandom(_NONCE_BYTES)
    return FORMAT + nonce + cipher.encrypt(nonce, plain, beside)


def open_bytes(cipher: AESGCM, blob: bytes, *, beside: bytes) -> bytes:
    """Return what was sealed beside ``beside``; raises ``Unreadable``, never gives part of it."""
    if blob[:1] != FORMAT or len(blob) < 1 + _NONCE_BYTES + _TAG_BYTES:
        raise Unreadable
    try:
        return cipher.decrypt(blob[1 : 1 + _NONCE_BYTES], blob[1 + _NONCE_BYTES :], beside)
    except InvalidTag:
        raise Unreadable from None


def _as_text(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value).__name__)


def seal(cipher: AESGCM, values: Mapping[str, JSON], *, beside: bytes) -> bytes:
    """Return ``values`` as one sealed field: canonical JSON, padded."""
    plain = json.dumps(
        values,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
        default=_as_text,
    )
    return seal_bytes(cipher, padded(plain.encode()), beside=beside)


def unseal(cipher: AESGCM, blob: bytes, *, beside: bytes) -> dict[str, JSON]:
    """Return the values of a sealed field; raises ``Unreadable``."""
    try:
        values = json.loads(unpadded(open_bytes(cipher, blob, beside=beside)))
    except ValueError:
        raise Unreadable from None
    if not isinstance(values, dict):
        raise Unreadable
    return values
