"""What both applications stand on: one PostgreSQL of the bench's own, two databases, two servers."""

import contextlib
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".cache" / "bench"
PASSWORD = "bench-bench-bench"
TOKEN = "plain-" + "t" * 40
WORKERS, THREADS = 2, 4
OURS, PLAIN = "ours", "plain"
NAMES = {OURS: "bench_ours", PLAIN: "bench_plain"}
SETTINGS = {OURS: "dampingi.config.settings", PLAIN: "bench.plain.settings"}


class Ground:
    """A running cluster in ``.cache/bench`` (real fsync) and what is loaded into it."""

    def __init__(self, home: Path = HOME) -> None:
        from dampingi.config.cluster import OWNER, Cluster

        self.home, self.owner = home, OWNER
        home.mkdir(parents=True, exist_ok=True)
        self.cluster = Cluster(home / "postgres")
        self.data = home / "data"

    @property
    def environment(self) -> dict[str, str]:
        """Return what every child is told."""
        dropped = {"DATABASE_URL", "DAMPINGI_ROOT_KEY", "DAMPINGI_LEDGER_KEY", "DAMPINGI_SECURE"}
        return {k: v for k, v in os.environ.items() if k not in dropped} | {
            "PYTHONPATH": str(ROOT),
            "DJANGO_SETTINGS_MODULE": SETTINGS[OURS],
            "DAMPINGI_DATA": str(self.data),
            "DAMPINGI_MODE": "practice",
            "DAMPINGI_AS_OWNER": "0",
            "DAMPINGI_SECRET_KEY": "only-for-measuring",
            "DAMPINGI_STATIC": str(self.home / "static"),
            "DAMPINGI_APP_URL": self.cluster.url(database=NAMES[OURS]),
            "DAMPINGI_OWNER_URL": self.cluster.url(self.owner, NAMES[OURS]),
            "BENCH_PLAIN_URL": self.cluster.url(self.owner, NAMES[PLAIN]),
        }

    def python(self, *arguments: str, **more: str) -> subprocess.Popen[str]:
        """Start a child of this Python in the project."""
        return subprocess.Popen(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment | more,
            stdout=subprocess.PIPE,
            text=True,
        )

    def done(self, *arguments: str, **more: str) -> str:
        """Run a child to its end and return what it said; raise where it failed."""
        child = self.python(*arguments, **more)
        said, _ = child.communicate()
        if child.returncode:
            message = f"{' '.join(arguments)} failed: {said}"
            raise RuntimeError(message)
        return said.strip()

    def load(self, count: int, now: datetime) -> None:
        """Make both databases anew and fill them with the same ``count`` cases, at the same time."""
        shutil.rmtree(self.data, ignore_errors=True)
        self.data.mkdir(parents=True, mode=0o700)
        for name in NAMES.values():
            self.cluster.sql(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)", database="postgres")
            self.cluster.sql(f"CREATE DATABASE {name} OWNER {self.owner}", database="postgres")
        self.done("-m", "dampingi.config.command", "_prepare")
        plain = {"DJANGO_SETTINGS_MODULE": SETTINGS[PLAIN]}
        children = [
            self.python("-m", "bench.ours", str(count), now.isoformat()),
            self.python("-m", "bench.plain.load", str(count), now.isoformat(), **plain),
        ]
        said = [child.communicate()[0] for child in children]
        if any(child.returncode for child in children):
            message = f"loading failed: {said}"
            raise RuntimeError(message)
        self.settle()

    def put_aside(self) -> None:
        """Keep a copy of what was loaded, so that a later run may begin from the same."""
        for name in NAMES.values():
            self._copy(name, f"{name}_loaded")
        shutil.rmtree(self._aside, ignore_errors=True)
        shutil.copytree(self.data, self._aside)

    def take_back(self) -> None:
        """Begin again from what was put aside."""
        for name in NAMES.values():
            self._copy(f"{name}_loaded", name)
        shutil.rmtree(self.data, ignore_errors=True)
        shutil.copytree(self._aside, self.data)
        self.done("-m", "dampingi.config.command", "_prepare")  # policies as they are now
        self.settle()

    @property
    def _aside(self) -> Path:
        return self.home / "data-loaded"

    def _copy(self, name: str, to: str) -> None:
        self.cluster.sql(f"DROP DATABASE IF EXISTS {to} WITH (FORCE)", database="postgres")
        self.cluster.sql(f"CREATE DATABASE {to} TEMPLATE {name} STRATEGY FILE_COPY OWNER {self.owner}", database="postgres")

    def settle(self) -> None:
        """Do at once what autovacuum and the checkpointer would do in their own time."""
        for name in NAMES.values():
            self.cluster.sql("VACUUM ANALYZE", database=name)
        self.cluster.sql("CHECKPOINT", database="postgres")

    def verify(self) -> str:
        """Run ``dampingi verify-ledger`` over what was loaded; raise where it finds anything."""
        self.done("-m", "dampingi.config.command", "tick")
        return self.done("-m", "dampingi.config.command", "verify-ledger")

    def token(self) -> str:
        """Return a token of Dampingi's own for the officer who takes reports."""
        return self.done("-m", "dampingi.config.command", "token", "intake0@contoh.test")

    def plans(self, database: str, sql: str) -> str:
        """Return what ``sql`` answers, as the owner."""
        return self.cluster.sql(sql, database=NAMES[database])

    @contextlib.contextmanager
    def serving(self) -> Iterator[Mapping[str, int]]:
        """Serve both with the same server, workers and threads; give the port of each."""
        self.done("-m", "dampingi.config.command", "manage", "collectstatic", "--noinput", "--verbosity=0")
        ports = {OURS: 8791, PLAIN: 8792}
        modules = {OURS: "dampingi.config.wsgi", PLAIN: "bench.plain.wsgi"}
        children = [self._gunicorn(one, modules[one], port) for one, port in ports.items()]
        try:
            for port in ports.values():
                _until_answering(port, children)
            yield ports
        finally:
            for child in children:
                child.terminate()
            for child in children:
                child.wait(timeout=20)

    def _gunicorn(self, whose: str, module: str, port: int) -> subprocess.Popen[bytes]:
        shared = ["--worker-tmp-dir", "/dev/shm"] if os.access("/dev/shm", os.W_OK) else []
        line = [f"--bind=127.0.0.1:{port}", f"--workers={WORKERS}", f"--threads={THREADS}", "--log-level=warning", "--no-control-socket", *shared]
        settings = {"DJANGO_SETTINGS_MODULE": SETTINGS[whose]}
        return subprocess.Popen([sys.executable, "-m", "gunicorn", module, *line], cwd=ROOT, env=self.environment | settings)


def _until_answering(port: int, children: Sequence[subprocess.Popen[bytes]]) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and all(child.poll() is None for child in children):
        with contextlib.suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2):
            return
        time.sleep(0.1)
    message = f"nobody answers on port {port}"
    raise RuntimeError(message)


def fresh_key() -> str:
    """Return a key for one sending."""
    return secrets.token_hex(12)
