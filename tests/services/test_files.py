"""Files of a case through its pages: who reaches them, what H-13 warns of, what leaves and how."""

import io
import time
import tracemalloc
from http import HTTPStatus

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.files import store
from dampingi.files.models import File, FileState
from dampingi.kernel.ids import new_number
from dampingi.kernel.refusals import Refusal
from dampingi.protocols.models import Duty, Event
from dampingi.services import actions
from dampingi.services.catalog import BY_CODE
from dampingi.services.rules.images import ImageFacts, images_about, obstacles_to_attaching, obstacles_to_leaving
from tests.cases.steps import taken
from tests.files.steps import arrived, keep, pdf, photo
from tests.fixtures import Room

STORY = "Isi rahasia qzxwv"
NAME = "rahasia-qzxwv.jpg"
KSBE = {"incident": {"forms": ["sexual"], "tpks_kinds": ["electronic_based"], "narrative": "x"}}


def url(name: str, case: Case, *more: object) -> str:
    return reverse(f"services:{name}", args=[case.number, *more])


def sent(data: bytes, name: str = NAME, **said: str) -> dict[str, object]:
    return {"berkas": SimpleUploadedFile(name, data), "note": STORY, "intimate": "no", **said}


def only(case: Case) -> File:
    with acting_as("tests"):
        return File.objects.get(file_id=case.id)


def upload(room: Room, case: Case, data: bytes, **said: str) -> File:
    answer = room.client(room.sari).post(url("attach", case), sent(data, **said))
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return only(case)


# -- who ------------------------------------------------------------------------------------------


def test_her_companion_and_supervisor_see_it_and_another_unit_does_not(room: Room) -> None:
    case = taken(room)
    one = upload(room, case, photo())
    for who in (room.sari, room.ratna):
        page = room.client(who).get(url("files", case))
        assert STORY in page.content.decode()
        assert room.client(who).get(url("picture", case, one.number, 1)).status_code == 200
    for who in (room.budi, room.lina):
        browser = room.client(who)
        for address in (url("files", case), url("file", case, one.number), url("picture", case, one.number, 1)):
            answer = browser.get(address)
            assert answer.status_code == 404
            assert STORY not in answer.content.decode()
        assert browser.post(url("original", case, one.number)).status_code == 404
        act_as(who)
        assert not File.objects.filter(id=one.id).exists(), "the database itself says so"


def test_a_file_of_one_case_is_not_reached_by_the_number_of_another(room: Room) -> None:
    mine, other = taken(room), taken(room)
    one = upload(room, other, photo())
    for address in (url("file", mine, one.number), url("picture", mine, one.number, 1)):
        assert room.client(room.sari).get(address).status_code == 404


def test_who_looked_and_who_opened_is_on_the_ledger(room: Room) -> None:
    case = taken(room)
    one = upload(room, case, photo())
    browser = room.client(room.ratna)
    browser.get(url("picture", case, one.number, 1))
    b"".join(browser.post(url("original", case, one.number)).streaming_content)
    with acting_as("tests"):
        found = set(Line.objects.filter(subject_id=case.id, actor_id=room.ratna.id).values_list("act", flat=True))
    assert {"file.looked-at", "file.opened"} <= found


# -- how it leaves -----------------------------------------------------------------------------------


def test_a11_what_leaves_is_saved_and_never_drawn_in_our_name(room: Room) -> None:
    case, data = taken(room), photo(gps=True)
    one = upload(room, case, data)
    answers = [
        room.client(room.sari).post(url("original", case, one.number)),
        room.client(room.sari).get(url("picture", case, one.number, 1)),
    ]
    for answer in answers:
        assert answer["Content-Disposition"].startswith("attachment")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert answer["Cache-Control"] == "no-store"
    assert answers[0]["Content-Disposition"] == f'attachment; filename="berkas-{one.number}.jpg"', "a name of ours"
    assert b"".join(answers[0].streaming_content) == data


