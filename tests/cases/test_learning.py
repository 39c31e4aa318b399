"""What is learned later: duties follow, the sisters' too, and nothing of a sister is shown (contract, Clocks)."""

from datetime import timedelta

import pytest
from django.db import connection

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.cases import actions, queries
from dampingi.cases.fields import LEARNED
from dampingi.cases.models import Case, Conflict
from dampingi.kernel.refusals import Stale
from dampingi.keys.models import DataKey
from dampingi.people.models import Person, Token
from dampingi.protocols.models import Duty
from tests.cases.steps import ALL_NO, WOMAN, cleaned, contact, duty, hand, ids, lines, owed, report_rows, rows_of, taken
from tests.fixtures import SECRET

RAPE = {"forms": ["sexual"], "may_include_penetration": True}
OTHER = "Nama Adiknya Qqzz"


def learn(room, case: Case, by, **said) -> Case:
    return actions.learn(room.case(case, by), cleaned(LEARNED, said, room.now), by=by, at=room.now)


def sisters(room, **said) -> tuple[Case, Case]:
    """Two victims of one report: Sari walks beside the first, Lina beside the second."""
    first, second = room.report(victims=[WOMAN, {"name": OTHER, "sex": "female", "age_years": 16}], **said)
    return hand(room, first, room.sari), hand(room, second, room.lina)


def test_a_fact_learned_late_supersedes_and_one_line_names_both(room) -> None:
    case = taken(room, incident=RAPE)
    old = duty(case, "medical-72h")
    happened = room.now - timedelta(hours=20)
    learn(room, case, room.sari, incident={"occurred_at": happened.isoformat()})
    new = duty(case, "medical-72h")
    assert (old.due_at, new.due_at) == (room.now + timedelta(hours=72), room.now + timedelta(hours=52))
    (line,) = lines(case, "duty.superseded")
    assert line.detail == {"old": str(old.id), "new": str(new.id), "code": "medical-72h", "how": "moved"}
    with acting_as("tests"):
        old.refresh_from_db()
    assert (old.superseded_by, old.superseded_at, new.owner_id) == (new.id, room.now, room.sari.id)
    (said,) = lines(case, "case.learned")
    assert said.detail == {"fields": ["occurred_at"], "party": False}


@pytest.mark.parametrize(
    ("report", "learned", "opens", "closes"),
    [
        ({}, {"incident": {"forms": ["sexual"]}}, {"medical-72h", "police-report", "police-prepare", "rights-tpks"}, set()),
        ({}, {"incident": {"may_include_penetration": True}}, {"medical-72h"}, set()),
        ({"incident": RAPE}, {"incident": {"may_include_penetration": False}}, set(), {"medical-72h"}),
        ({}, {"victim": {"age_years": 15}}, {"child-prompt"}, set()),
        ({"victims": [{"sex": "female"}]}, {"victim": {"age_band": "25_44"}}, set(), {"find-age", "child-prompt"}),
        ({"victims": [{**WOMAN, "contact_way": ""}]}, {"victim": {"contact_way": "own_phone"}}, set(), {"safe-contact"}),
        ({}, {"incident": {"region_code": "62.01"}}, {"refer-elsewhere"}, set()),
        ({}, {"party": {"name": "Anak itu", "age_years": 16}}, {"reported-child-social-worker"}, set()),  # H-16
        ({"reporter": {"capacity": "family"}}, {"victim": {"age_years": 12}}, {"child-prompt"}, {"ask-agreement"}),
    ],
)
def test_what_follows_from_what_is_learned(room, report, learned, opens, closes) -> None:
    case = taken(room, **report)
    before = set(owed(case))
    learn(room, case, room.sari, **learned)
    after = set(owed(case))
    assert (after - before, before - after) == (opens, closes)
    assert {d.owner_id for d in owed(case).values()} == {room.sari.id}


def test_the_same_facts_give_the_same_duties_whether_told_at_once_or_later(room) -> None:
    told = {"incident": RAPE, "victims": [{**WOMAN, "age_years": 15}], "risk_signs": ALL_NO}
    whole = taken(room, **told)
    later = taken(room, risk_signs=ALL_NO)
    learn(room, later, room.sari, victim={"age_years": 15})
    learn(room, later, room.sari, incident=RAPE)
    assert {c: d.due_at for c, d in owed(later).items()} == {c: d.due_at for c, d in owed(whole).items()}
    one, other = room.case(whole, room.sari), room.case(later, room.sari)
    assert (one.kinds, one.ampk, one.authority) == (other.kinds, other.ampk, other.authority)


