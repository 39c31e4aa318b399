"""A backup of a populated installation, restored on an empty place and proved; or refused (K-8, P-21, R-10, H-24)."""

import io
import json
import os
import random
import shutil
import signal
import subprocess
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pyrage
import pytest

from dampingi.config import archive, tables
from dampingi.config.cluster import OWNER, Cluster
from tests.config.installation import COMPANION, INTAKE, PASSWORD, READY, Browser, Installation
from tests.config.safekeeping import Safe, count, ring_of

# What a restore itself writes: its line in the ledger, and the end of all sessions and tokens.
TOUCHED = {"public.audit_line", "public.audit_head", "public.access_session", "public.access_token"}


@pytest.fixture(scope="module")
def safe(filled: Installation, tmp_path_factory: pytest.TempPathFactory) -> Safe:
    """Return the backups of the filled installation, which also has two sealed files."""
    for name in ("ab/ab12", "cd/cd34", "arriving/half"):
        path = filled.folder / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(os.urandom(9_000_000 if name == "ab/ab12" else 3))
    return Safe(tmp_path_factory.mktemp("safe"), filled)


@pytest.fixture(scope="module")
def data(safe: Safe) -> Path:
    """Return one backup that nobody changes."""
    return safe.backup()


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """Return a copy of it that may be spoilt."""
    for path in (data, ring_of(data), data.with_name("erasures.json")):
        shutil.copy(path, tmp_path)
    return tmp_path / data.name


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Installation]:
    """Return an empty machine."""
    made = Installation(tmp_path / "mesin baru" / "data")
    made.folder.parent.mkdir()
    yield made
    left = made.processes()
    made.remove()
    assert left == {}


def _report(words: str) -> dict[str, object]:
    return {
        "channel": "phone",
        "received_at": datetime.now(UTC).isoformat(),
        "victims": [{"sex": "female", "age_years": 30, "name": "Sari Utami"}],
        "incident": {"forms": ["physical"], "narrative": words},
    }


# -- whole ------------------------------------------------------------------------------------


def test_h24_a_backup_is_restored_on_an_empty_folder_and_everything_is_equal(
    installation: Installation, safe: Safe, empty: Installation
) -> None:
    before = installation.digest()
    data = safe.backup()
    done = safe.restore(empty, data)
    assert done.returncode == 0, done.stderr
    after = empty.digest()
    assert after.keys() == before.keys()
    assert {name for name in before if before[name] != after[name]} <= TOUCHED
    assert count(done.stdout, "tables equal") == len(before)
    assert count(done.stdout, "sealed field opened") == 1
    assert count(done.stdout, "files equal") == 2
    for name in ("ab/ab12", "cd/cd34"):
        assert (empty.folder / "files" / name).read_bytes() == (installation.folder / "files" / name).read_bytes()
    assert not (empty.folder / "files" / "arriving").exists()
    key = {"DAMPINGI_ROOT_KEY": str(safe.root_key())}
    assert empty.command("verify-ledger", **key).returncode == 0
    running = empty.run(**key).until(READY)
    inside = Browser(empty.base).sign_in(COMPANION, PASSWORD)
    assert inside.status == 200
    assert not inside.address.endswith("/masuk/")
    assert running.press() == 0


def test_the_second_recipient_opens_it_as_well(safe: Safe, data: Path, empty: Installation) -> None:
    done = safe.restore(empty, data, "--identity", str(safe.identities[1]))
    assert done.returncode == 0, done.stderr


def test_a_backup_taken_while_reports_come_in_is_one_consistent_whole(
    installation: Installation, safe: Safe, empty: Installation
) -> None:
    token = installation.command("token", INTAKE).stdout.strip()
    running = installation.run().until(READY)
    going, sent = threading.Event(), []

    def post() -> None:
        while not going.is_set():
            got = installation.call("/reports", token, _report("Selagi dicadangkan"), key=str(uuid4()))
            sent.append(got.status)

    senders = [threading.Thread(target=post) for _ in range(3)]
    for sender in senders:
        sender.start()
    while len(sent) < 3:
        time.sleep(0.01)
    made = [safe.backup() for _ in range(2)]
    going.set()
    for sender in senders:
        sender.join()
    assert set(sent) == {201}
    assert running.press() == 0
    done = safe.restore(empty, made[1])
    assert done.returncode == 0, done.stderr
    assert "ledger whole" in done.stdout


