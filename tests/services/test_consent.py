"""What she agreed to: asked as the law and practice ask, and ended at once by her word (H-07, H-10, H-19)."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases.models import Case
from dampingi.kernel.refusals import Refusal, Stale
from dampingi.people.models import Person
from dampingi.services import actions, queries
from dampingi.services.catalog.consent import CONSENT
from dampingi.services.models import Consent
from dampingi.services.rules.consent import TEXT_VERSION, ConsentFacts, Purpose, Standing, obstacles_to_consent
from tests.cases.steps import GIRL, cleaned, contact, lines, rows_of, taken
from tests.services.agreeing import agree, payload, provider

GOOD = ConsentFacts(
    purposes=frozenset({Purpose.SHARE}),
    given=True,
    explained=True,
    form="spoken",
    heard=True,
    capacity="able",
    recipient=True,
    parts=True,
)
CHILD = replace(GOOD, child=True, speaker="social_worker", assent="yes")


@pytest.mark.parametrize(
    ("facts", "codes"),
    [
        (GOOD, []),
        (CHILD, []),
        (replace(GOOD, purposes=frozenset()), ["no-purpose"]),
        (replace(GOOD, given=None), ["no-answer"]),
        (replace(GOOD, explained=False), ["not-explained"]),
        (replace(GOOD, form=""), ["no-form"]),
        (replace(GOOD, heard=False), ["nobody-heard"]),
        (replace(GOOD, form="thumbprint", heard=False), []),
        (replace(GOOD, capacity=""), ["no-capacity"]),
        (replace(GOOD, capacity="not_now"), ["not-now"]),
        (replace(GOOD, capacity="not_now", given=False), []),
        (replace(GOOD, needs_interpreter=True), ["no-interpreter"]),
        (replace(GOOD, needs_interpreter=True, interpreter=True), []),
        (replace(CHILD, speaker="self"), ["no-guardian"]),
        (replace(CHILD, speaker="self", given=False), []),
        (replace(CHILD, speaker="self", purposes=frozenset({Purpose.RECORD})), []),
        (replace(CHILD, speaker="guardian"), ["guardian-unnamed"]),
        (replace(CHILD, speaker="guardian", guardian_named=True), []),
        (replace(CHILD, speaker="guardian", guardian_named=True, guardian_is_reported=True), ["guardian-reported"]),
        (replace(CHILD, assent=""), ["no-assent"]),
        (replace(CHILD, assent="too_young"), []),
        (replace(CHILD, assent="no"), ["child-says-no"]),
        (replace(GOOD, recipient=False), ["no-recipient"]),
        (replace(GOOD, parts=False), ["no-parts"]),
        (replace(GOOD, parts=False, given=False), []),
        (replace(GOOD, recipient_closed=True, who_else="RSUD Lain"), ["provider-closed"]),
        (replace(GOOD, purposes=frozenset({Purpose.STATISTICS})), ["no-agreement"]),
        (replace(GOOD, purposes=frozenset({Purpose.STATISTICS}), agreement=True), []),
        (replace(GOOD, purposes=frozenset({Purpose.CONTACT})), ["no-contact-way"]),
        (replace(GOOD, purposes=frozenset({Purpose.SERVICE}), given=False), ["declines-help"]),
    ],
)
def test_every_obstacle_and_nothing_else(facts, codes) -> None:
    assert [o.code for o in obstacles_to_consent(facts)] == codes


def test_an_end_before_the_beginning_is_refused(room) -> None:
    early = replace(GOOD, when=room.now, until=room.now - timedelta(days=1))
    assert [o.code for o in obstacles_to_consent(early)] == ["ends-before-it-begins"]


def record(room, case: Case, **said) -> list[Consent]:
    values = cleaned(CONSENT, payload(room, **said), room.now)
    return actions.record_consent(room.case(case, room.sari), values, by=room.sari, at=room.now)


def refusals(room, case: Case, **said) -> list[str]:
    with pytest.raises(Refusal) as no:
        record(room, case, **said)
    return [o.code for o in no.value.obstacles]


@pytest.mark.parametrize("form", ["spoken", "signed", "thumbprint", "photo"])
def test_h07_every_form_is_equal_and_the_text_shown_is_kept(room, form) -> None:
    case = taken(room)
    how = {"explained": True, "form": form, "capacity": "able", "heard_by": "Sari" if form == "spoken" else None}
    (made,) = record(room, case, purposes=["record"], how=how)
    assert (made.form, made.text_version, made.explained_by_id) == (form, TEXT_VERSION, room.sari.id)
    assert made.standing(room.now) is Standing.LIVE


def test_h07_a_refusal_is_kept_sealed_and_takes_nothing_from_her(room) -> None:
    case = taken(room)
    to = provider(room)
    (made,) = record(room, case, recipient=f"provider:{to.number}", given=False, reason="Takut tetangga tahu qzwhy")
    assert made.standing(room.now) is Standing.REFUSED
    assert b"qzwhy" not in bytes(made.words)
    act_as(room.sari)
    assert actions.read_consents([made])[made.id]["reason"] == "Takut tetangga tahu qzwhy"
    assert room.case(case, room.sari).state == "open"


def test_h10_pausing_and_withdrawing_act_at_once_and_a_newer_answer_takes_the_place(room) -> None:
    case, to = taken(room), provider(room)
    first = agree(room, case, to, ["identity"])
    actions.pause_consent(first, by=room.sari, at=room.now)
    assert first.standing(room.now) is Standing.PAUSED
    with pytest.raises(Stale):
        actions.pause_consent(first, by=room.sari, at=room.now)
    actions.resume_consent(first, by=room.sari, at=room.now)
    assert first.standing(room.now) is Standing.LIVE
    second = agree(room, case, to, ["risk"])
    first.refresh_from_db()
    assert first.standing(room.now) is Standing.REPLACED
    actions.withdraw_consent(second, by=room.sari, at=room.now)
    assert second.standing(room.now) is Standing.WITHDRAWN
    with pytest.raises(Stale):
        actions.resume_consent(second, by=room.sari, at=room.now)
    assert [one.act for one in lines(case) if one.act.startswith("consent.")] == [
        *("consent.recorded", "consent.paused", "consent.resumed", "consent.recorded", "consent.withdrawn"),
    ]


def test_h10_one_button_pauses_all_sharing(room) -> None:
    case = taken(room)
    made = [agree(room, case, provider(room, name), ["identity"]) for name in ("A", "B")]
    assert room.client(room.sari).post(f"/berkas/{case.number}/persetujuan/jeda/").status_code == 302
    with acting_as("tests"):
        assert {Consent.objects.get(id=one.id).standing(room.now) for one in made} == {Standing.PAUSED}


def test_sharing_ends_by_itself(room) -> None:
    made = agree(room, taken(room), provider(room), ["identity"])
    assert made.standing(room.now + timedelta(days=179)) is Standing.LIVE
    assert made.standing(room.now + timedelta(days=181)) is Standing.EXPIRED


def test_a_guardian_who_is_the_reported_party_is_refused_with_the_alternates(room) -> None:
    case = taken(room, victims=[GIRL], reporter={"capacity": "family", "name": "Rudi Hartono"},
                 reported_parties=[{"name": "Anto Wibowo"}])  # fmt: skip
    to = provider(room)
    said = {"recipient": f"provider:{to.number}", "parts": ["risk"]}
    act_as(room.sari)
    named = {words.text: key for key, (_p, words) in queries.guardians_for(case).items()}
    adult = {"speaker": "guardian", "assent": "yes", "guardian": named["Terlapor {place}"]}
    with pytest.raises(Refusal) as no:
        record(room, case, adult=adult, **said)
    (obstacle,) = no.value.obstacles
    assert obstacle.code == "guardian-reported"
    for alternate in ("pekerja sosial", "pengadilan", "dinas sosial"):
        assert alternate in str(obstacle.remedy)
    # Chosen as the reporter, or described by a name that is his: the same answer.
    described = {"speaker": "guardian", "assent": "yes", "guardian_words": "Anto Wibowo"}
    assert refusals(room, case, adult=described, **said) == ["guardian-reported"]
    other = {**described, "other_person": True}
    assert record(room, case, adult=other, **said)
    assert record(room, case, adult={"speaker": "guardian", "assent": "yes", "guardian": "reporter"}, **said)
    # Marked as another person, somebody chosen as the reported party still is one.
    assert refusals(room, case, adult={**adult, "other_person": True}, **said) == ["guardian-reported"]


def test_h19_statistics_need_their_own_answer_and_a_named_agreement(room) -> None:
    case = taken(room)
    assert refusals(room, case, purposes=["statistics"]) == ["no-agreement"]
    (made,) = record(room, case, purposes=["statistics"], more={"agreement": "Perjanjian GBVIMS Kalteng 2026"})
    assert made.purpose == "statistics"
    assert queries.shares(case.id) == []


def test_h08_how_she_may_be_reached_is_written_where_it_is_read(room) -> None:
    case = taken(room, victims=[{"sex": "female", "age_years": 30}])
    more = {"contact_way": "own_phone", "contact_number": "0811222333", "contact_note": "Sesudah pukul 9 malam"}
    record(room, case, purposes=["contact"], more=more)
    assert room.case(case, room.sari).contact_way == "own_phone"
    with acting_as("tests"):
        assert not [p for p in Person.objects.filter(file_id=case.id) if b"0811222333" in bytes(p.identity)]


def test_h03_the_first_contacts_yes_opens_nothing_for_anybody_else(room) -> None:
    case = taken(room)
    contact(room, case, room.sari, help=True, record=True, contact=True)
    act_as(room.sari)
    assert queries.shares(case.id) == []


def test_a_second_click_and_an_older_page_record_nothing_twice(room) -> None:
    case = taken(room)
    old = room.case(case, room.sari)
    agree(room, case, provider(room), ["identity"])
    values = cleaned(CONSENT, payload(room, purposes=["record"]), room.now)
    with pytest.raises(Stale):
        actions.record_consent(old, values, by=room.sari, at=room.now)


def test_it_is_seen_by_whoever_sees_the_case(room) -> None:
    case = taken(room)
    made = agree(room, case, provider(room), ["identity"])
    for who, sees in ((room.sari, True), (room.ratna, True), (room.budi, False), (room.lina, False)):
        act_as(who)
        assert Consent.objects.filter(id=made.id).exists() is sees, who
    assert rows_of(case, room.budi)["cases_case"] == 0


def test_the_tab_says_in_plain_words_who_may_read_what(room) -> None:
    case, to = taken(room), provider(room)
    browser = room.client(room.sari)
    assert "tidak ada berbagi yang ia setujui" in browser.get(f"/berkas/{case.number}/rujukan/").content.decode()
    made = agree(room, case, to, ["identity", "risk"])
    page = browser.get(f"/berkas/{case.number}/rujukan/").content.decode()
    for said in ("RSUD Contoh", "Nama, usia, jenis kelamin", "Risiko dan tanda bahaya", "Jeda semua berbagi sekarang"):
        assert said in page
    assert browser.post(f"/berkas/{case.number}/persetujuan/{made.number}/tarik/").status_code == 302
    assert "Nama, usia" not in browser.get(f"/berkas/{case.number}/rujukan/").content.decode().split("Jawaban sebelumnya")[0]


def test_the_form_keeps_what_was_typed_and_says_everything_in_the_way(room) -> None:
    case = taken(room)
    address = f"/berkas/{case.number}/persetujuan/"
    browser = room.client(room.sari)
    assert "Jelaskan dulu" in browser.get(address).content.decode()
    day = room.now.astimezone(room.palangka.timezone)
    typed = {"when_date": f"{day:%Y-%m-%d}", "when_time": f"{day:%H:%M}", "purposes": ["share"], "reason": "Kalimat qzkept"}
    refused = browser.post(address, typed)
    assert refused.status_code == 409
    for said in ("Jawabannya belum dicatat", "Belum dijelaskan kepadanya", "Lembaga penerimanya belum dipilih", "Kalimat qzkept"):
        assert said in refused.content.decode()
