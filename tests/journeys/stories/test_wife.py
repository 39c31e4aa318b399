"""A wife beaten by her husband, from the first telephone call to the days after (UU 23/2004; Permen PPPA 2/2022)."""

from datetime import datetime

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.stories import moves
from tests.journeys.stories.moves import DAY, HOUR, MINUTE, closing_time, fill, keep, refused, stands, working_days

UNIT, NEIGHBOUR = "6211", "pendamping-6201"
NAME, HUSBAND, SECRET = "Nilawati Sangkurun", "Darius Sangkurun", "tikar pandan zqwx"
HOSPITAL = "RSUD Contoh Pulang Pisau"
GOAL = "Tinggal tenang bersama anak-anak"
BEATEN = {
    "victims.0.contact_way": "own_phone",
    "victims.0.contact_number": "0812-0000-6211",
    "victims.0.age_band": "25_44",
    "victims.0.name": NAME,
    "victims.0.sex": "female",
    "victims.0.age_years": "31",
    "safe_now": "unsafe",
    "incident.narrative": f"Dicekik suaminya di atas {SECRET}, anak-anak melihat",
    "incident.forms": ["physical", "psychological"],
    "incident.domestic": "yes",
    "reporter.capacity": "self",
    "reported_parties.0.name": HUSBAND,
    "reported_parties.0.relations.0.relation": "spouse",
    **moves.signs("strangled", "weapon", "reported_party_in_reach_of_child"),
}
TIMELINE = [
    "Laporan diterima",
    "Pendamping ditugaskan",
    "Pendamping menerima",
    "Kontak pertama",
    "Lembar ditulis",  # her safety plan
    "Dilakukan atau terjadi: Diantar ke layanan kesehatan",
    "Laporan polisi: Sudah dilaporkan ke polisi",
    "Lembar ditulis",  # the number of the police report
    "Lembar ditulis",  # protected by the police
    "Lembar ditulis",  # asked of the court
    "Lembar ditulis",  # ordered for a year
    "Lembar ditulis",  # the extension asked
    "Lembar ditulis",  # and ordered
    "Persetujuan dicatat",
    *["Nama dibuka"] * 2,  # by whoever looks at the packet before it goes
    "Dirujuk: Ia setuju",
    "Tautan untuk mitra dibuat",
    "Tautan dibuka mitra",
    "Nama dibuka",  # by the hospital
    "Rujukan selesai",
    "Nama dibuka",
    "Rencana disusun bersama dia",
    "Rencana ditandatangani",
    "Layanan direncanakan: Kesehatan",
    "Layanan dalam rencana diubah: Kesehatan",  # who bears its cost
    "Hasil layanan dicatat",
    "Rencana dievaluasi",
    "Asesmen risiko: Rendah",
    "Pendampingan selesai: Kebutuhan dan tujuannya terpenuhi",
    "Keadaannya dilihat sesudah selesai: Aman, tidak perlu bantuan",
]


@pytest.mark.long
def test_a_wife_is_kept_safe_protected_for_a_year_and_let_go(visit: Visit) -> None:
    """H-01, H-03, H-04, H-09, H-11, H-17 and H-23 on one woman's way; a protection order of a year, and longer."""
    told = moves.now() - 5 * MINUTE
    case = moves.report(visit(f"pengaduan-{UNIT}", PHONE), {**BEATEN, "received_at": told})
    her = moves.accompanied(visit, UNIT, case, width=PHONE)
    apply = {"pkdrt-help-apply": told + 3 * DAY}
    urgent = dict.fromkeys(("medical-72h", "first-contact-high", "safety-plan"), told)
    stands(her, case, {**urgent, **apply, "psychological-support": told + 24 * HOUR})  # H-01: one high sign is enough
    assert "Antar ke layanan kesehatan" in her.page.locator(".rows--act > li").first.inner_text()  # H-04: strangled
    her.look("first-hour")

    _h17_is_neither_closed_nor_mediated_in_danger(her, case)
    moves.first_contact(her, case, told + MINUTE, safe_now="unsafe", needs="Tidak pulang malam ini", hopes=GOAL)
    unsafe = {"safety-plan": told, "safety-again": told + MINUTE}  # she says so herself: her plan answers both
    stands(her, case, {"medical-72h": told, **unsafe, **apply})
    keep(her, f"{case}/lembar/safety-plan/", {"when": told + 2 * MINUTE, "go_to": "Ke rumah ibunya lewat dermaga"})
    moves.event(her, case, "taken_to_health", told + 2 * MINUTE)
    stands(her, case, apply)

    _h09_goes_to_the_police_once_she_agrees(her, case, at=told + 3 * MINUTE, before=apply)
    longer = _is_protected_for_a_year_and_longer(her, case, since=told + 3 * MINUTE)
    _h03_is_referred_by_her_word_alone(her, visit, case, protected={"pkdrt-order-ends": longer - 7 * DAY})
    _h23_has_a_plan_and_pays_nothing(her, visit, case, protected={"pkdrt-order-ends": longer - 7 * DAY})
    _is_let_go_and_looked_after(her, case, protected={"pkdrt-order-ends": longer - 7 * DAY})
    moves.finds_nothing(visit(NEIGHBOUR, DESK), case, NAME, SECRET)
    assert moves.timeline(her, case) == TIMELINE
    her.sees("Rencana keselamatan")  # which sheet it was stands beside its line
    moves.shows_none_of(her, NAME, HUSBAND, SECRET, GOAL)
    her.look("timeline")


