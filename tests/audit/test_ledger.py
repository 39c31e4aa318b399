"""The ledger on the real database: written by the application's role, altered by a superuser's SQL.

Everything that somebody does to the lines is found by the verifier, which says where (T-09, T-25).
"""

import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import ProgrammingError, connection, transaction

from dampingi.access.actor import acting_as
from dampingi.audit import actions, checkpoints, queries, rules
from dampingi.audit.models import Head, Line
from dampingi.audit.verifier import verify
from dampingi.kernel.actors import System

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
ME = System("test")

pytestmark = pytest.mark.django_db


@dataclass(frozen=True, slots=True)
class Thing:
    """Something lines are about."""

    unit_id: UUID
    id: UUID
    ledger_kind: str = "case"


@dataclass(frozen=True, slots=True)
class Officer:
    """Somebody of a unit."""

    unit_id: UUID | None
    id: UUID
    ledger_role: str = "companion"


@pytest.fixture(autouse=True)
def _somebody(db) -> Iterator[None]:
    with acting_as("test"):
        yield


@pytest.fixture
def kept(settings, tmp_path) -> Path:
    """Keep the checkpoints of this test apart; the ledger key stays where it is."""
    from dampingi.keys import root

    settings.DAMPINGI_LEDGER_KEY = str(root.ledger_path())
    settings.DAMPINGI_ROOT_KEY = str(root.root_path())
    settings.DAMPINGI_DATA = tmp_path
    return checkpoints.path()


@pytest.fixture
def unit() -> UUID:
    return uuid4()


@pytest.fixture
def sql(as_owner):
    """Run SQL as the owner of the tables, whom no grant and no policy holds."""

    def run(statement: str, *values: object) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(statement, values)

    return run


@pytest.fixture
def found(as_owner):
    """Return what the verifier finds in one unit, as (what, first, last)."""

    def find(unit: UUID, path: Path | None = None) -> list[tuple[str, int, int]]:
        with as_owner():
            return [(one.what.value, one.seq, one.last) for one in verify(checkpoints=path) if one.unit_id == unit]

    return find


def write(unit: UUID, count: int) -> list[Line]:
    return [
        actions.record(
            "case.looked",
            by=ME,
            at=NOW + timedelta(seconds=number),
            on=Thing(unit, uuid4()),
            reason="own-case",
            detail={"n": number, "kinds": ["neglect"], "share": 0.1},
        )
        for number in range(count)
    ]


# ---- writing -----------------------------------------------------------------------------------


def test_a_line_is_chained_to_the_one_before(unit):
    """Each line has the next number and the MAC of the line before; the head knows the newest."""
    first, second = write(unit, 2)
    assert (first.seq, first.prev) == (1, b"")
    assert (second.seq, second.prev) == (2, first.mac)
    head = Head.objects.get(unit_id=unit)
    assert (head.seq, bytes(head.mac)) == (2, second.mac)
    stored = Line.objects.get(id=second.id)
    assert stored.detail == {"n": 1, "kinds": ["neglect"], "share": 0.1}
    assert (stored.actor_role, stored.subject_kind, stored.outcome) == ("system", "case", "done")


def test_a_line_costs_two_statements(unit, django_assert_num_queries):
    """Intake writes one for every report; many lines of a unit cost no more."""
    write(unit, 1)
    with django_assert_num_queries(2):
        write(unit, 1)
    entries = [actions.Entry(act="case.opened", by=ME, at=NOW, unit_id=unit) for _ in range(50)]
    with django_assert_num_queries(2):
        assert actions.record_many(entries) == 50


def test_whose_chain_a_line_joins():
    """The unit that is named, else the subject's, else the actor's, else the installation's."""
    named, subjects, actors = uuid4(), uuid4(), uuid4()
    on, by = Thing(subjects, uuid4()), Officer(actors, uuid4())

    def joined(**more: object) -> UUID:
        return actions.record("case.looked", at=NOW, **more).unit_id

    assert joined(by=by, on=on, unit_id=named) == named
    assert joined(by=by, on=on) == subjects
    assert joined(by=by) == actors
    assert joined(by=Officer(None, uuid4())) == rules.INSTALLATION
    assert joined(by=ME) == rules.INSTALLATION


