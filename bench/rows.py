"""What is measured: each row asks both applications the same and compares what they answer."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from random import Random
from typing import Any

from bench.client import Answer, Browser
from bench.ground import OURS, PLAIN, fresh_key
from bench.story import Teller

Ask = Callable[[str, Browser], Answer]

_NUMBER = re.compile(r'href="/berkas/([0-9A-Z]{11})/')
_TITLES = re.compile(r'class="rows__verb"[^>]*>([^<]+)<')
_SECTION = re.compile(r"<section.*?</section>", re.DOTALL)
_HEAD = re.compile(r"<h2[^>]*>([^<]*)</h2>")
_TABLE = re.compile(r"<table.*?</table>", re.DOTALL)
_LINES = re.compile(r'class="moj-timeline__title">(.*?)</h3>', re.DOTALL)
_TAGS = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the result."""

    name: str
    code: str
    asks: Callable[["Ground"], Iterator[Ask]]
    says: Callable[[Answer], object]
    status: int
    same_within: float
    count: int
    at_most: dict[int, float]


@dataclass(frozen=True, slots=True)
class Ground:
    """What rows choose from: a sample of what both hold."""

    numbers: list[str]  # oldest first
    names: list[str]
    dice: Random
    size: int
    long: list[str]  # cases with 500 lines and more


def numbers_in(answer: Answer) -> object:
    """Return the case numbers of a list, in their order."""
    return list(dict.fromkeys(_NUMBER.findall(answer.text)))


def duties_in(answer: Answer) -> object:
    """Return the titles of what is owed on a case page, and what is done already."""
    text = answer.text
    done = re.findall(r"<details>.*?</details>", text, re.DOTALL)
    return [unescape(t) for t in _TITLES.findall(text)], [_words(d) for d in done if "✓" in d]


def columns_in(answer: Answer) -> object:
    """Return heads with their counts, the numbers in each column, and the table of loads."""
    text = answer.text
    columns = [(_HEAD.findall(part), _NUMBER.findall(part)) for part in _SECTION.findall(text)]
    return columns, [_words(t) for t in _TABLE.findall(text)]


def received_in(answer: Answer) -> object:
    """Return what each case of a report is, its duties with their due times, and who is proposed."""
    return [(c["kinds"], c["risk"], c["authority"], _owed(c), _proposed(c)) for c in answer.json["cases"]]


def _owed(case: dict[str, Any]) -> list[tuple[str, datetime]]:
    return sorted((d["code"], datetime.fromisoformat(d["due_at"])) for d in case["duties"])


def _proposed(case: dict[str, Any]) -> list[tuple[bool, int, int]]:
    """Return readiness, reasons and objections of each; those that fit equally well stand in any order."""
    return [(c["ready"], len(c["reasons"]), len(c["obstacles"])) for c in case["companions"]]


def lines_in(answer: Answer) -> object:
    """Return what the newest 400 lines of a timeline say, in their order.

    Ours counts who looked among its 500 lines, the plain application keeps no ledger: the looks are
    left out, and with them as many of the oldest lines as they took the place of.
    """
    said = [_words(title) for title in _LINES.findall(answer.text)]
    return [words for words in said if not words.startswith(("Dilihat", "Dibuka"))][:400]


def _words(html: str) -> str:
    return " ".join(unescape(_TAGS.sub(" ", html)).split())


def _pages(ground: Ground) -> Iterator[Ask]:
    """Seven times of ten the first page of the list, else one of the next nine."""
    while True:
        page = 1 if ground.dice.random() < 0.7 else ground.dice.randint(2, 10)
        after = ground.numbers[-50 * (page - 1)] if page > 1 else ""

        def ask(whose: str, browser: Browser, page: int = page, after: str = after) -> Answer:
            if page == 1:
                return browser.get("/berkas/")
            return browser.get(f"/berkas/?sesudah={after}" if whose == OURS else f"/berkas/?page={page}")

        yield ask


def _cases(ground: Ground) -> Iterator[Ask]:
    while True:
        number = ground.dice.choice(ground.numbers)
        yield lambda _whose, browser, number=number: browser.get(f"/berkas/{number}/")


def _filtered(ground: Ground) -> Iterator[Ask]:
    """The list filtered: half by one of the four levels of risk, half also by what is open and overdue."""
    while True:
        asked = f"risiko={ground.dice.choice(('high', 'medium', 'low', 'unassessed'))}"
        if ground.dice.random() < 0.5:
            asked = f"keadaan=open&{asked}&hanya=late"
        yield lambda _whose, browser, asked=asked: browser.get(f"/berkas/?{asked}")


def _timelines(ground: Ground) -> Iterator[Ask]:
    while True:
        number = ground.dice.choice(ground.long)
        yield lambda _whose, browser, number=number: browser.get(f"/berkas/{number}/waktu/")


def _searches(ground: Ground) -> Iterator[Ask]:
    """Half of them a whole name, half one word of it."""
    while True:
        name = ground.dice.choice(ground.names)
        asked = name if ground.dice.random() < 0.5 else name.split()[-1]
        yield lambda _whose, browser, asked=asked: browser.form("/berkas/cari/", nama=asked)


def _boards(_: Ground) -> Iterator[Ask]:
    while True:
        yield lambda _whose, browser: browser.get("/papan/")


def _reports(ground: Ground) -> Iterator[Ask]:
    """Reports that are received now, each another one."""
    teller = Teller(1, datetime.now(UTC), seed=ground.dice.randrange(10**9))
    while True:
        told = teller.told(datetime.now(UTC))

        def ask(_whose: str, browser: Browser, told: dict[str, Any] = told) -> Answer:
            return browser.post_json("/api/v1/reports", told, **{"Idempotency-Key": fresh_key()})

        yield ask


_TWICE = {10_000: 2.0, 100_000: 2.0}
_FASTER = {10_000: 1.5, 100_000: 1.0}
ROWS = (
    Row("case list, 50 rows", "list", _pages, numbers_in, 200, 0.05, 400, _FASTER),
    Row("case list, filtered", "filtered", _filtered, numbers_in, 200, 0.05, 300, _FASTER),
    Row("name search in the unit", "search", _searches, numbers_in, 200, 0.05, 300, _FASTER),
    Row("board", "board", _boards, columns_in, 200, 0.05, 300, _FASTER),
    Row("case page", "case", _cases, duties_in, 200, 0.08, 400, _TWICE),
    Row("timeline of 500 lines", "timeline", _timelines, lines_in, 200, 0.08, 200, _TWICE),
    Row("report intake", "intake", _reports, received_in, 201, 0.05, 300, _TWICE),
)
BOTH = (OURS, PLAIN)
