"""Keeping and opening: sealed as it comes, whole or not at all, noise without its key (K-3, P-13 to P-15)."""

import errno
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.files import actions, drawing, store
from dampingi.files.models import File, FileState
from dampingi.kernel.actors import System
from dampingi.kernel.ids import new_number
from dampingi.kernel.refusals import Refusal
from dampingi.keys import case as keys
from dampingi.keys import stream
from tests.cases.steps import taken
from tests.files.steps import arrived, keep, pdf, photo, png_that_says

BY = System("tests")
MARK = b"Kalimat rahasia qwxyz"


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: object) -> Path:
    settings.DAMPINGI_DATA = Path(settings.DAMPINGI_DATA)  # type: ignore[attr-defined]
    return store.folder()


def lying() -> set[Path]:
    return {path for path in store.folder().rglob("*") if path.is_file()}


def opened(case, one: File, by) -> bytes:
    return b"".join(actions.open_file(case, one, by=by, at=case.received_at)[1])


# -- the stream ---------------------------------------------------------------------------------


def sealed(key: bytes, chunks: list[bytes], place: bytes = b"here") -> bytes:
    sealer = stream.Sealer(key, place=place)
    last = len(chunks) - 1
    return sealer.header + b"".join(sealer.chunk(c, last=i == last) for i, c in enumerate(chunks))


def test_a_stream_opens_only_whole_in_its_place_under_its_key() -> None:
    key, whole = stream.new_key(), bytes(stream.CHUNK)
    blob = sealed(key, [whole, whole, b"end"])
    size = stream.CHUNK + 17
    assert b"".join(stream.opened(key, io.BytesIO(blob).read, place=b"here")) == whole + whole + b"end"
    swapped = blob[:24] + blob[24 + size : 24 + 2 * size] + blob[24 : 24 + size] + blob[24 + 2 * size :]
    flipped = bytes([*blob[:-1], blob[-1] ^ 1])
    wrong = {
        "cut at a chunk": blob[: 24 + 2 * size], "cut inside": blob[:-1], "swapped": swapped, "flipped": flipped,
        "more behind": blob + b"x", "empty": b"", "header alone": blob[:24],
    }  # fmt: skip
    for what, altered in wrong.items():
        with pytest.raises(stream.Unreadable):
            list(stream.opened(key, io.BytesIO(altered).read, place=b"here"))
            raise AssertionError(what)
    for other in ({"key": stream.new_key(), "place": b"here"}, {"key": key, "place": b"there"}):
        with pytest.raises(stream.Unreadable):
            list(stream.opened(other["key"], io.BytesIO(blob).read, place=other["place"]))


# -- kept whole ------------------------------------------------------------------------------------


def test_the_original_comes_back_unaltered_and_its_digest_stands_in_the_ledger(room) -> None:
    case, data = taken(room), MARK + os.urandom(400_000).hex().encode()
    one = keep(case, data, by=room.sari, at=room.now, name="rahasia.txt", note="Catatan")
    assert opened(case, one, room.sari) == data
    with acting_as("tests"):
        kept = Line.objects.get(act="file.kept", subject_id=case.id)
    import hashlib

    assert kept.detail["sha256"] == hashlib.sha256(data).hexdigest()
    assert "rahasia" not in str(kept.detail)


def test_p13_nothing_readable_lies_on_the_disk_nor_in_the_row(room) -> None:
    case = taken(room)
    before = lying()
    one = keep(case, MARK * 9_000, by=room.sari, at=room.now, name=f"{MARK.decode()}.txt")
    new = lying() - before
    assert {path.name.partition(".")[0] for path in new} == {one.blob}
    assert not [path for path in new if MARK in path.read_bytes() or MARK.decode() in str(path)]
    assert MARK not in bytes(one.words) + bytes(one.wrapped)
    assert all(path.stat().st_mode & 0o077 == 0 for path in new)


