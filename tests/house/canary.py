"""Markers that cannot be mistaken for anything, and a search that finds them in any clothes.

All markers of one sweep share a stem of random letters (or digits, where only digits fit), so one
search covers them all; the rest of each marker tells which field it came from. The search looks
through plain text in any case, UTF-16, hexadecimal, base64 at its three alignments, percent and
JSON escapes, and inside gzip, zlib and base64 streams; windows of eight letters find what
PostgreSQL's own compression leaves of a text it cannot compress.
"""

import base64
import binascii
import contextlib
import re
import secrets
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import md5, sha1, sha256
from pathlib import Path

from dampingi.kernel.fields import Field, Kind

_LETTERS = "ghijklmnopqrstuvwxyz"  # none of them a hexadecimal digit
_STEM = 16
_WINDOW = 8
_DEPTH = 3
_MOST_INSIDE = 16 * 1024 * 1024
_SHOWN = 40
_PIECE = 4_096


def _letters(count: int) -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(count))


def _digits(count: int) -> str:
    return "".join(secrets.choice("123456789") for _ in range(count))


@dataclass(frozen=True, slots=True)
class Needle:
    """One shape a marker can take; ``folded`` is looked for in small letters."""

    shape: str
    bytes: bytes
    folded: bool = True


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a marker was found, in which shape, with what stands around it."""

    place: str
    shape: str
    around: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The markers of one sweep."""

    stem: str = field(default_factory=lambda: _letters(_STEM).capitalize())
    number: str = field(default_factory=lambda: _digits(10))
    day: date = field(
        default_factory=lambda: date(1925, 1, 1) + timedelta(days=secrets.randbelow(9_000)),
    )
    said: list[str] = field(default_factory=list)
    made: list[str] = field(default_factory=list)  # secrets the house made itself

    def word(self, rest: str = "") -> str:
        """Return a new marker of letters; ``rest`` says where it goes in."""
        return f"{self.stem}{rest or _letters(8)}"

    def of(self, one: Field, *, place: str = "") -> object:
        """Return a marker of the kind that ``one`` takes, and remember it."""
        made = self._of(one, place)
        self.said.append(str(made))
        return made

    def _of(self, one: Field, place: str) -> object:
        match one.kind:
            case Kind.NIK:
                return f"{secrets.choice('67')}2{_digits(4)}{self.number}"
            case Kind.PHONE:
                return f"08{self.number}"
            case Kind.DATE:
                return self.day.isoformat()
            case Kind.PLACE:
                return place
            case Kind.LONG_TEXT:
                filler = [_letters(900) for _ in range(3)]
                return f"{self.word()} {filler[0]} {self.word()} {filler[1]} {filler[2]} {self.word()}"
            case _:
                return self.word()[: one.longest]

    def digests(self) -> set[str]:
        """Return the plain digests of everything said: with those a short text is found by trying."""
        forms = {form for text in self.said for form in (text, text.lower(), "+62" + text[1:], "62" + text[1:])}
        return {make(form.encode()).hexdigest() for form in forms for make in (sha256, sha1, md5)}

    def needles(self) -> list[Needle]:
        """Return every shape to look for."""
        found = [Needle("window", self.stem[i : i + _WINDOW].lower().encode()) for i in range(_WINDOW)]
        for text in (self.stem, self.number, *self.made):
            found += _shapes(text)
        return [*found, *_shapes(self.day.isoformat())]


def _shapes(text: str) -> Iterator[Needle]:
    yield Needle("plain", text.lower().encode())
    yield Needle("utf-16", text.lower().encode("utf-16-le"))
    yield Needle("utf-16", text.lower().encode("utf-16-be"))
    yield Needle("percent", "".join(f"%{ord(c):02x}" for c in text).encode())
    yield Needle("json", "".join(f"\\u{ord(c):04x}" for c in text).encode())
    for one in {text, text.lower(), text.upper()}:
        yield Needle("hex", one.encode().hex().encode())
        for shift in range(3):
            # What stands before the text changes the first letters, what follows the last ones.
            whole = base64.b64encode(b"\0" * shift + one.encode()).rstrip(b"=")
            cut = (len(one) + shift) * 8 // 6
            yield Needle("base64", whole[(shift * 8 + 5) // 6 : cut], folded=False)


_STREAMS = re.compile(rb"\x1f\x8b\x08|\x78[\x01\x5e\x9c\xda]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{32,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-f]{2}){16,}")


class Search:
    """Looks for one sweep's markers in bytes, files and folders."""

    def __init__(self, marks: Marks) -> None:
        """Prepare the needles."""
        self.needles = marks.needles()

    def bytes(self, place: str, data: bytes, depth: int = 0) -> list[Hit]:
        """Return what is found in ``data``, and in what is packed inside it."""
        folded = data.lower()
        found: list[Hit] = []
        for needle in self.needles:
            at = (folded if needle.folded else data).find(needle.bytes)
            if at >= 0:
                around = data[max(0, at - _SHOWN) : at + len(needle.bytes) + _SHOWN]
                found.append(Hit(place, needle.shape, ascii(around)))
        if depth < _DEPTH:
            for shape, inside in _inside(data):
                found += self.bytes(f"{place} → {shape}", inside, depth + 1)
        return found

    def text(self, place: str, text: str) -> list[Hit]:
        """Return what is found in ``text``."""
        return self.bytes(place, text.encode("utf-8", "surrogatepass"))

    def tree(self, folder: Path, *, but: tuple[str, ...] = ()) -> list[Hit]:
        """Return what is found in the files under ``folder``, and in their names."""
        found: list[Hit] = []
        for path in sorted(folder.rglob("*")):
            if any(part in path.parts for part in but):
                continue
            found += self.text(f"name of {path}", path.name)
            if path.is_symlink():
                found += self.text(f"link {path}", str(path.readlink()))
            elif path.is_file():
                found += self.bytes(str(path), path.read_bytes())
        return found

    def open_files(self, pids: list[int]) -> list[Hit]:
        """Return what is found in files that have no name any more but are held open."""
        found: list[Hit] = []
        for pid in pids:
            try:
                handles = list(Path(f"/proc/{pid}/fd").iterdir())
            except OSError:
                continue
            for handle in handles:
                try:
                    name = str(handle.readlink())
                    data = handle.read_bytes() if name.startswith("/") and name.endswith(" (deleted)") else b""
                except OSError:
                    continue
                found += self.bytes(f"{pid}: {name}", data)
        return found


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    view = memoryview(data)
    for match in _STREAMS.finditer(data):
        made = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it says it is
        inside = b""
        with contextlib.suppress(zlib.error):  # what came out before it broke counts
            for begin in range(match.start(), min(len(data), match.start() + _MOST_INSIDE), _PIECE):
                inside += made.decompress(view[begin : begin + _PIECE], _MOST_INSIDE)
                if made.eof or len(inside) > _MOST_INSIDE:
                    break
        if len(inside) >= _WINDOW:
            yield "deflate", inside
    for match in _BASE64.finditer(data):
        text = match[0].rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
        inside = _undo(text)
        # Only what is packed again is of interest: the rest is found by its own needles.
        if inside and _STREAMS.match(inside):
            yield "base64", inside
    for match in _HEX.finditer(data):
        yield "hex", bytes.fromhex(match[0].decode())


def _undo(text: bytes) -> bytes:
    try:
        return base64.b64decode(text + b"=" * (-len(text) % 4))
    except binascii.Error:
        return b""
