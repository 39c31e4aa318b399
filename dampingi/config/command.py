"""The command ``dampingi``: starting a practice installation, and what is done beside it.

``run`` itself loads no Django: each step is a child of its own, so that the role that owns the
tables and the role the application runs as never share a process.
"""

import argparse
import contextlib
import ctypes
import fcntl
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from types import FrameType
from typing import Any
from urllib.parse import unquote, urlsplit

from dampingi.config.cluster import OWNER, Cluster, ClusterFailed

REFUSED = 2
_INTERRUPTED = 130
TICK_SECONDS = 30
_PATIENCE = 60.0  # seconds until the first answer
_PORT_PATIENCE = 3.0  # seconds in which what a killed start left behind lets go of its port
_MOST_PORTS = 65_535
_GOODBYE = 15.0  # seconds for children to end by themselves
_ROOT = Path(__file__).resolve().parent.parent.parent
_NO_DATABASE = {"makemigrations", "collectstatic", "check", "help", "diffsettings", "--version", "version"}
_AS_OWNER = {"migrate", "sqlmigrate", "dbshell", "flush", "showmigrations"}

_BANNER = """
┌──────────────────────────────────────────────────────────────────────────────┐
│ LATIHAN. Semua orang dan kasus di sini rekaan. Jangan memasukkan data nyata. │
│ PRACTICE. Every person and case here is invented. Enter no real data.        │
└──────────────────────────────────────────────────────────────────────────────┘"""
_NOT_YET = (
    "Mode nyata belum dapat dijalankan: verifikasi dua langkah, cadangan dan pemulihan belum ada. / "
    "Real mode does not start yet: second factors, backup and restore have not landed."
)
_KEY_INSIDE = (
    "Kunci utama harus berada di luar folder data: sebutkan DAMPINGI_ROOT_KEY. / "
    "The root key must lie outside the data folder: name it by DAMPINGI_ROOT_KEY."
)
_DEMO_HERE = "Ada akun latihan di sini. / There are demo accounts here."
_NOTHING_HERE = "Belum ada instalasi di {data}; jalankan `make run`. / No installation in {data}; run `make run` first."


_RUNNING_HERE = "Sudah berjalan di {where}: {data}. / Already running at {where}: {data}."
_PORT_TAKEN = "Port {port} sudah dipakai; pilih PORT lain. / Port {port} is taken; choose another PORT."
_NO_PORT = "PORT bukan nomor port: {said} / PORT is not the number of a port: {said}"
_UNREACHED = (
    "Basis data tidak menjawab seperti seharusnya; periksa alamatnya, lalu jalankan `make run`. / "
    "The database does not answer as it should; check its address, then run `make run`: {why}"
)
_DATABASE_BACK = "Basis data berhenti dan dijalankan lagi. / The database had ended and was started again."
_NOT_OURS = (
    "{path}: akun ini tidak diizinkan; mungkin dibuat oleh akun lain. / "
    "this account may not; it may be another account's."
)


class Stopped(Exception):
    """Somebody asked this command to end."""


class Busy(Exception):
    """Somebody runs this installation already; the message says where."""


def data_folder() -> Path:
    """Return the folder of this installation's files."""
    return Path(os.environ.get("DAMPINGI_DATA", "data")).absolute()


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _complain(text: str) -> None:
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def _make_secret(folder: Path) -> None:
    """Make Django's own secret once."""
    path = folder / "django-secret.key"
    with contextlib.suppress(FileExistsError):
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(48))


def _environment() -> None:
    """Say to Django, and to every child, where things lie."""
    os.environ["DAMPINGI_DATA"] = str(data_folder())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dampingi.config.settings")


def _make_folder(folder: Path) -> None:
    """Make the data folder. The server's account passes through, and sees no list of what is here."""
    if not folder.exists():
        folder.mkdir(parents=True, mode=0o711 if os.getuid() == 0 else 0o700)


@contextlib.contextmanager
def _only_one(folder: Path, address: str) -> Iterator[None]:
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


