"""She declined and her day has come: names, numbers and words are gone, coded facts stay (H-07)."""

from datetime import datetime, time, timedelta

import pytest
from django.db import connection

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions, queries
from dampingi.cases.models import Case
from dampingi.cases.queries import names
from dampingi.config.jobs import tick
from dampingi.kernel.actors import System
from dampingi.kernel.refusals import Refusal
from dampingi.keys import case as keys
from dampingi.people.models import Person, Token
from tests.cases.steps import GIRL, WOMAN, acts, contact, hand, ids, lines, taken
from tests.fixtures import SECRET, STORY

JOB = System("erasing")
PHONE = "081234567890"
HER = {**WOMAN, "name": SECRET, "phone": PHONE, "nik": "6271014101900001"}


def declined(room, **said) -> Case:
    case = taken(room, **{"victims": [HER], "reported_parties": [{"name": "Si Anu"}], **said})
    contact(room, case, room.sari, help=False, needs="Jangan cari saya", record=True)
    return room.case(case, room.sari)


def noon(room, case: Case, *, days: int = 0) -> datetime:
    """Return noon on the unit's clock of the day of erasing, or some days from it."""
    return datetime.combine(case.erase_on + timedelta(days=days), time(12), tzinfo=room.palangka.timezone)


def erase(at: datetime) -> int:
    with acting_as("erasing"):
        return actions.erase_declined(by=JOB, at=at)


def search(room, staff, text: str) -> set:
    act_as(staff)
    return ids(actions.search(text, by=staff, at=room.now))


def test_h07_not_before_the_day_once_on_it_and_never_twice(room) -> None:
    case = declined(room)
    assert [erase(noon(room, case, days=days)) for days in (-1, 0, 0, 1)] == [0, 1, 0, 0]
    assert acts(case)[-4:] == ["person.erased"] * 3 + ["case.erased"]  # she, the reporter, the reported party
    (line,) = lines(case, "case.erased")
    assert line.actor_role == "system"


def test_h07_keys_tokens_and_words_are_gone_and_coded_facts_stay(room) -> None:
    case = declined(room)
    with acting_as("tests"):
        assert Token.objects.filter(file_id=case.id).count() == 2
    erase(noon(room, case))
    case = room.case(case, room.ratna)
    assert case.erased_at is not None
    assert keys.load([case.id, case.report_id]) == {}
    with acting_as("tests"):
        assert not Token.objects.filter(file_id__in=[case.id, case.report_id]).exists()
        people = Person.objects.filter(file_id__in=[case.id, case.report_id])
        assert {(p.role, p.sex, p.age_at_report) for p in people} >= {("victim", "female", 30)}
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM keyring.data_key WHERE owner_id = ANY(%s)", [[p.id for p in people]])
            assert cursor.fetchone() == (0,)
    assert (case.risk, case.kinds) == ("unassessed", ["violence_against_women"])
    act_as(room.ratna)
    assert actions.reveal_people(case, by=room.ratna, at=room.now) == {}
    assert queries.narrative_of(case.report) == ""
    assert [actions.read_words(c) for c in queries.case_file(case).contacts] == [{}]


@pytest.mark.parametrize("part", ["", "waktu/", "orang/", "kontak/", "lengkapi/", "langkah/", "aman/"])
def test_h07_every_page_of_an_erased_case_opens_and_says_nothing_of_her(room, part) -> None:
    case = declined(room)
    browser = room.client(room.sari)
    if not part:
        assert STORY in browser.get(f"/berkas/{case.number}/").content.decode()
    erase(noon(room, case))
    page = browser.get(f"/berkas/{case.number}/{part}")
    assert page.status_code == 200
    said = page.content.decode()
    assert case.number[:3] in said.replace(" ", "")
    for secret in (SECRET, STORY, "Jangan cari saya", PHONE, "Si Anu"):
        assert secret not in said
    if part in ("", "orang/"):
        assert "/nama/" not in said  # nothing is left to be opened


