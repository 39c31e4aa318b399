"""Two officers on one sheet: the second reads what the first wrote beside what she typed, and loses nothing."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions as cases
from dampingi.cases.models import Case, Closing
from dampingi.kernel.codes import DISABILITIES
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.ids import new_number
from dampingi.kernel.words import say
from dampingi.services import actions
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Sheet, SheetState
from dampingi.web.filled import differences
from tests.access.routes import form_of
from tests.cases.steps import lines, taken
from tests.cases.test_closing import finished
from tests.fixtures import Room
from tests.services.test_plan import made, service

HERS, MINE = "Kata yang ditulis Ratna qzxv", "Kata yang diketik Sari wvut"
BESIDE = "Yang ditulis sementara itu"


def sent(browser: Client, address: str, held: dict[str, Any], said: dict[str, Any]) -> HttpResponse:
    return browser.post(address, {**held, **said})


def opened(room: Room, who: str, address: str) -> tuple[Client, dict[str, Any]]:
    browser = room.client(getattr(room, who))
    path = address.split("?", maxsplit=1)[0]
    html = browser.get(address).content.decode()
    return browser, form_of(html, path)


def stale(room: Room, address: str, hers: dict[str, Any], mine: dict[str, Any]) -> tuple[Client, str, str]:
    """Let both open a page, Ratna send it first; return Sari's browser, the address, and what it answers."""
    path = address.split("?", maxsplit=1)[0]
    sari, ratna = opened(room, "sari", address), opened(room, "ratna", address)
    first = sent(*_into(ratna, path), hers)
    assert first.status_code == 302, first.content.decode()[-3000:]
    second = sent(*_into(sari, path), mine)
    assert second.status_code == 409, second.status_code
    return sari[0], path, second.content.decode()


def _into(page: tuple[Client, dict[str, Any]], path: str) -> tuple[Client, str, dict[str, Any]]:
    return page[0], path, page[1]


def of_service(room: Room, case: Case) -> str:
    return f"layanan/{service(room, case).number}"


def of_plan(room: Room, case: Case) -> str:
    return f"rencana/{made(room, case).number}"


def nothing(_room: Room, _case: Case) -> str:
    return ""


NEXT = {"review_on": "2099-01-05"}
PLAN = {"goals": "Tinggal sendiri", "drawn_with_her": "yes", "agrees": "yes", **NEXT}
PAGES: list[tuple[Callable[[Room, Case], str], str, str, dict[str, Any]]] = [
    (nothing, "kontak/", "needs", {}),
    (nothing, "langkah/", "objection", {"outcome": "prepared", "told": "yes", "meeting_agreed": "yes", "safety_updated": "yes"}),
    (nothing, "serah-terima/", "stands", {}),
    (nothing, "rencana/susun/", "her_words", PLAN),
    (made, "rencana/susun/", "her_words", PLAN),
    (of_plan, "/lihat-lagi/", "her_words", {"reached": "some", **NEXT}),
    (of_plan, "/lihat-lagi/", "her_words", {"reached": "some", "ends": "yes"}),
    (of_service, "/ubah/", "need", {}),
    (of_service, "/hasil/", "her_words", {"outcome": "partly"}),
    (of_service, "/biaya/", "cost_note", {}),
]


@pytest.mark.parametrize(("begun", "page", "field", "said"), PAGES, ids=[f"{p[1]}-{n}" for n, p in enumerate(PAGES)])
def test_hers_stands_beside_mine_and_both_are_whole(room, begun, page, field, said) -> None:
    case = taken(room)
    thing = begun(room, case)
    address = f"/berkas/{case.number}/{thing if isinstance(thing, str) else ''}{page}"
    _browser, path, html = stale(room, address, {**said, field: HERS}, {**said, field: MINE})
    assert BESIDE in html
    assert "Yang ditulis Ratna Petugas" in html
    assert HERS in html
    assert html.count(MINE) == 2, "beside hers, and still in its field"
    assert form_of(html, path)[field] == [MINE]
    looks = [line for line in lines(case, "case.looked") if line.actor_id == room.sari.id]
    assert looks, "what was sealed is opened with a line in the ledger"
    assert room.client(room.budi).post(path, {field: MINE}).status_code == 404


