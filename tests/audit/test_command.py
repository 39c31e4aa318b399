"""``dampingi verify-ledger`` on an installation: what a superuser's SQL did to it, it says and where.

``test_ledger`` shows the verifier itself; here the command reads a ledger that real deeds wrote,
altered through the server behind the application's back.
"""

import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.installation import Installation

# Deeds of two units, each written as the application's role, and a checkpoint in between.
_DEEDS = """
import json
from django.utils import timezone
from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.audit import actions as audit
from dampingi.audit.checkpoints import write_checkpoints
from dampingi.kernel.actors import System
from dampingi.keys import actions as keys
now, by = timezone.now(), System("tests")
with acting_as("tests"):
    top = access.add_unit(code="62", name="Provinsi", kind="province", parent=None, by=by, at=now)
    unit = access.add_unit(code="62.71", name="Kota", kind="district", parent=top, by=by, at=now)
    for one in (top, unit):
        keys.create_unit(one.id, at=now)
    for i in range(20):
        audit.record("test.deed", by=by, at=now, on=unit, detail={"step": i})
    write_checkpoints(at=now)
    for i in range(5):
        audit.record("test.deed", by=by, at=now, on=unit, detail={"step": 100 + i})
print("unit", unit.id)
"""
_KEPT = ("audit_line", "audit_head")
LAST, MARKED = 26, 21  # the unit's own line, twenty before the checkpoint, five after it


class Ledger:
    """The ledger of an installation, with the means to do things to it and to undo them."""

    def __init__(self, house: Installation) -> None:
        self.house, self.sql = house, house.sql
        self.unit = re.findall(r"unit ([0-9a-f-]{36})", house.command("manage", "shell", "-c", _DEEDS).stdout)[-1]
        self.sql("; ".join(f"CREATE TABLE kept_{table} AS TABLE {table}" for table in _KEPT))

    def again(self) -> None:
        """Make the ledger what it was."""
        self.sql("; ".join(f"DELETE FROM {table}; INSERT INTO {table} TABLE kept_{table}" for table in _KEPT))

    def verify(self) -> tuple[int, list[str]]:
        """Return the status of the command and the lines it says."""
        done = self.house.command("verify-ledger", check=False)
        assert not done.stderr, done.stderr
        return done.returncode, done.stdout.strip().splitlines()


@pytest.fixture(scope="module")
def running() -> Iterator[Ledger]:
    house = Installation()
    try:
        house.data.mkdir(mode=0o711)
        with house.cluster:  # each command below uses this server instead of starting its own
            house.command("migrate")
            yield Ledger(house)
    finally:
        house.remove()


@pytest.fixture
def ledger(running: Ledger) -> Iterator[Ledger]:
    yield running
    running.again()


def where(seq: int) -> Callable[[Ledger], str]:
    return lambda ledger: f"unit_id = '{ledger.unit}' AND seq = {seq}"


def edited(ledger: Ledger) -> None:
    ledger.sql(f"UPDATE audit_line SET actor_role = 'supervisor' WHERE {where(7)(ledger)}")


def deleted(ledger: Ledger) -> None:
    ledger.sql(f"DELETE FROM audit_line WHERE {where(7)(ledger)}")


def swapped(ledger: Ledger) -> None:
    ledger.sql(
        f"UPDATE audit_line SET seq = -1 WHERE {where(7)(ledger)}; UPDATE audit_line SET seq = 7 WHERE {where(8)(ledger)};"
        f"UPDATE audit_line SET seq = 8 WHERE {where(-1)(ledger)}",
    )


def inserted(ledger: Ledger) -> None:
    ledger.sql(
        f"UPDATE audit_line SET seq = seq + 1000 WHERE unit_id = '{ledger.unit}' AND seq >= 7;"
        f"UPDATE audit_line SET seq = seq - 999 WHERE unit_id = '{ledger.unit}' AND seq >= 1000;"
        "INSERT INTO audit_line (id, unit_id, seq, at, actor_id, actor_role, act, subject_kind, subject_id, reason, "
        "detail, outcome, prev, mac) SELECT gen_random_uuid(), unit_id, 7, at, actor_id, actor_role, 'test.other', "
        f"subject_kind, subject_id, reason, detail, outcome, prev, mac FROM audit_line WHERE {where(6)(ledger)};"
        f"UPDATE audit_head SET seq = seq + 1 WHERE unit_id = '{ledger.unit}'",
    )


