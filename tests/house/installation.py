"""A practice installation of one's own: a process, a folder, a port, and browsers to drive it with.

It is the real thing: ``dampingi run`` with fsync on, its own temporary folder, its words in a file,
its mail in a folder. Nothing of the test session's own database is used.
"""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import requests

from dampingi.config.cluster import Cluster

ROOT = Path(__file__).resolve().parent.parent.parent
WORD = "latihan-untuk-uji"
PATIENCE = 300  # a machine that does much else at the same time
_ENDED = 60


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Installation:
    """Where things of one installation lie, and the commands in it."""

    def __init__(self, **more: str) -> None:
        """Make the folders; nothing runs yet."""
        self.folder = Path(tempfile.mkdtemp(prefix="dampingi-house-"))
        # The database's account passes through.
        self.folder.chmod(0o711)
        self.data, self.tmp, self.mail = (self.folder / name for name in ("data", "tmp", "mail"))
        for path in (self.tmp, self.mail):
            path.mkdir(mode=0o777)
            path.chmod(0o777)
        self.said = self.folder / "said.log"
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("DAMPINGI_", "DJANGO_", "DATABASE_URL"))}
        self.environment = kept | {
            "DAMPINGI_DATA": str(self.data),
            "DAMPINGI_STATIC": str(self.folder / "static"),
            "DAMPINGI_DEMO_PASSWORD": WORD,
            "DAMPINGI_EMAIL": "tests.house.installation.Folder",
            "HOUSE_MAIL": str(self.mail),
            "PORT": str(self.port),
            "TMPDIR": str(self.tmp),
            **more,
        }
        self._running: subprocess.Popen[bytes] | None = None

    def command(self, *words: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run one ``dampingi`` command here and return what it said."""
        done = subprocess.run(
            [sys.executable, "-m", "dampingi.config.command", *words],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        if check:
            assert done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.said.open("ab") as said:
            self._running = subprocess.Popen(
                [sys.executable, "-m", "dampingi.config.command", "run"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._running.poll() is None:
            with contextlib.suppress(requests.RequestException):
                if requests.get(f"{self.address}/healthz", timeout=5).ok:
                    return
            time.sleep(0.1)
        raise AssertionError(self.said.read_text(errors="replace")[-2_000:])

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        if self._running is not None and self._running.poll() is None:
            self._running.send_signal(signal.SIGINT)
            self._running.wait(timeout=_ENDED)
        self._running = None

    def remove(self) -> None:
        """Take everything away."""
        self.stop()
        home = self.cluster.home
        if not home.is_relative_to(self.folder):
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def cluster(self) -> Cluster:
        """Return its database server."""
        return Cluster(self.data / "postgres")

    def sql(self, text: str) -> str:
        """Run SQL as the superuser."""
        return self.cluster.sql(text)

    def dump(self) -> str:
        """Return everything the database holds, as ``pg_dump`` writes it."""
        cluster = self.cluster
        done = subprocess.run(
            [cluster._binaries() / "pg_dump", "--no-password", cluster.url("dampingi_owner")],
            env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
            capture_output=True,
            check=True,
        )
        return done.stdout.decode()

    def processes(self) -> list[int]:
        """Return the processes of this installation, its database server's included."""
        mine = str(self.data).encode()
        found = list(self.cluster._processes())
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError):
                if entry.name.isdigit() and b"DAMPINGI_DATA=" + mine in (entry / "environ").read_bytes():
                    found.append(int(entry.name))
        return found

    def browser(self, email: str = "") -> "Browser":
        """Return a browser, signed in where an address is named."""
        made = Browser(self.address)
        if email:
            made.sign_in(f"{email}@contoh.test")
        return made


@contextlib.contextmanager
def installation(**more: str) -> Iterator[Installation]:
    """Have a running installation while the block runs."""
    made = Installation(**more)
    try:
        made.start()
        yield made
    finally:
        made.remove()


@dataclass(slots=True)
class Form:
    """One form of a page: where it goes, what it holds, its buttons."""

    action: str
    method: str
    held: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    buttons: list[tuple[str, str]] = field(default_factory=list)


