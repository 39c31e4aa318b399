"""The national record without typing twice (domain §4): its order, its words, no name in a table, no formula."""

import io
import zipfile
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.cases.models import Case
from dampingi.intake.models import Report
from dampingi.kernel import codes
from dampingi.kernel.ids import spoken
from dampingi.people.models import Person
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed
from dampingi.services.catalog.simfoni import COLUMNS, MAPPED, PLANNED, Section
from dampingi.services.exports.simfoni import workbook
from dampingi.services.queries.simfoni import Record, cases_of_month, records_of
from tests.access.people import PASSWORD, with_password
from tests.cases.steps import taken
from tests.fixtures import SECRET, STORY, Room

NIK, OTHER = "6271014101900001", "Bonifasius Qzuwq"


@pytest.fixture
def beaten(room: Room) -> Case:
    """A wife beaten at home, everything known, taken by Sari."""
    case = taken(
        room,
        victims=[{"name": SECRET, "nik": NIK, "birth_date": "1990-01-01", "address": "Gang Melur 7", "sex": "female"}],
        reported_parties=[
            {"name": OTHER, "sex": "male", "age_years": 40, "relations": [{"victim": 0, "relation": "spouse"}]},
            {"name": "Lain Qzuwq", "relations": [{"victim": 0, "relation": "neighbour"}]},
        ],
        incident={"forms": ["physical", "psychological"], "domestic": True, "place_kind": "home", "region_code": "62.71", "narrative": STORY},
    )
    protocols.happened(case.id, Deed.TAKEN_TO_HEALTH, when=room.now + timedelta(hours=1), by=room.sari, at=room.now)
    return case


def record(room: Room, case: Case) -> Record:
    act_as(room.sari)
    [one] = records_of([room.case(case, room.sari)], zone=room.palangka.timezone)
    return one


_NS = {"m": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def part(body: bytes, name: str) -> ET.Element:
    with zipfile.ZipFile(io.BytesIO(body)) as box:
        return ET.fromstring(box.read(f"xl/{name}.xml"))


def cells(body: bytes) -> dict[str, list[list[str]]]:
    """Read a workbook as a program does, from its own parts."""
    texts = ["".join(t.text or "" for t in one.iter(f"{{{_NS['m']}}}t")) for one in part(body, "sharedStrings").findall("m:si", _NS)]
    found = {}
    for place, sheet in enumerate(part(body, "workbook").findall("m:sheets/m:sheet", _NS), start=1):
        rows = part(body, f"worksheets/sheet{place}").findall("m:sheetData/m:row", _NS)
        found[sheet.attrib["name"]] = [
            [texts[int(c.findtext("m:v", "-1", _NS))] if c.find("m:v", _NS) is not None else "" for c in row.findall("m:c", _NS)]
            for row in rows
        ]
    return found


def test_a_record_speaks_the_words_of_simfoni(room: Room, beaten: Case) -> None:
    one = record(room, beaten)
    main = one.main
    assert main["forms"] == "Fisik; Psikis"
    assert (main["domestic"], main["place_kind"], main["sex"], main["age_band"]) == ("KDRT", "Rumah Tangga", "Perempuan", "25-44")
    assert {row["relation"] for _, row in one.parties} == {"Suami/Istri", "Tetangga"}
    assert [row["service"] for row in one.services] == ["Pengaduan", "Kesehatan"]


def test_what_is_not_known_is_their_na_and_never_a_guess(room: Room) -> None:
    one = record(room, taken(room, victims=[{"sex": "unknown"}], incident={"forms": []}))
    assert (one.main["sex"], one.main["age_band"], one.main["domestic"], one.main["forms"]) == ("NA",) * 4
    assert one.main["age"] == ""


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        (codes.SEXES, "sex"), (codes.AGE_BANDS, "age_band"), (codes.FORMS, "form"), (codes.PLACE_KINDS, "place_kind"),
        (codes.RELATIONS, "relation"),
    ],
)  # fmt: skip
def test_every_code_of_ours_has_a_word_of_theirs(ours: Any, theirs: str) -> None:
    assert set(MAPPED[theirs]) == set(ours.words)


