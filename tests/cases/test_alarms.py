"""The night report reaches a person (H-02)."""

from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions, queries
from dampingi.cases.models import Alarm, Case
from dampingi.kernel.actors import System
from dampingi.notices.models import Notice
from tests.cases.steps import ALL_NO, WOMAN, contact, hand, ids, lines, on_call, rows_of
from tests.fixtures import STORY

JOB = System("alarms")
QUARTER = timedelta(minutes=15)


def open_alarms(case: Case) -> list[Alarm]:
    with acting_as("tests"):
        return list(Alarm.objects.filter(case=case, answered_at=None).select_related("staff"))


def asked(case: Case) -> list:
    return [alarm.staff for alarm in open_alarms(case)]


def quarter_hours(room, case, number: int) -> list:
    """Let quarters of an hour go by; return who was asked at each."""
    found = []
    with acting_as("alarms"):
        for step in range(1, number + 1):
            actions.raise_alarms(by=JOB, at=room.now + QUARTER * step)
            found += asked(case)
    return found


@pytest.mark.parametrize(("risk_signs", "rings"), [({}, True), ({**ALL_NO, "weapon": "yes"}, True), (ALL_NO, False)])
def test_h02_high_and_unasked_ring_and_the_rest_does_not(room, risk_signs, rings) -> None:
    on_call(room, room.sari)
    (case,) = room.report(risk_signs=risk_signs)
    assert asked(case) == [room.sari] * rings


def test_h02_next_person_head_province_and_again_from_the_start(room) -> None:
    on_call(room, room.sari, room.lina)
    on_call(room, room.wati)
    (case,) = room.report()
    assert asked(case) == [room.sari]
    assert quarter_hours(room, case, 5) == [room.lina, room.ratna, room.wati, room.sari, room.lina]
    assert [(line.detail, line.actor_role) for line in lines(case, "alarm.handed-on")] == [
        ({"step": n}, "system") for n in range(1, 6)
    ]


def test_h02_nobody_is_asked_next_before_a_quarter_of_an_hour(room) -> None:
    on_call(room, room.sari, room.lina)
    (case,) = room.report()
    with acting_as("alarms"):
        assert actions.raise_alarms(by=JOB, at=room.now + QUARTER - timedelta(seconds=1)) == 0
        assert asked(case) == [room.sari]
        assert actions.raise_alarms(by=JOB, at=room.now + QUARTER) == 1
        assert actions.raise_alarms(by=JOB, at=room.now + QUARTER) == 0


def test_h02_whoever_took_it_is_not_asked_first_and_nobody_is_asked_twice_in_a_row(room) -> None:
    on_call(room, room.peni, room.sari, room.lina)
    (case,) = room.report()
    assert asked(case) == [room.sari]
    assert quarter_hours(room, case, 4) == [room.lina, room.ratna, room.wati, room.peni]


def test_h02_accepting_silences_it_for_good(room) -> None:
    on_call(room, room.sari, room.lina)
    (case,) = room.report()
    hand(room, case, room.sari)
    assert open_alarms(case) == []
    assert quarter_hours(room, case, 2) == []


@pytest.mark.parametrize("how", ["declined", "low"])
def test_h02_what_is_over_or_no_longer_urgent_does_not_ring_on(room, how) -> None:
    on_call(room, room.sari, room.lina)
    (case,) = room.report()
    if how == "declined":
        contact(room, case, room.peni, help=False)
    else:
        actions.reassess(room.case(case, room.peni), ALL_NO, by=room.peni, at=room.now)
    assert quarter_hours(room, case, 2) == []


def test_a_party_is_never_asked_nor_shown_the_case(room) -> None:
    on_call(room, room.sari, room.lina)
    (case,) = room.report(reported_parties=[{"name": "Sari Petugas"}])
    assert asked(case) == [room.lina]
    assert quarter_hours(room, case, 3) == [room.ratna, room.wati, room.lina]
    assert not any(rows_of(case, room.sari).values())
    assert rows_of(case, room.lina)["cases_case"] == 1


