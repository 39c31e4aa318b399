"""Sealed bytes on the disk: they arrive sealed, are kept under a random name, and go with their key.

Not one plaintext byte is written. What is still arriving lies in ``arriving/`` and is moved into
place whole; a name tells nothing, and a size only its order. Without the key in the database, itself
sealed under the key of the case, a file here is noise.
"""

import os
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dampingi.files.rules import padded
from dampingi.kernel.ids import new_id
from dampingi.keys import stream
from dampingi.keys.stream import CHUNK, Unreadable

__all__ = ["Arriving", "Full", "Pages", "Unreadable", "folder", "has_room", "path_of", "read", "read_page"]

HEAD = 64 * 1024
TAIL = 512 * 1024
ARRIVING = "arriving"
RESERVE = 500 * 1024 * 1024  # left for the database: a report must always be writable
_NAME_BYTES = 20


class Full(OSError):
    """The disk has no room."""


def folder() -> Path:
    """Return where sealed files lie."""
    return Path(settings.DAMPINGI_DATA) / "files"


def path_of(name: str) -> Path:
    """Return where the sealed file of that random name lies, and its pictures."""
    return folder() / name[:2] / name


def has_room(size: int = 0) -> bool:
    """Tell whether ``size`` more bytes leave the database its reserve."""
    home = folder()
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    return shutil.disk_usage(home).free - size > RESERVE


def _place(file_id: UUID, part: int) -> bytes:
    return b"|".join((b"file", file_id.bytes, part.to_bytes(4, "big")))


@dataclass(slots=True)
class _Writer:
    """Writes one sealed stream, chunk by chunk, padded at its end."""

    path: Path
    sealer: stream.Sealer
    _handle: int = -1
    _rest: bytearray = field(default_factory=bytearray)
    _count: int = 0

    def __post_init__(self) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._handle = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._put(self.sealer.header)

    def write(self, plain: bytes) -> None:
        self._count += len(plain)
        self._rest += plain
        # One chunk is held back: only the end knows which is the last.
        while len(self._rest) > CHUNK:
            self._put(self.sealer.chunk(bytes(self._rest[:CHUNK])))
            del self._rest[:CHUNK]

    def finish(self) -> None:
        left = padded(self._count) - self._count
        while left:
            self.write(bytes(min(left, CHUNK)))
            left -= min(left, CHUNK)
        self._put(self.sealer.chunk(bytes(self._rest), last=True))
        os.fsync(self._handle)
        self.close()

    def close(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)
            self._handle = -1

    def _put(self, sealed: bytes) -> None:
        try:
            while sealed:
                sealed = sealed[os.write(self._handle, sealed) :]
        except OSError as error:
            raise Full from error


