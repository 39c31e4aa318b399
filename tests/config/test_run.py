"""The life of a practice installation: it starts, answers, ends, is killed, and goes on."""

import os
import random
import signal
import socket
import stat
import subprocess
import threading
import time
import urllib.error
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from tests.config.installation import COMPANION, INTAKE, PASSWORD, READY, Browser, Installation, free_port


def _report(words: str) -> dict[str, object]:
    return {
        "channel": "phone",
        "received_at": datetime.now(UTC).isoformat(),
        "victims": [{"sex": "female", "age_years": 30}],
        "incident": {"forms": ["physical"], "narrative": words},
    }


def _token(installation: Installation, email: str = INTAKE) -> str:
    done = installation.command("token", email)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_first_start_prints_the_accounts_and_keeps_them_for_this_account_alone(installation: Installation) -> None:
    told = installation.first.said()  # type: ignore[attr-defined]
    kept = installation.accounts.read_text()
    assert stat.S_IMODE(installation.accounts.stat().st_mode) == 0o600
    assert kept.strip() in told
    assert PASSWORD in kept
    assert "LATIHAN" in told
    assert f"http://127.0.0.1:{installation.port}" in told
    wanted = [f"{part}-6271" for part in ("pengaduan", "pendamping", "supervisor")]
    for name in [*wanted, "pengaduan-62", "pendamping-6201", "kepala-6208", "pelatihan-62", "data-62", "admin-62"]:
        assert f"{name}@contoh.test" in kept


def test_secrets_lie_closed_and_no_folder_above_was_opened(installation: Installation) -> None:
    for name in ("practice-root.key", "ledger.key", "django-secret.key"):
        assert stat.S_IMODE((installation.folder / name).stat().st_mode) == 0o600
    assert not stat.S_IMODE(installation.folder.stat().st_mode) & 0o066
    assert stat.S_IMODE((installation.home / "data").stat().st_mode) == 0o700
    assert installation.modes() == installation.modes_before


@pytest.mark.long
def test_a_second_start_takes_seconds_and_people_sign_in(installation: Installation) -> None:
    began = time.monotonic()
    running = installation.run().until(READY)
    assert time.monotonic() - began < 30  # two on an idle machine; a first start takes far longer
    browser = Browser(installation.base)
    assert browser.ask("/healthz").json == {"status": "ok", "database": "ok"}
    assert browser.sign_in(COMPANION, "salah-sama-sekali").address.endswith("/masuk/")
    inside = browser.sign_in(COMPANION, PASSWORD)
    assert inside.status == 200
    assert not inside.address.endswith("/masuk/")
    assert PASSWORD in running.said()  # told again, for whoever lost the window
    assert running.press() == 0
    assert installation.processes() == {}


@pytest.mark.parametrize(
    "number",
    [signal.SIGTERM, *(pytest.param(n, marks=pytest.mark.long) for n in (signal.SIGINT, signal.SIGHUP))],
    ids=lambda n: n.name,
)
def test_an_end_leaves_nothing_running(installation: Installation, number: signal.Signals) -> None:
    running = installation.run().until(READY)
    assert len(installation.pids("gunicorn", "tick", "postgres")) > 5
    assert running.press(number) == 0
    assert installation.processes() == {}


@pytest.mark.long
def test_pressing_twice_does_not_cut_the_tidying_short(installation: Installation) -> None:
    running = installation.run().until(READY)
    assert running.press(times=4) == 0
    assert installation.processes() == {}


@pytest.mark.long
def test_a_start_that_is_interrupted_leaves_nothing_and_the_next_one_begins_anew(nothing: Installation) -> None:
    for moment in (0.25, 0.6, 1.0, 1.6):
        running = nothing.run()
        time.sleep(moment)
        running.press()
        assert nothing.processes() == {}, moment
    running = nothing.run().until("Mengarang")
    time.sleep(1)
    assert running.press() == 0
    assert nothing.processes() == {}
    running = nothing.run().until(READY)
    password = nothing.accounts.read_text().splitlines()[0].split()[-1]
    assert len(password) >= 16  # nobody named one, so one was made
    inside = Browser(nothing.base).sign_in(COMPANION, password)
    assert not inside.address.endswith("/masuk/")
    assert running.press() == 0
    assert nothing.processes() == {}


@pytest.mark.parametrize(
    "killed",
    ["everything", *(pytest.param(one, marks=pytest.mark.long) for one in ("dampingi run", "gunicorn", "tick"))],
)
def test_after_kill_9_a_new_start_works_and_its_end_leaves_nothing(installation: Installation, killed: str) -> None:
    first = installation.run().until(READY)
    if killed == "everything":
        installation.kill_all()
    else:
        os.kill(installation.pids(killed)[0], signal.SIGKILL)
    first.process.wait(timeout=60)
    second = installation.run().until(READY)
    assert Browser(installation.base).ask("/healthz").status == 200
    assert second.press() == 0
    assert installation.processes() == {}


