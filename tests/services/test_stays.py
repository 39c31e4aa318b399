"""Shelter: where it is, is a secret of its own; the stay has its clock; leaving is followed."""

from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Unit
from dampingi.access.rules import Role
from dampingi.audit.models import Line
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.places.models import Shelter
from dampingi.services import actions, queries
from dampingi.services.models import Stay
from tests.cases.steps import ALL_NO, GIRL, WOMAN, hand, lines, owed, taken
from tests.services.walk import PLACE, about, keep, shelter, stays

DAY = timedelta(days=1)
LEFT = {"left_to": "family", "safe_now": "safe", "where": "Rumah bibi qwxyz", "plan": "Lewat bibi", "follow_on": None}
WIFE = {"victims": [WOMAN], "incident": {"forms": ["physical"], "domestic": True}}


@pytest.fixture
def head(room):
    with acting_as("tests"):
        return room._staff("hana", room.palangka, Role.HEAD)


def refused(room, case, place) -> list[str]:
    with pytest.raises(Refusal) as no:
        stays(room, case, place=place)
    return [o.code for o in no.value.obstacles]


def test_a_stay_begins_with_the_units_clock_about_itself(room) -> None:
    Unit.objects.filter(id=room.palangka.id).update(shelter_days=10)
    case = taken(room, **WIFE)
    stay = stays(room, case)
    assert about(case, "stay-ends")[stay.number].due_at == room.now + 10 * DAY
    assert Unit(code="62.99").shelter_days == 14


