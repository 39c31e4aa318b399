"""Somebody at a screen: reads words, presses buttons, fills a sheet, and notices what is wrong."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import ConsoleMessage, Locator, Page, Request, Response, expect

ROOT = Path(__file__).resolve().parent.parent.parent
SHOTS = Path(__file__).parent / "shots"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
PHONE, DESK = 360, 1200
# Each screen has units of its own, so that no story finds what another left.
UNITS = {"360-id": "6203", "1200-en": "6204", "360-en": "6205", "1200-id": "6206"}
SCREENS = ((PHONE, "id"), (DESK, "en"), (PHONE, "en"), (DESK, "id"))
TOUCH = 44
ANSWERED = "Failed to load resource: the server responded"  # what was answered is judged by its status

_TARGETS = """() => [...document.querySelectorAll('button, .govuk-button, nav a, .exit')]
  .filter(e => e.checkVisibility() && e.getBoundingClientRect().bottom > 0)
  .map(e => [e.textContent.trim(), e.getBoundingClientRect().height])
  .filter(([, height]) => height < %s - 0.5)"""
_TINY = """() => [...document.querySelectorAll('main *')].filter(e => !(e instanceof SVGElement) && e.checkVisibility()
  && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()) && !e.closest('.govuk-visually-hidden')
  && parseFloat(getComputedStyle(e).fontSize) < 13).map(e => e.textContent.trim())"""
_SERIOUS = """async () => {
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.filter(v => ['serious', 'critical'].includes(v.impact))
    .map(v => `${v.id}: ${v.help}: ` + v.nodes.map(n => n.html.slice(0, 160)).join(' | '));
}"""


def on_each_screen(function: object) -> object:
    """Walk a story on a phone in Indonesian; a desk and English, in each pair, are long."""
    rows = [
        pytest.param(width, language, id=f"{width}-{language}", marks=[pytest.mark.long] if place else [])
        for place, (width, language) in enumerate(SCREENS)
    ]
    return pytest.mark.parametrize(("width", "language"), rows)(function)


def unit_of(width: int, language: str) -> str:
    return UNITS[f"{width}-{language}"]


class Officer:
    """One person at one screen."""

    def __init__(self, page: Page, base: str, width: int, language: str, story: str) -> None:
        self.page, self.base, self.width, self.language, self.story = page, base, width, language, story
        self.troubles: list[str] = []
        self._expected: tuple[str, ...] = ()
        self._step = 0
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self._trouble(f"script: {error}"))
        page.on("requestfailed", self._failed)
        page.on("response", self._answered)

    # -- what goes wrong ----------------------------------------------------------------------

    def _trouble(self, what: str) -> None:
        if not any(words in what for words in self._expected):
            self.troubles.append(f"{self.path}: {what}")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(ANSWERED):
            self._trouble(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # a page that was left
            self._trouble(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400:
            self._trouble(f"answered {response.status}: {urlsplit(response.url).path}")

    @contextmanager
    def expecting(self, *what: str) -> Iterator[None]:
        """Let something go wrong that is meant to: ``answered 409``."""
        before, self._expected = self._expected, (*self._expected, *what)
        try:
            yield
        finally:
            self.page.wait_for_timeout(50)
            self._expected = before

    # -- what is read -------------------------------------------------------------------------

    def words(self, text: str, context: str = "") -> str:
        """Return words of the source as this person reads them."""
        with translation.override(self.language):
            return str(pgettext(context, text) if context else gettext(text))

    def said(self, words: object) -> str:
        """Return words of a catalogue (``say(…)``) as this person reads them."""
        with translation.override(self.language):
            return str(words)

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        """Return what is on the screen, folded parts left out."""
        return self.page.locator("main").inner_text()

    def sees(self, text: str, context: str = "") -> None:
        """Wait until these words of the source are on the screen."""
        self.reads(self.words(text, context))

    def reads(self, text: str) -> None:
        """Wait until exactly this is on the screen."""
        expect(self.page.locator("main")).to_contain_text(text, use_inner_text=True, timeout=30_000)

    # -- what is done -------------------------------------------------------------------------

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def press(self, text: str, *, within: Locator | None = None) -> None:
        """Press the first button of that name."""
        self._named("button", text, within).click()

    def follow(self, text: str, *, within: Locator | None = None, context: str = "") -> None:
        """Follow the first link of that name."""
        self._named("link", text, within, context).click()

    def _named(self, role: str, text: str, within: Locator | None, context: str = "") -> Locator:
        name = re.compile(r"^\W*" + re.escape(self.words(text, context)), re.IGNORECASE)
        found = (within or self.page).get_by_role(role, name=name)  # type: ignore[arg-type]
        return found.first

    def unfold(self, what: Locator) -> Locator:
        """Open whatever is folded around ``what``, as a person does: by its summary."""
        folded = self.page.locator("details:not([open])").filter(has=what)
        while folded.count():
            folded.first.locator("summary").first.click()
        return what

    def unfold_named(self, text: str) -> None:
        """Open the first fold of that name."""
        self.page.locator("summary").filter(has_text=self.words(text)).first.click()

    def field(self, name: str) -> Locator:
        """Return a field of a sheet; a button may have its name, as that of the page's language has."""
        return self.unfold(self.page.locator(f'[name="{name}"]:not([type="hidden"], button)').first)

    def write(self, name: str, text: str) -> None:
        """Write into a field of a sheet; ``name`` is its place in the payload."""
        self.field(name).fill(text)

    def choose(self, name: str, value: str) -> None:
        """Choose an answer: of a list, or the words beside a dot or a box."""
        first = self.field(name)
        if first.evaluate("e => e.tagName") == "SELECT":
            first.select_option(value)
            return
        box = self.page.locator(f'[name="{name}"][value="{value}"]')
        if not box.is_checked():  # a page that was left and opened again comes back as it was typed
            self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()
        assert box.is_checked()

    def moment(self, name: str, at: datetime) -> None:
        self.write(f"{name}_date", f"{at:%Y-%m-%d}")
        self.write(f"{name}_time", f"{at:%H:%M}")

    def sign_in(self, account: str, password: str) -> None:
        self.open("/masuk/")
        self.enter(account, password)

    def enter(self, account: str, password: str) -> None:
        """Fill the sign-in page that is on the screen."""
        self.page.fill('[name="email"]', f"{account}@contoh.test")
        self.page.fill('[name="password"]', password)
        self.page.locator("main form:not([data-passkey]) button").click()
        expect(self.page.locator("body[data-signed-in]")).to_be_attached(timeout=60_000)

    # -- what is looked at --------------------------------------------------------------------

    def shot(self, name: str) -> None:
        """Keep a picture of the whole page, for a person to look at."""
        SHOTS.mkdir(exist_ok=True)
        self._step += 1
        place = SHOTS / f"{self.story}-{self._step:02}-{name}-{self.width}-{self.language}.png"
        self.page.screenshot(path=place, full_page=True)

    def look(self, name: str = "") -> None:
        """Keep a picture and hold the page against what every page owes."""
        if name:
            self.shot(name)
        assert self.faults() == [], self.path

    def faults(self) -> list[str]:
        """Return what no page may have: a serious finding, a sideways scroll, words or targets too small."""
        found = [f"axe {one}" for one in self.findings()]
        if self.wide() > self.width:
            found.append(f"{self.wide()} px wide")
        small = self.page.evaluate(_TARGETS % TOUCH)
        found += [f"too small to read: {words}" for words in self.page.evaluate(_TINY)]
        return found + [f"{height:.0f} px high: {name}" for name, height in small]

    def wide(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth"))

    def findings(self) -> list[str]:
        """Return what axe finds that is serious or critical."""
        if not self.page.evaluate("typeof axe === 'object'"):
            self.page.evaluate(AXE.read_text(encoding="utf-8"))
        return list(self.page.evaluate(_SERIOUS))
