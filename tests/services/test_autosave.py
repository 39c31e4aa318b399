"""What is typed on a sheet is kept: by itself, without a session, and from two browsers."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from dampingi.access.actor import acting_as
from dampingi.cases.models import RescuedSheet
from dampingi.kernel.ids import new_number
from dampingi.services import actions
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Sheet
from tests.cases.steps import owed, taken

WORDS = "Ia takut pulang qzxv"
TYPED = {"monitoring": "her_words", "case-meeting": "discussed"}


def page(case, kind: str, more: str = "") -> str:
    return f"/berkas/{case.number}/lembar/{kind}/{more}"


def secret_of(html: str) -> str:
    found = re.search(r'name="secret" value="([^"]+)"', html)
    assert found
    return found[1]


def test_typing_is_saved_in_its_draft_and_never_twice(room) -> None:
    case = taken(room)
    browser, number = room.client(room.sari), new_number()
    said = {"lembar": number, "her_words": WORDS, "lembar_versi": "0"}
    first = browser.post(page(case, "monitoring", "simpan/"), said)
    again = browser.post(page(case, "monitoring", "simpan/"), {**said, "lembar_versi": first.content.decode()})
    assert (first.status_code, again.status_code) == (200, 200)
    assert int(again.content) == int(first.content) + 1
    with acting_as("tests"):
        (draft,) = Sheet.objects.select_related("case").filter(case=case)
    assert actions.read_sheet(draft, BY_CODE["monitoring"]) == {"her_words": WORDS}
    assert WORDS.encode() not in bytes(draft.words)
    assert number in browser.get(f"/berkas/{case.number}/layanan/").content.decode()


def test_another_browser_is_told_and_overwrites_nothing(room) -> None:
    case = taken(room)
    browser, number = room.client(room.sari), new_number()
    save = page(case, "monitoring", "simpan/")
    read = browser.post(save, {"lembar": number, "her_words": "a"}).content.decode()
    assert browser.post(save, {"lembar": number, "her_words": WORDS, "lembar_versi": read}).status_code == 200
    late = browser.post(save, {"lembar": number, "her_words": "c", "lembar_versi": read})
    assert late.status_code == 409
    assert "peramban lain" in late.content.decode()
    # The page itself says so too, and keeps what was typed.
    said = {"lembar": number, "her_words": "c", "lembar_versi": read, "sementara": "ya"}
    shown = browser.post(page(case, "monitoring"), said)
    assert (shown.status_code, ">c</textarea>" in shown.content.decode()) == (409, True)
    with acting_as("tests"):
        assert actions.read_sheet(Sheet.objects.select_related("case").get(case=case), BY_CODE["monitoring"])["her_words"] == WORDS


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize("by", ["saving", "sending"])
def test_a_session_lost_while_typing_keeps_the_typing_for_its_author(room, kind, by) -> None:
    case = taken(room)
    browser, field = room.client(room.sari), TYPED[kind]
    secret = secret_of(browser.get(page(case, kind)).content.decode())
    nobody = Client()
    said = {field: WORDS, "secret": secret}
    if by == "saving":
        answer = nobody.post(page(case, kind, "simpan/"), said)
        assert answer.status_code == 401
        assert "masuk lagi" in answer.content.decode()
    else:
        answer = nobody.post(page(case, kind) + "?lembar=" + new_number(), said)
        assert answer.status_code == 302
        assert "lembar%3D" in answer.headers["Location"]  # the half-filled sheet is found again
    assert WORDS not in answer.content.decode()
    with acting_as("tests"):
        (kept,) = RescuedSheet.objects.filter(case=case)
    assert WORDS.encode() not in bytes(kept.words)
    assert WORDS not in room.client(room.ratna).get(page(case, kind)).content.decode()
    assert WORDS in browser.get(page(case, kind)).content.decode()


def test_typing_without_the_secret_of_a_page_is_kept_for_nobody(room) -> None:
    case = taken(room)
    for secret in ("", "x", secret_of(room.client(room.sari).get(page(case, "monitoring")).content.decode())):
        Client().post(page(case, "case-meeting", "simpan/"), {"discussed": WORDS, "secret": secret})
    with acting_as("tests"):
        assert not RescuedSheet.objects.filter(case=case).exists()


def test_nobody_saves_into_a_case_that_is_not_hers(room) -> None:
    case = taken(room)
    said = {"lembar": new_number(), "her_words": WORDS}
    assert room.client(room.budi).post(page(case, "monitoring", "simpan/"), said).status_code == 404
    assert room.client(room.dian).post(page(case, "monitoring", "simpan/"), said).status_code == 404
    assert room.client(room.sari).post(page(case, "nothing", "simpan/"), said).status_code == 404
    assert room.client(room.sari).post(page(case, "session", "simpan/"), said).status_code == 404


def test_a_row_is_added_without_a_script_and_nothing_typed_is_lost(room) -> None:
    case = taken(room)
    said = {"lembar": new_number(), "decisions.0.decision": WORDS, "tambah": "decisions"}
    shown = room.client(room.sari).post(page(case, "case-meeting"), said).content.decode()
    assert WORDS in shown
    assert 'name="decisions.1.decision"' in shown
    empty = {"lembar": new_number(), "decisions.0.decision": "", "tambah": "decisions"}
    assert 'name="decisions.1.decision"' in room.client(room.sari).post(page(case, "case-meeting"), empty).content.decode()
    strange = {"lembar": new_number(), "decisions.999999.decision": "", "tambah": "decisions"}
    assert room.client(room.sari).post(page(case, "case-meeting"), strange).status_code == 200


def test_h14_what_she_says_about_ending_her_life_is_answered_while_the_sheet_is_half_filled(room) -> None:
    case = taken(room)
    browser, number = room.client(room.sari), new_number()
    save = page(case, "assessment", "simpan/")
    version = browser.post(save, {"lembar": number, "self_harm": "yes"}).content.decode()
    duty = owed(case)["suicide-safety"]
    assert duty.late_at - duty.began_at == timedelta(minutes=30)
    # Typing on asks nothing twice; what answers it is the safety plan that says so.
    assert browser.post(save, {"lembar": number, "self_harm": "yes", "lembar_versi": version}).status_code == 200
    at = (room.now + timedelta(minutes=1)).astimezone(room.palangka.timezone)
    when = {"when_date": f"{at:%Y-%m-%d}", "when_time": f"{at:%H:%M}"}
    plan = {**when, "lembar": new_number(), "safe_now": "safe"}
    assert browser.post(page(case, "safety-plan"), plan).status_code == 302
    assert "suicide-safety" in owed(case)
    with acting_as("tests"):
        values = {"when": room.now + timedelta(minutes=5), "never_alone": True}
        actions.keep_sheet(case, BY_CODE["safety-plan"], values, number=new_number(), by=room.sari, at=room.now + timedelta(minutes=5))
    assert "suicide-safety" not in owed(case)
    # Keeping the sheet later, and correcting it, does not ask again.
    with acting_as("tests"):
        draft = Sheet.objects.get(number=number)
        values = {"when": room.now + timedelta(minutes=6), "self_harm": True}
        at = room.now + timedelta(minutes=6)
        kept = actions.keep_sheet(case, BY_CODE["assessment"], values, number=draft.number, by=room.sari, at=at)
        actions.keep_sheet(case, BY_CODE["assessment"], values, number=new_number(), replaces=kept, by=room.sari, at=at)
    assert "suicide-safety" not in owed(case)


def test_h14_instruments_are_neither_owed_nor_asked() -> None:
    words = " ".join(str(f.label) for kind in BY_CODE.values() for f in kind.sheet.fields()).casefold()
    for name in ("srq", "phq", "skor", "danger assessment"):
        assert name not in words


def test_h12_no_sheet_asks_what_must_not_be_asked() -> None:
    words = " ".join(f"{f.label} {f.hint}" for kind in BY_CODE.values() for f in kind.sheet.fields()).casefold()
    for asked in ("perawan", "riwayat seksual", "pakaian yang dipakai", "mengapa bertahan", "mengapa tidak pergi", "nik", "agama:"):
        assert asked not in re.findall(r"[\w ]+", words)
        assert f" {asked} " not in words


def test_a_text_that_is_read_to_her_changes_only_with_its_version() -> None:
    import hashlib

    found = {
        f"{kind.code} {kind.form}": hashlib.sha256("\n".join(said.text for said in kind.explains).encode()).hexdigest()[:12]
        for kind in BY_CODE.values()
        if kind.code in READ_TO_HER
    }
    assert found == READ_TO_HER_NOW, "A changed text is a new form version; the old text goes to explained_before."


READ_TO_HER = {"safety-plan"}
READ_TO_HER_NOW = {"safety-plan 2026-11": "d7160d968e28"}