def test_what_was_written_before_the_page_was_opened_is_nobodys_news(room) -> None:
    case = taken(room)
    act_as(room.ratna)
    earlier = room.now - timedelta(minutes=5)
    said = {"agreed": {}, "support": [], "words": {"needs": HERS}}
    cases.first_contact(room.case(case, room.ratna), when=earlier, **said, by=room.ratna, at=earlier)
    address = f"/berkas/{case.number}/kontak/"
    browser, held = opened(room, "sari", address)
    cases.reassess(room.case(case, room.ratna), {}, by=room.ratna, at=room.now)
    answer = sent(browser, address, held, {"needs": MINE})
    assert answer.status_code == 409
    assert BESIDE not in answer.content.decode()
    assert HERS not in answer.content.decode()


def test_of_what_was_learned_facts_are_shown_and_an_identity_only_that_it_changed(room) -> None:
    case = taken(room)
    name, phone = "Rahasia Namanya Qzxv", "081299988877"
    hers = {"victim.name": name, "victim.contact_number": phone, "victim.disability": "physical", "party.name": "Si Qzxv"}
    _browser, path, html = stale(room, f"/berkas/{case.number}/lengkapi/", hers, {"victim.name": MINE})
    assert BESIDE in html
    for secret in (name, phone, "Si Qzxv"):
        assert secret not in html
    assert html.count("Juga diubah. Isinya tetap tersegel") == 3
    both = html.split(BESIDE)[1].split("</section>")[0]
    assert str(DISABILITIES.words["physical"]) in both, both
    assert form_of(html, path)["victim.name"] == [MINE]


def test_two_who_assess_the_second_reads_answers_level_and_reason(room) -> None:
    case = taken(room)
    address = f"/berkas/{case.number}/aman/"
    _browser, path, html = stale(room, address, {"risk_signs.weapon": "yes", "reason": HERS}, {"risk_signs.weapon": "no"})
    both = html.split(BESIDE)[1].split("</section>")[0]
    assert "Tingkat yang ditetapkan: tinggi." in both.replace("Tinggi", "tinggi")
    assert HERS in both
    assert form_of(html, path)["risk_signs.weapon"] == ["no"]


def test_closing_from_two_windows_says_who_closed_when_and_why(room) -> None:
    case = finished(room)
    said = {"reason": "goals_reached", "plan": "met", "agrees": "yes"}
    mine = {**said, "reason": "died", "evaluation": MINE}
    _browser, path, html = stale(room, f"/berkas/{case.number}/selesai/", {**said, "evaluation": HERS}, mine)
    both = html.split(BESIDE)[1].split("</section>")[0]
    assert "Ratna Petugas" in both
    assert "Pendampingan sudah ditutup: Kebutuhan dan tujuannya terpenuhi." in both
    assert HERS in both
    assert "WIB" in both
    assert form_of(html, path)["evaluation"] == [MINE]
    with acting_as("tests"):
        assert Closing.objects.get(case=case).by_id == room.ratna.id


def kept(room: Room, case: Case) -> Sheet:
    act_as(room.sari)
    values = {"when": room.now, "strengths": "Ada ibunya"}
    return actions.keep_sheet(case, BY_CODE["assessment"], values, number=new_number(), by=room.sari, at=room.now)


def sheets(case: Case) -> list[Sheet]:
    with acting_as("tests"):
        return list(Sheet.objects.filter(case=case).order_by("id"))


