"""The form of a backup: an age file around a tar of numbered pieces, closed by a sealed list of them.

Whoever holds a recipient's key opens it without Dampingi (``docs/operations.md`` has the line). The
list (``manifest``) carries a digest of every part and every table, and an HMAC under a key derived
from the root key: recipients are public, so anybody could write a file that opens, but only this
installation one that is believed. A reader believes nothing before it has read the whole.
"""

import contextlib
import hashlib
import hmac
import io
import json
import os
import re
import tarfile
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Literal

import pyrage

FORMAT = 1
ABOUT, MANIFEST, SEAL = "about", "manifest", "seal"
Kind = Literal["data", "keys"]

_PIECE = 4 * 1024 * 1024
_BLOCK = 512
_LARGEST_LIST = 256 * 1024 * 1024  # of a manifest: names and digests of a million files
_MEMBER = re.compile(r"(?P<part>[^/].*)/(?P<number>\d{6})")


class Unusable(Exception):
    """A backup cannot be used; the message says what happened and what to do."""


CUT = (
    "{path}: berkas ini terpotong atau rusak; tidak ada yang dipulihkan. Ambil salinan lain. / "
    "this file is cut short or damaged; nothing was restored. Take another copy."
)
_NOT_FOR_THIS_KEY = (
    "{path}: kunci penerima ini tidak membukanya. Pakai kunci penerima yang lain. / "
    "this recipient's key does not open it. Use the other recipient's key."
)
_NO_BACKUP = "{path}: bukan cadangan Dampingi. / this is no backup of Dampingi."
_ALTERED = (
    "{path}: segelnya tidak cocok: berkas ini bukan buatan instalasi ini atau diubah; tidak ada yang dipulihkan. "
    "Ambil salinan lain. / its seal does not fit: this file was not made by this installation, or was altered; "
    "nothing was restored. Take another copy."
)
_NO_IDENTITY = "{path}: tidak ada kunci penerima (AGE-SECRET-KEY-1…) di sini. / there is no recipient's key (AGE-SECRET-KEY-1…) here."


@dataclass(slots=True)
class Counted:
    """How long a part is and what its digest is, counted while it passes."""

    length: int = 0
    _sum: Any = field(default_factory=hashlib.sha256)

    def add(self, piece: bytes) -> None:
        """Count a piece."""
        self.length += len(piece)
        self._sum.update(piece)

    def said(self) -> dict[str, Any]:
        """Return it as the manifest says it."""
        return {"bytes": self.length, "sha256": self._sum.hexdigest()}


# -- writing ----------------------------------------------------------------------------------

Part = tuple[str, Iterable[bytes]]


@dataclass(slots=True)
class Writing:
    """The parts of one file, as they pass; the manifest is asked for when they have."""

    about: Mapping[str, Any]
    parts: Iterable[Part]
    more: Callable[[], Mapping[str, Any]]
    key: bytes
    passed: Callable[[int], None] = lambda _count: None

    def tar(self) -> Iterator[bytes]:
        """Go over the bytes of the tar."""
        counts: dict[str, Any] = {}
        yield from self._part(ABOUT, [_canonical(self.about)], counts)
        for name, pieces in self.parts:
            yield from self._part(name, pieces, counts)
        manifest = _canonical({**self.about, **self.more(), "parts": counts})
        yield from self._part(MANIFEST, [manifest], {})
        yield from self._part(SEAL, [_seal(self.key, manifest)], {})
        yield bytes(2 * _BLOCK)

    def _part(self, name: str, pieces: Iterable[bytes], counts: dict[str, Any]) -> Iterator[bytes]:
        counted = Counted()
        for number, piece in enumerate(_evenly(pieces)):
            counted.add(piece)
            self.passed(len(piece))
            info = tarfile.TarInfo(f"{name}/{number:06}")
            info.size, info.mode = len(piece), 0o600
            yield info.tobuf(tarfile.PAX_FORMAT)
            yield piece
            yield bytes(-len(piece) % _BLOCK)
        counts[name] = counted.said()


def _evenly(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Go over the same bytes in pieces of one size; nothing at all is one empty piece."""
    held = bytearray()
    began = False
    for piece in pieces:
        held += piece
        while len(held) >= _PIECE:
            began = True
            yield bytes(held[:_PIECE])
            del held[:_PIECE]
    if held or not began:
        yield bytes(held)


def _canonical(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _seal(key: bytes, manifest: bytes) -> bytes:
    return hmac.digest(key, b"backup manifest 1|" + manifest, "sha256").hex().encode()


class _Read(io.RawIOBase):
    """What an iterator gives, as a file that is read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._held = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, into: Any) -> int:
        while not self._held:
            try:
                self._held = memoryview(next(self._pieces))
            except StopIteration:
                return 0
        count = min(len(into), len(self._held))
        into[:count] = self._held[:count]
        self._held = self._held[count:]
        return count


