"""Leaving at once in a real Chromium: what Back, Forward, the history and the profile then hold.

The table of security §6.2 as a test. The place one leaves to is a small server here that writes
down what it was told.
"""

import os
import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.house.canary import Marks, Search
from tests.house.installation import WORD, Installation, installation
from tests.web.headers import wrong
from tools import browser

CHROMIUM = browser.find()
pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium here: python3 tools/browser.py brings one")
FLAGS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
# Playwright switches off the very thing these tests are about: pages kept in memory for Back.
NOT_OURS = ["--disable-back-forward-cache"]
OFFICER = "supervisor-6271@contoh.test"
ELSEWHERE = "Cuaca hari ini"


@dataclass(slots=True)
class Elsewhere:
    """The harmless page one leaves to, and what it was told about where one came from."""

    address: str = ""
    told: list[dict[str, str]] = field(default_factory=list)


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[Elsewhere]:
    made = Elsewhere()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path.startswith("/cuaca"):
                made.told.append({name.lower(): value for name, value in self.headers.items()})
            body = f"<!doctype html><title>{ELSEWHERE}</title><p>{ELSEWHERE}".encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def do_POST(self) -> None:
            self.do_GET()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.address = f"http://127.0.0.1:{server.server_port}/cuaca"
    yield made
    server.shutdown()


@pytest.fixture(scope="module")
def house(elsewhere: Elsewhere) -> Iterator[Installation]:
    with installation(DAMPINGI_EXIT_URL=elsewhere.address) as made:
        yield made


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield playwright.chromium


class Visit:
    """One visit: a browser with a profile of its own, somebody signed in, a sheet with markers in it."""

    def __init__(self, chromium: Any, house: Installation, folder: Path, *, script: bool = True) -> None:
        self.house, self.marks, self.profile = house, Marks(), folder / "profile"
        self.context = chromium.launch_persistent_context(
            str(self.profile),
            executable_path=CHROMIUM,
            headless=True,
            args=FLAGS,
            ignore_default_args=NOT_OURS,
            java_script_enabled=script,
            env={**os.environ, "TMPDIR": str(folder)},
        )
        self.page = self.context.pages[0]
        self.refused: list[str] = []
        self.page.on("console", lambda said: self.refused.append(said.text) if said.type == "error" else None)

    def sign_in(self) -> None:
        self.page.goto(f"{self.house.address}/masuk/")
        self.page.fill("input[name=email]", OFFICER)
        self.page.fill("input[name=password]", WORD)
        self.page.click("main button")
        self.page.wait_for_url(lambda url: "/masuk/" not in url)

    def sheet(self) -> None:
        """Begin a sheet and type a marker into every text input that shows."""
        self.page.goto(f"{self.house.address}/catatan/")
        self.page.click("form[action$='/catatan/baru/'] button")
        self.page.wait_for_url(re.compile("/catatan/isian/"))
        self.page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
        for one in self.page.query_selector_all("main input[type=text], main input[type=tel], main textarea"):
            if one.is_visible() and not one.get_attribute("inputmode"):
                one.fill(self.marks.word()[: int(one.get_attribute("maxlength") or 100)])

    @property
    def cookie(self) -> str:
        """Return the session's cookie."""
        return next((c["value"] for c in self.context.cookies() if c["name"] == "s"), "")

    @property
    def text(self) -> str:
        """Return everything the open page holds, what stands in its inputs too."""
        typed = "[...document.querySelectorAll('input,textarea')].map(e => e.value).join(' ')"
        return "\n".join([self.page.title(), self.page.content(), str(self.page.evaluate(typed))])

    def shows(self) -> bool:
        """Tell whether a marker shows."""
        return self.marks.stem in self.text


@pytest.fixture
def folder() -> Iterator[Path]:
    """Return a folder with a short name: the browser puts sockets there."""
    with tempfile.TemporaryDirectory(prefix="b", ignore_cleanup_errors=True) as made:
        yield Path(made)


@pytest.fixture
def visit(chromium, house, folder) -> Iterator[Visit]:
    made = Visit(chromium, house, folder)
    made.sign_in()
    made.sheet()
    yield made
    made.context.close()


def press(key: str) -> Callable[[Visit], None]:
    def three_times(visit: Visit) -> None:
        visit.page.click("main h1")
        for _ in range(3):
            visit.page.keyboard.press(key)

    return three_times


def click(visit: Visit) -> None:
    visit.page.click("a[data-exit]")


WAYS = {"the button": click, "Shift three times": press("Shift"), "Esc three times": press("Escape")}


def left(visit: Visit, house: Installation) -> None:
    visit.page.wait_for_url(re.compile("/cuaca"))
    visit.page.wait_for_load_state()


