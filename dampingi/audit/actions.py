"""Writing the ledger: in the caller's transaction, before anything is shown."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from dampingi.audit import rules
from dampingi.audit.models import Line
from dampingi.audit.rules import Outcome, Tip, Written
from dampingi.kernel.actors import Actor, Subject
from dampingi.kernel.ids import new_id
from dampingi.keys import root


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One act to be written down, for many at once."""

    act: str
    by: Actor
    at: datetime
    on: Subject | None = None
    unit_id: UUID | None = None
    reason: str = ""
    detail: Mapping[str, object] = field(default_factory=dict)
    outcome: str = Outcome.DONE


def record(
    act: str,
    *,
    by: Actor,
    at: datetime,
    on: Subject | None = None,
    unit_id: UUID | None = None,
    reason: str = "",
    detail: Mapping[str, object] | None = None,
    outcome: str = Outcome.DONE,
) -> Line:
    """Write one line at the end of its unit's chain and return it; two statements.

    The chain is ``unit_id``'s, else the subject's, else the actor's, else the installation's. It
    stays locked until the caller's transaction ends, so record late in a deed. Raises ``NotACode``
    for anything that could be a name, ``ValueError`` for a moment without offset.
    """
    entry = Entry(
        act=act,
        by=by,
        at=at,
        on=on,
        unit_id=unit_id,
        reason=reason,
        detail=detail or {},
        outcome=outcome,
    )
    [line] = _write([entry])
    return Line(**{column.name: getattr(line, column.name) for column in fields(Written)})


def record_many(entries: Sequence[Entry]) -> int:
    """Write many lines, each at the end of its unit's chain, in the order given; return how many.

    Two statements for each unit. Chains are locked in the order of their ids, so that two who
    write to the same units wait for each other and never for ever. Raises as ``record``.
    """
    return len(_write(entries))


_BATCH = 5_000


def _write(entries: Sequence[Entry]) -> list[Written]:
    chains: dict[UUID, list[Written]] = defaultdict(list)
    for entry in entries:
        line = _written(entry)
        chains[line.unit_id].append(line)
    done: list[Written] = []
    for unit_id in sorted(chains):
        tip = _locked_tip(unit_id)
        lines = rules.chained(chains[unit_id], after=tip, key=root.ledger_key())
        for start in range(0, len(lines), _BATCH):
            _append(lines[start : start + _BATCH])
        done += lines
    return done


def _written(entry: Entry) -> Written:
    if entry.at.utcoffset() is None:
        raise ValueError("at")
    on, by = entry.on, entry.by
    unit_id = entry.unit_id or (on.unit_id if on else None) or by.unit_id or rules.INSTALLATION
    return Written(
        id=new_id(),
        unit_id=unit_id,
        seq=0,
        at=entry.at,
        actor_id=by.id,
        actor_role=rules.code("actor_role", by.ledger_role),
        act=rules.code("act", entry.act),
        subject_kind=rules.code("subject_kind", on.ledger_kind) if on else "",
        subject_id=on.id if on else None,
        reason=rules.code("reason", entry.reason) if entry.reason else "",
        detail=rules.clean(entry.detail),
        outcome=Outcome(entry.outcome).value,
        prev=rules.FIRST_PREV,
    )


def _locked_tip(unit_id: UUID) -> Tip:
    """Return the end of the unit's chain, locked; a unit's first line makes its head."""
    select = "SELECT seq, mac FROM audit_head WHERE unit_id = %s FOR UPDATE"
    with connection.cursor() as cursor:
        cursor.execute(select, [unit_id])
        if (row := cursor.fetchone()) is None:
            cursor.execute(
                "INSERT INTO audit_head (unit_id, seq, mac) VALUES (%s, 0, %s) ON CONFLICT (unit_id) DO NOTHING",
                [unit_id, rules.FIRST_PREV],
            )
            cursor.execute(select, [unit_id])
            row = cursor.fetchone()
    seq, mac = row
    return Tip(seq, bytes(mac))


# Head and lines in one statement. No RETURNING: whoever writes a line need not be able to read it.
_APPEND = """
WITH moved AS (UPDATE audit_head SET seq = %s, mac = %s WHERE unit_id = %s)
INSERT INTO audit_line (
    unit_id, id, seq, at, actor_id, actor_role, act, subject_kind, subject_id, reason, detail,
    outcome, prev, mac
)
SELECT %s, id, seq, at, actor_id, actor_role, act, subject_kind, subject_id, reason, detail::jsonb,
    outcome, prev, mac
FROM unnest(
    %s::uuid[], %s::bigint[], %s::timestamptz[], %s::uuid[], %s::text[], %s::text[], %s::text[],
    %s::uuid[], %s::text[], %s::text[], %s::text[], %s::bytea[], %s::bytea[]
) AS new (
    id, seq, at, actor_id, actor_role, act, subject_kind, subject_id, reason, detail, outcome,
    prev, mac
)
"""


def _append(lines: Sequence[Written]) -> None:
    newest = lines[-1]
    rows: list[tuple[Any, ...]] = [
        (
            line.id,
            line.seq,
            line.at,
            line.actor_id,
            line.actor_role,
            line.act,
            line.subject_kind,
            line.subject_id,
            line.reason,
            json.dumps(line.detail),
            line.outcome,
            line.prev,
            line.mac,
        )
        for line in lines
    ]
    columns = [list(column) for column in zip(*rows, strict=True)]
    head = (newest.seq, newest.mac, newest.unit_id, newest.unit_id)
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, (*head, *columns))
