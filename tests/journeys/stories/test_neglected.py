"""A deaf boy, neglected: heard in his language, cared for elsewhere, and handed over whole to where he lives (UU 35/2014)."""

from datetime import date, datetime

import pytest

from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.stories import moves
from tests.journeys.stories.moves import AWHILE, DAY, MINUTE, closing_time, fill, keep, refused, stands, working_days

UNIT, THERE, THERE_CODE = "6210", "6202", "62.02"
THERE_NAME = "UPTD PPA Kotawaringin Timur"
NAME, UNCLE, SECRET = "Gelombang Pratama", "Sudirjo Pratama", "kandang ayam vwxq"
PLACE, FOSTER = "Jalan Rahasia vwxq 5", "Rumah keluarga Murniati vwxq"
NOTE, REASON = "Bawa papan gambar; ia takut lampu padam.", "Juru bahasa isyarat baru ada lusa."
NEGLECTED = {
    "channel": "school",
    "victims.0.contact_way": "through_reporter",
    "victims.0.age_band": "6_12",
    "victims.0.age_years": "9",
    "victims.0.name": NAME,
    "victims.0.sex": "male",
    "victims.0.disability": "hearing",
    "victims.0.languages": ["sign"],
    "victims.0.needs_interpreter": "yes",
    "incident.narrative": f"Tidur di {SECRET}, sering tidak makan",
    "incident.region_code": "Kabupaten Kotawaringin Timur",
    "incident.forms": ["neglect"],
    "incident.place_kind": "home",
    "reporter.capacity": "school",
    "reporter.name": "Ibu Guru Lestariana",
    "reported_parties.0.name": UNCLE,
    "reported_parties.0.age_years": "47",
    "reported_parties.0.relations.0.relation": "family",
}
HEARD = {"how__interpreter": "yes", "how__language": "sign", "adult__speaker": "social_worker", "adult__assent": "yes"}
TIMELINE = [
    "Laporan diterima",
    "Pendamping ditugaskan",
    "Pendamping menerima",
    "Asesmen risiko: Tinggi",
    "Kontak pertama",
    "Persetujuan dicatat",
    "Lembar ditulis",  # assessed shortly
    "Lembar ditulis",  # and whole
    "Rencana disusun bersama dia",
    "Layanan direncanakan: Kesehatan",
    "Rencana ditandatangani",
    "Layanan dalam rencana diubah: Kesehatan",  # somebody pays
    "Lembar ditulis",  # the case meeting
    "Mulai tinggal di penampungan",
    "Keluar dari penampungan",
    "Ditawarkan untuk dilimpahkan",
    "Pelimpahan ditolak",
    "Ditawarkan untuk dilimpahkan",
    "Dilimpahkan dan diterima",
    "Pendamping ditugaskan",
    "Pendamping menerima",
]
# By whom it was opened, and what the sender's ledger says of the moment that the receiver's tells.
BESIDE = {"Nama dibuka", "Dilimpahkan ke unit lain"}


@pytest.mark.long
def test_a_deaf_boy_is_heard_cared_for_and_handed_over_whole(visit: Visit) -> None:
    told = moves.now() - 5 * MINUTE
    case = moves.report(visit(f"pengaduan-{UNIT}", DESK), {**NEGLECTED, "received_at": told})
    his = moves.accompanied(visit, UNIT, case, width=PHONE)
    soon = {"first-contact-high": told, "child-prompt": told + DAY, "psychological-support": told + DAY}
    elsewhere = {"refer-elsewhere": working_days(3, since=told)}
    stands(his, case, {**soon, **elsewhere, "ask-safety": told})  # H-01
    his.look("first-hour")
    moves.assess_risk(his, case, "reported_party_in_reach_of_child")
    stands(his, case, {**soon, **elsewhere, "safety-plan": told})
    moves.first_contact(his, case, told + MINUTE, safety="Malam ini bersama gurunya", needs="Mau sekolah terus")
    stands(his, case, elsewhere)
    _is_a_child_who_needs_special_protection_and_another_unit_goes_on(his)

    _h07_he_is_heard_in_his_language(his, case, told)
    _he_is_assessed_whole(his, case)
    given = _a_plan_with_a_service_nobody_pays(visit, his, case, elsewhere)
    met = _they_meet(his, case, {**elsewhere, **given})
    left = _he_sleeps_safe_and_goes_to_those_who_will_care(visit, his, case)
    goes_on = {**given, **met, "stay-follow-up": left + 7 * DAY}
    stands(his, case, {**elsewhere, **goes_on})
    _h05_until_it_is_accepted_everything_stays(visit, his, case, {**elsewhere, **goes_on})
    _h05_accepted_keys_and_sight_move_with_it(visit, his, case, goes_on)