def gone(house: Installation, cookie: str) -> bool:
    """Tell whether a cookie opens nothing any more."""
    nobody = house.browser()
    nobody.session.cookies.set("s", cookie)
    return bool(nobody.get("/_/s").status_code == 401)


@pytest.mark.parametrize("way", WAYS)
def test_u02_after_leaving_back_and_forward_show_nothing(visit: Visit, house, elsewhere, way: str) -> None:
    assert visit.shows()
    cookie, before = visit.cookie, len(elsewhere.told)
    assert not gone(house, cookie)
    WAYS[way](visit)
    left(visit, house)
    assert len(elsewhere.told) > before
    assert all("referer" not in one for one in elsewhere.told)
    visit.page.wait_for_timeout(300)
    assert gone(house, cookie)
    for _ in range(5):
        visit.page.go_back(wait_until="load")
        visit.page.wait_for_timeout(150)
        assert not visit.shows()
        assert "/masuk/" in visit.page.url or not visit.page.url.startswith(house.address)
    visit.page.go_forward(wait_until="load")
    assert not visit.shows()
    assert not any("Content Security Policy" in one for one in visit.refused), visit.refused


def test_u01_without_scripts_the_link_leads_away_and_says_nothing(chromium, house, elsewhere, folder) -> None:
    visit = Visit(chromium, house, folder, script=False)
    try:
        visit.sign_in()
        visit.page.goto(f"{house.address}/catatan/")
        before = len(elsewhere.told)
        click(visit)
        left(visit, house)
        assert len(elsewhere.told) > before
        assert all("referer" not in one for one in elsewhere.told)
    finally:
        visit.context.close()


def test_u01_the_button_is_large_enough_and_stands_first(visit: Visit) -> None:
    box = visit.page.locator("a[data-exit]").bounding_box()
    assert box["height"] >= 44
    assert box["width"] >= 44
    visit.page.goto(visit.page.url)
    reached = []
    for _ in range(8):
        visit.page.keyboard.press("Tab")
        reached.append(visit.page.evaluate("document.activeElement.dataset.exit !== undefined"))
        if reached[-1]:
            break
    assert reached[-1], "the keyboard reaches the way out within a few steps"


def test_u03_with_the_network_cut_the_page_is_gone_at_once(visit: Visit) -> None:
    visit.context.set_offline(True)
    # What stands in the page a moment after the tap, before anything could come from anywhere.
    look = "setTimeout(() => window.name = 'after: ' + document.body.innerText + document.title, 0)"
    visit.page.evaluate(f"document.addEventListener('click', () => {look}, true)")
    click(visit)
    visit.page.wait_for_timeout(400)
    assert not visit.shows()
    visit.context.set_offline(False)
    assert visit.page.evaluate("window.name") in ("after: ", ""), "wiped before any request"


def test_u04_other_keys_lead_nowhere(visit: Visit) -> None:
    for keys in ("Shift Shift a", "Shift A Shift Shift a", "Shift+a Shift+b Shift+c", "Escape Shift Escape a"):
        visit.page.click("main h1")
        for key in keys.split():
            visit.page.keyboard.press(key)
        visit.page.wait_for_timeout(200)
        assert visit.page.url.startswith(visit.house.address), keys
        assert visit.shows(), keys


def test_u04_each_press_is_announced_and_forgotten(visit: Visit) -> None:
    status = visit.page.locator("[data-exit-status]")
    visit.page.click("main h1")
    visit.page.keyboard.press("Shift")
    assert "dua kali" in status.inner_text()
    visit.page.keyboard.press("Shift")
    assert "sekali" in status.inner_text()
    visit.page.wait_for_timeout(5_300)
    assert "Batal" in status.inner_text()
    visit.page.keyboard.press("Shift")
    visit.page.wait_for_timeout(300)
    assert visit.page.url.startswith(visit.house.address)


def test_u06_a_page_that_comes_back_asks_the_server_first(visit: Visit, house, elsewhere) -> None:
    """She goes away by the address bar, the session ends elsewhere, somebody presses Back."""
    cookie = visit.cookie
    visit.page.goto(elsewhere.address)
    nobody = house.browser()
    nobody.session.cookies.set("s", cookie)
    assert nobody.session.post(f"{house.address}/_/x", timeout=20).status_code == 204
    asked: list[str] = []
    visit.page.on("request", lambda one: asked.append(one.url))
    visit.page.go_back(wait_until="commit")
    visit.page.wait_for_url(re.compile("/masuk/"))
    visit.page.wait_for_load_state()
    assert any(url.startswith(house.address) for url in asked)
    assert not visit.shows()


