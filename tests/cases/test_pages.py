"""Every duty leads to where it is done, by whoever owes it; every deed that meets one can be recorded."""

import re

import pytest
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import translation

from dampingi.access import rules as access
from dampingi.access.actor import acting_as
from dampingi.access.rules import Role, Verb
from dampingi.cases.pages import PAGES, SHEETS, page_for
from dampingi.cases.queries.file import SHEETED, deeds_open_to
from dampingi.kernel.ids import new_number
from dampingi.protocols import catalog
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import DEEDS, Deed
from tests.access.routes import form_of
from tests.cases.steps import GIRL, hand, taken

# Deeds that other deeds of a case record by themselves.
BY_ITSELF = {
    Deed.OVERRIDE_MADE,
    *(Deed.PLAN_MADE, Deed.PLAN_REVIEW_SET, Deed.SERVICE_PLANNED, Deed.SERVICE_GIVEN, Deed.COST_OPEN),
    *(Deed.MEETING_SET, Deed.MONITORING_SET, Deed.REPORT_WRITTEN, Deed.VISIT_STARTED),
    *(Deed.CASE_CLOSED, Deed.CASE_REOPENED, Deed.LEGAL_ENDED, Deed.AFTERCARE_BEGAN, Deed.AFTERCARE_PLANNED),
    *(Deed.IMAGE_ONLINE, Deed.IMAGE_EVIDENCE, Deed.SENT_HOME_UNASKED),
    *(Deed.REFERRED, Deed.REFERRAL_DECLINED, Deed.SHARED_IN_DANGER, Deed.TRANSFER_OFFERED),
}
OWES = [Role.INTAKE, Role.COMPANION, Role.SUPERVISOR, Role.HEAD]
NUMBER = new_number()
# Steps whose clock starts with something that happened to a thing, and whose page is that thing's.
OF_A_THING = {
    *("sign-plan", "evaluate-plan", "give-service", "cover-cost", "check-in", "record-visit"),
    *("stay-ends", "stay-follow-up", "hearing", "mediation-supervise", "pkdrt-breach-detention", "order-breached"),
    *(step.code for step in catalog.pressure.PROTOCOL.steps),
}
OF_A_THING |= {"image-removal", "image-removal-answer", "image-handover", "aftercare-visit", "referral-outcome", "referral-again", "tell-shared", "transfer-answer"}


def duty(code: str) -> Duty:
    """Return a duty of that step, about a thing where its page is one of a thing."""
    try:
        page_for(Duty(code=code), NUMBER)
    except NoReverseMatch:
        return Duty(code=code, about=NUMBER)
    return Duty(code=code)


def verb_at(address: str) -> Verb:
    return resolve(address.split("?", maxsplit=1)[0]).func.verb


def test_every_deed_has_a_page_of_its_own_or_stands_on_the_event_page() -> None:
    on_events = {code for code, _words in deeds_open_to(None)}
    assert on_events | set(PAGES) | set(SHEETS) | BY_ITSELF == set(DEEDS) == set(Deed)
    assert set(PAGES) | set(SHEETS) | BY_ITSELF == SHEETED
    assert not on_events & (set(PAGES) | set(SHEETS))


@pytest.mark.parametrize("step", catalog.STEPS.values(), ids=lambda step: step.code)
def test_every_step_leads_to_a_page_where_what_meets_it_is_recorded(step) -> None:
    assert step.met_by, "A duty nothing meets is never done."
    address = page_for(duty(step.code), NUMBER)
    path, _, asked = address.partition("?deed=")
    match = resolve(path.partition("?")[0])
    sheets = {SHEETS[deed].partition("?")[0] for deed in step.met_by if deed in SHEETS}
    assert set(match.kwargs.values()) <= {NUMBER, *sheets}
    if match.view_name == "services:write":
        assert match.kwargs["kind"] in sheets
    elif asked:
        assert (match.view_name, Deed(asked) in step.met_by) == ("cases:event", True)
        assert asked in {code for code, _words in deeds_open_to(None)}
    else:
        assert match.view_name in {PAGES[deed] for deed in step.met_by if deed in PAGES}


@pytest.mark.parametrize("role", OWES)
def test_nobody_whose_duty_it_is_meets_a_403(role) -> None:
    for code in catalog.STEPS:
        assert access.may([role], verb_at(page_for(duty(code), NUMBER))), (role, code)


