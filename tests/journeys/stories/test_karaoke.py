"""Three lured to a karaoke bar with a promise of restaurant work (UU 21/2007): one report, three cases."""

from datetime import datetime

import pytest

from dampingi.services.catalog.rights import TPPO
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.reporting import begin, cases_of
from tests.journeys.stories import moves
from tests.journeys.stories.moves import (
    AWHILE,
    DAY,
    HOUR,
    MINUTE,
    fill,
    keep,
    refused,
    stands,
    working_days,
)

UNIT, NEIGHBOUR = "6212", "pendamping-6201"
NAMES = ("Wulandari Ciptaning", "Nurlaela Rahayuning", "Sekarwangi Purnama")
AGES = (("18_24", "24"), ("25_44", "31"), ("13_17", "17"))
BOSS, SECRET, PLACE = "Sherly Lintang", "lampu merah qzvk", "Gang Rahasia qzvk 7"
FAR, WHERE = "Jalan Jauh qzvk 3", "Rumah ibunya qzvk"
HOPE = "Ingin pulang ke ibunya"
HOME_UNIT = "UPTD PPA Contoh Kabupaten Bandung"
FOUND = {
    "found": "outreach",
    "acts": ["recruit", "transport", "harbour"],
    "indicators": ["papers_held", "debt", "other_work"],
}
LURED = {
    "channel": "outreach",
    "incident.narrative": f"Dijanjikan kerja di rumah makan. Ada {SECRET} di depan pintunya",
    "incident.forms": ["exploitation"],
    "incident.place_kind": "workplace",
    "reporter.capacity": "other",
    "reporter.name": "Rasminah Warung",
    "reported_parties.0.name": BOSS,
    "reported_parties.0.age_years": "45",
}
TIMELINE = [
    "Laporan diterima",
    "Pendamping ditugaskan",
    "Pendamping menerima",
    "Asesmen risiko: Sedang",
    "Kontak pertama",
    "Lembar ditulis",  # what was seen first
    "Lembar ditulis",  # what she told
    "Fakta dilengkapi",  # the suggestion was taken up
    "Mulai tinggal di penampungan",
    "Dilakukan atau terjadi: Diantar ke layanan kesehatan",
    "Lembar ditulis",  # her safety plan
    "Lembar ditulis",  # her rights
    "Persetujuan dicatat",
    "Dirujuk: Ia setuju",
    "Tautan untuk mitra dibuat",
    "Tautan dibuka mitra",
    "Rujukan diterima",
    "Rujukan selesai",
    "Laporan polisi: Sudah dilaporkan ke polisi",
    "Lembar ditulis",  # the number of the police report
    "Lembar ditulis",  # the claim
    "Lembar ditulis",  # LPSK asked
    "Lembar ditulis",  # LPSK decided
    "Lembar ditulis",  # restitution asked
    "Lembar ditulis",  # and calculated
    "Lembar ditulis",  # first aid
    "Lembar ditulis",  # rehabilitation
    "Lembar ditulis",  # taken home
    "Lembar ditulis",  # among her own again
    "Lembar ditulis",  # the verdict
    "Lembar ditulis",  # restitution paid
    "Keluar dari penampungan",
    "Lembar ditulis",  # asked after her
]