@dataclass(slots=True)
class Arriving:
    """A file that is still arriving: sealed as it comes, its ends kept in memory to be looked at.

    It stops writing once it is larger than ``limit``; ``full`` tells that the disk had no room.
    """

    limit: int
    id: UUID = field(default_factory=new_id)
    name: str = field(default_factory=lambda: secrets.token_hex(_NAME_BYTES))
    key: bytes = field(default_factory=stream.new_key, repr=False)
    size: int = 0
    full: bool = False
    head: bytes = field(default=b"", repr=False)
    tail: bytes = field(default=b"", repr=False)
    _digest: "sha256" = field(default_factory=sha256, repr=False)  # type: ignore[valid-type]  # hashlib names no type
    _writer: _Writer | None = None

    def write(self, plain: bytes) -> None:
        """Take the next bytes; they are sealed before they reach the disk."""
        self.size += len(plain)
        if self.full or self.size > self.limit:
            self.discard()
            return
        self._digest.update(plain)  # type: ignore[attr-defined]  # as above
        if len(self.head) < HEAD:
            self.head += plain[: HEAD - len(self.head)]
        self.tail = (self.tail + plain)[-TAIL:]
        try:
            if self._writer is None:
                self._writer = _Writer(self._path(), stream.Sealer(self.key, place=_place(self.id, 0)))
            self._writer.write(plain)
        except OSError:
            self.full = True
            self.discard()

    def finish(self) -> None:
        """Say that all has come; what lies on the disk can be opened from here on."""
        if self._writer is None:
            return
        try:
            self._writer.finish()
        except OSError:
            self.full = True
            self.discard()

    @property
    def digest(self) -> str:
        """Return the SHA-256 of what came, in hexadecimal."""
        return str(self._digest.hexdigest())  # type: ignore[attr-defined]  # as above

    def read(self) -> Iterator[bytes]:
        """Go over what came, opened again."""
        return _opened(self._path(), self.key, self.id, 0, self.size)

    def keep(self) -> None:
        """Move it into place, whole. Raises ``Full``."""
        to = path_of(self.name)
        try:
            to.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._path().rename(to)
        except OSError as error:
            raise Full from error

    def discard(self) -> None:
        """Take away whatever of it lies on the disk, kept or not."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._path().unlink(missing_ok=True)
        forget(self.name)

    def _path(self) -> Path:
        return folder() / ARRIVING / self.name


def put_part(name: str, offset: int, plain: bytes, *, key: bytes, of: UUID) -> None:
    """Keep one part of a file that comes in parts, in place of one that came before and was not counted."""
    path = _part_path(name, offset)
    path.unlink(missing_ok=True)
    try:
        writer = _Writer(path, stream.Sealer(key, place=_place(of, offset)))
        writer.write(len(plain).to_bytes(4, "big") + plain)
        writer.finish()
    except OSError as error:
        path.unlink(missing_ok=True)
        raise Full from error


def parts(name: str, taken: int, *, key: bytes, of: UUID) -> Iterator[bytes]:
    """Go over the parts that came, one after the other; raises ``Unreadable`` where one is missing."""
    offset = 0
    while offset < taken:
        plain = _framed(_part_path(name, offset), key, of, offset)
        if not plain:
            raise Unreadable
        yield plain
        offset += len(plain)


def forget_parts(name: str) -> None:
    """Take away whatever came of a file in parts."""
    for path in (folder() / ARRIVING).glob(f"{name}.p*"):
        path.unlink(missing_ok=True)


def _part_path(name: str, offset: int) -> Path:
    return folder() / ARRIVING / f"{name}.p{offset}"


@dataclass(slots=True)
class Pages:
    """The pictures of one file: sealed under its key, each beside it under its own place."""

    name: str
    key: bytes = field(repr=False)
    file_id: UUID
    count: int = 0

    def add_page(self, picture: bytes) -> None:
        """Keep the next picture. Raises ``Full``."""
        self.count += 1
        sealer = stream.Sealer(self.key, place=_place(self.file_id, self.count))
        try:
            writer = _Writer(path_of(_page_name(self.name, self.count)), sealer)
            writer.write(len(picture).to_bytes(4, "big") + picture)
            writer.finish()
        except OSError as error:
            raise Full from error


def _page_name(name: str, page: int) -> str:
    return f"{name}.{page}" if page else name


def _opened(path: Path, key: bytes, file_id: UUID, part: int, size: int) -> Iterator[bytes]:
    """Go over the ``size`` bytes of a sealed file; raises ``Unreadable``."""
    try:
        with path.open("rb", buffering=0) as sealed:
            left = size
            for chunk in stream.opened(key, sealed.read, place=_place(file_id, part)):
                if left:
                    yield chunk[:left]
                    left -= min(left, len(chunk))
            if left:
                raise Unreadable
    except OSError:
        raise Unreadable from None


def read(name: str, *, key: bytes, file_id: UUID, size: int) -> Iterator[bytes]:
    """Go over a kept file, having first read it through: no part of an altered one is given.

    Raises ``Unreadable`` at once.
    """
    for _ in _opened(path_of(name), key, file_id, 0, size):
        pass
    return _opened(path_of(name), key, file_id, 0, size)


def read_page(name: str, page: int, *, key: bytes, file_id: UUID) -> bytes:
    """Return one picture of a kept file; raises ``Unreadable``."""
    return _framed(path_of(_page_name(name, page)), key, file_id, page)


def _framed(path: Path, key: bytes, file_id: UUID, part: int) -> bytes:
    """Return what was sealed with its length before it."""
    whole = b"".join(_opened(path, key, file_id, part, _stored(path)))
    size = int.from_bytes(whole[:4], "big")
    return whole[4 : 4 + size]


def _stored(path: Path) -> int:
    """Return how many bytes lie sealed there, its padding included."""
    try:
        sealed = path.stat().st_size
    except OSError:
        raise Unreadable from None
    return stream.plain_size(sealed)


def forget(name: str) -> None:
    """Take a kept file away with its pictures."""
    for path in path_of(name).parent.glob(f"{name}*"):
        path.unlink(missing_ok=True)


def lying() -> Iterator[tuple[str, Path, float]]:
    """Go over everything that lies on the disk: its random name, where, and since when it is unchanged."""
    for path in folder().glob("*/*"):
        try:
            yield path.name.partition(".")[0], path, path.stat().st_mtime
        except FileNotFoundError:
            continue
