"""The form of a backup: what was written comes back whole, or not at all (K-8, A-34)."""

import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dampingi.config import archive

KEY = b"k" * 32
IDENTITIES = [pyrage.x25519.Identity.generate() for _ in range(2)]
RECIPIENTS = [str(one.to_public()) for one in IDENTITIES]
LONG = os.urandom(5_000_000)  # longer than a piece
PARTS: list[archive.Part] = [
    ("checkpoints", []),
    ("database", [LONG[:7], LONG[7:4_500_000], LONG[4_500_000:]]),
    ("files/ab/nama dengan spasi", [b"x"]),
]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a whole file."""
    path = tmp_path_factory.mktemp("archive") / "satu.data.age"
    _write(path)
    return path


def _write(path: Path, *, key: bytes = KEY, **about: object) -> None:
    said = {"format": 1, "backup": "satu"} | about
    archive.write(path, archive.Writing(said, PARTS, lambda: {"tables": {"a": 1}}, key), RECIPIENTS)


def _refused(content: bytes, *, key: bytes = KEY) -> str:
    with tempfile.TemporaryDirectory() as home:
        path = Path(home) / "salinan.data.age"
        path.write_bytes(content)
        with pytest.raises(archive.Unusable) as no:
            archive.believed(path, IDENTITIES[:1], key=key)
        return str(no.value)


@pytest.mark.parametrize("one", [0, 1])
def test_every_recipient_reads_back_what_was_written(whole: Path, one: int) -> None:
    keys = [IDENTITIES[one]]
    manifest = archive.believed(whole, keys, key=KEY)
    assert manifest["tables"] == {"a": 1}
    assert manifest["parts"]["database"]["bytes"] == len(LONG)
    found: dict[str, bytes] = {}
    for name, piece in archive.pieces(whole, keys):
        found[name] = found.get(name, b"") + piece
    assert found["database"] == LONG
    assert found["checkpoints"] == b""
    assert found["files/ab/nama dengan spasi"] == b"x"
    assert archive.about(whole, keys) == {"format": 1, "backup": "satu"}


def test_reading_a_little_leaves_no_thread_and_no_open_file(whole: Path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    for _ in range(20):
        archive.about(whole, IDENTITIES)
    assert (len(list(Path("/proc/self/fd").iterdir())), threading.active_count()) == before


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_cut_is_refused(whole: Path, data: st.DataObject) -> None:
    content = whole.read_bytes()
    size = data.draw(st.one_of(st.integers(0, 2_000), st.integers(0, len(content) - 1)))
    assert "cut short or damaged" in _refused(content[:size])


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_every_turned_bit_is_refused(whole: Path, data: st.DataObject) -> None:
    content = bytearray(whole.read_bytes())
    at = data.draw(st.one_of(st.integers(0, 600), st.integers(0, len(content) - 1)))
    content[at] ^= 1 << data.draw(st.integers(0, 7))
    said = _refused(bytes(content))
    assert "cut short or damaged" in said or "Use the other recipient's key" in said


def test_something_added_behind_is_refused(whole: Path) -> None:
    assert "cut short or damaged" in _refused(whole.read_bytes() + b"\0")


def test_another_seal_is_refused(whole: Path) -> None:
    assert "was not made by this installation" in _refused(whole.read_bytes(), key=b"j" * 32)


def test_age_files_of_others_are_no_backup() -> None:
    recipients = [pyrage.x25519.Recipient.from_str(one) for one in RECIPIENTS]
    for content in (b"", b"surat biasa", bytes(10_240)):
        assert "nothing was restored" in _refused(pyrage.encrypt(content, recipients))


def test_a_part_that_fails_leaves_its_own_words(tmp_path: Path) -> None:
    def breaks() -> Iterator[bytes]:
        yield b"x"
        raise OSError(28, "No space left on device")

    writing = archive.Writing({"format": 1}, [("database", breaks())], dict, KEY)
    with pytest.raises(OSError, match="No space left"):
        archive.write(tmp_path / "x", writing, RECIPIENTS)


def test_nothing_that_lies_there_is_overwritten(whole: Path) -> None:
    before = whole.read_bytes()
    with pytest.raises(FileExistsError):
        _write(whole)
    assert whole.read_bytes() == before
