"""The accompaniment ends only with its checklist; what goes on after it ends apart (domain §1.6, H-17)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions, rules
from dampingi.cases.fields import AFTERCARE_VISIT, CLOSE, END_AFTERCARE, END_LEGAL, ENDINGS, REOPEN
from dampingi.cases.models import AfterCareVisit, Case, Closing, DoneAlone
from dampingi.cases.rules import ClosingFacts, ClosingSaid, Ending, OpenDuty, State
from dampingi.kernel.codes import Risk
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.kernel.words import say
from dampingi.notices.models import Notice
from dampingi.protocols import actions as protocols
from dampingi.protocols.catalog import STEPS
from dampingi.protocols.rules import Deed
from dampingi.triage.models import Assessment
from tests.access.routes import form_of
from tests.cases.asking import Api, obstacles
from tests.cases.steps import ALL_NO, GIRL, WOMAN, acts, cleaned, contact, lines, owed, rows_of, taken
from tests.fixtures import Room

TODAY = date(2026, 6, 8)
VISIT = OpenDuty("psychological-support", say("Beri dukungan psikologis awal"))
POLICE = OpenDuty("police-report", say("Laporkan ke polisi"))
FINE = ClosingFacts(state=State.OPEN, risk=Risk.LOW, assessed_days_ago=3)
SAID = ClosingSaid(
    Ending.GOALS_REACHED, TODAY, plan="met", agrees=True, numbers_left=True, visits=(TODAY + timedelta(days=30),)
)


def codes(facts: ClosingFacts, said: ClosingSaid) -> list[str]:
    return [o.code for o in rules.obstacles_to_closing(facts, said)]


# --- the rule -----------------------------------------------------------------------------------------


def test_every_reason_of_the_list_is_known_to_the_rule() -> None:
    assert set(ENDINGS) == {str(one) for one in Ending}
    unread = set(ENDINGS) - {"goals_reached", "rights_fulfilled"}  # the two of domain §1.6 that were read
    assert all("perlu dikonfirmasi" in ENDINGS.words[code].text for code in unread)


def test_with_everything_done_it_may_end() -> None:
    assert codes(FINE, SAID) == []


@pytest.mark.parametrize(
    ("reason", "facts", "said", "code"),
    [
        ("goals_reached", {"state": State.CLOSED}, {}, "not-open"),
        ("goals_reached", {"state": State.CONSULTED}, {}, "not-open"),
        ("goals_reached", {"risk": Risk.UNASSESSED}, {}, "risk-unasked"),
        ("goals_reached", {"risk": Risk.HIGH}, {}, "risk-high"),
        ("lost_contact", {"risk": Risk.HIGH, "attempts": 3}, {}, "risk-high"),
        ("outside_authority", {"risk": Risk.HIGH, "accepted_elsewhere": True}, {}, "risk-high"),
        ("goals_reached", {"assessed_days_ago": 31}, {}, "risk-old"),
        ("moved", {"assessed_days_ago": None}, {}, "risk-old"),
        ("goals_reached", {"assessed_days_ago": 8, "assess_within": 7}, {}, "risk-old"),
        ("goals_reached", {"open_duties": (VISIT,)}, {}, "duty-psychological-support"),
        ("she_stops", {"open_duties": (VISIT, POLICE)}, {}, "duty-police-report"),
        ("lost_contact", {"open_duties": (VISIT, POLICE), "attempts": 3}, {}, "duty-police-report"),
        ("transferred", {}, {}, "not-accepted"),
        ("outside_authority", {}, {}, "not-accepted"),
        ("verdict_done", {}, {}, "no-verdict"),
        ("lost_contact", {"attempts": 2}, {}, "too-few-attempts"),
        ("lost_contact", {"attempts": 4, "attempts_needed": 5}, {}, "too-few-attempts"),
        ("lost_contact", {"attempts": 3, "is_child": True}, {}, "child-lost"),
        ("she_stops", {"is_child": True}, {}, "child-stays"),
        ("she_stops", {}, {"numbers_left": False}, "no-numbers"),
        ("goals_reached", {}, {"plan": ""}, "plan-not-evaluated"),
        ("goals_reached", {}, {"agrees": None}, "no-agreement"),
        ("goals_reached", {}, {"agrees": False}, "no-agreement"),
        ("goals_reached", {}, {"visits": ()}, "no-monitoring"),
        ("lost_contact", {"attempts": 3}, {"visits": (), "no_visits": True}, "no-monitoring"),
        ("goals_reached", {}, {"visits": (TODAY,)}, "monitoring-range"),
        ("goals_reached", {}, {"visits": (TODAY + timedelta(days=191),)}, "monitoring-range"),
    ],
)
def test_each_obstacle_to_closing_is_said_with_a_way_out(reason: str, facts: dict, said: dict, code: str) -> None:
    found = rules.obstacles_to_closing(replace(FINE, **facts), replace(SAID, reason=Ending(reason), **said))
    assert [o.code for o in found] == [code]
    assert str(found[0].words)
    assert str(found[0].remedy)


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"kinds": frozenset({"sexual_violence"})}, "settled-sexual"),
        ({"kinds": frozenset({"trafficking_suspected"})}, "settled-sexual"),
        ({"is_child": True}, "settled-child"),
        ({"protected": True}, "settled-protected"),
        ({"risk": Risk.HIGH}, "risk-high"),
        ({"risk": Risk.UNASSESSED}, "risk-unasked"),
    ],
)
def test_h17_a_settlement_never_ends_sexual_violence_a_child_s_case_danger_or_a_live_order(facts: dict, code: str) -> None:
    assert codes(replace(FINE, **facts), replace(SAID, reason=Ending.SETTLED)) == [code]


def test_each_open_task_is_named() -> None:
    found = rules.obstacles_to_closing(replace(FINE, open_duties=(VISIT, POLICE)), SAID)
    assert [str(o.words) for o in found] == [
        "Tugas ini belum selesai: Beri dukungan psikologis awal.",
        "Tugas ini belum selesai: Laporkan ke polisi.",
    ]


@pytest.mark.parametrize("reason", list(Ending))
@pytest.mark.parametrize("risk", [Risk.HIGH, Risk.UNASSESSED])
def test_h01_a_high_or_unasked_risk_with_open_tasks_ends_only_where_she_is_gone_or_chooses(reason, risk) -> None:
    everything = replace(
        FINE, risk=risk, open_duties=(VISIT,), accepted_elsewhere=True, attempts=9, verdict_known=True
    )
    may = not codes(everything, replace(SAID, reason=reason))
    assert may == (reason in {Ending.DIED, Ending.TRANSFERRED, Ending.SHE_STOPS})


def test_why_not_stands_for_her_agreement_and_she_may_refuse_to_be_called_again() -> None:
    assert codes(FINE, replace(SAID, agrees=None, why_not=True)) == []
    assert codes(FINE, replace(SAID, visits=(), no_visits=True)) == []


def test_every_obstacle_is_said_at_once() -> None:
    facts = replace(FINE, risk=Risk.HIGH, is_child=True, open_duties=(VISIT,), kinds=frozenset({"sexual_violence"}))
    assert codes(facts, ClosingSaid(Ending.SETTLED, TODAY)) == [
        "risk-high", "settled-sexual", "settled-child", "duty-psychological-support",
        "plan-not-evaluated", "no-agreement", "no-monitoring",
    ]  # fmt: skip


# --- the deed -----------------------------------------------------------------------------------------

MET = (
    Deed.ACKNOWLEDGED, Deed.FIRST_CONTACT, Deed.PSYCHOLOGICAL_SUPPORT, Deed.SAFETY_CHECKED, Deed.AGREEMENT_ASKED,
    Deed.OVERRIDE_REVIEWED,
)  # fmt: skip


def finished(room: Room, **said: Any) -> Case:
    """A case of Sari's in which everything was done but its end."""
    said = {"risk_signs": ALL_NO, "victims": [WOMAN]} | said
    case = taken(room, **said)
    with acting_as("tests"):
        protocols.happened_all(case.id, MET, when=room.now + timedelta(seconds=1), by=room.sari, at=timezone.now())
        protocols.set_aside(case.id, reason="tests", reminders=False, at=room.now)  # whatever else is owed was done
    return room.case(case, room.sari)


