"""Somebody without a mouse: Tab, Enter, Space and letters; she must see where she is at each stop."""

import re
from dataclasses import dataclass

from tests.journeys.officer import Officer

# How each thing that takes focus looks while it has none: itself, and the label drawn in its place.
_BEFORE = """() => {
  const parts = (e) => {
    const label = e.labels && e.labels[0];
    // A dot or a box of which only the label is drawn shows its focus there.
    const drawn = getComputedStyle(e).opacity === '0' && label ? [] : [[e, null]];
    return label ? [...drawn, [label, null], [label, '::before'], [label, '::after']] : drawn;
  };
  const look = (e) => parts(e).map(([one, pseudo]) => {
    const s = getComputedStyle(one, pseudo);
    const none = s.outlineStyle === 'none' || parseFloat(s.outlineWidth) === 0 || s.outlineColor === 'rgba(0, 0, 0, 0)';
    return (none ? '' : [s.outlineStyle, s.outlineWidth, s.outlineColor].join(' ')) + ' ' + s.boxShadow;
  }).join('|');
  const takes = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]';
  window.keys = {all: [...document.querySelectorAll(takes)], look, before: new Map()};
  for (const e of window.keys.all) window.keys.before.set(e, look(e));
}"""
_STOP = """() => {
  const e = document.activeElement, all = window.keys.all;
  if (!e || e === document.body || e === document.documentElement) return null;
  const drawn = getComputedStyle(e).opacity === '0' && e.labels && e.labels[0] ? e.labels[0] : e;
  const box = drawn.getBoundingClientRect();
  return {
    place: all.indexOf(e),
    name: (e.labels && e.labels[0] ? e.labels[0] : e).textContent.trim().replace(/\\s+/g, ' ') || e.name || e.tagName,
    tag: e.tagName.toLowerCase(), field: e.name || '', value: e.value || '',
    within: e.closest('main') ? 'main' : e.closest('nav') ? 'nav' : '',
    shown: box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight,
    marked: window.keys.look(e) !== window.keys.before.get(e),
    top: box.top + scrollY, left: box.left, height: box.height,
  };
}"""
# Everything in menu and content that must be reached; of a group of dots the one that Tab goes to.
_OWED = """() => window.keys.all.map((e, place) => [e, place]).filter(([e]) =>
    e.closest('main, nav') && !e.matches('[tabindex="-1"]') && !e.disabled && e.checkVisibility()
    && !(e.type === 'radio' && window.keys.all.some(o => o.type === 'radio' && o.name === e.name && o.form === e.form
         && o !== e && (o.checked || (!e.checked && window.keys.all.indexOf(o) < window.keys.all.indexOf(e))))))
  .map(([e, place]) => [place, (e.name || e.textContent).trim().slice(0, 60) + ' ' + e.tagName])"""
# A date has four stops of its own: day, month, year, and the calendar.
MOST_INSIDE = 5


@dataclass(frozen=True)
class Stop:
    """Where focus is."""

    place: int
    name: str
    tag: str
    field: str
    value: str
    within: str
    shown: bool
    marked: bool
    top: float
    left: float
    height: float


class Keyboard:
    """One keyboard at an officer's screen."""

    def __init__(self, officer: Officer) -> None:
        self.officer, self.page = officer, officer.page

    def arrive(self) -> None:
        """Note how the page looks before anything on it has focus."""
        self.page.evaluate(_BEFORE)

    def tab(self) -> Stop | None:
        """Go on by one stop; wherever it is, it is seen."""
        self.page.keyboard.press("Tab")
        found = self.page.evaluate(_STOP)
        if found is None:
            return None
        stop = Stop(**found)
        assert stop.marked, f"{self.officer.path}: nothing shows that “{stop.name}” ({stop.tag}) has focus"
        assert stop.shown, f"{self.officer.path}: “{stop.name}” ({stop.tag}) has focus where nobody sees it"
        return stop

    def to(self, words: str = "", *, field: str = "", value: str = "", tag: str = "", context: str = "") -> Stop:
        """Go on by Tab to what is called so, or to a field of that name; the page must lead there."""
        name = re.compile(r"^\W*" + re.escape(self.officer.words(words, context)), re.IGNORECASE)
        seen = []
        for _ in range(250):
            stop = self.tab()
            if stop is None:
                continue  # past the end of the page, and round again
            seen.append(stop.name)
            fits = (stop.field, stop.value if value else "") == (field, value) if field else bool(name.match(stop.name))
            if fits and stop.within and tag in ("", stop.tag):
                return stop
        raise AssertionError(f"{self.officer.path}: Tab never comes to {words or field}: {seen[:120]}")

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def follow(self, *what: str, **how: str) -> None:
        """Go there and press Enter; then the next page is here."""
        self.to(*what, **how)
        with self.page.expect_navigation():
            self.press("Enter")
        self.arrive()

    def walk(self) -> list[Stop]:
        """Press Tab from the top of the page to its end; nothing keeps the focus to itself."""
        stops: list[Stop] = []
        inside = 0
        for _ in range(1_000):
            stop = self.tab()
            # Past the last stop comes the browser itself, or the first one again.
            if stop is None or (len(stops) > 1 and stop.place == stops[0].place):
                if stops:
                    return stops
                continue
            inside = inside + 1 if stops and stops[-1].place == stop.place else 0
            assert inside < MOST_INSIDE, f"{self.officer.path}: focus does not leave “{stop.name}”"
            if not inside:
                stops.append(stop)
        raise AssertionError(f"{self.officer.path}: Tab never comes to the end of the page")

    def owed(self) -> dict[int, str]:
        """Return everything in menu and content that Tab must come to."""
        return dict(self.page.evaluate(_OWED))