def test_every_service_of_the_plan_has_a_kind_there() -> None:
    assert set(PLANNED) == set(codes.SERVICES.words)


def test_the_page_shows_every_value_in_order_and_no_name_until_it_is_opened(room: Room, beaten: Case) -> None:
    browser = room.client(room.sari)
    page = browser.get(reverse("services:record", args=[beaten.number])).content.decode()
    places = [page.index(word) for word in ("Kasus dan kejadian", "Penerima manfaat", "Terlapor", "Pelapor<", "Jenis layanan")]
    assert places == sorted(places)
    assert STORY in page, "she need not tell it again, nor anybody type it"
    for secret in (SECRET, NIK, OTHER, "Gang Melur"):
        assert secret not in page
    opened = browser.post(reverse("services:record-names", args=[beaten.number])).content.decode()
    for secret in (SECRET, NIK, OTHER, "Gang Melur 7", "01-01-1990"):
        assert secret in opened
    assert opened.count("data-copy-value") == opened.count('<button type="button" class="plain" data-copy hidden>')
    with acting_as("tests"):
        lines = Line.objects.filter(act="person.revealed", reason="national-record", actor_id=room.sari.id)
        assert lines.count() == 3


def test_another_unit_and_a_colleague_find_nothing(room: Room, beaten: Case) -> None:
    for who in (room.budi, room.lina):
        browser = room.client(who)
        assert browser.get(reverse("services:record", args=[beaten.number])).status_code == 404
        answer = browser.post(reverse("services:record-names", args=[beaten.number]))
        assert answer.status_code == 404
        assert SECRET not in answer.content.decode()


def test_a_table_of_one_case_holds_no_name_and_no_word_told(room: Room, beaten: Case) -> None:
    answer = room.client(room.ratna).post(reverse("services:record-table", args=[beaten.number]))
    assert answer["Content-Disposition"].startswith("attachment")
    found = cells(answer.content)
    assert [len(found[name]) - 1 for name in ("Kasus", "Terlapor", "Layanan")] == [1, 2, 2]
    said = str(found)
    assert spoken(beaten.number) in said
    for secret in (SECRET, "Marlina", NIK, OTHER, "Melur", STORY):
        assert secret not in said
    with acting_as("tests"):
        assert Line.objects.filter(act="record.exported", subject_id=beaten.id, actor_id=room.ratna.id).count() == 1
    assert room.client(room.sari).post(reverse("services:record-table", args=[beaten.number])).status_code == 403


@pytest.mark.parametrize("what", ["case", "month"])
def test_a31_a_table_is_handed_out_only_to_whoever_showed_lately_who_she_is(room: Room, beaten: Case, monkeypatch, what) -> None:
    """P-09: carrying a table away asks again after five minutes; reading the page does not (H-06)."""
    with_password(room.ratna)
    ratna, bulan = room.client(room.ratna), timezone_month(room, beaten)
    page = reverse("services:record", args=[beaten.number]) if what == "case" else f"{reverse('services:month')}?bulan={bulan}"
    door = reverse("services:record-table", args=[beaten.number]) if what == "case" else page
    later = timezone.now() + timedelta(minutes=6)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert ratna.get(page).status_code == 200
    asked = ratna.post(door, {"bulan": bulan})
    assert asked.status_code == 302
    assert asked["Location"] == f"/akun/pastikan/?{urlencode({'next': page})}"
    with acting_as("tests"):
        assert not Line.objects.filter(act="record.exported").exists()
    back = ratna.post("/akun/pastikan/", {"password": PASSWORD, "next": page})
    assert back["Location"] == page
    assert ratna.post(door, {"bulan": bulan})["Content-Disposition"].startswith("attachment")


