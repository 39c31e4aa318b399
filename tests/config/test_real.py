"""A real installation: made by `init`, kept apart from practice, looked at by `doctor` (H-24, H-06)."""

import http.client
import json
import os
import re
import shutil
import stat
import subprocess
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dampingi.keys import paper
from tests.config.installation import DAMPINGI, PATIENCE, READY, ROOT, Installation, Running
from tests.config.safekeeping import Safe

HEAD, WORD = "kepala@sukamara.example", "Panjang-dan-tidak-biasa-7"


class Real(Installation):
    """A real installation, with its keys and backups beside."""

    def __init__(self, home: Path) -> None:
        super().__init__(home / "data")
        self.home_of_all = home
        self.keys, self.backups = home / "kunci", home / "cadangan"
        self.safe = Safe(home, self)

    def options(self, **other: str) -> list[str]:
        said = {
            "--unit": "62.08",
            "--unit-name": "UPTD PPA Sukamara",
            "--province-name": "UPT PPA Kalimantan Tengah",
            "--head-name": "Dewi Lestari",
            "--head-email": HEAD,
            "--backups": str(self.backups),
            "--keys": str(self.keys),
            "--host": "layanan.sukamara.example",
        } | {f"--{name.replace('_', '-')}": value for name, value in other.items()}
        named = [word for one in self.safe.recipients for word in ("--recipient", one)]
        return ["init", *[word for pair in said.items() for word in pair], *named]

    def talk(self, words: list[str], answer: Callable[[str], str | None]) -> tuple[int, str]:
        """Answer what a command asks, as a person does; return its status and all it said."""
        child = subprocess.Popen(
            [DAMPINGI, *words],
            env=self.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
        )
        assert child.stdin is not None
        assert child.stdout is not None
        said, told = "", 0
        while piece := os.read(child.stdout.fileno(), 65_536):
            said += piece.decode()
            asked = said.rstrip("\n")
            if asked.endswith(": ") and len(asked) > told:
                told = len(asked)
                if (line := answer(said)) is None:
                    child.stdin.close()
                    break
                child.stdin.write(line.encode() + b"\n")
                child.stdin.flush()
        said += child.stdout.read().decode()
        return child.wait(timeout=PATIENCE), said

    def sheet(self, said: str) -> dict[str, list[str]]:
        """Return the groups of both keys as they were printed."""
        root, ledger = said.rpartition("KUNCI UTAMA / ROOT KEY\n")[2].split("KUNCI CATATAN / LEDGER KEY\n")[:2]
        found = [re.findall(r"\s\d+ (\S{5})(?=\s)", part.split("Tiap kelompok")[0]) for part in (root, ledger)]
        return dict(zip(("root", "ledger"), found, strict=True))


def diligent(said: str) -> str | None:
    """Answer as somebody who copied the sheet."""
    asked = said.rstrip("\n").rpartition("\n")[2]
    if "kelompok / group" not in asked:
        return WORD
    printed = said.split("Membaca kembali", maxsplit=1)[0]
    name = "root" if "ROOT KEY" in asked else "ledger"
    part = printed.partition("ROOT KEY\n")[2] if name == "root" else printed.partition("LEDGER KEY\n")[2]
    number = re.search(r"group (\d+):", asked)
    assert number
    found = re.search(rf"\s{number[1]} (\S{{5}})\s", part)
    assert found
    return found[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Real]:
    """Return a real installation that `init` made, its sheet read back."""
    one = Real(tmp_path_factory.mktemp("real"))
    status, said = one.talk(one.options(), diligent)
    assert status == 0, said
    one.said = said  # type: ignore[attr-defined]
    yield one
    left = one.processes()
    one.remove()
    assert left == {}


def _drop(installation: Installation, what: str) -> None:
    path = installation.folder / "upkeep.json"
    every = json.loads(path.read_text())
    every.pop(what, None)
    path.write_text(json.dumps(every))


# -- init ---------------------------------------------------------------------------------------