def test_a_longer_stay_has_a_reason_and_a_new_clock(room) -> None:
    case = taken(room, **WIFE)
    stay = stays(room, case)
    with pytest.raises(Refusal) as no:
        actions.extend_stay(stay, until=stay.until, reason="not_safe", by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["not-later"]
    later = stay.until + 14 * DAY
    actions.extend_stay(stay, until=later, reason="testifying", by=room.sari, at=room.now + timedelta(seconds=1))
    assert {a: d.due_at for a, d in about(case, "stay-ends").items()} == {stay.number: later}


def test_leaving_seals_where_to_and_owes_to_ask_after_her(room) -> None:
    case = taken(room, **WIFE)
    stay = actions.leave_stay(stays(room, case), {**LEFT, "when": room.now}, by=room.sari, at=room.now)
    assert about(case, "stay-ends") == {}
    assert about(case, "stay-follow-up")[stay.number].due_at == room.now + 7 * DAY
    with acting_as("tests"):
        kept = Stay.objects.get(id=stay.id)
    assert b"qwxyz" not in bytes(kept.words)
    assert actions.read_stay(kept) == {"needs": "Susu bayi qwxyz", "where": "Rumah bibi qwxyz", "plan": "Lewat bibi"}
    with pytest.raises(Stale):
        actions.leave_stay(kept, {**LEFT, "when": room.now}, by=room.sari, at=room.now)


def test_asked_after_she_has_left_and_not_safe_her_plan_is_renewed_at_once(room) -> None:
    case = taken(room, **WIFE)
    stay = actions.leave_stay(stays(room, case), {**LEFT, "when": room.now}, by=room.sari, at=room.now)
    keep(room, case, "after-stay", about=stay.number, safe_now="unsafe")
    assert about(case, "stay-follow-up") == {}
    assert "safety-again" in owed(case)


def test_leaving_to_where_she_is_not_safe_starts_the_search_for_another_place(room) -> None:
    case = taken(room, **WIFE)
    actions.leave_stay(stays(room, case), {**LEFT, "when": room.now, "safe_now": "unsafe"}, by=room.sari, at=room.now + timedelta(seconds=1))
    assert "shelter-find" in owed(case)


def test_a_shelter_that_cannot_take_her_says_every_reason_and_a_place_is_still_looked_for(room) -> None:
    men = shelter(room, serves=("men",), rooms=1)
    with acting_as("tests"):
        Shelter.objects.filter(number=men).update(is_open=False)
    girl = taken(room, victims=[{**GIRL, "disability": "hearing"}])
    assert refused(room, girl, men) == ["closed", "not-served", "not-accessible"]
    assert "shelter-find" not in owed(girl)
    browser = room.client(room.sari)
    page = f"/berkas/{girl.number}/tinggal/"
    assert "Belum ada yang dapat menerima" in browser.get(page).content.decode()
    at = room.now.astimezone(room.palangka.timezone)
    said = {"when_date": f"{at:%Y-%m-%d}", "when_time": f"{at:%H:%M}", "reasons": ["life"]}
    assert browser.post(page, {**said, "place": men}).status_code == 409
    assert browser.post(page, said).status_code == 302
    assert "shelter-find" in owed(girl), "never blocked: another place is looked for"
    stays(room, girl, place=shelter(room, serves=("girls", "disabled")))
    assert "shelter-find" not in owed(girl)


def test_the_last_place_is_taken_once(room) -> None:
    place = shelter(room, rooms=1)
    stays(room, taken(room, **WIFE), place=place)
    assert refused(room, taken(room, **WIFE), place) == ["full"]


def test_one_stay_at_a_time_and_no_unknown_place(room) -> None:
    case = taken(room, **WIFE)
    place = shelter(room)
    stays(room, case, place=place)
    assert refused(room, case, place) == ["stays-already"]
    assert refused(room, taken(room, **WIFE), "00000000000") == ["no-such-place"]
    elsewhere = shelter(room, unit=room.kobar)
    assert refused(room, taken(room, **WIFE), elsewhere) == ["no-such-place"], "Budi's unit keeps its own secret"


def test_a_districts_person_may_stay_in_the_provinces_shelter(room) -> None:
    case = taken(room, **WIFE)
    stay = stays(room, case, place=shelter(room, unit=room.province))
    assert actions.open_place(stay, by=room.sari, at=room.now)["address"] == PLACE


def test_where_it_is_is_seen_by_the_head_and_by_who_holds_the_case_of_a_running_stay(room, head) -> None:
    case = taken(room, **WIFE)
    stay = stays(room, case)
    for who, sees in ((room.sari, True), (head, True), (room.ratna, False), (room.lina, False), (room.budi, False), (room.wati, False), (room.adi, False)):
        act_as(who)
        assert Shelter.objects.filter(id=stay.shelter_id).exists() is sees, who
        assert queries.shelters_seen_by(who).filter(id=stay.shelter_id).exists() is sees, who
    act_as(room.sari)
    actions.leave_stay(stay, {**LEFT, "when": room.now}, by=room.sari, at=room.now)
    assert not Shelter.objects.exists(), "when the stay has ended the companion sees nothing"


def test_opening_the_place_says_who_when_and_why_in_the_case_and_at_the_shelter(room, head) -> None:
    case = taken(room, **WIFE)
    stay = stays(room, case)
    page = f"/berkas/{case.number}/tinggal/{stay.number}/tempat/"
    assert PLACE in room.client(room.sari).post(page).content.decode()
    assert room.client(room.ratna).post(page).status_code == 404
    (line,) = lines(case, "shelter.revealed")
    assert (line.actor_id, line.reason, line.outcome) == (room.sari.id, "own_case", "looked")
    with acting_as("tests"):
        number = Shelter.objects.get(id=stay.shelter_id).number
        assert Line.objects.filter(subject_id=stay.shelter_id, act="shelter.revealed", actor_id=room.sari.id).count() == 1
    shown = room.client(head).get(f"/tempat/{number}/").content.decode()
    assert "Sari Petugas" in shown
    assert PLACE not in shown
    assert PLACE in room.client(head).post(f"/tempat/{number}/buka/").content.decode()


def test_the_new_companion_sees_it_and_the_old_one_no_more(room) -> None:
    case = taken(room, **WIFE)
    stay = stays(room, case)
    hand(room, case, room.lina)
    act_as(room.lina)
    assert actions.open_place(stay, by=room.lina, at=room.now)["address"] == PLACE
    act_as(room.sari)
    assert actions.open_place(stay, by=room.sari, at=room.now) is None


def test_no_page_of_a_case_and_no_api_shows_where_she_stays(room) -> None:
    case = taken(room, **WIFE)
    stays(room, case)
    browser = room.client(room.sari)
    for part in ("", "waktu/", "orang/", "layanan/", "hukum/", "rencana/", "rujukan/", "tinggal/"):
        html = browser.get(f"/berkas/{case.number}/{part}").content.decode()
        assert "qwxyz 12" not in html, part
        assert "Rumah Qwxyz" not in html, part
    told = browser.get(f"/api/v1/cases/{case.number}", **room.token(room.sari)).content.decode()
    assert "qwxyz" not in told.lower()
    assert "Rumah Qwxyz" not in browser.get("/direktori/").content.decode()


def test_what_is_sealed_stays_so_when_the_head_changes_whom_it_takes(room, head) -> None:
    number = shelter(room)
    with acting_as("tests"):
        before = Shelter.objects.get(number=number)
    assert b"qwxyz" not in bytes(before.words)
    browser = room.client(head)
    said = {"version": "1", "serves": ["women"], "rooms": "7", "is_open": "yes"}
    assert browser.post(f"/tempat/{number}/", said).status_code == 302
    assert browser.post(f"/tempat/{number}/", said).status_code == 409, "another window was faster"
    assert browser.post(f"/tempat/{number}/", {**said, "rooms": "0"}).status_code == 422
    html = browser.post(f"/tempat/{number}/buka/").content.decode()
    assert PLACE in html
    with acting_as("tests"):
        assert Shelter.objects.get(number=number).rooms == 7


def test_h06_one_account_of_a_small_unit_keeps_the_shelter_and_lets_her_stay(room) -> None:
    browser = room.client(room.kepala)
    said = {"serves": ["women"], "rooms": "3", "is_open": "yes", "address": PLACE}
    number = browser.post("/tempat/", said).headers["Location"].split("/")[-2]
    case = taken(room, room.kepala, by=room.kepala, risk_signs=ALL_NO, **WIFE)
    stay = stays(room, case, by=room.kepala, place=number)
    assert PLACE in browser.post(f"/berkas/{case.number}/tinggal/{stay.number}/tempat/").content.decode()


def test_the_pages_of_a_stay_take_and_refuse(room) -> None:
    case = taken(room, **WIFE)
    stay = stays(room, case)
    browser = room.client(room.sari)
    page = f"/berkas/{case.number}/tinggal/{stay.number}/"
    assert browser.get(page).status_code == 200
    past = {"until_date": "2020-01-01", "until_time": "10:00", "reason": "not_safe"}
    assert browser.post(page, past).status_code == 409
    assert browser.post(page, {**past, "reason": "entah"}).status_code == 422
    assert browser.post(page, {**past, "until_date": "2035-01-01"}).status_code == 302
    at = room.now.astimezone(room.palangka.timezone)
    said = {"when_date": f"{at:%Y-%m-%d}", "when_time": f"{at:%H:%M}", "left_to": "own", "safe_now": "safe", "where": "qwxyz 9"}
    assert browser.post(f"{page}pindah/", said).status_code == 302
    shown = browser.get(f"/berkas/{case.number}/layanan/").content.decode()
    assert "Tempat tinggal baru" in shown
    assert "qwxyz 9" in shown
    assert "qwxyz 9" not in room.client(room.ratna).get(f"/berkas/{case.number}/layanan/").content.decode()
    assert browser.get(f"/berkas/{case.number}/tinggal/00000000000/").status_code == 404