@pytest.mark.long
def test_sessions_and_tokens_of_then_open_nothing_after_a_restore(
    installation: Installation, safe: Safe, empty: Installation
) -> None:
    token = installation.command("token", COMPANION).stdout.strip()
    data = safe.backup()
    assert safe.restore(empty, data).returncode == 0
    running = empty.run(DAMPINGI_ROOT_KEY=str(safe.root_key())).until(READY)
    assert empty.call("/cases", token).status == 401
    assert running.press() == 0


@pytest.mark.long
def test_a_stop_of_the_backup_does_not_stop_the_server_it_found(installation: Installation, safe: Safe) -> None:
    running = installation.run().until(READY)
    safe.backup()
    assert Browser(installation.base).ask("/healthz").status == 200
    assert installation.cluster().running()
    assert running.press() == 0


def test_it_opens_without_dampingi(safe: Safe, data: Path) -> None:
    """Any age and tar and PostgreSQL's own pg_restore read it: the way out needs no code of ours."""
    identity = archive.identities(safe.identities[0])
    for path, schema in ((data, "public"), (ring_of(data), "keyring")):
        with tarfile.open(fileobj=io.BytesIO(pyrage.decrypt(path.read_bytes(), identity))) as box:
            members = [one for one in box.getmembers() if one.name.startswith("database/")]
            dump = b"".join(box.extractfile(one).read() for one in members)  # type: ignore[union-attr]
        listed = subprocess.run([tables.program("pg_restore"), "--list"], input=dump, capture_output=True, check=True)
        assert f" {schema} ".encode() in listed.stdout
        assert (b" keyring " in listed.stdout) == (schema == "keyring")


# -- what a thief of a backup learns (T-08) -----------------------------------------------------


def test_t08_no_file_opens_without_a_recipient_and_no_name_stands_in_one(
    installation: Installation, safe: Safe, data: Path
) -> None:
    with installation.cluster() as cluster:
        staff = cluster.sql("SELECT name FROM access_staff LIMIT 5").splitlines()
    stranger = pyrage.x25519.Identity.generate()
    for path in (data, ring_of(data)):
        content = path.read_bytes()
        assert not [name for name in staff if name.encode() in content]
        with pytest.raises(pyrage.DecryptError):
            pyrage.decrypt(content, [stranger])
        assert path.stat().st_mode & 0o077 == 0


def test_t08_the_data_alone_hold_no_key_and_the_ring_alone_no_case(safe: Safe, data: Path) -> None:
    identity = archive.identities(safe.identities[0])
    for path, wanted in ((data, False), (ring_of(data), True)):
        said = json.loads(b"".join(piece for name, piece in archive.pieces(path, identity) if name == "manifest"))
        assert all(name.startswith("keyring.") == wanted for name in said["tables"])
    keys = [(safe.installation.folder / name).read_bytes() for name in ("practice-root.key", "ledger.key")]
    for path in (data, ring_of(data)):
        whole = pyrage.decrypt(path.read_bytes(), identity)
        assert not [key for key in keys if key in whole]


def test_a_backup_is_refused_for_one_recipient_or_inside_the_data(installation: Installation, safe: Safe) -> None:
    one = safe.recipients[0]
    for words, sentence in (
        (["--to", str(safe.place), "--recipient", one], "two different recipients"),
        (["--to", str(safe.place), "--recipient", one, "--recipient", one], "two different recipients"),
        (["--to", str(safe.place), "--recipient", one, "--recipient", "age1salah"], "Not a recipient"),
        (["--to", str(installation.folder / "cadangan"), "--recipient", one, "--recipient", one], "may not lie in"),
        (["--recipient", one], "Name the folder"),
    ):
        done = installation.command("backup", *words)
        assert done.returncode == 2
        assert sentence in done.stderr
    assert not (installation.folder / "cadangan").exists()


# -- refused, with a sentence, and nothing left -------------------------------------------------


def _nothing_left(done: subprocess.CompletedProcess[str], empty: Installation, sentence: str) -> None:
    assert done.returncode == 2, done.stderr + done.stdout
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr
    assert not empty.folder.exists()
    assert empty.processes() == {}