def sheet(room: Room, reason: str = "goals_reached", **said: Any) -> dict[str, Any]:
    day = timezone.localdate(room.now, room.palangka.timezone)
    visits = {f"visit_{i}_on": (day + timedelta(days=n)).isoformat() for i, n in enumerate((30, 90, 180), start=1)}
    return {"reason": reason, "plan": "met", "agrees": True, "numbers_left": True, **visits, **said}


def closed(room: Room, case: Case, reason: str = "goals_reached", *, by: Any = None, **said: Any) -> Case:
    by = by or room.sari
    values = cleaned(CLOSE, sheet(room, reason, **said), room.now)
    actions.close_case(room.case(case, by), values, by=by, at=room.now)
    return room.case(case, by)


def after(case: Case) -> Sequence[AfterCareVisit]:
    with acting_as("tests"):
        return list(AfterCareVisit.objects.filter(case=case))


def test_closing_keeps_its_sheet_sealed_and_coded_and_leaves_one_line(room: Room) -> None:
    case = closed(room, finished(room), evaluation="Rumahnya aman qzx", why_not="")
    assert (case.state, case.closed_at) == ("closed", room.now)
    with acting_as("tests"):
        made = Closing.objects.get(case=case)
    assert (made.reason, made.plan, made.agrees, made.risk) == ("goals_reached", "met", True, "low")
    assert b"qzx" not in bytes(made.words)
    assert actions.read_closing(made) == {"evaluation": "Rumahnya aman qzx"}
    assert [line.reason for line in lines(case, "case.closed")] == ["goals_reached"]


