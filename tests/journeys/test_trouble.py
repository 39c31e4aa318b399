"""What goes wrong: a second click, a lost session, two browsers, two officers, a night, no network, no scripts."""

from datetime import datetime, timedelta

from playwright.sync_api import APIResponse, Route, expect

from tests.config.installation import PASSWORD, Installation
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.reporting import begin, cases_of, take_report

TOLD = "Kata-kata yang tidak boleh hilang"
STATUS = "[data-autosave-status]"


def _reports(officer: Officer) -> int:
    officer.open("/catatan/")
    return officer.page.locator("a[href^='/catatan/']").filter(has_text=officer.words("Laporan")).count()


def test_a_second_click_makes_one_report(visit: Visit) -> None:
    officer = visit("pengaduan-6210", PHONE)
    before = _reports(officer)  # of an account no other story counts on
    begin(officer)
    button = officer.page.get_by_role("button", name=officer.words("Simpan laporan")).first
    button.dblclick()
    officer.sees("Tugas di bawah mulai berjalan sejak laporan diterima.")
    assert _reports(officer) == before + 1
    # And from a second page that still shows the sheet.
    begin(officer)
    second = visit("pengaduan-6210", PHONE)
    second.open(officer.path)
    officer.press("Simpan laporan")
    officer.sees("Tugas di bawah mulai berjalan sejak laporan diterima.")
    second.press("Simpan laporan")
    second.sees("Tugas di bawah mulai berjalan sejak laporan diterima.")
    assert second.path == officer.path
    assert _reports(officer) == before + 2


def test_a_slow_save_of_the_typing_is_not_taken_for_another_browser(visit: Visit) -> None:
    officer = visit("pengaduan-6209", PHONE)
    begin(officer)
    late: list[tuple[Route, APIResponse]] = []  # saved, and the answer is still on its way
    officer.page.route("**/simpan/", lambda route: late.append((route, route.fetch())))
    officer.write("incident.narrative", TOLD)
    officer.page.locator("h1").click()
    while not late:
        officer.page.wait_for_timeout(50)
    officer.press("Simpan laporan")
    officer.page.wait_for_timeout(500)
    route, answer = late[0]
    route.fulfill(response=answer)
    [case] = cases_of(officer)
    officer.open(f"/berkas/{case}/")
    officer.reads(TOLD)


def test_a_session_that_ended_loses_no_typing(visit: Visit) -> None:
    officer = visit("pengaduan-6209", PHONE, fresh=True)
    begin(officer)
    sheet = officer.path
    other_tab = officer.page.context.new_page()
    other_tab.goto(f"{officer.base}/catatan/")
    other_tab.get_by_role("button", name=officer.words("Keluar")).click()
    other_tab.wait_for_url("**/masuk/")
    with officer.expecting("answered 401"):
        officer.write("incident.narrative", TOLD)
        officer.page.locator("h1").click()
        expect(officer.page.locator(STATUS).first).to_contain_text(
            officer.words("Sesi sudah berakhir. Yang Anda ketik disimpan; masuk lagi untuk melanjutkan.")
        )
        officer.shot("session-ended")
        officer.press("Simpan laporan")
    officer.enter("pengaduan-6209", PASSWORD)
    assert officer.path == sheet
    officer.sees("Ada ketikan Anda yang terselamatkan saat sesi berakhir.")
    officer.look("rescued")
    officer.press("Pakai ketikan itu")
    assert officer.field("incident.narrative").input_value() == TOLD


def test_two_browsers_on_one_sheet_show_both_versions(visit: Visit) -> None:
    one = visit("pengaduan-6209", DESK, "en")
    begin(one)
    other = visit("pengaduan-6209", DESK, "en", fresh=True)
    other.open(one.path)
    one.write("incident.narrative", "Dari komputer")
    one.press("Simpan sementara")
    with other.expecting("answered 409"):
        other.write("incident.narrative", "Dari ponsel")
        other.press("Simpan laporan")
        other.sees("Isian yang lain")
    assert other.field("incident.narrative").input_value() == "Dari ponsel"
    other.reads("Dari komputer")
    other.look("two-versions")
    other.write("incident.narrative", "Dari ponsel dan dari komputer")
    other.press("Simpan laporan")
    [case] = cases_of(other)
    other.open(f"/berkas/{case}/")
    other.reads("Dari ponsel dan dari komputer")


def test_two_officers_at_once_keep_what_both_wrote(visit: Visit) -> None:
    first = visit("kepala-6208", PHONE)
    [case] = take_report(first)
    second = visit("supervisor-6208", PHONE)
    first.open(f"/berkas/{case}/kontak/")
    second.open(f"/berkas/{case}/kontak/")
    second.choose("agreed.help", "yes")
    second.choose("agreed.record", "yes")
    second.write("needs", "Yang pertama menulis")
    second.press("Simpan")
    second.sees("Tersimpan. Tugas yang terpenuhi sudah ditandai.")
    with first.expecting("answered 409"):
        first.write("needs", TOLD)
        first.choose("agreed.record", "yes")
        first.press("Simpan")
        first.sees("Isian Anda masih ada di bawah. Yang terjadi sementara itu:")
    assert first.field("needs").input_value() == TOLD
    first.sees("Kontak pertama")
    first.look("stale")
    first.press("Simpan")
    first.sees("Tersimpan. Tugas yang terpenuhi sudah ditandai.")
    first.reads(TOLD)