@pytest.mark.parametrize("name", ["../../etc/passwd.jpg", "a\r\nSet-Cookie: x=1.jpg", "foto\u202egpj.exe.jpg", "n" * 300 + ".jpg", "“”<b>.jpg"])
def test_a19_a_strange_name_does_nothing(room: Room, name: str) -> None:
    case = taken(room)
    one = upload(room, case, photo(), name=name)
    page = room.client(room.sari).get(url("file", case, one.number)).content.decode()
    assert "<b>" not in page
    assert "\u202e" not in page
    assert not [p for p in store.folder().rglob("*") if "passwd" in p.name]


def test_gps_is_warned_about_on_the_page(room: Room) -> None:
    case = taken(room)
    one = upload(room, case, photo(gps=True))
    assert "memuat tempat pengambilannya" in room.client(room.sari).get(url("file", case, one.number)).content.decode()


@pytest.mark.parametrize("data", [b"PK\x03\x04 bukan pdf", b'<svg xmlns="x"><script/></svg>'])
def test_a_refused_file_says_why_and_leaves_nothing(room: Room, data: bytes) -> None:
    case = taken(room)
    before = set(store.folder().rglob("*"))
    answer = room.client(room.sari).post(url("attach", case), sent(data, name="visum.pdf"))
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "Isi berkas ini lain dari namanya." in answer.content.decode()
    assert {p for p in store.folder().rglob("*") if p.is_file()} <= before
    with acting_as("tests"):
        assert not File.objects.filter(file_id=case.id).exists()
        assert Line.objects.filter(act="deed.refused", actor_id=room.sari.id).exists()


def test_what_nobody_asked_for_does_not_stay(room: Room) -> None:
    """A file sent to somebody else's case, or with a wrong answer, is gone when the request ends."""
    case = taken(room)
    before = {p for p in store.folder().rglob("*") if p.is_file()}
    assert room.client(room.budi).post(url("attach", case), sent(photo())).status_code == 404
    assert room.client(room.sari).post(url("attach", case), sent(photo(), note="n" * 2_000)).status_code == 422
    assert {p for p in store.folder().rglob("*") if p.is_file()} == before


def test_only_its_author_or_who_supervises_takes_a_file_away(room: Room) -> None:
    case = taken(room)
    one = keep(case, photo(), by=room.ratna, at=room.now)
    answer = room.client(room.sari).post(url("file-remove", case, one.number), {"alasan": "wrong_file"})
    assert answer.status_code == HTTPStatus.CONFLICT
    assert room.client(room.ratna).post(url("file-remove", case, one.number), {"alasan": "wrong_file"}).status_code == 302
    assert only(case).state == FileState.REMOVED


# -- large ---------------------------------------------------------------------------------------------


class Endless(io.RawIOBase):
    """A form with a file of so many bytes, made as it is read."""

    def __init__(self, boundary: bytes, size: int) -> None:
        head = b'--%b\r\nContent-Disposition: form-data; name="berkas"; filename="a.pdf"\r\n\r\n%%PDF-1.7' % boundary
        self.parts, self.left, self.tail = head, size, b"\r\n--%b--\r\n" % boundary
        self.length = len(head) + size + len(self.tail)

    def read(self, count: int = -1) -> bytes:
        assert count >= 0, "never all at once"
        if self.parts:
            out, self.parts = self.parts[:count], self.parts[count:]
        elif self.left:
            out = bytes(min(count, self.left))
            self.left -= len(out)
        else:
            out, self.tail = self.tail[:count], self.tail[count:]
        return out