def test_u06_whoever_is_still_signed_in_finds_her_page_again(visit: Visit, elsewhere) -> None:
    visit.page.goto(elsewhere.address)
    visit.page.go_back(wait_until="load")
    visit.page.wait_for_timeout(500)
    assert "/catatan/isian/" in visit.page.url
    assert visit.page.evaluate("document.documentElement.hidden") is False


@pytest.mark.long  # on a crowded machine the browser may write before the script has arrived (docs/security.md)
def test_u05_u07_u08_the_profile_keeps_nothing(chromium, house, folder) -> None:
    """Type, save, be refused, send, search, open names, leave; then read the profile as a finder would."""
    visit = Visit(chromium, house, folder)
    page, statuses = visit.page, []
    page.on("response", lambda one: statuses.append(one.status) if one.request.is_navigation_request() else None)
    visit.sign_in()
    with page.expect_response(re.compile("/simpan/")) as saved:
        visit.sheet()
        page.locator("main textarea").first.blur()
    assert saved.value.status == 200
    page.wait_for_timeout(800)
    send = page.locator("button[name=kirim]").first
    # A place that is none: the sheet comes back with what was typed.
    page.locator("input[name$='region_code'], input[name$='village_code']").first.evaluate("e => e.value = 'x'")
    with page.expect_navigation():
        send.click()
    assert (statuses[-1], visit.shows()) == (422, True)
    page.wait_for_timeout(4_000)  # the browser writes its session every few seconds
    page.locator("input[name$='region_code'], input[name$='village_code']").evaluate_all("all => all.forEach(e => e.value = '')")
    with page.expect_navigation():
        page.locator("button[name=kirim]").first.click()
    page.wait_for_url(re.compile("/catatan/[0-9A-Z]+/$"))
    number = re.search(r"/berkas/([0-9A-Z]{11})/", page.content())
    assert number
    page.goto(f"{house.address}/berkas/cari/")
    page.fill("input[name=nama]", visit.marks.stem)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert number[1] in page.content()
    assert "data-sent" in page.content()
    page.goto(f"{house.address}/berkas/{number[1]}/")
    with page.expect_navigation():
        page.locator(f"form[action$='/berkas/{number[1]}/nama/'] button").click()
    assert visit.shows()
    page.wait_for_timeout(4_000)
    stores = page.evaluate(
        "(async () => [Object.keys(localStorage), Object.keys(sessionStorage), await caches.keys(), "
        "(await indexedDB.databases()).map(d => d.name)])()",
    )
    assert stores == [[], [], [], []]
    page.reload()
    assert statuses[-1] in (200, 405)
    assert page.locator("main a, main form").count()
    assert not visit.shows(), "a name that was opened is veiled again when the page is loaded again"
    click(visit)
    left(visit, house)
    visit.context.close()
    assert Search(visit.marks).tree(folder) == []
    assert (visit.profile / "Default" / "History").read_bytes().find(house.address.encode()) >= 0, "there is a history"


def test_the_profile_is_searched_where_a_browser_would_keep_things(chromium, house, elsewhere, folder) -> None:
    """What a careless page leaves is found: title, address, storage, a typed value."""
    visit = Visit(chromium, house, folder)
    marks = {name: Marks() for name in ("title", "address", "storage", "cookie", "what a form sent")}
    visit.page.goto(f"{elsewhere.address}?{marks['address'].word()}")
    visit.page.evaluate(f"document.title = '{marks['title'].word()}'; localStorage.x = '{marks['storage'].word()}'")
    visit.page.evaluate(f"document.cookie = 'c={marks['cookie'].word()}; max-age=9999'")
    visit.page.goto(elsewhere.address)
    visit.page.wait_for_timeout(300)
    word = marks["what a form sent"].word()
    visit.page.set_content(f"<form method=post action='{elsewhere.address}'><input name=x value={word}><button>send")
    with visit.page.expect_navigation():
        visit.page.click("button")
    visit.page.wait_for_timeout(4_000)
    visit.page.goto(elsewhere.address)
    visit.context.close()
    missing = [name for name, one in marks.items() if not Search(one).tree(folder)]
    # Cookies are encrypted by the browser itself where the system keeps a key for it.
    assert set(missing) <= {"cookie"}


def test_k7_static_files_carry_the_headers_and_may_be_kept(house) -> None:
    nobody = house.browser()
    page = nobody.get("/masuk/").text
    paths = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(paths) >= 3
    for path in [*paths, "/static/nothing.css"]:
        answer = nobody.get(path)
        assert answer.status_code == (404 if "nothing" in path else 200)
        assert wrong(answer.headers, static=True) == [], path
        if answer.ok:
            assert "immutable" in answer.headers["Cache-Control"], path
