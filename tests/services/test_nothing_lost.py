"""Every page that is a sheet of a case: what was typed outlives the session and a stale answer, thing by thing."""

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from dampingi.access.actor import acting_as
from dampingi.audit.models import Line
from dampingi.cases.models import Case, RescuedSheet
from dampingi.kernel.ids import new_number
from dampingi.services import views as services_views
from tests.access.routes import form_of
from tests.cases.steps import taken
from tests.cases.test_closing import after, closed, finished
from tests.fixtures import Room
from tests.house.doors import doors
from tests.services.test_plan import made, service
from tests.services.test_visits import gone
from tests.services.walk import keep, stays

TYPED = "Ketikan rahasia vwxyz yang belum tersimpan"
FAR = "2099-01-05"
Begun = Callable[[Room], tuple[Case, dict[str, str]]]


def plain(room: Room) -> tuple[Case, dict[str, str]]:
    return taken(room), {}


def of_plan(room: Room) -> tuple[Case, dict[str, str]]:
    case = taken(room)
    return case, {"plan": made(room, case).number}


def of_service(room: Room) -> tuple[Case, dict[str, str]]:
    case = taken(room)
    return case, {"service": service(room, case).number}


def of_stay(room: Room) -> tuple[Case, dict[str, str]]:
    case = taken(room)
    return case, {"stay": stays(room, case).number}


def of_visit(room: Room) -> tuple[Case, dict[str, str]]:
    case = taken(room)
    return case, {"visit": gone(room, case).number}


def ended(room: Room) -> tuple[Case, dict[str, str]]:
    return closed(room, finished(room)), {}


def of_day(room: Room) -> tuple[Case, dict[str, str]]:
    case = closed(room, finished(room))
    return case, {"day": after(case)[0].number}


def of_kind(room: Room) -> tuple[Case, dict[str, str]]:
    return taken(room), {"kind": "monitoring"}


@dataclass(frozen=True)
class Page:
    """One page: how its case comes about, what is typed where, and what else it needs to be taken."""

    begun: Begun
    name: str
    typed: str = TYPED
    said: dict[str, Any] = field(default_factory=dict)
    stale: bool = True  # whether it stands on the case as it was read


PAGES: dict[str, Page] = {
    "cases:handover": Page(plain, "stands"),
    "cases:first-contact": Page(plain, "needs"),
    "cases:reassess": Page(plain, "reason"),
    "cases:event": Page(plain, "when_date", "2026-01-05", {"deed": "values_checked"}),
    "cases:police": Page(plain, "objection", said={"outcome": "prepared"}),
    "cases:learn": Page(plain, "victim.contact_note"),
    "cases:refer-up": Page(plain, "basis", "law"),
    "cases:point-on": Page(plain, "service"),
    "cases:close": Page(plain, "evaluation", said={"reason": "goals_reached"}),
    "cases:visit-after": Page(of_day, "note", said={"wellbeing": "safe"}),
    "cases:end-aftercare": Page(ended, "outcome", "stable"),
    "cases:end-legal": Page(plain, "outcome", "verdict_final"),
    "cases:reopen": Page(ended, "note", said={"reason": "asks_again"}),
    "services:make-plan": Page(plain, "her_words", said={"review_on": FAR}),
    "services:evaluate": Page(of_plan, "changes", said={"reached": "some", "review_on": FAR}),
    "services:plan-service": Page(plain, "need", said={"domain": "physical", "service": "health", "payer": "free"}),
    "services:change-service": Page(of_service, "cost_note"),
    "services:outcome": Page(of_service, "note", said={"outcome": "met"}),
    "services:cost": Page(of_service, "cost_note", said={"payer": "dak"}),
    "services:consent": Page(plain, "reason"),
    "services:refer": Page(plain, "request", said={"kirim": "ya"}),
    "services:offer": Page(plain, "note"),
    "services:stay-begin": Page(plain, "needs", stale=False),
    "services:stay": Page(of_stay, "reason", "testifying", stale=False),
    "services:stay-leave": Page(of_stay, "where", stale=False),
    "services:check-in": Page(of_visit, "back_at_date", FAR, stale=False),
    "services:write": Page(of_kind, "her_words", stale=False),
}


def opened(room: Room, name: str, case: Case, more: dict[str, str]) -> tuple[Client, str, dict[str, Any]]:
    browser, path = room.client(room.ratna), reverse(name, kwargs={"number": case.number, **more})
    held = form_of(browser.get(path).content.decode(), path)
    assert held.get("secret"), "The page proves that it was shown."
    return browser, path, held


