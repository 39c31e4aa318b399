"""The police report of UU 12/2022 art. 41, with her (H-09)."""

from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.access.rules import Role
from dampingi.audit.models import Line
from dampingi.cases import actions
from dampingi.cases.fields import POLICE_STEP
from dampingi.cases.models import PoliceStep
from dampingi.kernel.refusals import Refusal, Stale
from tests.cases.steps import GIRL, WOMAN, cleaned, duty, lines, owed, taken
from tests.fixtures import STORY

DONE = {"told": True, "meeting_agreed": True, "safety_updated": True}
COMPLAINT = {"forms": ["sexual"], "tpks_kinds": ["physical_harassment"]}
SEXUAL = {"forms": ["sexual"]}


def step(room, case, by, **said) -> PoliceStep:
    said = cleaned(POLICE_STEP, {"when": room.now.isoformat(), **said}, room.now)
    return actions.police_step(room.case(case, by), said, by=by, at=room.now)


def refusal(room, case, by, **said) -> list[str]:
    with pytest.raises(Refusal) as no:
        step(room, case, by, **said)
    return [o.code for o in no.value.obstacles]


@pytest.mark.parametrize(
    ("report", "reminder", "status"),
    [
        ({"reporter": {"capacity": "self"}}, False, "verified"),
        ({"reporter": {"capacity": "health"}}, False, "verified"),
        ({"reporter": {"capacity": "psychologist"}}, False, "verified"),
        ({"reporter": {"capacity": "social_worker"}}, False, "verified"),
        ({"reporter": {"capacity": "family"}}, True, "to_confirm"),
        ({"reporter": {"capacity": "school"}}, True, "to_confirm"),
        ({"reporter": None}, True, "to_confirm"),
    ],
)
def test_h09_three_days_from_whoever_starts_the_clock_others_are_a_reminder(room, report, reminder, status) -> None:
    (case,) = room.report(incident=SEXUAL, **report)
    owes = owed(case)["police-report"]
    assert (owes.due_at, owes.reminder, owes.clause_status) == (room.now + timedelta(days=3), reminder, status)
    page = room.client(room.peni).get(f"/berkas/{case.number}/").content.decode()
    assert (">pengingat</span>" in page) is reminder


def test_h09_it_is_born_met_when_the_police_sent_the_case(room) -> None:
    (case,) = room.report(incident=SEXUAL, channel="police_request")
    assert {"police-report", "police-prepare"}.isdisjoint(owed(case))
    assert (duty(case, "police-report").met_at, duty(case, "police-report").met_by) == (room.now, "born_met")


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ({}, ["not-told", "no-meeting", "safety-old"]),
        ({"told": True}, ["no-meeting", "safety-old"]),
        ({"told": True, "safety_updated": True}, ["no-meeting"]),
    ],
)
def test_h09_before_the_report_she_is_told_meets_safely_and_has_a_plan(room, said, codes) -> None:
    case = taken(room, incident=SEXUAL)
    for outcome in ("prepared", "reported"):
        assert refusal(room, case, room.sari, outcome=outcome, **said) == codes
    with acting_as("tests"):
        assert not PoliceStep.objects.exists()
    assert "police-report" in owed(case)


def test_h09_prepared_then_reported_meets_one_after_the_other(room) -> None:
    case = taken(room, incident=SEXUAL)
    step(room, case, room.sari, outcome="prepared", **DONE)
    assert {"police-prepare", "police-report"} & set(owed(case)) == {"police-report"}
    made = step(room, case, room.sari, outcome="reported", **DONE)
    assert "police-report" not in owed(case)
    assert "tpks-protection" in owed(case)  # whose clock now runs
    assert (made.outcome, made.told, made.by_id) == ("reported", True, room.sari.id)
    assert [line.reason for line in lines(case, "police.step")] == ["prepared", "reported"]


def test_h03_danger_opens_the_door_at_once_and_she_is_told_after(room) -> None:
    case = taken(room, incident=SEXUAL)
    made = step(room, case, room.sari, outcome="reported", danger=True)
    assert (made.danger, made.told) == (True, False)
    assert {"police-report", "police-prepare"}.isdisjoint(owed(case))