def test_h24_init_makes_the_keys_outside_the_data_and_marks_everything_real(made: Real) -> None:
    for name in ("root.key", "ledger.key"):
        path = made.keys / name
        assert path.stat().st_size == 32
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.keys.stat().st_mode) == 0o700
    assert not list(made.folder.glob("*root*"))
    assert not (made.folder / "ledger.key").exists()
    with made.cluster() as cluster:
        assert cluster.sql("SELECT mode FROM dampingi_installation") == "real"
        assert cluster.sql("SELECT code FROM access_unit ORDER BY 1").splitlines() == ["62", "62.08"]
        staff = cluster.sql("SELECT email, array_to_string(roles, ',') FROM access_staff")
        assert cluster.sql("SELECT count(*) FROM cases_case") == "0"
    assert staff == f"{HEAD}|intake,companion,supervisor,head,admin"
    assert made.command("verify-ledger").returncode == 0


def test_h24_the_sheet_that_was_printed_is_the_keys(made: Real, tmp_path: Path) -> None:
    sheet = made.sheet(made.said)  # type: ignore[attr-defined]
    for name in ("root", "ledger"):
        assert paper.read(name, sheet[name]) == (made.keys / f"{name}.key").read_bytes()
    lines = iter([" ".join(sheet["root"]), " ".join(sheet["ledger"])])
    status, said = made.talk(["init", "--from-paper", "--keys", str(tmp_path / "baru")], lambda _: next(lines))
    assert status == 0, said
    for name in ("root.key", "ledger.key"):
        assert (tmp_path / "baru" / name).read_bytes() == (made.keys / name).read_bytes()
        assert stat.S_IMODE((tmp_path / "baru" / name).stat().st_mode) == 0o600


def test_h24_a_sheet_that_is_misread_writes_no_key_and_names_the_group(made: Real, tmp_path: Path) -> None:
    sheet = made.sheet(made.said)  # type: ignore[attr-defined]
    wrong = list(sheet["root"])
    wrong[6] = wrong[5]
    lines = iter([" ".join(wrong), " ".join(sheet["ledger"])])
    status, said = made.talk(["init", "--from-paper", "--keys", str(tmp_path / "baru")], lambda _: next(lines))
    assert status == 2
    assert "group 7 was misread" in said
    assert not (tmp_path / "baru").exists()


def test_h24_until_the_sheet_was_read_back_it_does_not_serve(made: Real) -> None:
    before = (made.folder / "upkeep.json").read_text()
    _drop(made, "paper")
    status, said = made.talk(["init", "--paper"], lambda said: "AAAAA")
    assert status == 1
    assert "look at the sheet again" in said
    assert "dampingi init --paper" in made.command("serve").stderr
    status, said = made.talk(["init", "--paper"], diligent)
    assert status == 0, said
    assert "dampingi init --paper" not in made.command("serve").stderr
    (made.folder / "upkeep.json").write_text(before)


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"unit": "6208"}, "not a dotted code"),
        ({"head_email": "kepala-6208@contoh.test"}, "address of practice"),
        ({"head_email": "kepala"}, "not a mail address"),
        ({"host": "http://layanan/"}, "not the name of a host"),
        ({"unit_name": " "}, "This answer is needed"),
        ({"keys": "{data}/kunci"}, "keys must lie outside"),
        ({"backups": "{data}/cadangan"}, "backups must lie outside"),
    ],
    ids=lambda x: str(x)[:40],
)
def test_an_answer_that_cannot_be_taken_is_named_and_nothing_is_made(
    tmp_path: Path, other: dict[str, str], sentence: str
) -> None:
    one = Real(tmp_path)
    filled = {name: value.format(data=one.folder) for name, value in other.items()}
    status, said = one.talk(one.options(**filled), diligent)
    assert status == 2
    assert sentence in said
    assert not one.folder.exists()
    assert not one.keys.exists()


@pytest.mark.parametrize("word", ["pendek", "password1234", "1234567890123"])
def test_a_weak_password_of_the_head_is_refused_and_nothing_is_made(tmp_path: Path, word: str) -> None:
    one = Real(tmp_path)
    status, said = one.talk(one.options(), lambda _: word)
    assert status == 2
    assert "nothing was made" in said
    assert not one.folder.exists()


