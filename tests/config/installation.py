"""A practice installation as a person has it: a folder, a port, a terminal, and the processes it leaves."""

import contextlib
import http.cookiejar
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dampingi.config.cluster import POINTER, Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
DAMPINGI = Path(sys.executable).with_name("dampingi")
PASSWORD = "latihan-untuk-uji"
COMPANION, INTAKE = "pendamping-6271@contoh.test", "pengaduan-6271@contoh.test"
READY = "Siap / ready"
PATIENCE = 180.0


def free_port() -> int:
    """Return a port nobody has just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A ``dampingi run`` or ``serve`` in a process group of its own, as a terminal starts it."""

    def __init__(self, installation: "Installation", word: str = "run", **more: str) -> None:
        self.log = installation.folder.with_name(f"{installation.folder.name}.log")
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [DAMPINGI, word],
                env=installation.environment(**more),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                cwd=ROOT,
            )

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def until(self, words: str) -> "Running":
        """Wait until it has said ``words``."""
        until = time.monotonic() + PATIENCE
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < until, self.said()
            time.sleep(0.05)
        return self

    def press(self, number: int = signal.SIGINT, *, times: int = 1) -> int:
        """Send a signal to the group, as Ctrl-C does, and wait for the end; return the exit status."""
        for _ in range(times):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)
            time.sleep(0.02)
        return self.process.wait(timeout=PATIENCE)


@dataclass(frozen=True, slots=True)
class Answer:
    """What the service answered, and from where."""

    status: int
    address: str
    text: str

    @property
    def json(self) -> Any:
        return json.loads(self.text)


class Browser:
    """Keeps cookies, follows where it is sent."""

    def __init__(self, base: str) -> None:
        self.base = base
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self._opener = urllib.request.build_opener(jar)

    def ask(self, path: str, *, fields: dict[str, str] | None = None) -> Answer:
        data = urllib.parse.urlencode(fields).encode() if fields is not None else None
        return _answer(self._opener, urllib.request.Request(self.base + path, data=data))

    def sign_in(self, email: str, password: str) -> Answer:
        page = self.ask("/masuk/").text
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert found
        fields = {"email": email, "password": password, "csrfmiddlewaretoken": found[1]}
        return self.ask("/masuk/", fields=fields)


def _answer(opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Answer:
    try:
        with opener.open(request, timeout=30) as got:
            return Answer(got.status, got.url, got.read().decode())
    except urllib.error.HTTPError as no:
        return Answer(no.code, request.full_url, no.read().decode())


class Installation:
    """One data folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.modes_before = self.modes()

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def accounts(self) -> Path:
        return self.folder / "demo-accounts.txt"

    def modes(self) -> dict[Path, int]:
        """Return the modes of the folders above."""
        return {p: p.stat().st_mode for p in self.folder.parents if p.exists()}

    def environment(self, **more: str) -> dict[str, str]:
        """Return a newcomer's environment: nothing of the tests' own."""
        ours = ("DAMPINGI_", "DJANGO_", "DATABASE_", "PYTEST_", "PG")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(ours) and k != "PORT"}
        return (
            kept
            | {
                "DAMPINGI_DATA": str(self.folder),
                "DAMPINGI_STATIC": str(self.folder.with_name("static")),
                "PORT": str(self.port),
            }
            | more
        )

    def run(self, **more: str) -> Running:
        return Running(self, **more)

    def command(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [DAMPINGI, *words],
            env=self.environment(**more),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
            cwd=ROOT,
        )

    def call(self, path: str, token: str, body: object = None, *, key: str = "") -> Answer:
        """Ask the API."""
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json", "Idempotency-Key": key}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.base}/api/v1{path}", data=data, headers=headers)
        return _answer(urllib.request.build_opener(), request)

    # -- what it leaves -----------------------------------------------------------------------

    @property
    def home(self) -> Path:
        """Where its database lies."""
        pointer = self.folder / "postgres" / POINTER
        return Path(pointer.read_text().strip()) if pointer.is_file() else self.folder / "postgres"

    def cluster(self) -> Cluster:
        return Cluster(self.folder / "postgres")

    def processes(self) -> dict[int, str]:
        """Return every process that knows the folder, by command line or environment."""
        marks = {os.fsencode(self.folder), os.fsencode(self.home)}
        if self.home.exists():
            marks.add(self.cluster()._tag.encode())
        found = {}
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and int(entry.name) != os.getpid():
                    line, around = (entry / "cmdline").read_bytes(), (entry / "environ").read_bytes()
                    if any(mark in line or mark in around for mark in marks):
                        found[int(entry.name)] = line.replace(b"\0", b" ").decode(errors="replace")
        return found

    def pids(self, *words: str) -> list[int]:
        """Return the processes whose command line has one of ``words``."""
        return sorted(pid for pid, line in self.processes().items() if any(w in line for w in words))

    def kill_all(self) -> None:
        """End everything at once and without warning, as a power cut does."""
        while left := self.processes():
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.02)

    def digest(self) -> dict[str, str]:
        """Return a digest of every table."""
        with self.cluster() as cluster:
            names = cluster.sql(
                "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                " WHERE schemaname !~ '^(pg_|information_schema$)' ORDER BY 1",
            ).splitlines()
            asked = "SELECT count(*) || ' ' || coalesce(md5(string_agg(t::text, '' ORDER BY t::text)), '') FROM {} t"
            return {name: cluster.sql(asked.format(name)) for name in names}

    def remove(self) -> None:
        """Leave nothing of it on this machine."""
        self.kill_all()
        kept = self.home / "socket-is-at"
        if kept.is_file():
            shutil.rmtree(kept.read_text().strip(), ignore_errors=True)
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)