def test_h09_explained_needs_an_adult_a_complaint_offence_and_the_head(room) -> None:
    with acting_as("tests"):
        head = room._staff("ibu", room.palangka, Role.HEAD)
    good = {"outcome": "explained", "told": True, "safety_updated": True}
    table = [
        ({"incident": COMPLAINT, "victims": [GIRL]}, ["child"]),
        ({"incident": COMPLAINT, "victims": [{"sex": "female"}]}, ["child"]),  # unknown is a child
        ({"incident": COMPLAINT, "victims": [{**WOMAN, "disability": "physical"}]}, ["disabled"]),
        ({"incident": SEXUAL}, ["not-complaint-offence"]),  # no kind named
        ({"incident": {**SEXUAL, "tpks_kinds": ["physical_harassment", "rape"]}}, ["not-complaint-offence"]),
        ({"incident": {"forms": ["physical"]}}, ["not-complaint-offence"]),
    ]
    for report, codes in table:
        case = taken(room, **report)
        assert refusal(room, case, head, **good) == codes, report
        assert refusal(room, case, room.sari, **good) == [*codes, "not-head"], report
    case = taken(room, incident=COMPLAINT)
    assert refusal(room, case, room.ratna, **good) == ["not-head"]  # a supervisor is no head
    assert refusal(room, case, head, outcome="explained", danger=True) == ["not-told", "safety-old"]
    step(room, case, head, **good)
    assert {"police-report", "police-prepare"}.isdisjoint(owed(case))
    assert duty(case, "police-report").met_by == "explained_no_complaint"


def test_h09_explained_and_then_a_child_is_owed_again(room) -> None:
    with acting_as("tests"):
        head = room._staff("ibu", room.palangka, Role.HEAD)
    case = taken(room, incident=COMPLAINT)
    step(room, case, head, outcome="explained", told=True, safety_updated=True)
    actions.learn(room.case(case, room.sari), {"victim": {"age_years": 16}}, by=room.sari, at=room.now)
    assert owed(case)["police-report"].owner_id == room.sari.id
    assert duty(case, "police-report").id in {d.id for d in owed(case).values()}


def test_h09_the_page_says_beforehand_what_bars_explained(room) -> None:
    case = taken(room, incident=COMPLAINT, victims=[GIRL])
    page = room.client(room.sari).get(f"/berkas/{case.number}/langkah/").content.decode()
    assert "Kasus anak selalu dilaporkan ke polisi." in page
    assert "Pilihan ini ditandatangani Kepala UPTD." in page


def test_h09_her_objection_lies_sealed_is_shown_to_her_own_and_delays_nothing(room) -> None:
    case = taken(room, incident=SEXUAL)
    made = step(room, case, room.sari, outcome="reported", objects_to_it=True, objection=STORY + " polisi", **DONE)
    assert STORY.encode() not in bytes(made.words)
    assert (actions.read_objection(made), made.objects_to_it) == (STORY + " polisi", True)
    assert "police-report" not in owed(case)
    with acting_as("tests"):
        assert "qwxyz" not in str(list(Line.objects.values_list("detail", "reason")))
    for staff, there in ((room.sari, True), (room.ratna, True), (room.budi, False)):
        page = room.client(staff).get(f"/berkas/{case.number}/").content.decode()
        assert (" polisi</p>" in page) is there, staff
    act_as(room.budi)
    assert not PoliceStep.objects.exists()


def test_a_second_click_writes_no_second_step(room) -> None:
    case = taken(room, incident=SEXUAL)
    stale = room.case(case, room.sari)
    said = cleaned(POLICE_STEP, {"when": room.now.isoformat(), "outcome": "reported", **DONE}, room.now)
    step(room, case, room.sari, outcome="reported", **DONE)
    with pytest.raises(Stale):
        actions.police_step(stale, said, by=room.sari, at=room.now)
    assert len(lines(case, "police.step")) == 1


def test_h09_it_is_the_companions_page_and_the_takers_and_nobody_elses(room) -> None:
    case = taken(room, incident=SEXUAL)
    for staff, status in ((room.sari, 200), (room.ratna, 200), (room.peni, 404), (room.budi, 404), (room.adi, 403)):
        assert room.client(staff).get(f"/berkas/{case.number}/langkah/").status_code == status, staff
