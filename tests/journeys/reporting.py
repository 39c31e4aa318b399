"""Taking a report on a screen, as stories need it."""

import re

from playwright.sync_api import expect

from tests.journeys.officer import Officer


def begin(officer: Officer) -> None:
    """Begin a sheet."""
    officer.open("/catatan/")
    officer.press("Terima laporan")


def take_report(officer: Officer, **said: str) -> list[str]:
    """Take a report about one woman; return the numbers of its cases. ``said`` names places by ``__`` for dots."""
    begin(officer)
    officer.choose("victims.0.contact_way", "own_phone")
    officer.choose("victims.0.age_band", "25_44")
    officer.write("victims.0.name", said.pop("name", "Kartini Tundan"))
    officer.choose("victims.0.sex", "female")
    officer.choose("reporter.capacity", "self")
    for place, value in said.items():
        officer.choose(place.replace("__", "."), value)
    officer.press("Simpan laporan")
    return cases_of(officer)


def cases_of(officer: Officer) -> list[str]:
    """Return the numbers of the cases on the page after saving."""
    # What a save of the typing holds back for a moment is sent when that is done.
    expect(officer.page).to_have_url(re.compile(r"/catatan/\w{11}/$"), timeout=30_000)
    links = officer.page.locator("a.govuk-button[href^='/berkas/']")
    hrefs = links.evaluate_all("links => links.map(a => a.getAttribute('href'))")
    return list(dict.fromkeys(m[1] for h in hrefs if (m := re.fullmatch(r"/berkas/(\w+)/", h))))
