"""A girl of 13 abused by a teacher at whose house she boards (UU 12/2022, UU 35/2014, UU 11/2012)."""

import re
from datetime import datetime

import pytest

from dampingi.services.catalog.rights import TPKS
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.stories import moves
from tests.journeys.stories.moves import DAY, HOUR, MINUTE, closing_time, fill, keep, refused, stands, working_days

UNIT, NEIGHBOUR = "6213", "supervisor-6201"
NAME, TEACHER, SECRET = "Reyhana Talimbung", "Rudianto Talimbung", "kotak kapur zqwy"
HOSPITAL = "RSUD Contoh Barito Timur"
ABUSED = {
    "victims.0.contact_way": "through_reporter",
    "victims.0.age_band": "13_17",
    "victims.0.name": NAME,
    "victims.0.sex": "female",
    "victims.0.age_years": "13",
    "channel": "school",
    "incident.narrative": f"Di ruang guru, dekat {SECRET}",
    "incident.forms": ["sexual"],
    "incident.tpks_kinds": ["child_intercourse_or_indecent_act"],
    "incident.may_include_penetration": "yes",
    "incident.place_kind": "school",
    "reporter.capacity": "school",
    "reporter.name": "Hermina Guru BK",
    "reported_parties.0.name": TEACHER,
    "reported_parties.0.age_years": "41",
    "reported_parties.0.relations.0.relation": "teacher",
}
TIMELINE = [
    "Laporan diterima",
    "Pendamping ditugaskan",
    "Pendamping menerima",
    "Asesmen risiko: Tinggi",
    "Kontak pertama",
    "Persetujuan dicatat",
    *["Nama dibuka"] * 2,  # by whoever looks at the packet before it goes
    "Dirujuk: Ia setuju",
    "Tautan untuk mitra dibuat",
    "Tautan dibuka mitra",
    "Nama dibuka",  # by the hospital
    "Rujukan diterima",
    "Nama dibuka",
    "Dilakukan atau terjadi: Diantar ke layanan kesehatan",
    "Rujukan selesai",
    "Nama dibuka",
    "Laporan polisi: Sudah disiapkan bersama dia; laporan menyusul",
    "Laporan polisi: Sudah dilaporkan ke polisi",
    "Lembar ditulis",  # the number of the police report
    "Dilakukan atau terjadi: Laporan sosial diminta",
    "Lembar ditulis",  # protected by the police
    "Lembar ditulis",  # LPSK asked
    "Lembar ditulis",  # LPSK decided
    "Lembar ditulis",  # the right to restitution told
    "Lembar ditulis",  # her rights, some
    "Lembar ditulis",  # her rights, all
    "Lembar ditulis",  # the file is complete
    "Lembar ditulis",  # a hearing is set
    "Lembar ditulis",  # and held
    "Lembar ditulis",  # the verdict
    "Lembar ditulis",  # restitution asked
    "Lembar ditulis",  # granted
    "Lembar ditulis",  # the prosecutor sent the copies
    "Lembar ditulis",  # restitution not paid
    "Lembar ditulis",  # the court was told
    "Lembar ditulis",  # paid
    "Lembar ditulis",  # the protection of the police has ended
]