def test_closing_is_refused_with_every_obstacle_and_nothing_changes(room: Room) -> None:
    case = taken(room)
    with pytest.raises(Refusal) as no:
        closed(room, case)
    found = [o.code for o in no.value.obstacles]
    assert found[0] == "risk-unasked"
    assert {"duty-ask-safety", "duty-first-contact-high", "duty-psychological-support"} <= set(found)
    assert room.case(case, room.sari).state == "open"
    assert "case.closed" not in acts(case)


def test_a_risk_assessed_longer_ago_than_the_unit_allows_is_assessed_again_first(room: Room) -> None:
    case = finished(room)
    with acting_as("tests"):
        Assessment.objects.filter(case_id=case.id).update(at=room.now - timedelta(days=42))
    with pytest.raises(Refusal) as no:
        closed(room, case)
    assert [str(o.words) for o in no.value.obstacles] == ["Asesmen risiko terakhir 42 hari lalu."]
    actions.reassess(room.case(case, room.sari), ALL_NO, by=room.sari, at=room.now)
    assert closed(room, case).state == "closed"


def test_two_windows_close_at_once_and_the_second_is_told(room: Room) -> None:
    case = finished(room)
    late = room.case(case, room.sari)
    closed(room, case)
    with pytest.raises(Refusal) as no:  # what it reads says so
        closed(room, case)
    assert [o.code for o in no.value.obstacles] == ["not-open"]
    values = cleaned(CLOSE, sheet(room), room.now)
    with pytest.raises(Stale):  # what it read does not
        actions.close_case(late, values, by=room.sari, at=room.now)
    with acting_as("tests"):
        assert Closing.objects.filter(case=case).count() == 1


def test_whoever_is_tried_in_vain_on_enough_days_may_be_let_go_with_a_day_to_look_again(room: Room) -> None:
    case = finished(room)
    for days, enough in ((1, False), (1, False), (2, False), (3, True)):
        when = room.now + timedelta(days=days)
        with acting_as("tests"):
            protocols.happened(case.id, Deed.CONTACT_TRIED, when=when, by=room.sari, at=when)
        act_as(room.sari)
        facts = actions.closing_facts(room.case(case, room.sari), at=room.now)
        assert (facts.attempts >= facts.attempts_needed) == enough, days
    assert closed(room, case, "lost_contact", agrees=None).state == "closed"


def test_h09_what_the_law_owes_is_not_set_aside_when_she_stops(room: Room) -> None:
    case = taken(room, incident={"forms": ["sexual"], "may_include_penetration": False}, risk_signs=ALL_NO, victims=[WOMAN])
    with pytest.raises(Refusal) as no:
        closed(room, case, "she_stops")
    assert {o.code for o in no.value.obstacles} == {"duty-police-report", "duty-police-prepare"}
    step = {"when": room.now, "outcome": "reported", "told": True, "meeting_agreed": True, "safety_updated": True}
    prepared = {**step, "outcome": "prepared"}
    actions.police_step(room.case(case, room.sari), prepared, by=room.sari, at=room.now)
    actions.police_step(room.case(case, room.sari), step, by=room.sari, at=room.now)
    case = closed(room, case, "she_stops")
    assert {d.code for d in owed(case).values() if not d.reminder and not d.code.startswith("aftercare")} == set()