def test_one_recipient_is_too_few(tmp_path: Path) -> None:
    one = Real(tmp_path)
    one.safe.recipients = one.safe.recipients[:1] * 2
    status, said = one.talk(one.options(), diligent)
    assert status == 2
    assert "Two different recipients" in said
    assert not one.folder.exists()


def test_init_overwrites_neither_an_installation_nor_a_key(made: Real, tmp_path: Path) -> None:
    keys = {path.name: path.read_bytes() for path in made.keys.iterdir()}
    status, said = made.talk(made.options(), diligent)
    assert status == 2
    assert "there already" in said or "already" in said
    other = Real(tmp_path)
    status, said = other.talk(other.options(keys=str(made.keys)), diligent)
    assert status == 2
    assert "was not overwritten" in said
    assert {path.name: path.read_bytes() for path in made.keys.iterdir()} == keys
    assert not other.folder.exists()


# -- practice and real never meet ---------------------------------------------------------------


def test_h24_practice_commands_do_not_touch_a_real_installation(made: Real) -> None:
    before = made.digest()
    for words in (("run",), ("serve", "--practice")):
        done = made.command(*words)
        assert done.returncode == 2
        assert "real installation" in done.stderr
    assert made.digest() == before
    assert not made.accounts.exists()


def test_h24_a_real_database_is_refused_by_practice_wherever_it_is_named(made: Real, tmp_path: Path) -> None:
    other = Installation(tmp_path / "data")
    with made.cluster() as cluster:
        around = {"DATABASE_URL": cluster.url(), "DAMPINGI_OWNER_URL": cluster.url("dampingi_owner")}
        done = other.command("run", **around)
    assert done.returncode == 2
    assert "'real'" in done.stderr
    assert not other.accounts.exists()


def test_h24_init_refuses_a_practice_folder_and_serve_a_practice_database(
    installation: Installation, made: Real, tmp_path: Path
) -> None:
    words = made.options(keys=str(tmp_path / "k"))
    done = installation.command(*words)
    assert done.returncode == 2
    assert "practice folder" in done.stderr
    assert not (tmp_path / "k").exists()
    with installation.cluster() as cluster:
        around = {"DATABASE_URL": cluster.url(), "DAMPINGI_OWNER_URL": cluster.url("dampingi_owner")}
        done = made.command("migrate", **around)
    assert done.returncode == 2
    assert "'practice'" in done.stderr


# -- serve --------------------------------------------------------------------------------------


def test_h24_serve_names_every_condition_that_is_unmet(made: Real) -> None:
    before = (made.folder / "upkeep.json").read_text()
    for what in ("backup", "drill", "paper"):
        _drop(made, what)
    chosen = (made.folder / "installation.toml").read_text()
    one = made.safe.recipients[1]
    (made.folder / "installation.toml").write_text(chosen.replace(f', "{one}"', ""))
    (made.folder / "demo-accounts.txt").write_text("latihan")
    done = made.command("serve", DAMPINGI_LEDGER_KEY=str(made.folder / "ledger.key"))
    (made.folder / "demo-accounts.txt").unlink()
    (made.folder / "installation.toml").write_text(chosen)
    (made.folder / "upkeep.json").write_text(before)
    assert done.returncode == 2
    for sentence in (
        "must lie outside the data folder",
        "demo accounts",
        "two recipients",
        "dampingi init --paper",
        "no backup yet",
        "never tried",
    ):
        assert sentence in done.stderr
    assert made.processes() == {}


def _ready(made: Real) -> None:
    """Do what H-24 asks, as an operator does."""
    assert made.command("backup").returncode == 0
    done = made.command("restore", "--drill", "--identity", str(made.safe.identities[1]))
    assert done.returncode == 0, done.stderr
    assert "root key's own seal opened" in done.stdout


