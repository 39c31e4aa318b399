"""A referral keeps the case, shows a packet that is composed when read, and comes back (H-03, H-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases.models import Case
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.notices.models import Notice
from dampingi.places import actions as places
from dampingi.protocols.models import Duty
from dampingi.services import actions
from dampingi.services.models import Referral
from dampingi.services.rules.referral import (
    Move,
    ReferralFacts,
    ReferralState,
    after,
    obstacles_to_answer,
    obstacles_to_referring,
)
from tests.cases.steps import GIRL, SEXUAL, duty, lines, owed, rows_of, taken
from tests.fixtures import SECRET, STORY
from tests.services.agreeing import agree, provider, refer, seen, words

ASKED = frozenset({"identity", "risk"})


def facts(room, **said) -> ReferralFacts:
    at = room.now
    good = ReferralFacts(asked=ASKED, allowed=ASKED, basis="consent", due_at=at + timedelta(days=1), at=at)
    return replace(good, **said)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"case_open": False}, ["not-open"]),
        ({"recipient": False}, ["no-recipient"]),
        ({"own_unit": True}, ["own-unit"]),
        ({"service": False}, ["no-service"]),
        ({"basis": ""}, ["no-basis"]),
        ({"basis": "law"}, ["no-legal-ground"]),
        ({"basis": "law", "law_named": True, "cited": False}, ["no-citation"]),
        ({"basis": "law", "law_named": True, "allowed": frozenset()}, ["not-opened"]),
        ({"asked": frozenset()}, ["no-parts"]),
        ({"asked": frozenset(), "by_phone": True, "spoken_with": True}, []),
        ({"by_phone": True}, ["nobody-spoken-with"]),
        ({"basis": "danger", "asked": ASKED | {"story"}}, ["more-than-needed", "not-opened"]),
        ({"due_at": None}, ["no-deadline"]),
        ({"allowed": frozenset({"risk"})}, ["not-agreed"]),
        ({"asked": ASKED | {"school"}, "held_back": frozenset({"school"})}, ["gives-a-child-away"]),
        ({"recipient_closed": True}, ["provider-closed"]),
        ({"same_need": "RSUD"}, ["same-need"]),
        ({"same_need": "RSUD", "anyway": True}, []),
    ],
)
def test_every_obstacle_and_nothing_else(room, said, codes) -> None:
    assert [o.code for o in obstacles_to_referring(facts(room, **said))] == codes


def test_a_child_s_school_goes_along_only_where_the_service_needs_it_and_nobody_says_she_did_not_agree(room) -> None:
    case, to = taken(room, victims=[GIRL], incident=SEXUAL), provider(room)
    adult = {"speaker": "guardian", "guardian_words": "Ibunya", "assent": "yes"}
    agree(room, case, to, ["identity", "school"], adult=adult)
    with pytest.raises(Refusal) as no:
        refer(room, case, to, ["identity", "school"])
    assert codes_of(no.value) == ["gives-a-child-away"]
    assert refer(room, case, to, ["identity", "school"], more={"place_needed": True}).state == "sent"


def test_a_deadline_that_has_passed_is_refused(room) -> None:
    assert [o.code for o in obstacles_to_referring(facts(room, due_at=room.now))] == ["deadline-past"]


def test_its_life_is_a_table(room) -> None:
    assert after("sent", Move.ACCEPT) is ReferralState.ACCEPTED
    assert after("accepted", Move.ACCEPT) is None
    assert after("declined", Move.REROUTE) is ReferralState.REROUTED
    assert after("done", Move.REVOKE) is None
    assert [o.code for o in obstacles_to_answer("done", Move.DECLINE, words=" ")] == ["no-such-move", "no-words"]


def refused(room, case: Case, to, parts, **said) -> Refusal:
    with pytest.raises(Refusal) as no:
        refer(room, case, to, parts, **said)
    return no.value


def codes_of(no: Refusal) -> list[str]:
    return [o.code for o in no.obstacles]


def test_h05_the_case_and_its_duties_stay_and_the_outcome_is_owed_until_it_is_known(room) -> None:
    case, to = taken(room), provider(room)
    agree(room, case, to, ["identity"])
    before = {code: d.owner_id for code, d in owed(case).items()}
    made = refer(room, case, to, ["identity"])
    waits = duty(case, "referral-outcome")
    assert (waits.about, waits.due_at, waits.owner_id) == (made.number, made.due_at, room.sari.id)
    assert {code: d.owner_id for code, d in owed(case).items() if code in before} == before
    actions.answer(made, Move.ACCEPT, words="", by=room.sari, at=room.now)
    assert "referral-outcome" in owed(case)
    actions.answer(made, Move.FINISH, words="Visum dibuat qzback", by=room.sari, at=room.now)
    assert "referral-outcome" not in owed(case)
    with acting_as("tests"):
        stored = Referral.objects.get(id=made.id)
        assert b"qzback" not in bytes(stored.answer)
        assert actions.read_answer(stored)["finish"] == "Visum dibuat qzback"


def test_h03_what_is_not_agreed_is_named_and_nothing_is_sent(room) -> None:
    case, to = taken(room), provider(room)
    agree(room, case, to, ["risk"])
    no = refused(room, case, to, ["identity", "risk"])
    assert codes_of(no) == ["not-agreed"]
    assert "Nama, usia" in str(no.obstacles[0].words)
    assert "Risiko" not in str(no.obstacles[0].words)
    with acting_as("tests"):
        assert not Referral.objects.exists()


def test_h03_in_danger_the_least_goes_at_once_and_she_is_told_later(room) -> None:
    case, to = taken(room), provider(room)
    made = refer(room, case, to, ["identity", "safe_contact", "risk"], basis="danger")
    assert SECRET in seen(made, room.sari, room.now)["identity"]
    tell = duty(case, "tell-shared")
    assert (tell.about, tell.met_at) == (made.number, None)
    assert room.client(room.sari).post(f"/berkas/{case.number}/rujukan/{made.number}/diberitahu/").status_code == 302
    assert duty(case, "tell-shared").met_at is not None
    assert seen(made, room.sari, room.now + timedelta(hours=73)) == {}
    (line,) = lines(case, "referral.sent")
    assert (line.reason, line.detail["parts"]) == ("danger", ["identity", "risk", "safe_contact"])


def test_h03_by_telephone_first_and_the_packet_later(room) -> None:
    case, to = taken(room), provider(room)
    made = refer(room, case, to, [], more={"by_phone": True, "spoken_with": "Perawat jaga qzphone"})
    page = room.client(room.sari).get(f"/berkas/{case.number}/rujukan/{made.number}/").content.decode()
    assert "Dirujuk lewat telepon" in page
    assert "Perawat jaga qzphone" in page
    assert b"qzphone" not in bytes(made.words)


def test_consent_withdrawn_while_the_packet_is_being_read_shows_nothing_at_the_next_request(room) -> None:
    case = taken(room)
    agreed = agree(room, case, "unit:62.01", ["identity", "story"])
    made = refer(room, case, "unit:62.01", ["identity", "story"])
    browser = room.client(room.budi)
    address = f"/rujukan/{made.number}/"
    first = browser.get(address).content.decode()
    assert SECRET in first
    assert STORY in first
    act_as(room.sari)
    actions.withdraw_consent(agreed, by=room.sari, at=room.now)
    later = browser.get(address).content.decode()
    for told in (SECRET, STORY, "Mohon visum qzreq"):
        assert told not in later
    assert "tidak lagi dibagikan" in later
    assert browser.post(address, {"answer": "accept"}).status_code == 302
    with acting_as("tests"):
        assert Referral.objects.get(id=made.id).state == "accepted"


def test_a_provider_that_has_closed_is_refused_with_who_else_serves(room) -> None:
    case, to = taken(room), provider(room, "Klinik Lama")
    provider(room, "Klinik Baru")
    agree(room, case, to, ["identity"])
    with acting_as("tests"):
        places.change_provider(to, {"closed_on": room.now.date()}, by=room.sari, at=room.now)
    no = refused(room, case, to, ["identity"])
    assert codes_of(no) == ["provider-closed"]
    assert "Klinik Baru" in str(no.obstacles[0].remedy)


def test_two_referrals_for_one_need_are_shown_and_asked(room) -> None:
    case, one, other = taken(room), provider(room, "Satu"), provider(room, "Dua")
    for to in (one, other):
        agree(room, case, to, ["identity"])
    refer(room, case, one, ["identity"])
    no = refused(room, case, other, ["identity"])
    assert codes_of(no) == ["same-need"]
    assert "Satu" in str(no.obstacles[0].words)
    made = refer(room, case, other, ["identity"], more={"anyway": "Antreannya dua minggu qzanyway"})
    assert b"qzanyway" not in bytes(made.words)
    act_as(room.sari)
    assert actions.read_words(made)["anyway"] == "Antreannya dua minggu qzanyway"
    # Another need is another matter.
    refer(room, case, other, ["identity"], service="legal")


def test_a_no_has_a_reason_and_owes_another_way_that_names_the_old(room) -> None:
    case, one, other = taken(room), provider(room, "Satu"), provider(room, "Dua")
    for to in (one, other):
        agree(room, case, to, ["identity"])
    first = refer(room, case, one, ["identity"])
    with pytest.raises(Refusal) as no:
        actions.answer(first, Move.DECLINE, words=" ", by=room.sari, at=room.now)
    assert codes_of(no.value) == ["no-words"]
    actions.answer(first, Move.DECLINE, words="Penuh", by=room.sari, at=room.now)
    assert duty(case, "referral-again").about == first.number
    assert seen(first, room.sari, room.now) == {}
    second = refer(room, case, other, ["identity"], instead_of=first)
    assert (second.instead_of_id, second.state) == (first.id, "sent")
    with acting_as("tests"):
        assert Referral.objects.get(id=first.id).state == "rerouted"
        assert {d.about for d in Duty.objects.open().filter(run_id=case.id, code__startswith="referral-")} == {second.number}


def test_taken_back_nothing_is_read_any_more_and_nobody_answers(room) -> None:
    case = taken(room)
    agree(room, case, "unit:62.01", ["identity"])
    made = refer(room, case, "unit:62.01", ["identity"])
    assert room.client(room.sari).post(f"/berkas/{case.number}/rujukan/{made.number}/batal/").status_code == 302
    browser = room.client(room.budi)
    assert SECRET not in browser.get(f"/rujukan/{made.number}/").content.decode()
    assert browser.post(f"/rujukan/{made.number}/", {"answer": "accept"}).status_code == 409
    assert "referral-outcome" not in owed(case)


def test_the_receiving_unit_sees_the_packet_and_not_the_case(room) -> None:
    case = taken(room, victims=[{**GIRL, "name": SECRET}], incident={**SEXUAL, "narrative": STORY})
    adult = {"speaker": "social_worker", "assent": "yes"}
    agree(room, case, "unit:62.01", ["identity", "village"], adult=adult)
    made = refer(room, case, "unit:62.01", ["identity"])
    with acting_as("tests"):
        Notice.objects.all().delete()
    browser = room.client(room.budi)
    listed = browser.get("/rujukan/").content.decode()
    assert made.number in listed
    assert SECRET not in listed
    page = browser.get(f"/rujukan/{made.number}/").content.decode()
    assert SECRET in page
    for hidden in (STORY, case.number):
        assert hidden not in page
    assert browser.get(f"/berkas/{case.number}/").status_code == 404
    assert set(rows_of(case, room.budi).values()) == {0}
    for nobody in (room.kepala, room.lina, room.adi):
        act_as(nobody)
        assert not Referral.objects.filter(id=made.id).exists()
    assert browser.post(f"/rujukan/{made.number}/", {"answer": "finish", "words": "Sudah dikonseling"}).status_code == 302
    with acting_as("tests"):
        assert room.sari.id in Notice.objects.values_list("staff_id", flat=True)
    looks = [line for line in lines(case, "referral.read") if line.actor_id == room.budi.id]
    assert looks
    assert looks[0].detail["parts"] == ["identity"]


def test_accepted_by_a_unit_it_meets_what_was_owed_elsewhere(room) -> None:
    case = taken(room, incident={"forms": ["physical"], "region_code": "62.01"})
    assert "refer-elsewhere" in owed(case)
    agree(room, case, "unit:62.01", ["identity"])
    made = refer(room, case, "unit:62.01", ["identity"])
    assert "refer-elsewhere" in owed(case)
    room.client(room.budi).post(f"/rujukan/{made.number}/", {"answer": "accept"})
    assert "refer-elsewhere" not in owed(case)


def test_before_it_is_sent_the_page_shows_what_will_be_read(room) -> None:
    case, to = taken(room), provider(room)
    agree(room, case, to, ["identity"])
    browser, address = room.client(room.sari), f"/berkas/{case.number}/rujuk/"
    assert "Lihat yang akan dibaca" in browser.get(address).content.decode()
    said = {"recipient": f"provider:{to.number}", "service": "health", "basis": "consent"}
    said |= {"due_on": (room.now.date() + timedelta(days=5)).isoformat()}
    shown = browser.post(address, {**said, "parts": ["identity", "story"]}).content.decode()
    assert SECRET in shown
    assert STORY not in shown
    assert "Ia belum setuju membagikan" in shown
    assert "Kirim rujukan" not in shown
    good = browser.post(address, {**said, "parts": ["identity"]}).content.decode()
    assert "Kirim rujukan" in good
    with acting_as("tests"):
        assert not Referral.objects.exists()
    assert browser.post(address, {**said, "parts": ["identity"], "kirim": "ya"}).status_code == 302
    with acting_as("tests"):
        assert Referral.objects.count() == 1


def test_an_older_page_sends_nothing_twice(room) -> None:
    case, to = taken(room), provider(room)
    agree(room, case, to, ["identity"])
    old = room.case(case, room.sari)
    refer(room, case, to, ["identity"])
    with pytest.raises(Stale):
        actions.refer(old, words(room, to, ["identity"], more={"anyway": "x"}), by=room.sari, at=room.now)


@pytest.mark.parametrize("count", [1, 3])
def test_the_tab_asks_the_database_as_often_for_three_as_for_one(room, django_assert_max_num_queries, count) -> None:
    case = taken(room)
    for place in range(count):
        to = provider(room, f"RSUD {place}")
        agree(room, case, to, ["identity"])
        refer(room, case, to, ["identity"], more={"anyway": "Perlu"})
    browser = room.client(room.sari)
    browser.get(f"/berkas/{case.number}/rujukan/")
    with django_assert_max_num_queries(44):
        browser.get(f"/berkas/{case.number}/rujukan/")
