"""The entrance and what follows: one deed per test, rows and ledger lines."""

from datetime import timedelta

import pytest
from django.utils import timezone

from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Unit
from dampingi.audit.models import Line
from dampingi.cases import actions, queries
from dampingi.cases.models import Alarm, Assignment, Case, Conflict, OnCall
from dampingi.intake.forms import clean_complaint
from dampingi.kernel.actors import System
from dampingi.kernel.codes import Risk, Sign
from dampingi.kernel.refusals import Refusal, Stale, Unclean
from dampingi.notices.models import Notice
from dampingi.people.models import Person
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import Deed
from tests.fixtures import SECRET, STORY, complaint

ALL_NO = {str(s): "no" for s in Sign}


def acts(case) -> list[str]:
    with acting_as("tests"):
        return list(Line.objects.filter(subject_id__in=[case.id, case.report_id]).order_by("seq").values_list("act", flat=True))


def test_one_case_opens_for_each_victim_and_one_line_is_written(room) -> None:
    made = room.report(victims=[{"sex": "unknown"}, {"name": "Dua", "sex": "male", "age_years": 7}])
    assert [c.place_in_report for c in made] == [0, 1]
    assert Duty.objects.filter(run_id=made[1].id).exists()
    assert acts(made[0]) == ["report.received"]


def test_h12_a_report_with_nothing_but_a_channel_is_taken(room) -> None:
    (case,) = room.report(victims=[{}], incident=None, reporter=None, risk_signs=None)
    assert case.risk == Risk.UNASSESSED
    assert case.kinds == ["violence_against_child", "child_special_protection"]


def test_h08_an_open_contact_is_owed_and_never_blocks(room) -> None:
    (case,) = room.report(victims=[{"sex": "female", "age_years": 30}])
    assert Duty.objects.filter(run_id=case.id, code="safe-contact").exists()


def test_h22_a_paper_report_runs_from_its_true_reception(room) -> None:
    received = room.now - timedelta(days=2)
    (case,) = room.report(received_at=received.isoformat())
    duty = Duty.objects.get(run_id=case.id, code="first-contact-high")
    assert (duty.began_at, case.opened_at) == (received, room.now)


def test_h07_an_adult_reported_by_another_waits_for_her_agreement(room) -> None:
    (case,) = room.report(reporter={"capacity": "family"})
    assert case.awaiting_agreement
    assert Duty.objects.filter(run_id=case.id, code="ask-agreement").exists()


def test_h16_a_reported_party_under_18_is_a_child(room) -> None:
    (case,) = room.report(reported_parties=[{"name": "Adik", "age_years": 16, "relations": [{"victim": 0, "relation": "neighbour"}]}])
    assert Person.objects.get(file_id=case.report_id, role="reported").is_child
    assert Duty.objects.filter(run_id=case.id, code="reported-child-social-worker").exists()


def test_h05_another_authority_starts_a_duty_and_moves_nothing(room) -> None:
    (case,) = room.report(incident={"region_code": "62.01"})
    assert (case.unit.code, case.elsewhere) == ("62.71", True)
    assert Duty.objects.get(run_id=case.id, code="refer-elsewhere").owner_id == room.peni.id


def test_h02_whoever_takes_it_owns_it_until_another_accepts(room) -> None:
    (case,) = room.report()
    assert case.owner == room.peni
    act_as(room.ratna)
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    assert room.case(case, room.sari).owner == room.peni
    actions.acknowledge(room.case(case, room.sari), by=room.sari, at=room.now)
    assert room.case(case, room.sari).owner == room.sari
    act_as(room.peni)
    assert not Case.objects.filter(id=case.id).exists()  # need to know has ended


def test_h02_an_unanswered_alarm_goes_on_after_15_minutes_to_the_province_at_last(room) -> None:
    with acting_as("tests"):
        for turn, staff in enumerate((room.sari, room.lina), start=1):
            OnCall.objects.create(unit=room.palangka, staff=staff, phone="0811", turn=turn)
    (case,) = room.report()
    assert Alarm.objects.get(case=case).staff == room.sari
    asked = []
    with acting_as("alarms"):
        assert actions.raise_alarms(by=System("alarms"), at=room.now + timedelta(minutes=14)) == 0
        for step in range(1, 4):
            actions.raise_alarms(by=System("alarms"), at=room.now + timedelta(minutes=15 * step))
            asked.append(Alarm.objects.get(case=case, answered_at=None).staff)
    assert asked == [room.lina, room.ratna, room.wati]


def test_h02_accepting_silences_the_alarm_and_meets_the_duty(room) -> None:
    (case,) = room.report()
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    actions.acknowledge(room.case(case, room.sari), by=room.sari, at=room.now)
    assert not Alarm.objects.filter(case=case, answered_at=None).exists()
    assert Duty.objects.get(run_id=case.id, code="acknowledge").met_at == room.now


