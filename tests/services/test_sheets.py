"""A sheet: half-filled, kept once, corrected by another; coded in clear, the rest sealed."""

from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.cases.models import Case
from dampingi.kernel.fields import Field, Group, Privacy, clean
from dampingi.kernel.ids import new_number
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.protocols.models import Event
from dampingi.services import actions, queries
from dampingi.services.catalog import BY_CODE, SHEETS
from dampingi.services.models import Sheet, SheetState
from dampingi.services.rules.sheets import Tab, joined, obstacles_to_writing, split
from tests.cases.steps import taken
from tests.services.walk import keep

KIND = BY_CODE["assessment"]
WORDS = "Ia takut pulang qzxv"


def kept(room, case, **said) -> Sheet:
    act_as(room.sari)
    payload = {"when": room.now.isoformat(), "body": {"condition": "urgent", "notes": WORDS}, **said}
    values = clean(KIND.sheet, payload, now=room.now).values
    return actions.keep_sheet(case, KIND, values, number=new_number(), by=room.sari, at=room.now)


def stored(sheet: Sheet) -> Sheet:
    with acting_as("tests"):
        return Sheet.objects.select_related("case").get(id=sheet.id)


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.code)
def test_worked_examples(kind) -> None:
    assert kind.examples, "Every sheet shows by an example what it refuses or records."
    for example in kind.examples:
        found = kind.obstacles(example.facts, example.values)
        assert tuple(o.code for o in found) == example.obstacles, str(example.words)
        assert kind.appears(example.facts) is example.appears, str(example.words)
        if not found:
            assert tuple(r.deed for r in kind.deeds(example.values)) == example.deeds, str(example.words)


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.code)
def test_every_sheet_asks_when_and_keeps_no_identity(kind) -> None:
    assert isinstance(kind.sheet.items[0], Field)
    assert kind.sheet.items[0].code == "when"
    assert [f.code for f in kind.sheet.fields() if f.privacy is Privacy.IDENTITY] == [], "names belong to people"


def test_codes_lie_in_clear_and_words_are_sealed(room) -> None:
    sheet = stored(kept(room, taken(room)))
    assert sheet.coded["body"] == {"condition": "urgent"}
    assert WORDS not in str(sheet.coded)
    assert WORDS.encode() not in bytes(sheet.words)
    assert actions.read_sheet(sheet, KIND)["body"] == {"condition": "urgent", "notes": WORDS}


def test_keeping_a_sheet_records_its_deed_and_one_line(room) -> None:
    case = taken(room)
    with acting_as("tests"):
        before = Line.objects.count()
    sheet = kept(room, case)
    with acting_as("tests"):
        (event,) = Event.objects.filter(run_id=case.id, code="assessed")
        assert Line.objects.count() == before + 1
        line = Line.objects.order_by("-at", "-seq").filter(subject_id=case.id).first()
    assert event.at == sheet.when
    assert (line.act, line.reason, line.detail["sheet"]) == ("sheet.kept", "assessment", str(sheet.id))


def test_a_second_click_keeps_one_sheet(room) -> None:
    case = taken(room)
    number = new_number()
    for _click in range(2):
        values = {"when": room.now}
        actions.keep_sheet(case, KIND, values, number=number, by=room.sari, at=room.now)
    with acting_as("tests"):
        assert Sheet.objects.filter(case=case).count() == 1
        assert Event.objects.filter(run_id=case.id, code="assessed").count() == 1


def test_a_half_filled_sheet_is_its_authors_and_lies_sealed_whole(room) -> None:
    case = taken(room)
    half = {"body": {"condition": "help", "notes": WORDS}, "when": "entah"}
    sheet = actions.save_sheet(case, KIND, half, number=new_number(), by=room.sari, at=room.now)
    assert stored(sheet).coded == {}
    assert actions.read_sheet(stored(sheet), KIND) == half
    act_as(room.ratna)
    assert list(queries.drafts_of(case, by=room.ratna)) == []
    assert room.client(room.ratna).get(f"/berkas/{case.number}/lembar/assessment/{sheet.number}/").status_code == 404


def test_two_browsers_on_one_half_filled_sheet_the_second_is_told(room) -> None:
    case = taken(room)
    first = actions.save_sheet(case, KIND, {"strengths": "a"}, number=new_number(), by=room.sari, at=room.now)
    said = {"number": first.number, "by": room.sari, "at": room.now}
    actions.save_sheet(case, KIND, {"strengths": "b"}, version=first.version, **said)
    with pytest.raises(Stale):
        actions.save_sheet(case, KIND, {"strengths": "c"}, version=first.version, **said)
    assert actions.read_sheet(stored(first), KIND) == {"strengths": "b"}