def test_a_month_holds_the_cases_of_ones_own_unit_and_no_others(room: Room, beaten: Case) -> None:
    (elsewhere,) = room.report(room.budi)
    month = timezone_month(room, beaten)
    answer = room.client(room.ratna).post(reverse("services:month"), {"bulan": month})
    said = str(cells(answer.content))
    assert spoken(beaten.number) in said
    assert spoken(elsewhere.number) not in said
    other = str(cells(room.client(room.budi).post(reverse("services:month"), {"bulan": month}).content))
    assert spoken(elsewhere.number) in other
    assert spoken(beaten.number) not in other


def timezone_month(room: Room, case: Case) -> str:
    with acting_as("tests"):
        received = Report.objects.get(id=case.report_id).received_at
    return received.astimezone(room.palangka.timezone).strftime("%Y-%m")


@pytest.mark.parametrize("asked", ["2020-01", "xx", "2026-13", "=1+1", ""])
def test_a_month_without_cases_or_that_is_none_says_so(room: Room, asked: str) -> None:
    answer = room.client(room.ratna).post(reverse("services:month"), {"bulan": asked}, follow=True)
    assert answer.status_code == 200
    assert "Tidak ada kasus yang diterima" in answer.content.decode()


def test_a_month_ends_at_midnight_on_the_units_clock(room: Room, beaten: Case) -> None:
    act_as(room.ratna)
    first = room.now.astimezone(room.palangka.timezone).date().replace(day=1)
    begins = room.now.astimezone(room.palangka.timezone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    with acting_as("tests"):
        Case.objects.filter(id=beaten.id).update(received_at=begins)
    act_as(room.ratna)
    assert [c.id for c in cases_of_month(first, seen_by=room.ratna)] == [beaten.id]
    with acting_as("tests"):
        Case.objects.filter(id=beaten.id).update(received_at=begins - timedelta(seconds=1))
    act_as(room.ratna)
    assert cases_of_month(first, seen_by=room.ratna) == []


@pytest.mark.parametrize("value", ["=1+1", "+62811", "-1", "@SUM(A1)", "\tx", "\rx", "=cmd|'/c calc'!A1", "https://contoh.test", "0012"])
def test_a03_no_value_becomes_a_formula_a_link_or_a_number(room: Room, beaten: Case, value: str) -> None:
    one = record(room, beaten)
    made = Record(beaten, {**one.main, "place": value}, one.parties, one.services)
    body = workbook([made], note="x & y")
    head, row = cells(body)["Kasus"]
    assert row[head.index("Tempat kejadian (wilayah)")].replace("_x000D_", "\r") == value
    sheet, styles = part(body, "worksheets/sheet1"), part(body, "styles").findall("m:cellXfs/m:xf", _NS)
    assert list(sheet.iter(f"{{{_NS['m']}}}f")) == []
    assert list(sheet.iter(f"{{{_NS['m']}}}hyperlink")) == []
    for cell in sheet.findall("m:sheetData/m:row", _NS)[1].findall("m:c", _NS):
        assert cell.attrib.get("t", "s") == "s"
        assert styles[int(cell.attrib["s"])].attrib["quotePrefix"] == "1", "it stays text when somebody edits it"


def test_no_column_of_a_table_is_a_name_or_free_words(room: Room, beaten: Case) -> None:
    heads = {head for rows in cells(workbook([record(room, beaten)], note="x")).values() for head in rows[0]}
    hidden = {str(c.label) for c in COLUMNS if c.identity or c.told}
    assert heads & hidden == set()
    assert {c.section for c in COLUMNS} == set(Section)


def test_three_cases_take_as_many_statements_as_one(room: Room, beaten: Case) -> None:
    more = [taken(room), taken(room)]

    def count(cases: list[Case]) -> int:
        found = [room.case(case, room.sari) for case in cases]
        with CaptureQueriesContext(connection) as asked:
            records_of(found, zone=room.palangka.timezone)
        return len(asked)

    assert count([beaten, *more]) == count([beaten])
    with acting_as("tests"):
        assert Person.objects.filter(role="reported").count() == 2
