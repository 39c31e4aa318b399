"""Handing a case over: a note from the one who leaves, read and signed by the one who comes."""

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions, queries, rules
from dampingi.cases.fields import HANDOVER
from dampingi.cases.models import HandoverNote
from dampingi.kernel.refusals import Refusal
from tests.access.routes import form_of
from tests.cases.steps import acts, cleaned, hand, taken

SAID = {"stands": "Sudah ke puskesmas zqx", "next_steps": "Surat sekolah", "fears": "Pamannya", "safe_contact": "Lewat Bu RT"}


def noted(room, case, by, **said):
    values = cleaned(HANDOVER, {**SAID, **said}, room.now)
    return actions.note_handover(room.case(case, by), values, by=by, at=room.now)


def note_of(case) -> HandoverNote:
    with acting_as("tests"):
        return HandoverNote.objects.filter(case=case).first()


def test_the_note_lies_sealed_and_is_read_and_signed_by_whoever_comes(room) -> None:
    case = taken(room)
    made = noted(room, case, room.sari)
    assert b"zqx" not in bytes(made.words)
    assert actions.read_handover(made) == SAID
    hand(room, case, room.lina, accept=False)
    lina = room.client(room.lina)
    page = lina.get(f"/berkas/{case.number}/").content.decode()
    for words in (*SAID.values(), "Catatannya sudah saya baca: terima kasus ini"):
        assert words in page
    held = form_of(page, f"/berkas/{case.number}/terima/")
    assert lina.post(f"/berkas/{case.number}/terima/", held).status_code == 302
    assert (note_of(case).signed_by_id, room.case(case, room.lina).accepted_at is not None) == (room.lina.id, True)
    assert acts(case)[-2:] == ["case.accepted", "handover.signed"]
    line = lina.get(f"/berkas/{case.number}/waktu/").content.decode()
    assert "Catatan serah terima ditulis" in line
    assert "Catatan serah terima dibaca dan ditandatangani" in line


def test_whoever_accepted_without_reading_may_sign_later_and_only_once(room) -> None:
    case = taken(room)
    noted(room, case, room.sari)
    hand(room, case, room.lina)
    assert note_of(case).signed_at is None
    act_as(room.lina)
    assert actions.sign_handover(room.case(case, room.lina), by=room.lina, at=room.now)
    assert not actions.sign_handover(room.case(case, room.lina), by=room.lina, at=room.now)


def test_nobody_signs_her_own_note_nor_another_s_case(room) -> None:
    case = taken(room)
    noted(room, case, room.sari)
    assert not actions.sign_handover(room.case(case, room.sari), by=room.sari, at=room.now)
    with pytest.raises(Refusal):
        actions.sign_handover(room.case(case, room.ratna), by=room.ratna, at=room.now)


def test_the_one_who_holds_it_writes_it_or_her_supervisor(room) -> None:
    assert [o.code for o in rules.obstacles_to_noting(rules.State("closed"), holds=False)] == ["not-open", "not-holder"]
    case = taken(room)
    noted(room, case, room.ratna)
    hand(room, case, room.lina, accept=False)
    with acting_as("tests"):
        assert not queries.holds(case, room.peni)
        with pytest.raises(Refusal) as no:
            actions.note_handover(case, cleaned(HANDOVER, SAID, room.now), by=room.peni, at=room.now)
    assert [o.code for o in no.value.obstacles] == ["not-holder"]


def test_who_may_not_see_the_case_sees_no_note(room) -> None:
    case = taken(room)
    noted(room, case, room.sari)
    for who, count in ((room.sari, 1), (room.ratna, 1), (room.budi, 0), (room.lina, 0), (room.adi, 0)):
        act_as(who)
        assert HandoverNote.objects.filter(case_id=case.id).count() == count, who.email
    assert room.client(room.budi).get(f"/berkas/{case.number}/serah-terima/").status_code == 404


def test_on_its_page_where_things_stand_is_all_that_must_be_said(room) -> None:
    case, sari = taken(room), room.client(room.sari)
    path = f"/berkas/{case.number}/serah-terima/"
    held = form_of(sari.get(path).content.decode(), path)
    assert sari.post(path, held).status_code == 422
    assert sari.post(path, {**held, "stands": "Sudah aman"}).status_code == 302
    assert "Sudah aman" in sari.get(f"/berkas/{case.number}/").content.decode()