@pytest.mark.long
def test_a_girl_is_helped_before_anybody_asks_the_police_and_heard_until_restitution(visit: Visit) -> None:
    """H-01, H-03, H-04, H-05, H-09, H-11 and H-17 on a child's way; C1, C3–C5, C7, C8, C22, C24 and C26 as duties."""
    told = moves.now() - 5 * MINUTE
    happened = told - 10 * HOUR
    case = moves.report(
        visit(f"pengaduan-{UNIT}", PHONE), {**ABUSED, "received_at": told, "incident.occurred_at": happened}
    )
    her = moves.accompanied(visit, UNIT, case)
    soon = {"child-prompt": told + 24 * HOUR, "psychological-support": told + 24 * HOUR, "first-contact-high": told}
    law = {
        "police-prepare": told + 48 * HOUR,
        "police-report": told + 3 * DAY,
        "rights-tpks": working_days(3, since=told),
    }
    medical = {"medical-72h": happened + 72 * HOUR}
    stands(her, case, {**medical, **soon, **law, "ask-safety": told})
    _h04_medical_first_with_the_hours_left(her)
    _h09_what_a_teacher_told_is_a_reminder_to_confirm(her)
    her.look("first-hour")

    _h05_h17_is_neither_pointed_on_nor_mediated_nor_left_unreported(her, case)
    moves.assess_risk(her, case, "reported_party_in_reach_of_child")
    stands(her, case, {**medical, **soon, **law, "safety-plan": told})  # H-01: high by one sign
    moves.first_contact(
        her, case, told + MINUTE, safety="Malam ini di rumah neneknya", needs="Tidak mau ke sekolah dulu"
    )
    stands(her, case, {**medical, **law})

    _her_guardian_is_not_the_one_she_fears(her, case)
    _h03_the_hospital_reads_what_both_agreed_to(her, visit, case, owed={**medical, **law}, at=told + 2 * MINUTE)
    _h09_the_police_are_told_with_her(her, case, at=told + 3 * MINUTE, rights={"rights-tpks": law["rights-tpks"]})
    _is_told_her_rights(her, case)
    _is_heard_in_court(her, case, protected=told + 3 * MINUTE)
    for other in (visit(NEIGHBOUR, DESK), visit(f"pendamping2-{UNIT}", DESK)):  # H-11; and need-to-know within the unit
        moves.finds_nothing(other, case, NAME, SECRET)
    assert moves.timeline(her, case) == TIMELINE
    moves.shows_none_of(her, NAME, TEACHER, SECRET)
    her.look("timeline")


def _h04_medical_first_with_the_hours_left(her: Officer) -> None:
    first = her.page.locator(".rows--act > li").first
    assert "Antar ke layanan kesehatan" in first.inner_text()
    assert re.search(r"6[12] jam lagi", first.inner_text())  # 72 hours since it happened, 10 of them gone
    assert "Perawatan tidak menunggu laporan polisi." in (first.text_content() or "")


def _h09_what_a_teacher_told_is_a_reminder_to_confirm(her: Officer) -> None:
    """The clock of art. 41 runs from her own word, or a health worker's; another's starts it to be confirmed."""
    asked = moves.row(her, "police-report").inner_text()
    assert "pengingat" in asked
    assert "(perlu dikonfirmasi)" in asked


def _h05_h17_is_neither_pointed_on_nor_mediated_nor_left_unreported(her: Officer, case: str) -> None:
    her.open(f"/berkas/{case}/hubungkan/")
    fill(her, {"service": "Puskesmas", "answered": "yes"})
    refused(
        her,
        "Simpan",
        "Keselamatannya belum ditanyakan.",
        "Kekerasan seksual dan dugaan perdagangan orang selalu ditangani",
    )
    her.open(f"/berkas/{case}/lembar/mediation/")
    fill(her, {"result": "none", "explained": "yes", "chooses": "yes", "trained": "yes"})
    never = "Kekerasan seksual tidak diselesaikan di luar pengadilan (UU 12/2022 Pasal 23, perlu dikonfirmasi)."
    refused(her, "Simpan", never, "Kekerasan terhadap anak tidak dimediasi.")
    her.look("no-mediation")
    her.open(f"/berkas/{case}/langkah/")
    fill(her, {"outcome": "explained", "told": "yes", "safety_updated": "yes"})
    refused(her, "Simpan", "Kasus anak selalu dilaporkan ke polisi.", "Pilihan ini ditandatangani Kepala UPTD.")
    her.open(f"/berkas/{case}/selesai/")
    fill(her, {"reason": "moved", "plan": "no_plan", "agrees": "yes"})
    refused(her, "Tutup pendampingan", "Tugas ini belum selesai: Laporkan ke polisi bersama dia.")