def _h07_he_is_heard_in_his_language(his: Officer, case: str, told: datetime) -> None:
    """Not without an interpreter, not by the one who neglects him, not without his own word (H-07; domain §8)."""
    whole = ["whole"]
    moves.ask_consent(
        his, case, THERE_NAME, whole, told + MINUTE, adult__speaker="guardian", adult__guardian="reported-1"
    )
    press = "Simpan jawabannya"
    reported = "Wali ini terlapor dalam kasus ini; persetujuannya tidak dapat dipakai."
    refused(
        his,
        press,
        "Ia perlu juru bahasa, dan belum ada yang mendampingi.",
        reported,
        "Jawaban anak sendiri belum ditanyakan.",
    )
    his.look("not-heard")
    fill(
        his,
        {name.replace("__", "."): value for name, value in HEARD.items()}
        | {"adult.guardian": "", "adult.assent": "no"},
    )
    refused(his, press, "Anaknya tidak mau.")
    fill(his, {"adult.assent": "yes"})
    moves.agrees(his)


def _he_is_assessed_whole(his: Officer, case: str) -> None:
    """Short first; the whole sheet appears where the short one asks for it."""
    whole = f"/berkas/{case}/lembar/assessment-whole/"
    his.open(f"/berkas/{case}/rencana/")
    assert not his.page.locator(f"a[href*='{whole}']").count()
    keep(his, f"{case}/lembar/assessment/", {"body.condition": "help", "whole_needed": "yes"})
    his.open(f"/berkas/{case}/rencana/")
    his.page.locator(f"a[href*='{whole}']").first.click()
    fill(
        his,
        {
            "seen_with": "Guru dan juru bahasa",
            "physical.condition": "help",
            "physical.aids": "Alat bantu dengar",
            "education.interrupted": "no",
        },
    )
    his.look("whole")
    his.press("Simpan")
    his.sees("Tersimpan.")


def _a_plan_with_a_service_nobody_pays(visit: Visit, his: Officer, case: str, waits: moves.Owed) -> moves.Owed:
    """The head signs as case manager and nothing waits for it; what nobody pays is a duty of the unit (H-23)."""
    made, review = moves.now(), (moves.now() + 30 * DAY).date()
    his.open(f"/berkas/{case}/rencana/susun/")
    fill(
        his,
        {
            "when": made,
            "goals": "Tinggal dengan orang yang menjaganya",
            "agrees": "yes",
            "review_on": review,
            "drawn_with_her": "no",
        },
    )
    refused(his, "Simpan rencana", "Rencana ini belum disusun bersama dia.")
    fill(his, {"drawn_with_her": "yes"})
    his.press("Simpan rencana")
    plan = {"evaluate-plan": closing_time(review)}
    stands(his, case, {**waits, **plan, "sign-plan": working_days(3, since=made)})
    planned = (made + 3 * DAY).date()
    said = {
        "when": made,
        "domain": "physical",
        "need": "Alat bantu dengar",
        "service": "health",
        "payer": "unpaid",
        "planned_on": planned,
    }
    keep(his, f"{case}/layanan/tambah/", said, press="Simpan layanan", then="biaya belum tertanggung")
    given = {**plan, "give-service": closing_time(planned)}
    cost = {"cover-cost": working_days(3, since=made)}
    stands(his, case, {**waits, **given, **cost, "sign-plan": working_days(3, since=made)})
    head = visit(f"kepala-{UNIT}", DESK)
    head.open(f"/berkas/{case}/")
    moves.row(head, "sign-plan").get_by_role("link").first.click()
    head.look("to-sign")
    head.press("Tanda tangani sebagai manajer kasus")
    stands(his, case, {**waits, **given, **cost})
    his.open(f"/berkas/{case}/layanan/")
    his.follow("Cari yang menanggung")
    his.sees("JKN tidak menanggung")
    his.look("cost")
    fill(his, {"payer": "regional", "cost_note": "Jamkesda"})
    his.press("Simpan")
    stands(his, case, {**waits, **given})
    return given


def _is_a_child_who_needs_special_protection_and_another_unit_goes_on(his: Officer) -> None:
    """Both categories of AMPK stand; authority decides who continues, never who helps now (H-05)."""
    his.unfold_named("Mengapa jenis")
    for read in (
        "Anak penyandang disabilitas",
        "Anak korban perlakuan salah dan penelantaran",
        "Yang menolong sekarang tetap unit ini.",
    ):
        his.reads(read)


def _they_meet(his: Officer, case: str, waits: moves.Owed) -> moves.Owed:
    """A case meeting with its decisions, and the day of the next."""
    next_at = closing_time((moves.now() + 7 * DAY).date())
    said = {"attended": ["companion", "social_worker", "school"], "decisions.0.decision": "Cari keluarga yang mengasuh"}
    keep(his, f"{case}/lembar/case-meeting/", {**said, "told_her": "yes", "next_at": next_at})
    stands(his, case, {**waits, "next-meeting": next_at})
    return {"next-meeting": next_at}