def test_a_stranger_s_key_does_not_open_it(safe: Safe, copy: Path, empty: Installation) -> None:
    other = copy.with_name("lain.key")
    other.write_text(f"# lain\n{pyrage.x25519.Identity.generate()}\n")
    _nothing_left(safe.restore(empty, copy, "--identity", str(other)), empty, "Use the other recipient's key")
    other.write_text("bukan kunci")
    _nothing_left(safe.restore(empty, copy, "--identity", str(other)), empty, "no recipient's key")


def test_r16_another_root_key_is_named_as_such(safe: Safe, copy: Path, empty: Installation) -> None:
    other = copy.with_name("root.key")
    other.write_bytes(os.urandom(32))
    other.chmod(0o600)
    shutil.copy(safe.installation.folder / "ledger.key", copy.parent)
    done = safe.restore(empty, copy, DAMPINGI_ROOT_KEY=str(other))
    _nothing_left(done, empty, "the root key that is named is not that of this backup")
    _nothing_left(safe.restore(empty, copy, DAMPINGI_ROOT_KEY=str(other.with_name("x"))), empty, "No such file")
    done = empty.command("restore", str(copy), "--identity", str(safe.identities[0]))
    _nothing_left(done, empty, "Name the root key")


def test_another_ledger_key_is_refused_after_it_was_tried(safe: Safe, copy: Path, empty: Installation) -> None:
    other = copy.with_name("ledger.key")
    other.write_bytes(os.urandom(32))
    other.chmod(0o600)
    done = safe.restore(empty, copy, DAMPINGI_LEDGER_KEY=str(other))
    _nothing_left(done, empty, "not the ledger key of this database")


@pytest.mark.parametrize("which", ["data", "ring"])
def test_a_file_that_is_cut_short_is_refused(safe: Safe, copy: Path, empty: Installation, which: str) -> None:
    """By a single byte; every other cut is tried in `test_archive.py`."""
    path = copy if which == "data" else ring_of(copy)
    path.write_bytes(path.read_bytes()[:-1])
    _nothing_left(safe.restore(empty, copy), empty, "cut short or damaged")


@pytest.mark.parametrize("which", ["data", "ring"])
def test_a_file_with_one_bit_turned_is_refused(safe: Safe, copy: Path, empty: Installation, which: str) -> None:
    path = copy if which == "data" else ring_of(copy)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    _nothing_left(safe.restore(empty, copy), empty, "cut short or damaged")


@pytest.mark.parametrize("missing", ["data", "ring"])
def test_a_missing_file_is_named(safe: Safe, copy: Path, empty: Installation, missing: str) -> None:
    path = copy if missing == "data" else ring_of(copy)
    path.unlink()
    sentence = "no such file" if missing == "data" else "without it no case can be read"
    done = safe.restore(empty, copy)
    _nothing_left(done, empty, sentence)
    assert str(path) in done.stderr


def test_swapped_files_are_told_apart(safe: Safe, copy: Path, empty: Installation) -> None:
    done = safe.restore(empty, ring_of(copy), "--keys", str(copy))
    _nothing_left(done, empty, "were the files swapped")


@pytest.mark.long
def test_a_ring_older_than_the_data_is_refused(safe: Safe, installation: Installation, copy: Path, empty: Installation) -> None:
    time.sleep(1.1)
    newer = safe.backup()
    _nothing_left(safe.restore(empty, newer, "--keys", str(ring_of(copy))), empty, "older than the data")
    assert safe.restore(empty, copy, "--keys", str(ring_of(newer))).returncode == 0


Forge = Callable[..., Path]


@pytest.fixture
def forge(safe: Safe, copy: Path) -> Forge:
    """Return how to write a backup that says something else of itself, under this or another root key."""

    def write(*, root: bytes | None = None, parts: list[archive.Part] | None = None, **other: object) -> Path:
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF

        about = archive.about(copy, archive.identities(safe.identities[0])) | other
        secret = root or safe.root_key().read_bytes()
        key = HKDF(SHA256(), 32, salt=None, info=b"dampingi backup 1").derive(secret)
        path = copy.with_name("lain.data.age")
        shutil.copy(ring_of(copy), ring_of(path))
        some = parts if parts is not None else [("database", [b"x"]), ("checkpoints", [b""])]
        archive.write(path, archive.Writing(about, some, lambda: {"tables": {}}, key), safe.recipients)
        return path

    return write


