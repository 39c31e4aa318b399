"""Every page of the URL map: no serious finding of axe, no sideways scroll, big targets, no fault."""

import re
from collections.abc import Iterator, Mapping

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.reporting import begin, take_report

NOT_PAGES = ("/api/", "/healthz", "/_/")


def addresses() -> Iterator[str]:
    """Go over the addresses of the URL map, with the places of records still open."""
    yield from _walk(get_resolver().url_patterns, "/")


def _walk(patterns: list[URLPattern | URLResolver], start: str) -> Iterator[str]:
    for one in patterns:
        address = start + str(one.pattern)
        if address.startswith(NOT_PAGES):
            continue
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, address)
        else:
            yield address


def filled(officer: Officer) -> dict[str, str]:
    """Return every address of the URL map with a record of this officer's in it."""
    [case] = take_report(officer)
    report = officer.path.split("/")[-2]
    officer.open(f"/berkas/{case}/")
    duty = officer.page.locator("a[href*='/tiadakan/']")
    code = (duty.first.get_attribute("href") or "").split("/")[-3] if duty.count() else "none"
    begin(officer)
    expect(officer.page).to_have_url(re.compile("/catatan/isian/"))
    records = {"/berkas/": case, "/catatan/isian/": officer.path.split("/")[-2], "/catatan/": report}
    found = {}
    for address in addresses():
        record = next((r for start, r in records.items() if address.startswith(start)), "none")
        found[address] = address.replace("<str:number>", record).replace("<slug:code>", code).replace("<int:turn>", "1")
    return found


@pytest.mark.parametrize(
    ("account", "language"),
    [
        ("supervisor-6271", "id"),
        pytest.param("pendamping-6271", "en", marks=pytest.mark.long),
        pytest.param("supervisor-6271", "en", marks=pytest.mark.long),
        pytest.param("pendamping-6271", "id", marks=pytest.mark.long),
    ],
)
def test_every_page(visit: Visit, account: str, language: str) -> None:
    officer = visit(account, DESK, language)
    seen = walk(officer, filled(officer), account, (DESK, PHONE))
    assert len(seen) > 20
    assert faults_of(seen) == {}


@pytest.mark.long
@pytest.mark.parametrize("account", ["admin-62", "pelatihan-62", "kepala-6208"])
def test_pages_of_other_roles(visit: Visit, account: str) -> None:
    officer = visit(account, PHONE, "en")
    seen = walk(officer, {a: a for a in addresses() if "<" not in a}, account, (PHONE,))
    assert len(seen) >= 4
    assert faults_of(seen) == {}


def test_a_page_with_faults_is_seen_to_have_them(visit: Visit) -> None:
    officer = visit("", PHONE)
    officer.page.set_content(
        "<main><button>x</button><p style='font-size: 9px'>kecil</p><img src='data:,'><div style='width: 500px'>-</div>"
    )
    found = " ".join(officer.faults())
    for fault in ("px high: x", "too small to read: kecil", "image-alt", "508 px wide"):
        assert fault in found


def walk(officer: Officer, pages: Mapping[str, str], account: str, widths: tuple[int, ...]) -> dict[str, list[str]]:
    """Look at every page that may be read, at each width; return their faults."""
    seen: dict[str, list[str]] = {}
    for place, address in pages.items():
        answer = officer.page.request.get(officer.base + address, max_redirects=0)
        if answer.status != 200:
            assert answer.status in (302, 403, 404, 405), f"{address}: {answer.status}"
            continue
        if not answer.headers["content-type"].startswith("text/html"):
            continue  # a picture or a file is no page
        officer.open(address)
        for width in widths:
            officer.page.set_viewport_size({"width": width, "height": 800})
            officer.width = width
            officer.shot(account + re.sub(r"<\w+:(\w+)>", r"\1", place).replace("/", "_"))
            seen.setdefault(place, []).extend(f"at {width}: {fault}" for fault in officer.faults())
    return seen


def faults_of(seen: dict[str, list[str]]) -> dict[str, list[str]]:
    return {address: faults for address, faults in seen.items() if faults}
