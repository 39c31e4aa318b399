"""The legal track: each step starts its clock, others are chased, pressure has its own duty, rights are told."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases.pages import SHEETS, page_for
from dampingi.cases.rules import LEGAL_BEGINS, obstacles_to_waiving
from dampingi.kernel.codes import CaseKind, Channel
from dampingi.kernel.fields import Privacy
from dampingi.kernel.refusals import Refusal
from dampingi.protocols.rules import DEEDS, Deed
from dampingi.services import actions, queries
from dampingi.services.catalog import BY_CODE
from dampingi.services.catalog.rights import LISTS, TPKS
from dampingi.services.models import Sheet
from dampingi.services.rules.track import STAGES, drawn, pressures, tracks
from tests.cases.steps import ALL_NO, GIRL, SEXUAL, WOMAN, duty, lines, owed, taken
from tests.services.walk import about, keep

DOMESTIC = {"forms": ["physical"], "domestic": True}
DAY = timedelta(days=1)


@pytest.mark.parametrize(("deed", "where"), SHEETS.items())
def test_every_deed_of_a_sheet_leads_to_a_sheet_that_records_it(deed, where) -> None:
    kind = BY_CODE[where.partition("?")[0]]
    answered = {name: values[0] for name, values in parse_qs(urlsplit(where).query).items()}
    for name, value in answered.items():
        assert value in kind.sheet.item(name).codes, where
    shown = {recorded for example in kind.examples for recorded in example.deeds}
    values = {**answered, "helps": [answered["helps"]]} if "helps" in answered else answered
    if "step" in answered or "kind" in answered or "helps" in answered:
        shown |= {recorded.deed for recorded in kind.deeds(values)}
    assert deed in shown | {r.deed for e in kind.examples for r in kind.deeds({**e.values, **values})}, where


def test_the_protection_order_says_when_its_extension_is_asked_and_a_breach_is_a_duty_now(room) -> None:
    case = taken(room, victims=[WOMAN], incident=DOMESTIC)
    ends = room.now + 90 * DAY
    keep(room, case, "law-protection", step="ordered", valid_until=ends)
    assert owed(case)["pkdrt-order-ends"].due_at == ends - 7 * DAY
    keep(room, case, "law-protection", step="extension_asked")
    assert "pkdrt-order-ends" not in owed(case)
    breach = keep(room, case, "law-protection", step="breached")
    assert about(case, "order-breached")[breach.number].due_at == room.now
    keep(room, case, "safety-again", about=breach.number, safe_now="safe")
    assert about(case, "order-breached") == {}


def test_every_stage_of_the_legal_track_but_what_is_only_explained_is_its_beginning() -> None:
    drawn_in = {deed for _words, deeds in STAGES.values() for deed in deeds}
    assert drawn_in - LEGAL_BEGINS == {Deed.EXPLAINED_NO_COMPLAINT, Deed.RIGHTS_TOLD}


def test_the_timeline_says_which_step_a_sheet_was_of(room) -> None:
    case = taken(room, victims=[WOMAN], incident=DOMESTIC)
    for step in ("ordered", "extension_asked"):
        keep(room, case, "law-protection", step=step)
    keep(room, case, "safety-plan")
    page = room.client(room.sari).get(f"/berkas/{case.number}/waktu/").content.decode()
    kind = BY_CODE["law-protection"]
    for step in ("ordered", "extension_asked"):
        assert page.count(f"{kind.title}: {kind.steps[step]}") == 1
    assert f"{BY_CODE['safety-plan'].title}</p>" in page
    for one in BY_CODE.values():
        assert bool(one.says) == bool(one.steps), one.code
        assert not one.says or one.sheet.item(one.says).privacy is Privacy.CODED, one.code


@pytest.mark.parametrize(
    ("incident", "step", "asked", "stands"),
    [
        (DOMESTIC, "ordered", "pkdrt-protection-ends", "pkdrt-order-ends"),
        (SEXUAL, "restricted", "tpks-protection-ends", "tpks-restriction-ends"),
    ],
)
def test_what_the_court_orders_answers_how_the_protection_of_the_police_goes_on(room, incident, step, asked, stands) -> None:
    case = taken(room, victims=[WOMAN], incident=incident)
    keep(room, case, "law-protection", step="temporary")
    assert asked in owed(case)
    keep(room, case, "law-protection", step=step)
    assert asked not in owed(case), "else somebody would write that it ended, and end the order with it"
    assert stands in owed(case)


def test_an_extended_order_has_a_new_clock_and_the_old_one_stands_no_more(room) -> None:
    case = taken(room, victims=[WOMAN], incident=DOMESTIC)
    room.now -= 2 * DAY
    keep(room, case, "law-protection", step="ordered", valid_until=room.now + 30 * DAY)
    room.now += DAY
    keep(room, case, "law-protection", step="ordered", valid_until=room.now + 300 * DAY)
    assert duty(case, "pkdrt-order-ends").due_at == room.now + 293 * DAY


def test_a_clock_of_others_is_chased_with_whom_how_answer_and_the_next_date(room) -> None:
    case = taken(room, incident=SEXUAL)
    with pytest.raises(Refusal) as no:
        keep(room, case, "law-contact", whom="police", how="phone", answered=False)
    assert [o.code for o in no.value.obstacles] == ["no-next-date"]
    first = keep(room, case, "law-contact", whom="police", how="phone", answered=False, next_on=room.now + 3 * DAY)
    (again,) = about(case, "ask-again").values()
    assert (again.about, again.due_at) == (first.number, room.now + 3 * DAY)
    assert page_for(again, case.number).endswith(f"/lembar/law-contact/?hal={first.number}")
    second = keep(
        room, case, "law-contact", about=first.number, whom="police", how="visit", answered=False, next_on=room.now + 9 * DAY
    )
    assert set(about(case, "ask-again")) == {second.number}
    keep(room, case, "law-contact", about=second.number, whom="police", how="visit", answered=True)
    assert about(case, "ask-again") == {}


def test_two_who_do_not_answer_are_two_duties(room) -> None:
    case = taken(room, incident=SEXUAL)
    keep(room, case, "law-contact", whom="police", how="phone", next_on=room.now + DAY)
    keep(room, case, "law-contact", whom="lpsk", how="phone", next_on=room.now + 2 * DAY)
    assert len(about(case, "ask-again")) == 2


def test_hearing_verdict_restitution_and_release_each_start_their_clock(room) -> None:
    case = taken(room, incident=SEXUAL)
    hearing = keep(room, case, "law-hearing", hearing_at=room.now + 5 * DAY)
    assert about(case, "hearing")[hearing.number].due_at == room.now + 5 * DAY
    keep(room, case, "law-heard", about=hearing.number, outcome="adjourned")
    assert about(case, "hearing") == {}
    verdict = keep(
        room,
        case,
        "law-verdict",
        outcome="guilty",
        copy_at=room.now,
        final_at=room.now,
        ends_at=room.now + 400 * DAY,
    )
    found = owed(case)
    assert found["tpks-restitution"].due_at == room.now + 30 * DAY
    assert found["tpks-verdict"].due_at == room.now + 7 * DAY
    assert found["restitution-apply"].due_at == room.now + 90 * DAY
    assert about(case, "custody-ends")[verdict.number].due_at == room.now + 393 * DAY
    keep(room, case, "law-custody", about=verdict.number, step="told")
    assert about(case, "custody-ends") == {}
    out = keep(room, case, "law-custody", step="released")
    assert about(case, "release-told")[out.number].late_at == room.now + timedelta(minutes=30)
    keep(room, case, "law-restitution", step="unpaid")
    assert "restitution-unpaid" in owed(case)
    keep(room, case, "law-restitution", step="dbk_approved")
    assert owed(case)["dbk-paid"].due_at == room.now + 30 * DAY


def test_the_number_of_the_police_report_is_owed_once_reported_and_the_words_of_it_lie_sealed(room) -> None:
    case = taken(room, incident=SEXUAL)
    assert "police-number" not in owed(case)
    act_as(room.sari)
    said = {"outcome": "reported", "told": True, "meeting_agreed": True, "safety_updated": True, "when": room.now}
    from dampingi.cases import actions as cases

    cases.police_step(room.case(case, room.sari), said, by=room.sari, at=room.now)
    assert "police-number" in owed(case)
    sheet = keep(room, case, "law-police", number="LP/77/qwxyz", station="Polres")
    assert "police-number" not in owed(case)
    with acting_as("tests"):
        assert "qwxyz" not in str(Sheet.objects.get(id=sheet.id).coded)


# --- pressure (H-17) --------------------------------------------------------------------------

PRESSED = {
    "threat": "threat-safety",
    "pressure": "pressure-safety",
    "withdrawal": "withdrawal-check",
    "settlement": "settlement-check",
    "marriage": "marriage-safety",
}


@pytest.mark.parametrize(("kind", "code"), PRESSED.items())
def test_h17_each_pressure_is_an_event_with_its_own_safety_duty_and_stops_no_other(room, kind, code) -> None:
    case = taken(room, incident=SEXUAL)
    before = set(owed(case))
    one, two = (keep(room, case, "pressure", kind=kind, words="Ia bilang qwxyz") for _ in range(2))
    assert set(about(case, code)) == {one.number, two.number}
    assert before <= set(owed(case)), "a settlement, an adat process, a withdrawal stop nothing"
    keep(room, case, "safety-again", about=one.number, safe_now="safe")
    assert set(about(case, code)) == {two.number}


def test_h17_a_proposal_to_marry_is_pressure_and_a_possible_new_offence_never_a_solution(room) -> None:
    case = taken(room, victims=[GIRL], incident=SEXUAL)
    keep(room, case, "pressure", kind="marriage")
    found = owed(case)["marriage-safety"]
    assert (found.clause_law, found.clause_article) == ("UU 12/2022 (TPKS)", "Pasal 10 (2)")
    assert "police-report" in owed(case), "a child's case is always reported"
    page = room.client(room.sari).get(f"/berkas/{case.number}/hukum/").content.decode()
    assert "Diusulkan menikah dengan terlapor" in page


def test_h17_adat_is_recorded_as_it_was_and_closes_nothing(room) -> None:
    case = taken(room, incident=SEXUAL)
    sheet = keep(room, case, "adat", leader="damang", present=False, free=False, singer="Tiga kati qwxyz")
    assert set(about(case, "adat-check")) == {sheet.number}
    assert room.case(case, room.sari).state == "open"
    assert sheet.coded["present"] is False
    assert "singer" not in sheet.coded


# --- mediation (H-17) -------------------------------------------------------------------------------

CIVIL = {"victims": [WOMAN], "incident": {"forms": ["psychological"]}, "risk_signs": ALL_NO}
HELD = {"matter": "maintenance", "explained": True, "chooses": True, "trained": True}


def refused_mediation(room, case, **said) -> list[str]:
    with pytest.raises(Refusal) as no:
        keep(room, case, "mediation", **{**HELD, "result": "none", **said})
    return [o.code for o in no.value.obstacles]


def test_h17_mediation_is_refused_with_every_reason(room) -> None:
    assessed = ["companion-not-assessed", "psychologist-not-assessed"]
    sexual = taken(room, victims=[GIRL], incident=SEXUAL)
    assert refused_mediation(room, sexual) == ["sexual-violence", "child", "risk-unasked", *assessed]
    civil = taken(room, **CIVIL)
    assert refused_mediation(room, civil) == assessed
    keep(room, civil, "law-protection", step="temporary")
    assert refused_mediation(room, civil) == ["protection-order", *assessed]
    keep(room, civil, "law-protection", step="ended")
    weapon = taken(room, **{**CIVIL, "risk_signs": {**ALL_NO, "weapon": "yes"}})
    assert refused_mediation(room, weapon) == ["risk-high", *assessed]


def test_h17_mediation_needs_the_companion_and_the_psychologist_and_her_own_choice(room) -> None:
    case = taken(room, **CIVIL)
    keep(room, case, "mediation-assess", assessor="companion", alone=True, free=True)
    assert refused_mediation(room, case) == ["psychologist-not-assessed"]
    keep(room, case, "mediation-assess", assessor="province", alone=True, free=True)
    assert refused_mediation(room, case, chooses=False, explained=False) == ["not-explained", "not-her-choice"]
    made = keep(room, case, "mediation", **{**HELD, "result": "agreed", "supervise_on": room.now + 30 * DAY})
    assert about(case, "mediation-supervise")[made.number].due_at == room.now + 30 * DAY
    keep(room, case, "mediation-watch", about=made.number, kept=True)
    assert about(case, "mediation-supervise") == {}


def test_h17_a_later_doubt_about_her_freedom_takes_both_assessments_back(room) -> None:
    case = taken(room, **CIVIL)
    for assessor in ("companion", "psychologist"):
        keep(room, case, "mediation-assess", assessor=assessor, alone=True, free=True)
    room.now += timedelta(seconds=30)
    keep(room, case, "mediation-assess", assessor="companion", alone=True, free=False)
    assert refused_mediation(room, case) == ["companion-not-assessed", "psychologist-not-assessed"]


def test_h17_withdrawing_from_mediation_costs_nothing_and_ends_nothing(room) -> None:
    case = taken(room, victims=[GIRL], incident=SEXUAL)
    before = owed(case)
    keep(room, case, "mediation", result="withdrew")
    assert {d.id for d in owed(case).values()} == {d.id for d in before.values()}
    assert room.case(case, room.sari).state == "open"


def test_h17_in_a_unit_kecil_the_second_assessment_is_the_provinces_and_is_not_skipped(room) -> None:
    case = taken(room, room.kepala, by=room.kepala, **CIVIL)
    keep(room, case, "mediation-assess", by=room.kepala, assessor="companion", alone=True, free=True)
    with pytest.raises(Refusal) as no:
        keep(room, case, "mediation", by=room.kepala, **{**HELD, "result": "none"})
    (obstacle,) = no.value.obstacles
    assert obstacle.code == "psychologist-not-assessed"
    assert "psikolog unit provinsi" in str(obstacle.remedy)


# --- rights -----------------------------------------------------------------------------------------


def test_what_was_not_yet_told_shows_as_duty_and_on_the_page_until_she_understands(room) -> None:
    case = taken(room, incident=SEXUAL)
    assert "rights-tpks" in owed(case)
    first = {"teller": "companion", "language": "ngaju", "handling": {"information": "yes", "removal": "no"}}
    keep(room, case, "rights-tpks", **first)
    assert "rights-tpks" in owed(case)
    found = queries.rights_of(queries.sheet_facts(room.case(case, room.sari)), queries.sheets_of(case))
    handling = {r.code: r for r in found[0][1]}
    assert (handling["information"].done, handling["information"].language) == (True, "ngaju")
    assert (handling["removal"].done, handling["removal"].told_at) == (False, room.now)
    assert handling["legal"].told_at is None
    page = room.client(room.sari).get(f"/berkas/{case.number}/hukum/").content.decode()
    assert "Belum dijelaskan" in page
    assert "Dayak Ngaju" in page
    everything = {g.code: dict.fromkeys((f.code for f in g.fields()), "partly") for g in TPKS}
    keep(room, case, "rights-tpks", teller="legal", language="indonesian", **everything)
    assert "rights-tpks" not in owed(case)


def test_a_sheet_of_rights_begins_where_the_last_one_ended(room) -> None:
    case = taken(room, incident=SEXUAL)
    keep(room, case, "rights-tpks", teller="companion", language="ngaju", handling={"legal": "yes"})
    html = room.client(room.sari).get(f"/berkas/{case.number}/lembar/rights-tpks/").content.decode()
    part = html[html.index('name="handling.legal" ') - 200 : html.index('name="handling.legal" ') + 200]
    assert 'value="yes"' in part
    assert "checked" in part
    assert LISTS["rights-tpks"] == TPKS


# --- trafficking (H-18) -----------------------------------------------------------------------------

LURED = {"acts": ["recruit"], "means": ["deception"], "purposes": ["prostitution"]}


def test_h18_found_in_a_raid_she_is_screened_and_what_she_was_forced_into_stays_forced(room) -> None:
    case = taken(room, victims=[WOMAN], channel="police_request", incident={"forms": ["exploitation"]})
    assert "tppo-screen" in owed(case)
    sheet = keep(room, case, "tppo-identify", found="raid", forced=["sexual_services"], **LURED)
    assert "tppo-screen" not in owed(case)
    assert sheet.coded["forced"] == ["sexual_services"]
    found = room.case(case, room.sari)
    screening = queries.screening_of(found, queries.sheets_of(found))
    assert screening.why.code == "trafficking-three"
    assert CaseKind.TRAFFICKING_SUSPECTED not in found.kinds, "a suggestion, never a verdict"
    assert room.client(room.sari).post(f"/berkas/{case.number}/hukum/dugaan/").status_code == 302
    assert CaseKind.TRAFFICKING_SUSPECTED in room.case(case, room.sari).kinds
    assert "rights-tppo" in owed(case)


@pytest.mark.parametrize(
    ("said", "open_still"),
    [
        ({}, True),
        ({"acts": ["recruit"], "purposes": ["prostitution"], "indicators": ["debt"]}, True),
        ({"all_asked": False, "means": ["deception"]}, True),
        ({"all_asked": True}, False),
        ({"acts": ["recruit"], "means": ["deception"], "purposes": ["prostitution"]}, False),
    ],
)
def test_h18_an_identification_that_did_not_ask_everything_leaves_the_task_open(room, said, open_still) -> None:
    case = taken(room, victims=[WOMAN], incident={"forms": ["exploitation"]})
    keep(room, case, "tppo-identify", found="raid", **said)
    assert ("tppo-screen" in owed(case)) is open_still


def test_h04_trafficked_for_sexual_use_health_comes_first_until_somebody_has_asked(room) -> None:
    case = taken(room, victims=[WOMAN], incident={"forms": ["exploitation"]})
    assert "medical-72h" not in owed(case)
    keep(room, case, "tppo-identify", found="outreach", **LURED)
    room.client(room.sari).post(f"/berkas/{case.number}/hukum/dugaan/")
    assert owed(case)["medical-72h"].due_at == case.report.received_at + 3 * DAY
    worked = taken(room, victims=[WOMAN], trafficking={**LURED, "purposes": ["forced_labour"]})
    assert "tppo-screen" in owed(worked)
    assert "medical-72h" not in owed(worked)


def test_h18_without_means_only_a_child_is_suspected(room) -> None:
    told = {"forms": ["exploitation"]}
    without = {**LURED, "means": []}
    for victim, suspected in ((WOMAN, False), (GIRL, True)):
        case = taken(room, victims=[victim], incident=told)
        keep(room, case, "tppo-identify", found="reported", **without)
        found = room.case(case, room.sari)
        assert bool(queries.screening_of(found, queries.sheets_of(found)).why) is suspected
        answer = room.client(room.sari).post(f"/berkas/{case.number}/hukum/dugaan/")
        assert answer.status_code == (302 if suspected else 409)


def test_h18_help_never_waits_for_the_police_only_the_claim_of_art_51_does(room) -> None:
    case = taken(room, victims=[WOMAN], incident={"forms": ["trafficking"]})
    keep(room, case, "tppo-given", help="rehabilitation")
    keep(room, case, "tppo-apply", helps=["first_aid"])
    assert "tppo-first-aid" in owed(case)
    with pytest.raises(Refusal) as no:
        keep(room, case, "tppo-apply", helps=["repatriation"])
    assert [o.code for o in no.value.obstacles] == ["no-police-report"]


@pytest.mark.parametrize(("said", "asked_now"), [({}, True), ({"home_safe": False}, True), ({"home_safe": True}, False)])
def test_h18_sent_home_before_anybody_asked_whether_it_is_safe_there_is_recorded_and_asked_now(room, said, asked_now) -> None:
    case = taken(room, victims=[WOMAN], incident={"forms": ["trafficking"]})
    sent = keep(room, case, "tppo-given", help="repatriation", **said)
    assert ("home-safety" in owed(case)) is asked_now
    if asked_now:
        task = about(case, "home-safety")[sent.number]
        assert task.due_at == room.now + DAY
        assert page_for(task, case.number).endswith(f"/lembar/safety-again/?hal={sent.number}")
        assert [o.code for o in obstacles_to_waiving("home-safety", reason="does_not_apply")] == ["never-waived"]
        assert room.client(room.sari).get(page_for(task, case.number)).status_code == 200
        assert room.client(room.budi).get(page_for(task, case.number)).status_code == 404
        keep(room, case, "safety-again", about=sent.number, safe_now="safe")
        assert "home-safety" not in owed(case)


def test_h18_nobody_asks_about_a_home_she_was_not_sent_to(room) -> None:
    case = taken(room, victims=[WOMAN], incident={"forms": ["trafficking"]})
    keep(room, case, "tppo-given", help="rehabilitation")
    assert "home-safety" not in owed(case)


def test_h18_what_the_police_sent_may_claim_and_each_help_has_its_seven_days(room) -> None:
    case = taken(room, victims=[WOMAN], channel=Channel.POLICE_REQUEST.value, incident={"forms": ["trafficking"]})
    keep(room, case, "tppo-apply", helps=["repatriation", "reintegration"])
    found = owed(case)
    assert {found[c].due_at for c in ("tppo-repatriation", "tppo-reintegration")} == {room.now + 7 * DAY}
    assert "tppo-rehabilitation" not in found
    keep(room, case, "tppo-given", help="repatriation")
    assert "tppo-repatriation" not in owed(case)


@pytest.mark.parametrize("code", ["threat-safety", "order-breached", "marriage-safety", "shelter-find", "release-told"])
def test_her_safety_is_never_waived(code) -> None:
    assert [o.code for o in obstacles_to_waiving(code, reason="does_not_apply")] == ["never-waived"]


# --- a reported child (H-16) ------------------------------------------------------------------------

BY_A_CHILD = {"reported_parties": [{"name": "Anu", "age_years": 16}]}


def test_h16_diversi_asks_the_victims_free_agreement_as_an_event_of_its_own(room) -> None:
    case = taken(room, victims=[GIRL], incident=SEXUAL, **BY_A_CHILD)
    with pytest.raises(Refusal) as no:
        keep(room, case, "diversion", explained=True, alone=False, free=True, answer="agrees")
    assert [o.code for o in no.value.obstacles] == ["not-free"]
    keep(room, case, "diversion", explained=True, answer="refuses", words="Tidak mau qwxyz")
    with acting_as("tests"):
        assert queries.sheet_facts(room.case(case, room.sari)).facts.has(Deed.DIVERSION_EXPLAINED)


def test_h16_the_sheet_of_diversi_stands_only_where_a_child_is_reported_who_is_called_a_reported_child(room) -> None:
    child, adult = taken(room, victims=[GIRL], incident=SEXUAL, **BY_A_CHILD), taken(room, incident=SEXUAL)
    browser = room.client(room.sari)
    assert "/lembar/diversion/" in browser.get(f"/berkas/{child.number}/hukum/").content.decode()
    assert "/lembar/diversion/" not in browser.get(f"/berkas/{adult.number}/hukum/").content.decode()
    assert "nak yang dilaporkan" in browser.get(f"/berkas/{child.number}/orang/").content.decode()


# --- the page ---------------------------------------------------------------------------------------


def test_the_track_stands_at_the_last_stage_reached_and_keeps_what_came_before(room) -> None:
    case = taken(room, incident=SEXUAL)
    keep(room, case, "law-hearing", hearing_at=room.now + DAY)
    keep(room, case, "law-prosecutor", step="p21")
    facts = queries.sheet_facts(room.case(case, room.sari)).facts
    ((_label, stages),) = tracks(facts)
    assert [s.code for s in stages if s.reached] == ["investigation", "court"]
    assert [s.code for s in stages if s.now] == ["court"]
    assert all(not s.now for s in drawn({}, facts.events))
    assert pressures(facts) == ()


def test_what_happened_in_one_minute_stands_with_what_was_written_last_first(room) -> None:
    case = taken(room, victims=[WOMAN], incident=DOMESTIC)
    for step in ("temporary", "applied", "ordered"):
        keep(room, case, "law-protection", step=step)
    ((_label, stages),) = tracks(queries.sheet_facts(room.case(case, room.sari)).facts)
    (protection,) = [stage for stage in stages if stage.code == "protection"]
    steps = (Deed.COURT_ORDER, Deed.COURT_APPLICATION, Deed.PROTECTION_GIVEN)
    assert [mark.words for mark in protection.marks] == [DEEDS[deed] for deed in steps]


def test_the_page_of_the_law_says_who_owes_what_next_and_who_was_asked_last(room) -> None:
    case = taken(room, incident=SEXUAL)
    keep(room, case, "law-protection", step="temporary")
    keep(room, case, "law-contact", whom="police", how="phone", next_on=room.now + DAY, answer="Besok qwxyz")
    page = room.client(room.sari).get(f"/berkas/{case.number}/hukum/").content.decode()
    assert "Tanyakan permohonan ke LPSK" in page
    assert "?whom=police" in page
    assert "Terakhir ditanya" in page
    start = room.client(room.sari).get(f"/berkas/{case.number}/lembar/law-contact/?whom=lpsk").content.decode()
    assert '<option value="lpsk" selected' in start
    assert room.client(room.budi).get(f"/berkas/{case.number}/hukum/").status_code == 404
    assert "qwxyz" not in str([line.detail for line in lines(case)])


def test_an_address_that_answers_nonsense_answers_nothing(room) -> None:
    case = taken(room, incident=SEXUAL)
    page = room.client(room.sari).get(f"/berkas/{case.number}/lembar/law-contact/?whom=%00entah&when=x")
    assert page.status_code == 200
    assert "entah" not in page.content.decode()


def test_nobody_takes_up_a_suggestion_that_nobody_made(room) -> None:
    case = taken(room, incident=SEXUAL)
    with pytest.raises(Refusal) as no:
        actions.take_suggestion(room.case(case, room.sari), by=room.sari, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["nothing-suggested"]
