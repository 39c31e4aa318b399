"""What is done on a case: events, risk, pointing on, waiving, looking, revealing; each one line."""

import re
from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.cases import actions, queries
from dampingi.cases.models import DoneAlone
from dampingi.kernel.codes import Risk, Sign
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.protocols.models import Duty, Event
from dampingi.protocols.rules import Deed
from tests.cases.steps import ALL_NO, WOMAN, acts, duty, hand, lines, owed, taken
from tests.fixtures import SECRET, STORY

MAN = {"victims": [{"sex": "male", "age_years": 40}], "incident": None, "risk_signs": ALL_NO}


def test_an_event_is_one_row_and_one_line_and_a_second_click_is_told(room) -> None:
    case = taken(room, incident={"forms": ["sexual"], "may_include_penetration": True})
    stale = room.case(case, room.sari)
    before = acts(case)
    actions.happened(room.case(case, room.sari), Deed.TAKEN_TO_HEALTH, when=room.now, by=room.sari, at=room.now)
    with pytest.raises(Stale):
        actions.happened(stale, Deed.TAKEN_TO_HEALTH, when=room.now, by=room.sari, at=room.now)
    with acting_as("tests"):
        (event,) = Event.objects.filter(run_id=case.id, code=Deed.TAKEN_TO_HEALTH)
    assert (event.at, event.by_id) == (room.now, room.sari.id)
    assert acts(case)[len(before) :] == ["case.event"]
    assert lines(case, "case.event")[0].reason == Deed.TAKEN_TO_HEALTH


def test_an_event_of_the_future_or_one_with_its_own_sheet_is_not_recorded(room) -> None:
    case = taken(room)
    browser = room.client(room.sari)
    tomorrow = {"when_date": "2999-01-01", "when_time": "10:00", "deed": "values_checked"}
    assert browser.post(f"/berkas/{case.number}/terjadi/", tomorrow).status_code == 422
    for deed in ("first_contact", "acknowledged", "nothing-known"):
        answer = browser.post(f"/berkas/{case.number}/terjadi/", {**tomorrow, "when_date": "2026-01-05", "deed": deed})
        assert answer.status_code == 404, deed
    with acting_as("tests"):
        assert set(Event.objects.filter(run_id=case.id).values_list("code", flat=True)) == {"acknowledged"}


# --- risk: H-01 -------------------------------------------------------------------------------------


def test_h01_signs_never_asked_run_on_the_high_clock_and_owe_the_question(room) -> None:
    case = taken(room)
    assert case.risk == Risk.UNASSESSED
    asks = owed(case)["ask-safety"]
    assert (asks.due_at, (asks.late_at - asks.due_at).total_seconds()) == (room.now, 30 * 60)
    assert owed(case)["first-contact-high"].due_at == room.now


@pytest.mark.parametrize(
    ("answers", "level"),
    [
        (ALL_NO, Risk.LOW),
        ({**ALL_NO, "pregnant": "yes"}, Risk.MEDIUM),
        ({**ALL_NO, "strangled": "yes"}, Risk.HIGH),
        ({"strangled": "yes"}, Risk.HIGH),
        (dict.fromkeys(list(ALL_NO)[1:], "no"), Risk.UNASSESSED),
    ],
)
def test_h01_asked_again_the_duties_follow_the_answers(room, answers, level) -> None:
    case = taken(room)
    made = actions.reassess(room.case(case, room.sari), answers, by=room.sari, at=room.now)
    assert (made.level, room.case(case, room.sari).risk) == (level, level)
    (line,) = lines(case, "risk.assessed")
    assert (line.reason, line.detail) == (level, {"from": "unassessed", "derived": made.derived})
    clock = "high" if level in (Risk.HIGH, Risk.UNASSESSED) else level
    assert [code for code in owed(case) if code.startswith("first-contact")] == [f"first-contact-{clock}"]
    assert ("ask-safety" in owed(case)) is (len(answers) < len(Sign))