@pytest.mark.parametrize(
    "newer", [{"version": "99.0.0"}, {"format": 2}, {"migrations": [["cases", "0999_what_comes_later"]]}], ids=str
)
def test_a_newer_version_is_refused(safe: Safe, forge: Forge, empty: Installation, newer: dict[str, object]) -> None:
    _nothing_left(safe.restore(empty, forge(**newer)), empty, "made by a newer version")


def test_a_file_that_opens_and_was_not_made_here_is_not_believed(safe: Safe, forge: Forge, empty: Installation) -> None:
    """Recipients are public: anybody may write a file for them."""
    _nothing_left(safe.restore(empty, forge(root=os.urandom(32))), empty, "was not made by this installation")


def test_a_dump_that_postgresql_refuses_leaves_nothing(safe: Safe, forge: Forge, empty: Installation) -> None:
    done = safe.restore(empty, forge())
    assert done.returncode == 1
    assert "nothing was left behind" in done.stderr
    assert "Traceback" not in done.stderr
    assert not empty.folder.exists()


def test_a_place_that_is_not_empty_is_left_as_it_is(safe: Safe, copy: Path, empty: Installation) -> None:
    empty.folder.mkdir()
    there = empty.folder / "catatan.txt"
    there.write_text("milik orang lain")
    done = safe.restore(empty, copy)
    assert done.returncode == 2
    assert "not empty" in done.stderr
    assert [path.name for path in empty.folder.iterdir()] == ["catatan.txt"]
    assert there.read_text() == "milik orang lain"


def test_a_list_of_erasures_that_was_altered_is_refused(safe: Safe, copy: Path, empty: Installation) -> None:
    path = copy.with_name("erasures.json")
    said = json.loads(path.read_text())
    said["erased"] = [[str(uuid4()), "person", datetime.now(UTC).isoformat()]]
    path.write_text(json.dumps(said))
    _nothing_left(safe.restore(empty, copy), empty, "list of erasures was altered")


# -- erased stays erased (K-1, R-11) ------------------------------------------------------------


@pytest.mark.parametrize("ring", [pytest.param("of then", marks=pytest.mark.long), "of now"])
def test_r11_what_was_erased_after_the_backup_is_erased_again(
    installation: Installation, safe: Safe, empty: Installation, ring: str
) -> None:
    open_one = (
        "SELECT c.id FROM cases_case c JOIN keyring.data_key k ON k.owner_id = c.id WHERE c.erased_at IS NULL LIMIT 1"
    )
    with installation.cluster() as cluster:
        case = cluster.sql(open_one)
        victim = cluster.sql(f"SELECT victim_id FROM cases_case WHERE id = '{case}'")
        cluster.sql(f"UPDATE cases_case SET erase_on = current_date - 2 WHERE id = '{case}'")
        before = safe.backup()
        assert installation.command("tick").returncode == 0
    time.sleep(1.1)
    after = safe.backup()  # writes the list of erasures beside both
    assert case in after.with_name("erasures.json").read_text()
    words = ["--keys", str(ring_of(after))] if ring == "of now" else []
    done = safe.restore(empty, before, *words)
    assert done.returncode == 0, done.stderr
    assert count(done.stdout, "erasures done again") >= 1
    with empty.cluster() as cluster:
        keys = f"SELECT count(*) FROM keyring.data_key WHERE owner_id IN ('{case}', '{victim}')"
        assert cluster.sql(keys) == "0"
        assert cluster.sql(f"SELECT count(*) FROM people_token WHERE file_id = '{case}'") == "0"
        assert cluster.sql(f"SELECT erased_at IS NOT NULL FROM cases_case WHERE id = '{case}'") == "t"
        assert cluster.sql(f"SELECT count(*) FROM keyring.erased WHERE owner_id = '{case}'") == "1"
    assert empty.command("verify-ledger", DAMPINGI_ROOT_KEY=str(safe.root_key())).returncode == 0


# -- kill -9 ----------------------------------------------------------------------------------


def _killed_after(installation: Installation, seconds: float, words: list[str], **more: str) -> None:
    from tests.config.installation import DAMPINGI, ROOT

    child = subprocess.Popen(
        [DAMPINGI, *words],
        env=installation.environment(**more),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        cwd=ROOT,
    )
    time.sleep(seconds)
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
    child.wait()


