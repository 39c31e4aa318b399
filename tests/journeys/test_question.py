"""A one-off question, answered on the phone and closed on one screen; and taken up again (H-06)."""

import re

from playwright.sync_api import expect

from dampingi.cases.fields import ANSWERED_HOW, ASKED_ABOUT, REOPENINGS
from tests.journeys.conftest import Visit
from tests.journeys.officer import Officer, on_each_screen, unit_of
from tests.journeys.reporting import begin


@on_each_screen
def test_h06_a_question_is_answered_and_closed_on_one_screen(visit: Visit, width: int, language: str) -> None:
    officer = visit(f"pengaduan-{unit_of(width, language)}", width, language)
    begin(officer)
    officer.unfold_named("Hanya bertanya, dan sudah dijawab? Konsultasi selesai")
    officer.sees("Menurut isian yang terakhir tersimpan, belum bisa karena:")
    officer.look("question")
    _presses_too_early(officer)
    officer.choose("safe_now", "safe")
    officer.press("Konsultasi selesai")
    expect(officer.page).to_have_url(re.compile(r"/catatan/$"), timeout=30_000)
    officer.sees("Konsultasi tercatat dan selesai. Tidak ada tugas yang tertinggal.")
    officer.sees("konsultasi selesai")
    officer.look("counted")
    _takes_it_up_again(officer)


def _presses_too_early(officer: Officer) -> None:
    """Safety was not answered: it is no question yet, and nothing typed is lost (H-01)."""
    officer.choose("victims.0.age_band", "25_44")
    officer.choose("consultation.about", "how_to_report")
    officer.choose("consultation.how", "answered")
    with officer.expecting("answered 409"):
        officer.press("Konsultasi selesai")
        officer.sees("Belum bisa diselesaikan sebagai konsultasi:")
    officer.sees("Belum diketahui apakah ia aman sekarang. Belum tahu tidak pernah berarti rendah.")
    assert officer.field("consultation.about").input_value() == "how_to_report"
    officer.look("too-early")


def _takes_it_up_again(officer: Officer) -> None:
    """Nothing of it was lost."""
    row = officer.page.locator(".rows > li").filter(has_text=officer.words("konsultasi selesai")).first
    row.locator("a").click()
    officer.follow("Buka kasus")
    officer.reads(officer.said(ASKED_ABOUT.words["how_to_report"]))
    officer.reads(officer.said(ANSWERED_HOW.words["answered"]))
    officer.look("ended")
    officer.follow("Buka kembali kasus ini")
    officer.choose("reason", "asks_again")
    officer.look("reopen")
    officer.press("Buka kembali")
    officer.sees("Kasus terbuka lagi. Tugasnya mengikuti.")
    officer.sees("Tanyakan keselamatan sekarang")
    officer.follow("Lini masa")
    officer.reads(officer.said(REOPENINGS.words["asks_again"]))
    officer.look("timeline")