def test_a_correction_replaces_and_the_earlier_one_stays_readable(room) -> None:
    case = taken(room)
    first = kept(room, case)
    act_as(room.sari)
    values = {"when": room.now, "strengths": "lebih baik"}
    second = actions.keep_sheet(case, KIND, values, number=new_number(), replaces=first, by=room.sari, at=room.now)
    assert [s.id for s in queries.sheets_of(case)] == [second.id]
    assert stored(first).state == SheetState.REPLACED
    assert actions.read_sheet(stored(first), KIND)["body"]["notes"] == WORDS
    with pytest.raises(Stale):
        actions.keep_sheet(case, KIND, values, number=new_number(), replaces=first, by=room.sari, at=room.now)


def test_nothing_is_written_into_an_erased_case(room) -> None:
    case = taken(room)
    case.erased_at = room.now
    with pytest.raises(Refusal) as no:
        kept(room, case)
    assert [o.code for o in no.value.obstacles] == ["erased"]


def test_the_page_takes_a_sheet_keeps_what_was_typed_and_shows_it(room) -> None:
    case = taken(room)
    browser = room.client(room.sari)
    page = f"/berkas/{case.number}/lembar/assessment/"
    wrong = {"lembar": new_number(), "when_date": "2026-13-45", "when_time": "10:00", "body.notes": WORDS}
    answer = browser.post(page, wrong)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    at = (room.now - timedelta(minutes=5)).astimezone(room.sari.unit.timezone)
    said = {**wrong, "when_date": f"{at:%Y-%m-%d}", "when_time": f"{at:%H:%M}"}
    answer = browser.post(page, said)
    assert answer.headers["Location"] == f"/berkas/{case.number}/rencana/"
    assert WORDS in browser.get(f"/berkas/{case.number}/rencana/").content.decode()
    assert room.client(room.budi).get(f"/berkas/{case.number}/rencana/").status_code == 404
    assert browser.post(page, said).status_code == 302
    with acting_as("tests"):
        assert Sheet.objects.filter(case=case).count() == 1


def test_a_half_filled_sheet_is_offered_on_its_page_and_filled_in_again(room) -> None:
    case = taken(room)
    browser = room.client(room.sari)
    page = f"/berkas/{case.number}/lembar/assessment/"
    answer = browser.post(page, {"lembar": new_number(), "strengths": WORDS, "sementara": "ya"})
    assert WORDS in browser.get(answer.headers["Location"]).content.decode()
    assert answer.headers["Location"].replace("&", "&amp;") in browser.get(f"/berkas/{case.number}/rencana/").content.decode()


def test_an_unknown_sheet_is_nothing(room) -> None:
    case = taken(room)
    for page in ("lembar/entah/", "lembar/entah/kosong/"):
        assert room.client(room.sari).get(f"/berkas/{case.number}/{page}").status_code == 404


def test_the_two_halves_of_any_filled_sheet_are_the_whole_again(room) -> None:
    for kind in SHEETS:
        payload = filled(kind.sheet, room.now)
        values = clean(kind.sheet, payload, now=room.now).values
        coded, sealed = split(kind.sheet, values)
        again = clean(kind.sheet, joined(kind.sheet, coded, sealed), now=room.now)
        assert (again.problems, again.values) == ((), values), kind.code


def filled(group: Group, now) -> dict:
    """A payload that answers everything a sheet asks."""
    from tests.house.canary import Marks
    from tests.house.sheets import filled as every

    return every(group, Marks(), now=now, village="62.71.01.1001")


def test_only_what_a_case_needs_is_offered(room) -> None:
    case = taken(room)
    facts = queries.sheet_facts(Case.objects.select_related("report", "victim").get(id=case.id))
    assert KIND in queries.can_be_written(facts, Tab.PLAN, by=room.sari)
    assert KIND not in queries.can_be_written(facts, Tab.LAW, by=room.sari)
    assert list(queries.can_be_written(facts, Tab.PLAN, by=room.dian)) == []


def test_a_sheet_of_an_ended_case_is_refused_but_the_legal_track_goes_on(room) -> None:
    case = taken(room)
    with acting_as("tests"):
        Case.objects.filter(id=case.id).update(state="closed", closed_at=room.now)
    ended = room.case(case, room.sari)
    with pytest.raises(Refusal) as no:
        kept(room, ended)
    assert [o.code for o in no.value.obstacles] == ["not-open"]
    assert "Buka kembali kasusnya" in room.client(room.sari).get(f"/berkas/{case.number}/lembar/assessment/").content.decode()
    law = BY_CODE["law-police"]
    facts = queries.sheet_facts(ended)
    assert "not-open" not in [o.code for o in obstacles_to_writing(law, facts, {})]


def test_the_timeline_names_the_sheet_that_was_written_and_none_of_its_words(room) -> None:
    case = taken(room)
    keep(room, case, "safety-plan", go_to="Ke dermaga qwxyz")
    page = room.client(room.sari).get(f"/berkas/{case.number}/waktu/").content.decode()
    assert "Lembar ditulis</h3>" in page
    assert str(BY_CODE["safety-plan"].title) in page
    assert "qwxyz" not in page