def _her_guardian_is_not_the_one_she_fears(her: Officer, case: str) -> None:
    """Not as he is chosen, not as he is called; her mother may, and not against her own no (H-03; domain §8)."""
    parts = ["identity", "health", "school"]
    moves.ask_consent(her, case, HOSPITAL, parts, moves.now(), adult__speaker="guardian", adult__guardian="reported-1")
    press, no = "Simpan jawabannya", "Wali ini terlapor dalam kasus ini; persetujuannya tidak dapat dipakai."
    refused(her, press, no, "Jawaban anak sendiri belum ditanyakan.")
    her.look("guardian-refused")
    fill(her, {"adult.guardian": "", "adult.guardian_words": TEACHER, "adult.assent": "yes"})
    refused(her, press, no)
    fill(her, {"adult.guardian_words": "Ibunya, Lusiana", "adult.assent": "no"})
    refused(her, press, "Anaknya tidak mau.")
    fill(her, {"adult.assent": "yes"})
    moves.agrees(her)


def _h03_the_hospital_reads_what_both_agreed_to(
    her: Officer, visit: Visit, case: str, *, owed: moves.Owed, at: datetime
) -> None:
    """Her school gives a child away and never goes along; her story she kept."""
    parts, due_on = ["identity", "health"], (moves.now() + DAY).date()
    said = {"request": "Mohon visum et repertum", "due_on": due_on}
    moves.draw_up_referral(her, case, HOSPITAL, "health", [*parts, "school", "story"], **said)
    her.sees("Untuk anak, sekolah dan desa tidak dibagikan kecuali memang perlu.")
    her.sees("Ia belum setuju membagikan ini kepada tujuan itu: Yang terjadi.")
    her.sees("Tidak ikut dibagikan: Yang terjadi; Sekolah")
    her.look("not-her-school")
    moves.shows_none_of(her, SECRET)
    moves.draw_up_referral(her, case, HOSPITAL, "health", parts, **said)
    moves.send_referral(her)
    waited = {"referral-outcome": closing_time(due_on)}
    stands(her, case, {**owed, **waited})

    her.open(f"/berkas/{case}/rujukan/")
    link = moves.make_link(her, HOSPITAL)
    her.look("link")
    partner = visit("", PHONE)
    moves.open_link(partner, link)
    for read in (NAME, "13", "Mohon visum et repertum"):
        partner.reads(read)
    moves.shows_none_of(
        partner, SECRET, TEACHER, case, "Hermina", "Lusiana", "Tidak mau ke sekolah dulu", "rumah neneknya"
    )
    partner.look("partner")
    fill(partner, {"answer": "accept"})
    partner.press("Kirim jawaban")
    partner.sees("diterima")
    moves.event(her, case, "taken_to_health", at)
    rest = {code: due for code, due in owed.items() if code != "medical-72h"}
    stands(her, case, {**rest, **waited})
    fill(partner, {"answer": "finish", "words": "Visum dibuat, obat diberikan"})
    partner.press("Kirim jawaban")
    partner.sees("Terima kasih. Tidak ada lagi yang perlu dijawab.")
    stands(her, case, rest)


def _h09_the_police_are_told_with_her(her: Officer, case: str, *, at: datetime, rights: moves.Owed) -> None:
    """Prepared, reported, protected: the clocks of police and LPSK are chased (UU 12/2022 arts. 31, 41–44)."""
    with_her = {"when": at, "told": "yes", "meeting_agreed": "yes", "safety_updated": "yes"}
    keep(her, f"{case}/langkah/", {**with_her, "outcome": "prepared"}, then="Tercatat.")
    keep(her, f"{case}/langkah/", {**with_her, "outcome": "reported"}, then="Tercatat.")
    after = {**rights, "tpks-rights": at + 7 * DAY}
    asked = {"child-social-report": at + 3 * DAY, "tpks-protection": at + DAY}
    stands(her, case, {**after, **asked, "police-number": working_days(3, since=at)})
    keep(her, f"{case}/lembar/law-police/", {"when": at, "number": "LP/13/PPA", "special_room": "yes"})
    moves.event(her, case, "social_report", at)
    stands(her, case, {**after, "tpks-protection": at + DAY})
    page = f"{case}/lembar/law-protection/"
    keep(her, page, {"when": at, "step": "temporary"})
    after |= {"tpks-protection-ends": at + 14 * DAY}
    stands(her, case, {**after, "tpks-lpsk": at + DAY})
    keep(her, page, {"when": at, "step": "lpsk_requested"})
    stands(her, case, {**after, "lpsk-decides": at + 7 * DAY})
    keep(her, page, {"when": at, "step": "lpsk_decided"})
    keep(her, f"{case}/lembar/law-restitution/", {"when": at, "step": "right_told"})
    stands(her, case, {**rights, "tpks-protection-ends": at + 14 * DAY})