def _h17_is_neither_closed_nor_mediated_in_danger(her: Officer, case: str) -> None:
    her.open(f"/berkas/{case}/selesai/")
    fill(her, {"reason": "goals_reached", "plan": "met", "agrees": "yes"})
    refused(
        her,
        "Tutup pendampingan",
        "Risikonya masih tinggi.",
        "Tugas ini belum selesai: Antar ke layanan kesehatan.",
        "Tugas ini belum selesai: Atur keselamatannya malam ini.",
    )
    her.look("not-closed")
    her.open(f"/berkas/{case}/lembar/mediation/")
    fill(her, {"result": "none", "matter": "maintenance", "explained": "yes", "chooses": "yes", "trained": "yes"})
    refused(her, "Simpan", "Risikonya tinggi.", "Pendamping belum menilai bahwa ia memutuskan dengan bebas.")
    her.look("no-mediation")


def _h09_goes_to_the_police_once_she_agrees(her: Officer, case: str, *, at: datetime, before: moves.Owed) -> None:
    """She is told, a safe meeting is agreed, her plan is renewed; then the clocks of others run."""
    her.open(f"/berkas/{case}/langkah/")
    fill(her, {"when": at, "outcome": "reported"})
    refused(her, "Simpan", "Ia belum diberi tahu.", "Waktu dan tempat aman bertemu polisi belum disepakati.")
    her.look("police-not-yet")
    fill(her, {"told": "yes", "meeting_agreed": "yes", "safety_updated": "yes"})
    her.press("Simpan")
    her.sees("Tercatat.")
    asked = {"pkdrt-protection": at + DAY}  # C11: within a day
    stands(her, case, {**before, **asked, "police-number": working_days(3, since=at)})
    keep(her, f"{case}/lembar/law-police/", {"when": at, "number": "LP/11/PPA", "copy_held": "yes"})
    stands(her, case, {**before, **asked})


def _is_protected_for_a_year_and_longer(her: Officer, case: str, *, since: datetime) -> datetime:
    """By the police, then by the court: each step starts the next clock (UU 23/2004 arts. 16, 28, 32; C11–C16)."""
    page, week = f"{case}/lembar/law-protection/", 7 * DAY
    keep(her, page, {"when": since, "step": "temporary"})
    lasts = {"pkdrt-protection-ends": since + week}
    stands(her, case, {**lasts, "pkdrt-court": since + DAY})
    keep(her, page, {"when": since, "step": "applied", "oral": "yes"})
    stands(her, case, {**lasts, "pkdrt-order": since + week})
    ordered = since + MINUTE
    year = ordered + 365 * DAY
    her.open(f"/berkas/{page}")
    fill(her, {"when": ordered, "step": "ordered", "valid_until": since - DAY})
    refused(her, "Simpan", "Perlindungan ini berakhir sebelum dimulai.")
    fill(her, {"valid_until": year, "conditions": "Tidak mendekati rumah dan sekolah anak"})
    her.press("Simpan")
    her.sees("Tersimpan.")
    stands(her, case, {"pkdrt-order-ends": year - week})
    her.open(f"/berkas/{case}/hukum/")
    her.look("protected")
    keep(her, page, {"when": ordered, "step": "extension_asked"})
    stands(her, case, {})
    longer = year + 365 * DAY
    keep(her, page, {"when": moves.now(), "step": "ordered", "valid_until": longer})
    stands(her, case, {"pkdrt-order-ends": longer - week})
    return longer