def test_h06_saya_tangani_is_one_tap_in_a_small_unit(room) -> None:
    (case,) = room.report(room.kepala)
    actions.assign(room.case(case, room.kepala), to=room.kepala, by=room.kepala, at=room.now)
    case = room.case(case, room.kepala)
    assert (case.companion, case.accepted_at) == (room.kepala, room.now)
    assert Unit.objects.get(code="62.08").is_small
    assert not Unit.objects.get(code="62.71").is_small


def test_assigning_refuses_a_conflict_and_a_reason_does_not_lift_it(room) -> None:
    (case,) = room.report(reported_parties=[{"name": "Sari Petugas"}])
    assert Conflict.objects.get(case=case).staff_id == room.sari.id
    with pytest.raises(Refusal) as no:
        actions.assign(room.case(case, room.ratna), to=room.sari, override_reason="Tidak ada lain", by=room.ratna, at=room.now)
    assert no.value.obstacles[0].code == "conflict"
    assert "Sari" not in str(no.value.obstacles[0].words)


def test_h15_an_override_lasts_72_hours_and_leaves_her_companion_when_it_ends(room) -> None:
    with acting_as("tests"):
        room.sari.case_cap = 0
        room.sari.save()
    (case,) = room.report()
    with pytest.raises(Refusal) as no:
        actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    assert "full" in [o.code for o in no.value.obstacles]
    actions.assign(room.case(case, room.ratna), to=room.sari, override_reason="Sudah dikenal", by=room.ratna, at=room.now)
    case = room.case(case, room.sari)
    assert case.override_until == room.now + timedelta(hours=72)
    assert Duty.objects.get(run_id=case.id, code="review-override").due_at == case.override_until
    assert b"dikenal" not in bytes(Assignment.objects.get(case=case, ended_at=None).reason)
    with acting_as("alarms"):
        assert actions.end_overrides(by=System("alarms"), at=room.now + timedelta(hours=73)) == 1
    assert room.case(case, room.sari).companion == room.sari


def test_h15_when_everybody_is_excluded_others_are_proposed(room) -> None:
    (case,) = room.report(reported_parties=[{"name": "Sari Petugas"}, {"name": "Lina Petugas"}])
    proposed = queries.proposals(room.case(case, room.ratna), at=room.now)
    assert [p.staff for p in proposed if p.ready] == []
    assert {p.staff.unit.code for p in proposed} == {"62.71"}  # nobody of the province accompanies here


def test_first_contact_meets_its_duties_and_seals_her_words(room) -> None:
    (case,) = room.report()
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    made = actions.first_contact(
        room.case(case, room.sari),
        when=room.now,
        agreed={"help": True, "record": True, "contact": None},
        support=["look", "listen"],
        words={"safety": "Aman di rumah ibu", "needs": STORY, "hopes": ""},
        by=room.sari,
        at=room.now,
    )
    met = set(Duty.objects.filter(run_id=case.id, met_at__isnull=False).values_list("code", flat=True))
    assert {"first-contact-high", "psychological-support"} <= met
    assert STORY.encode() not in bytes(made.words)
    assert actions.read_words(made) == {"safety": "Aman di rumah ibu", "needs": STORY}


def test_h07_where_she_said_no_to_a_record_her_words_are_not_kept(room) -> None:
    (case,) = room.report()
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    made = actions.first_contact(
        room.case(case, room.sari),
        when=room.now,
        agreed={"help": True, "record": False},
        support=["listen"],
        words={"needs": STORY},
        by=room.sari,
        at=room.now,
    )
    assert (made.agrees_record, actions.read_words(made)) == (False, {})  # an answer, never a condition
    assert "psychological-support" in set(
        Duty.objects.filter(run_id=case.id, met_at__isnull=False).values_list("code", flat=True),
    )


def test_reassessing_supersedes_the_clock_and_keeps_the_history(room) -> None:
    (case,) = room.report()
    actions.reassess(room.case(case, room.ratna), ALL_NO, by=room.ratna, at=room.now)
    codes = set(Duty.objects.open().filter(run_id=case.id).values_list("code", flat=True))
    assert "first-contact-low" in codes
    assert "first-contact-high" not in codes
    assert "duty.superseded" in acts(case)
    assert "risk.assessed" in acts(case)


def test_two_officers_at_once_the_second_is_told(room) -> None:
    (case,) = room.report()
    one, other = room.case(case, room.ratna), room.case(case, room.ratna)
    actions.reassess(one, ALL_NO, by=room.ratna, at=room.now)
    with pytest.raises(Stale):
        actions.reassess(other, {"weapon": "yes"}, by=room.ratna, at=room.now)


@pytest.mark.parametrize(
    ("risk_signs", "service", "answered", "codes"),
    [
        ({}, "", None, ["risk-unasked", "no-service", "no-answer-noted"]),
        ({**ALL_NO, "weapon": "yes"}, "Dinsos", True, ["risk-high"]),
        (ALL_NO, "Dinsos", True, []),
    ],
)
def test_h05_pointing_on_says_everything_in_the_way(room, risk_signs, service, answered, codes) -> None:
    (case,) = room.report(victims=[{"sex": "male", "age_years": 40}], incident=None, risk_signs=risk_signs)
    case = room.case(case, room.peni)
    if codes:
        with pytest.raises(Refusal) as no:
            actions.point_on(case, service=service, answered=answered, by=room.peni, at=room.now)
        assert [o.code for o in no.value.obstacles] == codes
    else:
        assert actions.point_on(case, service=service, answered=answered, by=room.peni, at=room.now).state == "pointed_on"