def test_an_altered_file_gives_nothing_of_itself(room) -> None:
    case = taken(room)
    one = keep(case, MARK * 20_000, by=room.sari, at=room.now)
    path = store.path_of(one.blob)
    blob = bytearray(path.read_bytes())
    blob[-5] ^= 1
    path.write_bytes(bytes(blob))
    with pytest.raises(Refusal, match="file-gone"):
        actions.open_file(case, one, by=room.sari, at=room.now)


def test_k3_a_file_is_noise_once_the_key_of_its_case_is_gone(room) -> None:
    case = taken(room)
    one = keep(case, MARK * 9, by=room.sari, at=room.now, name="x")
    assert opened(case, one, room.sari) == MARK * 9
    keys.destroy([case.id])
    with pytest.raises(Refusal, match="file-gone"):
        actions.open_file(case, one, by=room.sari, at=room.now)
    assert actions.read_about([one]) == {}
    assert store.path_of(one.blob).exists()
    with acting_as("tests"):
        actions.sweep(by=BY, at=room.now)
        assert File.objects.get(id=one.id).state == FileState.REMOVED
    assert not store.path_of(one.blob).exists()


def test_a_removed_file_loses_its_key_and_stays_in_the_ledger(room) -> None:
    case = taken(room)
    one = keep(case, photo(), by=room.sari, at=room.now, name="salah.jpg")
    actions.remove_file(case, one, reason="wrong_file", by=room.sari, at=room.now)
    one.refresh_from_db()
    assert (bytes(one.wrapped), bytes(one.words)) == (b"", b"")
    with acting_as("tests"):
        actions.sweep(by=BY, at=room.now)
        assert Line.objects.filter(act="file.removed", reason="wrong_file").exists()
    assert not store.path_of(one.blob).exists()
    assert not list(store.path_of(one.blob).parent.glob(f"{one.blob}*"))


# -- or not at all -----------------------------------------------------------------------------------


def test_r07_a_full_disk_refuses_and_leaves_nothing(room, monkeypatch) -> None:
    case, before, real = taken(room), lying(), os.write
    room_left = [300_000]

    def write(handle: int, data: bytes) -> int:
        room_left[0] -= len(data)
        if room_left[0] < 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(handle, data)

    monkeypatch.setattr(store.os, "write", write)
    with pytest.raises(Refusal, match="disk-full"):
        keep(case, b"x" * 900_000, by=room.sari, at=room.now)
    assert lying() == before
    with acting_as("tests"):
        assert not File.objects.filter(file_id=case.id).exists()


def test_r07_the_database_keeps_its_reserve(room, monkeypatch) -> None:
    monkeypatch.setattr(store, "has_room", lambda size=0: False)
    with pytest.raises(Refusal, match="disk-full"):
        keep(taken(room), b"Catatan", by=room.sari, at=room.now)


@pytest.mark.parametrize("data", [png_that_says(40_000, 40_000), b"\xff\xd8\xff" + b"\x00" * 900, b"%PDF-1.7 broken"])
def test_t21_what_cannot_be_drawn_is_refused_within_five_seconds(room, data: bytes) -> None:
    case, before, begin = taken(room), lying(), time.monotonic()
    with pytest.raises(Refusal):
        keep(case, data, by=room.sari, at=room.now)
    assert time.monotonic() - begin < 5
    assert lying() == before


def test_r01_a_process_that_is_killed_leaves_nothing_one_can_see(room, settings) -> None:
    """Half a file lies sealed where nobody looks, without a key, until it is swept."""
    case = taken(room)
    program = (
        "import os,sys,time;os.environ['DJANGO_SETTINGS_MODULE']='dampingi.config.settings';"
        "import django;django.setup();from dampingi.files.store import Arriving;"
        f"a=Arriving(limit=1<<30);[a.write({MARK!r}*4000) for _ in range(20)];print(a.name,flush=True);time.sleep(60)"
    )
    environment = {**os.environ, "DAMPINGI_DATA": str(settings.DAMPINGI_DATA)}
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, env=environment) as running:
        name = running.stdout.readline().decode().strip()
        running.send_signal(signal.SIGKILL)
    half = store.folder() / "arriving" / name
    assert half.exists()
    assert MARK not in half.read_bytes()
    act_as(room.sari)
    assert not File.objects.filter(file_id=case.id).exists()
    with acting_as("tests"):
        actions.sweep(by=BY, at=room.now)
        assert half.exists(), "it might still be arriving"
        actions.sweep(by=BY, at=room.now + timedelta(hours=7))
    assert not half.exists()