@pytest.mark.long
@pytest.mark.parametrize("rounds", [40])
def test_r10_a_backup_that_is_killed_leaves_the_older_ones_and_never_half_a_new_one(
    installation: Installation, safe: Safe, data: Path, empty: Installation, rounds: int
) -> None:
    dice, good = random.Random(), (data.read_bytes(), ring_of(data).read_bytes())
    identity = archive.identities(safe.identities[0])
    for _ in range(rounds):
        _killed_after(installation, dice.uniform(0.4, 2.2), safe.words)
    installation.kill_all()
    assert (data.read_bytes(), ring_of(data).read_bytes()) == good
    for path in safe.place.glob("dampingi-*.age"):
        names = [name for name, _ in archive.pieces(path, identity)]  # raises where it is not whole
        assert names[-1] == "seal"
    after = safe.backup()
    assert not list(safe.place.glob("*.part"))
    assert safe.restore(empty, after).returncode == 0


@pytest.mark.long
@pytest.mark.parametrize("rounds", [25])
def test_r10_a_restore_that_is_killed_serves_nothing_and_the_next_one_begins_anew(
    safe: Safe, data: Path, empty: Installation, rounds: int
) -> None:
    dice, key = random.Random(), {"DAMPINGI_ROOT_KEY": str(safe.root_key())}
    words = ["restore", str(data), "--identity", str(safe.identities[0])]
    whole = 0
    for _ in range(rounds):
        _killed_after(empty, dice.uniform(0.5, 3.0), words, **key)
        empty.kill_all()
        if (empty.folder / "restoring").exists():
            for command in ("run", "verify-ledger", "migrate"):
                done = empty.command(command, **key)
                assert done.returncode == 2
                assert "did not end" in done.stderr
        elif (empty.folder / "postgres").exists():
            whole += 1
            assert empty.command("verify-ledger", **key).returncode == 0
            empty.remove()
    if not (empty.folder / "postgres").exists() or (empty.folder / "restoring").exists():
        done = safe.restore(empty, data)
        assert done.returncode == 0, done.stderr
    assert empty.command("verify-ledger", **key).returncode == 0
    assert not (empty.folder / "restoring").exists()


def test_ctrl_c_during_a_restore_leaves_nothing(safe: Safe, data: Path, empty: Installation) -> None:
    from tests.config.installation import DAMPINGI, ROOT

    child = subprocess.Popen(
        [DAMPINGI, "restore", str(data), "--identity", str(safe.identities[0])],
        env=empty.environment(DAMPINGI_ROOT_KEY=str(safe.root_key())),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        cwd=ROOT,
    )
    assert child.stdout is not None
    while b"Writing the database" not in child.stdout.readline():
        pass
    os.killpg(child.pid, signal.SIGINT)
    said = child.communicate(timeout=60)[0]
    assert child.returncode == 1
    assert b"nothing was left behind" in said
    assert not empty.folder.exists()


# -- the drill, the room, what is forgotten -----------------------------------------------------


@pytest.mark.long
def test_a_drill_restores_beside_proves_and_leaves_nothing(installation: Installation, safe: Safe, data: Path) -> None:
    running = installation.run().until(READY)
    before = sorted(path.name for path in installation.folder.parent.iterdir())
    done = installation.command("restore", "--drill", str(data), "--identity", str(safe.identities[1]))
    assert done.returncode == 0, done.stderr
    assert "drill succeeded" in done.stdout
    assert sorted(path.name for path in installation.folder.parent.iterdir()) == before
    said = json.loads((installation.folder / "upkeep.json").read_text())
    assert said["drill"]["said"]["file"] == data.name
    assert Browser(installation.base).ask("/healthz").status == 200
    assert running.press() == 0


@pytest.mark.long
def test_a_drill_that_fails_is_remembered_beside_the_last_success(
    installation: Installation, safe: Safe, copy: Path
) -> None:
    assert installation.command("restore", "--drill", str(copy), "--identity", str(safe.identities[0])).returncode == 0
    copy.write_bytes(copy.read_bytes()[:-1])
    done = installation.command("restore", "--drill", str(copy), "--identity", str(safe.identities[0]))
    assert done.returncode == 2
    said = json.loads((installation.folder / "upkeep.json").read_text())["drill"]
    assert said["failed"] == "Unusable"
    assert said["said"]["file"] == copy.name
    assert not installation.folder.with_name(f"{installation.folder.name}.drill").exists()