def test_empty_answers_leave_what_stands(room) -> None:
    case = taken(room, incident={**RAPE, "occurred_at": room.now.isoformat(), "region_code": "62.71"})
    stands = {code: d.id for code, d in owed(case).items()}
    before = room.case(case, room.sari)
    empty = {"victim": {"name": "", "contact_way": "", "languages": []}, "incident": {"forms": []}, "party": {}}
    learn(room, case, room.sari, **empty)
    after = room.case(case, room.sari)
    assert {code: d.id for code, d in owed(case).items()} == stands
    assert (after.kinds, after.contact_way, after.report.forms) == (before.kinds, before.contact_way, before.report.forms)
    act_as(room.sari)
    assert actions.reveal_people(after, by=room.sari, at=room.now)[after.victim_id].name == SECRET
    assert [line.act for line in lines(case)].count("person.amended") == 0


def test_sending_the_sheet_back_as_it_was_shown_changes_nothing(room) -> None:
    case = taken(room, incident={**RAPE, "region_code": "62.71"})
    shown = queries.known_now(room.case(case, room.sari))
    shown["incident"]["region_code"] = "62.71"
    learn(room, case, room.sari, **shown)
    (line,) = lines(case, "case.learned")
    assert line.detail == {"fields": [], "party": False}
    assert lines(case, "person.amended") == []


# --- the person -------------------------------------------------------------------------------------


def test_an_identity_is_amended_under_the_same_key_and_its_tokens_replaced(room) -> None:
    case = taken(room, victims=[{**WOMAN, "name": "Lama", "phone": "081111111111", "nik": "6271014101900001"}])
    with acting_as("tests"):
        keys = set(DataKey.objects.filter(owner_id=case.victim_id).values_list("pk", flat=True))
        old = dict(Token.objects.filter(person_id=case.victim_id).values_list("purpose", "value"))
        sealed = bytes(Person.objects.get(id=case.victim_id).identity)
    learn(room, case, room.sari, victim={"name": SECRET, "phone": "082222222222"})
    with acting_as("tests"):
        new = dict(Token.objects.filter(person_id=case.victim_id).values_list("purpose", "value"))
        assert set(DataKey.objects.filter(owner_id=case.victim_id).values_list("pk", flat=True)) == keys
        assert bytes(Person.objects.get(id=case.victim_id).identity) != sealed
    assert len(keys) == 1
    changed = {purpose for purpose in old if bytes(old[purpose]) != bytes(new[purpose])}
    assert (set(old), set(new), changed) == ({"nik", "phone"}, {"nik", "phone"}, {"phone"})
    act_as(room.sari)
    known = actions.reveal_people(room.case(case, room.sari), by=room.sari, at=room.now)[case.victim_id]
    assert (known.name, known.values["nik"], known.values["phone"]) == (SECRET, "6271014101900001", "082222222222")
    (line,) = lines(case, "person.amended")
    assert line.detail == {"person": str(case.victim_id), "fields": ["name", "phone"]}
    assert SECRET not in str(list(Line.objects.values_list("detail", flat=True)))


def test_h16_a_reported_party_learned_to_be_16_is_a_child_for_every_case_of_the_report(room) -> None:
    first, second = sisters(room)
    learn(room, first, room.sari, party={"name": "Anak itu", "age_years": 16, "relation": "neighbour"})
    with acting_as("tests"):
        party = Person.objects.get(file_id=first.report_id, role="reported")
    assert party.is_child
    for case in (first, second):
        assert "reported-child-social-worker" in owed(case)
    page = room.client(room.sari).get(f"/berkas/{first.number}/orang/").content.decode()
    assert "Anak yang dilaporkan" in page
    assert "Anak itu" not in page  # veiled as a victim's name is


