"""Taking a report: half-filled, saved, two people, a child among the reported, and on paper."""

import re
from datetime import datetime, timedelta

from django.utils import translation

from dampingi.kernel.codes import AUTHORITIES, CASE_KINDS, RELATIONS, RISKS
from dampingi.kernel.days import WIB, spoken_moment
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer, on_each_screen, unit_of
from tests.journeys.reporting import begin, cases_of


@on_each_screen
def test_a_report_is_taken(visit: Visit, width: int, language: str) -> None:
    officer = visit(f"pengaduan-{unit_of(width, language)}", width, language)
    _first_screen(officer)
    _fills(officer)
    officer.press("Simpan laporan")
    woman, child = cases_of(officer)
    _sees_what_started(officer)
    officer.open(f"/berkas/{child}/orang/")
    officer.sees("Anak yang dilaporkan")  # H-16
    assert officer.words("Terlapor") not in officer.text
    officer.reads(officer.said(RELATIONS.words["parent"]))
    assert "Mega" not in officer.text
    officer.look("people")
    officer.open(f"/berkas/{woman}/orang/")
    officer.reads(officer.said(RELATIONS.words["family"]))


def _first_screen(officer: Officer) -> None:
    """Asks little (H-12); half-filled it is kept."""
    begin(officer)
    officer.look("first-screen")
    asked = officer.page.locator("main [name]:visible").evaluate_all("fields => fields.map(f => f.name)")
    assert "victims.0.contact_way" in asked
    assert not [name for name in asked if re.search(r"nik|birth|address|victims\.\d\.name", name)]  # H-12

    officer.write("incident.narrative", "Didorong suaminya tadi malam")
    officer.press("Simpan sementara")
    officer.open("/catatan/")
    officer.shot("drafts")
    officer.follow("Lanjutkan isian")
    assert officer.field("incident.narrative").input_value() == "Didorong suaminya tadi malam"


def _fills(officer: Officer) -> None:
    """Two people, a child among the reported, the relation of each pair, a place by its name."""
    officer.press("+ Tambah orang lain")
    officer.choose("victims.0.contact_way", "own_phone")
    officer.write("victims.0.contact_number", "0812-1111-2222")
    officer.choose("victims.0.age_band", "25_44")
    officer.choose("victims.1.age_band", "6_12")
    place = officer.page.locator("#tempat option").nth(20).get_attribute("value") or ""
    officer.write("incident.region_code", place)
    officer.choose("safe_now", "unknown")
    for number, name in enumerate(("Kartini Tundan", "Mega Tundan")):
        officer.write(f"victims.{number}.name", name)
        officer.choose(f"victims.{number}.sex", "female")
    officer.choose("incident.forms", "physical")
    officer.choose("incident.domestic", "yes")
    officer.choose("reporter.capacity", "self")
    officer.write("reported_parties.0.name", "Andri Tundan")
    officer.write("reported_parties.0.age_years", "16")
    officer.choose("reported_parties.0.relations.0.relation", "family")
    officer.choose("reported_parties.0.relations.1.relation", "parent")
    officer.look("filled")


def _sees_what_started(officer: Officer) -> None:
    """Type, risk, authority, duties, numbers to phone, who could help, each with its reasons."""
    cards = officer.page.locator("section.card")
    for card, kind in ((cards.nth(0), "violence_against_women"), (cards.nth(1), "violence_against_child")):
        text = card.inner_text()
        assert officer.said(RISKS.words["unassessed"]) in text  # H-01
        assert officer.said(CASE_KINDS.words[kind]) in text
        assert officer.said(CASE_KINDS.words["domestic_violence"]) in text
        assert officer.said(AUTHORITIES.words["district"]) in text
        assert officer.words("Tanyakan keselamatan sekarang") in text
        assert card.locator("a[href^='tel:']").count() > 0  # H-02
    officer.unfold_named("Mengapa?")
    officer.sees("Yang menolong sekarang tetap unit ini.")
    officer.unfold_named("Siapa yang bisa mendampingi")
    officer.sees("siap")
    officer.look("received")


@on_each_screen
def test_h22_a_report_on_paper_is_entered_with_its_true_time(visit: Visit, width: int, language: str) -> None:
    officer = visit(f"pengaduan-{unit_of(width, language)}", width, language)
    begin(officer)
    received = datetime.now(WIB).replace(second=0, microsecond=0) - timedelta(hours=5)
    officer.choose("channel", "letter")
    officer.moment("received_at", received)
    officer.choose("victims.0.age_band", "adult")
    officer.shot("paper")
    officer.press("Simpan laporan")
    [case] = cases_of(officer)
    officer.open(f"/berkas/{case}/")
    duty = officer.page.locator(".rows > li").filter(has_text=officer.words("Tanyakan keselamatan sekarang"))
    duty.locator("summary").click()
    with translation.override(language):
        began = spoken_moment(received, WIB)
    assert f"{officer.words('Sejak')} {began}" in duty.inner_text()
    assert duty.locator(".tag--late").count() == 1


def _labels(officer: Officer, selector: str) -> list[str]:
    texts = officer.page.locator(selector).evaluate_all("found => found.map(e => e.textContent.trim())")
    return [re.sub(r"\s+", " ", text) for text in texts]


def _printed(officer: Officer) -> bytes:
    return officer.page.pdf(prefer_css_page_size=True)


def test_h22_the_blank_sheet_is_one_a4_in_screen_order(visit: Visit) -> None:
    for language, width in (("id", PHONE), ("en", DESK)):
        officer = visit("pengaduan-6207", width, language)
        begin(officer)
        on_screen = _labels(
            officer, "main form[data-autosave-url] :is(legend, label.govuk-label:not([class*='__label']))"
        )
        officer.open("/catatan/kosong/")
        officer.shot("blank")
        paper = _printed(officer)
        assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
        box = re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
        assert box
        assert (round(float(box[1])), round(float(box[2]))) in ((595, 842), (594, 841), (595, 841))
        on_paper = _labels(officer, ".blank dt, .blank p.cell")
        on_paper = [re.sub(r"^[YTN]\s*[YTN]\s*", "", text) for text in on_paper]
        shared = [text for text in on_paper if text in on_screen]
        assert len(shared) > 40
        assert shared == [text for text in on_screen if text in on_paper]
        # The relation is asked of each pair on the screen and once on paper, in fewer words.
        assert len([text for text in on_screen if text not in on_paper]) <= 1
        assert len([text for text in on_paper if text not in on_screen]) <= 1