def _he_sleeps_safe_and_goes_to_those_who_will_care(visit: Visit, his: Officer, case: str) -> datetime:
    """A shelter that is not ready for him is not chosen; then those who will care for him."""
    head = visit(f"kepala-{UNIT}", DESK)
    places = [_shelter(head, whom) for whom in (["boys"], ["boys", "disabled"])]
    his.open(f"/berkas/{case}/tinggal/")
    since = moves.now()
    fill(his, {"when": since, "reasons": ["neglected", "disabled"], "place": places[0]})
    refused(his, "Simpan", "Penampungan ini belum siap untuk penyandang disabilitas.")
    his.look("not-ready")
    fill(his, {"place": places[1]})
    his.press("Simpan")
    his.sees("Tersimpan. Tugasnya mengikuti.")
    assert (
        abs(
            dict(moves.owed(his, case))["Putuskan bersama dia: perpanjang atau pindah dari penampungan"]
            - (since + 14 * DAY)
        )
        <= AWHILE
    )
    his.open(f"/berkas/{case}/layanan/")
    his.follow("Ia keluar")
    left = moves.now()
    fill(his, {"when": left, "left_to": "care", "safe_now": "safe", "where": FOSTER})
    his.press("Simpan")
    his.sees("Tersimpan. Keadaannya ditanyakan lagi pada hari yang disepakati.")
    return left


def _shelter(head: Officer, serves: list[str]) -> str:
    """Return the number of a shelter of the unit."""
    head.open("/tempat/")
    fill(head, {"serves": serves, "rooms": "2", "is_open": "yes", "name": "Rumah Vwxq", "address": PLACE})
    head.press("Simpan")
    head.sees("Penampungan ditambahkan. Tempatnya tersegel.")
    return head.path.split("/")[2]


def _offers(supervisor: Officer, case: str, due_on: date) -> None:
    supervisor.open(f"/berkas/{case}/limpah/")
    supervisor.field("to_unit").select_option(label=THERE_NAME)
    fill(supervisor, {"note": NOTE, "due_on": due_on})
    supervisor.press("Tawarkan")
    supervisor.sees("Ditawarkan. Sampai diterima, semua tugas tetap di sini.")


def _h05_until_it_is_accepted_everything_stays(visit: Visit, his: Officer, case: str, waits: moves.Owed) -> None:
    """Refused without his consent to that unit and without a note; declined with a reason; nobody there sees anything."""
    supervisor, there = visit(f"supervisor-{UNIT}", DESK), visit(f"supervisor-{THERE}", DESK)
    supervisor.open(f"/berkas/{case}/limpah/")
    supervisor.field("to_unit").select_option(label="UPTD PPA Lamandau")
    refused(
        supervisor,
        "Tawarkan",
        "Ia belum setuju seluruh berkasnya dilimpahkan ke unit itu.",
        "Catatan serah terima belum ditulis.",
    )
    supervisor.look("not-offered")
    moves.finds_nothing(there, case, NAME, SECRET)
    due_on = (moves.now() + 2 * DAY).date()
    _offers(supervisor, case, due_on)
    stands(his, case, {**waits, "transfer-answer": closing_time(due_on)})
    there.open("/rujukan/")
    there.page.locator("a[href^='/rujukan/tawaran/']").first.click()
    there.reads(NOTE)
    moves.shows_none_of(there, case, NAME, UNCLE, SECRET, FOSTER)
    there.look("offered")
    refused(there, "Tolak dengan alasan", "Alasannya belum ditulis.")
    there.write("words", REASON)
    there.press("Tolak dengan alasan")
    stands(his, case, waits)
    supervisor.open(f"/berkas/{case}/rujukan/")
    supervisor.page.locator("a").filter(has_text=f"Pelimpahan ke {THERE_NAME}").first.click()
    supervisor.reads(REASON)
    _offers(supervisor, case, due_on)
    moves.finds_nothing(there, case, NAME, SECRET)


def _h05_accepted_keys_and_sight_move_with_it(visit: Visit, his: Officer, case: str, goes_on: moves.Owed) -> None:
    """Every duty, word and sheet is theirs; here stands that it went, and nothing of what it was."""
    there = visit(f"supervisor-{THERE}", DESK)
    there.open("/rujukan/")
    there.page.locator("li").filter(has_text="menunggu").locator("a[href^='/rujukan/tawaran/']").first.click()
    there.press("Terima kasus ini dan semua tugasnya")
    hers = moves.accompanied(visit, THERE, case, width=PHONE)
    stands(hers, case, goes_on)
    for read in (SECRET, "Malam ini bersama gurunya"):
        hers.reads(read)
    hers.press("Buka nama")
    hers.reads(NAME)
    hers.open(f"/berkas/{case}/rencana/")
    hers.reads("Tinggal dengan orang yang menjaganya")
    hers.open(f"/berkas/{case}/layanan/")
    hers.reads(FOSTER)
    hers.look("theirs")
    for former in (his, visit(f"supervisor-{UNIT}", DESK)):
        moves.finds_nothing(former, case, NAME, SECRET, FOSTER)
    former.open("/rujukan/")
    former.sees("Dilimpahkan dari unit ini")
    moves.shows_none_of(former, case, NAME)
    lines = moves.timeline(hers, case)
    assert [line for line in lines if line not in BESIDE] == TIMELINE
    assert set(lines) >= BESIDE
    moves.shows_none_of(hers, NAME, UNCLE, SECRET, FOSTER, PLACE)
    hers.look("timeline")
