"""What is taken and what is refused, by content and never by name (T-21, A-18)."""

import pytest

from dampingi.files.rules import Arrived, Type, may_be_shown, obstacles_to_keeping, padded, sniff
from tests.files.steps import docx, packed, pdf, photo, png_that_says

LIMIT = 25 * 1024 * 1024
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
OLD_WORD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)


def refused(data: bytes, name: str = "") -> list[str]:
    one = Arrived(data[: 64 * 1024], data[-512 * 1024 :], len(data), name)
    return [o.code for o in obstacles_to_keeping(one, limit=LIMIT)]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (photo(), "IMG_1.jpg", Type.JPEG),
        (photo(form="PNG"), "layar.png", Type.PNG),
        (photo(form="WEBP"), "wa.webp", Type.WEBP),
        (photo(), "salah-nama.png", Type.JPEG),  # telephones name photographs as they like
        (pdf(), "visum.PDF", Type.PDF),
        (docx(), "surat.docx", Type.DOCX),
        (packed({"[Content_Types].xml": b"x", "xl/workbook.xml": b"x"}), "daftar.xlsx", Type.XLSX),
        ("Catatan rapat — Senin ☂\r\n".encode(), "catatan.txt", Type.TXT),
        (b"\x00\x00\x00\x20ftypmp42" + bytes(90), "rekaman.mp4", Type.MP4),
        (b"\x00\x00\x00\x20ftypM4A " + bytes(90), "suara.m4a", Type.M4A),
        (b"\x00\x00\x00\x20ftypheic" + bytes(90), "foto.HEIC", Type.HEIC),
        (b"OggS" + bytes(90), "PTT.opus", Type.OGG),
        (b"ID3\x04" + bytes(90), "suara.mp3", Type.MP3),
        (photo() + b"SEFT trailer of a telephone", "samsung.jpg", Type.JPEG),
    ],
)
def test_what_is_taken(data: bytes, name: str, kind: Type) -> None:
    assert sniff(data[:65_536], data[-524_288:], len(data)) is kind
    assert refused(data, name) == []


@pytest.mark.parametrize(
    ("data", "name", "codes"),
    [
        (b"", "kosong.pdf", ["empty-file"]),
        (packed({"a.txt": b"x"}), "visum.pdf", ["type-not-taken", "not-what-it-says"]),
        (SVG, "gambar.svg", ["type-not-taken"]),
        (SVG, "gambar.png", ["type-not-taken", "not-what-it-says"]),
        (b"<!doctype html><script>x</script>", "catatan.txt", ["type-not-taken", "not-what-it-says"]),
        (EICAR, "uji.txt", ["harmful"]),
        (docx(word__vbaProject_bin=b"x"), "surat.docm", ["holds-a-program"]),
        (docx(word__vbaProject_bin=b"x"), "surat.docx", ["holds-a-program"]),
        (OLD_WORD, "surat.doc", ["type-not-taken"]),
        (b"MZ" + bytes(400), "foto.jpg", ["type-not-taken", "not-what-it-says"]),
        (photo() + packed({"a.js": b"x"}), "foto.jpg", ["two-files-in-one"]),
        (pdf() + packed({"a.js": b"x"}), "surat.pdf", ["two-files-in-one"]),
        (b"\xff\xd8\xff\xe0<html><script>x</script>" + bytes(90), "foto.jpg", ["two-files-in-one"]),
        (b"\xff\xd8\xff\xe0 %PDF-1.7" + bytes(90), "foto.jpg", ["two-files-in-one"]),
        (docx(word__media__a=bytes(40_000_000)), "surat.docx", ["grows-too-large"]),
        (docx(**{f"word__{n}": b"" for n in range(1_001)}), "surat.docx", ["grows-too-large"]),
        (b"\x00\x01\x02\x03" * 50, "data.bin", ["type-not-taken"]),
    ],
)
def test_t21_what_is_refused_says_why(data: bytes, name: str, codes: list[str]) -> None:
    assert refused(data, name) == codes


def test_a_locked_document_is_refused() -> None:
    locked = bytearray(docx())
    for at in (i for i in range(len(locked)) if locked[i : i + 4] == b"PK\x01\x02"):
        locked[at + 8] |= 1
    assert refused(bytes(locked), "surat.docx") == ["locked-with-password"]


def test_what_is_too_large_is_refused_whatever_it_is() -> None:
    one = Arrived(b"%PDF-1.7", b"", LIMIT + 1, "a.pdf")
    [obstacle] = obstacles_to_keeping(one, limit=LIMIT)
    assert obstacle.code == "too-large"
    assert "25 MB" in str(obstacle.words)


def test_h13_a_sexual_image_is_never_shown() -> None:
    assert may_be_shown("jpeg", intimate=False, quarantined=False)
    assert not may_be_shown("jpeg", intimate=True, quarantined=False)
    assert not may_be_shown("jpeg", intimate=False, quarantined=True)
    assert [t for t in Type if may_be_shown(t, intimate=False, quarantined=False)] == ["jpeg", "png", "webp", "pdf"]


def test_sizes_on_the_disk_tell_little() -> None:
    sizes = {padded(size) for size in range(1_000, 3_000_000, 997)}
    assert len(sizes) < 40
    assert all(size <= padded(size) <= max(size + 65_536, size * 1.13) for size in range(1, 3_000_000, 997))


def test_a_picture_that_says_it_is_huge_passes_here_and_is_stopped_where_it_is_drawn() -> None:
    assert refused(png_that_says(40_000, 40_000), "a.png") == []
