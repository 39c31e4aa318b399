"""What every command stands on: the data folder, a database, Django, and how it speaks."""

import contextlib
import ctypes
import fcntl
import os
import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from dampingi.config import installation
from dampingi.config.cluster import OWNER, Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
REFUSED = 2
FAILED = 1
RESTORING = "restoring"  # lies in a data folder whose restoring has not ended
_GOODBYE = 15.0  # seconds for children to end by themselves
_NOTHING_HERE = "Belum ada instalasi di {data}; jalankan `make run`. / No installation in {data}; run `make run` first."
_HALF_RESTORED = (
    "Pemulihan ke {data} belum selesai; jalankan `dampingi restore` lagi. / "
    "Restoring into {data} did not end; run `dampingi restore` again."
)
_RUNNING_HERE = "Sudah berjalan di {where}: {data}. / Already running at {where}: {data}."


class Stopped(Exception):
    """Somebody asked this command to end."""


class Busy(Exception):
    """Somebody runs this installation already; the message says where."""


def data_folder() -> Path:
    """Return the folder of this installation's files."""
    return Path(os.environ.get("DAMPINGI_DATA", "data")).absolute()


def say(text: str) -> None:
    """Tell whoever asked."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(text: str) -> None:
    """Tell what went wrong, or how far the work is."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def make_secret(folder: Path) -> None:
    """Make Django's own secret once."""
    path = folder / "django-secret.key"
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))


def environment() -> None:
    """Say to Django, and to every child, where things lie and which kind of installation this is."""
    os.environ["DAMPINGI_DATA"] = str(data_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dampingi.config.settings")
    if chosen := installation.chosen(data_folder()):
        os.environ["DAMPINGI_MODE"] = "real"
        os.environ.setdefault("DAMPINGI_ROOT_KEY", str(chosen.root_key))
        os.environ.setdefault("DAMPINGI_LEDGER_KEY", str(chosen.ledger_key))
        os.environ.setdefault("DAMPINGI_HOSTS", ",".join([*chosen.hosts, "127.0.0.1"]))


def make_folder(folder: Path) -> None:
    """Make the data folder. The server's account passes through, and sees no list of what is here."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o711 if os.getuid() == 0 else 0o700)


@contextlib.contextmanager
def only_one(folder: Path, address: str) -> Iterator[None]:
    """Be the only one that runs this installation; the kernel forgets it even after kill -9.

    Raises ``Busy``.
    """
    handle = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+", encoding="utf-8") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy(_RUNNING_HERE.format(where=door.read().strip(), data=folder)) from None
        door.truncate()
        door.write(address)
        door.flush()
        yield


def named_database() -> str:
    """Return the address of the database that somebody named, if any."""
    return os.environ.get("DAMPINGI_APP_URL") or os.environ.get("DATABASE_URL") or ""


@contextlib.contextmanager
def database(*, make: bool = False, restoring: bool = False) -> Iterator[Cluster | None]:
    """Have a database while the block runs: the one that is named, else a cluster of our own.

    Only a restore may have one whose restoring did not end.
    """
    environment()
    folder = data_folder()
    named = named_database()
    home = folder / "postgres"
    if (folder / RESTORING).exists() and not restoring:
        complain(_HALF_RESTORED.format(data=folder))
        raise SystemExit(REFUSED)
    if not named and not make and not home.exists():
        complain(_NOTHING_HERE.format(data=folder))
        raise SystemExit(REFUSED)
    make_folder(folder)
    make_secret(folder)
    if named:
        os.environ["DAMPINGI_APP_URL"] = named
        os.environ.setdefault("DAMPINGI_OWNER_URL", named)
        yield None
        return
    with Cluster(home) as cluster:
        os.environ["DAMPINGI_APP_URL"] = cluster.url()
        os.environ["DAMPINGI_OWNER_URL"] = cluster.url(OWNER)
        yield cluster


def start_django(*, owner: bool = False) -> None:
    """Set Django up in this process, as the application or as the owner of the tables."""
    os.environ["DAMPINGI_AS_OWNER"] = "1" if owner else "0"
    import django

    django.setup()


def now() -> datetime:
    """Return this moment."""
    from django.utils import timezone

    return timezone.now()


def stop_on_signals(what: Callable[[int, FrameType | None], Any] | signal.Handlers) -> None:
    """Do ``what`` when somebody asks this command to end."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, what)


def stopped(_number: int, _frame: FrameType | None) -> None:
    """End this command in order. Raises ``Stopped``."""
    stop_on_signals(signal.SIG_IGN)  # a second Ctrl-C does not cut the tidying short
    raise Stopped


def _die_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def child(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a child that Ctrl-C does not reach: its parent ends it in order."""
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 -- one thread, one system call
    )


def step(*arguments: str) -> int:
    """Run one part of the start to its end."""
    part = child("dampingi.config.command", *arguments)
    try:
        return part.wait()
    finally:
        end([part])


def end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """End children, by force where they do not listen."""
    for one in children:
        if one.poll() is None:
            one.terminate()
    until = time.monotonic() + _GOODBYE
    for one in children:
        try:
            one.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            one.kill()
            one.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(one.pid, signal.SIGKILL)  # workers whose master was killed