@pytest.mark.long
def test_three_are_screened_sheltered_and_taken_home(visit: Visit) -> None:
    """H-01, H-03, H-04, H-05, H-07, H-11 and H-18 in one report with three cases; C18–C21 and C24 as duties."""
    told = moves.now() - 5 * MINUTE
    hers, other, girl = cases = _one_report_three_cases(visit(f"pengaduan-{UNIT}", PHONE), told)
    for case in cases:
        her = moves.accompanied(visit, UNIT, case, width=PHONE)
    soon = {
        "ask-safety": told,
        "first-contact-high": told,
        "psychological-support": told + DAY,
        "tppo-screen": told + DAY,
    }
    asked = {"ask-agreement": working_days(3, since=told)}  # H-07: an adult reported by somebody else
    stands(her, hers, {**soon, **asked})  # H-01: not asked is not low
    stands(her, other, {**soon, **asked})
    stands(her, girl, {**soon, "child-prompt": told + DAY})
    _each_page_names_one_of_them(her, hers)

    moves.assess_risk(her, hers, "threats_by_message", "phone_controlled")
    stands(
        her,
        hers,
        {
            **asked,
            "first-contact-medium": told + 6 * HOUR,
            "psychological-support": told + DAY,
            "tppo-screen": told + DAY,
        },
    )
    moves.first_contact(her, hers, told + MINUTE, safe_now="unsafe", needs=HOPE)
    stands(her, hers, {"safety-again": told + MINUTE, "tppo-screen": told + DAY})
    _h18_is_screened_before_she_is_called_anything(her, hers)
    follows = {"medical-72h": told + 3 * DAY, "rights-tppo": working_days(3, since=told)}  # H-04
    stands(her, hers, {**follows, "safety-again": told + MINUTE})
    stands(her, other, {**soon, **asked, **follows})  # what one said of them holds for all; each is screened herself
    stands(her, girl, {**soon, **follows, "child-prompt": told + DAY})
    _h18_help_waits_for_nothing_and_only_the_claim_for_the_police(her, hers)

    _where_she_sleeps_is_known_to_two(visit, her, cases, told)
    moves.event(her, hers, "taken_to_health", told + 2 * MINUTE)
    keep(her, f"{hers}/lembar/safety-plan/", {"when": told + 2 * MINUTE})
    _is_told_her_rights(her, hers)
    stands(her, hers, {"stay-ends": told + MINUTE + 14 * DAY})
    _her_own_province_is_asked(visit, her, hers, told)
    _the_law_and_the_way_home(her, hers, told + MINUTE)
    _h17_no_settlement_ends_it(her, hers)
    for outsider in (visit(NEIGHBOUR, DESK), visit(f"pendamping2-{UNIT}", DESK)):  # H-11; need-to-know within the unit
        moves.finds_nothing(outsider, hers, NAMES[0], SECRET)
    lines = moves.timeline(her, hers)
    assert [line for line in lines if line != "Nama dibuka"] == TIMELINE
    assert "Nama dibuka" in lines  # by her companion, and for each who was sent a name
    moves.shows_none_of(her, *NAMES, BOSS, SECRET, PLACE, WHERE)
    her.look("timeline")


def _each_page_names_one_of_them(her: Officer, case: str) -> None:
    """Her page opens her own name, and neither of those who were there with her."""
    her.open(f"/berkas/{case}/orang/")
    moves.shows_none_of(her, *NAMES, BOSS)
    her.press("Buka nama")
    her.reads(NAMES[0])
    moves.shows_none_of(her, *NAMES[1:])


def _h18_is_screened_before_she_is_called_anything(her: Officer, case: str) -> None:
    """A suggestion with its reasons to a person, never a verdict; what she was forced to do is written as forced."""
    page, law = f"{case}/lembar/tppo-identify/", f"/berkas/{case}/hukum/"
    her.open(law)
    assert "Dugaan perdagangan orang" not in her.page.locator(".moj-identity-bar").inner_text()
    keep(her, page, FOUND)
    her.open(law)
    her.sees("Belum ada perbuatan, cara, dan tujuan sekaligus. Itu bukan jawaban tidak.")
    known = {"means": ["deception", "debt_bondage"], "purposes": ["prostitution"], "forced": ["sexual_services"]}
    keep(her, page, {**FOUND, **known})
    her.open(law)
    her.sees("Ada perbuatan, cara, dan tujuan. Ini dugaan untuk diperiksa, bukan putusan.")
    her.sees("Saran untuk Anda, bukan putusan. Pertolongan tidak menunggunya.")
    her.look("suggested")
    her.press("Catat sebagai dugaan TPPO")
    her.sees("Dugaan dicatat. Tugasnya mengikuti; pertolongan tidak menunggu apa pun.")
    assert "Dugaan perdagangan orang" in her.page.locator(".moj-identity-bar").inner_text()


