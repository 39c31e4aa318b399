"""Taking a report on the page: it asks little, blocks on nothing, loses nothing (H-08, H-12, H-22)."""

import re
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.test import Client
from django.utils import timezone, translation

from dampingi.access.actor import acting_as
from dampingi.cases import fields as sheets
from dampingi.cases.models import Case
from dampingi.cases.views import reporting
from dampingi.intake import actions as intake
from dampingi.intake.fields import COMPLAINT
from dampingi.intake.models import Draft, Report, Rescue
from dampingi.kernel.fields import Field, Group
from dampingi.keys import case as keys
from dampingi.people.models import Person
from dampingi.web.sheets import Section, screen
from tests.access.routes import form_of
from tests.cases.steps import duty, hand, lines, owed
from tests.fixtures import SECRET, STORY

FIRST_SCREEN = {
    "victims.0.contact_way", "victims.0.contact_number", "victims.0.contact_note", "victims.0.age_band",
    "incident.narrative", "incident.region_code", "safe_now",
}  # fmt: skip
PREFILLED = {"channel", "received_at"}


@pytest.fixture
def peni(room) -> Client:
    return room.client(room.peni)


def begin(browser: Client) -> str:
    """Begin a sheet; return its address."""
    return browser.post("/catatan/baru/").url


def draft_at(address: str) -> Draft:
    with acting_as("tests"):
        return Draft.objects.select_related("report", "unit").get(number=address.strip("/").split("/")[-1])


def sheet_at(address: str) -> dict:
    with acting_as("tests"):
        return intake.read_draft(draft_at(address))


def send(browser: Client, address: str, said: dict | None = None, *, button: str = "kirim", fresh: dict | None = None):
    """Send the form of the page as it stands, with some answers typed over it."""
    held = fresh if fresh is not None else form_of(browser.get(address).content.decode(), address)
    return browser.post(address, {**held, **(said or {}), **({button: "ya"} if button else {})})


def opened(address: str, ago: timedelta) -> None:
    """Let a sheet have been opened that long ago, as its reception time says."""
    draft = draft_at(address)
    then = timezone.now() - ago
    local = timezone.localtime(then, draft.unit.timezone)
    with acting_as("tests"):
        said = {**intake.read_draft(draft), "received_at": local.isoformat(timespec="minutes")}
        intake.save_draft(draft, said, version=draft.version, by=draft.staff, at=timezone.now())
        Draft.objects.filter(id=draft.id).update(opened_at=then)


def made_by(browser_answer) -> Report:
    assert browser_answer.status_code == 302, browser_answer.content.decode()[-2000:]
    number = browser_answer.url.strip("/").split("/")[-1]
    with acting_as("tests"):
        return Report.objects.get(number=number)


# --- H-12: it asks little ---------------------------------------------------------------------------


