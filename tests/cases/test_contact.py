"""First contact: medical first, her answers, her words; what she declines and takes up again (H-04, H-07)."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.audit.models import Line
from dampingi.cases import actions, queries
from dampingi.cases.fields import CONSENT_FORMS, FIRST_CONTACT
from dampingi.cases.models import FirstContact
from dampingi.kernel.refusals import Stale
from dampingi.protocols.models import Duty
from dampingi.protocols.queries import step_of
from dampingi.protocols.rules import Deed
from tests.access.routes import form_of
from tests.cases.asking import Api
from tests.cases.steps import ALL_NO, GIRL, WOMAN, acts, contact, duty, lines, owed, taken
from tests.fixtures import BY, STORY

RAPE = {"forms": ["sexual"], "may_include_penetration": True}
# --- H-04: the medical 72 hours ---------------------------------------------------------------------


def page_of(room, case, staff=None) -> str:
    return room.client(staff or room.sari).get(f"/berkas/{case.number}/").content.decode()


def titles(case) -> list[str]:
    """Return the open duties in the order of the page."""
    return [str(step_of(d.code).title) for d in sorted(owed(case).values(), key=lambda d: (d.rank, d.due_at))]


def test_h04_medical_is_the_first_duty_on_the_page_before_the_police(room) -> None:
    happened = timezone.now() - timedelta(hours=10)
    case = taken(room, incident={**RAPE, "occurred_at": happened.isoformat()})
    page = page_of(room, case)
    first, police = str(step_of("medical-72h").title), str(step_of("police-report").title)
    places = [page.index(f">{title}</a>") for title in titles(case)]
    assert titles(case)[0] == first
    assert places == sorted(places)
    assert police in titles(case)
    assert "61 jam lagi" in page  # of the 72 since the incident
    for hint in step_of("medical-72h").hints:
        assert str(hint) in page


@pytest.mark.parametrize(
    ("ago", "due_in"),
    [(None, 72), (0, 72), (10, 62), (71.5, 0.5), (72, 0), (100, 0), (-3, 72)],
)
def test_h04_hours_run_from_the_incident_and_after_72_it_remains_a_duty(room, ago, due_in) -> None:
    happened = {} if ago is None else {"occurred_at": (room.now - timedelta(hours=ago)).isoformat()}
    (case,) = room.report(incident={**RAPE, **happened})
    assert owed(case)["medical-72h"].due_at == room.now + timedelta(hours=due_in)


@pytest.mark.parametrize("sign", ["strangled", "injured_now", "pregnant"])
def test_h04_strangled_injured_or_pregnant_is_at_once(room, sign) -> None:
    (case,) = room.report(risk_signs={sign: "yes"})
    assert owed(case)["medical-72h"].due_at == room.now


def test_h04_no_such_act_and_no_such_sign_owes_nothing_medical(room) -> None:
    (case,) = room.report(risk_signs=ALL_NO)
    assert "medical-72h" not in owed(case)


@pytest.mark.parametrize("deed", [Deed.TAKEN_TO_HEALTH, Deed.HEALTH_DECLINED])
def test_h04_taken_there_or_declined_after_explanation_meets_it(room, deed) -> None:
    case = taken(room, incident=RAPE)
    actions.happened(case, deed, when=room.now, by=room.sari, at=room.now)
    assert (duty(case, "medical-72h").met_by, duty(case, "medical-72h").met_at) == (deed, room.now)


def test_h04_pregnant_after_sexual_violence_her_options_are_owed(room) -> None:
    (case,) = room.report(incident={"forms": ["sexual"]}, risk_signs={"pregnant": "yes"})
    assert owed(case)["pregnancy-options"].due_at == room.now + timedelta(hours=24)
    (other,) = room.report(risk_signs={"pregnant": "yes"})
    assert "pregnancy-options" not in owed(other)


# --- H-07: before anything is kept ------------------------------------------------------------------


def test_h07_the_page_explains_before_it_asks(room) -> None:
    case = taken(room)
    page = room.client(room.sari).get(f"/berkas/{case.number}/kontak/").content.decode()
    said = [page.index(words) for words in ("menulis seperlunya", "boleh melihat", "harus kami laporkan", "boleh menolak")]
    asked = [page.index(f'name="agreed.{name}"') for name in ("help", "record", "contact")]
    assert said + asked == sorted(said + asked)
    assert page.index("jangan minta mengulang") < asked[0]  # H-12: an earlier account is shown first
    assert STORY in page


@pytest.mark.parametrize("form", list(CONSENT_FORMS))
def test_h07_spoken_signed_thumb_and_photo_are_equal_and_none_is_a_condition(room, form) -> None:
    case = taken(room)
    made = contact(room, case, room.sari, help=True, consent_form=form, heard_by="Bu RT", support=["listen"])
    assert (made.consent_form, made.agrees_help) == (form, True)
    assert actions.read_words(made)["heard_by"] == "Bu RT"
    assert {"first-contact-high", "psychological-support"}.isdisjoint(owed(case))


def test_h07_nothing_on_the_sheet_but_the_time_is_required(room) -> None:
    case = taken(room)
    local = timezone.localtime(room.now, room.palangka.timezone)
    said = {"at_date": f"{local:%Y-%m-%d}", "at_time": f"{local:%H:%M}"}
    answer = room.client(room.sari).post(f"/berkas/{case.number}/kontak/", said)
    assert answer.status_code == 302
    assert room.case(case, room.sari).first_contact_at is not None
    assert "first-contact-high" not in owed(case)


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ({}, {}),
        (
            {"agreed.help": "yes", "agreed.contact": "no", "safe_now": "safe", "consent_form": "thumbprint", "support": ["look"]},
            {"agreed": {"help": True, "contact": False}, "safe_now": "safe", "consent_form": "thumbprint", "support": ["look"]},
        ),
    ],
)
def test_the_sheet_becomes_the_same_contact_from_the_page_and_over_the_api(room, typed, sent) -> None:
    words = {"safety": "Di rumah ibu", "needs": STORY, "hopes": "Tenang", "heard_by": "Bu RT"} if typed else {}
    local = timezone.localtime(room.now, room.palangka.timezone)
    when = {"at_date": f"{local:%Y-%m-%d}", "at_time": f"{local:%H:%M}"}
    here, there = taken(room), taken(room)
    page = room.client(room.sari).post(f"/berkas/{here.number}/kontak/", {**when, **typed, **words})
    answer = Api(room, room.sari).post(f"/cases/{there.number}/first-contact", {"at": room.now.isoformat(), **sent, **words})
    assert (page.status_code, answer.status_code) == (302, 200)
    with acting_as("tests"):
        made = [FirstContact.objects.get(case=case) for case in (here, there)]
        read = [actions.read_words(one) for one in made]
    coded = ("agrees_help", "agrees_record", "agrees_contact", "consent_form", "safe_now", "support", "by_id")
    assert [getattr(made[0], name) for name in coded] == [getattr(made[1], name) for name in coded]
    assert read == [words, words]
    assert set(owed(here)) == set(owed(there))


@pytest.mark.parametrize("agreed", list(product([True, False, None], repeat=3)))
def test_h07_three_answers_of_three_kinds_are_kept_as_answers(room, agreed) -> None:
    case = taken(room)
    made = contact(room, case, room.sari, **dict(zip(("help", "record", "contact"), agreed, strict=True)), needs=STORY)
    assert (made.agrees_help, made.agrees_record, made.agrees_contact) == agreed
    assert actions.read_words(made) == ({} if agreed[1] is False else {"needs": STORY})
    assert room.case(case, room.sari).state == ("declined" if agreed[0] is False else "open")


def test_a_first_contact_is_one_row_and_one_line_with_no_word_of_hers(room) -> None:
    case = taken(room)
    before = acts(case)
    made = contact(room, case, room.sari, help=True, support=["look", "listen"], needs=STORY, safety=STORY)
    with acting_as("tests"):
        assert list(FirstContact.objects.filter(case=case)) == [made]
        everything = str(list(Line.objects.values_list("detail", "reason", "act")))
    assert acts(case)[len(before) :] == ["contact.first"]
    (line,) = lines(case, "contact.first")
    assert line.detail == {"support": ["look", "listen"], "agrees": {"help": True, "record": None, "contact": None}}
    assert STORY[:12] not in everything
    assert STORY.encode() not in bytes(made.words)


@pytest.mark.parametrize(
    ("said", "met"),
    [
        ({}, {"first-contact-high"}),
        ({"support": ["look"]}, {"first-contact-high", "psychological-support"}),
        ({"safe_now": "safe"}, {"first-contact-high", "safety-plan"}),
        ({"safety": "Tidur di rumah ibu"}, {"first-contact-high", "safety-plan"}),
        ({"safe_now": "unsafe"}, {"first-contact-high"}),
        ({"help": True}, {"first-contact-high", "ask-agreement"}),
        ({"record": True}, {"first-contact-high"}),
    ],
)
def test_a_contact_meets_what_it_does_and_no_more(room, said, met) -> None:
    case = taken(room, reporter={"capacity": "family"}, risk_signs={"weapon": "yes"})
    before = set(owed(case))
    contact(room, case, room.sari, **said)
    assert before - set(owed(case)) == met


def test_not_safe_and_nothing_agreed_owes_her_safety_at_once(room) -> None:
    for safety, owes in (("Tidur di rumah ibu", False), ("", True)):
        case = taken(room, risk_signs=ALL_NO)
        contact(room, case, room.sari, safe_now="unsafe", safety=safety)
        assert ("safety-again" in owed(case)) is owes


def test_who_has_met_her_has_accepted(room) -> None:
    (case,) = room.report()
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    contact(room, case, room.sari, help=True)
    assert room.case(case, room.sari).owner == room.sari


def test_h08_an_open_contact_is_told_on_every_page_of_the_case_until_a_way_is_known(room) -> None:
    case = taken(room, victims=[{"sex": "female", "age_years": 30}])
    assert "safe-contact" in owed(case)
    browser = room.client(room.sari)
    for part in ("", "waktu/", "orang/"):
        assert "Jangan hubungi lebih dulu" in browser.get(f"/berkas/{case.number}/{part}").content.decode()
    actions.learn(room.case(case, room.sari), {"victim": {"contact_way": "own_phone"}}, by=room.sari, at=room.now)
    assert "safe-contact" not in owed(case)
    assert "Jangan hubungi lebih dulu" not in browser.get(f"/berkas/{case.number}/").content.decode()


@pytest.mark.parametrize(
    ("capacity", "victim", "awaits"),
    [("family", WOMAN, True), ("health", WOMAN, True), ("self", WOMAN, False), ("family", GIRL, False)],
)
def test_h07_an_adult_reported_by_another_awaits_her_agreement(room, capacity, victim, awaits) -> None:
    case = taken(room, reporter={"capacity": capacity}, victims=[victim])
    assert (case.awaiting_agreement, "ask-agreement" in owed(case)) == (awaits, awaits)
    assert ("menunggu persetujuannya" in page_of(room, case)) is awaits


@pytest.mark.parametrize("says", [True, False])
def test_h07_her_answer_ends_the_waiting(room, says) -> None:
    case = taken(room, reporter={"capacity": "family"})
    contact(room, case, room.sari, help=None)
    assert room.case(case, room.sari).awaiting_agreement
    contact(room, case, room.sari, help=says)
    assert not room.case(case, room.sari).awaiting_agreement
    assert duty(case, "ask-agreement").met_at == room.now


# --- she declines -----------------------------------------------------------------------------------


def test_h07_declining_sets_help_aside_keeps_what_the_law_owes_and_shows_numbers(room) -> None:
    case = taken(room, incident=RAPE)
    before = set(owed(case))
    contact(room, case, room.sari, help=False)
    assert {"police-report", "police-prepare", "medical-72h", "psychological-support"} <= before
    assert set(owed(case)) == {"police-report", "police-prepare"}
    with acting_as("tests"):
        aside = Duty.objects.filter(run_id=case.id, waived_at__isnull=False)
        assert {d.waived_reason for d in aside} == {actions.contact.DECLINED}
    page = page_of(room, case)
    assert "menolak didampingi" in page
    assert all(number in page for number in ("129", "110"))


@pytest.mark.parametrize(("zone", "days"), [("Asia/Pontianak", 30), ("Asia/Jayapura", 7)])
def test_h07_the_day_of_erasing_is_the_units_span_on_the_units_clock(room, zone, days) -> None:
    with acting_as("tests"):
        access.change_unit(room.palangka, zone=zone, erase_after_days=days, by=BY, at=room.now)
    case = taken(room)
    evening = room.now.replace(hour=16, minute=0)  # 23.00 WIB, and 01.00 of the next day WIT
    contact(room, case, room.sari, help=False, at=evening)
    next_day = zone == "Asia/Jayapura"
    assert room.case(case, room.sari).erase_on == evening.date() + timedelta(days=days + next_day)


def test_h07_a_childs_no_or_an_unknown_ages_never_ends_it(room) -> None:
    for victim in (GIRL, {"sex": "female"}):
        case = taken(room, victims=[victim])
        contact(room, case, room.sari, help=False, record=False)
        case = room.case(case, room.sari)
        assert (case.state, case.erase_on) == ("open", None)
        assert "psychological-support" in owed(case)


def test_h07_a_yes_later_takes_everything_up_again(room) -> None:
    case = taken(room, incident=RAPE)
    before = set(owed(case)) - {"first-contact-high"}
    contact(room, case, room.sari, help=False)
    contact(room, case, room.sari, help=True)
    case = room.case(case, room.sari)
    assert (case.state, case.erase_on) == ("open", None)
    assert set(owed(case)) == before
    assert {d.owner_id for d in owed(case).values()} == {room.sari.id}


def test_h07_while_she_declines_no_new_fact_brings_help_back(room) -> None:
    case = taken(room)
    contact(room, case, room.sari, help=False)
    actions.reassess(room.case(case, room.sari), {"weapon": "yes"}, by=room.sari, at=room.now)
    assert set(owed(case)) == set()


def test_h07_one_who_declined_and_turns_out_a_child_is_accompanied(room) -> None:
    case = taken(room)
    contact(room, case, room.sari, help=False)
    actions.learn(room.case(case, room.sari), {"victim": {"age_years": 16}}, by=room.sari, at=room.now)
    case = room.case(case, room.sari)
    assert (case.state, case.erase_on) == ("open", None)
    assert {"psychological-support", "ask-safety"} <= set(owed(case))


def test_two_who_write_a_contact_at_once_the_second_is_told(room) -> None:
    case = taken(room)
    stale = room.case(case, room.ratna)
    contact(room, case, room.sari, help=True)
    with pytest.raises(Stale):
        actions.first_contact(stale, when=room.now, agreed={}, support=[], words={}, by=room.ratna, at=room.now)


def test_her_own_words_stand_on_the_page_for_whoever_accompanies_and_nobody_else(room) -> None:
    case = taken(room)
    contact(room, case, room.sari, help=True, needs="Sekolah anak saya")
    for staff, there in ((room.sari, True), (room.ratna, True), (room.budi, False)):
        assert ("Sekolah anak saya" in page_of(room, case, staff)) is there, staff
    assert queries.known_now(room.case(case, room.sari))["victim"]["contact_way"] == "own_phone"


def test_the_sheet_asks_what_the_deed_takes() -> None:
    asked = {item.code for item in FIRST_CONTACT.items}
    assert asked == {"at", "agreed", "consent_form", "heard_by", "safe_now", "safety", "support", "needs", "hopes"}


def test_a_second_click_on_the_page_is_told_keeps_the_words_and_shows_what_came_between(room) -> None:
    case = taken(room)
    browser, address = room.client(room.sari), f"/berkas/{case.number}/kontak/"
    held = {**form_of(browser.get(address).content.decode(), address), "needs": STORY, "agreed.help": "yes"}
    answers = [browser.post(address, held) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 409]
    page = answers[1].content.decode()
    assert "baru saja diubah orang lain" in page
    assert "Kontak pertama, pendamping" in page  # what happened meanwhile
    assert form_of(page, address)["needs"] == [STORY]
    with acting_as("tests"):
        assert FirstContact.objects.filter(case=case).count() == 1
    assert browser.post(address, form_of(page, address)).status_code == 302  # pressed again, it is taken


def test_what_is_wrong_on_the_page_keeps_the_words(room) -> None:
    case = taken(room)
    address = f"/berkas/{case.number}/kontak/"
    answer = room.client(room.sari).post(address, {"at_date": "2999-01-01", "at_time": "10:00", "needs": STORY})
    assert answer.status_code == 422
    assert form_of(answer.content.decode(), address)["needs"] == [STORY]
    assert "first-contact-high" in owed(case)