def _h18_help_waits_for_nothing_and_only_the_claim_for_the_police(her: Officer, case: str) -> None:
    """First aid of art. 53 is asked at once, the claim of art. 51 not before the police know; nobody points her on (H-05)."""
    her.open(f"/berkas/{case}/lembar/tppo-apply/")
    fill(her, {"helps": ["first_aid", "repatriation"]})
    refused(
        her,
        "Simpan",
        "Permohonan Pasal 51 baru dapat diajukan sesudah laporan polisi.",
        "Pertolongan tidak menunggunya",
    )
    her.look("no-claim-yet")
    her.open(f"/berkas/{case}/hubungkan/")
    fill(her, {"service": "Dinas Sosial", "answered": "yes"})
    refused(her, "Simpan", "Kekerasan seksual dan dugaan perdagangan orang selalu ditangani unit ini.")


def _where_she_sleeps_is_known_to_two(visit: Visit, her: Officer, cases: list[str], told: datetime) -> None:
    """The head, and who accompanies her while she stays; no page says it, and each who opened it is written down."""
    hers, other, girl = cases
    head = visit(f"kepala-{UNIT}", DESK)
    place = _adds_a_shelter(head, "women", PLACE)
    said = {"when": told + MINUTE, "reasons": ["trafficked", "syndicate"], "needs": "Teh hangat"}
    _asks_for_a_place(her, hers, place, said)
    her.look("shelters")
    her.press("Simpan")
    her.sees("Tersimpan. Tugasnya mengikuti.")
    stay = her.page.locator("a[href*='/tinggal/']").first.get_attribute("href") or ""
    moves.shows_none_of(her, PLACE, "Rumah Qzvk")
    her.press("Buka alamatnya")
    her.reads(PLACE)
    her.look("place")

    full, never = "Tidak ada tempat kosong.", "Penampungan ini tidak menerima orang seusia atau sejenis kelaminnya."
    _asks_for_a_place(her, other, place, said)
    refused(her, "Simpan", full)
    _asks_for_a_place(her, girl, place, said)
    refused(her, "Simpan", full, never)
    her.look("no-room")
    her.page.locator("#place-none").check()  # H-03: no place here is not the end
    her.press("Simpan")
    assert abs(dict(moves.owed(her, girl))["Carikan penampungan lain: rujuk, telepon dulu"] - (told + MINUTE)) <= AWHILE
    province = _adds_a_shelter(visit("kepala-62", DESK), "girls", FAR)
    _asks_for_a_place(her, girl, province, said)
    her.press("Simpan")
    her.sees("Tersimpan. Tugasnya mengikuti.")
    assert "Carikan penampungan lain: rujuk, telepon dulu" not in dict(moves.owed(her, girl))

    supervisor = visit(f"supervisor-{UNIT}", DESK)
    for page in (f"/berkas/{hers}/", f"/berkas/{hers}/layanan/", f"/berkas/{hers}/waktu/", f"/berkas/{girl}/layanan/"):
        supervisor.open(page)
        moves.shows_none_of(supervisor, PLACE, FAR, "Rumah Qzvk")
    assert not supervisor.page.get_by_role("button", name="Buka alamatnya").count()
    with supervisor.expecting("answered 403"):
        supervisor.open("/tempat/")
    assert _posts(supervisor, f"/berkas/{hers}{stay.partition(hers)[2]}tempat/", at=f"/berkas/{hers}/") == 404
    head.open(f"/tempat/{place}/")
    head.reads("untuk kasusnya")
    assert head.page.locator("main li").filter(has_text="untuk kasusnya").count() == 1  # who opened it, once
    moves.shows_none_of(head, PLACE)
    head.look("who-looked")