class Shown(HTMLParser):
    """The names of the inputs of the sheet's form that stand open, outside anything folded away."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.folded, self.in_main, self.names = 0, False, set()
        self.feed(html)

    def handle_starttag(self, tag, attrs) -> None:
        said = dict(attrs)
        if tag == "form":
            self.in_main = "data-autosave-url" in said
        self.folded += tag == "details"
        if self.in_main and not self.folded and tag in ("input", "select", "textarea") and said.get("type") != "hidden":
            self.names.add(said["name"].removesuffix("_date").removesuffix("_time"))

    def handle_endtag(self, tag) -> None:
        self.folded -= tag == "details"
        self.in_main = self.in_main and tag != "form"


def names_in(section: Section) -> set[str]:
    found = {i.name for i in section.inputs}
    return found.union(*(names_in(s) for s in (*section.parts, *section.rows)))


def test_h12_the_first_screen_asks_exactly_what_it_may(room, peni) -> None:
    page = peni.get(begin(peni)).content.decode()
    assert Shown(page).names == FIRST_SCREEN
    declared = screen(COMPLAINT, {}, zone=room.palangka.timezone, owed=reporting.FIRST)
    assert names_in(declared) == FIRST_SCREEN | PREFILLED


def test_h08_safe_contact_is_asked_before_anything_else(room, peni) -> None:
    page = peni.get(begin(peni)).content.decode()
    places = {name: page.index(f'name="{name}"') for name in FIRST_SCREEN}
    assert min(places, key=places.__getitem__) == "victims.0.contact_way"
    assert "jangan hubungi lebih dulu" in page


def test_h12_channel_and_reception_are_filled_already(room, peni) -> None:
    address = begin(peni)
    held = form_of(peni.get(address).content.decode(), address)
    local = timezone.localtime(draft_at(address).opened_at, room.palangka.timezone)
    assert (held["channel"], held["received_at_date"], held["received_at_time"]) == (
        ["visit"],
        [f"{local:%Y-%m-%d}"],
        [f"{local:%H:%M}"],
    )


NEVER_ASKED = {
    "id": (
        "riwayat seksual", "pengalaman seksual", "perawan", "keperawanan", "selaput dara", "pakaian", "busana", "baju",
        "mengapa bertahan", "kenapa bertahan", "mengapa tidak pergi", "mengapa tidak melapor", "menggoda", "mabuk",
    ),
    "en": (
        "sexual history", "sexual experience", "virgin", "hymen", "clothing", "clothes", "dress", "wearing", "wore",
        "why she stayed", "why did", "why not leave", "provok", "drunk",
    ),
}  # fmt: skip
SHEETS = [COMPLAINT, *(sheet for sheet in vars(sheets).values() if isinstance(sheet, Group))]


def words_of(item: Field | Group) -> list[str]:
    if isinstance(item, Group):
        return [str(item.label), *(words for inner in item.items for words in words_of(inner))]
    listed = [str(words) for words in item.codes.words.values()] if item.codes else []
    return [str(item.label), str(item.hint), str(item.purpose), *listed]


@pytest.mark.parametrize("language", ["id", "en"])
def test_h12_no_sheet_asks_sexual_history_clothing_virginity_or_why_she_stayed(language: str) -> None:
    with translation.override(language):
        asked = {sheet.code: " · ".join(words_of(sheet)).casefold() for sheet in SHEETS}
    assert {"complaint", "first_contact", "police", "learned", "assessment"} <= set(asked)
    assert ("where" if language == "en" else "di mana") in asked["complaint"]  # the control: words are read
    found = [
        (code, word) for code, said in asked.items() for word in NEVER_ASKED[language] if re.search(rf"\b{word}", said)
    ]
    assert found == []


@pytest.mark.parametrize("code", ["nik", "birth_date", "phone", "address"])
def test_h12_what_only_a_letter_needs_waits_and_says_why(room, code) -> None:
    (victims,) = [item for item in COMPLAINT.items if item.code == "victims"]
    field = victims.item(code)
    assert field.owed in reporting.NEEDED
    assert str(field.purpose)
    assert not field.required


# --- it blocks on nothing ---------------------------------------------------------------------------


def test_h12_an_empty_sheet_is_a_report(room, peni) -> None:
    report = made_by(send(peni, begin(peni)))
    with acting_as("tests"):
        case = Case.objects.get(report=report)
    assert (case.risk, case.owner_id) == ("unassessed", room.peni.id)
    assert {"ask-safety", "first-contact-high", "safe-contact", "find-age"} <= set(owed(case))


def test_h12_half_filled_it_is_saved_and_is_there_again(room, peni) -> None:
    address = begin(peni)
    answer = send(peni, address, {"incident.narrative": STORY, "victims.0.contact_way": "own_phone"}, button="")
    assert (answer.status_code, answer.url) == (302, address)
    held = form_of(peni.get(address).content.decode(), address)
    assert (held["incident.narrative"], held["victims.0.contact_way"]) == ([STORY], ["own_phone"])
    assert address in peni.get("/catatan/").content.decode()
    assert not Report.objects.exists()


def test_not_safe_now_is_high_at_once(room, peni) -> None:
    report = made_by(send(peni, begin(peni), {"safe_now": "unsafe"}))
    with acting_as("tests"):
        assert Case.objects.get(report=report).risk == "high"


def test_what_is_wrong_stands_beside_its_field_and_everything_typed_is_kept(room, peni) -> None:
    address = begin(peni)
    said = {"incident.narrative": STORY, "incident.region_code": "Negeri Entah Qq", "received_at_date": "31-31-2026"}
    answer = send(peni, address, said)
    page = answer.content.decode()
    assert answer.status_code == 422
    held = form_of(page, address)
    assert (held["incident.narrative"], held["incident.region_code"]) == ([STORY], ["Negeri Entah Qq"])
    assert page.count("govuk-error-message") == 2
    assert sheet_at(address)["incident"]["narrative"] == STORY
    with acting_as("tests"):
        assert not Report.objects.exists()


def test_another_person_is_another_row_and_another_case(room, peni) -> None:
    address = begin(peni)
    held = form_of(peni.get(address).content.decode(), address)
    page = peni.post(address, {**held, "victims.0.age_band": "25_44", "tambah": "victims"}).content.decode()
    held = form_of(page, address)
    assert held["victims.0.age_band"] == ["25_44"]
    report = made_by(send(peni, address, {"victims.1.age_band": "6_12"}, fresh=held))
    with acting_as("tests"):
        kinds = [case.kinds for case in Case.objects.filter(report=report).order_by("place_in_report")]
    assert ["violence_against_child" in k for k in kinds] == [False, True]


def test_the_report_answers_at_once_with_reasons_duties_and_who_could_help(room, peni) -> None:
    report = made_by(send(peni, begin(peni), {"safe_now": "unsafe", "victims.0.age_band": "25_44"}))
    page = peni.get(f"/catatan/{report.number}/").content.decode()
    with acting_as("tests"):
        case = Case.objects.get(report=report)
    for words in (case.number, "Sari Petugas", "Lina Petugas", "Hubungi dan temui", "Yang menolong sekarang tetap unit ini."):
        assert words in page, words
    assert room.client(room.budi).get(f"/catatan/{report.number}/").status_code == 404
    hand(room, case, room.sari)
    assert peni.get(f"/catatan/{report.number}/").status_code == 404  # her need to know has ended
    assert room.client(room.sari).get(f"/catatan/{report.number}/").status_code == 200


# --- second click, two browsers, session lost, left open --------------------------------------------


def test_a_second_click_makes_no_second_report(room, peni) -> None:
    address = begin(peni)
    held = form_of(peni.get(address).content.decode(), address)
    answers = [send(peni, address, {"incident.narrative": STORY}, fresh=held) for _ in range(2)]
    assert [a.status_code for a in answers] == [302, 302]
    assert answers[0].url == answers[1].url
    with acting_as("tests"):
        assert Report.objects.count() == 1
    assert peni.get(address).url == answers[0].url


def test_two_browsers_on_one_sheet_see_both_versions_and_lose_neither(room, peni) -> None:
    address, other = begin(peni), room.client(room.peni)
    held = form_of(peni.get(address).content.decode(), address)
    send(other, address, {"incident.narrative": "Dari peramban kedua"}, button="")
    answer = send(peni, address, {"incident.narrative": STORY}, fresh=held)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "juga disimpan dari peramban lain" in page
    assert "Dari peramban kedua" in page
    mine = form_of(page, address)
    assert mine["incident.narrative"] == [STORY]
    with acting_as("tests"):
        assert not Report.objects.exists()
    report = made_by(send(peni, address, fresh=mine))  # pressed again, her version is taken
    with acting_as("tests"):
        key = keys.load([report.id])[report.id]
        told = keys.unseal(key, bytes(report.sheet), table="intake_report", pk=report.id, column="sheet")
    assert told["narrative"] == STORY


def test_typing_saves_itself_and_says_when_another_browser_was_here(room, peni) -> None:
    address = begin(peni)
    held = form_of(peni.get(address).content.decode(), address)
    first = peni.post(f"{address}simpan/", {**held, "incident.narrative": "Satu"})
    assert (first.status_code, first.content) == (200, b"2")
    stale = peni.post(f"{address}simpan/", {**held, "incident.narrative": "Dua"})
    assert stale.status_code == 409
    assert "peramban lain" in stale.content.decode()
    assert sheet_at(address)["incident"]["narrative"] == "Satu"


@pytest.mark.parametrize("door", ["simpan/", ""])
def test_a_session_lost_while_typing_loses_no_word(room, peni, door) -> None:
    address = begin(peni)
    held = {**form_of(peni.get(address).content.decode(), address), "incident.narrative": STORY}
    answer = Client().post(f"{address}{door}", held)
    assert answer.status_code == (401 if door else 302)
    if door:
        assert "Yang Anda ketik disimpan" in answer.content.decode()
    with acting_as("tests"):
        (rescue,) = Rescue.objects.all()
    assert STORY.encode() not in bytes(rescue.sheet)
    assert "terselamatkan" in peni.get(address).content.decode()
    assert room.client(room.ratna).post(f"{address}ketikan/").status_code == 404  # only its author's
    assert peni.post(f"{address}ketikan/").url == address
    assert form_of(peni.get(address).content.decode(), address)["incident.narrative"] == [STORY]
    with acting_as("tests"):
        assert not Rescue.objects.exists()


@pytest.mark.parametrize("secret", ["", "wrong", "of-another"])
def test_nobody_rescues_into_a_sheet_whose_page_she_was_not_shown(room, peni, secret) -> None:
    address, other = begin(peni), begin(peni)
    if secret == "of-another":
        secret = form_of(peni.get(other).content.decode(), other)["secret"][0]
    answer = Client().post(f"{address}simpan/", {"secret": secret, "incident.narrative": "Titipan"})
    assert answer.status_code == 401  # the same answer: nothing tells whether such a sheet exists
    with acting_as("tests"):
        assert not Rescue.objects.exists()


@pytest.mark.parametrize(("ago", "asks"), [(timedelta(hours=5, minutes=50), False), (timedelta(hours=14), True)])
def test_a_page_left_open_overnight_asks_once_when_it_was_really_received(room, peni, ago, asks) -> None:
    address = begin(peni)
    opened(address, ago)
    answer = send(peni, address, {"incident.narrative": STORY})
    if not asks:
        assert made_by(answer)
        return
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "dibuka sejak lama" in page
    held = form_of(page, address)
    assert held["incident.narrative"] == [STORY]
    report = made_by(send(peni, address, fresh=held))  # looked at, and it stands
    assert report.received_at < timezone.now() - timedelta(hours=13)


def test_a_page_left_open_and_corrected_is_taken_with_the_new_time(room, peni) -> None:
    address = begin(peni)
    opened(address, timedelta(hours=14))
    held = form_of(send(peni, address).content.decode(), address)
    now = timezone.localtime(timezone.now(), room.palangka.timezone)
    said = {"received_at_date": f"{now:%Y-%m-%d}", "received_at_time": f"{now:%H:%M}"}
    report = made_by(send(peni, address, said, fresh=held))
    assert timezone.now() - report.received_at < timedelta(minutes=2)


def test_thrown_away_it_is_gone_with_its_key_and_only_its_author_does_it(room, peni) -> None:
    address = begin(peni)
    draft = draft_at(address)
    assert room.client(room.ratna).post(f"{address}buang/").status_code == 404
    assert peni.post(f"{address}buang/").status_code == 302
    assert peni.get(address).status_code == 404
    assert keys.load([draft.id]) == {}


@pytest.mark.parametrize("who", ["ratna", "sari", "budi", "wati", "adi"])
def test_a_sheet_is_its_authors_alone(room, peni, who) -> None:
    address = begin(peni)
    send(peni, address, {"victims.0.name": SECRET}, button="")
    other = room.client(getattr(room, who))
    assert other.get(address).status_code in (403, 404)
    assert other.get("/catatan/").content.decode().count(address) == 0
    assert address in peni.get("/catatan/").content.decode()


# --- H-22: paper ------------------------------------------------------------------------------------


class Labels(HTMLParser):
    """The questions of a page in their order."""

    def __init__(self, html: str, wanted: set[str]) -> None:
        super().__init__()
        self.wanted, self.found = wanted, []
        self.feed(html)

    def handle_data(self, data: str) -> None:
        words = data.strip()
        if words in self.wanted and words not in self.found:
            self.found.append(words)


def test_h22_the_blank_sheet_asks_the_same_in_the_same_order(room, peni) -> None:
    with translation.override("id"):
        zone = room.palangka.timezone
        parts = [screen(COMPLAINT, {}, zone=zone, owed=owed_) for owed_ in (reporting.FIRST, reporting.KNOWN, reporting.NEEDED)]
        every = {i.label for part in parts for i in _inputs(part)}
    blank = Labels(peni.get("/catatan/kosong/").content.decode(), every).found
    shown = Labels(peni.get(begin(peni)).content.decode(), every).found
    assert set(blank) == set(shown) == every
    assert len(every) > 30
    assert blank == shown


def _inputs(section: Section) -> list:
    inner = [i for s in (*section.parts, *section.rows) if s.code != "relations" for i in _inputs(s)]  # pairs
    return [*section.inputs, *inner]


def test_h22_paper_entered_later_runs_from_when_it_was_received(room, peni) -> None:
    address = begin(peni)
    then = timezone.localtime(timezone.now() - timedelta(days=2), room.palangka.timezone).replace(second=0, microsecond=0)
    said = {"channel": "letter", "received_at_date": f"{then:%Y-%m-%d}", "received_at_time": f"{then:%H:%M}"}
    report = made_by(send(peni, address, said))
    with acting_as("tests"):
        case = Case.objects.get(report=report)
    assert (report.received_at, report.channel) == (then, "letter")
    assert report.recorded_at > then + timedelta(days=1)
    first = duty(case, "first-contact-high")
    assert (first.began_at, first.late_at) == (then, then + timedelta(minutes=30))
    assert "terlambat" in peni.get(f"/catatan/{report.number}/").content.decode()
    (line,) = lines(case, "report.received")
    assert line.at >= report.recorded_at  # the ledger says when it was written down


def test_a_row_of_reported_parties_nobody_wrote_into_names_nobody(room, peni) -> None:
    report = made_by(send(peni, begin(peni), {"victims.0.age_band": "adult"}))
    with acting_as("tests"):
        assert not Person.objects.filter(file_id=report.id, role="reported").exists()