def test_a_page_left_open_overnight_asks_once_when(visit: Visit, installation: Installation) -> None:
    officer = visit("pengaduan-6209", PHONE)
    begin(officer)
    number = officer.path.split("/")[-2]
    installation.cluster().sql(
        f"UPDATE intake_draft SET opened_at = opened_at - interval '9 hours' WHERE number = '{number}'"
    )
    yesterday = datetime.fromisoformat(
        f"{officer.field('received_at_date').input_value()}T{officer.field('received_at_time').input_value()}"
    ) - timedelta(hours=9)
    officer.moment("received_at", yesterday)
    officer.write("incident.narrative", TOLD)
    with officer.expecting("answered 422"):
        officer.press("Simpan laporan")
        officer.sees("Lembar ini dibuka sejak lama. Periksa kapan laporan diterima, lalu simpan lagi.")
    assert officer.field("incident.narrative").input_value() == TOLD
    officer.look("overnight")
    officer.press("Simpan laporan")
    officer.sees("Tugas di bawah mulai berjalan sejak laporan diterima.")


def test_a_cut_network_loses_no_typing(visit: Visit) -> None:
    officer = visit("pengaduan-6209", PHONE)
    begin(officer)
    status = officer.page.locator(STATUS).first
    with officer.expecting("net::ERR_INTERNET_DISCONNECTED"):
        officer.page.context.set_offline(True)
        officer.write("incident.narrative", TOLD)
        officer.page.locator("h1").click()
        expect(status).to_have_text(officer.words("Belum tersambung: isian tetap di halaman ini."))
        officer.shot("offline")
        officer.press("Simpan laporan")
        officer.page.wait_for_timeout(500)
        assert officer.field("incident.narrative").input_value() == TOLD
        officer.page.context.set_offline(False)
    officer.field("incident.region_code").focus()
    officer.page.locator("h1").click()
    expect(status).to_contain_text(officer.words("Tersimpan"))
    officer.open(officer.path)
    assert officer.field("incident.narrative").input_value() == TOLD


def test_everything_works_without_scripts(visit: Visit) -> None:
    officer = visit("kepala-6208", PHONE, "id", fresh=True, scripts=False)
    assert officer.path == "/hari-ini/"
    begin(officer)
    officer.write("incident.narrative", TOLD)
    officer.press("+ Tambah orang lain")
    assert officer.field("incident.narrative").input_value() == TOLD
    officer.choose("victims.0.age_band", "25_44")
    officer.choose("victims.1.age_band", "13_17")
    officer.choose("reporter.capacity", "family")
    officer.shot("two-people")
    officer.press("Simpan laporan")
    woman, _child = cases_of(officer)
    officer.open(f"/berkas/{woman}/")
    officer.press("Saya tangani")
    officer.follow("Kontak pertama")
    officer.choose("agreed.help", "yes")
    officer.choose("agreed.record", "yes")
    officer.write("needs", "Bicara dengan ibunya")
    officer.press("Simpan")
    officer.sees("Tersimpan. Tugas yang terpenuhi sudah ditandai.")
    officer.reads("Bicara dengan ibunya")
    officer.press("Keluar")
    assert officer.path == "/masuk/"


def test_a_session_that_ended_loses_nothing_of_a_first_contact(visit: Visit) -> None:
    officer = visit("supervisor-6208", PHONE, fresh=True)
    [case] = take_report(officer)
    officer.open(f"/berkas/{case}/kontak/")
    officer.page.context.request.post(f"{officer.base}/_/x")
    officer.choose("agreed.record", "yes")
    officer.write("needs", TOLD)
    with officer.expecting("answered 401", "answered 403"):
        officer.press("Simpan")
        officer.enter("supervisor-6208", PASSWORD)
    officer.open(f"/berkas/{case}/kontak/")
    officer.sees("Ketikan Anda yang belum terkirim sudah diisikan kembali. Periksa, lalu simpan.")
    assert officer.field("needs").input_value() == TOLD
    officer.look("refilled")
    officer.press("Simpan")
    officer.reads(TOLD)


def test_a_phone_that_dies_over_a_plan_loses_nothing_of_it(visit: Visit) -> None:
    """What is typed on a page of a case is kept as it goes, also over a network that comes and goes (R-05)."""
    officer = visit("supervisor-6208", PHONE, fresh=True)
    [case] = take_report(officer)
    officer.press("Saya tangani")
    officer.open(f"/berkas/{case}/rencana/susun/")
    status = officer.page.locator("form [role=status]").last
    with officer.expecting("net::ERR_INTERNET_DISCONNECTED"):
        officer.page.context.set_offline(True)
        officer.write("her_words", TOLD)
        officer.page.locator("h1").click()
        expect(status).to_have_text(officer.words("Belum tersambung: isian tetap di halaman ini."))
        officer.page.context.set_offline(False)
    expect(status).to_contain_text(officer.words("Ketikan tersimpan, belum terkirim"))
    officer.shot("kept")
    officer.page.context.close()
    again = visit("supervisor-6208", PHONE, fresh=True)
    again.open(f"/berkas/{case}/rencana/susun/")
    again.sees("Ketikan Anda yang belum terkirim sudah diisikan kembali. Periksa, lalu simpan.")
    assert again.field("her_words").input_value() == TOLD
    again.look("refilled")
    again.press("Buang ketikan itu, mulai dari awal")
    assert again.field("her_words").input_value() == ""