def _h03_is_referred_by_her_word_alone(her: Officer, visit: Visit, case: str, *, protected: moves.Owed) -> None:
    """Nothing is sent before she agrees; the hospital then reads what she agreed to, and nothing beside it."""
    parts, due_on = ["identity", "health"], (moves.now() + 3 * DAY).date()
    moves.draw_up_referral(her, case, HOSPITAL, "health", parts, request="Rawat lukanya", due_on=due_on)
    her.sees("Belum bisa dikirim:")
    her.sees("Ia belum setuju membagikan ini kepada tujuan itu: Nama, usia, jenis kelamin, Kesehatan dan disabilitas.")
    her.sees("Tidak ada bagian yang dibagikan.")
    assert not her.page.get_by_role("button", name="Kirim rujukan").count()
    her.look("not-referred")
    moves.ask_consent(her, case, HOSPITAL, parts, moves.now())
    moves.agrees(her)
    moves.draw_up_referral(her, case, HOSPITAL, "health", [*parts, "story"], request="Rawat lukanya", due_on=due_on)
    her.sees("Ia belum setuju membagikan ini kepada tujuan itu: Yang terjadi.")
    moves.shows_none_of(her, SECRET)
    moves.draw_up_referral(her, case, HOSPITAL, "health", parts, request="Rawat lukanya", due_on=due_on)
    her.look("packet")
    moves.send_referral(her)
    stands(her, case, {**protected, "referral-outcome": closing_time(due_on)})

    her.open(f"/berkas/{case}/rujukan/")
    link = moves.make_link(her, HOSPITAL)
    partner = visit("", PHONE)
    moves.open_link(partner, link)
    for read in (NAME, "Pernah dicekik", "Rawat lukanya"):
        partner.reads(read)
    moves.shows_none_of(partner, SECRET, HUSBAND, GOAL, case, "senjata", "0812-0000-6211", "Tidak pulang malam ini")
    partner.look("partner")
    fill(partner, {"answer": "finish", "words": "Luka dirawat, visum dibuat"})
    partner.press("Kirim jawaban")
    partner.sees("Terima kasih. Tidak ada lagi yang perlu dijawab.")
    stands(her, case, protected)


def _h23_has_a_plan_and_pays_nothing(her: Officer, visit: Visit, case: str, *, protected: moves.Owed) -> None:
    """Her goals in her words, a service whose cost the unit finds, and how far it came."""
    at = moves.now()
    review_on, planned_on = (at + 30 * DAY).date(), (at + 3 * DAY).date()
    plan = {"when": at, "goals": GOAL, "drawn_with_her": "yes", "agrees": "yes", "review_on": review_on}
    keep(her, f"{case}/rencana/susun/", plan, press="Simpan rencana", then=GOAL)
    seen_again = {**protected, "evaluate-plan": closing_time(review_on)}
    stands(her, case, {**seen_again, "sign-plan": working_days(3, since=at)})
    head = visit(f"kepala-{UNIT}", DESK)
    head.open(f"/berkas/{case}/rencana/")
    head.follow("belum ditandatangani")
    head.press("Tanda tangani sebagai manajer kasus")
    head.sees("Rencana ditandatangani.")

    said = {"when": at, "domain": "psychological", "need": "Masih gemetar bila ada motor lewat", "service": "health"}
    planned = {**said, "payer": "unpaid", "planned_on": planned_on}
    keep(her, f"{case}/layanan/tambah/", planned, press="Simpan layanan", then="biaya belum tertanggung")
    given = {**seen_again, "give-service": closing_time(planned_on)}
    stands(her, case, {**given, "cover-cost": working_days(3, since=at)})
    her.open(f"/berkas/{case}/layanan/")
    her.follow("Cari yang menanggung")
    fill(her, {"payer": "dak"})
    her.press("Simpan")
    her.sees("Tersimpan.")
    stands(her, case, given)

    her.open(f"/berkas/{case}/rencana/")
    her.follow("Evaluasi bersama dia")
    fill(her, {"reached": "all", "ends": "yes"})
    refused(her, "Simpan evaluasi", "1 layanan belum ada hasilnya.")
    her.open(f"/berkas/{case}/layanan/")
    her.follow("Catat hasil")
    fill(her, {"outcome": "met"})
    her.press("Simpan hasil")
    her.sees("Hasil layanan tersimpan.")
    her.open(f"/berkas/{case}/rencana/")
    her.follow("Evaluasi bersama dia")
    fill(her, {"reached": "all", "ends": "yes"})
    her.press("Simpan evaluasi")
    her.sees("Evaluasi tersimpan.")
    her.look("plan")
    stands(her, case, protected)


def _is_let_go_and_looked_after(her: Officer, case: str, *, protected: moves.Owed) -> None:
    """The accompaniment ends with its sheet; the order is watched on, and she is seen after 1, 3 and 6 months."""
    moves.assess_risk(her, case)
    stands(her, case, protected)
    her.open(f"/berkas/{case}/selesai/")
    fill(her, {"reason": "goals_reached", "plan": "met", "evaluation": "Ia tidur lagi", "numbers_left": "yes"})
    refused(her, "Tutup pendampingan", "Persetujuannya belum tercatat.")
    fill(her, {"agrees": "yes", "agreement_form": "spoken"})
    her.press("Tutup pendampingan")
    her.sees("Pendampingan selesai. Jalur hukum bila ada, dan pemantauan sesudahnya, berjalan terus.")
    closed = moves.now()
    days = [closing_time((closed + after * DAY).date()) for after in (30, 90, 180)]
    after = {**protected, "aftercare-end": closed + 183 * DAY}
    stands(her, case, {**after, "aftercare-visit": days})
    her.look("closed")
    her.follow("belum")
    fill(her, {"wellbeing": "safe"})
    her.press("Simpan")
    her.sees("Tercatat. Bila ia perlu bantuan lagi, buka kembali kasusnya.")
    stands(her, case, {**after, "aftercare-visit": days[1:]})