class Page(HTMLParser):
    """What a page holds: its title, its addresses, its forms."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__(convert_charrefs=True)
        self.title, self.addresses, self.forms = "", [], []
        self.inputs: list[dict[str, str]] = []
        self._form: Form | None = None
        self._select = self._text = ""
        self._in_title = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        """Take a tag."""
        said = {name: value or "" for name, value in attrs}
        self.addresses += [said[name] for name in ("href", "src", "action", "formaction") if name in said]
        if tag == "title":
            self._in_title = True
        elif tag == "form":
            self._form = Form(said.get("action", ""), said.get("method", "get").lower())
            self.forms.append(self._form)
        elif tag in ("input", "textarea", "select"):
            self.inputs.append({"tag": tag, **said})
        if self._form is not None:
            self._part(self._form, tag, said)

    def _part(self, form: Form, tag: str, said: Mapping[str, str]) -> None:
        name = said.get("name", "")
        if tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(said.get("value", ""))
            if "selected" in said:
                form.held[self._select] = [said.get("value", "")]
        elif not name:
            return
        elif tag == "button":
            form.buttons.append((name, said.get("value", "")))
        elif tag == "select":
            self._select = name
            form.kinds[name] = "select"
        elif tag == "textarea":
            self._text = name
            form.kinds[name], form.held[name] = "textarea", [""]
        elif tag == "input":
            self._input(form, name, said)

    def _input(self, form: Form, name: str, said: Mapping[str, str]) -> None:
        kind = said.get("type", "text")
        form.kinds[name] = kind
        if kind in ("radio", "checkbox"):
            form.choices.setdefault(name, []).append(said.get("value", "on"))
            if "checked" in said:
                form.held.setdefault(name, []).append(said.get("value", "on"))
        elif kind == "submit":
            form.buttons.append((name, said.get("value", "")))
        else:
            form.held[name] = [said.get("value", "")]

    def handle_data(self, data: str) -> None:
        """Take text."""
        if self._in_title:
            self.title += data
        if self._text and self._form is not None:
            self._form.held[self._text][0] += data

    def handle_endtag(self, tag: str) -> None:
        """Leave a tag."""
        if tag == "title":
            self._in_title = False
        elif tag == "textarea":
            self._text = ""
        elif tag == "select":
            self._select = ""
        elif tag == "form":
            self._form = None


@dataclass(slots=True)
class Seen:
    """What a browser's history and address bar would keep of one answer."""

    method: str
    path: str
    status: int
    title: str
    outside: str  # everything but the body: addresses, headers, cookies


class Browser:
    """A client with cookies that remembers addresses and titles; it follows no redirect by itself."""

    def __init__(self, address: str) -> None:
        """Begin without cookies."""
        self.address = address
        self.session = requests.Session()
        self.session.trust_env = False
        self.seen: list[Seen] = []
        self.token = ""

    def get(self, path: str, **more: object) -> requests.Response:
        """Ask for a page."""
        return self._take(self.session.get(self._at(path), allow_redirects=False, timeout=60, **more))

    def post(self, path: str, data: object = None, **more: object) -> requests.Response:
        """Send a form, with the token of the last page."""
        if isinstance(data, Mapping):
            data = {"csrfmiddlewaretoken": self.token, **data}
        return self._take(self.session.post(self._at(path), data=data, allow_redirects=False, timeout=60, **more))

    def follow(self, answer: requests.Response) -> requests.Response:
        """Go where an answer leads."""
        while answer.is_redirect:
            answer = self.get(answer.headers["Location"])
        return answer

    def sign_in(self, email: str, password: str = WORD) -> requests.Response:
        """Sign in."""
        self.get("/masuk/")
        answer = self.post("/masuk/", {"email": email, "password": password})
        self.follow(answer)
        return answer

    def _at(self, path: str) -> str:
        return urljoin(self.address, path)

    def _take(self, answer: requests.Response) -> requests.Response:
        page = None
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            page = Page(answer.text)
            if found := re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', answer.text):
                self.token = found[1]
        parts = urlsplit(answer.url)
        # A number one may phone is shown to whoever opened the name; it is no address of ours.
        shown = [a for a in (page.addresses if page else ()) if not a.startswith("tel:")]
        kept = [*shown, *(f"{k}: {v}" for k, v in answer.headers.items())]
        self.seen.append(
            Seen(
                answer.request.method or "",
                parts.path + (f"?{parts.query}" if parts.query else ""),
                answer.status_code,
                page.title if page else "",
                "\n".join(kept),
            ),
        )
        return answer


def __getattr__(name: str) -> object:
    """Return the mail backend, which needs Django's settings and so is made when it is asked for."""
    if name != "Folder":
        raise AttributeError(name)
    from django.core.mail.backends.filebased import EmailBackend

    class Folder(EmailBackend):
        """Mail in a folder, one file for each connection."""

        def __init__(self, *args: object, **kwargs: object) -> None:
            super().__init__(*args, file_path=os.environ["HOUSE_MAIL"], **kwargs)

    return Folder