def test_h09_a_child_s_case_never_ends_unreported_whoever_told_of_it(room: Room) -> None:
    told = {"forms": ["sexual"], "may_include_penetration": False}
    case = finished(room, victims=[GIRL], incident=told, reporter={"capacity": "school"})
    assert owed(case)["police-report"].reminder, "the clock of another's word is to be confirmed"
    for reason in ("goals_reached", "moved", "outside_authority"):
        with pytest.raises(Refusal) as no:
            closed(room, case, reason)
        assert "duty-police-report" in [o.code for o in no.value.obstacles], reason
    browser, said = room.client(room.sari), "Tugas ini belum selesai: Laporkan ke polisi bersama dia."
    for page in ("", "selesai/", "jalur-selesai/"):
        assert said in browser.get(f"/berkas/{case.number}/{page}").content.decode()
    step = {"when": room.now, "outcome": "reported", "told": True, "meeting_agreed": True, "safety_updated": True}
    act_as(room.sari)
    actions.police_step(room.case(case, room.sari), step, by=room.sari, at=room.now)
    assert closed(room, case).state == "closed"


def test_h07_a_child_s_no_ends_nothing(room: Room) -> None:
    case = taken(room, victims=[GIRL], risk_signs=ALL_NO)
    with pytest.raises(Refusal) as no:
        closed(room, case, "she_stops")
    assert "child-stays" in [o.code for o in no.value.obstacles]


def test_who_has_died_ends_with_what_is_left_set_aside_and_the_legal_track_goes_on(room: Room) -> None:
    case = taken(room, incident={"forms": ["sexual"]})
    with acting_as("tests"):
        protocols.happened(case.id, Deed.POLICE_REPORT, when=room.now, by=room.sari, at=room.now)
    chased = {code for code, d in owed(case).items() if d.reminder}
    assert chased
    case = closed(room, case, "died", agrees=None, visit_1_on=None, visit_2_on=None, visit_3_on=None)
    assert set(owed(case)) == chased
    assert case.aftercare_until is None


def test_another_unit_s_acceptance_ends_it_whole(room: Room) -> None:
    case = taken(room, incident={"forms": ["sexual"]})
    with pytest.raises(Refusal) as no:
        closed(room, case, "transferred")
    assert [o.code for o in no.value.obstacles] == ["not-accepted"]
    with acting_as("tests"):
        protocols.happened_all(
            case.id, [Deed.POLICE_REPORT, Deed.REFERRED_ELSEWHERE], when=room.now, by=room.sari, at=room.now
        )
    closed(room, case, "transferred", visit_1_on=None, visit_2_on=None, visit_3_on=None)
    assert owed(case) == {}


def test_closing_tells_the_supervisor_and_in_a_small_unit_it_is_listed(room: Room) -> None:
    case = finished(room)
    with acting_as("tests"):
        Notice.objects.all().delete()
    closed(room, case)
    with acting_as("tests"):
        assert set(Notice.objects.values_list("staff_id", flat=True)) == {room.ratna.id}
    (mine,) = room.report(room.kepala, risk_signs=ALL_NO)
    actions.assign(room.case(mine, room.kepala), to=room.kepala, override_reason="Ya", by=room.kepala, at=room.now)
    closed(room, mine, "died", by=room.kepala, agrees=None)
    with acting_as("tests"):
        assert "closed" in set(DoneAlone.objects.filter(number=mine.number).values_list("kind", flat=True))


# --- three tracks that end apart ----------------------------------------------------------------------


def test_she_is_looked_after_on_each_day_agreed_and_the_legal_reminders_run_on(room: Room) -> None:
    case = finished(room, incident={"forms": ["physical"], "domestic": True})
    with acting_as("tests"):
        protocols.happened(case.id, Deed.POLICE_REPORT, when=room.now, by=room.sari, at=room.now)
    chased = {code for code, d in owed(case).items() if d.reminder}
    case = closed(room, case)
    found = owed(case)
    assert chased <= set(found)
    assert set(found) - chased == {"aftercare-visit", "aftercare-end"}
    visits = after(case)
    assert [v.planned_on for v in visits] == sorted(v.planned_on for v in visits)
    assert case.aftercare_until == visits[-1].planned_on
    due = {d.about: d.due_at for d in open_of(case) if d.code == "aftercare-visit"}
    assert due == {v.number: datetime.combine(v.planned_on, room.palangka.closes, tzinfo=room.palangka.timezone) for v in visits}


