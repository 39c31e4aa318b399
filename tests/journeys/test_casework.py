"""A plan drawn up with her, a service in it, a sheet that saves itself, an officer who goes out, paper."""

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from dampingi.kernel.days import WIB
from dampingi.services.catalog import BY_CODE
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, Officer, on_each_screen, unit_of
from tests.journeys.reporting import take_report

GOAL = "Tinggal di rumah kakak\nTidak takut lagi"
NEED = "Perutnya masih sakit kalau malam"
ON_PAPER = ("plan", *BY_CODE)


@on_each_screen
def test_a_plan_is_drawn_up_with_her_and_lived(visit: Visit, width: int, language: str) -> None:
    officer = visit(f"pendamping-{unit_of(width, language)}", width, language)
    [case] = take_report(officer)
    at, today = f"/berkas/{case}", datetime.now(WIB)
    officer.open(f"{at}/rencana/")
    officer.sees("Belum ada rencana")
    officer.look("empty-plan")
    officer.open(f"{at}/layanan/")
    officer.sees("Belum ada layanan. Mulai dengan yang paling ia butuhkan.")
    officer.look("empty-services")

    officer.open(f"{at}/lembar/assessment/")
    officer.choose("body.condition", "urgent")
    officer.choose("mind.condition", "help")
    officer.choose("whole_needed", "yes")
    officer.look("assessment")
    officer.press("Simpan")
    officer.sees("Asesmen biopsikososial lengkap")

    _plan(officer, today)
    officer.reads("Tidak takut lagi")
    _service(officer, today)
    officer.reads(NEED)
    officer.sees("biaya belum tertanggung")
    officer.look("services")
    officer.follow("Cari yang menanggung")
    officer.look("cost")
    officer.choose("payer", "dak")
    officer.press("Simpan")
    officer.follow("Catat pertemuan")
    officer.choose("attendance", "came")
    officer.look("session")
    officer.press("Simpan")
    officer.follow("Catat hasil")
    officer.choose("outcome", "met")
    officer.press("Simpan hasil")
    officer.sees("Kebutuhannya terpenuhi")
    officer.open(f"{at}/rencana/")
    officer.look("plan")


def _plan(officer: Officer, today: datetime) -> None:
    officer.follow("Susun rencana bersama dia")
    officer.write("goals", GOAL)
    officer.choose("drawn_with_her", "yes")
    officer.choose("agrees", "yes")
    officer.look("make-plan")
    with officer.expecting("answered 409"):
        officer.press("Simpan rencana")
        officer.sees("Belum ada tanggal melihat rencana ini lagi.")
    officer.write("review_on", f"{today + timedelta(days=30):%Y-%m-%d}")
    officer.press("Simpan rencana")


def _service(officer: Officer, today: datetime) -> None:
    officer.follow("Tambah layanan")
    officer.choose("domain", "physical")
    officer.write("need", NEED)
    officer.choose("service", "health")
    officer.choose("payer", "unpaid")
    officer.write("planned_on", f"{today + timedelta(days=3):%Y-%m-%d}")
    officer.look("plan-service")
    officer.press("Simpan layanan")


@on_each_screen
def test_they_meet_and_an_officer_goes_out(visit: Visit, width: int, language: str) -> None:
    officer = visit(f"pendamping-{unit_of(width, language)}", width, language)
    [case] = take_report(officer)
    at, today = f"/berkas/{case}", datetime.now(WIB)
    officer.open(f"{at}/lembar/case-meeting/")
    officer.press("+ Tambah baris")
    officer.write("decisions.1.decision", "Antar ke puskesmas")
    officer.look("meeting")

    officer.open(f"{at}/lembar/visit/")
    officer.moment("back_at", today + timedelta(hours=3))
    officer.choose("weapon", "yes")
    with officer.expecting("answered 409"):
        officer.press("Simpan")
        officer.sees("Ajak orang kedua atau polisi, temui di tempat lain, atau tulis mengapa tetap berangkat dan apa yang dijaga.")
    officer.choose("company", "second_person")
    officer.look("visit")
    officer.press("Simpan")
    officer.follow("Lapor kembali")
    officer.look("check-in")
    officer.press("Sudah kembali dengan selamat")
    officer.follow("Catat hasil kunjungan")
    officer.choose("result", "met")
    officer.look("visit-after")


def test_a_sheet_saves_itself_and_two_browsers_disagree(visit: Visit) -> None:
    officer = visit("pendamping-6210", DESK, "id")
    [case] = take_report(officer)
    page = f"/berkas/{case}/lembar/monitoring/"
    officer.open(page)
    officer.write("her_words", "Sudah bisa tidur")
    officer.field("needed").focus()
    saved = officer.page.locator("[data-autosave-status]")
    expect(saved).to_contain_text("Tersimpan", timeout=40_000)
    officer.open(f"/berkas/{case}/layanan/")
    officer.sees("Belum selesai:")
    half = officer.page.locator(f"a[href*='{page}?lembar=']").first.get_attribute("href") or ""
    other = visit("pendamping-6210", DESK, "id")
    for browser in (officer, other):
        browser.open(half)
        expect(browser.field("her_words")).to_have_value("Sudah bisa tidur")
    _type(officer, "needed", "Uang sekolah")
    expect(saved).to_contain_text("Tersimpan", timeout=40_000)
    with other.expecting("answered 409"):
        _type(other, "needed", "Obat")
        expect(other.page.locator("[data-autosave-status]")).to_contain_text("peramban lain", timeout=40_000)
    expect(other.field("needed")).to_have_value("Obat")


def _type(officer: Officer, name: str, text: str) -> None:
    officer.write(name, text)
    officer.field("her_words").focus()


@pytest.mark.parametrize("kind", ON_PAPER)
def test_h22_every_sheet_prints_blank_on_one_a4(visit: Visit, kind: str) -> None:
    officer = visit("pendamping-6212", DESK, "id")
    case = _CASES.setdefault("case", "") or _CASES.setdefault("made", take_report(officer)[0])
    _CASES["case"] = case
    officer.open(f"/berkas/{case}/lembar/{kind}/kosong/")
    officer.shot(kind)
    paper = officer.page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


_CASES: dict[str, str] = {}
