"""Lists without a mouse: filter, keep a view, open it, open a case and come back; and every page by Tab."""

import re
from itertools import pairwise

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.keyboard import Keyboard, Stop
from tests.journeys.officer import DESK, PHONE, Officer, on_each_screen, unit_of
from tests.journeys.reporting import take_report

NAME = "Perlu ditanya minggu ini"


@on_each_screen
def test_a_list_is_filtered_and_kept_with_the_keyboard_alone(visit: Visit, width: int, language: str) -> None:
    officer = visit(f"pendamping-{unit_of(width, language)}", width, language)
    [case] = take_report(officer)
    keys = Keyboard(officer)
    officer.open("/berkas/")
    keys.arrive()
    _past_the_head(keys)

    keys.to("Saringan", tag="summary")
    keys.press("Enter")
    keys.to(field="keadaan")
    keys.press("ArrowDown")
    keys.to(field="risiko", value="unassessed")
    keys.press("Space")
    officer.look("filters")
    keys.follow("Saring", tag="button")
    expect(officer.page).to_have_url(re.compile(r"keadaan=open&.*risiko=unassessed"))
    officer.sees("Lepaskan semua")

    keys.to("Simpan tampilan ini", tag="summary")
    keys.press("Enter")
    keys.to(field="name")
    officer.page.keyboard.type(NAME)
    officer.look("keep")
    keys.follow("Simpan tampilan", tag="button")
    officer.sees("Tampilan disimpan. Tautannya ada di atas daftar.")
    officer.look("kept")

    keys.follow("Semua", tag="a")
    expect(officer.page).to_have_url(re.compile(r"/berkas/$"))
    keys.follow(NAME, tag="a")
    expect(officer.page).to_have_url(re.compile(r"/berkas/\?keadaan=open&risiko=unassessed$"))
    _open_case(keys, case)
    officer.page.go_back()  # what Alt and the arrow to the left do
    expect(officer.page.locator("html")).not_to_have_attribute("hidden", re.compile(".*"))
    officer.reads(NAME)

    keys.arrive()
    keys.follow(officer.words("Hapus tampilan “%(name)s”") % {"name": NAME}, tag="button")
    officer.sees("Tampilan dihapus.")
    keys.follow("Lepaskan semua", tag="a")
    keys.follow("Pemantauan sesudah selesai", tag="a")
    officer.sees("Tidak ada kasus dengan saringan ini.")
    officer.look("empty")
    keys.follow("Semua kasus Anda", tag="a")
    expect(officer.page).to_have_url(re.compile(r"/berkas/$"))


def _past_the_head(keys: Keyboard) -> None:
    """The first stop leads past the head of the page, straight to what it is about."""
    first = keys.tab()
    assert first
    assert first.name == keys.officer.words("Langsung ke isi")
    keys.press("Enter")
    stop = keys.tab()
    assert stop
    assert stop.within == "main"


def _open_case(keys: Keyboard, case: str) -> None:
    spoken = keys.officer.page.locator(f"a.rows__verb[href='/berkas/{case}/']").inner_text()
    keys.follow(spoken, tag="a")
    expect(keys.officer.page).to_have_url(re.compile(f"/berkas/{case}/$"))


COMPANION = (
    *("/hari-ini/", "/catatan/", "/berkas/", "/berkas/?keadaan=open&hanya=late", "/berkas/?keadaan=nganu"),
    *("/berkas/cari/", "/direktori/", "/akun/", "/pelatihan/", "/aturan/"),
)
OF_A_CASE = ("", "waktu/", "orang/", "rencana/", "layanan/", "rujukan/", "hukum/", "lampiran/", "kontak/", "selesai/", "persetujuan/")
SUPERVISOR = ("/papan/", "/jaga/", "/tinjauan/", "/rujukan/", "/pelatihan/daftar/", "/unit/")


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.long)])
@pytest.mark.parametrize(("who", "pages"), [pytest.param("pendamping", COMPANION, marks=pytest.mark.long), ("supervisor", (*COMPANION[:3], *SUPERVISOR))])
def test_every_link_button_and_field_is_reached_by_tab_in_reading_order(visit: Visit, who: str, pages: tuple[str, ...], width: int) -> None:
    officer = visit(f"{who}-6209", width, "id")
    [case] = take_report(officer)
    walked = 0
    for path in (*pages, *(f"/berkas/{case}/{part}" for part in OF_A_CASE)):
        with officer.expecting("answered 422"):
            officer.open(path)
        expect(officer.page.locator("main h1").first).to_be_visible()
        walked += _walk(officer)
    assert walked > 300


def _walk(officer: Officer) -> int:
    """Walk a page with everything on it unfolded; return how many stops its menu and content have."""
    officer.page.evaluate("document.querySelectorAll('details').forEach(d => { d.open = true; })")
    keys = Keyboard(officer)
    keys.arrive()
    owed, stops = keys.owed(), [stop for stop in keys.walk() if stop.within]
    reached = [stop.place for stop in stops]
    assert {name for place, name in owed.items() if place not in set(reached)} == set(), officer.path
    assert reached == sorted(reached), f"{officer.path}: Tab jumps"
    assert len(reached) == len(set(reached)), f"{officer.path}: Tab goes round inside the page"
    if officer.width == PHONE:  # one column: what comes next is below, or to the right on the same line
        for one, following in pairwise(stops):
            assert _follows(one, following), f"{officer.path}: “{following.name}” comes after “{one.name}”"
    return len(reached)


def _follows(one: Stop, following: Stop) -> bool:
    return following.top >= one.top - 1 or (following.top + following.height > one.top and following.left > one.left)


def test_a_page_that_hides_its_focus_or_keeps_it_is_seen_to(visit: Visit) -> None:
    officer = visit("", PHONE)
    keys = Keyboard(officer)
    pages = {
        "nothing shows": "<style>:focus { outline: 0 !important }</style><main><a href='#x'>x</a></main>",
        "where nobody sees it": "<main><a href='#x' style='position: fixed; left: 0; top: -90px'>x</a></main>",
        "does not leave": "<main><button onkeydown='event.preventDefault()'>x</button><a href='#y'>y</a></main>",
    }
    for fault, content in pages.items():
        officer.page.goto("about:blank")
        officer.page.set_content(content)
        keys.arrive()
        with pytest.raises(AssertionError, match=fault):
            keys.walk()
    officer.page.goto("about:blank")
    officer.page.set_content("<main><a href='#x' tabindex='2'>x</a><a href='#y' tabindex='1'>y</a><a id=z>z</a><button>b</button></main>")
    keys.arrive()
    assert [stop.name for stop in keys.walk()] == ["y", "x", "b"]
    assert set(keys.owed().values()) == {"x A", "y A", "b BUTTON"}