def test_what_is_larger_than_the_limit_stops_being_written(room, settings) -> None:
    settings.DAMPINGI_LARGEST_FILE = 1_000_000
    one = actions.arriving()
    for _ in range(200):
        one.write(bytes(1_000_000))
        assert sum(p.stat().st_size for p in lying() if one.name in p.name) <= 1_100_000
    one.finish()
    assert len(one.tail) <= store.TAIL
    with pytest.raises(Refusal, match="too-large"):
        actions.keep_file(taken(room), one, {}, by=room.sari, at=room.now)


# -- in parts (R-18) ---------------------------------------------------------------------------------


def test_r18_a_file_in_parts_survives_cuts_and_repeats(room) -> None:
    case, number, data = taken(room), new_number(), photo(size=(900, 700))
    have, cuts = 0, 3
    while have < len(data):
        piece = data[have : have + 30_000]
        said = actions.take_part(case, number, have, piece, by=room.sari, at=room.now)
        if cuts:  # the answer was lost: the same part comes again, and a wrong one is not taken
            cuts -= 1
            assert actions.take_part(case, number, have, piece, by=room.sari, at=room.now) == said
            assert actions.take_part(case, number, said + 5, b"x", by=room.sari, at=room.now) == said
        have = said
    assert not [p for p in lying() if data[:200] in p.read_bytes()]
    assert actions.gather(case, number, by=room.lina, at=room.now) is None, "another's parts"
    one = actions.keep_file(case, actions.gather(case, number, by=room.sari, at=room.now), {}, by=room.sari, at=room.now)
    actions.forget_parts(case, number, by=room.sari, at=room.now)
    assert opened(case, one, room.sari) == data
    assert not [p for p in lying() if ".p" in p.name]


# -- viewing copies (P-14, P-15) --------------------------------------------------------------------------


def test_p14_a_viewing_copy_has_no_metadata_and_the_place_is_warned_about(room) -> None:
    case = taken(room)
    data = photo(size=(600, 400), gps=True, maker="PonselRahasia")
    one = keep(case, data, by=room.sari, at=room.now, name="IMG.jpg")
    assert one.tells_place
    picture = actions.look_at_page(case, one, 1, by=room.sari, at=room.now)
    assert dict(Image.open(io.BytesIO(picture)).getexif()) == {}
    assert b"PonselRahasia" in data
    assert b"PonselRahasia" not in picture
    assert b"Exif" not in picture
    assert opened(case, one, room.sari) == data, "the original keeps its evidence"
    assert not keep(case, photo(), by=room.sari, at=room.now).tells_place


def test_p15_a_pdf_is_shown_as_pictures_of_its_pages(room) -> None:
    case = taken(room)
    one = keep(case, pdf(3), by=room.sari, at=room.now, name="visum.pdf")
    assert (one.pages, one.all_pages) == (3, 3)
    page = actions.look_at_page(case, one, 3, by=room.sari, at=room.now)
    assert page.startswith(b"\x89PNG")
    for wrong in (0, 4):
        with pytest.raises(Refusal):
            actions.look_at_page(case, one, wrong, by=room.sari, at=room.now)


