"""What a page brings, what its inputs say to the browser, what its title and address give away."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client

from tests.house.doors import doors
from tests.house.installation import Page

# Nothing of these stands in an address or a title: they stay in the history of a shared phone (U-07).
WORDS = re.compile(
    r"korban|kekerasan|kasus|pelaku|terlapor|perempuan|\banak\b|\bppa\b|uptd|seksual|perkosa|kdrt|tpks|tppo|lindung|"
    r"victim|violence|\bcase|abuse|rape|sexual|women|child|traffick|surviv|shelter|dampingi",
    re.IGNORECASE,
)
OFF = {"autocorrect": "off", "autocapitalize": "off", "spellcheck": "false", "translate": "no", "data-gramm": "false"}
TYPED = ("text", "tel", "email", "search", "url", "password", "")
SIGN_IN = {"username", "current-password", "new-password", "one-time-code"}


def crawl(room, language: str) -> Iterator[tuple[str, str]]:
    """Go over every page that somebody may read, as the ones who may read it."""
    (case,) = room.report()
    for who in (None, room.ratna, room.kepala, room.adi, room.tuti):
        browser = room.client(who) if who else Client()
        browser.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if who and who.may("take_report"):
            sheet = browser.post("/catatan/baru/")["Location"]
            yield "a sheet", browser.get(sheet).content.decode()
            yield "a sheet refused", browser.post(sheet, {"version": "1", "kirim": "1"}).content.decode()
        for door in doors():
            number = case.report.number if door.name == "cases:received" else case.number
            path = door.path(number=number)
            answer = browser.get(path)
            if b"<html" in answer.content:
                yield door.name, answer.content.decode()


_CRAWLED: dict[str, list[tuple[str, str]]] = {}


def pages(room, language: str = "id") -> list[tuple[str, str]]:
    """Return every page with its text; one crawl serves every test."""
    if language not in _CRAWLED:
        _CRAWLED[language] = list(crawl(room, language))
    return _CRAWLED[language]


def shown(room, language: str = "id") -> dict[str, Page]:
    return {f"{i} {name}": Page(text) for i, (name, text) in enumerate(pages(room, language))}


def test_a16_no_page_asks_anything_of_a_foreign_host(room) -> None:
    found = shown(room)
    assert len(found) > 20
    foreign = {
        (name, address)
        for name, page in found.items()
        for address in page.addresses
        if re.match(r"[a-z][a-z0-9+.-]*:|//", address, re.IGNORECASE) and not address.startswith("tel:")
    }
    assert {address for _, address in foreign} == {settings.DAMPINGI_EXIT_URL}


def test_k7_no_page_has_script_or_style_of_its_own(room) -> None:
    for name, text in pages(room):
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", text), name


def test_u05_no_input_lets_the_browser_keep_or_send_what_is_typed(room) -> None:
    wrong = {}
    for name, page in shown(room).items():
        for one in page.inputs:
            kind = one.get("type", "") if one["tag"] == "input" else "text"
            if kind in ("hidden", "submit", "button"):
                continue
            missing = [] if one.get("autocomplete") == "off" or one.get("autocomplete") in SIGN_IN else ["autocomplete"]
            if one["tag"] != "select" and kind in TYPED:
                missing += [key for key, value in OFF.items() if one.get(key) != value]
            if missing:
                wrong[f"{name.split(' ', 1)[1]} {one.get('name')}"] = missing
    assert not wrong, wrong


@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.long)])
def test_u07_titles_say_nothing(room, language: str) -> None:
    titles = {page.title.strip() for page in shown(room, language).values()}
    assert titles
    assert "" not in titles
    assert {one for one in titles if WORDS.search(one)} == set()


def test_u07_addresses_say_nothing() -> None:
    paths = {door.path() for door in doors() if not door.name.startswith("api:")}
    assert {path for path in paths if WORDS.search(path)} == set()
    assert WORDS.search("/kasus/1/")


def test_u07_names_of_cookies_and_icons_say_nothing(room) -> None:
    browser = Client()
    page = Page(browser.get("/masuk/").content.decode())
    names = [*browser.cookies, settings.SESSION_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME]
    assert [one for one in [*names, *page.addresses] if WORDS.search(one)] == []


def test_u01_the_way_out_stands_on_every_page_and_needs_no_script(room) -> None:
    for name, text in pages(room):
        link = re.search(r"<a[^>]*data-exit[^>]*>", text)
        assert link, name
        assert f'href="{settings.DAMPINGI_EXIT_URL}"' in link[0]
        assert "noreferrer" in link[0]
