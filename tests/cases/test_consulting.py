"""A one-off question closes on one screen, and only a question does (H-06, H-01)."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions, queries, rules
from dampingi.cases.facts import consult_facts
from dampingi.cases.fields import CONSULTATION, REOPEN
from dampingi.cases.models import Alarm, Case, Closing
from dampingi.intake.forms import clean_complaint
from dampingi.intake.models import Report
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.notices.models import Notice
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import Deed
from tests.access.routes import form_of
from tests.cases.steps import acts, cleaned, contact, lines, owed, rows_of, taken
from tests.cases.test_reporting_pages import begin, draft_at, send
from tests.fixtures import SECRET

ASKED = {"safe_now": "safe", "victims": [{"age_band": "25_44"}], "incident": {"narrative": "Biaya cerai?"}}
ANSWER = {"about": "family_papers", "how": "told_where", "service": "Posbakum Zzyzx", "service_answered": True}
TYPED = {"safe_now": "safe", "victims.0.age_band": "25_44"}
TYPED_ANSWER = {"consultation.about": "rights", "consultation.how": "answered"}


def asked(room, by=None, *, answer: dict | None = None, **changes: Any) -> Case:
    """Receive a question and its answer as ``by``; return its case."""
    by = by or room.peni
    act_as(by)
    said = {"channel": "phone", "received_at": room.now.isoformat(), **ASKED, **changes}
    sheet = cleaned(CONSULTATION, {"consultation": answer or ANSWER}, room.now)
    found = clean_complaint(said, now=room.now, zone=by.unit.timezone)
    return room.case(actions.receive_question(found, sheet, by=by, at=room.now), by)


def codes(said: dict) -> set[str]:
    return {o.code for o in rules.obstacles_to_consulting(consult_facts(said, on=date(2026, 6, 8)))}


# --- the rule -----------------------------------------------------------------------------------------

CALM = {"channel": "phone", **ASKED}


def test_h06_an_adult_who_is_safe_and_only_asks_has_nothing_in_the_way() -> None:
    assert codes(CALM) == set()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"safe_now": None}, "safety-unknown"),
        ({"safe_now": ""}, "safety-unknown"),
        ({"safe_now": "unknown"}, "safety-unknown"),
        ({"safe_now": "unsafe"}, "unsafe"),
        ({"risk_signs": {"weapon": "no", "phone_controlled": "yes"}}, "danger-sign"),
        ({"incident": {"forms": ["other"]}}, "violence-named"),
        ({"incident": {"tpks_kinds": ["physical_harassment"]}}, "violence-named"),
        ({"incident": {"ampk": ["ampk_12"]}}, "violence-named"),
        ({"incident": {"domestic": True}}, "violence-named"),
        ({"incident": {"may_include_penetration": True}}, "violence-named"),
        ({"incident": {"occurred_at": "2026-06-07T20:00:00+07:00"}}, "violence-named"),
        ({"trafficking": {"acts": ["recruit"]}}, "trafficking-named"),
        ({"trafficking": {"purposes": ["forced_labour"]}}, "trafficking-named"),
        ({"victims": [{"age_band": "adult"}, {"age_band": "adult"}]}, "several-people"),
        ({"victims": [{"age_band": "13_17"}]}, "child"),
        ({"victims": [{"age_years": 17}]}, "child"),
        ({"victims": [{"birth_date": "2008-06-09"}]}, "child"),
        ({"victims": [{"birth_date": date(2008, 6, 9)}]}, "child"),
        ({"victims": [{"age_band": "adult", "birth_date": "2015-01-01"}]}, "child"),
        ({"victims": [{}]}, "age-unknown"),
        ({"victims": []}, "age-unknown"),
        ({"victims": [{"age_years": "dua puluh"}]}, "age-unknown"),
        ({"victims": [{"age_band": "muda"}]}, "age-unknown"),
        ({"reported_parties": [{"name": "Andri"}]}, "party-named"),
        ({"reported_parties": [{"age_years": 40}]}, "party-named"),
        ({"channel": "referral_in"}, "sent-here"),
        ({"channel": "transfer_in"}, "sent-here"),
        ({"channel": "police_request"}, "sent-here"),
    ],
)
def test_h06_h01_whatever_makes_it_more_than_a_question_is_said(changed: dict, code: str) -> None:
    assert codes(CALM | changed) == {code}
    (obstacle,) = rules.obstacles_to_consulting(consult_facts(CALM | changed, on=date(2026, 6, 8)))
    assert str(obstacle.words)
    assert str(obstacle.remedy)


def test_h01_nothing_said_at_all_is_never_a_question() -> None:
    assert codes({}) == {"safety-unknown", "age-unknown"}


def test_h06_every_obstacle_is_said_at_once() -> None:
    said = {
        "channel": "referral_in",
        "safe_now": "unsafe",
        "victims": [{"age_years": 9}, {}],
        "risk_signs": {"weapon": "yes"},
        "incident": {"forms": ["sexual"]},
        "trafficking": {"means": ["debt_bondage"]},
        "reported_parties": [{"name": "x"}],
    }
    assert codes(said) == {
        "unsafe", "child", "several-people", "danger-sign", "violence-named", "trafficking-named", "party-named", "sent-here",
    }  # fmt: skip


# --- the deed -----------------------------------------------------------------------------------------


def test_h06_a_question_is_received_and_ended_with_one_deed(room) -> None:
    case = asked(room)
    assert (case.state, case.report.channel, case.first_contact_at) == ("consulted", "phone", None)
    assert owed(case) == {}
    with acting_as("tests"):
        waived = Duty.objects.filter(run_id=case.id)
        assert {d.waived_reason for d in waived} == {"consulted"}
        assert waived.count() > 0
        closing = Closing.objects.get(case=case)
    assert (closing.reason, closing.how, closing.service_answered, closing.by_id) == ("family_papers", "told_where", True, room.peni.id)
    assert actions.read_closing(closing) == {"service": "Posbakum Zzyzx"}
    assert b"Zzyzx" not in bytes(closing.words)


def test_h06_the_ledger_has_one_line_for_the_reception_and_one_for_the_end(room) -> None:
    case = asked(room)
    assert acts(case) == ["report.received", "case.consulted"]
    assert lines(case, "case.consulted")[0].reason == "family_papers"


def test_h06_nobody_is_called_for_a_question(room) -> None:
    with acting_as("tests"):
        Notice.objects.all().delete()
    case = asked(room)
    with acting_as("tests"):
        assert not Alarm.objects.filter(case=case).exists()
        assert not Notice.objects.exists()


def test_h06_what_is_more_than_a_question_is_refused_and_nothing_is_kept(room) -> None:
    with acting_as("tests"):
        before = Report.objects.count()
    with pytest.raises(Refusal) as no:
        asked(room, safe_now="unknown")
    assert [o.code for o in no.value.obstacles] == ["safety-unknown"]
    with acting_as("tests"):
        assert (Report.objects.count(), Case.objects.count()) == (before, before)


def test_h06_it_counts_as_a_question_of_whoever_answered(room) -> None:
    case = asked(room)
    room.report()
    act_as(room.peni)
    since = room.now - timedelta(days=1)
    assert queries.count_questions(room.peni, since=since) == 1
    assert queries.count_questions(room.peni, since=room.now + timedelta(hours=1)) == 0
    assert queries.questions_answered(Report.objects.all()) == {case.report_id}
    act_as(room.budi)
    assert queries.count_questions(room.budi, since=since) == 0


def test_a_question_is_seen_by_whoever_may_see_the_case_and_by_nobody_else(room) -> None:
    case = asked(room)
    assert rows_of(case, room.peni)["cases_case"] == 1
    assert rows_of(case, room.budi)["cases_case"] == 0
    for who, found in ((room.peni, 1), (room.ratna, 1), (room.budi, 0), (room.sari, 0)):
        act_as(who)
        assert Closing.objects.filter(case_id=case.id).count() == found, who.email
    assert "Posbakum Zzyzx" in room.client(room.ratna).get(f"/berkas/{case.number}/").content.decode()
    assert room.client(room.budi).get(f"/berkas/{case.number}/").status_code == 404


# --- ended, and taken up again ------------------------------------------------------------------------


def reopened(room, case: Case, by=None, *, reason: str = "asks_again", note: str = "") -> Case:
    by = by or room.peni
    said = cleaned(REOPEN, {"reason": reason, "note": note}, room.now)
    actions.reopen(room.case(case, by), said, by=by, at=room.now)
    return room.case(case, by)


@pytest.mark.parametrize("deed", ["event", "risk", "contact", "police", "learn"])
def test_h06_nothing_more_is_written_to_an_ended_question(room, deed) -> None:
    case = asked(room)
    tries = {
        "event": lambda: actions.happened(case, Deed.VALUES_CHECKED, when=room.now, by=room.peni, at=room.now),
        "risk": lambda: actions.reassess(case, {"weapon": "yes"}, by=room.peni, at=room.now),
        "contact": lambda: contact(room, case, room.peni, help=True),
        "police": lambda: actions.police_step(
            case, {"when": room.now, "outcome": "reported", "danger": True}, by=room.peni, at=room.now
        ),
        "learn": lambda: actions.learn(case, {"incident": {"forms": ["sexual"]}}, by=room.peni, at=room.now),
    }
    with pytest.raises(Refusal) as no:
        tries[deed]()
    assert [o.code for o in no.value.obstacles] == ["not-open"]
    assert owed(case) == {}


def test_h06_a_question_taken_up_again_keeps_all_and_owes_what_it_owed(room) -> None:
    (plain,) = room.report(safe_now="safe", victims=[{"age_band": "25_44"}], reporter=None, channel="phone", incident={})
    before = set(owed(plain))
    case = asked(room)
    case = reopened(room, case, note="Menelepon lagi")
    assert case.state == "open"
    assert set(owed(case)) == before
    with acting_as("tests"):
        closing = Closing.objects.get(case=case)
    assert (closing.reopened_by_id, closing.reopened_reason) == (room.peni.id, "asks_again")
    assert actions.read_closing(closing) == {"service": "Posbakum Zzyzx", "note": "Menelepon lagi"}
    assert acts(case)[-1] == "case.reopened"


def test_h01_h02_whoever_is_on_duty_is_asked_when_it_opens_again(room) -> None:
    case = asked(room)
    reopened(room, case)
    with acting_as("tests"):
        assert Alarm.objects.filter(case=case, answered_at=None).count() == 1


def test_two_who_take_it_up_again_at_once_the_second_is_told(room) -> None:
    case = asked(room)
    late = room.case(case, room.ratna)
    reopened(room, case)
    said = cleaned(REOPEN, {"reason": "asks_again"}, room.now)
    act_as(room.ratna)
    with pytest.raises(Stale):
        actions.reopen(late, said, by=room.ratna, at=room.now)


@pytest.mark.parametrize(("state", "code"), [("open", "already-open"), ("declined", "declined")])
def test_what_is_not_ended_is_not_taken_up_again(state, code) -> None:
    assert [o.code for o in rules.obstacles_to_reopening(rules.State(state), erased=False)] == [code]
    assert [o.code for o in rules.obstacles_to_reopening(rules.State("consulted"), erased=True)] == ["erased"]
    assert rules.obstacles_to_reopening(rules.State("pointed_on"), erased=False) == ()


def test_a_companion_s_other_case_may_still_be_reassessed(room) -> None:
    asked(room)
    case = taken(room)
    actions.reassess(case, {"weapon": "yes"}, by=room.sari, at=room.now)
    assert room.case(case, room.sari).risk == "high"


# --- the page -----------------------------------------------------------------------------------------


def test_h06_the_question_stands_at_the_end_of_the_first_screen_folded_and_says_what_is_in_the_way(room) -> None:
    peni = room.client(room.peni)
    page = peni.get(begin(peni)).content.decode()
    fold = page.index('<details class="sheet" data-question>')
    assert page.index('name="kirim"') < fold < page.index('name="risk_signs.weapon"')
    assert page.index("Belum diketahui apakah ia aman sekarang") > fold  # before anything was pressed
    assert 'name="konsultasi"' in page


def test_h06_one_tap_on_the_page_ends_it_without_a_name(room) -> None:
    peni = room.client(room.peni)
    address = begin(peni)
    answer = send(peni, address, TYPED | TYPED_ANSWER, button="konsultasi")
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    page = peni.get(answer.url).content.decode()
    assert "Konsultasi tercatat dan selesai." in page
    assert "konsultasi selesai" in page
    assert "bulan ini: 1" in page
    with acting_as("tests"):
        (case,) = Case.objects.all()
    assert case.state == "consulted"
    assert draft_at(address).report_id == case.report_id
    ended = peni.get(f"/berkas/{case.number}/").content.decode()
    assert "Hak dan hukum" in ended
    assert "Buka kembali kasus ini" in ended
    assert "Kontak pertama" not in ended
    assert peni.post(address, {"konsultasi": "ya"}).status_code == 302  # a second click leads to what was made
    with acting_as("tests"):
        assert Case.objects.count() == 1


def test_h06_without_what_was_asked_the_page_says_which_field_is_missing(room) -> None:
    peni = room.client(room.peni)
    address = begin(peni)
    answer = send(peni, address, TYPED, button="konsultasi")
    assert answer.status_code == 422
    assert 'href="#i-consultation-about"' in answer.content.decode()
    with acting_as("tests"):
        assert not Case.objects.exists()


def test_h06_refused_the_page_keeps_what_was_typed_and_it_is_a_report_with_the_other_button(room) -> None:
    peni = room.client(room.peni)
    address = begin(peni)
    said = TYPED | TYPED_ANSWER | {"consultation.service": SECRET, "incident.forms": ["physical"]}
    answer = send(peni, address, said, button="konsultasi")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Ada kekerasan atau kejadian yang disebut." in page
    assert SECRET in page
    assert SECRET in peni.get(address).content.decode()  # kept with the sheet
    held = form_of(peni.get(address).content.decode(), address)
    assert peni.post(address, {**held, "kirim": "ya"}).status_code == 302
    with acting_as("tests"):
        assert Case.objects.get().state == "open"


def test_h06_it_is_opened_again_on_its_page(room) -> None:
    case = asked(room)
    peni = room.client(room.peni)
    page = peni.get(f"/berkas/{case.number}/buka-lagi/").content.decode()
    held = form_of(page, f"/berkas/{case.number}/buka-lagi/")
    assert peni.post(f"/berkas/{case.number}/buka-lagi/", held).status_code == 422  # no reason
    answer = peni.post(f"/berkas/{case.number}/buka-lagi/", {**held, "reason": "more_known"})
    assert answer.status_code == 302
    assert room.case(case, room.peni).state == "open"
    assert "Kasus dibuka kembali: Ada yang baru diketahui" in peni.get(f"/berkas/{case.number}/waktu/").content.decode()
    again = peni.post(f"/berkas/{case.number}/buka-lagi/", {**held, "version": "3", "reason": "more_known"})
    assert again.status_code == 409


def test_h06_in_a_small_unit_one_account_does_it_alone(room) -> None:
    kepala = room.client(room.kepala)
    answer = send(kepala, begin(kepala), TYPED | TYPED_ANSWER, button="konsultasi")
    assert answer.status_code == 302
    with acting_as("tests"):
        (case,) = Case.objects.all()
        assert case.opened_at <= timezone.now()
    assert (case.state, case.unit_id) == ("consulted", room.small.id)
