"""The key ring at work: data keys made, opened, re-wrapped and destroyed. Used inside this room.

Root key, unit key, data key. A data key is 32 random bytes of one owner (a person, a case, a
report, a draft), stored wrapped in one of two formats:

- ``01``: under the unit's secret, by AES-256-GCM.
- ``02``: to the unit's public key, by HPKE (RFC 9180, P-256), so that who receives a report need
  not hold any secret.

Both authenticate unit, version, kind and owner: a wrapped key that is moved does not open.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import connection

from dampingi.keys import root, vault
from dampingi.keys.models import State, UnitKey
from dampingi.keys.vault import JSON, KEY_BYTES, Unreadable

RECEIVED = b"\x02"
BATCH = 1_000
_RINGS_KEPT = 512
_CURVE = ec.SECP256R1()
_SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


class NoUnitKey(Exception):
    """The unit has no current key: it was never given one."""


@dataclass(frozen=True, slots=True)
class OpenKey:
    """The opened key of one owner; it never shows itself."""

    owner_id: UUID
    cipher: AESGCM = field(repr=False)


@dataclass(frozen=True, slots=True)
class Wrapped:
    """One stored data key: whose it is, under which unit key, and the wrapping."""

    owner_id: UUID
    kind: str
    unit_key_id: UUID
    blob: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class UnitRing:
    """One opened version of a unit's key."""

    id: UUID
    unit_id: UUID
    version: int
    cipher: AESGCM = field(repr=False)
    wrapped_private: bytes = field(repr=False)

    def wrap(self, secret: bytes, *, kind: str, owner_id: UUID) -> bytes:
        """Return ``secret`` wrapped under this key (format 01)."""
        return vault.seal_bytes(self.cipher, secret, beside=self.place(kind, owner_id))

    def unwrap(self, wrapped: Wrapped) -> bytes:
        """Return the secret of a data key of either format; raises ``Unreadable``."""
        place = self.place(wrapped.kind, wrapped.owner_id)
        if wrapped.blob[:1] != RECEIVED:
            return vault.open_bytes(self.cipher, wrapped.blob, beside=place)
        try:
            return _SUITE.decrypt(wrapped.blob[1:], self._private(), info=place)
        except (InvalidTag, ValueError):
            raise Unreadable from None

    def place(self, kind: str, owner_id: UUID) -> bytes:
        """Return what the wrapping of a data key authenticates."""
        return place_of(self.unit_id, self.version, kind, owner_id)

    def _private(self) -> ec.EllipticCurvePrivateKey:
        beside = _unit_place("private", self.unit_id, self.version)
        scalar = vault.open_bytes(self.cipher, self.wrapped_private, beside=beside)
        return ec.derive_private_key(int.from_bytes(scalar, "big"), _CURVE)


def place_of(unit_id: UUID, version: int, kind: str, owner_id: UUID) -> bytes:
    """Return what the wrapping of a data key authenticates: unit, version, kind, owner."""
    return _unit_place("data", unit_id, version) + b"|" + kind.encode() + b"|" + owner_id.bytes


def _unit_place(what: str, unit_id: UUID, version: int) -> bytes:
    return b"|".join((b"ring", what.encode(), unit_id.bytes, version.to_bytes(4, "big")))


def new_unit_key(unit_id: UUID, version: int) -> UnitKey:
    """Return a fresh unit key and key pair, wrapped and unsaved; raises ``KeyRefused``."""
    secret = os.urandom(KEY_BYTES)
    private = ec.generate_private_key(_CURVE)
    scalar = private.private_numbers().private_value.to_bytes(KEY_BYTES, "big")
    secret_place = _unit_place("secret", unit_id, version)
    private_place = _unit_place("private", unit_id, version)
    return UnitKey(
        unit_id=unit_id,
        version=version,
        public_key=private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint),
        wrapped_secret=vault.seal_bytes(root.kek(), secret, beside=secret_place),
        wrapped_private=vault.seal_bytes(AESGCM(secret), scalar, beside=private_place),
        state=State.CURRENT,
    )


def _opened(row: UnitKey) -> UnitRing:
    beside = _unit_place("secret", row.unit_id, row.version)
    secret = vault.open_bytes(root.kek(), bytes(row.wrapped_secret), beside=beside)
    return UnitRing(row.id, row.unit_id, row.version, AESGCM(secret), bytes(row.wrapped_private))


