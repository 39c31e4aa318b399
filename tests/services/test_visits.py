"""An officer goes out, comes back, or does not (H-20)."""

from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions as cases
from dampingi.cases import queries as case_queries
from dampingi.cases.models import Alarm
from dampingi.config.jobs import tick
from dampingi.kernel.actors import System
from dampingi.kernel.fields import clean
from dampingi.kernel.ids import new_number
from dampingi.kernel.refusals import Refusal
from dampingi.notices.models import Notice
from dampingi.services import actions
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Sheet
from tests.cases.steps import acts, on_call, owed, rows_of, taken

JOB = System("alarms")
BACK = timedelta(hours=3)
LATE = BACK + timedelta(minutes=16)
QUARTER = timedelta(minutes=15)


def gone(room, case, *, by=None, replaces=None, **said) -> Sheet:
    by = by or room.sari
    act_as(by)
    payload = {"when": room.now.isoformat(), "back_at": (room.now + BACK).isoformat(), "company": ["second_person"], **said}
    cleaned = clean(BY_CODE["visit"].sheet, payload, now=room.now)
    assert not cleaned.problems
    return actions.keep_sheet(
        case, BY_CODE["visit"], cleaned.values, number=new_number(), replaces=replaces, by=by, at=room.now
    )


def asked(case) -> list:
    with acting_as("tests"):
        return [a.staff for a in Alarm.objects.filter(case=case, answered_at=None).exclude(about="").select_related("staff")]


def ring(room, after: timedelta) -> None:
    with acting_as("alarms"):
        cases.raise_alarms(by=JOB, at=room.now + after)
        cases.ring_missed(by=JOB, at=room.now + after)


def test_h20_a_visit_owes_its_check_in_at_the_expected_return(room) -> None:
    case = taken(room)
    visit = gone(room, case)
    duty = owed(case)["check-in"]
    assert (duty.about, duty.due_at, duty.late_at) == (visit.number, room.now + BACK, room.now + BACK + QUARTER)
    assert duty.owner_id == room.sari.id


def test_h20_no_check_in_alarms_the_on_call_chain_one_after_another(room) -> None:
    on_call(room, room.sari, room.lina)
    case = taken(room)
    gone(room, case)
    ring(room, BACK + QUARTER)
    assert asked(case) == []  # the quarter of an hour is not over
    ring(room, LATE)
    assert asked(case) == [room.lina]  # not the one who is out
    assert rows_of(case, room.lina)["cases_case"] == 1
    assert [c.number for _d, c in case_queries.missed_for(room.lina, at=room.now + LATE)] == [case.number]
    with acting_as("tests"):
        assert {n.urgent for n in Notice.objects.filter(staff_id=room.lina.id)} == {True}
    ring(room, LATE + QUARTER)
    assert asked(case) == [room.ratna]
    assert "visit.missed" in acts(case)


def test_h20_coming_back_silences_it_and_ends_the_sight_of_whoever_was_rung(room) -> None:
    on_call(room, room.lina)
    case = taken(room)
    visit = gone(room, case)
    ring(room, LATE)
    act_as(room.sari)
    at = room.now + LATE + timedelta(minutes=1)
    actions.come_back(case, visit, by=room.sari, at=at)
    assert "check-in" not in owed(case)
    ring(room, LATE + QUARTER)
    assert asked(case) == []
    assert rows_of(case, room.lina)["cases_case"] == 0
    assert rows_of(case, room.sari)["cases_case"] == 1
    assert owed(case)["record-visit"].about == visit.number


def test_h20_whoever_looks_has_half_an_hour_then_it_rings_again(room) -> None:
    on_call(room, room.lina)
    case = taken(room)
    visit = gone(room, case)
    ring(room, LATE)
    act_as(room.lina)
    cases.answer_missed(case, visit.number, by=room.lina, at=room.now + LATE)
    ring(room, LATE + timedelta(minutes=29))
    assert asked(case) == []
    ring(room, LATE + timedelta(minutes=31))
    assert asked(case) == [room.lina]


def test_h20_staying_longer_moves_the_alarm(room) -> None:
    on_call(room, room.lina)
    case = taken(room)
    visit = gone(room, case)
    act_as(room.sari)
    at = room.now + BACK
    with pytest.raises(Refusal) as no:
        actions.stay_longer(case, visit, until=at - timedelta(minutes=1), by=room.sari, at=at)
    assert [o.code for o in no.value.obstacles] == ["back-past"]
    actions.stay_longer(case, visit, until=at + BACK, by=room.sari, at=at)
    ring(room, LATE + timedelta(hours=1))
    assert asked(case) == []
    ring(room, LATE + BACK)
    assert asked(case) == [room.lina]


def test_h20_a_corrected_return_replaces_the_first_one_and_stays_one_visit(room) -> None:
    case = taken(room)
    first = gone(room, case)
    sooner = (room.now + timedelta(hours=1)).isoformat()
    room.now += timedelta(seconds=1)
    gone(room, case, replaces=first, back_at=sooner)
    duty = owed(case)["check-in"]
    assert (duty.about, duty.due_at.isoformat()) == (first.number, sooner)


def test_h20_alone_into_danger_is_refused_unless_somebody_says_why(room) -> None:
    case = taken(room)
    with pytest.raises(Refusal) as no:
        gone(room, case, weapon=True, company=["alone"])
    assert [o.code for o in no.value.obstacles] == ["alone-into-danger"]
    gone(room, case, weapon=True, company=["alone"], why_alone="Di puskesmas")


def test_h20_the_job_of_the_clock_rings_and_the_answer_on_the_page_is_one_tap(room) -> None:
    on_call(room, room.lina)
    case = taken(room)
    with acting_as("tests"):
        room.sari.alias = "Bunga"
        room.sari.save()
    room.now -= timedelta(hours=6)
    visit = gone(room, case, reach="Pos Katunjung 0811")
    room.now += timedelta(hours=6)
    tick(at=room.now)
    assert asked(case) == [room.lina]
    page = f"/berkas/{case.number}/kunjungan/{visit.number}/"
    browser = room.client(room.lina)
    assert page in browser.get("/hari-ini/").content.decode()
    shown = browser.get(page).content.decode()
    assert "Pos Katunjung 0811" in shown
    assert "Bunga" in shown
    assert "Sari Petugas" not in shown
    assert browser.post(page, {"jaga": "ya"}).status_code == 302
    assert asked(case) == []
    assert room.client(room.budi).get(page).status_code == 404
    assert room.client(room.sari).post(page, {"kembali": "ya"}).status_code == 302
    assert "check-in" not in owed(case)


def test_h20_what_was_found_is_recorded_also_when_nobody_tapped(room) -> None:
    case = taken(room)
    visit = gone(room, case)
    values = clean(
        BY_CODE["visit-after"].sheet,
        {"when": room.now.isoformat(), "result": "met", "safe_now": "unsafe", "threat_to_officer": True},
        now=room.now,
    ).values
    act_as(room.sari)
    at = room.now + timedelta(hours=1)
    actions.keep_sheet(case, BY_CODE["visit-after"], values, number=new_number(), about=visit.number, by=room.sari, at=at)
    still = owed(case)
    assert not {"check-in", "record-visit"} & still.keys()
    assert {"safety-again", "protect-officer"} <= still.keys()
    assert still["protect-officer"].owner_id == room.ratna.id