def _adds_a_shelter(head: Officer, whom: str, where: str) -> str:
    """Return the number of a shelter for one."""
    head.open("/tempat/")
    fill(head, {"serves": [whom], "rooms": "1", "is_open": "yes", "name": "Rumah Qzvk", "address": where})
    head.press("Simpan")
    head.sees("Penampungan ditambahkan. Tempatnya tersegel.")
    moves.shows_none_of(head, where)
    return head.path.split("/")[2]


def _asks_for_a_place(her: Officer, case: str, place: str, said: moves.Said) -> None:
    her.open(f"/berkas/{case}/tinggal/")
    fill(her, {**said, "place": place})


def _posts(officer: Officer, address: str, *, at: str) -> int:
    """Return what the door answers to somebody who writes the address herself."""
    officer.open(at)
    token = officer.page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value") or ""
    headers = {"Referer": officer.page.url}
    return officer.page.request.post(
        officer.base + address, form={"csrfmiddlewaretoken": token}, headers=headers
    ).status


def _is_told_her_rights(her: Officer, case: str) -> None:
    named = {f"{group.code}.{right.code}": "yes" for group in TPPO for right in group.fields()}
    keep(her, f"{case}/lembar/rights-tppo/", {"teller": "companion", "language": "javanese", **named})


def _her_own_province_is_asked(visit: Visit, her: Officer, case: str, told: datetime) -> None:
    """A referral across provinces carries what she agreed to and nothing else (H-03); who reads it has no account here."""
    her.open("/direktori/baru/")
    fill(
        her,
        {
            "name": HOME_UNIT,
            "kind": "social_office",
            "services": ["repatriation", "reintegration"],
            "place": "Kabupaten Bandung",
            "phone": "022-0000-0000",
        },
    )
    her.press("Simpan")
    her.sees("Tersimpan di direktori.")
    due_on = (moves.now() + 2 * DAY).date()
    said = {"request": "Mohon dijemput di bandara", "due_on": due_on}
    parts = ["identity", "safe_contact", "wishes"]
    moves.draw_up_referral(her, case, HOME_UNIT, "repatriation", parts, **said)
    her.sees("Belum bisa dikirim:")
    moves.shows_none_of(her, NAMES[0], HOPE)
    her.look("no-consent")
    moves.ask_consent(her, case, HOME_UNIT, parts, told + 3 * MINUTE, how__heard_by="")
    refused(her, "Simpan jawabannya", "Belum ditulis siapa yang mendengar jawaban lisannya.")
    fill(her, {"how.heard_by": "Pendampingnya"})
    moves.agrees(her)
    moves.draw_up_referral(her, case, HOME_UNIT, "repatriation", [*parts, "story"], **said)
    her.sees("Tidak ikut dibagikan: Yang terjadi")
    moves.shows_none_of(her, SECRET)
    moves.draw_up_referral(her, case, HOME_UNIT, "repatriation", parts, **said)
    moves.send_referral(her)
    her.open(f"/berkas/{case}/rujukan/")
    partner = visit("", PHONE)
    moves.open_link(partner, moves.make_link(her, HOME_UNIT))
    for read in (NAMES[0], HOPE, "Mohon dijemput di bandara"):
        partner.reads(read)
    moves.shows_none_of(partner, SECRET, BOSS, PLACE, *NAMES[1:], case)
    partner.look("partner")
    fill(partner, {"answer": "accept"})
    partner.press("Kirim jawaban")
    partner.sees("diterima")
    fill(partner, {"answer": "finish", "words": "Ia tiba dan tinggal bersama ibunya"})
    partner.press("Kirim jawaban")
    partner.sees("Terima kasih. Tidak ada lagi yang perlu dijawab.")


