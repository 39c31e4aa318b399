"""The key ring on the real database: one key for each owner, wrapped for one unit, or none."""

import pickle
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction

from dampingi.keys import actions, case, identity, ring, root
from dampingi.keys.models import DataKey, State, UnitKey
from dampingi.keys.root import KeyRefused
from dampingi.keys.vault import Unreadable

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
WORDS = {"told": "Ia takut pulang."}
PLACE = {"table": "cases_case", "column": "story"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit() -> UUID:
    unit_id = uuid4()
    actions.create_unit(unit_id, at=NOW)
    return unit_id


@pytest.fixture
def rootless(settings, tmp_path):
    """Take the root key away, as on a machine that only receives."""

    def take() -> None:
        settings.DAMPINGI_ROOT_KEY = str(tmp_path / "not-here.key")
        ring.forget()

    return take


def some(count: int) -> list[UUID]:
    return [uuid4() for _ in range(count)]


def swap(table: str, column: str, pk: str, one: UUID, other: UUID) -> None:
    """Swap two values as somebody at the database console would."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {table} AS t SET {column} = o.{column} FROM {table} AS o "
            f"WHERE t.{pk} IN (%s, %s) AND o.{pk} IN (%s, %s) AND t.{pk} <> o.{pk}",
            [one, other, one, other],
        )


def test_what_is_sealed_opens_with_the_loaded_key(unit):
    """The key made, stored, and loaded is one key."""
    [case_id] = some(1)
    made = case.create([case_id], kind="case", unit_id=unit)[case_id]
    blob = case.seal(made, WORDS, pk=case_id, **PLACE)
    ring.forget()
    loaded = case.load([case_id])[case_id]
    assert case.unseal(loaded, blob, pk=case_id, **PLACE) == WORDS


def test_making_and_loading_take_one_statement(unit, django_assert_num_queries):
    """Intake must be fast: one insert for all persons, one select for all of a page."""
    owners = some(30)
    ring.current_ring(unit)
    with django_assert_num_queries(1):
        identity.create(owners, unit_id=unit)
    with django_assert_num_queries(1):
        assert identity.load(owners).keys() == set(owners)
    with django_assert_num_queries(0):
        assert identity.load([]) == identity.create([], unit_id=unit) == {}


def test_swapped_keys_do_not_open(unit):
    """T-09: the wrapped keys of two cases, swapped by SQL."""
    one, other = some(2)
    case.create([one, other], kind="case", unit_id=unit)
    swap("keyring.data_key", "wrapped", "owner_id", one, other)
    for owner in (one, other):
        with pytest.raises(Unreadable):
            case.load([owner])


def test_swapped_fields_do_not_open(unit):
    """T-09: two ciphertexts of two owners, two rows or two columns, swapped."""
    one, other = some(2)
    keys = case.create([one, other], kind="case", unit_id=unit)
    blob = case.seal(keys[one], WORDS, pk=one, **PLACE)
    for key, pk, place in [
        (keys[other], one, PLACE),
        (keys[other], other, PLACE),
        (keys[one], other, PLACE),
        (keys[one], one, PLACE | {"column": "hopes"}),
        (keys[one], one, PLACE | {"table": "intake_report"}),
    ]:
        with pytest.raises(Unreadable):
            case.unseal(key, blob, pk=pk, **place)


@pytest.mark.parametrize(
    ("column", "value"),
    [("unit_version", 2), ("owner_kind", "report"), ("unit_id", "other")],
)
def test_a_key_moved_to_another_unit_version_or_kind_does_not_open(unit, column, value):
    """The wrapping authenticates unit, version and kind (architecture, Keys)."""
    other = uuid4()
    actions.create_unit(other, at=NOW)
    [owner] = some(1)
    case.create([owner], kind="case", unit_id=unit)
    actions.rotate_unit(other, at=NOW)
    DataKey.objects.filter(owner_id=owner).update(**{column: other if value == "other" else value})
    with pytest.raises(Unreadable):
        case.load([owner])


def test_unit_keys_swapped_do_not_open(unit):
    """A unit's secret is bound to its unit and version."""
    other = uuid4()
    actions.create_unit(other, at=NOW)
    rows = UnitKey.objects.filter(unit_id__in=[unit, other])
    swap("keyring.unit_key", "wrapped_secret", "id", *[row.id for row in rows])
    ring.forget()
    with pytest.raises(Unreadable):
        case.create(some(1), kind="case", unit_id=unit)


def test_the_door_of_cases_opens_no_person(unit):
    """keys.case never reaches an identity, whatever id it is given."""
    [person] = some(1)
    identity.create([person], unit_id=unit)
    assert case.load([person]) == {}
    assert case.destroy([person]) == 0
    assert identity.load([person]).keys() == {person}


def test_destroying_the_key_shreds(unit):
    """K-1: without the row nothing opens it again, and others stay."""
    one, other = some(2)
    identity.create([one, other], unit_id=unit)
    assert identity.destroy([one]) == 1
    assert identity.load([one, other]).keys() == {other}


def test_an_owner_has_one_key(unit):
    """A second key would make what the first sealed unreadable: the database says no."""
    owners = some(1)
    case.create(owners, kind="case", unit_id=unit)
    with pytest.raises(IntegrityError), transaction.atomic():
        case.create(owners, kind="case", unit_id=unit)


def test_a_unit_without_key_is_refused():
    """Nothing is made under a key that does not exist."""
    with pytest.raises(ring.NoUnitKey):
        case.create(some(1), kind="case", unit_id=uuid4())
    with pytest.raises(ring.NoUnitKey):
        actions.create_for_public(some(1), kind="case", unit_id=uuid4())
    with pytest.raises(ring.NoUnitKey):
        actions.rotate_unit(uuid4(), at=NOW)


def test_a_unit_made_again_after_a_rollback_gets_its_own_key():
    """The same unit and version with another secret: the kept key must not be used."""
    unit_id, [owner] = uuid4(), some(1)
    held = transaction.savepoint()
    actions.create_unit(unit_id, at=NOW)
    case.create(some(1), kind="case", unit_id=unit_id)
    transaction.savepoint_rollback(held)
    actions.create_unit(unit_id, at=NOW)
    made = case.create([owner], kind="case", unit_id=unit_id)[owner]
    blob = case.seal(made, WORDS, pk=owner, **PLACE)
    ring.forget()
    assert case.unseal(case.load([owner])[owner], blob, pk=owner, **PLACE) == WORDS


def test_a_key_never_shows_itself(unit):
    """Neither a key nor what holds one prints a secret."""
    [owner] = some(1)
    key = case.create([owner], kind="case", unit_id=unit)[owner]
    assert repr(key) == f"OpenKey(owner_id={owner!r})"
    current = ring.current_ring(unit)
    stored = ring.fetch("WHERE d.owner_id = %s", [owner])
    secret = ring.unwrapped(stored)[owner]
    shown = repr(current) + repr(stored) + str(UnitKey.objects.get(id=current.id))
    assert "cipher" not in shown
    assert "blob" not in shown
    assert repr(secret) not in shown
    with pytest.raises(TypeError, match="pickle"):
        pickle.dumps(key)


# ---- receiving ---------------------------------------------------------------------------------


def test_receiving_needs_no_root_key(unit, rootless):
    """The public process seals with the unit's public key alone, and cannot read it back."""
    [owner] = some(1)
    rootless()
    made = actions.create_for_public([owner], kind="report", unit_id=unit)[owner]
    blob = case.seal(made, WORDS, pk=owner, **PLACE)
    assert WORDS["told"].encode() not in blob
    with pytest.raises(KeyRefused):
        case.load([owner])


def test_what_was_received_is_read_by_the_unit_and_wrapped_anew(unit):
    """Format 02 opens with the unit's key; ``rewrap`` makes it 01 and touches no field."""
    owners = some(3)
    made = actions.create_for_public(owners, kind="report", unit_id=unit)
    blobs = {o: case.seal(made[o], WORDS, pk=o, **PLACE) for o in owners}

    def formats() -> set[int]:
        stored = DataKey.objects.filter(owner_id__in=owners).values_list("wrapped", flat=True)
        return {bytes(w)[0] for w in stored}

    assert formats() == {2}
    assert {o: case.unseal(k, blobs[o], pk=o, **PLACE) for o, k in case.load(owners).items()} == (
        dict.fromkeys(owners, WORDS)
    )
    assert actions.rewrap(unit) == 3
    assert formats() == {1}
    assert actions.rewrap(unit) == 0
    assert case.unseal(case.load(owners)[owners[0]], blobs[owners[0]], pk=owners[0], **PLACE) == WORDS


def test_received_keys_swapped_do_not_open(unit):
    """T-09: the HPKE wrapping is bound to its owner as well."""
    one, other = some(2)
    actions.create_for_public([one, other], kind="report", unit_id=unit)
    swap("keyring.data_key", "wrapped", "owner_id", one, other)
    with pytest.raises(Unreadable):
        case.load([one])


@pytest.mark.parametrize("blob", [b"\x01", b"\x02", b"\x02" + bytes(113), b"\x03" + bytes(60)])
def test_a_wrapping_that_is_none_does_not_open(unit, blob):
    """A-34: whatever stands in the row."""
    [owner] = some(1)
    case.create([owner], kind="case", unit_id=unit)
    DataKey.objects.filter(owner_id=owner).update(wrapped=blob)
    with pytest.raises(Unreadable):
        case.load([owner])


# ---- changing a unit's key ---------------------------------------------------------------------


def test_a_changed_unit_key_wraps_every_data_key_anew(unit):
    """A-35: a thousand keys and more than one batch, those received included; fields untouched."""
    owners, received = some(1_050), some(2)
    key = case.create(owners, kind="case", unit_id=unit)[owners[7]]
    blob = case.seal(key, WORDS, pk=owners[7], **PLACE)
    actions.create_for_public(received, kind="report", unit_id=unit)
    before = dict(DataKey.objects.filter(unit_id=unit).values_list("owner_id", "wrapped"))

    assert actions.rotate_unit(unit, at=NOW) == 2

    rows = DataKey.objects.filter(unit_id=unit)
    assert set(rows.values_list("unit_version", flat=True)) == {2}
    assert all(bytes(row.wrapped) != bytes(before[row.owner_id]) for row in rows)
    states = dict(UnitKey.objects.filter(unit_id=unit).values_list("version", "state"))
    assert states == {1: State.RETIRED, 2: State.CURRENT}
    ring.forget()
    loaded = case.load(owners + received)
    assert len(loaded) == 1_052
    assert case.unseal(loaded[owners[7]], blob, pk=owners[7], **PLACE) == WORDS


def test_a_change_by_another_process_is_noticed(unit):
    """This process still knows version 1: the database refuses it, and version 2 is used."""
    case.create(some(1), kind="case", unit_id=unit)
    known = ring.current_ring(unit)
    actions.rotate_unit(unit, at=NOW)
    ring._KEPT.rings[known.id] = known
    ring._KEPT.current[unit] = known.id
    [owner] = some(1)
    case.create([owner], kind="case", unit_id=unit)
    assert DataKey.objects.get(owner_id=owner).unit_version == 2


def test_a_change_that_was_stopped_is_finished_later(unit):
    """What is left under the old version still opens, and ``rewrap`` takes it along."""
    owners = some(3)
    case.create(owners, kind="case", unit_id=unit)
    old = ring.current_ring(unit)
    actions.rotate_unit(unit, at=NOW)
    ring.rewrap(ring.fetch("WHERE d.owner_id = ANY(%s)", [owners[:2]]), old)
    assert case.load(owners).keys() == set(owners)
    assert actions.rewrap(unit) == 2


def test_opened_unit_keys_are_kept_in_bounds(unit, monkeypatch):
    """A machine with many units does not keep them all open."""
    monkeypatch.setattr(ring, "_RINGS_KEPT", 3)
    ring.forget()
    for unit_id in some(5):
        actions.create_unit(unit_id, at=NOW)
        ring.current_ring(unit_id)
    assert len(ring._KEPT.rings) == 3


def test_another_root_key_opens_nothing(unit, settings, tmp_path):
    """R-16: even past the check at start, a wrong root key gives an error and no text."""
    [owner] = some(1)
    case.create([owner], kind="case", unit_id=unit)
    root.make_root(tmp_path / "other.key")
    settings.DAMPINGI_ROOT_KEY = str(tmp_path / "other.key")
    ring.forget()
    with pytest.raises(Unreadable):
        case.load([owner])