def test_h01_raising_is_one_tap_and_lowering_needs_a_reason_that_lies_sealed(room) -> None:
    case = taken(room, risk_signs=ALL_NO)
    browser = room.client(room.sari)
    assert browser.post(f"/berkas/{case.number}/naik/").status_code == 302
    assert room.case(case, room.sari).risk == Risk.HIGH
    medium = {**ALL_NO, "pregnant": "yes"}
    with pytest.raises(Refusal) as no:
        actions.reassess(room.case(case, room.sari), medium, level=Risk.LOW, by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["no-reason"]
    made = actions.reassess(
        room.case(case, room.sari), medium, level=Risk.LOW, reason=STORY, by=room.sari, at=room.now
    )
    assert made.level == Risk.LOW
    assert STORY.encode() not in bytes(made.reason)
    with acting_as("tests"):
        assert "qwxyz" not in str(list(Line.objects.values_list("detail", flat=True)))


def test_h01_every_earlier_answer_stays(room) -> None:
    case = taken(room)
    for answers in ({"weapon": "yes"}, ALL_NO):
        actions.reassess(room.case(case, room.sari), answers, by=room.sari, at=room.now)
    act_as(room.sari)
    assert sorted(a.level for a in queries.case_file(room.case(case, room.sari)).assessments) == ["high", "low", "unassessed"]


# --- pointing on: H-05 ------------------------------------------------------------------------------


@pytest.mark.parametrize("answered", [True, False])
def test_h05_pointing_on_seals_the_service_and_ends_the_case(room, answered) -> None:
    case = taken(room, **MAN)
    done = actions.point_on(room.case(case, room.sari), service="Dinsos Zzq", answered=answered, by=room.sari, at=room.now)
    assert (done.state, done.pointed_to) == ("pointed_on", "answered" if answered else "no_answer")
    assert b"Dinsos" not in bytes(done.service)
    assert (lines(case, "case.pointed-on")[0].reason, duty(case, "link-service").met_by) == (done.pointed_to, "linked")
    with pytest.raises(Refusal) as no:
        actions.point_on(room.case(case, room.sari), service="x", answered=True, by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["not-open"]


@pytest.mark.parametrize("sex", ["male", "female", "unknown"])
def test_h05_sexual_violence_of_any_sex_stays_inside(room, sex) -> None:
    case = taken(room, victims=[{"sex": sex, "age_years": 40}], incident={"forms": ["sexual"]}, risk_signs=ALL_NO)
    with pytest.raises(Refusal) as no:
        actions.point_on(room.case(case, room.sari), service="", answered=None, by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["inside", "no-service", "no-answer-noted"]
    assert room.case(case, room.sari).state == "open"


def test_h05_the_page_says_beforehand_what_stands_in_the_way(room) -> None:
    case = taken(room, **{**MAN, "risk_signs": {}})
    page = room.client(room.sari).get(f"/berkas/{case.number}/hubungkan/").content.decode()
    assert "Keselamatannya belum ditanyakan." in page


# --- waiving ----------------------------------------------------------------------------------------


def test_a_duty_is_waived_for_a_reason_of_the_list_by_a_supervisor(room) -> None:
    case = taken(room, incident={"region_code": "62.01"})
    address = f"/berkas/{case.number}/tugas/refer-elsewhere/tiadakan/"
    assert room.client(room.sari).get(address).status_code == 403
    browser = room.client(room.ratna)
    for reason in ("", "bukan-dari-daftar"):
        answer = browser.post(address, {"alasan": reason})
        assert answer.status_code == 409, reason
        assert "Pilih alasannya." in answer.content.decode()
    assert browser.post(address, {"alasan": "done_by_another"}).status_code == 302
    assert duty(case, "refer-elsewhere").waived_reason == "done_by_another"
    (line,) = lines(case, "duty.waived")
    assert (line.reason, line.detail, line.actor_id) == (
        "done_by_another",
        {"duty": str(duty(case, "refer-elsewhere").id)},
        room.ratna.id,
    )
    assert browser.get(address).status_code == 404


@pytest.mark.parametrize(
    "code", ["medical-72h", "ask-safety", "first-contact-high", "safety-plan", "police-report", "child-prompt"]
)
def test_help_and_safety_are_not_waived_by_anybody(room, code) -> None:
    case = taken(
        room,
        victims=[{"sex": "female", "age_years": 15}],
        incident={"forms": ["sexual"], "may_include_penetration": True},
        risk_signs={"weapon": "yes"},
    )
    answer = room.client(room.ratna).post(f"/berkas/{case.number}/tugas/{code}/tiadakan/", {"alasan": "does_not_apply"})
    assert answer.status_code == 409
    assert "tidak dapat ditiadakan" in answer.content.decode()
    assert code in owed(case)


def test_a_duty_that_was_just_met_is_not_waived(room) -> None:
    case = taken(room, incident={"region_code": "62.01"})
    with acting_as("tests"):
        seen = Duty.objects.get(run_id=case.id, code="refer-elsewhere")
    actions.happened(room.case(case, room.sari), Deed.REFERRED_ELSEWHERE, when=room.now, by=room.sari, at=room.now)
    with pytest.raises(Refusal) as no:
        actions.waive(room.case(case, room.ratna), seen, reason="does_not_apply", by=room.ratna, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["closed"]


def test_h06_in_a_small_unit_it_is_done_alone_and_listed_for_the_province(room) -> None:
    (case,) = room.report(room.kepala, incident={"region_code": "62.01"})
    hand(room, case, room.kepala)
    owes = owed(case)["refer-elsewhere"]
    actions.waive(room.case(case, room.kepala), owes, reason="does_not_apply", by=room.kepala, at=room.now)
    with acting_as("tests"):
        (row,) = DoneAlone.objects.all()
    assert (row.kind, row.number, row.by_role, row.reviewed_at) == ("waived", case.number, "head", None)
    browser = room.client(room.wati)
    page = browser.get("/tinjauan/").content.decode()
    assert case.number[:3] in page
    assert SECRET not in page
    assert browser.get(f"/berkas/{case.number}/").status_code == 404  # the number opens nothing
    assert case.number[:3] not in room.client(room.ratna).get("/tinjauan/").content.decode()
    browser.post("/tinjauan/")
    with acting_as("tests"):
        assert DoneAlone.objects.get().reviewed_at is not None
        assert Line.objects.filter(act="alone.reviewed", actor_id=room.wati.id).count() == 1


# --- looking and revealing --------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["", "waktu/", "orang/"])
def test_a_look_is_written_down_before_anything_is_shown(room, part) -> None:
    case = taken(room)
    room.client(room.ratna).get(f"/berkas/{case.number}/{part}")
    (line,) = lines(case, "case.looked")
    assert (line.actor_id, line.outcome, line.detail) == (room.ratna.id, "looked", {})
    assert room.client(room.budi).get(f"/berkas/{case.number}/{part}").status_code == 404
    assert len(lines(case, "case.looked")) == 1  # nothing of it was shown


def test_h06_her_own_companion_reveals_with_one_tap_and_others_as_supervision(room) -> None:
    case = taken(room, reported_parties=[{"name": "Si Anu"}])
    for staff, why in ((room.sari, "own-case"), (room.ratna, "supervision")):
        page = room.client(staff).post(f"/berkas/{case.number}/nama/").content.decode()
        assert SECRET in page
        assert "Si Anu" in page
        said = [line for line in lines(case, "person.revealed") if line.actor_id == staff.id]
        assert {line.reason for line in said} == {why}
        assert len(said) == 3  # she, the reported party, the reporter
    assert room.client(room.budi).post(f"/berkas/{case.number}/nama/").status_code == 404
    assert {line.actor_id for line in lines(case, "person.revealed")} == {room.sari.id, room.ratna.id}


def test_names_are_veiled_until_revealed_on_every_page(room) -> None:
    case = taken(room, victims=[{**WOMAN, "name": SECRET, "phone": "081234567890"}])
    browser = room.client(room.sari)
    for address in ("/hari-ini/", "/berkas/", f"/berkas/{case.number}/", f"/berkas/{case.number}/orang/", f"/berkas/{case.number}/waktu/"):
        page = browser.get(address).content.decode()
        assert re.search(case.number[:3], page), address
        assert SECRET not in page, address
        assert "081234567890" not in page, address


def test_h01_what_a_person_raised_is_not_undone_without_a_reason(room) -> None:
    (case,) = room.report(risk_signs={str(s): "no" for s in Sign})
    no = {str(s): "no" for s in Sign}
    actions.reassess(room.case(case, room.ratna), no, level=Risk.HIGH, by=room.ratna, at=room.now)
    later = room.now + timedelta(minutes=5)
    with pytest.raises(Refusal) as refused:
        actions.reassess(room.case(case, room.ratna), no, by=room.ratna, at=later)
    assert [o.code for o in refused.value.obstacles] == ["raised-by-hand"]
    actions.reassess(room.case(case, room.ratna), no, reason="Terlapor ditahan polisi", by=room.ratna, at=later)
    assert room.case(case, room.ratna).risk == Risk.LOW