def test_a_200_mb_upload_is_refused_quickly_and_held_nowhere(room: Room) -> None:
    case, browser = taken(room), room.client(room.sari)
    body = Endless(b"x", 200 * 1024 * 1024)
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": url("attach", case), "wsgi.input": body,
        "CONTENT_TYPE": "multipart/form-data; boundary=x", "CONTENT_LENGTH": str(body.length),
    }  # fmt: skip
    before = {p for p in store.folder().rglob("*") if p.is_file()}
    tracemalloc.start()
    begin = time.monotonic()
    answer = browser.handler(browser._base_environ(**environ))
    took, (_, peak) = time.monotonic() - begin, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert answer.status_code == HTTPStatus.CONFLICT
    assert "terlalu besar: paling besar 25 MB" in answer.content.decode()
    assert took < 20, took  # measured without tracing: under two seconds
    assert peak < 20 * 1024 * 1024, peak
    assert {p for p in store.folder().rglob("*") if p.is_file()} == before


# -- H-13 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "warned", "intimate", "codes"),
    [
        (ImageFacts(), False, None, []),
        (ImageFacts(), False, False, []),
        (ImageFacts(), False, True, ["images-not-collected"]),
        (ImageFacts(), True, True, []),
        (ImageFacts(tpks_kinds=frozenset({"electronic_based"})), False, None, ["images-not-collected", "say-whether-intimate"]),
        (ImageFacts(tpks_kinds=frozenset({"electronic_based"})), True, None, ["say-whether-intimate"]),
        (ImageFacts(tpks_kinds=frozenset({"electronic_based"})), True, False, []),
        (ImageFacts(ampk=frozenset({"ampk_06"})), False, False, ["images-not-collected"]),
        (ImageFacts(linked=True), False, False, ["images-not-collected"]),
        (ImageFacts(held=True), False, False, ["images-not-collected"]),
    ],
)
def test_h13_when_an_upload_warns_first(facts: ImageFacts, warned: bool, intimate: bool | None, codes: list[str]) -> None:
    assert [o.code for o in obstacles_to_attaching(facts, warned=warned, intimate=intimate)] == codes
    assert images_about(facts) is bool(facts != ImageFacts())


def test_h13_the_page_warns_first_and_offers_the_link(room: Room) -> None:
    case = taken(room, **KSBE)
    browser = room.client(room.sari)
    page = browser.get(url("attach", case)).content.decode()
    assert "Simpan tautan saja" in page
    assert 'type="file"' not in page, "no file can be chosen before the warning was read"
    assert browser.post(url("attach", case), sent(photo())).status_code == HTTPStatus.CONFLICT
    assert 'type="file"' in browser.get(url("attach", case) + "?tetap=ya").content.decode()
    assert browser.post(url("attach", case), sent(photo(), tetap="ya")).status_code == 302


def test_h13_a_marked_file_is_never_shown_and_leaves_only_to_the_police(room: Room) -> None:
    case = taken(room, **KSBE)
    one = upload(room, case, photo(), tetap="ya", intimate="yes")
    assert (one.intimate, one.pages) == (True, 0)
    assert len(list(store.path_of(one.blob).parent.glob(f"{one.blob}*"))) == 1, "no picture was ever made"
    browser = room.client(room.sari)
    assert "<img" not in browser.get(url("file", case, one.number)).content.decode()
    assert browser.get(url("picture", case, one.number, 1)).status_code == 404
    refused = browser.post(url("original", case, one.number))
    assert refused.status_code == HTTPStatus.CONFLICT
    assert "unit siber polisi" in refused.content.decode()
    with acting_as("tests"):
        owed = Duty.objects.open().get(run_id=case.id, code="image-handover", about=one.number)
    now = timezone.now()
    minute = now.replace(second=0, microsecond=0)  # as the page says it, perhaps in the minute the file came
    values = {"when": minute, "police_unit": "Subdit Siber", "officer": "", "reference": "", "notes": ""}
    act_as(room.sari)
    actions.keep_sheet(case, BY_CODE["image-handover"], values, number=new_number(), about=one.number, by=room.sari, at=now)
    with acting_as("tests"):
        owed.refresh_from_db()
    assert owed.met_at is not None
    answer = browser.post(url("original", case, one.number))
    assert answer.status_code == 200
    b"".join(answer.streaming_content)
    with acting_as("tests"):
        assert Line.objects.filter(act="file.opened", subject_id=case.id, reason="handover").count() == 1
    assert obstacles_to_leaving(intimate=True, handed_over=True) == ()


