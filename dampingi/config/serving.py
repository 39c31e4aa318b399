"""Serving: a practice installation by ``run``, a real one by ``serve``, and the children of both.

Neither loads Django: each step is a child of its own, so that the role that owns the tables and the
role the application runs as never share a process.
"""

import argparse
import contextlib
import os
import resource
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path

from dampingi.config import ground, installation, upkeep
from dampingi.config.cluster import Cluster
from dampingi.config.ground import REFUSED, Busy, Stopped, complain, data_folder, say
from dampingi.config.installation import FEWEST_RECIPIENTS, Chosen

TICK_SECONDS = 30
BACKUP_EVERY = timedelta(hours=24)
_AGAIN = timedelta(hours=1)  # after a backup that failed
_PATIENCE = 60.0  # seconds until the first answer
_PORT_PATIENCE = 3.0  # seconds in which what a killed start left behind lets go of its port
_MOST_PORTS = 65_535

_BANNER = """
┌──────────────────────────────────────────────────────────────────────────────┐
│ LATIHAN. Semua orang dan kasus di sini rekaan. Jangan memasukkan data nyata. │
│ PRACTICE. Every person and case here is invented. Enter no real data.        │
└──────────────────────────────────────────────────────────────────────────────┘"""
_REAL = "NYATA: data orang sungguhan. / REAL: data of real people."
_NO_INSTALLATION = (
    "Belum ada instalasi nyata di {data}: jalankan `dampingi init`. / "
    "There is no real installation in {data}: run `dampingi init`."
)
_A_REAL_ONE = (
    "Ini instalasi nyata; `run` hanya untuk latihan. Jalankan `dampingi serve`. / "
    "This is a real installation; `run` is for practice only. Run `dampingi serve`."
)
_KEY_INSIDE = (
    "Kunci utama dan kunci catatan harus berada di luar folder data: sebutkan DAMPINGI_ROOT_KEY. / "
    "The root key and the ledger key must lie outside the data folder: name them by DAMPINGI_ROOT_KEY."
)
_DEMO_HERE = (
    "Ada akun latihan di sini; mulai dengan folder baru. / There are demo accounts here; begin with a new folder."
)
_FEW_RECIPIENTS = (
    "Cadangan harus dapat dibuka oleh dua penerima: `dampingi backup --new-recipient`, lalu tambahkan di {file}. / "
    "A backup must open for two recipients: `dampingi backup --new-recipient`, then add them in {file}."
)
_NO_PAPER = (
    "Lembar kunci belum ditulis dan dibaca ulang: `dampingi init --paper`. / "
    "The key sheet was not yet written and read back: `dampingi init --paper`."
)
_NO_BACKUP = "Belum ada cadangan: `dampingi backup`. / There is no backup yet: `dampingi backup`."
_NO_DRILL = (
    "Pemulihan belum pernah diuji: `dampingi restore --drill --identity BERKAS`. / "
    "Restoring was never tried: `dampingi restore --drill --identity FILE`."
)
_HALF = "Pemulihan di sini belum selesai: jalankan `dampingi restore` lagi. / A restore here did not end: run it again."
_PORT_TAKEN = "Port {port} sudah dipakai; pilih PORT lain. / Port {port} is taken; choose another PORT."
_NO_PORT = "PORT bukan nomor port: {said} / PORT is not the number of a port: {said}"
_DATABASE_BACK = "Basis data berhenti dan dijalankan lagi. / The database had ended and was started again."
_ENDED = "Selesai; tidak ada yang tertinggal berjalan. / Done; nothing is left running."


def run(_: argparse.Namespace) -> int:
    """Start a practice installation and stay until Ctrl-C."""
    os.environ["DAMPINGI_MODE"] = "practice"
    if installation.path(data_folder()).exists():
        complain(_A_REAL_ONE)
        return REFUSED
    return _serve(_Practice())


def serve(asked: argparse.Namespace) -> int:
    """Start a real installation and stay until Ctrl-C; refuse while a condition of H-24 is unmet."""
    if asked.practice:
        return run(asked)
    ground.environment()
    if unmet := list(unmet_conditions(data_folder())):
        complain("\n".join(unmet))
        return REFUSED
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no key is ever written into a core file
    return _serve(_Real())


def unmet_conditions(folder: Path) -> Iterator[str]:
    """Go over what H-24 asks before the first real name, and is not there yet.

    Only what was *never* done stands in the way: an old backup alarms, and never stops help.
    """
    chosen = installation.chosen(folder)
    if chosen is None:
        yield _NO_INSTALLATION.format(data=folder)
    if _keys_inside(folder, chosen):
        yield _KEY_INSIDE
    if (folder / "demo-accounts.txt").exists():
        yield _DEMO_HERE
    if (folder / ground.RESTORING).exists():
        yield _HALF
    if chosen is None:
        return
    if len(set(chosen.recipients)) < FEWEST_RECIPIENTS:
        yield _FEW_RECIPIENTS.format(file=installation.path(folder))
    for what, words in (
        (upkeep.What.PAPER, _NO_PAPER),
        (upkeep.What.BACKUP, _NO_BACKUP),
        (upkeep.What.DRILL, _NO_DRILL),
    ):
        if upkeep.last(folder, what).done_at is None:
            yield words