def test_two_corrections_of_one_sheet_the_second_corrects_the_first_when_sent_again(room) -> None:
    case = taken(room)
    first = kept(room, case)
    address = f"/berkas/{case.number}/lembar/assessment/?ganti={first.number}"
    browser, path, html = stale(room, address, {"strengths": HERS}, {"strengths": MINE})
    assert "Yang ditulis Ratna Petugas" in html
    assert HERS in html.split(BESIDE)[1]
    assert browser.post(path, form_of(html, path)).status_code == 302
    _first, hers, mine = sheets(case)
    assert (hers.state, mine.state, mine.replaces_id) == (SheetState.REPLACED, SheetState.KEPT, hers.id)


def test_one_sheet_kept_from_two_windows_in_other_words_loses_neither(room) -> None:
    case = taken(room)
    path = f"/berkas/{case.number}/lembar/assessment/"
    browser, held = opened(room, "sari", path)
    assert sent(browser, path, held, {"strengths": HERS}).status_code == 302
    assert sent(browser, path, held, {"strengths": HERS}).status_code == 302, "the same again changes nothing"
    html = sent(browser, path, held, {"strengths": MINE}).content.decode()
    both = html.split(BESIDE)[1].split("</section>")[0]
    assert "Anda, di jendela lain" in both
    assert HERS in both
    assert MINE in both
    assert browser.post(path, form_of(html, path)).status_code == 302
    one, other = sheets(case)
    assert (one.state, other.state, other.replaces_id) == (SheetState.REPLACED, SheetState.KEPT, one.id)


def test_a_half_filled_sheet_saved_from_two_browsers_shows_both(room) -> None:
    case = taken(room)
    path = f"/berkas/{case.number}/lembar/assessment/"
    browser, held = opened(room, "sari", path)
    first = sent(browser, path, held, {"strengths": "a", "sementara": "ya"})
    held = form_of(browser.get(first["Location"]).content.decode(), path)
    assert sent(browser, path, held, {"strengths": HERS, "sementara": "ya"}).status_code == 302
    answer = sent(browser, path, held, {"strengths": MINE, "sementara": "ya"})
    assert answer.status_code == 409
    assert HERS in answer.content.decode()
    assert MINE in answer.content.decode()


def test_the_same_words_from_another_window_need_not_be_sent_again(room) -> None:
    case = taken(room)
    _browser, _path, html = stale(room, f"/berkas/{case.number}/kontak/", {"needs": HERS}, {"needs": HERS})
    assert "Isinya sama dengan yang Anda ketik." in html


SHEET = Group(
    "s",
    say("Lembar"),
    (
        Field("words", say("Kata"), Kind.LONG_TEXT),
        Field("at", say("Kapan"), Kind.MOMENT, Privacy.CODED),
        Field("name", say("Nama"), Kind.TEXT, Privacy.IDENTITY),
        Group("rows", say("Baris"), (Field("word", say("Isi"), Kind.TEXT),), many=True),
    ),
)


@pytest.mark.parametrize(
    ("hers", "mine", "labels"),
    [
        ({}, {}, []),
        ({"words": "a  b\r\nc"}, {"words": "A b c"}, []),
        ({"words": "a"}, {}, ["Kata"]),
        ({}, {"words": "a"}, ["Kata"]),
        ({"at": "2026-06-08T22:30:12+07:00"}, {"at": "2026-06-08T15:30:00+00:00"}, []),
        ({"at": "2026-06-08T22:31:00+07:00"}, {"at": "bukan hari"}, ["Kapan"]),
        ({"name": "x"}, {"name": "y"}, []),
        ({"rows": [{"word": "a"}, {"word": "b"}]}, {"rows": [{"word": "a"}]}, ["Baris 2: Isi"]),
    ],
)
def test_only_what_differs_is_set_side_by_side(hers, mine, labels) -> None:
    assert [one.label for one in differences(SHEET, hers, mine)] == labels


def test_an_identity_that_was_written_anew_is_said_and_never_shown() -> None:
    (one,) = differences(SHEET, {"name": "x"}, {"name": "y"}, sealed=frozenset({"name"}))
    assert (one.label, one.sealed, one.theirs, one.mine) == ("Nama", True, None, None)
