"""The plan: drawn up with her, signed, evaluated; its services from planned to outcome; who pays."""

from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases.models import Case, DoneAlone
from dampingi.kernel.codes import SERVICES
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.places.models import Provider
from dampingi.services import actions, queries
from dampingi.services.catalog.funding import FUNDING, NOT_JKN, PAYMENTS
from dampingi.services.models import Plan, PlannedService
from dampingi.services.rules import plan as rules
from tests.cases.steps import acts, owed, taken

GOAL = "Tinggal sendiri, tidak takut lagi qzxv"


def today(room):
    return room.now.astimezone(room.palangka.timezone).date()


def made(room, case, by=None, **said) -> Plan:
    by = by or room.sari
    plan = {"when": room.now, "goals": GOAL, "drawn_with_her": True, "agrees": "yes", "review_on": today(room) + timedelta(30)}
    return actions.make_plan(room.case(case, by), {**plan, **said}, by=by, at=room.now)


def service(room, case, **said) -> PlannedService:
    asked = {"when": room.now, "domain": "physical", "service": "health", "payer": "free", "need": GOAL}
    found, _doubts = actions.plan_service(room.case(case, room.sari), {**asked, **said}, by=room.sari, at=room.now)
    return found


def codes(refusal) -> list[str]:
    return [o.code for o in refusal.value.obstacles]


BASE = {"state": "open", "has_goal": True, "drawn_with_her": True, "agrees": "yes", "her_words": False}


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ({}, []),
        ({"state": "closed"}, ["not-open"]),
        ({"has_goal": False}, ["no-goal"]),
        ({"drawn_with_her": False}, ["without-her"]),
        ({"drawn_with_her": False, "her_words": True}, []),
        ({"agrees": "no"}, ["her-words-missing"]),
        ({"agrees": "partly"}, ["her-words-missing"]),
        ({"agrees": "no", "her_words": True}, []),
        ({"review": None}, ["no-review-date"]),
        ({"review": 0}, ["review-past"]),
        ({"has_goal": False, "agrees": "no", "review": None}, ["no-goal", "her-words-missing", "no-review-date"]),
    ],
)
def test_a_plan_says_everything_that_stands_in_its_way(room, said, found) -> None:
    days = said.pop("review", 14) if "review" in said else 14
    review_on = None if days is None else today(room) + timedelta(days)
    facts = rules.PlanFacts(**{**BASE, **said}, made_on=today(room), review_on=review_on)
    assert [o.code for o in rules.obstacles_to_planning(facts)] == found


@pytest.mark.parametrize(
    ("ends", "services_open", "days", "found"),
    [
        (False, 3, 30, []),
        (False, 0, None, ["no-review-date"]),
        (False, 0, -1, ["review-past"]),
        (True, 0, None, []),
        (True, 2, None, ["services-open"]),
    ],
)
def test_an_evaluation_goes_on_to_a_date_or_ends_with_every_outcome(room, ends, services_open, days, found) -> None:
    review_on = None if days is None else today(room) + timedelta(days)
    facts = rules.EvaluationFacts(ends, services_open, today(room), review_on)
    assert [o.code for o in rules.obstacles_to_evaluating(facts)] == found


def test_her_words_are_sealed_and_her_plan_owes_its_evaluation_on_the_day_she_agreed_to(room) -> None:
    case = taken(room)
    plan = made(room, case)
    with acting_as("tests"):
        kept = Plan.objects.get(id=plan.id)
    assert GOAL.encode() not in bytes(kept.words)
    assert actions.read_plans(case, kept)[0]["goals"] == GOAL
    duty = owed(case)["evaluate-plan"]
    assert (duty.about, duty.due_at) == (plan.number, room.palangka.calendar.closing_of(plan.review_on))
    assert owed(case)["sign-plan"].owner_id == room.ratna.id


def test_the_head_signs_and_a_changed_plan_is_signed_again(room) -> None:
    case = taken(room)
    plan = made(room, case)
    actions.sign_plan(room.case(case, room.ratna), plan, by=room.ratna, at=room.now)
    assert "sign-plan" not in owed(case)
    with pytest.raises(Stale):
        actions.sign_plan(room.case(case, room.ratna), plan, by=room.ratna, at=room.now)
    act_as(room.sari)
    room.now += timedelta(minutes=1)
    again = made(room, case, agrees="partly", her_words="tidak mau ke kantor")
    assert (again.id, again.signed_at) == (plan.id, None)
    assert "sign-plan" in owed(case)
    assert "plan.changed" in acts(case)