def test_whoever_sees_cases_may_owe_and_nobody_else_does() -> None:
    assert [role for role in Role if access.may([role], Verb.SEE_CASES)] == OWES


@pytest.mark.parametrize("deed", list(Deed))
def test_every_deed_that_meets_a_duty_is_recordable_by_whoever_owes(deed) -> None:
    if deed in BY_ITSELF:
        return
    name = PAGES.get(deed, "cases:event")
    try:
        address = reverse(name, args=[NUMBER])
    except NoReverseMatch:
        address = reverse(name, args=[NUMBER, NUMBER])
    assert access.may([Role.COMPANION], verb_at(address)), deed


def test_each_page_opens_for_the_taker_the_companion_and_the_supervisor(room) -> None:
    case = room.report(victims=[GIRL], incident={"forms": ["sexual"]})[0]
    # What is about a thing opens with that thing alone: tests/access walks those.
    every = [page_for(Duty(code=code), case.number) for code in catalog.STEPS if code not in OF_A_THING]
    addresses = {resolve(one.split("?")[0]).view_name: one for one in every}.values()  # one a page
    assert len(addresses) > 5
    for staff in (room.peni, room.ratna, room.sari):
        if staff == room.sari:
            hand(room, case, room.sari)
        browser = room.client(staff)
        assert {address: browser.get(address).status_code for address in addresses} == dict.fromkeys(addresses, 200)


def test_the_event_page_names_the_deed_it_was_asked_for(room) -> None:
    case = taken(room, incident={"forms": ["sexual"], "may_include_penetration": True})
    with acting_as("tests"):
        duty = Duty.objects.get(run_id=case.id, code="medical-72h")
    with translation.override("id"):
        wanted = str(DEEDS[Deed.TAKEN_TO_HEALTH])
    assert wanted in room.client(room.sari).get(page_for(duty, case.number)).content.decode()


def test_a_duty_of_an_older_catalog_still_leads_somewhere(room) -> None:
    case = taken(room)
    old = Duty(code="of-an-older-catalog")
    assert room.client(room.sari).get(page_for(old, case.number)).status_code == 200


@pytest.mark.parametrize(("who", "first"), [("sari", "/hari-ini/"), ("kepala", "/hari-ini/"), ("tuti", "/pelatihan/"), ("adi", "/petugas/")])
def test_home_leads_each_to_her_first_page(room, who, first) -> None:
    assert room.client(getattr(room, who)).get("/").url == first


def test_h06_the_menu_of_a_small_unit_has_three_things(room) -> None:
    small, large = (room.client(s).get("/hari-ini/").context["nav"] for s in (room.kepala, room.ratna))
    assert [page["name"] for page in small] == ["cases:today", "cases:reports", "cases:list"]
    assert len(large) > len(small)


def test_h06_while_nobody_has_a_case_one_button_is_filled_and_alone_it_takes_it_oneself(room) -> None:
    filled = re.compile(r'class="govuk-button" ?[^>]*>([^<]+)')
    for by, first in ((room.ratna, "Pilih pendamping"), (room.kepala, "Saya tangani")):
        (case,) = room.report(room.peni if by is room.ratna else by)
        page = room.client(by).get(f"/berkas/{case.number}/").content.decode()
        assert filled.findall(page.partition("<main")[2]) == [first]
    (case,) = room.report(room.peni)
    taker = room.client(room.peni).get(f"/berkas/{case.number}/").content.decode()
    assert filled.findall(taker.partition("<main")[2]) == ["Kerjakan"]


def test_the_event_page_chooses_nothing_for_whoever_opens_it(room) -> None:
    case, sari = taken(room), room.client(room.sari)
    path = f"/berkas/{case.number}/terjadi/"
    held = form_of(sari.get(path).content.decode(), path)
    assert held["deed"] == [""]
    answer = sari.post(path, held)
    assert answer.status_code == 409
    assert "Belum dipilih apa yang dilakukan atau terjadi." in answer.content.decode()


def test_steps_of_one_title_are_told_apart_on_the_page_of_rules(room) -> None:
    page = room.client(room.sari).get("/aturan/").content.decode()
    for words in ("risiko tinggi atau belum dinilai", "risiko sedang", "risiko rendah"):
        assert f"Hubungi dan temui: kontak pertama ({words})" in page