def recomputed(ledger: Ledger) -> None:
    """Alter a line and chain all that follow anew, as somebody would who has everything but the key."""
    ledger.sql(
        f"UPDATE audit_line SET outcome = 'refused' WHERE {where(7)(ledger)};"
        f"""
        DO $$
        DECLARE row record; before bytea;
        BEGIN
          SELECT mac INTO before FROM audit_line WHERE {where(6)(ledger)};
          FOR row IN SELECT id, actor_role, act, outcome FROM audit_line
                     WHERE unit_id = '{ledger.unit}' AND seq >= 7 ORDER BY seq LOOP
            UPDATE audit_line SET prev = before,
              mac = sha256(before || convert_to(row.actor_role || row.act || row.outcome, 'UTF8'))
              WHERE id = row.id RETURNING mac INTO before;
          END LOOP;
          UPDATE audit_head SET mac = before WHERE unit_id = '{ledger.unit}';
        END $$
        """,
    )


@pytest.mark.parametrize("harm", [edited, deleted, swapped, inserted, recomputed], ids=lambda one: one.__name__)
def test_t09_what_sql_did_is_found_and_the_place_is_named(ledger: Ledger, harm: Callable[[Ledger], None]) -> None:
    harm(ledger)
    status, said = ledger.verify()
    assert status == 1
    # The first place that is named is where it begins; nothing before it, nothing of another unit is blamed.
    places = [re.match(r"([0-9a-f-]{36}) (\d+)-(\d+) ([a-z-]+): \S", line) for line in said]
    assert all(places), said
    assert {place[1] for place in places if place} == {ledger.unit}
    assert min(int(place[2]) for place in places if place) == 7, said
    assert not any("Utuh" in line for line in said)


@pytest.mark.parametrize("lost", [6, LAST])
def test_t25_the_loss_of_the_newest_lines_is_found_up_to_the_checkpoint(ledger: Ledger, lost: int) -> None:
    ledger.sql(f"DELETE FROM audit_line WHERE unit_id = '{ledger.unit}' AND seq > {LAST - lost}")
    status, said = ledger.verify()
    assert status == 1
    assert any(f"{ledger.unit} {LAST - lost + 1}-" in line for line in said), said


@pytest.mark.parametrize("kept", [MARKED - 1, 0])
def test_t25_with_the_head_set_back_too_the_checkpoint_tells(ledger: Ledger, kept: int) -> None:
    ledger.sql(f"DELETE FROM audit_line WHERE unit_id = '{ledger.unit}' AND seq > {kept}")
    if kept:
        ledger.sql(
            f"UPDATE audit_head SET seq = {kept}, mac = (SELECT mac FROM audit_line WHERE {where(kept)(ledger)}) "
            f"WHERE unit_id = '{ledger.unit}'",
        )
    else:
        ledger.sql(f"DELETE FROM audit_head WHERE unit_id = '{ledger.unit}'")
    status, said = ledger.verify()
    assert status == 1
    assert any(line.startswith(ledger.unit) for line in said), said


def test_an_untouched_ledger_is_intact_and_says_how_much_was_read(ledger: Ledger) -> None:
    status, said = ledger.verify()
    lines = int(ledger.sql("SELECT count(*) FROM audit_line"))
    assert lines > LAST
    assert (status, len(said)) == (0, 1)
    assert said[0].startswith("Utuh / intact:")
    assert f" {lines} baris" in said[0]


def test_another_key_verifies_nothing_and_says_so(ledger: Ledger) -> None:
    path = ledger.house.data / "ledger.key"
    kept = path.read_bytes()
    try:
        path.write_bytes(bytes(32))
        assert ledger.verify()[0] == 1
        path.chmod(0o644)
        done = ledger.house.command("verify-ledger", check=False)
        assert done.returncode == 2
        assert "ledger.key" in done.stderr
    finally:
        path.write_bytes(kept)
        path.chmod(0o600)
    assert ledger.verify()[0] == 0
