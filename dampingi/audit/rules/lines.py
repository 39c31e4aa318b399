"""What a line may hold, its one canonical form, and how lines are chained. Pure.

A line's MAC is HMAC-SHA256, under a key outside the database, over every column and the MAC of the
line before. Whoever holds the database alone can alter lines but not make them fit.
"""

import hmac
import json
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import NAMESPACE_URL, UUID, uuid5

from dampingi.kernel.ids import read_number

# The chain of what belongs to no unit: signing in, the installation itself.
INSTALLATION = uuid5(NAMESPACE_URL, "https://dampingi.example/installation")
FIRST_PREV = b""
LONGEST_CODE = 64

_CODE = re.compile(r"[a-z0-9][a-z0-9_.:+/-]*")
_MARKED = re.compile(r"(?=.*[0-9])[A-Za-z0-9_.:+/-]+")
_MANY_DIGITS = re.compile(r"\+?[0-9]{9,}")
_LARGEST = 10**9


class Outcome(StrEnum):
    """How the act ended."""

    DONE = "done"
    REFUSED = "refused"
    LOOKED = "looked"


class NotACode(ValueError):
    """What was about to be written could be a name, a person's number, or free text."""

    def __init__(self, where: str) -> None:
        """Say where, never what: the message may be logged."""
        super().__init__(f"{where}: only codes, ids, small numbers and ISO times")


@dataclass(frozen=True, slots=True)
class Written:
    """One line as the chain sees it."""

    id: UUID
    unit_id: UUID
    seq: int
    at: datetime
    actor_id: UUID
    actor_role: str
    act: str
    subject_kind: str
    subject_id: UUID | None
    reason: str
    detail: Mapping[str, object]
    outcome: str
    prev: bytes
    mac: bytes = b""


@dataclass(frozen=True, slots=True)
class Tip:
    """The head of a chain as it is stored: the number and the MAC of its newest line."""

    seq: int
    mac: bytes


def code(where: str, text: str) -> str:
    """Return ``text`` if it is a code: lower case, no spaces; raises ``NotACode``."""
    text = str(text)
    if len(text) > LONGEST_CODE or not _CODE.fullmatch(text):
        raise NotACode(where)
    return text


def clean(detail: Mapping[str, object]) -> dict[str, object]:
    """Return ``detail`` as it is written: codes, ids, numbers, truths and ISO times only.

    A capital letter is allowed only beside a digit (an outside number, a time), a long run of
    digits never (a NIK, a telephone). Raises ``NotACode`` naming the key.
    """
    return {code("detail", key): _clean(key, value) for key, value in detail.items()}


def _clean(where: str, value: object) -> object:  # noqa: PLR0911 -- one answer for each kind
    match value:
        case None | bool():
            return value
        case int() if abs(value) < _LARGEST:
            return int(value)
        case float() if math.isfinite(value) and abs(value) < _LARGEST:
            return value + 0.0  # PostgreSQL knows no negative zero
        case str() | UUID():
            return _clean_text(where, str(value))
        case date():
            return value.isoformat()
        case Mapping():
            return {code(where, key): _clean(where, one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            cleaned = [_clean(where, one) for one in value]
            return sorted(cleaned, key=str) if isinstance(value, set | frozenset) else cleaned
        case _:
            raise NotACode(where)


def _clean_text(where: str, text: str) -> str:
    if text == "" or read_number(text) == text:
        return text
    plain = _CODE.fullmatch(text) or _MARKED.fullmatch(text)
    if len(text) > LONGEST_CODE or not plain or _MANY_DIGITS.fullmatch(text):
        raise NotACode(where)
    return text


def canonical(line: Written) -> bytes:
    """Return every column of ``line`` but its MAC in one unmistakable form."""
    columns = (
        "line 1",
        line.id.hex,
        line.unit_id.hex,
        line.seq,
        line.at.astimezone(UTC).isoformat(timespec="microseconds"),
        line.actor_id.hex,
        line.actor_role,
        line.act,
        line.subject_kind,
        line.subject_id.hex if line.subject_id else None,
        line.reason,
        line.detail,
        line.outcome,
        line.prev.hex(),
    )
    return _encode(columns).encode()


_encode = json.JSONEncoder(sort_keys=True, separators=(",", ":"), allow_nan=False).encode


def mac(line: Written, key: bytes) -> bytes:
    """Return the MAC of ``line`` under the ledger key."""
    return hmac.digest(key, canonical(line), "sha256")


def chained(lines: Iterable[Written], *, after: Tip, key: bytes) -> list[Written]:
    """Return ``lines`` of one unit numbered, linked and sealed, following ``after``."""
    done = []
    seq, prev = after.seq, after.mac
    for line in lines:
        seq += 1
        linked = replace(line, seq=seq, prev=prev)
        prev = mac(linked, key)
        done.append(replace(linked, mac=prev))
    return done
