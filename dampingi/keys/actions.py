"""Giving units their keys, changing them, receiving without any, and checking the root at start."""

import hmac
from collections.abc import Sequence
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.db import transaction

from dampingi.keys import ring, root, vault
from dampingi.keys.models import RootCheck, State, UnitKey
from dampingi.keys.ring import OpenKey
from dampingi.keys.root import KeyRefused

_CANARY = b"dampingi canary"
_CANARY_BYTES = 16
_ALTERED = "empty beside unit keys: this database was altered"


def check_root(*, at: datetime) -> None:
    """Refuse to start under keys this database does not know, before anything is written (R-16).

    An empty database learns its keys here; in practice missing key files are made first. Raises
    ``KeyRefused``.
    """
    known = {row.name: bytes(row.canary) for row in RootCheck.objects.all()}
    if not known:
        if UnitKey.objects.exists():
            raise KeyRefused(RootCheck._meta.db_table, _ALTERED)
        root.made_at_first_start()
        sealed = vault.seal_bytes(root.kek(), _CANARY, beside=_CANARY)
        canaries = {"root": sealed, "ledger": _ledger_canary()}
        rows = [RootCheck(name=name, canary=blob, made_at=at) for name, blob in canaries.items()]
        RootCheck.objects.bulk_create(rows, ignore_conflicts=True)
        # Whoever came first at the same moment decides.
        known = {row.name: bytes(row.canary) for row in RootCheck.objects.all()}
    try:
        vault.open_bytes(root.kek(), known.get("root", b""), beside=_CANARY)
    except vault.Unreadable:
        raise KeyRefused(root.root_path(), "not the root key of this database") from None
    if not hmac.compare_digest(known.get("ledger", b""), _ledger_canary()):
        raise KeyRefused(root.ledger_path(), "not the ledger key of this database")


def _ledger_canary() -> bytes:
    return hmac.digest(root.ledger_key(), _CANARY, "sha256")[:_CANARY_BYTES]


def create_unit(unit_id: UUID, *, at: datetime) -> None:
    """Give the unit its first key. Raises ``KeyRefused``; ``IntegrityError`` if it has one."""
    row = ring.new_unit_key(unit_id, 1)
    row.made_at = at
    row.save(force_insert=True)


def rotate_unit(unit_id: UUID, *, at: datetime) -> int:
    """Give the unit a new key, wrap its data keys anew, and return the new version.

    May be stopped at any point: what is left is done by ``rewrap``. Raises ``NoUnitKey``.
    """
    with transaction.atomic():
        held = UnitKey.objects.select_for_update().filter(unit_id=unit_id, state=State.CURRENT)
        old = held.first()
        if old is None:
            raise ring.NoUnitKey(unit_id)
        UnitKey.objects.filter(id=old.id).update(state=State.RETIRED)
        new = ring.new_unit_key(unit_id, old.version + 1)
        new.made_at = at
        new.save(force_insert=True)
    ring.forget(unit_id)
    rewrap(unit_id)
    return new.version


def rewrap(unit_id: UUID) -> int:
    """Wrap under the unit's current key whatever is not, and return how many keys that were.

    Those are keys received by the public key alone, and keys left under a retired version.
    """
    ring.forget(unit_id)
    current = ring.current_ring(unit_id)
    left = (
        "WHERE d.unit_id = %s AND (d.unit_version < %s OR get_byte(d.wrapped, 0) = 2) "
        "LIMIT %s FOR UPDATE OF d SKIP LOCKED"
    )
    done = 0
    while True:
        with transaction.atomic():
            stored = ring.fetch(left, [unit_id, current.version, ring.BATCH])
            if not stored:
                return done
            ring.rewrap(stored, current)
        done += len(stored)


def hand_over(owner_ids: Sequence[UUID], *, to_unit: UUID) -> int:
    """Wrap the keys of these owners under another unit's current key; return how many there were.

    Nothing that they seal is touched (architecture: a transfer re-wraps keys). Raises ``NoUnitKey``.
    """
    if not owner_ids:
        return 0
    stored = ring.fetch("WHERE d.owner_id = ANY(%s) FOR UPDATE OF d", [list(owner_ids)])
    ring.forget(to_unit)
    if stored:
        ring.rewrap(stored, ring.current_ring(to_unit))
    return len(stored)


def create_for_public(
    owner_ids: Sequence[UUID],
    *,
    kind: Literal["person", "case", "report", "draft"],
    unit_id: UUID,
) -> dict[UUID, OpenKey]:
    """Make keys wrapped to the unit's public key: needs no root key, and cannot read them back.

    Raises ``NoUnitKey``.
    """
    return ring.create_received(owner_ids, kind=kind, unit_id=unit_id)