def open_of(case: Case) -> list[Any]:
    from dampingi.protocols.models import Duty

    with acting_as("tests"):
        return list(Duty.objects.open().filter(run_id=case.id))


def looked(room: Room, visit: AfterCareVisit, wellbeing: str = "safe", note: str = "") -> None:
    visit.case = room.case(visit.case, room.sari)
    said = cleaned(AFTERCARE_VISIT, {"when": room.now.isoformat(), "wellbeing": wellbeing, "note": note}, room.now)
    actions.visit_after(visit, said, by=room.sari, at=room.now)


def test_a_far_day_of_the_legal_track_stays_owed_and_keeps_no_accompaniment_open(room: Room) -> None:
    case = finished(room, incident={"forms": ["physical"], "domestic": True})
    far = {"pkdrt-order-ends", "restitution-apply", "custody-ends"}
    with acting_as("tests"):
        begun = [Deed.COURT_ORDER, Deed.VERDICT_FINAL, Deed.CUSTODY_ENDS]
        protocols.happened_all(case.id, begun, when=room.now, by=room.sari, at=room.now)
    assert far <= {code for code in owed(case) if STEPS[code].runs_on}
    page = room.client(room.sari).get(f"/berkas/{case.number}/").content.decode()
    assert "Semua tugas selesai dan asesmen risikonya baru." in page
    found = owed(closed(room, case))
    assert {found[code].owner_id for code in far} == {room.sari.id}


def test_a_visit_meets_its_own_day_alone_and_its_note_is_sealed(room: Room) -> None:
    case = closed(room, finished(room))
    first, *others = after(case)
    looked(room, first, note="Sudah bekerja zxq")
    assert {d.about for d in open_of(case) if d.code == "aftercare-visit"} == {v.number for v in others}
    first.refresh_from_db()
    assert b"zxq" not in bytes(first.words)
    assert actions.read_visit(first) == "Sudah bekerja zxq"
    with pytest.raises(Stale):
        looked(room, first)


def test_not_safe_at_a_visit_is_told_at_once(room: Room) -> None:
    case = closed(room, finished(room))
    with acting_as("tests"):
        Notice.objects.all().delete()
    looked(room, after(case)[0], "unsafe")
    with acting_as("tests"):
        assert set(Notice.objects.values_list("staff_id", flat=True)) == {room.ratna.id}