def test_h06_in_a_unit_kecil_the_plan_is_signed_at_once_and_listed(room) -> None:
    case = taken(room, room.kepala, by=room.kepala)
    plan = made(room, case, by=room.kepala)
    assert plan.signed_by_id == room.kepala.id
    assert "sign-plan" not in owed(case)
    with acting_as("tests"):
        assert DoneAlone.objects.filter(number=case.number, kind=DoneAlone.Kind.PLAN).count() == 1


def test_an_evaluation_meets_its_duty_and_the_next_one_is_owed_or_none(room) -> None:
    case = taken(room)
    plan = made(room, case)
    later = today(room) + timedelta(60)
    said = {"when": room.now + timedelta(minutes=2), "reached": "some", "her_words": GOAL, "review_on": later}
    at = room.now + timedelta(minutes=3)
    actions.evaluate_plan(room.case(case, room.sari), plan, said, by=room.sari, at=at)
    assert owed(case)["evaluate-plan"].due_at == room.palangka.calendar.closing_of(later)
    act_as(room.sari)
    one = service(room, case)
    plan.refresh_from_db()
    ends = {"when": at, "reached": "all", "ends": True}
    with pytest.raises(Refusal) as no:
        actions.evaluate_plan(room.case(case, room.sari), plan, ends, by=room.sari, at=at)
    assert codes(no) == ["services-open"]
    actions.end_service(room.case(case, room.sari), one, {"when": at, "outcome": "met"}, by=room.sari, at=at)
    actions.evaluate_plan(room.case(case, room.sari), plan, ends, by=room.sari, at=at)
    assert not {"evaluate-plan", "give-service"} & owed(case).keys()
    assert queries.running_plan(case) is None
    assert made(room, case).id != plan.id


def test_every_service_is_owed_its_outcome_so_that_closing_sees_it(room) -> None:
    case = taken(room)
    day = today(room) + timedelta(3)
    one = service(room, case, planned_on=day)
    duty = owed(case)["give-service"]
    assert (duty.about, duty.due_at) == (one.number, room.palangka.calendar.closing_of(day))
    act_as(room.sari)
    said = {"when": room.now, "domain": "physical", "service": "health", "payer": "free", "planned_on": day + timedelta(4)}
    at = room.now + timedelta(minutes=1)
    actions.change_service(room.case(case, room.sari), one, said, by=room.sari, at=at)
    assert owed(case)["give-service"].due_at == room.palangka.calendar.closing_of(day + timedelta(4))
    # Written from paper with an hour before it was planned: it ends all the same (H-22).
    early = {"when": room.now - timedelta(days=1), "outcome": "partly"}
    actions.end_service(room.case(case, room.sari), one, early, by=room.sari, at=at)
    assert "give-service" not in owed(case)
    with pytest.raises(Stale):
        actions.end_service(room.case(case, room.sari), one, early, by=room.sari, at=at)


def test_two_services_for_one_need_are_warned_about_and_both_stand(room) -> None:
    case = taken(room)
    service(room, case)
    said = {"when": room.now, "domain": "physical", "service": "health", "payer": "free"}
    _made, doubts = actions.plan_service(room.case(case, room.sari), said, by=room.sari, at=room.now)
    assert [d.code for d in doubts] == ["asked-twice"]
    assert len(queries.services_of(case)) == 2
    _other, doubts = actions.plan_service(room.case(case, room.sari), {**said, "service": "legal"}, by=room.sari, at=room.now)
    assert doubts == ()


def test_a_service_of_a_provider_that_has_closed_is_refused(room) -> None:
    case = taken(room)
    closed = Provider.objects.create(
        unit_id=room.palangka.id, name="Lama", kind="hospital", services=["health"], region_code="62.71",
        confirmed_on=today(room), closed_on=today(room) - timedelta(1),
    )
    said = {"when": room.now, "domain": "physical", "service": "health", "payer": "free"}
    with pytest.raises(Refusal) as no:
        actions.plan_service(room.case(case, room.sari), said, provider=closed, by=room.sari, at=room.now)
    assert codes(no) == ["provider-closed"]


def test_nothing_is_planned_in_a_case_that_ended_or_was_erased(room) -> None:
    case = taken(room)
    case = room.case(case, room.sari)
    case.state = "closed"
    said = {"when": room.now, "domain": "physical", "service": "health", "payer": "free"}
    with pytest.raises(Refusal) as no:
        actions.plan_service(case, said, by=room.sari, at=room.now)
    assert codes(no) == ["not-open"]
    case = room.case(case, room.sari)
    case.erased_at = room.now
    with pytest.raises(Refusal) as no:
        actions.plan_service(case, said, by=room.sari, at=room.now)
    assert codes(no) == ["erased"]