def test_h11_a_search_sees_ones_own_cases_and_nothing_else(room) -> None:
    room.report()
    for staff, found in ((room.ratna, 1), (room.peni, 1), (room.sari, 0), (room.budi, 0), (room.wati, 0)):
        queries.forget_names()
        act_as(staff)
        assert len(actions.search("marlina kenanga", by=staff, at=room.now)) == found, staff
    assert SECRET not in str(list(Line.objects.values_list("detail", flat=True)))


def test_notices_have_no_room_for_content(room) -> None:
    room.report()
    names = {f.name for f in Notice._meta.get_fields()}
    assert names == {"id", "staff_id", "at", "urgent", "read_at", "mailed_at", "tries"}


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"channel": "fax"}, "/channel", "unknown-code"),
        ({"received_at": "2026-06-08T10:00:00"}, "/received_at", "moment"),
        ({"received_at": "2026-02-30T10:00:00+07:00"}, "/received_at", "moment"),
        ({"victims": []}, "/victims", "too-few"),
        ({"victims": [{}] * 51}, "/victims", "too-many"),
        ({"victims": [{"name": "a\x00b"}]}, "/victims/0/name", "characters"),
        ({"incident": {"region_code": "6271"}}, "/incident/region_code", "place-code"),
        ({"incident": {"region_code": "99.99"}}, "/incident/region_code", "unknown-code"),
        ({"incident": {"narrative": "x" * 200_001}}, "/incident/narrative", "too-long"),
        ({"reported_parties": [{"relations": [{"victim": 3, "relation": "parent"}]}]}, "/reported_parties/0/relations/0/victim", "unknown-victim"),
        ({"risk_signs": {"weapon": "maybe"}}, "/risk_signs/weapon", "unknown-code"),
    ],
)
def test_what_is_refused_says_where_and_why(room, change, where, code) -> None:
    with pytest.raises(Unclean) as no:
        clean_complaint({**complaint(room.now), **change}, now=room.now, zone=room.palangka.timezone)
    assert [(p.field, p.code) for p in no.value.problems] == [(where, code)]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"victims": [{"birth_date": "2010-01-01", "age_years": 40}]}, "age_against_birth_date"),
        ({"victims": [{"nik": "123"}]}, "nik_length"),
        ({"victims": [{"nik": "6271010101900001", "birth_date": "1990-01-02", "sex": "male"}]}, "nik_date"),
        ({"incident": {"occurred_at": "2999-01-01T00:00:00+07:00"}}, "incident_after_report"),
    ],
)
def test_doubts_are_accepted_with_a_warning_and_a_duty_to_check(room, change, code) -> None:
    cleaned = clean_complaint({**complaint(room.now), **change}, now=room.now, zone=room.palangka.timezone)
    assert code in [c for _, c in cleaned.doubts]
    (case,) = room.report(**change)
    assert Duty.objects.filter(run_id=case.id, code="check-values").exists()


def test_a_woman_with_40_added_to_her_nik_day_is_no_doubt(room) -> None:
    change = {"victims": [{"nik": "6271014101900001", "birth_date": "1990-01-01", "sex": "female"}]}
    assert clean_complaint({**complaint(room.now), **change}, now=room.now, zone=room.palangka.timezone).doubts == ()


def test_a_phone_with_a_wrong_clock_keeps_both_times_and_flags_it(room) -> None:
    ahead = (room.now + timedelta(hours=3)).isoformat()
    payload = {**complaint(room.now), "received_at": ahead}
    cleaned = clean_complaint(payload, now=room.now, zone=room.palangka.timezone, known_late=True)
    assert cleaned.values["received_at"] == room.now
    assert cleaned.said_received_at.isoformat() == ahead
    with pytest.raises(Unclean):
        clean_complaint(payload, now=room.now, zone=room.palangka.timezone)


def test_emoji_and_a_hundred_thousand_letters_are_simply_accepted(room) -> None:
    told = "😢" * 50_000 + "x" * 50_000
    (case,) = room.report(incident={"narrative": told})
    assert queries.narrative_of(room.case(case, room.peni).report) == told


def test_the_event_of_a_deed_meets_its_duty(room) -> None:
    (case,) = room.report(incident={"forms": ["sexual"]})
    actions.happened(room.case(case, room.peni), Deed.POLICE_REPORT, when=timezone.now(), by=room.peni, at=timezone.now())
    assert Duty.objects.get(run_id=case.id, code="police-report").met_at
    assert Duty.objects.get(run_id=case.id, code="tpks-protection").reminder