def _keys_inside(folder: Path, chosen: Chosen | None) -> bool:
    """Tell whether a key lies in the data folder, also by a link, or nobody said where it lies."""
    root = os.environ.get("DAMPINGI_ROOT_KEY", "")
    ledger = os.environ.get("DAMPINGI_LEDGER_KEY") or (str(chosen.ledger_key) if chosen else root)
    return not root or any(Path(key).resolve().is_relative_to(folder.resolve()) for key in (root, ledger))


# -- the two kinds ----------------------------------------------------------------------------


class _Practice:
    """Invented people, made at the first start."""

    steps = (("_prepare",), ("_fill",))

    def welcome(self) -> None:
        """Tell the accounts and that this is practice."""
        accounts = data_folder() / "demo-accounts.txt"
        if accounts.is_file():
            say(f"\n{accounts.read_text(encoding='utf-8')}\n({accounts})")
        say(_BANNER)

    def meanwhile(self) -> None:
        """Do nothing beside."""

    def end(self) -> None:
        """Leave nothing."""


class _Real:
    """Real people: backed up each day while it runs."""

    steps = (("_prepare",), ("_refuse_soft",))

    def __init__(self) -> None:
        """Know of no backup under way."""
        self._backup: subprocess.Popen[bytes] | None = None

    def welcome(self) -> None:
        """Say that this is no practice."""
        say(_REAL)

    def meanwhile(self) -> None:
        """Start the daily backup when it is due; a failed one is tried again after an hour."""
        if self._backup is not None:
            if self._backup.poll() is None:
                return
            self._backup = None
        known, at = upkeep.last(data_folder(), upkeep.What.BACKUP), datetime.now(UTC)
        rests = known.tried_at is not None and at - known.tried_at < _AGAIN
        if known.older_than(BACKUP_EVERY, at=at) and not rests:
            self._backup = ground.child("dampingi.config.command", "backup")

    def end(self) -> None:
        """End a backup that is under way: what it had written so far is thrown away."""
        if self._backup is not None:
            ground.end([self._backup])


Kind = _Practice | _Real


def _serve(kind: Kind) -> int:
    os.environ["DAMPINGI_AS_OWNER"] = "0"
    try:
        port = _port()
    except ValueError:
        complain(_NO_PORT.format(said=os.environ["PORT"]))
        return REFUSED
    folder = data_folder()
    ground.stop_on_signals(ground.stopped)
    children: list[subprocess.Popen[bytes]] = []
    with contextlib.ExitStack() as last:
        try:
            ground.make_folder(folder)
            last.enter_context(ground.only_one(folder, f"http://127.0.0.1:{port}"))
            if not _becomes_free(port):
                complain(_PORT_TAKEN.format(port=port))
                return REFUSED
            last.callback(say, _ENDED)
            cluster = last.enter_context(ground.database(make=isinstance(kind, _Practice)))
            last.callback(ground.end, children)
            last.callback(kind.end)
            return _stay(kind, children, port, cluster)
        except Busy as no:
            complain(str(no))
            return REFUSED
        except Stopped:
            say("")
            return 0
        finally:
            ground.stop_on_signals(signal.SIG_IGN)


def _stay(kind: Kind, children: list[subprocess.Popen[bytes]], port: int, cluster: Cluster | None) -> int:
    for part in (*kind.steps, ("manage", "collectstatic", "--noinput", "--verbosity=0")):
        if failed := ground.step(*part):
            return failed
    shared = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108 -- shared memory, not a file of ours
    children.append(
        ground.child(
            "gunicorn",
            "dampingi.config.wsgi",
            f"--bind=127.0.0.1:{port}",
            "--workers=2",
            "--threads=4",
            "--graceful-timeout=5",
            "--log-level=warning",
            "--no-control-socket",  # it would lie in the home folder
            *shared,
        ),
    )
    children.append(ground.child("dampingi.config.command", "tick", f"--every={TICK_SECONDS}"))
    address = f"http://127.0.0.1:{port}"
    if not _until(lambda: _answers(address), children, cluster):
        complain("Layanan tidak menjawab. / The service does not answer.")
        return 1
    kind.welcome()
    say(f"\nSiap / ready: {address}    (Ctrl-C: berhenti / stop)")
    while all(child.poll() is None for child in children):
        _keep_alive(cluster)
        kind.meanwhile()
        time.sleep(0.5)
    complain("Satu bagian layanan berhenti sendiri. / A part of the service ended by itself.")
    return 1


def _until(true: Callable[[], bool], children: Sequence[subprocess.Popen[bytes]], cluster: Cluster | None) -> bool:
    until = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > until or any(child.poll() is not None for child in children):
            return False
        _keep_alive(cluster)
        time.sleep(0.1)
    return True


def _keep_alive(cluster: Cluster | None) -> None:
    """Start our own database again where somebody, or a machine short of memory, killed it."""
    if cluster and not cluster.running():
        cluster.start()
        complain(_DATABASE_BACK)


# -- the address ------------------------------------------------------------------------------


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as got:  # noqa: S310 -- our own address
            return bool(got.status == HTTPStatus.OK)
    except (OSError, urllib.error.URLError):
        return False


def _port() -> int:
    """Return the port that is asked for. Raises ``ValueError``."""
    port = int(os.environ.get("PORT") or 8000)
    if not 0 < port <= _MOST_PORTS:
        raise ValueError(port)
    return port


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _becomes_free(port: int) -> bool:
    until = time.monotonic() + _PORT_PATIENCE
    while not _free(port):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True