@pytest.mark.long
def test_h24_a_real_installation_is_restored_on_an_empty_machine_and_stays_real(made: Real, tmp_path: Path) -> None:
    _ready(made)
    data = max(made.backups.glob("*.data.age"))
    shutil.copytree(made.keys, tmp_path / "kunci")
    empty = Installation(tmp_path / "data")
    root = {"DAMPINGI_ROOT_KEY": str(tmp_path / "kunci" / "root.key")}
    done = empty.command("restore", str(data), "--identity", str(made.safe.identities[0]), **root)
    assert done.returncode == 0, done.stderr
    assert str(tmp_path / "kunci" / "root.key") in (empty.folder / "installation.toml").read_text()
    assert empty.command("verify-ledger").returncode == 0
    assert "real installation" in empty.command("run").stderr
    with empty.cluster() as cluster:
        assert cluster.sql("SELECT mode FROM dampingi_installation") == "real"
    left = empty.processes()
    empty.remove()
    assert left == {}


# -- doctor -------------------------------------------------------------------------------------


def _line(said: str, words: str) -> str:
    return next(line for line in said.splitlines() if words in line)


def test_doctor_says_of_each_promise_whether_it_holds_with_the_remedy_beside(made: Real) -> None:
    _ready(made)
    done = made.command("doctor")
    assert "Traceback" not in done.stderr
    lines = done.stdout.splitlines()
    assert len([line for line in lines if line.startswith(("✓", "✗"))]) == 21
    for at, line in enumerate(lines):
        if line.startswith("✗"):
            assert lines[at + 1].startswith("    → ")
        if line.startswith(("✓", "✗")):
            assert " / " in line
    for words in ("is on the disk", "role may only", "ledger is whole", "26 hours old", "tried 35 days", "read back"):
        assert _line(done.stdout, words).startswith("✓"), done.stdout


