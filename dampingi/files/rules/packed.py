"""What is packed in a zip file, read from its own list at the end; nothing is ever unpacked."""

import io
import struct
import zipfile
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Packed:
    """The list of a zip file: names, and how large it says it is packed and unpacked."""

    names: frozenset[str]
    entries: int
    inside: int
    unpacked: int
    locked: bool

    @property
    def ratio(self) -> float:
        """Return how many times larger it becomes."""
        return self.unpacked / max(self.inside, 1)


class _End(io.RawIOBase):
    """A file of which only the end is at hand; what lies before reads as nothing."""

    def __init__(self, tail: bytes, size: int) -> None:
        super().__init__()
        self._tail, self._size, self._at = tail, size, 0

    def seekable(self) -> bool:
        return True

    def readable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def tell(self) -> int:
        return self._at

    def read(self, count: int = -1) -> bytes:
        begins = self._size - len(self._tail)
        if self._at < begins:
            return b""
        end = self._size if count is None or count < 0 else self._at + count
        found = self._tail[self._at - begins : end - begins]
        self._at += len(found)
        return found


def packed(tail: bytes, size: int) -> Packed | None:
    """Return the list of the zip file that ends so; None when there is none, or it is too long to be honest."""
    try:
        found = zipfile.ZipFile(_End(tail, size)).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, UnicodeError, struct.error):
        return None
    return Packed(
        names=frozenset(one.filename for one in found),
        entries=len(found),
        inside=sum(one.compress_size for one in found),
        unpacked=sum(one.file_size for one in found),
        locked=any(one.flag_bits & 1 for one in found),
    )