def test_h23_a_cost_nobody_bears_is_owed_by_the_unit_until_somebody_does(room) -> None:
    case = taken(room)
    one = service(room, case, payer="unpaid")
    assert owed(case)["cover-cost"].about == one.number
    act_as(room.sari)
    # Given and ended, and still to be paid by somebody who is not she.
    at = room.now + timedelta(minutes=1)
    act_as(room.sari)
    actions.end_service(room.case(case, room.sari), one, {"when": at, "outcome": "met"}, by=room.sari, at=at)
    assert "cover-cost" in owed(case)
    act_as(room.sari)
    actions.settle_cost(room.case(case, room.sari), one, {"payer": "dak"}, by=room.sari, at=at)
    assert "cover-cost" not in owed(case)


def test_h23_a_service_that_was_never_given_costs_nothing(room) -> None:
    case = taken(room)
    one = service(room, case, payer="unpaid")
    act_as(room.sari)
    said = {"when": room.now, "outcome": "not_available"}
    actions.end_service(room.case(case, room.sari), one, said, by=room.sari, at=room.now + timedelta(minutes=1))
    assert "cover-cost" not in owed(case)


def test_h23_every_service_says_who_can_pay_and_she_is_none_of_them() -> None:
    assert set(FUNDING) == set(SERVICES)
    assert all(FUNDING.values())
    assert {fund.payer for funds in FUNDING.values() for fund in funds} <= set(PAYMENTS)
    assert set(PAYMENTS) == {"free", "regional", "dak", "lpsk", "dbk", "unit", "unpaid"}
    assert NOT_JKN.status == "verified"


def test_two_officers_change_one_service_the_second_is_told(room) -> None:
    case = taken(room)
    one = service(room, case)
    act_as(room.sari)
    first, second = room.case(case, room.sari), room.case(case, room.sari)
    actions.settle_cost(first, one, {"payer": "dak"}, by=room.sari, at=room.now)
    with pytest.raises(Stale):
        actions.settle_cost(second, one, {"payer": "lpsk"}, by=room.sari, at=room.now)


def test_the_pages_of_a_plan_are_lived_through_from_empty_to_ended(room) -> None:
    case = taken(room)
    browser, at = room.client(room.sari), f"/berkas/{case.number}"
    assert "Susun rencana bersama dia" in browser.get(f"{at}/rencana/").content.decode()
    when = {"when_date": f"{today(room):%Y-%m-%d}", "when_time": "00:01"}
    said = {**when, "goals": GOAL, "drawn_with_her": "yes", "agrees": "yes"}
    wrong = browser.post(f"{at}/rencana/susun/", said)
    assert wrong.status_code == 409
    assert GOAL in wrong.content.decode()
    answer = browser.post(f"{at}/rencana/susun/", {**said, "review_on": f"{today(room) + timedelta(9):%Y-%m-%d}"})
    assert answer.headers["Location"] == f"{at}/rencana/"
    with acting_as("tests"):
        plan = Plan.objects.get(case=case)
    need = "Perutnya masih sakit"
    asked = {**when, "domain": "physical", "service": "health", "payer": "unpaid", "need": need}
    assert browser.post(f"{at}/layanan/tambah/", asked).headers["Location"] == f"{at}/layanan/"
    assert browser.post(f"{at}/layanan/tambah/", asked).status_code == 302
    page = browser.get(f"{at}/layanan/").content.decode()
    assert "sudah direncanakan" in page
    assert need in page
    assert "biaya belum tertanggung" in page
    with acting_as("tests"):
        one, two = queries.services_of(case)
    session = f"{at}/lembar/session/?hal={one.number}"
    assert browser.post(session, {**when, "hal": one.number, "lembar": "", "attendance": "came"}).status_code == 302
    assert browser.get(f"{at}/lembar/session/").status_code == 404
    for item in (one, two):
        assert browser.post(f"{at}/layanan/{item.number}/hasil/", {**when, "outcome": "met"}).status_code == 302
    shown = browser.get(f"{at}/rencana/").content.decode()
    assert GOAL in shown
    assert "●" in shown
    ended = browser.post(f"{at}/rencana/{plan.number}/lihat-lagi/", {**when, "reached": "all", "ends": "yes"})
    assert ended.headers["Location"] == f"{at}/rencana/"
    assert "rencana selesai" in browser.get(f"{at}/rencana/").content.decode()


def test_nobody_else_reads_a_plan(room) -> None:
    case = taken(room)
    plan = made(room, case)
    for page in ("rencana/", "layanan/", f"rencana/{plan.number}/tanda-tangan/"):
        assert room.client(room.budi).get(f"/berkas/{case.number}/{page}").status_code == 404
        shown = room.client(room.ratna).get(f"/berkas/{case.number}/{page}")
        assert shown.status_code == 200
    assert GOAL in shown.content.decode()
    act_as(room.budi)
    assert not Plan.objects.filter(id=plan.id).exists()
    assert not Case.objects.filter(id=case.id).exists()
