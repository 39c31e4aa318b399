"""Reading the whole ledger and naming everything that was done to it.

Run as the owner of the tables: the application's role may not see every line.
"""

import json
from collections.abc import Iterator
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from dampingi.audit.checkpoints import Marks, read
from dampingi.audit.rules import (
    INSTALLATION,
    Finding,
    Tip,
    What,
    Written,
    check_chain,
    finding,
)
from dampingi.keys import root

# One statement is one moment of the database: the head of each chain, then its lines.
_ALL = """
SELECT unit_id, seq, false AS is_head, id, at, actor_id, actor_role, act, subject_kind, subject_id,
    reason, detail::text, outcome, prev, mac
FROM audit_line
UNION ALL
SELECT unit_id, seq, true, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, mac
FROM audit_head
ORDER BY 1, 3 DESC, 2
"""
_CHUNK = 2_000


def verify(*, checkpoints: Path | None) -> tuple[Finding, ...]:
    """Return every edit, loss, insertion, swap and recomputation in the ledger, and where.

    ``checkpoints`` is the file written outside the database; without it the loss of the newest
    lines together with a head set back cannot be seen. Reads line by line. Raises ``KeyRefused``.
    """
    key = root.ledger_key()
    marks = _marks(checkpoints, key)
    found = [finding(INSTALLATION, What.CHECKPOINT_BROKEN, number) for number in marks.broken]
    unseen = set(marks.by_unit)
    with transaction.atomic(), connection.chunked_cursor() as cursor:
        cursor.execute(_ALL)
        for unit_id, rows in groupby(_rows(cursor), key=itemgetter(0)):
            tip, lines = _parted(rows)
            told = marks.by_unit.get(unit_id, {})
            found += check_chain(unit_id, lines, tip=tip, key=key, marks=told)
            unseen.discard(unit_id)
    for unit_id in sorted(unseen):
        found += check_chain(unit_id, (), tip=None, key=key, marks=marks.by_unit[unit_id])
    return tuple(found)


def _marks(checkpoints: Path | None, key: bytes) -> Marks:
    if checkpoints is None or not checkpoints.exists():
        return Marks()
    with checkpoints.open("rb") as file:
        return read(file, key=key)


def _rows(cursor: CursorWrapper) -> Iterator[tuple[Any, ...]]:
    while rows := cursor.fetchmany(_CHUNK):
        yield from rows


def _parted(rows: Iterator[tuple[Any, ...]]) -> tuple[Tip | None, Iterator[Written]]:
    """Return the head of one chain, if there is one, and its lines."""
    first = next(rows)
    if first[2]:
        return Tip(first[1], bytes(first[14])), map(_line, rows)
    return None, map(_line, chain([first], rows))


def _line(row: tuple[Any, ...]) -> Written:
    return Written(
        unit_id=row[0],
        seq=row[1],
        id=row[3],
        at=row[4],
        actor_id=row[5],
        actor_role=row[6],
        act=row[7],
        subject_kind=row[8],
        subject_id=row[9],
        reason=row[10],
        detail=json.loads(row[11]),
        outcome=row[12],
        prev=bytes(row[13]),
        mac=bytes(row[14]),
    )