@pytest.mark.parametrize(
    "wrong",
    [
        {"act": "Siti Aminah"},
        {"reason": "karena ia takut"},
        {"detail": {"name": "Siti Aminah"}},
        {"outcome": "mungkin"},
        {"at": datetime(2026, 11, 23, 8, 0)},  # noqa: DTZ001 -- that is what is wrong
    ],
)
def test_what_could_be_a_name_is_not_written(unit, wrong):
    """Refused loudly, and the chain stays as it was."""
    write(unit, 1)
    asked = {"act": "case.looked", "by": ME, "at": NOW, "unit_id": unit} | wrong
    act = asked.pop("act")
    with pytest.raises(ValueError):  # noqa: PT011 -- NotACode or ValueError, by the kind of wrong
        actions.record(act, **asked)
    assert Line.objects.filter(unit_id=unit).count() == 1


def test_a_line_goes_with_its_deed(unit):
    """What is rolled back leaves no line and no hole in the numbers."""
    write(unit, 1)
    held = transaction.savepoint()
    write(unit, 3)
    transaction.savepoint_rollback(held)
    assert [line.seq for line in (*Line.objects.filter(unit_id=unit), *write(unit, 1))] == [1, 2]


def test_many_lines_of_several_units_are_valid_chains(found):
    """Bulk loading: chains mixed, each in the order given."""
    units = [uuid4() for _ in range(3)]
    entries = [
        actions.Entry(act="case.opened", by=ME, at=NOW, unit_id=units[n % 3], detail={"n": n}) for n in range(30)
    ]
    assert actions.record_many(entries) == 30
    for place, unit in enumerate(units):
        lines = Line.objects.filter(unit_id=unit).order_by("seq")
        assert [line.detail["n"] for line in lines] == list(range(place, 30, 3))
        assert found(unit) == []
    assert actions.record_many([]) == 0