@pytest.mark.long
def test_a_database_that_is_killed_comes_back_by_itself(installation: Installation) -> None:
    running = installation.run().until(READY)
    os.kill(installation.pids("bin/postgres")[0], signal.SIGKILL)
    running.until("dijalankan lagi")
    until = time.monotonic() + 20
    while Browser(installation.base).ask("/healthz").status != 200:
        assert time.monotonic() < until
        time.sleep(0.1)
    assert running.press() == 0
    assert installation.processes() == {}


@pytest.mark.parametrize("rounds", [1, pytest.param(60, marks=pytest.mark.long)])
def test_r01_what_was_acknowledged_before_kill_9_is_there_after(installation: Installation, rounds: int) -> None:
    token = _token(installation)
    dice = random.Random()
    acknowledged: list[str] = []
    for _ in range(rounds):
        running = installation.run().until(READY)
        going = threading.Event()
        doubtful: list[tuple[str, dict[str, object]]] = []

        def post(going: threading.Event = going, doubtful: list = doubtful) -> None:
            while not going.is_set():
                key, body = str(uuid4()), _report("Dikirim sebelum mati listrik")
                try:
                    got = installation.call("/reports", token, body, key=key)
                except (OSError, urllib.error.URLError):
                    doubtful.append((key, body))
                    return
                if got.status == 201:
                    acknowledged.append(got.json["cases"][0]["number"])

        senders = [threading.Thread(target=post) for _ in range(3)]
        before = len(acknowledged)
        for sender in senders:
            sender.start()
        until = time.monotonic() + 30
        while len(acknowledged) < before + 2 and time.monotonic() < until:
            time.sleep(0.01)
        time.sleep(dice.uniform(0, 0.4))
        installation.kill_all()
        going.set()
        for sender in senders:
            sender.join()
        running.process.wait()
        assert len(acknowledged) > before
        running = installation.run().until(READY)
        lost = [n for n in acknowledged[before:] if installation.call(f"/cases/{n}", token).status != 200]
        assert lost == []
        for key, body in doubtful:  # sent again it is one report, whether or not the first had arrived
            first, again = (installation.call("/reports", token, body, key=key) for _ in range(2))
            assert first.status in {200, 201}
            assert (again.status, again.json["number"]) == (200, first.json["number"])
        assert running.press() == 0
    done = installation.command("verify-ledger")
    assert done.returncode == 0, done.stdout


def test_a_port_that_is_taken_is_said(installation: Installation) -> None:
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        other.bind(("127.0.0.1", installation.port))
        other.listen()
        done = installation.command("run")
    assert done.returncode == 2
    assert str(installation.port) in done.stderr
    assert "PORT" in done.stderr


@pytest.mark.parametrize("said", ["delapan", "0", "70000"])
def test_a_port_that_is_none_is_said(nothing: Installation, said: str) -> None:
    done = nothing.command("run", PORT=said)
    assert done.returncode == 2
    assert said in done.stderr
    assert not nothing.folder.exists()


@pytest.mark.long
def test_a_second_run_in_the_same_folder_is_told_where_the_first_answers(installation: Installation) -> None:
    running = installation.run().until(READY)
    done = installation.command("run", PORT=str(free_port()))
    assert done.returncode == 2
    assert installation.base in done.stderr
    assert Browser(installation.base).ask("/healthz").status == 200
    assert running.press() == 0


# -- keys -------------------------------------------------------------------------------------


_R16_EACH_TIME = {("practice-root.key", "another"), ("ledger.key", "short")}


@pytest.mark.parametrize(
    ("name", "how"),
    [
        pytest.param(name, how, marks=[] if (name, how) in _R16_EACH_TIME else [pytest.mark.long])
        for name in ("practice-root.key", "ledger.key")
        for how in ("another", "missing", "open", "short")
    ],
)
def test_r16_with_a_wrong_key_it_does_not_start_and_writes_nothing(
    installation: Installation, name: str, how: str
) -> None:
    path = installation.folder / name
    right, before = path.read_bytes(), installation.digest()
    try:
        if how == "missing":
            path.unlink()
        else:
            path.write_bytes({"another": os.urandom(32), "open": right, "short": right[:31]}[how])
            path.chmod(0o644 if how == "open" else 0o600)
        done = installation.command("run")
        assert path.exists() == (how != "missing")
    finally:
        path.write_bytes(right)
        path.chmod(0o600)
    assert done.returncode == 2
    assert name in done.stderr
    assert installation.digest() == before


def test_nobody_else_on_this_machine_reads_what_is_kept(installation: Installation) -> None:
    if os.getuid() != 0:
        pytest.skip("only root can become another account")
    secret = [installation.accounts, installation.folder / "practice-root.key", installation.home / "data" / "base"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'for path do test -r "$path" && echo "$path"; done; :', "sh", *secret],
        user=65_533,  # neither root nor the server's account
        group=65_533,
        extra_groups=[],
        check=True,
        capture_output=True,
        text=True,
        cwd="/",
    )
    assert done.stdout == ""
