"""Checkpoints: the head of every chain, written outside the database each minute and at stop.

One JSON line for each chain that moved, each bound to the line before it by an HMAC under the
ledger key. What they cannot show by themselves is the loss of the file's own newest lines: for
that a copy must lie with somebody else.
"""

import fcntl
import hmac
import json
import os
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.conf import settings

from dampingi.audit.models import Head
from dampingi.keys import root

_NAMES = {"unit", "seq", "mac", "at", "sum"}


def path() -> Path:
    """Return where the checkpoints of this installation lie."""
    return Path(settings.DAMPINGI_DATA) / "ledger" / "checkpoints.jsonl"


@dataclass(slots=True)
class Marks:
    """What a file of checkpoints says: MACs by unit and number, and its lines that are wrong."""

    by_unit: dict[UUID, dict[int, bytes]] = field(default_factory=lambda: defaultdict(dict))
    newest: dict[UUID, int] = field(default_factory=dict)
    broken: list[int] = field(default_factory=list)
    last_sum: str = ""
    size: int = 0


def _sum(row: dict[str, object], before: str, key: bytes) -> str:
    said = json.dumps(["checkpoint 1", row["unit"], row["seq"], row["mac"], row["at"], before])
    return hmac.digest(key, said.encode(), "sha256").hex()


def read(file: BinaryIO, *, key: bytes) -> Marks:
    """Return what ``file`` says. A last line cut short by a crash counts as not written."""
    marks = Marks()
    for number, raw in enumerate(file, start=1):
        if not raw.endswith(b"\n"):
            break
        marks.size += len(raw)
        try:
            row = json.loads(raw)
            unit_id, seq, mac = UUID(row["unit"]), int(row["seq"]), bytes.fromhex(row["mac"])
            whole = row.keys() == _NAMES and _sum(row, marks.last_sum, key) == row["sum"]
            marks.last_sum = str(row["sum"])
        except (ValueError, KeyError, TypeError, AttributeError):
            whole = False
        if not whole:
            marks.broken.append(number)
            continue
        marks.by_unit[unit_id][seq] = mac
        marks.newest[unit_id] = seq
    return marks


def _moved(marks: Marks) -> Iterator[Head]:
    for head in Head.objects.order_by("unit_id"):
        if head.seq > marks.newest.get(head.unit_id, 0):
            yield head


# What this process has read or written, by file; the size tells whether somebody else wrote since.
_KNOWN: dict[Path, Marks] = {}


def write_checkpoints(*, at: datetime) -> int:
    """Write a checkpoint for every chain that moved since its last one, and return how many.

    The lines are on the disk when this returns. Raises ``OSError`` when they cannot be.
    """
    kept, key = path(), root.ledger_key()
    kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(kept, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "rb+", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        marks = _known(kept, file, key)
        rows = [_row(head, marks, at=at, key=key) for head in _moved(marks)]
        if rows:
            # A line cut short by a crash was never a checkpoint: it makes room for a whole one.
            file.truncate(marks.size)
            said = b"".join(rows)
            file.write(said)
            os.fsync(file.fileno())
            marks.size += len(said)
        return len(rows)


def _known(kept: Path, file: BinaryIO, key: bytes) -> Marks:
    marks = _KNOWN.get(kept)
    if marks is None or marks.size != os.fstat(file.fileno()).st_size:
        with kept.open("rb") as again:
            marks = _KNOWN[kept] = read(again, key=key)
        marks.by_unit.clear()  # only the newest are needed to go on
    return marks


def _row(head: Head, marks: Marks, *, at: datetime, key: bytes) -> bytes:
    row: dict[str, object] = {
        "unit": str(head.unit_id),
        "seq": head.seq,
        "mac": bytes(head.mac).hex(),
        "at": at.astimezone(UTC).isoformat(timespec="seconds"),
    }
    marks.last_sum = _sum(row, marks.last_sum, key)
    marks.newest[head.unit_id] = head.seq
    return json.dumps(row | {"sum": marks.last_sum}).encode() + b"\n"