@contextlib.contextmanager
def _database(*, make: bool = False) -> Iterator[Cluster | None]:
    """Have a database while the block runs: the one that is named, else a cluster of our own."""
    _environment()
    folder = data_folder()
    named = os.environ.get("DAMPINGI_APP_URL") or os.environ.get("DATABASE_URL")
    home = folder / "postgres"
    if not named and not make and not home.exists():
        _complain(_NOTHING_HERE.format(data=folder))
        raise SystemExit(REFUSED)
    _make_folder(folder)
    _make_secret(folder)
    if named:
        os.environ["DAMPINGI_APP_URL"] = named
        os.environ.setdefault("DAMPINGI_OWNER_URL", named)
        yield None
        return
    with Cluster(home) as cluster:
        os.environ["DAMPINGI_APP_URL"] = cluster.url()
        os.environ["DAMPINGI_OWNER_URL"] = cluster.url(OWNER)
        yield cluster


def _django(*, owner: bool = False) -> None:
    os.environ["DAMPINGI_AS_OWNER"] = "1" if owner else "0"
    import django

    django.setup()


def _now() -> datetime:
    from django.utils import timezone

    return timezone.now()


# -- the parts of a start, each a process of its own ------------------------------------------


def _prepare(_: argparse.Namespace) -> int:
    """Mark, migrate and grant, as the owner; nothing is written for a wrong database or key."""
    _django(owner=True)
    from django.conf import settings
    from django.db import connection

    from dampingi.config import database
    from dampingi.keys.actions import check_root
    from dampingi.keys.models import RootCheck
    from dampingi.keys.root import KeyRefused

    try:
        database.refuse_foreign(mode="practice")
        database.refuse_powers(unquote(urlsplit(settings.DAMPINGI_APP_URL).username or ""))
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [RootCheck._meta.db_table])
            (known,) = cursor.fetchone()
        if known:
            check_root(at=_now())
        database.prepare(mode="practice")
        check_root(at=_now())
    except (database.Refused, KeyRefused) as no:
        _complain(str(no))
        return REFUSED
    return 0


def _fill(_: argparse.Namespace) -> int:
    """Load the gazetteer and the practice data where they are missing, as the application's role."""
    _django()
    from django.db import transaction

    from dampingi.access.models import Unit
    from dampingi.config import demo
    from dampingi.places import actions as places
    from dampingi.places.models import Village

    gazetteer = _ROOT / "node_modules" / "idn-area-data"
    if gazetteer.is_dir() and not Village.objects.exists():
        _say("Memuat daftar wilayah … / Loading the gazetteer …")
        places.load(folder=gazetteer)
    if Unit.objects.exists():
        return 0
    _say("Mengarang data latihan … / Inventing practice data …")
    word = demo.password()
    with transaction.atomic():  # all of it and its password, or nothing: a stopped start begins anew
        accounts = demo.fill(at=_now(), word=word)
        wide = max((len(a.email) for a in accounts), default=0)
        lines = [f"{a.email:<{wide}}  {a.unit}: {a.role}" for a in accounts]
        _keep_accounts("\n".join([f"Kata sandi / password: {word}", "", *lines, ""]))
    return 0