def test_who_was_a_child_when_it_happened_is_protected_once_the_day_is_known(room) -> None:
    case = taken(room, victims=[{**WOMAN, "age_years": 19}], reported_parties=[{"age_years": 19}])
    assert "child-prompt" not in owed(case)
    long_ago = room.now - timedelta(days=3 * 365 + 5)
    learn(room, case, room.sari, incident={"occurred_at": long_ago.isoformat()})
    with acting_as("tests"):
        assert Person.objects.get(id=case.victim_id).age_at_incident == 16
    assert {"child-prompt", "reported-child-social-worker"} <= set(owed(case))


def test_a_colleague_learned_to_be_a_party_is_kept_away_from_every_case_of_the_report(room) -> None:
    first, second = sisters(room)
    learn(room, first, room.sari, party={"name": "Budi"})
    learn(room, first, room.sari, party={"name": "Lina Petugas"})
    with acting_as("tests"):
        barred = set(Conflict.objects.values_list("case_id", "staff_id", "how"))
    assert barred == {(first.id, room.lina.id, "named"), (second.id, room.lina.id, "named")}


# --- the sister -------------------------------------------------------------------------------------


def test_a_sisters_duties_follow_though_she_who_learns_cannot_see_them(room) -> None:
    first, second = sisters(room)
    assert "medical-72h" not in owed(second)
    learn(room, first, room.sari, incident=RAPE)
    assert owed(second)["medical-72h"].owner_id == room.lina.id
    assert "sexual_violence" in room.case(second, room.lina).kinds
    assert not any(rows_of(second, room.sari).values())


def test_nothing_of_the_sister_leaks_to_page_ledger_or_sql(room) -> None:
    first, second = sisters(room, incident={"forms": ["physical"]})
    contact(room, second, room.lina, help=True, needs="Rahasia adiknya", support=["listen"])
    learn(room, first, room.sari, incident={**RAPE, "occurred_at": (room.now - timedelta(hours=30)).isoformat()})
    browser = room.client(room.sari)
    shown = "".join(
        browser.get(f"/berkas/{first.number}/{part}").content.decode() for part in ("", "waktu/", "orang/", "lengkapi/")
    )
    shown += browser.get("/hari-ini/").content.decode() + browser.get("/berkas/").content.decode()
    shown += browser.post(f"/berkas/{first.number}/nama/").content.decode()
    assert first.number in shown
    for secret in (second.number, OTHER, "Rahasia adiknya"):
        assert secret not in shown
    act_as(room.sari)
    assert not any(rows_of(second, room.sari).values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_line WHERE subject_id = %s", [second.id])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM protocols_event WHERE run_id = %s", [second.id])
        assert cursor.fetchone() == (0,)
    assert rows_of(second, room.lina)["protocols_duty"] > 0  # there is something to hide
    assert lines(second, "duty.superseded") or owed(second)["medical-72h"]
    assert report_rows(second, room.sari) == report_rows(second, room.lina)


def test_the_actor_is_again_herself_afterwards(room) -> None:
    first, second = sisters(room)
    learn(room, first, room.sari, incident=RAPE)
    assert ids(Case.objects.all()) == {first.id}
    assert not Duty.objects.filter(run_id=second.id).exists()


def test_h07_a_sister_who_declined_gets_no_help_back_by_a_fact(room) -> None:
    first, second = room.report(victims=[WOMAN, WOMAN])
    hand(room, first, room.sari)
    hand(room, second, room.lina)
    contact(room, second, room.lina, help=False)
    learn(room, first, room.sari, incident=RAPE)
    assert set(owed(second)) == {"police-report", "police-prepare"}  # what the law owes


def test_two_who_learn_at_once_the_second_is_told(room) -> None:
    case = taken(room)
    one, other = room.case(case, room.sari), room.case(case, room.sari)
    said = cleaned(LEARNED, {"victim": {"sex": "female", "disability": "physical"}}, room.now)
    actions.learn(one, said, by=room.sari, at=room.now)
    with pytest.raises(Stale):
        actions.learn(other, cleaned(LEARNED, {"victim": {"age_years": 31}}, room.now), by=room.sari, at=room.now)


def test_h07_an_unknown_age_learned_to_be_an_adults_asks_her_agreement(room) -> None:
    case = taken(room, reporter={"capacity": "family"}, victims=[{"sex": "female"}])
    assert not case.awaiting_agreement
    learn(room, case, room.sari, victim={"age_years": 30})
    assert room.case(case, room.sari).awaiting_agreement
    assert "ask-agreement" in owed(case)
