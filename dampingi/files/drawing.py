"""Having pictures made of what cannot be trusted: by a process of its own, with limits (P-15, T-21)."""

import contextlib
import json
import subprocess
import sys
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

PATIENCE = 30
_PROGRAM = Path(__file__).with_name("pictures.py")
_REFUSED = 3
_LARGEST_LINE = 1_000
_AT_ONCE = threading.BoundedSemaphore(2)

TOO_MANY_PIXELS = Obstacle(
    "too-many-pixels",
    say("Gambar ini terlalu besar bila dibuka: paling banyak 40 juta titik."),
    say("Minta ukuran yang lebih kecil, atau foto layarnya."),
)
NOT_READABLE = Obstacle(
    "cannot-be-drawn",
    say("Berkas ini rusak atau bukan gambar atau PDF yang sebenarnya."),
    say("Minta pengirimnya mengirim sekali lagi."),
)


class CannotDraw(Exception):
    """No picture can be made of it, and why."""

    def __init__(self, obstacle: Obstacle) -> None:
        """Keep what to say."""
        super().__init__(obstacle.code)
        self.obstacle = obstacle


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the process found: how many pages it has in all, whether it tells a place."""

    all: int
    place: bool


class Keeper(Protocol):
    """Takes pictures one by one."""

    def add_page(self, picture: bytes) -> None:
        """Keep the next picture."""
        ...


def draw(kind: str, chunks: Iterable[bytes], keep: Keeper) -> Drawn:
    """Hand a file to the process, and each picture it makes to ``keep``; raises ``CannotDraw``."""
    with _AT_ONCE:
        # Isolated: neither its folder nor the environment can bring it another library.
        made = subprocess.Popen(  # noqa: S603 -- our own program, a type from a fixed list
            [sys.executable, "-I", str(_PROGRAM), kind],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd="/",
        )
        timer = threading.Timer(PATIENCE, made.kill)
        timer.start()
        try:
            return _spoken_with(made, chunks, keep)
        finally:
            timer.cancel()
            made.kill()
            made.wait()


def _spoken_with(made: "subprocess.Popen[bytes]", chunks: Iterable[bytes], keep: Keeper) -> Drawn:
    assert made.stdin is not None  # noqa: S101 -- asked for above
    assert made.stdout is not None  # noqa: S101 -- asked for above
    with contextlib.suppress(BrokenPipeError):  # it ended early: its answer says why
        for chunk in chunks:
            made.stdin.write(chunk)
        made.stdin.close()
    line = made.stdout.readline(_LARGEST_LINE)
    pages = list(_kept(made.stdout, keep))
    code = made.wait()
    if code == _REFUSED:
        raise CannotDraw(TOO_MANY_PIXELS)
    try:
        said = json.loads(line)
        whole = code == 0 and len(pages) == said["pages"] > 0
    except (ValueError, KeyError, TypeError):
        whole = False
    if not whole:
        raise CannotDraw(NOT_READABLE)
    return Drawn(all=int(said["all"]), place=bool(said["place"]))


def _kept(out: IO[bytes], keep: Keeper) -> Iterator[None]:
    while len(size := out.read(4)) == 4:  # noqa: PLR2004 -- a length is four bytes
        picture = out.read(int.from_bytes(size, "big"))
        if len(picture) != int.from_bytes(size, "big"):
            return
        keep.add_page(picture)
        yield
