"""Every view says which verb it needs, or why it is open; every verb opens something."""

import re
from pathlib import Path

from dampingi.access.rules import VERBS, Verb
from tests.access.routes import NOT_OURS, ROUTES, routes

ROOT = Path(__file__).resolve().parents[2]
ALL = [route for route in routes() if route.name not in NOT_OURS]


def test_the_walk_finds_pages_and_api() -> None:
    names = {route.name for route in ALL}
    assert {"cases:today", "api:reports", "healthz", "web:leave"} <= names
    asked = [(route.name, method) for route in ALL for method in route.methods or ("",)]
    assert len(asked) == len(set(asked)), "Two routes of one name: an address would lead to one of them only."


def test_every_view_says_which_verb_it_needs_or_why_it_is_open() -> None:
    silent = [r.name for r in ALL if (r.verb is None) == (not r.open_because)]
    assert silent == [], "Put @needs(Verb.…) or @open_to_all('why') over the view, one of the two."


def test_a_reason_to_be_open_is_a_sentence() -> None:
    assert [r.name for r in ALL if r.open_because and len(r.open_because.split()) < 2] == []


def test_every_route_has_a_line_that_says_how_to_ask_it() -> None:
    names = {route.name for route in ALL}
    assert names - set(ROUTES) == set(), "Add a line to tests/access/routes.py for each."
    assert set(ROUTES) - names == set(), "Take these lines out of tests/access/routes.py."


def test_every_verb_is_asked_for_somewhere() -> None:
    asked = {route.verb for route in ALL}
    source = "".join(p.read_text() for p in (ROOT / "dampingi").rglob("*.py") if p.name != "rules.py")
    in_code = {verb for verb in Verb if re.search(rf"\bVerb\.{verb.name}\b", source)}
    assert set(VERBS) - asked - in_code == set(), "The permission page shows a verb that nothing asks for."


def test_outside_words_never_say_what_this_service_is() -> None:
    """No address tells a browser's history (U-07)."""
    told = re.compile(r"korban|kekerasan|kasus|perkosa|lapor|case|victim|violence", re.IGNORECASE)
    source = "".join(p.read_text() for p in (ROOT / "dampingi").glob("*/urls.py"))
    addresses = re.findall(r"path\(\s*\"([^\"]*)\"", source)
    assert addresses
    assert [a for a in addresses if told.search(a)] == []