def test_h13_links_owe_removal_and_handing_over_each_for_itself(room: Room) -> None:
    case = taken(room, **KSBE)
    with acting_as("tests"):
        assert "image-links" in Duty.objects.open().filter(run_id=case.id).values_list("code", flat=True)
    act_as(room.sari)
    kind, number = BY_CODE["image-link"], new_number()
    values = {"when": room.now, "circulates": "yes", "links": [{"link": "https://contoh.test/1"}]}
    actions.keep_sheet(case, kind, values, number=number, by=room.sari, at=room.now)
    with acting_as("tests"):
        owed = set(Duty.objects.open().filter(run_id=case.id, about=number).values_list("code", flat=True))
        assert "image-links" not in Duty.objects.open().filter(run_id=case.id).values_list("code", flat=True)
    assert owed == {"image-removal", "image-handover"}
    with pytest.raises(Refusal, match="no-link"):
        actions.keep_sheet(case, kind, {**values, "links": [{}]}, number=new_number(), by=room.sari, at=room.now)
    asked = {"when": room.now, "asked_of": "platform", "outcome": "waiting"}
    actions.keep_sheet(case, BY_CODE["image-removal"], asked, number=new_number(), about=number, by=room.sari, at=room.now)
    with acting_as("tests"):
        left = set(Duty.objects.open().filter(run_id=case.id, about=number).values_list("code", flat=True))
    assert left == {"image-handover", "image-removal-answer"}


# -- erasing --------------------------------------------------------------------------------------------


def test_k3_erasing_a_case_leaves_noise_where_its_file_was(room: Room) -> None:
    case = taken(room)
    one = upload(room, case, pdf(), name="surat.pdf")
    with acting_as("tests"):
        Case.objects.filter(id=case.id).update(erase_on=room.now.date())
        cases.erase_declined(by=room.ratna, at=room.now)
    browser = room.client(room.sari)
    assert STORY not in browser.get(url("files", case)).content.decode()
    assert browser.get(url("picture", case, one.number, 1)).status_code == 404
    assert browser.post(url("original", case, one.number)).status_code == HTTPStatus.CONFLICT
    assert browser.post(url("attach", case), sent(photo())).status_code == HTTPStatus.CONFLICT


# -- in parts ----------------------------------------------------------------------------------------------


def test_r18_parts_through_the_page(room: Room) -> None:
    case, browser, data, number = taken(room), room.client(room.sari), photo(size=(500, 400)), new_number()
    half = len(data) // 2

    def put(start: int, piece: bytes) -> tuple[int, str]:
        address = url("part", case, number, start)
        answer = browser.post(address, piece, content_type="application/octet-stream")
        return answer.status_code, answer.content.decode()

    assert put(0, data[:half]) == (200, str(half))
    assert put(0, data[:half]) == (200, str(half)), "sent again because the answer was lost"
    assert put(half + 9, data[half:]) == (409, str(half)), "it says where to go on"
    assert put(half, data[half:]) == (200, str(len(data)))
    assert room.client(room.lina).post(url("part", case, number, 0), b"x", content_type="x/y").status_code == 404
    answer = browser.post(url("attach", case), {"kiriman": number, "name": NAME, "intimate": "no", "note": STORY})
    assert answer.status_code == 302
    assert b"".join(browser.post(url("original", case, only(case).number)).streaming_content) == data


def test_two_files_arriving_at_once_do_not_meet(room: Room) -> None:
    case = taken(room)
    first, second = arrived(b"satu"), arrived(b"dua")
    actions.attach(case, first, {"intimate": False}, warned=False, by=room.sari, at=room.now)
    actions.attach(case, second, {"intimate": False}, warned=False, by=room.sari, at=room.now)
    with acting_as("tests"):
        assert File.objects.filter(file_id=case.id).count() == 2
        assert not Event.objects.filter(run_id=case.id, code="image_evidence").exists()
