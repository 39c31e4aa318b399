"""Documents: on the letterhead, marked with reader and time, a code where nobody needs the name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Staff, Unit
from dampingi.kernel.fields import clean
from dampingi.kernel.ids import new_number, spoken
from dampingi.kernel.refusals import Refusal
from dampingi.people.models import Person
from dampingi.places.models import Village
from dampingi.services import actions
from dampingi.services.catalog import BY_CODE, SHEETS
from dampingi.services.catalog.letters import LETTER, PURPOSES
from dampingi.services.models import Referral
from dampingi.services.rules.documents import HIDDEN, Detail, Known, masked, secrets_of
from tests.cases.steps import GIRL, lines, taken
from tests.fixtures import SECRET
from tests.services.agreeing import agree, provider, refer
from tests.services.reading import squeezed, text_of
from tests.services.test_sheets import filled

NIK, PHONE, ADDRESS, VILLAGE = "6271015203100001", "081234567890", "Jalan Rahasia 17", "Bukit Sunyiwati"
BOY = "Jagoan Wxkelana"
HERS = {"name": SECRET, "nik": NIK, "phone": PHONE, "address": ADDRESS, "village_code": "62.71.01.1001"}
GIVING_AWAY = (SECRET, *SECRET.split(), NIK, PHONE, ADDRESS, VILLAGE, BOY, *BOY.split())
NOTES = f"{SECRET} dan marlina, {BOY}, tinggal di {VILLAGE}, {ADDRESS}; nik {NIK}, {PHONE}."


@pytest.fixture
def child(room):
    """A girl whose name, number, address and village are known, and a boy who is reported."""
    with acting_as("tests"):
        Village.objects.create(code="62.71.01.1001", district_id="62.71.01", name=VILLAGE)
        Unit.objects.filter(id=room.palangka.id).update(
            letterhead="Pemerintah Kota Contoh\nDinas Contoh", address="Jl. Kantor 5", phone="0536-777"
        )
        Staff.objects.filter(id=room.sari.id).update(alias="Bu Melati", phone="0811-5555-1111")
    room.sari.refresh_from_db()
    party = {"name": BOY, "age_years": 16, "relations": [{"victim": 0, "relation": "partner_or_friend"}]}
    incident = {"forms": ["sexual"], "tpks_kinds": ["indecent_act"], "narrative": NOTES}
    return taken(room, victims=[{**GIRL, **HERS}], reported_parties=[party], incident=incident)


def letter(room, case, purpose: str, **said) -> str:
    act_as(room.sari)
    values = clean(LETTER, {"purpose": purpose, "to": "Kepala Unit PPA", **said}, now=room.now).values
    return text_of(actions.print_letter(room.case(case, room.sari), values, by=room.sari, at=room.now))


def printed(room, case, kind, payload) -> str:
    act_as(room.sari)
    values = clean(kind.sheet, payload, now=room.now).values
    case = room.case(case, room.sari)
    sheet = actions.keep_sheet(case, kind, values, number=new_number(), by=room.sari, at=room.now)
    return text_of(actions.print_sheet(case, sheet, kind, by=room.sari, at=room.now))


def test_a_letter_that_needs_her_name_has_it_and_neither_village_nor_school_nor_number(room, child) -> None:
    said = letter(room, child, "police-report", asked=["no_repeat"], more=NOTES)
    assert squeezed(f"Nama korban {SECRET}") in said
    for hidden in (NIK, PHONE, ADDRESS, VILLAGE, BOY, "Wxkelana"):
        assert squeezed(hidden) not in said, hidden
    for there in ("Pemerintah Kota Contoh", "Jl. Kantor 5 · 0536-777", "Halaman 1 dari 1", "LATIHAN", "UU 11/2012 Pasal 19"):
        assert squeezed(there) in said, there


def test_a_letter_that_needs_no_name_prints_the_code_and_opens_nobody(room, child) -> None:
    said = letter(room, child, "progress", more=NOTES)
    assert squeezed(spoken(child.number)) in said
    for hidden in GIVING_AWAY:
        assert squeezed(hidden).casefold() not in said.casefold(), hidden
    assert lines(child, "person.revealed") == []


def test_only_a_letter_for_protection_says_where_she_lives_and_only_in_a_domestic_case(room, child) -> None:
    with pytest.raises(Refusal) as no:
        letter(room, child, "protection")
    assert [o.code for o in no.value.obstacles] == ["not-for-this-kind"]
    with acting_as("tests"):
        type(child).objects.filter(id=child.id).update(kinds=["domestic_violence"])
    said = letter(room, child, "protection")
    for there in (SECRET, ADDRESS, VILLAGE):
        assert squeezed(there) in said, there
    assert NIK not in said


def test_opening_a_name_for_a_letter_is_written_down_with_its_reason(room, child) -> None:
    letter(room, child, "questioning")
    (revealed,) = lines(child, "person.revealed")
    (made,) = lines(child, "document.made")
    assert revealed.reason == "legal-letter"
    assert (made.reason, made.detail) == ("letter", {"purpose": "questioning", "names": True})
    assert made.actor_id == room.sari.id


def test_h16_a_child_who_is_reported_is_named_in_no_letter(room, child) -> None:
    with acting_as("tests"):
        type(child).objects.filter(id=child.id).update(kinds=["domestic_violence", "sexual_violence"])
    for purpose in PURPOSES:
        said = letter(room, child, purpose, more=f"Terlapor {BOY}.")
        assert "Wxkelana" not in said, purpose
        assert squeezed("identitasnya juga dirahasiakan") in said


def test_h20_outsiders_read_the_alias_and_no_private_number(room, child) -> None:
    for purpose in PURPOSES.keys() - {"protection"}:
        said = letter(room, child, purpose)
        assert squeezed("Bu Melati") in said
        assert squeezed(room.sari.name) not in said
        assert "0811-5555-1111" not in said


def test_korban_stands_in_legal_letters_and_penerima_manfaat_on_sheets(room, child) -> None:
    assert "korban" in letter(room, child, "progress")
    said = printed(room, child, BY_CODE["assessment"], {"when": room.now.isoformat()})
    assert squeezed("Penerima manfaat") in said
    assert "korban" not in said.casefold()


@pytest.mark.parametrize("kind", SHEETS, ids=lambda kind: kind.code)
def test_every_sheet_prints_by_itself_and_names_nobody(room, child, kind) -> None:
    payload = filled(kind.sheet, room.now)
    values = clean(kind.sheet, _noted(kind.sheet, payload), now=room.now)
    if kind.obstacles(_facts(room, child), values.values):
        values = clean(kind.sheet, {"when": payload["when"]}, now=room.now)
    document = _printed_without_deeds(room, child, kind, values.values)
    assert squeezed(spoken(child.number)) in document
    assert squeezed("Bu Melati") in document, "reader and time"
    for hidden in GIVING_AWAY:
        assert squeezed(hidden).casefold() not in document.casefold(), hidden


def _facts(room, case):
    from dampingi.services import queries

    return queries.sheet_facts(room.case(case, room.sari))


def _noted(group, payload):
    """The same answers, with what gives her away in every text."""
    from dampingi.kernel.fields import Field, Kind

    said = dict(payload)
    for item in group.items:
        if isinstance(item, Field):
            if item.kind is Kind.LONG_TEXT and item.code in said:
                said[item.code] = NOTES
        elif item.many:
            said[item.code] = [_noted(item, row) for row in said.get(item.code) or []]
        elif said.get(item.code):
            said[item.code] = _noted(item, said[item.code])
    return said


def _printed_without_deeds(room, case, kind, values) -> str:
    """Print a sheet as it was kept; what it records is the business of its own examples."""
    from dampingi.kernel.ids import new_id
    from dampingi.keys import case as keys
    from dampingi.services.models import Sheet, SheetState
    from dampingi.services.rules.sheets import split

    act_as(room.sari)
    case = room.case(case, room.sari)
    coded, sealed = split(kind.sheet, values)
    sheet = Sheet(id=new_id(), case=case, kind=kind.code, form=kind.form, state=SheetState.KEPT, coded=coded)
    sheet.when, sheet.recorded_at, sheet.by_id = room.now, room.now, room.sari.id
    key = keys.load([case.id])[case.id]
    sheet.words = keys.seal(key, sealed, table="services_sheet", pk=sheet.id, column="words")
    sheet.save(force_insert=True)
    return text_of(actions.print_sheet(case, sheet, kind, by=room.sari, at=room.now))


def test_the_door_gives_an_attachment_that_says_nothing_and_is_kept_nowhere(room, child) -> None:
    act_as(room.sari)
    kind = BY_CODE["assessment"]
    sheet = actions.keep_sheet(
        room.case(child, room.sari), kind, {"when": room.now}, number=new_number(), by=room.sari, at=room.now
    )
    page = f"/berkas/{child.number}/lembar/assessment/{sheet.number}/"
    browser = room.client(room.sari)
    assert f'action="{page}unduh/"' in browser.get(page).content.decode()
    answer = browser.post(f"{page}unduh/")
    assert answer.content.startswith(b"%PDF-")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="dokumen-{child.number}.pdf"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert browser.get(f"{page}unduh/").status_code == 405
    for other in (room.budi, room.lina):
        assert room.client(other).post(f"{page}unduh/").status_code == 404
    assert room.client(room.dian).post(f"{page}unduh/").status_code == 403
    assert room.client(room.ratna).post(f"{page}unduh/").status_code == 200


def test_the_letter_page_says_why_a_name_is_written_and_loses_nothing_when_wrong(room, child) -> None:
    page = f"/berkas/{child.number}/surat/"
    browser = room.client(room.sari)
    said = browser.get(page).content.decode()
    for purpose in PURPOSES.values():
        assert str(purpose.title) in said
        assert not purpose.needs or str(purpose.why) in said
    assert page in browser.get(f"/berkas/{child.number}/hukum/").content.decode()
    wrong = browser.post(page, {"purpose": "progress", "to": "", "more": "jangan hilang"})
    assert wrong.status_code == 422
    assert "jangan hilang" in wrong.content.decode()
    refused = browser.post(page, {"purpose": "protection", "to": "Kapolres", "more": "jangan hilang"})
    assert refused.status_code == 409
    assert "jangan hilang" in refused.content.decode()
    answer = browser.post(page, {"purpose": "progress", "to": "Kapolres"})
    assert answer.content.startswith(b"%PDF-")
    assert room.client(room.budi).post(page, {"purpose": "progress", "to": "x"}).status_code == 404


def test_nothing_is_printed_of_an_erased_case(room, child) -> None:
    case = room.case(child, room.sari)
    case.erased_at = room.now
    values = clean(LETTER, {"purpose": "progress", "to": "x"}, now=room.now).values
    with pytest.raises(Refusal):
        actions.print_letter(case, values, by=room.sari, at=room.now)


def test_every_purpose_that_needs_an_identity_says_why() -> None:
    for purpose in PURPOSES.values():
        assert bool(purpose.needs) is bool(purpose.why), purpose.code
        assert Detail.NIK not in purpose.needs


def test_common_words_are_left_and_longer_names_go_first() -> None:
    secrets = secrets_of([Known(name="Pak Guru Sulaiman", village="Baru", child=True)])
    assert masked("Bapak guru Sulaiman dari Baru, baju baru.", secrets) == f"Bapak guru {HIDDEN} dari {HIDDEN}, baju baru."
    assert masked("marlina\nkenanga", secrets_of([Known(name="Marlina Kenanga")])) == HIDDEN


@given(st.text(), st.text(st.characters(categories=["Lu", "Ll"]), min_size=3, max_size=12))
def test_a_name_is_never_left_in_any_text(around: str, name: str) -> None:
    secrets = secrets_of([Known(name=name)])
    assert not secrets or name not in masked(f"{around} {name}. {around}", secrets).replace(around, "").split()


def test_a_person_of_another_case_of_the_same_report_is_named_neither(room) -> None:
    victims = [{**GIRL, "name": "Satuwati Qlm"}, {**GIRL, "name": "Duawati Rst"}]
    case = taken(room, victims=victims)
    said = printed(room, case, BY_CODE["assessment"], {"when": room.now.isoformat(), "strengths": "Dijaga Duawati Rst"})
    assert "Duawati" not in said
    with acting_as("tests"):
        assert Person.objects.filter(role="victim").count() == 2


# -- the letter of a referral ------------------------------------------------------------------

ASSENTS = {"speaker": "social_worker", "assent": "yes"}


def referral_letter(room, referral) -> str:
    act_as(room.sari)
    one = Referral.objects.select_related("case__unit", "case__report", "case__victim", "case__companion", "provider", "unit")
    return text_of(actions.print_referral(one.get(id=referral.id), by=room.sari, at=room.now))


def test_h03_a_referral_letter_says_what_she_agreed_to_and_nothing_else(room, child) -> None:
    to = provider(room)
    agree(room, child, to, ["risk", "story"], adult=ASSENTS)
    said = referral_letter(room, refer(room, child, to, ["risk", "story"], request=f"Mohon visum untuk {NOTES}"))
    for there in ("Surat rujukan", "RSUD Contoh", "penerima manfaat", "Ia setuju.", "Mohon visum", spoken(child.number)):
        assert squeezed(there) in said, there
    for hidden in GIVING_AWAY:
        assert squeezed(hidden).casefold() not in said.casefold(), hidden
    assert "korban" not in said.casefold()
    assert lines(child, "person.revealed") == []


def test_h03_a_name_she_agreed_to_stands_there_and_her_village_does_not(room, child) -> None:
    to = provider(room)
    agree(room, child, to, ["identity", "story", "village"], adult=ASSENTS)
    said = referral_letter(room, refer(room, child, to, ["identity", "story"]))
    assert squeezed(SECRET) in said
    for hidden in (NIK, PHONE, ADDRESS, VILLAGE, "Wxkelana"):
        assert squeezed(hidden) not in said, hidden
    (made,) = lines(child, "document.made")
    assert (made.reason, made.detail["names"]) == ("referral", True)
    assert [line.reason for line in lines(child, "person.revealed")] == ["shared"]


def test_h03_after_she_withdraws_or_it_is_taken_back_no_letter_is_made(room, child) -> None:
    to = provider(room)
    consent = agree(room, child, to, ["identity"], adult=ASSENTS)
    one = refer(room, child, to, ["identity"])
    with acting_as("tests"):
        type(consent).objects.filter(id=consent.id).update(ended_at=room.now)
    with pytest.raises(Refusal) as no:
        referral_letter(room, one)
    assert [o.code for o in no.value.obstacles] == ["nothing-shared"]
    act_as(room.sari)
    actions.revoke(Referral.objects.select_related("case").get(id=one.id), by=room.sari, at=room.now)
    with pytest.raises(Refusal) as no:
        referral_letter(room, one)
    assert [o.code for o in no.value.obstacles] == ["referral-ended"]
    answer = room.client(room.sari).post(f"/berkas/{child.number}/rujukan/{one.number}/surat/", follow=True)
    assert "sudah selesai atau dibatalkan" in answer.content.decode()
