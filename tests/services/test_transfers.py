"""A case handed over whole: nothing moves until it is accepted, then everything does (H-05)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Reader
from dampingi.audit.models import Line
from dampingi.cases import actions as cases
from dampingi.cases.fields import BASES
from dampingi.cases.models import Case, Conflict
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.keys.models import DataKey
from dampingi.people.models import Person
from dampingi.protocols.models import Duty, Run
from dampingi.services import actions
from dampingi.services.catalog.consent import TRANSFER_BASES
from dampingi.services.models import Transfer
from dampingi.services.rules.referral import TransferFacts, obstacles_to_transfer
from dampingi.services.rules.sharing import Grounds, LegalGround, may_transfer
from tests.cases.steps import contact, duty, lines, owed, report_rows, rows_of, taken
from tests.fixtures import SECRET, STORY
from tests.services.agreeing import agree, offer


def facts(room, **said) -> TransferFacts:
    good = TransferFacts(basis="consent", rests=True, note=True, due_at=room.now + timedelta(days=1), at=room.now)
    return replace(good, **said)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, []),
        ({"case_open": False}, ["not-open"]),
        ({"to_unit": False}, ["no-unit"]),
        ({"own_unit": True}, ["own-unit"]),
        ({"already": True}, ["already-offered"]),
        ({"basis": ""}, ["no-basis"]),
        ({"basis": "danger"}, ["no-basis"]),
        ({"rests": False}, ["no-consent"]),
        ({"note": False}, ["no-note"]),
        ({"due_at": None}, ["no-deadline"]),
    ],
)
def test_every_obstacle_and_nothing_else(room, said, codes) -> None:
    assert [o.code for o in obstacles_to_transfer(facts(room, **said))] == codes
    assert [o.code for o in obstacles_to_transfer(facts(room, due_at=room.now))] == ["deadline-past"]


def test_only_what_may_move_a_whole_case_is_offered_as_its_basis(room) -> None:
    case, at = taken(room), room.now
    grounds = {
        "consent": Grounds(recipient="unit:62.01", recipient_kind="unit", consents=[_whole(room, case)], child=False),
        "law": Grounds(recipient="unit:62.01", recipient_kind="unit", law=LegalGround.AUTHORITY, child=False),
        "danger": Grounds(recipient="unit:62.01", recipient_kind="unit", danger_at=at, child=False),
    }
    assert set(grounds) == set(BASES)
    assert [basis for basis in BASES if may_transfer(grounds[basis], at=at)] == list(TRANSFER_BASES)
    page = f"/berkas/{case.number}/limpah/"
    ratna = room.client(room.ratna)
    html = ratna.get(page).content.decode()
    assert [basis for basis in BASES if f'value="{basis}"' in html] == ["consent", "law"]
    said = {"to_unit": "62.01", "note": "Catatan qznote", "basis": "danger", "due_on": f"{at + timedelta(days=3):%Y-%m-%d}"}
    answer = ratna.post(page, said)
    assert (answer.status_code, "Catatan qznote" in answer.content.decode()) == (422, True)
    with acting_as("tests"):
        assert not Transfer.objects.filter(case=case).exists()


def _whole(room, case):
    return agree(room, case, "unit:62.01", ["whole"]).agreed


def accept(room, made: Transfer, by=None) -> Transfer:
    by = by or room.budi
    act_as(by)
    found = Transfer.objects.select_related("from_unit", "to_unit").get(id=made.id)
    return actions.accept(found, by=by, at=room.now)


def test_h05_until_it_is_accepted_the_sender_keeps_every_duty(room) -> None:
    case = taken(room)
    before = {code: (d.owner_id, d.unit_id) for code, d in owed(case).items()}
    made = offer(room, case)
    after = {code: (d.owner_id, d.unit_id) for code, d in owed(case).items()}
    assert {code: after[code] for code in before} == before
    waits = duty(case, "transfer-answer")
    assert (waits.about, waits.due_at) == (made.number, made.due_at)
    assert room.case(case, room.sari).unit == room.palangka
    assert set(rows_of(case, room.budi).values()) == {0}


def test_h05_accepted_everything_is_the_other_units_and_the_sender_sees_a_status(room) -> None:
    case = taken(room)
    contact(room, case, room.sari, help=True, record=True, needs="Ingin pulang qzwish")
    with acting_as("tests"):
        sealed = {p.id: bytes(p.identity) for p in Person.objects.filter(file_id=case.id)}
    made = accept(room, offer(room, case))
    assert made.state == "accepted"
    moved = room.case(case, room.budi)
    assert (moved.unit, moved.owner, moved.companion, moved.accepted_at) == (room.kobar, room.budi, None, None)
    assert {(d.owner_id, d.unit_id) for d in owed(case).values()} == {(room.budi.id, room.kobar.id)}
    assert "transfer-answer" not in owed(case)
    for who in (room.sari, room.ratna, room.peni, room.lina):
        assert set(rows_of(case, who).values()) == {0}, who
        assert report_rows(case, who) == (0, 0), who
        assert room.client(who).get(f"/berkas/{case.number}/").status_code == 404
    assert rows_of(case, room.budi)["protocols_duty"] > 0
    # The sender's status line: that it went, not what it was.
    listed = room.client(room.ratna).get("/rujukan/").content.decode()
    assert "diterima" in listed
    assert case.number not in listed
    # The receiver opens everything: keys were wrapped anew, no field was touched.
    browser = room.client(room.budi)
    page = browser.get(f"/berkas/{case.number}/").content.decode()
    assert STORY in page
    assert "Ingin pulang qzwish" in page
    assert SECRET in browser.post(f"/berkas/{case.number}/nama/").content.decode()
    with acting_as("tests"):
        assert {p.id: bytes(p.identity) for p in Person.objects.filter(file_id=case.id)} == sealed
        assert set(Person.objects.filter(file_id__in=[case.id, case.report_id]).values_list("unit_id", flat=True)) == {room.kobar.id}
        assert set(DataKey.objects.filter(owner_id__in=[case.id, case.report_id, *sealed]).values_list("unit_id", flat=True)) == {room.kobar.id}
        assert (Run.objects.get(id=case.id).unit_id, Duty.objects.filter(run_id=case.id).exclude(unit_id=room.kobar.id).count()) == (room.kobar.id, 0)


def test_both_chains_carry_a_line(room) -> None:
    case = taken(room)
    accept(room, offer(room, case))
    with acting_as("tests"):
        found = Line.objects.filter(subject_id=case.id, act__in=["transfer.out", "transfer.accepted"])
        units = sorted((line.act, line.unit_id) for line in found)
    assert units == [("transfer.accepted", room.kobar.id), ("transfer.out", room.palangka.id)]


def test_only_the_units_concerned_see_the_offer_and_before_it_is_accepted_only_its_note(room) -> None:
    case = taken(room)
    made = offer(room, case)
    browser = room.client(room.budi)
    page = browser.get(f"/rujukan/tawaran/{made.number}/").content.decode()
    assert "Catatan qznote" in page
    for hidden in (SECRET, STORY, case.number):
        assert hidden not in page
    assert b"qznote" not in bytes(made.words)
    assert room.client(room.kepala).get(f"/rujukan/tawaran/{made.number}/").status_code == 404
    for who in (room.kepala, room.lina, room.dian):
        act_as(who)
        assert not Transfer.objects.filter(id=made.id).exists()
    assert [line.actor_id for line in lines(case, "transfer.read")] == [room.budi.id]


def test_declined_with_a_reason_everything_stays(room) -> None:
    case = taken(room)
    made = offer(room, case)
    browser, address = room.client(room.budi), f"/rujukan/tawaran/{made.number}/tolak/"
    assert browser.post(address, {"words": " "}).status_code == 409
    assert browser.post(address, {"words": "Tidak ada petugas qzno"}).status_code == 302
    assert "transfer-answer" not in owed(case)
    assert room.case(case, room.sari).unit == room.palangka
    page = room.client(room.ratna).get(f"/berkas/{case.number}/limpah/{made.number}/").content.decode()
    assert "Tidak ada petugas qzno" in page
    with pytest.raises(Stale):
        accept(room, made)
    offer(room, case, to="62")


def test_taken_back_it_can_no_longer_be_accepted(room) -> None:
    case = taken(room)
    made = offer(room, case)
    assert room.client(room.ratna).post(f"/berkas/{case.number}/limpah/{made.number}/").status_code == 302
    with pytest.raises(Stale):
        accept(room, made)
    assert set(rows_of(case, room.budi).values()) == {0}


def test_h03_it_rests_on_her_consent_to_the_whole_and_on_nothing_less(room) -> None:
    case = taken(room)
    agree(room, case, "unit:62.01", ["identity", "story"])
    with pytest.raises(Refusal) as no:
        offer(room, case, basis="consent")
    assert [o.code for o in no.value.obstacles] == ["no-consent"]
    whole = agree(room, case, "unit:62.01", ["whole"])
    made = offer(room, case, basis="consent")
    act_as(room.sari)
    actions.withdraw_consent(whole, by=room.sari, at=room.now)
    assert "qznote" not in room.client(room.budi).get(f"/rujukan/tawaran/{made.number}/").content.decode()
    with pytest.raises(Refusal) as no:
        accept(room, made)
    assert [o.code for o in no.value.obstacles] == ["basis-gone"]
    assert room.case(case, room.sari).unit == room.palangka


def test_of_two_in_one_report_the_first_leaves_and_the_report_follows_the_last(room) -> None:
    one, other = room.report(victims=[{"sex": "female", "age_years": 30, "name": SECRET}, {"sex": "female", "age_years": 12}])
    accept(room, offer(room, one))
    assert room.case(other, room.peni).unit == room.palangka
    assert report_rows(one, room.budi)[0] == 1
    assert report_rows(other, room.peni)[0] == 1
    assert STORY in room.client(room.budi).get(f"/berkas/{one.number}/").content.decode()
    assert set(rows_of(other, room.budi).values()) == {0}
    assert set(rows_of(one, room.ratna).values()) == {0}
    page = room.client(room.ratna).get(f"/berkas/{other.number}/limpah/").content.decode()
    assert one.number not in page
    accept(room, offer(room, other))
    for who in (room.peni, room.ratna):
        assert report_rows(one, who) == (0, 0)
    assert STORY in room.client(room.budi).get(f"/berkas/{other.number}/").content.decode()


def test_whoever_carries_a_name_of_the_case_there_is_kept_away(room) -> None:
    case = taken(room, reported_parties=[{"name": "Budi Petugas"}])
    accept(room, offer(room, case))
    with acting_as("tests"):
        assert Conflict.objects.filter(case=case, staff_id=room.budi.id).exists()


def test_two_at_once_the_second_is_told(room) -> None:
    case = taken(room)
    made = offer(room, case)
    act_as(room.budi)
    stale = Transfer.objects.select_related("from_unit", "to_unit").get(id=made.id)
    accept(room, made)
    with pytest.raises(Stale):
        actions.decline(stale, reason="x", by=room.budi, at=room.now)


def test_the_page_accepts_and_goes_on_to_assigning(room) -> None:
    case = taken(room)
    made = offer(room, case)
    answer = room.client(room.budi).post(f"/rujukan/tawaran/{made.number}/terima/")
    assert (answer.status_code, answer["Location"]) == (302, f"/berkas/{case.number}/pendamping/")
    cases.assign(room.case(case, room.budi), to=room.budi, override_reason="Ya", by=room.budi, at=room.now)
    assert Reader.objects.filter(file_id=case.id).exclude(unit_id=room.kobar.id).count() == 0
    assert connection.in_atomic_block
    assert Case.objects.visible_to(room.budi).filter(id=case.id).exists()