def _the_law_and_the_way_home(her: Officer, case: str, stay: datetime) -> None:
    """The claim, its seven days for each help, LPSK, and restitution fourteen days after the verdict (C18–C21, C24)."""
    at, stays = moves.now(), {"stay-ends": stay + 14 * DAY}
    told = {"when": at, "told": "yes", "meeting_agreed": "yes", "safety_updated": "yes"}
    keep(her, f"{case}/langkah/", {**told, "outcome": "reported"}, then="Tercatat.")
    stands(her, case, {**stays, "tppo-apply": at + 7 * DAY, "police-number": working_days(3, since=at)})
    keep(her, f"{case}/lembar/law-police/", {"when": at, "number": "LP/7/TPPO"})
    helps = ("first_aid", "rehabilitation", "repatriation", "reintegration")
    keep(her, f"{case}/lembar/tppo-apply/", {"when": at, "helps": list(helps), "to": "Dinas Sosial"})
    steps = {one: f"tppo-{one}".replace("_", "-") for one in helps}
    waits = dict.fromkeys(steps.values(), at + 7 * DAY)
    stands(her, case, {**stays, **waits})
    keep(her, f"{case}/lembar/law-protection/", {"when": at, "step": "lpsk_requested"})
    stands(her, case, {**stays, **waits, "lpsk-decides": at + 7 * DAY})
    her.open(f"/berkas/{case}/hukum/")
    her.look("law")
    keep(her, f"{case}/lembar/law-protection/", {"when": at, "step": "lpsk_decided"})
    keep(her, f"{case}/lembar/law-restitution/", {"when": at, "step": "asked", "amount": "48000000"})
    keep(her, f"{case}/lembar/law-restitution/", {"when": at, "step": "calculated", "amount": "48000000"})
    for one in helps:
        keep(her, f"{case}/lembar/tppo-given/", {"when": at, "help": one, "payer": "shared", "home_safe": "yes"})
        del waits[steps[one]]
        stands(her, case, {**stays, **waits})
    at = moves.now()
    keep(
        her,
        f"{case}/lembar/law-verdict/",
        {"when": at, "outcome": "guilty", "copy_at": at, "final_at": at, "restitution": "yes"},
    )
    stands(her, case, {**stays, "tppo-restitution": at + 14 * DAY})
    keep(her, f"{case}/lembar/law-restitution/", {"when": at, "step": "paid", "amount": "48000000"})
    stands(her, case, stays)

    her.open(f"/berkas/{case}/layanan/")
    her.follow("Ia keluar")
    left = moves.now()
    fill(her, {"when": left, "left_to": "origin", "safe_now": "safe", "where": WHERE})
    her.press("Simpan")
    her.sees("Tersimpan. Keadaannya ditanyakan lagi pada hari yang disepakati.")
    stands(her, case, {"stay-follow-up": left + 7 * DAY})
    assert not her.page.get_by_role("button", name="Buka alamatnya").count()
    moves.row(her, "stay-follow-up").get_by_role("link").first.click()
    fill(her, {"safe_now": "safe"})
    her.press("Simpan")
    her.sees("Tersimpan.")
    stands(her, case, {})


def _h17_no_settlement_ends_it(her: Officer, case: str) -> None:
    her.open(f"/berkas/{case}/selesai/")
    fill(her, {"reason": "settled", "plan": "no_plan", "agrees": "yes", "no_visits": "yes"})
    never = "Damai, adat, atau mediasi tidak pernah mengakhiri kasus kekerasan seksual atau perdagangan orang."
    refused(her, "Tutup pendampingan", never)


def _one_report_three_cases(taker: Officer, told: datetime) -> list[str]:
    """Three of one report, each a case of her own."""
    begin(taker)
    for _ in NAMES[1:]:
        taker.press("+ Tambah orang lain")
    said: dict[str, object] = {**LURED, "received_at": told}
    for place, (name, (band, years)) in enumerate(zip(NAMES, AGES, strict=True)):
        her = {"name": name, "age_band": band, "age_years": years, "sex": "female", "contact_way": "visit"}
        said |= {f"victims.{place}.{field}": value for field, value in her.items()}
        said[f"reported_parties.0.relations.{place}.relation"] = "employer"
    fill(taker, said)
    taker.press("Simpan laporan")
    cases = cases_of(taker)
    assert len(cases) == len(NAMES)
    return cases