def test_doctor_fails_where_a_promise_is_broken_and_says_which(made: Real) -> None:
    _ready(made)
    upkeep = made.folder / "upkeep.json"
    before = upkeep.read_text()
    old = json.loads(before)
    for what, days in (("backup", 2), ("drill", 40)):
        old[what]["done_at"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    upkeep.write_text(json.dumps(old))
    upkeep.chmod(0o644)
    (made.keys / "root.key").chmod(0o600)
    made.keys.chmod(0o777)
    with made.cluster() as cluster:
        cluster.sql("GRANT UPDATE ON audit_line TO dampingi_app")
        cluster.sql("ALTER TABLE intake_report DISABLE ROW LEVEL SECURITY")
        done = made.command("doctor")
        cluster.sql("REVOKE UPDATE ON audit_line FROM dampingi_app")
        cluster.sql("ALTER TABLE intake_report ENABLE ROW LEVEL SECURITY")
    made.keys.chmod(0o700)
    upkeep.write_text(before)
    upkeep.chmod(0o600)
    assert done.returncode == 1
    for words, found in (
        ("26 hours old", ""),
        ("tried 35 days", ""),
        ("role may only", "public.audit_line, public.intake_report"),
        ("files of settings", "upkeep.json"),
        ("keys lie outside", "0777"),
    ):
        line = _line(done.stdout, words)
        assert line.startswith("✗"), line
        assert found in line


@pytest.mark.long
def test_doctor_believes_files_and_not_the_note(made: Real) -> None:
    _ready(made)
    moved = [path.rename(path.with_suffix(".away")) for path in made.backups.glob("*.keys.age")]
    done = made.command("doctor")
    for path in moved:
        path.rename(path.with_suffix(".age"))
    assert _line(done.stdout, "26 hours old").startswith("✗")
    assert "files are gone" in done.stdout


@pytest.mark.long
def test_doctor_tells_an_altered_ledger(made: Real) -> None:
    with made.cluster() as cluster:
        cluster.sql("UPDATE audit_line SET act = 'case.closed' WHERE act = 'staff.added'")
        done = made.command("doctor")
        cluster.sql("UPDATE audit_line SET act = 'staff.added' WHERE act = 'case.closed'")
    assert done.returncode == 1
    assert _line(done.stdout, "ledger is whole").startswith("✗")
    assert made.command("verify-ledger").returncode == 0


def test_doctor_tells_a_wrong_key(made: Real, tmp_path: Path) -> None:
    other = tmp_path / "root.key"
    other.write_bytes(os.urandom(32))
    other.chmod(0o600)
    done = made.command("doctor", DAMPINGI_ROOT_KEY=str(other))
    assert done.returncode == 1
    assert _line(done.stdout, "root key and ledger key fit").startswith("✗")


def test_doctor_of_practice_does_not_ask_what_practice_does_not_owe(installation: Installation) -> None:
    done = installation.command("doctor")
    assert _line(done.stdout, "no accounts of practice").startswith("–")
    assert "not owed" in _line(done.stdout, "second factor")
    assert _line(done.stdout, "role may only").startswith("✓")


# -- serving ------------------------------------------------------------------------------------


def _asks(made: Real, path: str) -> tuple[int, dict[str, list[str]], str]:
    """Ask as the proxy does that ends TLS before it."""
    asked = http.client.HTTPConnection("127.0.0.1", made.port, timeout=30)
    asked.request("GET", path, headers={"Host": "layanan.sukamara.example", "X-Forwarded-Proto": "https"})
    got = asked.getresponse()
    headers: dict[str, list[str]] = {}
    for name, value in got.getheaders():
        headers.setdefault(name.lower(), []).append(value)
    return got.status, headers, got.read().decode()


def test_h24_serve_starts_once_everything_is_there_and_says_nowhere_practice(made: Real) -> None:
    _ready(made)
    running = Running(made, "serve").until(READY)
    assert "NYATA" in running.said()
    assert "LATIHAN" not in running.said()
    status, headers, page = _asks(made, "/masuk/")
    assert status == 200
    assert "LATIHAN" not in page
    assert "practice" not in page.lower()
    cookies = headers["set-cookie"]
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert "; Secure" in cookie
    assert "max-age=31536000" in headers["strict-transport-security"][0]
    assert running.press() == 0
    assert made.processes() == {}


@pytest.mark.long
def test_h24_serve_does_not_answer_to_another_name_nor_beyond_this_machine(made: Real) -> None:
    _ready(made)
    running = Running(made, "serve").until(READY)
    asked = http.client.HTTPConnection("127.0.0.1", made.port, timeout=30)
    asked.request("GET", "/masuk/", headers={"Host": "lain.example"})
    assert asked.getresponse().status == 400
    listening = Path("/proc/net/tcp").read_text().splitlines()
    ours = [line.split()[1] for line in listening if line.split()[1].endswith(f":{made.port:04X}")]
    assert ours
    assert all(address.startswith("0100007F") for address in ours)
    assert running.press() == 0


@pytest.mark.long
def test_p21_serve_makes_the_daily_backup_when_it_is_due(made: Real) -> None:
    _ready(made)
    upkeep = made.folder / "upkeep.json"
    said = json.loads(upkeep.read_text())
    said["backup"] |= {"done_at": "2026-01-01T00:00:00+00:00", "tried_at": "2026-01-01T00:00:00+00:00"}
    upkeep.write_text(json.dumps(said))
    before = set(made.backups.glob("*.data.age"))
    running = Running(made, "serve").until("Cadangan selesai")
    assert len(set(made.backups.glob("*.data.age")) - before) == 1
    assert running.press() == 0
    assert made.processes() == {}


@pytest.mark.long
def test_h24_serve_does_not_start_beside_accounts_of_practice(made: Real) -> None:
    _ready(made)
    one = "UPDATE access_staff SET email = '{}' WHERE email = '{}'"
    with made.cluster() as cluster:
        cluster.sql(one.format("kepala-6208@contoh.test", HEAD))
    done = made.command("serve")
    with made.cluster() as cluster:
        cluster.sql(one.format(HEAD, "kepala-6208@contoh.test"))
    assert done.returncode == 2
    assert "demo accounts in this database" in done.stderr
    assert made.processes() == {}
