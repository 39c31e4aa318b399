"""What a file is, by its content and never by its name (A-18)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from dampingi.files.rules.packed import Packed, packed
from dampingi.kernel.words import Words, say


class Type(StrEnum):
    """What is taken; nothing else is."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    MP3 = "mp3"
    M4A = "m4a"
    OGG = "ogg"
    MP4 = "mp4"
    DOCX = "docx"
    XLSX = "xlsx"
    TXT = "txt"


@dataclass(frozen=True, slots=True)
class Known:
    """One type: its words, its media type, how its names may end, whether a picture of it can be shown."""

    words: Words
    media: str
    endings: tuple[str, ...]
    shown: bool = False
    image: bool = False


TYPES: Mapping[Type, Known] = {
    Type.JPEG: Known(say("Foto JPEG"), "image/jpeg", ("jpg", "jpeg", "jfif"), shown=True, image=True),
    Type.PNG: Known(say("Gambar PNG"), "image/png", ("png",), shown=True, image=True),
    Type.WEBP: Known(say("Gambar WebP"), "image/webp", ("webp",), shown=True, image=True),
    Type.HEIC: Known(say("Foto HEIC"), "image/heic", ("heic", "heif"), image=True),
    Type.PDF: Known(say("Dokumen PDF"), "application/pdf", ("pdf",), shown=True),
    Type.MP3: Known(say("Rekaman MP3"), "audio/mpeg", ("mp3",)),
    Type.M4A: Known(say("Rekaman M4A"), "audio/mp4", ("m4a", "aac")),
    Type.OGG: Known(say("Rekaman OGG"), "audio/ogg", ("ogg", "oga", "opus")),
    Type.MP4: Known(say("Video MP4"), "video/mp4", ("mp4", "m4v", "mov", "3gp"), image=True),
    Type.DOCX: Known(
        say("Dokumen Word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)
    ),
    Type.XLSX: Known(
        say("Tabel Excel"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)
    ),
    Type.TXT: Known(say("Catatan teks"), "text/plain", ("txt", "text", "log", "csv")),
}
_BY_ENDING = {ending: kind for kind, known in TYPES.items() for ending in known.endings}

_AUDIO = (b"M4A ", b"M4B ")
_HEIC = (b"heic", b"heix", b"hevc", b"mif1", b"msf1")
_MP3 = (b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa")
_MARKUP = (b"<", b"{\\rtf", b"#!", b"%!")


def type_named(name: str) -> Type | None:
    """Return the type that the end of a name promises, or None when it promises none of ours."""
    return _BY_ENDING.get(ending_of(name))


def ending_of(name: str) -> str:
    """Return the end of a name in small letters, without its dot."""
    return name.rpartition(".")[2].strip().lower() if "." in name else ""


def sniff(head: bytes, tail: bytes, size: int) -> Type | None:  # noqa: PLR0911 -- one line a type
    """Return what the content is, from its first and last bytes; None for whatever is not taken."""
    if head.startswith(b"\xff\xd8\xff"):
        return Type.JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return Type.PNG
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Type.WEBP
    if head.startswith(b"%PDF-"):
        return Type.PDF
    if head.startswith(b"OggS"):
        return Type.OGG
    if head[4:8] == b"ftyp":
        brand = head[8:12]
        return Type.HEIC if brand in _HEIC else Type.M4A if brand in _AUDIO else Type.MP4
    if head.startswith(_MP3):
        return Type.MP3
    if head.startswith(b"PK\x03\x04"):
        return _office(packed(tail, size))
    return Type.TXT if _is_text(head) else None


def _office(found: Packed | None) -> Type | None:
    if found is None or "[Content_Types].xml" not in found.names:
        return None
    if "word/document.xml" in found.names:
        return Type.DOCX
    return Type.XLSX if "xl/workbook.xml" in found.names else None


def _is_text(head: bytes) -> bool:
    """Tell whether this is plain text: no control bytes, and nothing that a program would run or draw."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start or start.startswith(_MARKUP) or b"\x00" in head:
        return False
    try:
        text = head.decode()
    except UnicodeDecodeError as error:
        # The last letter may have been cut in the middle.
        if error.start < len(head) - 3:
            return False
        text = head[: error.start].decode()
    return all(letter.isprintable() or letter in "\r\n\t\f\ufeff" for letter in text)