def _is_told_her_rights(her: Officer, case: str) -> None:
    """One by one, until she understands: what was not told stands on the page (UU 12/2022 arts. 68–71)."""
    page, how = f"{case}/lembar/rights-tpks/", {"teller": "companion", "language": "maanyan"}
    named = {f"{group.code}.{right.code}": "yes" for group in TPKS for right in group.fields()}
    last = named.popitem()[0]
    keep(her, page, {**how, **named})
    her.open(f"/berkas/{case}/hukum/")
    her.sees("1 belum dijelaskan atau belum dipahami")
    her.look("rights")
    keep(her, page, {**how, last: "partly"})
    her.open(f"/berkas/{case}/hukum/")
    her.sees("Semua sudah dijelaskan")


def _is_heard_in_court(her: Officer, case: str, *, protected: datetime) -> None:
    """Hearing, verdict and restitution are events of the legal track, and each has its clock (arts. 30–33, 70)."""
    at, ends = moves.now(), {"tpks-protection-ends": protected + 14 * DAY}
    stands(her, case, ends)
    keep(her, f"{case}/lembar/law-prosecutor/", {"when": at, "step": "p21"})
    hearing_at = closing_time((at + 5 * DAY).date())
    hearing = {"when": at, "hearing_at": hearing_at, "agenda": "her_testimony", "prepared": ["remote", "waiting"]}
    keep(her, f"{case}/lembar/law-hearing/", hearing)
    stands(her, case, {**ends, "hearing": hearing_at})
    moves.row(her, "hearing").get_by_role("link").first.click()
    fill(her, {"outcome": "held", "accompanied": "yes", "respected": "yes"})
    her.press("Simpan")
    her.sees("Tersimpan.")

    at, leaves = moves.now(), closing_time((moves.now() + 9 * 365 * DAY).date())
    verdict = {"when": at, "outcome": "guilty", "copy_at": at, "final_at": at, "restitution": "no", "ends_at": leaves}
    keep(her, f"{case}/lembar/law-verdict/", verdict)
    free = {**ends, "custody-ends": leaves - 7 * DAY}  # she is told before he leaves
    paid, sent = {"tpks-restitution": at + 30 * DAY}, {"tpks-verdict": at + 7 * DAY}
    stands(her, case, {**free, **paid, **sent, "restitution-apply": at + 90 * DAY})
    page = f"{case}/lembar/law-restitution/"
    keep(her, page, {"when": at, "step": "asked", "amount": "25000000"})
    stands(her, case, {**free, **paid, **sent})
    keep(her, page, {"when": at, "step": "granted", "amount": "25000000"})
    stands(her, case, {**free, **paid, **sent, "restitution-copy": at + 7 * DAY})
    keep(her, f"{case}/lembar/law-prosecutor/", {"when": at, "step": "verdict_sent"})
    keep(her, page, {"when": at, "step": "unpaid"})
    stands(her, case, {**free, **paid, "restitution-unpaid": working_days(3, since=at)})
    keep(her, page, {"when": at, "step": "court_told"})
    stands(her, case, {**free, **paid})
    keep(her, page, {"when": at, "step": "paid", "amount": "25000000"})
    keep(her, f"{case}/lembar/law-protection/", {"when": moves.now(), "step": "ended"})
    stands(her, case, {"custody-ends": leaves - 7 * DAY})
    her.open(f"/berkas/{case}/hukum/")
    stages = her.page.locator(".track__stage--reached > strong").all_inner_texts()
    police = ["Laporan polisi", "Perlindungan", "Penyidikan dan jaksa"]
    assert stages == [*police, "Sidang", "Putusan", "Restitusi", "Sesudah putusan"]
    her.look("law")