def test_h07_search_no_longer_finds_her_by_name_or_number(room) -> None:
    case = declined(room)
    for text in ("marlina", PHONE):
        assert search(room, room.ratna, text) == {case.id}
    erase(noon(room, case))
    for text in ("marlina", PHONE):
        assert search(room, room.ratna, text) == set(), text


def test_h07_an_index_that_still_holds_her_name_in_another_process_forgets_it(room) -> None:
    """The erasing process drops nothing of another's memory; the ledger tells it at its next search."""
    case, other = declined(room), taken(room, victims=[{**WOMAN, "name": "Marlina Lain"}])
    assert search(room, room.ratna, "marlina") == {case.id, other.id}
    held = names._INDEXES[room.palangka.id]
    assert "zzyzx" in held.text  # as the other process holds it
    erase(noon(room, case))
    assert "zzyzx" in held.text
    assert search(room, room.ratna, "marlina") == {other.id}
    assert "zzyzx" not in held.text


def test_h07_the_report_falls_with_its_last_case_only(room) -> None:
    first, second = room.report(victims=[HER, {**WOMAN, "name": "Adik"}])
    for case in (first, second):
        hand(room, case, room.sari)
    contact(room, first, room.sari, help=False)
    erase(noon(room, room.case(first, room.sari)))
    act_as(room.sari)
    assert set(keys.load([first.id, second.id, first.report_id])) == {second.id, first.report_id}
    assert queries.narrative_of(room.case(second, room.sari).report) == STORY
    contact(room, second, room.sari, help=False)
    assert erase(noon(room, room.case(second, room.sari), days=1)) == 1
    assert keys.load([second.id, first.report_id]) == {}


def test_h07_a_yes_before_the_day_or_a_child_is_never_erased(room) -> None:
    back, child = declined(room), taken(room, victims=[GIRL])
    contact(room, child, room.sari, help=False, record=False)
    day = noon(room, back, days=400)
    contact(room, back, room.sari, help=True)
    assert erase(day) == 0
    assert set(keys.load([back.id, child.id])) == {back.id, child.id}


def test_h07_what_would_write_words_is_refused_and_says_what_to_do(room) -> None:
    case = declined(room)
    erase(noon(room, case))
    case = room.case(case, room.sari)
    said = {"when": room.now, "outcome": "reported", "danger": True, "objection": STORY}
    for deed in (
        lambda: contact(room, case, room.sari, help=True, needs=STORY),
        lambda: actions.learn(room.case(case, room.sari), {"victim": {"name": "x"}}, by=room.sari, at=room.now),
        lambda: actions.police_step(room.case(case, room.sari), said, by=room.sari, at=room.now),
        lambda: actions.reassess(room.case(case, room.sari), {}, reason="x", by=room.sari, at=room.now),
    ):
        with pytest.raises(Refusal) as no:
            deed()
        assert [o.code for o in no.value.obstacles] == ["erased"]


def test_h07_the_clock_does_it_by_itself(room) -> None:
    case = declined(room)
    tick(at=noon(room, case))
    assert room.case(case, room.sari).erased_at is not None


def test_h07_nothing_of_her_lies_readable_in_the_tables_after_erasing(room) -> None:
    """Not even before: names and words are sealed. The control is the case's number, which is there."""
    case = declined(room)
    erase(noon(room, case))
    with acting_as("tests"), connection.cursor() as cursor:
        said = ""
        for table in ("cases_case", "cases_firstcontact", "people_person", "people_token", "intake_report", "audit_line"):
            cursor.execute(f"SELECT coalesce(string_agg(t::text, ' '), '') FROM {table} t")
            said += cursor.fetchone()[0]
    assert case.number in said
    for secret in (SECRET, "Marlina", STORY, PHONE, "Jangan cari saya"):
        assert secret not in said
        assert secret.encode().hex() not in said
