"""An upload never touches the disk in clear, and one that is too large is refused whole (K-3, A-18)."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.utils import override_settings

from dampingi.access.actor import act_as
from dampingi.intake.actions import read_draft
from dampingi.intake.models import Draft
from dampingi.web.uploads import LARGEST, SealedUploadHandler

MARKER = b"qxzvkwmarkerjhgf "
DJANGOS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]


def file_of(size: int) -> SimpleUploadedFile:
    return SimpleUploadedFile("surat.txt", MARKER * (size // len(MARKER)), "text/plain")


@pytest.fixture
def watched(tmp_path: Path, monkeypatch):
    """Look into the temporary folder at every piece that arrives."""
    seen: list[str] = []
    from django.core.files import uploadhandler

    for handler in (SealedUploadHandler, uploadhandler.TemporaryFileUploadHandler):
        plain = handler.receive_data_chunk

        def look(self, raw_data, start, plain=plain):
            done = plain(self, raw_data, start)
            seen.extend(p.name for p in tmp_path.rglob("*"))
            return done

        monkeypatch.setattr(handler, "receive_data_chunk", look)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with override_settings(FILE_UPLOAD_TEMP_DIR=str(tmp_path)):
        yield seen


@pytest.mark.parametrize("size", [100, 2_600_000, 3_900_000, LARGEST + 1, 9_000_000])
def test_k3_no_upload_lies_on_the_disk(room, watched, tmp_path, size: int) -> None:
    Client().post("/_/bahasa", {"language": "en", "surat": file_of(size)})
    assert watched == []
    assert list(tmp_path.rglob("*")) == []


def test_the_watch_sees_what_django_would_have_written(room, watched) -> None:
    with override_settings(FILE_UPLOAD_HANDLERS=DJANGOS):
        Client().post("/_/bahasa", {"language": "en", "surat": file_of(2_600_000)})
    assert watched


def test_a18_too_large_is_refused_whole_and_nothing_half_is_kept(room) -> None:
    browser = room.client(room.sari)
    where = browser.post("/catatan/baru/")["Location"]
    act_as(room.sari)
    held = read_draft(Draft.objects.get(staff=room.sari))
    parts = {"version": "1", "surat": file_of(LARGEST + 1_000), "channel": "phone"}
    assert browser.post(f"{where}simpan/", parts).status_code == 400
    act_as(room.sari)
    draft = Draft.objects.get(staff=room.sari)
    assert (draft.version, read_draft(draft)) == (1, held)
    assert browser.post(f"{where}simpan/", {"version": "1", "surat": file_of(3_000_000), "channel": "phone"}).status_code == 200