def test_h02_who_is_asked_sees_it_on_today_and_takes_it_with_one_tap(room) -> None:
    on_call(room, room.sari)
    (case,) = room.report()
    browser = room.client(room.sari)
    assert f"/berkas/{case.number}/saya/" in browser.get("/hari-ini/").content.decode()
    browser.post(f"/berkas/{case.number}/saya/")
    assert room.case(case, room.sari).companion == room.sari
    assert open_alarms(case) == []
    act_as(room.budi)
    assert queries.ringing_for(room.budi) == []


def test_h02_who_was_asked_sees_nothing_once_another_has_accepted(room) -> None:
    on_call(room, room.sari, room.lina)
    (case,) = room.report()
    quarter_hours(room, case, 1)
    act_as(room.lina)
    assert ids(queries.ringing_for(room.lina)) == {case.id}
    hand(room, case, room.lina)
    assert not any(rows_of(case, room.sari).values())
    assert not any(rows_of(case, room.peni).values())


def test_h02_a_risk_raised_later_rings_in_the_unit_that_holds_the_case(room) -> None:
    on_call(room, room.sari)
    (case,) = room.report(risk_signs=ALL_NO)
    actions.refer_up(room.case(case, room.ratna), basis=actions.sharing.rules.Basis.DANGER, by=room.ratna, at=room.now)
    actions.reassess(room.case(case, room.wati), {**ALL_NO, "weapon": "yes"}, by=room.wati, at=room.now)
    assert asked(case) == [room.sari]


def test_h02_what_is_told_at_night_has_no_name_and_goes_to_the_first_and_the_head(room) -> None:
    on_call(room, room.sari)
    room.report()
    with acting_as("tests"):
        told = list(Notice.objects.values_list("staff_id", "urgent"))
    assert sorted(told) == sorted([(room.sari.id, True), (room.ratna.id, True)])


@pytest.mark.parametrize("page", ["draft", "received", "case"])
def test_h02_with_nobody_on_call_it_says_so_and_puts_the_numbers(room, page) -> None:
    (case,) = room.report(victims=[WOMAN], incident={"narrative": STORY})
    browser = room.client(room.peni)

    def shown() -> str:
        where = {"received": f"/catatan/{case.report.number}/", "case": f"/berkas/{case.number}/"}.get(page)
        where = where or browser.post("/catatan/baru/").url
        return browser.get(where).content.decode()

    empty = shown()
    assert "tidak ada yang jaga" in empty.lower()
    assert all(number in empty for number in ("110", "112", "129"))
    assert "tel:" not in empty
    on_call(room, room.sari, room.lina)
    filled = shown()
    assert filled.index('href="tel:08111"') < filled.index('href="tel:08112"')
    assert "tidak ada yang jaga" not in filled.lower()


def test_h02_the_list_knows_day_and_night_on_the_units_clock(room) -> None:
    on_call(room, room.sari, part="day")
    on_call(room, room.lina, part="night")
    zone = room.palangka.timezone
    for hour, first in ((8, room.sari), (16, room.sari), (17, room.lina), (3, room.lina)):
        at = room.now.astimezone(zone).replace(hour=hour, minute=0)
        assert queries.chain(room.palangka, at=at)[0].staff_id == first.id, hour


def test_h02_the_unit_keeps_its_list_and_each_change_is_a_line(room) -> None:
    browser = room.client(room.ratna)
    said = {"staff": str(room.lina.id), "phone": "0811", "part": "night", "turn": "3"}
    assert browser.post("/jaga/", said).status_code == 302
    assert "0811" in browser.get("/jaga/").content.decode()
    assert browser.post("/jaga/3/hapus/", {"petugas": room.budi.email}).status_code == 404
    assert browser.post("/jaga/3/hapus/", {"petugas": room.lina.email}).status_code == 302
    assert "0811" not in browser.get("/jaga/").content.decode()
    assert room.client(room.sari).get("/jaga/").status_code == 403