def test_the_care_after_it_ends_by_its_own_deed_and_the_legal_track_by_its_own(room: Room) -> None:
    case = finished(room, incident={"forms": ["physical"], "domestic": True})
    with acting_as("tests"):
        protocols.happened(case.id, Deed.POLICE_REPORT, when=room.now, by=room.sari, at=room.now)
    chased = {code for code, d in owed(case).items() if d.reminder}
    case = closed(room, case)
    actions.end_aftercare(case, cleaned(END_AFTERCARE, {"outcome": "puspaga"}, room.now), by=room.sari, at=room.now)
    assert set(owed(case)) == chased
    case = room.case(case, room.sari)
    assert (case.aftercare_until, case.legal_ended_at, case.state) == (None, None, "closed")
    with pytest.raises(Refusal) as no:
        actions.end_aftercare(case, {"outcome": "stable"}, by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["no-aftercare"]
    actions.end_legal_track(case, cleaned(END_LEGAL, {"outcome": "verdict_final"}, room.now), by=room.sari, at=room.now)
    assert owed(case) == {}
    assert acts(case)[-3:] == ["case.closed", "aftercare.ended", "legal.ended"]
    with pytest.raises(Refusal) as no:
        actions.end_legal_track(room.case(case, room.sari), {"outcome": "stopped"}, by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["already-ended"]


def test_the_legal_track_may_end_first_and_the_accompaniment_goes_on(room: Room) -> None:
    case = taken(room, incident={"forms": ["physical"], "domestic": True})
    with acting_as("tests"):
        protocols.happened(case.id, Deed.POLICE_REPORT, when=room.now, by=room.sari, at=room.now)
    ours = {code for code, d in owed(case).items() if not d.reminder}
    said = cleaned(END_LEGAL, {"outcome": "report_withdrawn"}, room.now)
    actions.end_legal_track(room.case(case, room.sari), said, by=room.sari, at=room.now)
    assert set(owed(case)) == ours
    assert room.case(case, room.sari).state == "open"


def test_h09_the_legal_track_does_not_end_while_the_unit_owes_the_police_report(room: Room) -> None:
    case = taken(room, incident={"forms": ["sexual"]})
    with pytest.raises(Refusal) as no:
        actions.end_legal_track(case, {"outcome": "never_started"}, by=room.sari, at=room.now)
    assert "duty-police-report" in [o.code for o in no.value.obstacles]


def test_on_a_closed_case_the_law_goes_on_and_nothing_else_is_written(room: Room) -> None:
    case = closed(room, finished(room, incident={"forms": ["physical"], "domestic": True}))
    actions.happened(case, Deed.VERDICT_COPY, when=room.now, by=room.sari, at=room.now)
    with pytest.raises(Refusal):
        contact(room, case, room.sari, help=True)
    with pytest.raises(Refusal):
        actions.reassess(room.case(case, room.sari), {"weapon": "yes"}, by=room.sari, at=room.now)


# --- taken up again -----------------------------------------------------------------------------------


def test_reopening_keeps_everything_takes_duties_up_and_gives_up_the_care_after(room: Room) -> None:
    case = taken(room)
    before = set(owed(case))
    case = closed(room, case, "died", agrees=None)
    said = cleaned(REOPEN, {"reason": "ended_by_mistake", "note": "Salah orang"}, room.now)
    actions.reopen(room.case(case, room.sari), said, by=room.sari, at=room.now)
    case = room.case(case, room.sari)
    assert (case.state, case.closed_at, case.aftercare_until, case.companion_id) == ("open", None, None, room.sari.id)
    assert set(owed(case)) == before
    with acting_as("tests"):
        assert Closing.objects.get(case=case).reopened_reason == "ended_by_mistake"


def test_closed_again_after_reopening_both_endings_stand(room: Room) -> None:
    case = closed(room, finished(room))
    said = cleaned(REOPEN, {"reason": "asks_again"}, room.now)
    actions.reopen(room.case(case, room.sari), said, by=room.sari, at=room.now)
    assert set(owed(case)) == {"ask-again-safety"}  # what was known then does not mean safe now (H-01)
    later = room.now + timedelta(seconds=1)
    actions.reassess(room.case(case, room.sari), ALL_NO, by=room.sari, at=later)
    assert owed(case) == {}
    case = closed(room, case)
    with acting_as("tests"):
        assert Closing.objects.filter(case=case).count() == 2
    assert len([d for d in open_of(case) if d.code == "aftercare-visit"]) == 3


# --- who sees it; pages and API -----------------------------------------------------------------------


def test_need_to_know_holds_for_the_ending_and_the_visits(room: Room) -> None:
    case = closed(room, finished(room))
    for who, count in ((room.sari, 1), (room.ratna, 1), (room.budi, 0), (room.lina, 0)):
        act_as(who)
        assert Closing.objects.filter(case_id=case.id).count() == count
        assert AfterCareVisit.objects.filter(case_id=case.id).count() == 3 * count
        assert rows_of(case, who)["cases_case"] == count
    (visit, *_) = after(case)
    budi, sari = room.client(room.budi), room.client(room.sari)
    assert budi.get(f"/berkas/{case.number}/sesudah/{visit.number}/").status_code == 404
    other = closed(room, finished(room))
    assert sari.get(f"/berkas/{other.number}/sesudah/{visit.number}/").status_code == 404  # not of this case


def test_the_summary_shows_what_is_left_before_the_sheet_each_with_where_it_is_done(room: Room) -> None:
    case = taken(room)
    page = room.client(room.sari).get(f"/berkas/{case.number}/").content.decode()
    assert "Sebelum menutup (" in page
    assert f'<a href="/berkas/{case.number}/aman/">Keselamatannya belum ditanyakan.' in page
    assert f'<a href="/berkas/{case.number}/kontak/">Tugas ini belum selesai: Beri dukungan psikologis awal' in page
    done = room.client(room.sari).get(f"/berkas/{finished(room).number}/").content.decode()
    assert "Semua tugas selesai dan asesmen risikonya baru." in done


@pytest.mark.parametrize(
    ("told", "happened", "words"),
    [
        ({}, (), "belum pernah dimulai"),
        ({}, (Deed.POLICE_REPORT,), "berjalan"),
        ({"channel": "police_request"}, (), "berjalan"),
    ],
)
def test_an_ended_case_says_that_the_legal_track_runs_on_only_where_one_began(room: Room, told: Any, happened: Any, words: str) -> None:
    case = finished(room, **told)
    with acting_as("tests"):
        protocols.happened_all(case.id, happened, when=room.now, by=room.sari, at=room.now)
    closed(room, case)
    page = room.client(room.sari).get(f"/berkas/{case.number}/").content.decode()
    assert f"<dt>Jalur hukum</dt><dd>{words}</dd>" in page


def test_a_refused_closing_counts_the_tasks_and_leads_to_their_list_which_names_each_once(room: Room) -> None:
    case, sari = taken(room), room.client(room.sari)
    path = f"/berkas/{case.number}/selesai/"
    held = form_of(sari.get(path).content.decode(), path)
    refused = sari.post(path, {**held, "reason": "goals_reached"})
    page, left = refused.content.decode(), [one["obstacle"] for one in refused.context["checklist"]]
    assert (refused.status_code, len(left) > 1) == (409, True)
    alert, below = page.split('role="alert"')[1].split("</div>")[0], page.split('id="before"')[1]
    assert f"Masih ada {len(left)} hal yang menghalangi." in alert
    assert 'href="#before"' in alert
    assert "Rencananya belum dievaluasi." in alert  # what only the sheet lacks is said there
    for one in left:
        assert (str(one.words) in alert, below.count(str(one.words))) == (False, 1)
    done = finished(room)
    answer = sari.post(f"/berkas/{done.number}/selesai/", {"reason": "goals_reached"})
    assert "Masih ada" not in answer.content.decode()


def test_closed_on_its_page_with_the_dates_filled_in(room: Room) -> None:
    case, sari = finished(room), room.client(room.sari)
    path = f"/berkas/{case.number}/selesai/"
    held = form_of(sari.get(path).content.decode(), path)
    assert held["visit_1_on"] != [""]
    refused = sari.post(path, {**held, "reason": "goals_reached", "evaluation": "Tersimpan?"})
    assert refused.status_code == 409
    page = refused.content.decode()
    assert "Rencananya belum dievaluasi." in page
    assert "Tersimpan?" in page
    answer = sari.post(path, {**held, "reason": "goals_reached", "plan": "met", "agrees": "yes", "evaluation": "Baik"})
    assert answer.status_code == 302, answer.content.decode()[-2000:]
    page = sari.get(f"/berkas/{case.number}/").content.decode()
    for words in ("Pendampingan selesai", "Kebutuhan dan tujuannya terpenuhi", "Baik", "Akhiri pemantauan", "Akhiri jalur hukum"):
        assert words in page
    (visit, *_) = after(case)
    assert f"/berkas/{case.number}/sesudah/{visit.number}/" in page
    again = sari.post(path, {**held, "reason": "goals_reached", "plan": "met", "agrees": "yes"})
    assert again.status_code == 409  # from the other window; what was typed is still there
    assert "Catatan ini baru saja diubah orang lain." in again.content.decode()
    line = room.client(room.ratna).get(f"/berkas/{case.number}/waktu/").content.decode()
    assert "Pendampingan selesai: Kebutuhan dan tujuannya terpenuhi" in line


def test_the_api_closes_and_reopens_with_the_same_noes(room: Room) -> None:
    case, api = finished(room), Api(room, room.sari)
    body = sheet(room)
    said = obstacles(api.post(f"/cases/{case.number}/close", {**body, "plan": None}))
    assert said == ["plan-not-evaluated"]
    assert api.post(f"/cases/{case.number}/close", body, **{"If-Match": '"99"'}).status_code == 409
    answer = api.post(f"/cases/{case.number}/close", body, key="tutup")
    assert answer.status_code == 200, answer.content
    assert (answer.json()["state"], answer.json()["aftercare_until"]) == ("closed", body["visit_3_on"])
    assert api.post(f"/cases/{case.number}/close", body, key="tutup").json()["version"] == answer.json()["version"]
    assert obstacles(api.post(f"/cases/{case.number}/close", body)) == ["not-open"]
    assert Api(room, room.budi).post(f"/cases/{case.number}/reopen", {"reason": "asks_again"}).status_code == 404
    again = api.post(f"/cases/{case.number}/reopen", {"reason": "new_incident"})
    assert (again.status_code, again.json()["state"], again.json()["closed_at"]) == (200, "open", None)
    assert obstacles(api.post(f"/cases/{case.number}/reopen", {"reason": "new_incident"})) == ["already-open"]
