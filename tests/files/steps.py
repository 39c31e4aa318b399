"""Files to keep: real photographs and papers, and whatever a stranger may send."""

import io
import struct
import zipfile
import zlib
from datetime import datetime
from typing import Any

import pypdfium2
from PIL import Image

from dampingi.access.models import Staff
from dampingi.files import actions as files
from dampingi.files.models import File
from dampingi.files.store import Arriving


def photo(*, size: tuple[int, int] = (64, 48), gps: bool = False, form: str = "JPEG", maker: str = "") -> bytes:
    """Return a photograph, with its place if asked, and a maker's name in its metadata."""
    image, exif = Image.effect_noise(size, 60).convert("RGB"), Image.Exif()
    if maker:
        exif[0x010F] = maker
    if gps:
        exif.get_ifd(0x8825).update({1: "S", 2: (2.0, 12.0, 30.0), 3: "E", 4: (113.0, 55.0, 0.0)})
    out = io.BytesIO()
    image.save(out, form, exif=exif)
    return out.getvalue()


def pdf(pages: int = 2) -> bytes:
    """Return a PDF of empty pages."""
    document, out = pypdfium2.PdfDocument.new(), io.BytesIO()
    for _ in range(pages):
        document.new_page(595, 842)
    document.save(out)
    document.close()
    return out.getvalue()


def packed(names: dict[str, bytes]) -> bytes:
    """Return a zip file."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        for name, inside in names.items():
            box.writestr(name, inside)
    return out.getvalue()


def docx(**more: bytes) -> bytes:
    """Return what a Word document looks like from outside."""
    named = {name.replace("__", "/").replace("_", "."): inside for name, inside in more.items()}
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>", **named})


def png_that_says(width: int, height: int) -> bytes:
    """Return a small PNG that says it is huge."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(1_000))) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


PICTURE = photo()


def arrived(data: bytes) -> Arriving:
    """Return a file that has arrived, as a browser sends it: in pieces."""
    made = files.arriving()
    for start in range(0, len(data), 50_000):
        made.write(data[start : start + 50_000])
    made.finish()
    return made


def keep(case: Any, data: bytes, *, by: Staff, at: datetime, **said: Any) -> File:
    """Keep a file with a case, past the rules of services."""
    return files.keep_file(case, arrived(data), said, by=by, at=at)
