"""What stands in the way of keeping a file, each in a sentence an officer can act on; what may be shown."""

from dataclasses import dataclass, field

from dampingi.files.rules.packed import packed
from dampingi.files.rules.types import TYPES, Type, ending_of, sniff, type_named
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say

MOST_ENTRIES = 1_000
MOST_RATIO = 100
MOST_UNPACKED = 500 * 1024 * 1024
_STEP = 64 * 1024
# The harmless text by which every scanner is tried (EICAR), in two halves so that no scanner stops at this file.
_TRIAL = b"EICAR-STANDARD-ANTI" + b"VIRUS-TEST-FILE!"

EMPTY = Obstacle("empty-file", say("Berkas ini kosong."), say("Pilih berkas yang benar, lalu kirim lagi."))
CUT = Obstacle(
    "file-cut",
    say("Berkas ini tidak sampai utuh."),
    say("Sambungan terputus. Kirim sekali lagi."),
)
FULL = Obstacle(
    "disk-full",
    say("Tempat penyimpanan unit hampir penuh; berkas ini tidak disimpan."),
    say("Beri tahu pengelola komputer. Catatan kasus tetap dapat ditulis."),
)
UNKNOWN = Obstacle(
    "type-not-taken",
    say("Jenis berkas ini tidak diterima, karena dapat membawa program tersembunyi."),
    say(
        "Terima: foto, PDF, rekaman suara, video MP4, Word (.docx), Excel (.xlsx), teks. Simpan ulang sebagai PDF atau foto."
    ),
)
DISGUISED = Obstacle(
    "not-what-it-says",
    say("Isi berkas ini lain dari namanya."),
    say("Minta pengirimnya mengirim berkas asli. Jangan dibuka di komputer unit."),
)
DOUBLE = Obstacle(
    "two-files-in-one",
    say("Di dalam berkas ini tersembunyi berkas lain."),
    say("Minta pengirimnya mengirim berkas asli. Jangan dibuka di komputer unit."),
)
MACROS = Obstacle(
    "holds-a-program",
    say("Dokumen ini membawa program (makro)."),
    say("Minta pengirimnya menyimpan sebagai PDF, lalu unggah PDF itu."),
)
LOCKED = Obstacle(
    "locked-with-password",
    say("Berkas ini terkunci kata sandi, jadi tidak dapat diperiksa."),
    say("Simpan tanpa kata sandi; di sini ia tetap tersegel."),
)
BOMB = Obstacle(
    "grows-too-large",
    say("Berkas ini menjadi sangat besar bila dibuka, dan dapat melumpuhkan komputer."),
    say("Jangan dibuka di komputer unit. Minta pengirimnya mengirim berkas asli."),
)
HARMFUL = Obstacle(
    "harmful",
    say("Berkas ini dikenali sebagai program berbahaya dan tidak disimpan."),
    say("Jangan dibuka di komputer unit. Beri tahu pengelola komputer."),
)


def too_large(limit: int) -> Obstacle:
    """Return the obstacle for what is larger than ``limit`` bytes."""
    return Obstacle(
        "too-large",
        say("Berkas ini terlalu besar: paling besar {limit} MB.", limit=limit // (1024 * 1024)),
        say("Kirim bagian yang penting saja, atau foto dengan ukuran lebih kecil."),
    )


@dataclass(frozen=True, slots=True)
class Arrived:
    """What is known of a file that arrived, without having it at hand: its ends, its size, its name."""

    head: bytes = field(repr=False)
    tail: bytes = field(repr=False)
    size: int
    name: str = field(default="", repr=False)


def obstacles_to_keeping(one: Arrived, *, limit: int) -> tuple[Obstacle, ...]:
    """Return everything that stands in the way of keeping a file."""
    if one.size == 0:
        return (EMPTY,)
    if one.size > limit:
        return (too_large(limit),)
    if _TRIAL in one.head or _TRIAL in one.tail:
        return (HARMFUL,)
    kind = sniff(one.head, one.tail, one.size)
    found = [*_packed(one)]
    if kind is None and MACROS not in found and LOCKED not in found and BOMB not in found:
        found.append(UNKNOWN)
    if _disguised(kind, one.name):
        found.append(DISGUISED)
    if kind is not None and _double(kind, one):
        found.append(DOUBLE)
    return tuple(found)


def _packed(one: Arrived) -> list[Obstacle]:
    """Return what is wrong with a zip file, whatever it calls itself."""
    if not one.head.startswith(b"PK\x03\x04"):
        return []
    inside = packed(one.tail, one.size)
    if inside is None:
        return []
    found = []
    if inside.entries > MOST_ENTRIES or inside.ratio > MOST_RATIO or inside.unpacked > MOST_UNPACKED:
        found.append(BOMB)
    if inside.locked:
        found.append(LOCKED)
    if any("vbaproject" in name.lower() for name in inside.names):
        found.append(MACROS)
    return found


def _disguised(kind: Type | None, name: str) -> bool:
    """Tell whether a name promises one of our types and the content is another thing."""
    promised = type_named(name)
    return promised is not None and promised is not kind and not _near(promised, kind)


def _near(promised: Type, kind: Type | None) -> bool:
    """Sound and video share one container, and cameras call every photo alike."""
    family = ({Type.M4A, Type.MP4}, {Type.JPEG, Type.HEIC, Type.PNG, Type.WEBP})
    return any(promised in one and kind in one for one in family)


def _double(kind: Type, one: Arrived) -> bool:
    """Tell whether a second file begins or ends inside: a page of markup, a PDF, a zip."""
    if kind in (Type.DOCX, Type.XLSX):
        return False
    early = one.head[:1024].lower()
    if kind is not Type.TXT and any(mark in early for mark in (b"<script", b"<svg", b"<html", b"<!doctype")):
        return True
    if kind is not Type.PDF and b"%pdf-" in early:
        return True
    return kind is not Type.TXT and packed(one.tail, one.size) is not None


def may_be_shown(kind: str, *, intimate: bool, quarantined: bool) -> bool:
    """Tell whether pictures of a file may be made and shown: never of what H-13 protects."""
    return TYPES[Type(kind)].shown and not intimate and not quarantined


def padded(size: int) -> int:
    """Return the size that lies on the disk for ``size`` bytes: at most an eighth or 64 KiB more; it tells little."""
    step = max(_STEP, 1 << max(size.bit_length() - 4, 0))
    return -(-max(size, 1) // step) * step


__all__ = [
    "CUT",
    "FULL",
    "HARMFUL",
    "Arrived",
    "ending_of",
    "may_be_shown",
    "obstacles_to_keeping",
    "padded",
    "too_large",
]