def write(path: Path, writing: Writing, recipients: Sequence[str]) -> None:
    """Write the whole, encrypted to every recipient, to a new file of this account alone, on the disk.

    No byte of it lies anywhere in clear. Raises ``OSError``; what a part raises passes as it is.
    """
    failed: list[BaseException] = []

    def pieces() -> Iterator[bytes]:
        try:
            yield from writing.tar()
        except BaseException as no:
            failed.append(no)  # age would say it in its own words
            raise

    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        try:
            pyrage.encrypt_io(
                io.BufferedReader(_Read(pieces()), _PIECE),
                file,
                [pyrage.x25519.Recipient.from_str(one) for one in recipients],
            )
        except BaseException:
            if failed:
                raise failed[0] from None
            raise
        file.flush()
        os.fsync(file.fileno())


# -- reading ----------------------------------------------------------------------------------


def identities(path: Path) -> list[Any]:
    """Return the recipients' keys in a file. Raises ``Unusable``."""
    try:
        lines = path.read_text(encoding="utf-8").split()
        found = [pyrage.x25519.Identity.from_str(line) for line in lines if line.startswith("AGE-SECRET-KEY-1")]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        found = []
    if not found:
        raise Unusable(_NO_IDENTITY.format(path=path))
    return found


def pieces(path: Path, keys: Sequence[Any]) -> Generator[tuple[str, bytes], None, None]:
    """Go over the pieces of a file in their order: the part's name and some of its bytes.

    What was given before an ``Unusable`` may be cut or forged. Raises ``Unusable``.
    """
    end, start = os.pipe()
    failed: list[str] = []

    def decrypt() -> None:
        # Closing says the last of it: whoever reads may have heard enough by then.
        with contextlib.suppress(BrokenPipeError), os.fdopen(start, "wb") as clear:
            try:
                with path.open("rb") as file:
                    pyrage.decrypt_io(file, clear, keys)
            except pyrage.DecryptError as no:
                failed.append(_NOT_FOR_THIS_KEY if "atching" in str(no) else CUT)
            except BrokenPipeError:
                pass  # whoever reads has heard enough
            except OSError:
                failed.append(CUT)

    thread = threading.Thread(target=decrypt, daemon=True)
    thread.start()
    try:
        with os.fdopen(end, "rb") as clear:
            yield from _members(path, clear)
            while clear.read(_PIECE):  # age tells a lost end only at the end
                pass
    except (tarfile.TarError, EOFError, Unusable) as no:
        thread.join()
        raise Unusable((failed or [CUT])[0].format(path=path)) from no
    finally:
        thread.join()
    if failed:
        raise Unusable(failed[0].format(path=path))


def _members(path: Path, clear: BinaryIO) -> Iterator[tuple[str, bytes]]:
    with tarfile.open(fileobj=clear, mode="r|") as box:
        for info in box:
            found, content = _MEMBER.fullmatch(info.name), box.extractfile(info)
            if found is None or content is None:
                raise Unusable(_NO_BACKUP.format(path=path))
            yield found["part"], content.read()


def about(path: Path, keys: Sequence[Any]) -> dict[str, Any]:
    """Return what a file says of itself in its first part, not yet believed. Raises ``Unusable``."""
    with contextlib.closing(pieces(path, keys)) as some:
        name, content = next(some, ("", b""))
    return _spoken(path, content if name == ABOUT else b"")


def believed(
    path: Path, keys: Sequence[Any], *, key: bytes, passed: Callable[[int], None] = lambda _count: None
) -> dict[str, Any]:
    """Read the whole of a file, keeping nothing, and return its manifest once all of it is proved.

    Raises ``Unusable``.
    """
    counts: dict[str, Counted] = {}
    kept: dict[str, bytearray] = {ABOUT: bytearray(), MANIFEST: bytearray(), SEAL: bytearray()}
    for name, piece in pieces(path, keys):
        passed(len(piece))
        if name in kept:
            kept[name] += piece
            if len(kept[name]) > _LARGEST_LIST:
                raise Unusable(_NO_BACKUP.format(path=path))
        if name not in {MANIFEST, SEAL}:
            counts.setdefault(name, Counted()).add(piece)
    manifest = bytes(kept[MANIFEST])
    if not hmac.compare_digest(_seal(key, manifest), bytes(kept[SEAL])):
        raise Unusable(_ALTERED.format(path=path))
    said = _spoken(path, manifest)
    first = _spoken(path, bytes(kept[ABOUT]))
    if {name: one.said() for name, one in counts.items()} != said["parts"] or not first.items() <= said.items():
        raise Unusable(_ALTERED.format(path=path))
    return said


def _spoken(path: Path, content: bytes) -> dict[str, Any]:
    try:
        said = json.loads(content)
    except ValueError:
        said = None
    if not isinstance(said, dict) or not isinstance(said.get("format"), int):
        raise Unusable(_NO_BACKUP.format(path=path))
    return said