@pytest.mark.parametrize("name", PAGES)
def test_what_is_typed_outlives_its_session_and_comes_back_to_its_author_alone(room, name) -> None:
    page = PAGES[name]
    case, more = page.begun(room)
    browser, path, held = opened(room, name, case, more)
    answer = Client().post(path, {**held, **page.said, page.name: page.typed})
    assert answer.status_code == 302
    assert answer["Location"].startswith("/masuk/?next=")
    assert TYPED not in answer["Location"]
    with acting_as("tests"):
        (kept,) = RescuedSheet.objects.filter(case=case)
    assert page.typed.encode() not in bytes(kept.words)
    html = browser.get(path, follow=True).content.decode()
    assert "sudah diisikan kembali" in html
    assert form_of(html, path)[page.name] == [page.typed]
    other = room.client(room.sari).get(path)
    assert "sudah diisikan kembali" not in other.content.decode()
    assert room.client(room.budi).get(path).status_code == 404


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if page.stale])
def test_a_stale_answer_keeps_what_was_typed_also_when_the_session_ends_then(room, name) -> None:
    page = PAGES[name]
    case, more = page.begun(room)
    browser, path, held = opened(room, name, case, more)
    answer = browser.post(path, {**held, **page.said, page.name: page.typed, "version": "0"})
    html = answer.content.decode()
    assert answer.status_code == 409, html[-3000:]
    assert "baru saja diubah orang lain" in html
    again = form_of(html, path)
    assert again[page.name] == [page.typed]
    assert again["version"] != ["0"]
    assert Client().post(path, again).status_code == 302
    assert form_of(browser.get(path, follow=True).content.decode(), path)[page.name] == [page.typed]


KEEPS = {"HTTP_X_KEEP": "1"}


def left_in(browser: Client, case: Case, path: str, held: dict[str, Any], **more: str) -> str:
    """Send what a page sends every few seconds; return the token that it goes on with."""
    answer = browser.post(path, {**held, **more}, **KEEPS)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/plain")
    return answer.content.decode()


@pytest.mark.parametrize("name", [name for name in PAGES if name != "services:write"])
def test_a_page_saves_what_is_typed_as_it_goes_and_does_no_deed(room, name) -> None:
    """R-05: a phone that dies loses nothing; the official sheets have drafts of their own."""
    page = PAGES[name]
    case, more = page.begun(room)
    browser, path, held = opened(room, name, case, more)
    with acting_as("tests"):
        lines = Line.objects.count()
    first = left_in(browser, case, path, held, **{page.name: "2026-01-04" if page.typed.startswith("2") else "x"})
    left_in(browser, case, path, held, **page.said, **{page.name: page.typed, "ketikan": first})
    with acting_as("tests"):
        (kept,) = RescuedSheet.objects.filter(case=case)
        assert Line.objects.count() == lines
    assert (kept.staff_id, page.typed.encode() in bytes(kept.words)) == (room.ratna.id, False)
    html = room.client(room.ratna).get(path, follow=True).content.decode()
    assert "sudah diisikan kembali" in html
    again = form_of(html, path)
    assert again[page.name] == [page.typed]
    assert again["ketikan"] == [kept.id.hex]
    assert TYPED not in room.client(room.sari).get(path).content.decode()
    assert room.client(room.budi).get(path).status_code == 404


@pytest.mark.parametrize(("record", "kept"), [("no", False), ("yes", True), ("", True)])
def test_h07_her_words_are_not_kept_as_they_are_typed_where_she_says_no_to_a_record(room, record, kept) -> None:
    case = taken(room)
    browser, path, held = opened(room, "cases:first-contact", case, {})
    left_in(browser, case, path, held, needs=TYPED, safe_now="safe", **{"agreed.record": record})
    again = form_of(browser.get(path).content.decode(), path)
    assert (again["needs"] == [TYPED]) is kept
    assert again["safe_now"] == ["safe"]  # a coded answer is none of her words
    # Nor when the session ends while it is sent.
    Client().post(path, {**held, "needs": TYPED, "agreed.record": record})
    assert (TYPED in browser.get(path).content.decode()) is kept


def test_h07_the_no_comes_after_the_words_and_what_was_kept_of_them_goes(room) -> None:
    case = taken(room)
    browser, path, held = opened(room, "cases:first-contact", case, {})
    token = left_in(browser, case, path, held, needs=TYPED)
    left_in(browser, case, path, held, needs=TYPED, ketikan=token, **{"agreed.record": "no"})
    assert TYPED not in browser.get(path).content.decode()


def test_two_windows_of_one_person_do_not_overwrite_each_other(room) -> None:
    case = taken(room)
    browser, path, held = opened(room, "services:make-plan", case, {})
    left_in(browser, case, path, held, her_words=TYPED)
    late = browser.post(path, {**held, "her_words": "lain"}, **KEEPS)
    assert (late.status_code, "jendela lain" in late.content.decode()) == (409, True)
    assert form_of(browser.get(path).content.decode(), path)["her_words"] == [TYPED]


def test_what_was_kept_goes_when_it_is_sent_or_thrown_away(room) -> None:
    case = taken(room)
    browser, path, held = opened(room, "cases:handover", case, {})
    left_in(browser, case, path, held, stands=TYPED)
    assert browser.post(path, {"buang": "ya"}).status_code == 302
    assert TYPED not in browser.get(path).content.decode()
    left_in(browser, case, path, held, stands=TYPED)
    sent = form_of(browser.get(path).content.decode(), path)
    assert browser.post(path, sent).status_code == 302
    with acting_as("tests"):
        assert not RescuedSheet.objects.exists()