def _keep_accounts(text: str) -> None:
    """Write the accounts where only this account reads them."""
    path = data_folder() / "demo-accounts.txt"
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _die_with_parent() -> None:
    """Ask the kernel to end this child when its parent is killed."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def _child(*arguments: str) -> subprocess.Popen[bytes]:
    """Start a child that Ctrl-C does not reach: its parent ends it in order."""
    return subprocess.Popen(
        [sys.executable, "-m", *arguments],
        start_new_session=True,
        preexec_fn=_die_with_parent,  # noqa: PLW1509 -- one thread, one system call
    )


def _step(*arguments: str) -> int:
    """Run one part of the start to its end."""
    child = _child("dampingi.config.command", *arguments)
    try:
        return child.wait()
    finally:
        _end([child])


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    """End children, by force where they do not listen."""
    for child in children:
        if child.poll() is None:
            child.terminate()
    until = time.monotonic() + _GOODBYE
    for child in children:
        try:
            child.wait(timeout=max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)  # workers whose master was killed


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=2) as got:  # noqa: S310 -- our own address
            return bool(got.status == HTTPStatus.OK)
    except (OSError, urllib.error.URLError):
        return False


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _stop_on_signals(what: Callable[[int, FrameType | None], Any] | signal.Handlers) -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, what)


def _stopped(_number: int, _frame: FrameType | None) -> None:
    _stop_on_signals(signal.SIG_IGN)  # a second Ctrl-C does not cut the tidying short
    raise Stopped


def _port() -> int:
    """Return the port that is asked for. Raises ``ValueError``."""
    port = int(os.environ.get("PORT") or 8000)
    if not 0 < port <= _MOST_PORTS:
        raise ValueError(port)
    return port


def _becomes_free(port: int) -> bool:
    until = time.monotonic() + _PORT_PATIENCE
    while not _free(port):
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def run(_: argparse.Namespace) -> int:
    """Start a practice installation and stay until Ctrl-C."""
    os.environ["DAMPINGI_MODE"] = "practice"
    os.environ["DAMPINGI_AS_OWNER"] = "0"
    try:
        port = _port()
    except ValueError:
        said = os.environ["PORT"]
        _complain(_NO_PORT.format(said=said))
        return REFUSED
    folder = data_folder()
    _stop_on_signals(_stopped)
    children: list[subprocess.Popen[bytes]] = []
    with contextlib.ExitStack() as last:
        try:
            _make_folder(folder)
            last.enter_context(_only_one(folder, f"http://127.0.0.1:{port}"))
            if not _becomes_free(port):
                _complain(_PORT_TAKEN.format(port=port))
                return REFUSED
            last.callback(_say, "Selesai; tidak ada yang tertinggal berjalan. / Done; nothing is left running.")
            cluster = last.enter_context(_database(make=True))
            last.callback(_end, children)
            return _serve_practice(children, port, cluster)
        except Busy as no:
            _complain(str(no))
            return REFUSED
        except Stopped:
            _say("")
            return 0
        finally:
            _stop_on_signals(signal.SIG_IGN)


def _serve_practice(children: list[subprocess.Popen[bytes]], port: int, cluster: Cluster | None) -> int:
    for part in ("_prepare", "_fill"):
        if failed := _step(part):
            return failed
    if failed := _step("manage", "collectstatic", "--noinput", "--verbosity=0"):
        return failed
    shared = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []  # noqa: S108 -- shared memory, not a file of ours
    children.append(
        _child(
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
    children.append(_child("dampingi.config.command", "tick", f"--every={TICK_SECONDS}"))
    address = f"http://127.0.0.1:{port}"
    until = time.monotonic() + _PATIENCE
    while not _answers(address):
        if time.monotonic() > until or any(child.poll() is not None for child in children):
            _complain("Layanan tidak menjawab. / The service does not answer.")
            return 1
        _keep_alive(cluster)
        time.sleep(0.1)
    accounts = data_folder() / "demo-accounts.txt"
    if accounts.is_file():
        _say(f"\n{accounts.read_text(encoding='utf-8')}\n({accounts})")
    _say(_BANNER)
    _say(f"\nSiap / ready: {address}    (Ctrl-C: berhenti / stop)")
    while all(child.poll() is None for child in children):
        _keep_alive(cluster)
        time.sleep(0.5)
    _complain("Satu bagian layanan berhenti sendiri. / A part of the service ended by itself.")
    return 1


def _keep_alive(cluster: Cluster | None) -> None:
    """Start our own database again where somebody, or a machine short of memory, killed it."""
    if cluster and not cluster.running():
        cluster.start()
        _complain(_DATABASE_BACK)


def serve(asked: argparse.Namespace) -> int:
    """Start a real installation: refused until what protects real people is there."""
    if asked.practice:
        return run(asked)
    why = [_NOT_YET]
    folder = data_folder().resolve()
    key = os.environ.get("DAMPINGI_ROOT_KEY")
    if not key or Path(key).resolve().is_relative_to(folder):
        why.append(_KEY_INSIDE)
    if (folder / "demo-accounts.txt").exists() or _has_demo_accounts():
        why.append(_DEMO_HERE)
    _complain("\n".join(why))
    return REFUSED


def _has_demo_accounts() -> bool:
    """Tell whether the named database knows an account of the practice installation."""
    if not (os.environ.get("DAMPINGI_APP_URL") or os.environ.get("DATABASE_URL")):
        return False
    _environment()
    _django()
    from django.db import DatabaseError

    from dampingi.access.models import Staff

    try:
        return Staff.objects.filter(email__endswith="@contoh.test").exists()
    except DatabaseError:
        return False


# -- beside a running installation, or without one --------------------------------------------


def token(asked: argparse.Namespace) -> int:
    """Print a new token for the API, and nothing else."""
    with _database():
        _django()
        from dampingi.access.actions import issue_token
        from dampingi.access.actor import acting_as
        from dampingi.kernel.refusals import Refusal

        try:
            with acting_as("command"):
                _say(issue_token(email=asked.email, days=asked.days, scope=asked.scope, at=_now()))
        except Refusal as no:
            for one in no.obstacles:
                _complain(f"{one.words} {one.remedy}".strip())
            return 1
    return 0


def verify_ledger(_: argparse.Namespace) -> int:
    """Read the whole ledger; say what was done to it."""
    with _database():
        _django(owner=True)
        from dampingi.audit import checkpoints
        from dampingi.audit.models import Head, Line
        from dampingi.audit.verifier import verify
        from dampingi.keys.root import KeyRefused

        try:
            found = verify(checkpoints=checkpoints.path())
        except KeyRefused as no:
            _complain(str(no))
            return REFUSED
        for one in found:
            _say(f"{one.unit_id} {one.seq}-{one.last} {one.what}: {one.words}")
        if found:
            return 1
        lines, chains = Line.objects.count(), Head.objects.count()
        _say(f"Utuh / intact: {lines} baris / lines, {chains} rantai / chains.")
    return 0


def migrate(_: argparse.Namespace) -> int:
    """Bring the tables and the grants of an installation to what this version needs."""
    with _database():
        return _prepare(_)


def tick(asked: argparse.Namespace) -> int:
    """Do what the clock asks for, once or again and again."""
    with _database():
        _django()
        from django.db import close_old_connections

        from dampingi.config import jobs

        if not asked.every:
            jobs.tick(at=_now())
            return 0
        _stop_on_signals(_stopped)
        with contextlib.suppress(Stopped):
            while True:
                try:
                    close_old_connections()
                    jobs.tick(at=_now())
                except Exception as error:  # noqa: BLE001 -- the clock goes on; no message, it may name somebody
                    _complain(f"tick: {type(error).__name__}")
                time.sleep(asked.every)
        _stop_on_signals(signal.SIG_IGN)
        _last_checkpoints()
    return 0


def _last_checkpoints() -> None:
    """Write the heads of the chains once more before the end."""
    from django.db import DatabaseError, connection

    from dampingi.access.actor import acting_as
    from dampingi.audit.checkpoints import write_checkpoints

    connection.close()
    with contextlib.suppress(DatabaseError), acting_as("checkpoints"):
        write_checkpoints(at=_now())


def manage(asked: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    words: list[str] = asked.words
    first = words[0] if words else "help"
    around = contextlib.nullcontext() if first in _NO_DATABASE else _database()
    _environment()
    with around:
        if first in _AS_OWNER:
            os.environ["DAMPINGI_AS_OWNER"] = "1"
        from django.core.management import execute_from_command_line

        execute_from_command_line(["dampingi manage", *words])
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dampingi", description="Dampingi.")
    parts = parser.add_subparsers(
        dest="part", required=True, metavar="run|serve|token|verify-ledger|migrate|tick|manage"
    )

    def part(name: str, what: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = parts.add_parser(name, description=what.__doc__)
        one.set_defaults(do=what)
        return one

    part("run", run)
    part("serve", serve).add_argument("--practice", action="store_true", help="the same as run")
    one = part("token", token)
    one.add_argument("email")
    one.add_argument("--days", type=int, default=1)
    one.add_argument("--scope", default="api")
    part("verify-ledger", verify_ledger)
    part("migrate", migrate)
    part("tick", tick).add_argument("--every", type=int, default=0, metavar="SECONDS")
    part("manage", manage).add_argument("words", nargs=argparse.REMAINDER)
    part("_prepare", _prepare)
    part("_fill", _fill)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    line = list(sys.argv[1:] if arguments is None else arguments)
    djangos = line[:1] == ["manage"]  # its options are Django's, not ours
    asked = argparse.Namespace(do=manage, words=line[1:]) if djangos else _parser().parse_args(line)
    try:
        return int(asked.do(asked))
    except ClusterFailed as no:
        _complain(str(no))
    except PermissionError as no:
        _complain(_NOT_OURS.format(path=no.filename))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as no:
        if not (why := _why_no_database(no)):
            raise
        _complain(_UNREACHED.format(why=why))
    return 1


def _why_no_database(error: Exception) -> str:
    """Return in a line why the database could not be asked; nothing for any other error."""
    if "django.db" not in sys.modules:
        return ""
    from django.db import OperationalError, ProgrammingError

    # The first line alone: what follows may quote what was asked.
    return str(error).partition("\n")[0] if isinstance(error, OperationalError | ProgrammingError) else ""


if __name__ == "__main__":
    sys.exit(main())