def test_p15_the_drawing_process_may_write_nothing_and_has_its_limits() -> None:
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import pictures, tempfile; pictures.limited();\n"
        "try: bytearray(2 << 30)\n"
        "except MemoryError: print('memory')\n"
        "try: open(sys.argv[2], 'wb', buffering=0).write(b'x')\n"
        "except OSError: print('file')\n"
    )
    import tempfile

    folder = str(Path(drawing.__file__).parent)
    with tempfile.TemporaryDirectory() as empty:
        words = [sys.executable, "-c", f"import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n{program}", folder, f"{empty}/x"]
        said = subprocess.run(words, capture_output=True, text=True, check=False)
        assert said.stdout.split() == ["memory", "file"], said
        assert not [p for p in Path(empty).iterdir() if p.stat().st_size]


def test_what_was_looked_at_and_opened_stands_in_the_ledger(room) -> None:
    case = taken(room)
    one = keep(case, photo(), by=room.sari, at=room.now)
    actions.look_at_page(case, one, 1, by=room.sari, at=room.now)
    opened(case, one, room.sari)
    with acting_as("tests"):
        lines = Line.objects.filter(subject_id=case.id, act__in=["file.looked-at", "file.opened"])
        assert {(line.act, line.actor_id, line.outcome) for line in lines} == {
            ("file.looked-at", room.sari.id, "looked"),
            ("file.opened", room.sari.id, "looked"),
        }


# -- the scanner (A-20) -----------------------------------------------------------------------------------


@pytest.fixture
def clamd(tmp_path: Path, settings) -> Iterator[dict[str, bytes]]:
    """A scanner that answers what it is told to, and closes the line when told nothing."""
    said = {"answer": b"stream: OK\0", "heard": b""}
    path = str(tmp_path / "clamd.ctl")
    settings.DAMPINGI_CLAMD = path
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(path)
        door.listen()

        def serve() -> None:
            while True:
                try:
                    wire, _ = door.accept()
                except OSError:
                    return
                with wire:
                    heard = b""
                    while not heard.endswith(bytes(4)):
                        piece = wire.recv(65_536)
                        if not piece:
                            break
                        heard += piece
                    said["heard"] = heard
                    wire.sendall(said["answer"])

        threading.Thread(target=serve, daemon=True).start()
        yield said


def test_the_scanner_hears_the_whole_file_and_can_refuse_it(room, clamd) -> None:
    case, before = taken(room), lying()
    keep(case, MARK * 40, by=room.sari, at=room.now)
    assert MARK * 40 in clamd["heard"]
    clamd["answer"] = b"stream: Win.Test FOUND\0"
    with pytest.raises(Refusal, match="harmful"):
        keep(case, MARK * 41, by=room.sari, at=room.now)
    assert len(lying() - before) == 1


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0"])
def test_a20_a_scanner_that_fails_keeps_a_file_in_quarantine(room, clamd, answer: bytes) -> None:
    case = taken(room)
    clamd["answer"] = answer
    one = keep(case, photo(), by=room.sari, at=room.now)
    assert (one.state, one.pages) == (FileState.QUARANTINED, 0)
    with pytest.raises(Refusal, match="in-quarantine"):
        actions.open_file(case, one, by=room.sari, at=room.now)
    with acting_as("tests"):
        assert actions.scan_again(by=BY, at=room.now) == 0
        clamd["answer"] = b"stream: OK\0"
        assert actions.scan_again(by=BY, at=room.now) == 1
    one.refresh_from_db()
    assert (one.state, one.pages) == (FileState.KEPT, 1)


def test_a20_no_scanner_where_one_is_named_means_quarantine(room, settings) -> None:
    settings.DAMPINGI_CLAMD = "/nowhere/clamd.ctl"
    assert keep(taken(room), b"Catatan", by=room.sari, at=room.now).state == FileState.QUARANTINED


def test_arrived_bytes_are_read_back_before_anything_is_kept(room) -> None:
    one = arrived(MARK * 10_000)
    assert b"".join(one.read()) == MARK * 10_000
    one.discard()
    assert not [p for p in lying() if one.name in p.name]