@pytest.mark.django_db(transaction=True)
def test_many_who_write_at_once_stand_in_a_row(unit, found):
    """Four at a time into one chain, the first line included: no number twice, none left out."""

    def many(_: int) -> None:
        with acting_as("test"):
            for _ in range(15):
                with transaction.atomic():
                    write(unit, 1)
        connection.close()

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(many, range(4)))
    assert Head.objects.get(unit_id=unit).seq == 60
    assert found(unit) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_line SET act = 'x'",
        "DELETE FROM audit_line",
        "TRUNCATE audit_line",
        "DELETE FROM audit_head",
        "ALTER TABLE audit_line DISABLE ROW LEVEL SECURITY",
    ],
)
def test_the_application_may_not_change_a_line(unit, statement):
    """T-09: dampingi_app may insert and read; anything else is refused by the database."""
    write(unit, 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("dampingi_app",)
        with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
            cursor.execute(statement)


# ---- reading it back ---------------------------------------------------------------------------


def test_the_timeline_of_subjects(unit):
    """Only theirs, newest first, no more than asked."""
    lines = write(unit, 5)
    wanted = [line.subject_id for line in lines[1:4]]
    assert [line.seq for line in queries.timeline(wanted)] == [4, 3, 2]
    assert [line.seq for line in queries.timeline(wanted, newest_first=False, limit=2)] == [2, 3]


# ---- what somebody with the database does to it ------------------------------------------------


def test_an_untouched_ledger_is_whole(unit, found, kept):
    """Nothing is found where nothing was done."""
    write(unit, 6)
    checkpoints.write_checkpoints(at=NOW)
    assert found(unit, kept) == []


@pytest.mark.parametrize(
    "change",
    [
        "act = 'case.closed'",
        "at = at + interval '1 microsecond'",
        "actor_id = gen_random_uuid()",
        "actor_role = 'supervisor'",
        "subject_kind = 'person'",
        "subject_id = NULL",
        "reason = ''",
        "detail = detail || '{\"n\": 99}'",
        "detail = detail - 'kinds'",
        "outcome = 'refused'",
        "id = gen_random_uuid()",
    ],
)
def test_an_edit_is_found(unit, sql, found, change):
    """One value of one line, by UPDATE."""
    write(unit, 6)
    sql(f"UPDATE audit_line SET {change} WHERE unit_id = %s AND seq = 3", unit)
    assert found(unit) == [("edited", 3, 3)]


def test_a_deletion_is_found(unit, sql, found):
    """Two lines gone from the middle, whether the rest is renumbered or not."""
    write(unit, 6)
    sql("DELETE FROM audit_line WHERE unit_id = %s AND seq IN (3, 4)", unit)
    assert found(unit) == [("missing", 3, 4)]
    sql("UPDATE audit_line SET seq = seq - 2 WHERE unit_id = %s AND seq > 4", unit)
    assert found(unit) == [("missing", 3, 4)]


def test_a_swap_is_found(unit, sql, found):
    """Two lines that changed places."""
    write(unit, 6)
    for old, new in ((2, 99), (5, 2), (99, 5)):
        sql("UPDATE audit_line SET seq = %s WHERE unit_id = %s AND seq = %s", new, unit, old)
    assert found(unit) == [("swapped", 2, 5)]


INSERT = """
INSERT INTO audit_line SELECT gen_random_uuid(), unit_id, %s, at, actor_id, actor_role, act,
    subject_kind, subject_id, reason, detail, outcome, prev, %s
FROM audit_line WHERE unit_id = %s AND seq = %s
"""


def test_an_insertion_is_found(unit, sql, found):
    """A forged line in the middle with the rest moved on, and one at the end."""
    write(unit, 6)
    sql(INSERT, 7, bytes(32), unit, 6)
    assert found(unit) == [("inserted", 7, 7)]
    sql("DELETE FROM audit_line WHERE unit_id = %s AND seq = 7", unit)
    sql("UPDATE audit_line SET seq = -seq WHERE unit_id = %s AND seq > 3", unit)
    sql("UPDATE audit_line SET seq = 1 - seq WHERE unit_id = %s AND seq < 0", unit)
    sql(INSERT, 4, bytes(32), unit, 3)
    assert ("inserted", 4, 4) in found(unit)


@pytest.mark.parametrize("copied", [False, True], ids=["sha256", "copied-macs"])
def test_a_recomputation_without_the_key_is_found(unit, sql, found, copied):
    """An edit, and every hash after it made to fit again, head included (T-25)."""
    write(unit, 6)
    sql("UPDATE audit_line SET act = 'case.closed' WHERE unit_id = %s AND seq = 3", unit)
    for seq in (3, 4, 5, 6):
        made = "(SELECT mac FROM audit_line o WHERE o.unit_id = l.unit_id AND o.seq = 1)"
        if not copied:
            made = "sha256(l.prev || convert_to(l.act || l.detail::text, 'UTF8'))"
        sql(f"UPDATE audit_line l SET mac = {made} WHERE unit_id = %s AND seq = %s", unit, seq)
        sql(
            "UPDATE audit_line l SET prev = o.mac FROM audit_line o WHERE o.unit_id = l.unit_id "
            "AND o.seq = %s AND l.unit_id = %s AND l.seq = %s",
            seq,
            unit,
            seq + 1,
        )
    sql(
        "UPDATE audit_head h SET mac = l.mac FROM audit_line l "
        "WHERE l.unit_id = h.unit_id AND l.seq = h.seq AND h.unit_id = %s",
        unit,
    )
    assert found(unit) == [("recomputed", 3, 6)]


LOSE = "DELETE FROM audit_line WHERE unit_id = %s AND seq > %s"
SET_BACK = """
UPDATE audit_head h SET seq = l.seq, mac = l.mac FROM audit_line l
WHERE l.unit_id = h.unit_id AND h.unit_id = %s AND l.seq = %s
"""


def test_loss_of_the_newest_lines_is_found(unit, sql, found, kept):
    """By the head, and by the last checkpoint when the head is set back as well."""
    write(unit, 4)
    checkpoints.write_checkpoints(at=NOW)
    write(unit, 2)
    sql(LOSE, unit, 2)
    assert found(unit) == [("truncated", 3, 6)]
    sql(SET_BACK, unit, 2)
    assert found(unit, kept) == [("truncated", 3, 4)]
    # Without what lies outside the database nobody can tell: docs say so.
    assert found(unit) == []


def test_a_chain_that_is_gone_is_found(unit, sql, found, kept):
    """Every line of a unit, and its head."""
    write(unit, 4)
    checkpoints.write_checkpoints(at=NOW)
    sql("DELETE FROM audit_line WHERE unit_id = %s", unit)
    sql("DELETE FROM audit_head WHERE unit_id = %s", unit)
    assert found(unit, kept) == [("truncated", 1, 4)]


def test_an_old_state_brought_back_and_carried_on_is_found(unit, sql, found, kept):
    """Lines lost, head set back, and honest lines written in their place by the application."""
    write(unit, 6)
    checkpoints.write_checkpoints(at=NOW)
    sql(LOSE, unit, 4)
    sql(SET_BACK, unit, 4)
    write(unit, 5)
    assert found(unit, kept) == [("recomputed", 1, 6)]


@pytest.mark.parametrize("change", ["seq = 5", "mac = ''"])
def test_an_altered_head_is_found(unit, sql, found, change):
    """The head is not taken at its word."""
    write(unit, 6)
    sql(f"UPDATE audit_head SET {change} WHERE unit_id = %s", unit)
    assert [what for what, _, _ in found(unit)] == ["head_wrong"]


def test_a_line_moved_to_another_unit_is_found(unit, sql, found):
    """The unit is under the MAC."""
    other = uuid4()
    write(unit, 3)
    write(other, 2)
    sql("UPDATE audit_line SET unit_id = %s, seq = 3 WHERE unit_id = %s AND seq = 2", other, unit)
    assert found(unit) == [("missing", 2, 2)]
    assert [(seq, last) for _, seq, last in found(other)] == [(3, 3)]


# ---- checkpoints -------------------------------------------------------------------------------


def test_checkpoints_are_for_their_owner_and_only_for_what_moved(unit, kept):
    """Mode 0600 in a closed folder; a chain that stands still gets no second one."""
    write(unit, 2)
    assert checkpoints.write_checkpoints(at=NOW) >= 1
    assert kept.stat().st_mode & 0o777 == 0o600
    assert kept.parent.stat().st_mode & 0o777 == 0o700
    assert checkpoints.write_checkpoints(at=NOW) == 0
    write(unit, 1)
    assert checkpoints.write_checkpoints(at=NOW + timedelta(minutes=1)) == 1
    rows = [json.loads(line) for line in kept.read_text().splitlines()]
    assert [row["seq"] for row in rows if row["unit"] == str(unit)] == [2, 3]


def test_another_process_goes_on_where_the_file_ends(unit, kept, found):
    """Nothing is remembered from before: the file itself says what it knows."""
    write(unit, 1)
    checkpoints.write_checkpoints(at=NOW)
    checkpoints._KNOWN.clear()
    assert checkpoints.write_checkpoints(at=NOW) == 0
    write(unit, 1)
    assert checkpoints.write_checkpoints(at=NOW) == 1
    assert found(rules.INSTALLATION, kept) == []


def test_a_checkpoint_cut_short_by_a_crash_makes_room(unit, kept, found):
    """Half a line was never a checkpoint; the next whole one takes its place."""
    write(unit, 1)
    checkpoints.write_checkpoints(at=NOW)
    whole = kept.read_bytes()
    with kept.open("ab") as file:
        file.write(b'{"unit": "')
    assert found(rules.INSTALLATION, kept) == []
    write(unit, 1)
    checkpoints.write_checkpoints(at=NOW)
    assert kept.read_bytes().startswith(whole + b'{"unit": "')
    assert found(rules.INSTALLATION, kept) == []
    assert found(unit, kept) == []


@pytest.mark.parametrize("deed", ["edit", "delete", "swap", "rubbish"])
def test_an_altered_file_of_checkpoints_is_found(unit, kept, found, deed):
    """Whoever has the disk but not the ledger key cannot bend them either."""
    for minute in range(4):
        write(unit, 1)
        checkpoints.write_checkpoints(at=NOW + timedelta(minutes=minute))
    lines = kept.read_text().splitlines(keepends=True)
    spot = next(n for n, line in enumerate(lines) if str(unit) in line and '"seq": 2' in line)
    if deed == "edit":
        lines[spot] = lines[spot].replace('"seq": 2', '"seq": 3')
    elif deed == "delete":
        del lines[spot]
    elif deed == "swap":
        lines[spot], lines[spot + 1] = lines[spot + 1], lines[spot]
    else:
        lines[spot] = "[]\n"
    kept.write_text("".join(lines))
    os.chmod(kept, 0o600)
    first = found(rules.INSTALLATION, kept)[0]
    assert first == ("checkpoint_broken", spot + 1, spot + 1)


def test_a_missing_file_of_checkpoints_is_no_error(unit, found, tmp_path):
    """Before the first minute there is none."""
    write(unit, 1)
    assert found(unit, tmp_path / "none.jsonl") == []