def test_r07_a_disk_without_room_is_said_before_anything_is_written(installation: Installation, safe: Safe) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can make a small disk")
    small = safe.home / "kecil"
    small.mkdir(exist_ok=True)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", small], capture_output=True, check=False)
    if mounted.returncode:
        pytest.skip("this machine lets nobody mount")
    try:
        words = [str(small) if word == str(safe.place) else word for word in safe.words]
        done = installation.command(*words)
        left = [path.name for path in small.iterdir() if path.name != ".lock"]
    finally:
        subprocess.run(["umount", small], check=True)
    assert done.returncode == 1
    assert "Not enough room" in done.stderr
    assert left == []


def test_a_key_ring_is_kept_for_14_days_and_the_newest_always(installation: Installation, safe: Safe) -> None:
    place = safe.home / "lama"
    place.mkdir()
    old = {}
    for days in (1, 13, 15, 29, 31, 400):
        at = datetime.now(UTC) - timedelta(days=days)
        for kind in ("data", "keys"):
            path = place / f"dampingi-{at:%Y%m%dT%H%M%SZ}-{days:016x}.{kind}.age"
            path.write_bytes(b"old")
            old[days, kind] = path
    words = [str(place) if word == str(safe.place) else word for word in safe.words]
    assert installation.command(*words).returncode == 0
    there = {which for which, path in old.items() if path.exists()}
    assert there == {(1, "data"), (1, "keys"), (13, "data"), (13, "keys"), (15, "data"), (29, "data")}


def test_two_backups_at_once_do_not_meet(installation: Installation, safe: Safe) -> None:
    import fcntl

    with (safe.place / ".lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        done = installation.command(*safe.words)
    assert done.returncode == 2
    assert "Another backup is under way" in done.stderr


# -- a database that is named -------------------------------------------------------------------


@pytest.fixture
def named(cluster: Cluster) -> Iterator[dict[str, str]]:
    """Return an empty database of somebody's own server, named in the environment."""
    name = f"restored_{os.getpid()}"
    cluster.sql(f'CREATE DATABASE "{name}" OWNER {OWNER}', database="postgres")
    yield {"DATABASE_URL": cluster.url(database=name), "DAMPINGI_OWNER_URL": cluster.url(OWNER, name), "name": name}
    cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', database="postgres")


@pytest.mark.long
def test_it_is_restored_into_a_named_database_and_backed_up_from_there(
    safe: Safe, data: Path, empty: Installation, named: dict[str, str], cluster: Cluster
) -> None:
    name = named.pop("name")
    done = safe.restore(empty, data, **named)
    assert done.returncode == 0, done.stderr
    assert cluster.sql("SELECT mode FROM dampingi_installation", database=name) == "practice"
    assert not (empty.folder / "postgres").exists()
    key = {"DAMPINGI_ROOT_KEY": str(safe.root_key())}
    again = empty.command(*safe.words, **named, **key)
    assert again.returncode == 0, again.stderr
    again = safe.restore(empty, data, **named)
    assert again.returncode == 2
    assert "not empty" in again.stderr
    assert empty.command("verify-ledger", **named, **key).returncode == 0


def test_a_named_database_that_is_not_empty_is_left_as_it_is(
    safe: Safe, data: Path, empty: Installation, named: dict[str, str], cluster: Cluster
) -> None:
    name = named.pop("name")
    cluster.sql("CREATE TABLE payroll AS SELECT 1 AS n", database=name)
    done = safe.restore(empty, data, **named)
    _nothing_left(done, empty, "The database named by DATABASE_URL is not empty")
    assert cluster.sql("SELECT n FROM payroll", database=name) == "1"


@pytest.mark.long
def test_a_failed_restore_leaves_a_named_database_empty(
    safe: Safe, copy: Path, empty: Installation, named: dict[str, str], cluster: Cluster
) -> None:
    name = named.pop("name")
    other = copy.with_name("ledger.key")
    other.write_bytes(os.urandom(32))
    other.chmod(0o600)
    done = safe.restore(empty, copy, **named, DAMPINGI_LEDGER_KEY=str(other))
    _nothing_left(done, empty, "not the ledger key of this database")
    found = "SELECT count(*) FROM pg_tables WHERE schemaname !~ '^(pg_|information_)'"
    assert cluster.sql(found, database=name) == "0"
    assert safe.restore(empty, copy, **named).returncode == 0