def test_typing_kept_on_a_case_that_went_on_is_shown_beside_what_was_written_meanwhile(room) -> None:
    case = taken(room)
    mine, path, held = opened(room, "cases:reassess", case, {})
    left_in(mine, case, path, held, reason=TYPED)
    other = room.client(room.sari)
    theirs = form_of(other.get(path).content.decode(), path)
    assert other.post(path, {**theirs, "risk_signs.weapon": "yes", "reason": "Ada parang qzxv"}).status_code == 302
    html = mine.get(path).content.decode()
    assert "baru saja diubah orang lain" in html
    assert "Ada parang qzxv" in html
    assert form_of(html, path)["reason"] == [TYPED]


def test_a_page_that_proves_nothing_keeps_nothing(room) -> None:
    case = taken(room)
    browser, path, held = opened(room, "cases:handover", case, {})
    for secret in ("", "x", opened(room, "cases:point-on", case, {})[2]["secret"]):
        assert browser.post(path, {**held, "secret": secret, "stands": TYPED}, **KEEPS).status_code == 404
    with acting_as("tests"):
        assert not RescuedSheet.objects.exists()


def test_saving_after_the_session_ended_says_so_and_keeps_it(room) -> None:
    case = taken(room)
    browser, path, held = opened(room, "cases:close", case, {})
    answer = Client().post(path, {**held, "evaluation": TYPED}, **KEEPS)
    assert (answer.status_code, "masuk lagi" in answer.content.decode()) == (401, True)
    assert form_of(browser.get(path).content.decode(), path)["evaluation"] == [TYPED]


def test_typing_about_one_thing_is_not_offered_on_the_page_of_another(room) -> None:
    case = taken(room)
    one, other = service(room, case), service(room, case, domain="legal")
    browser, path, held = opened(room, "services:outcome", case, {"service": one.number})
    Client().post(path, {**held, "note": TYPED})
    assert TYPED not in browser.get(reverse("services:outcome", args=[case.number, other.number])).content.decode()
    assert TYPED in browser.get(path).content.decode()


@pytest.mark.parametrize(
    ("name", "chosen"),
    [("cases:event", ("deed", "values_checked")), ("cases:reassess", ("level", "high"))],
)
def test_what_was_chosen_beside_the_sheet_comes_back_as_well(room, name, chosen) -> None:
    case = taken(room)
    browser, path, held = opened(room, name, case, {})
    answer = Client().post(path, {**held, chosen[0]: chosen[1]})
    (way,) = parse_qs(urlsplit(answer["Location"]).query)["next"]
    html = browser.get(way).content.decode()
    assert form_of(html, path)[chosen[0]] == [chosen[1]]


def test_a_correction_stays_one_after_the_session_ended(room) -> None:
    case = taken(room)
    first = keep(room, case, "monitoring", her_words="Baik")
    browser = room.client(room.sari)
    path = reverse("services:write", args=[case.number, "monitoring"])
    held = form_of(browser.get(f"{path}?ganti={first.number}").content.decode(), path)
    answer = Client().post(path, {**held, "her_words": TYPED})
    (way,) = parse_qs(urlsplit(answer["Location"]).query)["next"]
    again = form_of(browser.get(way).content.decode(), path)
    assert (again["ganti"], again["her_words"]) == ([first.number], [TYPED])


def test_a_referral_that_takes_anothers_place_is_not_offered_as_a_new_one(room) -> None:
    case, earlier = taken(room), new_number()
    browser, path, held = opened(room, "services:refer", case, {})
    Client().post(path, {**held, "request": TYPED, "ganti": earlier})
    assert TYPED not in browser.get(path).content.decode()
    with acting_as("tests"):
        assert RescuedSheet.objects.get(case=case).about == earlier


# --- the table is whole ----------------------------------------------------------------------------------


def test_every_door_that_keeps_typing_stands_in_the_table() -> None:
    assert {door.name for door in doors() if getattr(door.view, "keeps_typing", False)} == set(PAGES)


def _views() -> Iterator[ast.FunctionDef]:
    house = Path(services_views.__file__).parents[2]
    for room in ("cases", "services"):
        for path in sorted((house / room / "views").glob("*.py")):
            yield from (node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef))


def _calls(node: ast.FunctionDef) -> set[str]:
    return {one.func.id for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Name)}


def test_every_page_of_a_sheet_keeps_typing() -> None:
    """A view that shows a sheet by itself, or through a function that does, stands behind the guard."""
    found = list(_views())
    through = {"on_sheet"} | {node.name for node in found if "on_sheet" in _calls(node) and not node.decorator_list}
    pages = [node for node in found if node.decorator_list and through & _calls(node)]
    guards = {node.name: any("keeps_typing" in ast.unparse(one) for one in node.decorator_list) for node in pages}
    assert len(pages) == len(PAGES)
    assert [name for name, guarded in guards.items() if not guarded] == []