@dataclass(frozen=True, slots=True)
class _Kept:
    """Unit keys opened in this process.

    Kept by the id of their row, not by unit and version: a unit made again after a rollback has
    the same version and another secret.
    """

    rings: dict[UUID, UnitRing] = field(default_factory=dict)
    current: dict[UUID, UUID] = field(default_factory=dict)

    def keep(self, row: UnitKey) -> UnitRing:
        while len(self.rings) >= _RINGS_KEPT:
            self.rings.pop(next(iter(self.rings)), None)
        ring = _opened(row)
        self.rings[ring.id] = ring
        if row.state == State.CURRENT:
            self.current[ring.unit_id] = ring.id
        return ring


_KEPT = _Kept()


def forget(unit_id: UUID | None = None) -> None:
    """Drop the opened keys of one unit, or of all."""
    for kept in [r for r in _KEPT.rings.values() if unit_id in (None, r.unit_id)]:
        _KEPT.rings.pop(kept.id, None)
        _KEPT.current.pop(kept.unit_id, None)


def current_ring(unit_id: UUID) -> UnitRing:
    """Return the opened current key of the unit, possibly as this process last knew it.

    Raises ``NoUnitKey``.
    """
    if ring := _KEPT.rings.get(_KEPT.current.get(unit_id, unit_id)):
        return ring
    row = UnitKey.objects.filter(unit_id=unit_id, state=State.CURRENT).first()
    if row is None:
        raise NoUnitKey(unit_id)
    return _KEPT.keep(row)


def _rings(ids: Iterable[UUID]) -> dict[UUID, UnitRing]:
    wanted = set(ids)
    rings = {one: ring for one in wanted if (ring := _KEPT.rings.get(one))}
    if missing := wanted - rings.keys():
        rings |= {row.id: _KEPT.keep(row) for row in UnitKey.objects.filter(id__in=missing)}
    return rings


_INSERT = """
INSERT INTO keyring.data_key (owner_id, owner_kind, unit_id, unit_version, wrapped)
SELECT new.owner_id, %s, u.unit_id, u.version, new.wrapped
FROM keyring.unit_key AS u, unnest(%s::uuid[], %s::bytea[]) AS new (owner_id, wrapped)
WHERE u.id = %s AND u.state = 'current'
"""


def insert(wrapped: Mapping[UUID, bytes], *, kind: str, unit_key_id: UUID) -> bool:
    """Store wrapped data keys in one statement; False if that unit key is current no more."""
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, [kind, list(wrapped), list(wrapped.values()), unit_key_id])
        return bool(cursor.rowcount == len(wrapped))


def create(owner_ids: Sequence[UUID], *, kind: str, unit_id: UUID) -> dict[UUID, OpenKey]:
    """Make and store a key for each owner under the unit's current key; one statement.

    Raises ``NoUnitKey``; ``IntegrityError`` when an owner has a key already.
    """
    if not owner_ids:
        return {}
    secrets = {owner_id: os.urandom(KEY_BYTES) for owner_id in owner_ids}
    for _ in range(2):
        ring = current_ring(unit_id)
        wrapped = {o: ring.wrap(s, kind=kind, owner_id=o) for o, s in secrets.items()}
        if insert(wrapped, kind=kind, unit_key_id=ring.id):
            return {o: OpenKey(o, AESGCM(s)) for o, s in secrets.items()}
        # Another process gave the unit a new key since we last looked.
        forget(unit_id)
    raise NoUnitKey(unit_id)


def create_received(owner_ids: Sequence[UUID], *, kind: str, unit_id: UUID) -> dict[UUID, OpenKey]:
    """Make and store keys wrapped to the unit's public key; needs no secret at all.

    Raises ``NoUnitKey``.
    """
    found = UnitKey.objects.filter(unit_id=unit_id, state=State.CURRENT)
    row = found.values_list("id", "version", "public_key").first()
    if row is None:
        raise NoUnitKey(unit_id)
    unit_key_id, version, point = row
    public = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, bytes(point))
    secrets = {owner_id: os.urandom(KEY_BYTES) for owner_id in owner_ids}
    wrapped = {
        o: RECEIVED + _SUITE.encrypt(s, public, info=place_of(unit_id, version, kind, o)) for o, s in secrets.items()
    }
    if wrapped and not insert(wrapped, kind=kind, unit_key_id=unit_key_id):
        raise NoUnitKey(unit_id)
    return {o: OpenKey(o, AESGCM(s)) for o, s in secrets.items()}


