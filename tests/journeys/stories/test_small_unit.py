"""A unit kecil played by one account: a question pointed on and closed, then a small case from report to after-care (H-06)."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.reporting import begin
from tests.journeys.stories import moves
from tests.journeys.stories.moves import DAY, HOUR, MINUTE, closing_time, fill, keep, refused, stands

ALONE, NEIGHBOUR, PROVINCE = "kepala-6208", "supervisor-6201", "supervisor-62"
NAME, BOSS, SECRET, GOAL = "Marlinae Sukarti", "Hasbullah Toko", "gudang beras xqwz", "Bekerja tanpa diteriaki"
ASKED = {
    "consultation.about": "family_papers",
    "consultation.how": "told_where",
    "consultation.service": "Posbakum Pengadilan Agama",
    "consultation.service_answered": "yes",
}
SHOUTED_AT = {
    "safe_now": "safe",
    "victims.0.contact_way": "own_phone",
    "victims.0.contact_number": "0812-0000-6208",
    "victims.0.age_band": "25_44",
    "victims.0.name": NAME,
    "victims.0.sex": "female",
    "incident.narrative": f"Diteriaki dan dihina di {SECRET}",
    "incident.forms": ["psychological"],
    "incident.place_kind": "workplace",
    "incident.domestic": "no",
    "reporter.capacity": "self",
    "reported_parties.0.name": BOSS,
    "reported_parties.0.age_years": "50",
    "reported_parties.0.relations.0.relation": "employer",
    **moves.signs("economically_dependent"),
}
TIMELINE = [
    "Laporan diterima",
    "Pendamping ditugaskan",
    "Pendamping menerima",
    "Kontak pertama",
    "Rencana disusun bersama dia",
    "Rencana ditandatangani",
    "Layanan direncanakan: Layanan hukum",
    "Hasil layanan dicatat",
    "Lembar ditulis",  # how she is
    "Tugas ditiadakan dengan alasan: Ia tidak menginginkannya, sesudah dijelaskan",
    "Rencana dievaluasi",
    "Pendampingan selesai: Kebutuhan dan tujuannya terpenuhi",
    "Keadaannya dilihat sesudah selesai: Aman, tidak perlu bantuan",
    "Kasus dibuka kembali: Ia meminta lagi",
    "Asesmen risiko: Sedang",
]


@pytest.mark.long
def test_h06_one_account_closes_a_question_on_one_screen_and_carries_a_case_alone(visit: Visit) -> None:
    """H-01, H-05, H-06, and H-11; what one person did alone is listed for the province."""
    alone = visit(ALONE, PHONE)
    _a_question_is_pointed_on_and_closed(alone)
    told = moves.now() - 5 * MINUTE
    case = moves.report(alone, {**SHOUTED_AT, "received_at": told})
    soon = {"first-contact-medium": told + 6 * HOUR, "psychological-support": told + DAY}
    stands(alone, case, soon)
    assert "Belum ada pendamping." in alone.text
    filled = alone.page.locator("main .govuk-button:not(.govuk-button--secondary)").all_inner_texts()
    assert filled == ["Saya tangani"]
    alone.look("nobody-yet")
    alone.press("Saya tangani")  # one tap, no reason, nobody asked
    stands(alone, case, soon)
    _what_helps_her_is_never_waived(alone, case)
    moves.first_contact(alone, case, told + MINUTE, needs="Jam kerja yang wajar", safe_now="safe")
    stands(alone, case, {})
    review = (moves.now() + 30 * DAY).date()
    _the_plan_is_hers_and_waits_for_no_signature(alone, case, review)
    _a_service_runs_and_a_look_is_waived(alone, case, review)
    days = _is_closed_with_her(alone, case)
    for other in (visit(NEIGHBOUR, DESK), visit("pendamping-6208", DESK)):  # H-11; need-to-know within the unit
        moves.finds_nothing(other, case, NAME, SECRET)
    _the_province_reads_what_was_done_alone(visit, alone, case)
    _is_looked_after_and_comes_back(alone, case, days)
    assert moves.timeline(alone, case) == TIMELINE
    moves.shows_none_of(alone, NAME, BOSS, SECRET, GOAL)
    alone.look("timeline")


def _a_question_is_pointed_on_and_closed(alone: Officer) -> None:
    """Not while it was not asked whether she is safe (H-01), and with the name of the service that was reached (H-05)."""
    begin(alone)
    menu = alone.page.locator("nav").first.get_by_role("link").all_inner_texts()
    assert menu == ["Hari ini", "Laporan", "Kasus"]
    alone.unfold_named("Hanya bertanya, dan sudah dijawab? Konsultasi selesai")
    fill(alone, {"victims.0.age_band": "25_44", **ASKED})
    refused(
        alone, "Konsultasi selesai", "Belum diketahui apakah ia aman sekarang. Belum tahu tidak pernah berarti rendah."
    )
    alone.look("question")
    fill(alone, {"safe_now": "safe"})
    alone.press("Konsultasi selesai")
    alone.sees("Konsultasi tercatat dan selesai. Tidak ada tugas yang tertinggal.")
    alone.page.locator(".rows > li").filter(has_text="konsultasi selesai").first.locator("a").click()
    alone.follow("Buka kasus")
    for read in (
        "Perceraian, nafkah, hak asuh, surat-surat",
        "Posbakum Pengadilan Agama (menjawab)",
        "Tidak ada tugas",
    ):
        alone.reads(read)
    asked = alone.path.split("/")[2]
    assert moves.owed(alone, asked) == []
    assert moves.timeline(alone, asked) == [
        "Laporan diterima",
        "Konsultasi selesai: Perceraian, nafkah, hak asuh, surat-surat",
    ]
    moves.shows_none_of(alone, "Posbakum")


def _what_helps_her_is_never_waived(alone: Officer, case: str) -> None:
    alone.open(f"/berkas/{case}/tugas/first-contact-medium/tiadakan/")
    alone.sees("Tugas ini menyangkut keselamatan atau undang-undang dan tidak dapat ditiadakan.")
    assert not alone.page.get_by_role("button", name="Tiadakan").count()


def _the_plan_is_hers_and_waits_for_no_signature(alone: Officer, case: str, review: date) -> None:
    """Whoever makes it signs it; nothing waits for a head who is the same person."""
    alone.open(f"/berkas/{case}/rencana/susun/")
    fill(alone, {"goals": GOAL, "drawn_with_her": "yes", "agrees": "yes"})
    refused(alone, "Simpan rencana", "Belum ada tanggal melihat rencana ini lagi.")
    fill(alone, {"review_on": review})
    alone.press("Simpan rencana")
    stands(alone, case, {"evaluate-plan": closing_time(review)})
    alone.open(f"/berkas/{case}/rencana/")
    alone.reads(GOAL)
    alone.look("plan")


def _a_service_runs_and_a_look_is_waived(alone: Officer, case: str, review: date) -> None:
    waits = {"evaluate-plan": closing_time(review)}
    planned = (moves.now() + 3 * DAY).date()
    said = {
        "domain": "legal",
        "need": "Tahu hak sebagai pekerja",
        "service": "legal",
        "payer": "free",
        "planned_on": planned,
    }
    keep(alone, f"{case}/layanan/tambah/", said, press="Simpan layanan", then="Tahu hak sebagai pekerja")
    stands(alone, case, {**waits, "give-service": closing_time(planned)})
    alone.open(f"/berkas/{case}/layanan/")
    alone.follow("Catat hasil")
    fill(alone, {"outcome": "met", "her_words": "Atasannya minta maaf"})
    alone.press("Simpan hasil")
    alone.sees("Kebutuhannya terpenuhi")
    next_at = closing_time((moves.now() + 14 * DAY).date())
    keep(alone, f"{case}/lembar/monitoring/", {"safe_now": "safe", "next_at": next_at})
    stands(alone, case, {**waits, "next-monitoring": next_at})
    alone.open(f"/berkas/{case}/tugas/next-monitoring/tiadakan/")
    refused(alone, "Tiadakan", "Pilih alasannya.")
    fill(alone, {"alasan": "she_does_not_want"})
    alone.press("Tiadakan")
    stands(alone, case, waits)


def _is_closed_with_her(alone: Officer, case: str) -> list[date]:
    """Not before her plan was looked at, not without days to look after her; the same checks as anywhere."""
    page = f"/berkas/{case}/selesai/"
    alone.open(page)
    fill(alone, {"reason": "goals_reached", **{f"visit_{place}_on": "" for place in (1, 2, 3)}})
    press = "Tutup pendampingan"
    refused(
        alone,
        press,
        "Tugas ini belum selesai: Lihat lagi rencananya bersama dia.",
        "Rencananya belum dievaluasi.",
        "Persetujuannya belum tercatat.",
        "Tanggal melihat keadaannya lagi belum ada.",
    )
    alone.look("not-yet")
    alone.open(f"/berkas/{case}/")
    moves.row(alone, "evaluate-plan").get_by_role("link").first.click()
    fill(alone, {"reached": "all", "ends": "yes"})
    alone.press("Simpan evaluasi")
    stands(alone, case, {})
    today = moves.now().date()
    days = [today + after * DAY for after in (30, 90, 180)]
    said = {
        "reason": "goals_reached",
        "plan": "met",
        "agrees": "yes",
        "agreement_form": "spoken",
        "numbers_left": "yes",
    }
    alone.open(page)
    fill(alone, {**said, "visit_1_on": today + 400 * DAY})
    refused(alone, press, "Tanggal pemantauan harus sesudah hari ini, paling lama enam bulan.")
    fill(alone, {f"visit_{place}_on": day for place, day in enumerate(days, 1)})
    closed = moves.now()
    alone.press(press)
    alone.sees("pendampingan selesai")
    visits = [closing_time(day) for day in days]
    stands(alone, case, {"aftercare-visit": visits, "aftercare-end": closed + 183 * DAY})
    alone.look("closed")
    return days


def _the_province_reads_what_was_done_alone(visit: Visit, alone: Officer, case: str) -> None:
    """Coded, no name and no word; the review limits nobody and opens nothing, and no other district sees it."""
    spoken = f"{case[:4]}-{case[4:8]}-{case[8:]}"
    province = visit(PROVINCE, DESK)
    province.open("/tinjauan/")
    province.sees("tinjauan yang terlambat tidak membatasi siapa pun")
    rows = province.page.locator(".rows > li").filter(has_text=spoken)
    done = rows.locator("strong").all_inner_texts()
    assert done == [
        "Menutup kasus yang didampinginya sendiri",
        "Meniadakan tugasnya sendiri",
        "Menyusun dan menandatangani rencana sendiri",
    ]
    moves.shows_none_of(province, NAME, BOSS, SECRET, GOAL)
    province.look("done-alone")
    moves.finds_nothing(province, case, NAME, SECRET)
    province.open("/tinjauan/")
    province.press("Tandai sudah ditinjau")
    expect(rows.filter(has_text="sudah ditinjau")).to_have_count(3)
    neighbour = visit(NEIGHBOUR, DESK)
    neighbour.open("/tinjauan/")
    moves.shows_none_of(neighbour, spoken)
    alone.open("/tinjauan/")
    alone.reads(spoken)
    assert not alone.page.get_by_role("button", name="Tandai sudah ditinjau").count()  # by somebody else


def _is_looked_after_and_comes_back(alone: Officer, case: str, days: list[date]) -> None:
    """A visit meets its own day; when she asks again nothing of what was is lost."""
    ends = dict(moves.owed(alone, case))["Akhiri pemantauan, serahkan ke Puspaga bila perlu"]
    alone.open(f"/berkas/{case}/")
    alone.page.locator(f"a[href*='/{case}/sesudah/']").first.click()
    fill(alone, {"wellbeing": "safe"})
    alone.press("Simpan")
    alone.sees("Tercatat. Bila ia perlu bantuan lagi, buka kembali kasusnya.")
    stands(alone, case, {"aftercare-visit": [closing_time(day) for day in days[1:]], "aftercare-end": ends})
    alone.open(f"/berkas/{case}/buka-lagi/")
    fill(alone, {"reason": "asks_again"})
    again = moves.now()
    alone.press("Buka kembali")
    alone.sees("Kasus terbuka lagi. Tugasnya mengikuti.")
    stands(alone, case, {"ask-again-safety": again + DAY})  # H-01: what was known then is not known now
    alone.reads("Jam kerja yang wajar")
    alone.look("open-again")
    moves.assess_risk(alone, case, "economically_dependent")
    stands(alone, case, {})
