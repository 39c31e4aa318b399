"""Coming in: the first page, the language, the accounts of each role, the menu of a small unit, the weight."""

import pytest

from tests.config.installation import PASSWORD
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, on_each_screen

LANDS = {
    "pengaduan-6202": "/hari-ini/",
    "pendamping-6202": "/hari-ini/",
    "supervisor-6202": "/hari-ini/",
    "kepala-6202": "/hari-ini/",
    "kepala-6208": "/hari-ini/",
    "pelatihan-62": "/pelatihan/",
    "admin-62": "/petugas/",
    "data-62": "/aturan/",
}
FIRST_LOAD = 150_000


@on_each_screen
def test_the_first_page(visit: Visit, width: int, language: str) -> None:
    officer = visit("", width, language)
    officer.open("/")
    assert officer.path == "/masuk/"
    assert officer.words("LATIHAN — semua di sini rekaan") in officer.page.inner_text("body")
    assert officer.page.title() == officer.words("Layanan")
    officer.look("sign-in")
    with officer.expecting("answered 401", "answered 422", "answered 403"):
        officer.page.fill('[name="email"]', "pendamping-6202@contoh.test")
        officer.page.fill('[name="password"]', "bukan itu")
        officer.press("Masuk")
        assert officer.page.locator(".bad[role=alert]").inner_text()
    officer.look("sign-in-wrong")
    other = {"id": "English", "en": "Bahasa Indonesia"}[language]
    officer.page.get_by_role("button", name=other).click()
    officer.language = "en" if language == "id" else "id"
    officer.sees("Masuk")
    assert officer.page.locator("html").get_attribute("lang") == officer.language


@pytest.mark.parametrize("account", LANDS)
def test_each_role_lands_on_its_page(visit: Visit, account: str) -> None:
    officer = visit(account, PHONE)
    officer.open("/")
    assert officer.path == LANDS[account]
    assert officer.page.locator(".latihan").is_visible()
    assert officer.page.locator(".exit").is_visible()


def test_h06_the_menu_of_a_small_unit(visit: Visit) -> None:
    officer = visit("kepala-6208", PHONE)
    officer.open("/")
    assert officer.page.locator(".nav a").all_inner_texts() == ["Hari ini", "Laporan", "Kasus"]
    officer.look("small-unit")
    larger = visit("kepala-6202", PHONE)
    larger.open("/")
    assert "Papan unit" in larger.page.locator(".nav a").all_inner_texts()


def test_the_first_load_is_light(visit: Visit) -> None:
    officer = visit("", DESK)
    weights: list[float] = []
    session = officer.page.context.new_cdp_session(officer.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: weights.append(event["encodedDataLength"]))
    officer.sign_in("pendamping-6271", PASSWORD)
    officer.page.wait_for_load_state("networkidle")
    assert officer.path == "/hari-ini/"
    assert len(weights) > 4
    assert sum(weights) <= FIRST_LOAD, weights
    print(f"first load: {sum(weights):.0f} bytes")