_SELECT = """
SELECT d.owner_id, d.owner_kind, u.id, d.wrapped
FROM keyring.data_key AS d
LEFT JOIN keyring.unit_key AS u ON u.unit_id = d.unit_id AND u.version = d.unit_version
"""


def fetch(where: str, values: Sequence[Any]) -> list[Wrapped]:
    """Return stored data keys. ``where`` is written in this room, never by a caller of it."""
    with connection.cursor() as cursor:
        cursor.execute(_SELECT + where, values)
        return [Wrapped(o, kind, u, bytes(blob)) for o, kind, u, blob in cursor.fetchall()]


def unwrapped(stored: Sequence[Wrapped]) -> dict[UUID, bytes]:
    """Return the secret of each stored key; raises ``Unreadable``."""
    rings = _rings(w.unit_key_id for w in stored)
    try:
        return {w.owner_id: rings[w.unit_key_id].unwrap(w) for w in stored}
    except KeyError:
        raise Unreadable from None


def load(owner_ids: Sequence[UUID], *, kinds: Sequence[str]) -> dict[UUID, OpenKey]:
    """Return the opened keys of ``owner_ids``; one statement once the unit's key is at hand.

    A destroyed key is absent. Raises ``Unreadable`` for one that was altered or moved.
    """
    if not owner_ids:
        return {}
    where = "WHERE d.owner_id = ANY(%s) AND d.owner_kind = ANY(%s)"
    secrets = unwrapped(fetch(where, [list(owner_ids), list(kinds)]))
    return {owner_id: OpenKey(owner_id, AESGCM(secret)) for owner_id, secret in secrets.items()}


# One statement: no key is gone without its line. Drafts leave none: what they held lives on in the
# report, or was thrown away within days by their author.
_DESTROY = """
WITH gone AS (
    DELETE FROM keyring.data_key WHERE owner_id = ANY(%s) AND owner_kind = ANY(%s)
    RETURNING owner_id, owner_kind
), told AS (
    INSERT INTO keyring.erased (owner_id, owner_kind, erased_at)
    SELECT owner_id, owner_kind, clock_timestamp() FROM gone WHERE owner_kind <> 'draft'
    ON CONFLICT (owner_id) DO NOTHING
)
SELECT count(*) FROM gone
"""


def destroy(owner_ids: Sequence[UUID], *, kinds: Sequence[str]) -> int:
    """Delete the keys of ``owner_ids`` for good and return how many; what they sealed is noise.

    True of the database from its next vacuum, and of backups when the key ring's own have aged out;
    a restore destroys them again.
    """
    with connection.cursor() as cursor:
        cursor.execute(_DESTROY, [list(owner_ids), list(kinds)])
        (count,) = cursor.fetchone()
    return int(count)


_UPDATE = """
UPDATE keyring.data_key AS d
SET unit_id = %s, unit_version = %s, wrapped = new.wrapped
FROM unnest(%s::uuid[], %s::bytea[]) AS new (owner_id, wrapped)
WHERE d.owner_id = new.owner_id
"""


def rewrap(stored: Sequence[Wrapped], ring: UnitRing) -> None:
    """Wrap stored keys anew under ``ring`` (format 01); the fields they seal stay as they are."""
    secrets = unwrapped(stored)
    wrapped = [ring.wrap(secrets[w.owner_id], kind=w.kind, owner_id=w.owner_id) for w in stored]
    with connection.cursor() as cursor:
        owners = [w.owner_id for w in stored]
        cursor.execute(_UPDATE, [ring.unit_id, ring.version, owners, wrapped])


def seal(
    key: OpenKey,
    values: Mapping[str, JSON],
    *,
    table: str,
    pk: UUID,
    column: str,
) -> bytes:
    """Return ``values`` sealed for exactly this table, row and column.

    Days and moments come back as ISO text; what JSON cannot hold raises ``TypeError``.
    """
    beside = vault.context(table=table, pk=pk, column=column, owner_id=key.owner_id)
    return vault.seal(key.cipher, values, beside=beside)


def unseal(key: OpenKey, blob: bytes, *, table: str, pk: UUID, column: str) -> dict[str, JSON]:
    """Return what was sealed for this table, row and column; raises ``Unreadable``."""
    beside = vault.context(table=table, pk=pk, column=column, owner_id=key.owner_id)
    return vault.unseal(key.cipher, bytes(blob), beside=beside)
