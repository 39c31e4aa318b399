"""A young woman extorted online with images of her: electronic sexual violence, KSBE (UU 12/2022 art. 14)."""

from datetime import datetime
from pathlib import Path

import pytest

from tests.files.steps import photo
from tests.journeys.conftest import Visit
from tests.journeys.officer import DESK, PHONE, Officer
from tests.journeys.stories import moves
from tests.journeys.stories.moves import DAY, HOUR, MINUTE, closing_time, fill, keep, refused, stands, working_days

UNIT, NEIGHBOUR = "6207", "pendamping-6201"
NAME, FORMER, SECRET = "Tiara Limbongan", "Gilang Pratandio", "kolam teratai zqwz"
LINK, PICTURE = "https://contoh.test/zqlink", "gambar-zqfile.jpg"
LAWYERS = "LBH Perempuan Contoh Kota Palangka Raya"
WISH = "Fotonya hilang sebelum wisuda"
EXTORTED = {
    "victims.0.contact_way": "own_phone",
    "victims.0.age_band": "18_24",
    "victims.0.name": NAME,
    "victims.0.sex": "female",
    "victims.0.age_years": "22",
    "channel": "whatsapp",
    "incident.narrative": f"Diancam disebar foto dari {SECRET}",
    "incident.forms": ["sexual", "psychological"],
    "incident.tpks_kinds": ["electronic_based"],
    "reporter.capacity": "self",
    "reported_parties.0.name": FORMER,
    "reported_parties.0.relations.0.relation": "partner_or_friend",
    **moves.signs("threats_by_message"),
}
TIMELINE = [
    "Laporan diterima",
    "Pendamping ditugaskan",
    "Pendamping menerima",
    "Kontak pertama",
    "Lembar ditulis",  # the links
    "Berkas disimpan",
    "Lembar ditulis",  # removal asked
    "Lembar ditulis",  # threatened
    "Lembar ditulis",  # made safe again
    "Persetujuan dicatat",
    "Nama dibuka",  # by whoever looks at the packet before it goes
    "Dirujuk: Ia setuju",
    "Tautan untuk mitra dibuat",
    "Tautan dibuka mitra",
    "Nama dibuka",  # by the lawyers; not while paused
    "Persetujuan dijeda",
    "Persetujuan dilanjutkan",
    "Nama dibuka",
    "Persetujuan ditarik",
    "Rujukan ditolak",
    "Rujukan dibatalkan",
    "Laporan polisi: Sudah disiapkan bersama dia; laporan menyusul",
    "Laporan polisi: Sudah dilaporkan ke polisi",
    "Lembar ditulis",  # the number of the police report
    "Lembar ditulis",  # the links handed over
    "Lembar ditulis",  # the picture handed over
    "Berkas dihapus",
    "Lembar ditulis",  # removed
]


@pytest.mark.long
def test_images_are_not_collected_and_her_no_closes_every_door_at_once(visit: Visit, tmp_path: Path) -> None:
    """H-04, H-09, H-10, H-11, H-13 and H-17 where the harm is on a screen; C1 and art. 68 as duties."""
    told = moves.now() - 5 * MINUTE
    case = moves.report(visit(f"pengaduan-{UNIT}", PHONE), {**EXTORTED, "received_at": told})
    her = moves.accompanied(visit, UNIT, case, width=PHONE)
    law = {
        "police-prepare": told + 48 * HOUR,
        "police-report": told + 3 * DAY,
        "rights-tpks": working_days(3, since=told),
    }
    met = {"first-contact-medium": told + 6 * HOUR, "psychological-support": told + 24 * HOUR}
    stands(her, case, {**law, **met, "image-links": working_days(1, since=told)})  # H-04: no body was touched
    assert "pengingat" not in moves.row(her, "police-report").inner_text()  # H-09: she told it herself
    moves.first_contact(her, case, told + MINUTE, safe_now="safe", needs=WISH)
    her.open(f"/berkas/{case}/")
    her.look("case")

    online = {"image-removal": told + MINUTE + 24 * HOUR, "image-handover": told + MINUTE + 72 * HOUR}
    _h13_the_link_is_kept_and_not_the_image(her, case, at=told + MINUTE)
    stands(her, case, {**law, **online})
    seal = _h13_what_must_be_kept_is_sealed_unseen(her, case, tmp_path)
    evidence = {"image-handover": [online["image-handover"], moves.now() + 72 * HOUR]}
    stands(her, case, {**law, **online, **evidence})
    _removal_is_asked(her, case)
    waits = {"image-removal-answer": working_days(3, since=moves.now())}
    stands(her, case, {**law, **evidence, **waits})
    _h17_is_threatened_and_nothing_is_settled(her, case, owed={**law, **evidence, **waits})
    _h10_her_no_makes_the_link_dark_at_once(her, visit, case, owed={**law, **evidence, **waits})
    _h13_it_leaves_for_the_police_alone(her, case, seal, tmp_path, rights=law["rights-tpks"], waits=waits)
    moves.finds_nothing(visit(NEIGHBOUR, DESK), case, NAME, SECRET, LINK, PICTURE)
    assert moves.timeline(her, case) == TIMELINE
    her.unfold_named("Dilihat")
    her.sees("Berkas asli dibuka")
    moves.shows_none_of(her, NAME, FORMER, SECRET, LINK, PICTURE, WISH)
    her.look("timeline")


def _h13_the_link_is_kept_and_not_the_image(her: Officer, case: str, *, at: datetime) -> None:
    """Where it can be seen, by whose account, and who holds the evidence: enough to have it removed."""
    her.open(f"/berkas/{case}/lembar/image-link/")
    fill(her, {"when": at, "circulates": "yes"})
    refused(her, "Simpan", "Belum ada tautan atau akun yang dicatat.")
    fill(her, {"links.0.platform": "instagram", "links.0.link": LINK, "holder": "Ponselnya sendiri"})
    her.look("links")
    her.press("Simpan")
    her.sees("Tersimpan.")


def _h13_what_must_be_kept_is_sealed_unseen(her: Officer, case: str, folder: Path) -> str:
    """The page warns before it takes a file; what is marked is never drawn. Return the number of the file."""
    place = folder / PICTURE
    place.write_bytes(photo(size=(320, 240)))
    her.open(f"/berkas/{case}/lampiran/tambah/")
    her.sees("Gambar seksual tidak dikumpulkan")
    assert not her.page.locator("[type=file]").count()
    her.look("warned")
    her.follow("Berkas ini bukan gambar seperti itu, atau memang harus disimpan")
    her.page.set_input_files("[type=file]", place)
    refused(her, "Simpan", "Belum dijawab: apakah berkas ini memperlihatkan tubuh atau tindakan seksual?")
    her.look("say-whether")
    her.page.set_input_files("[type=file]", place)
    fill(her, {"intimate": "yes", "note": "Bukti pemerasan"})
    her.press("Simpan")
    her.sees("Berkas tersimpan dan tersegel.")
    her.sees("Dilindungi: tidak ditampilkan, tidak dibagikan, tidak diekspor.")
    her.sees("Ia hanya keluar untuk diserahkan: tulis lembar penyerahan ke unit siber polisi lebih dulu.")
    assert not her.page.locator("main img").count()
    assert not her.page.get_by_role("button", name="Unduh yang asli").count()
    her.look("sealed")
    page = her.path
    with her.expecting("answered 404"):
        her.open(f"{page}gambar/1/")
    return page


def _removal_is_asked(her: Officer, case: str) -> None:
    """Removal is her right (UU 12/2022 art. 68): asked within a day, and followed until it is answered."""
    her.open(f"/berkas/{case}/")
    moves.row(her, "image-removal").get_by_role("link").first.click()
    fill(her, {"asked_of": "platform", "reference": "IG-7", "outcome": "waiting"})
    her.press("Simpan")
    her.sees("Tersimpan.")


def _h17_is_threatened_and_nothing_is_settled(her: Officer, case: str, *, owed: moves.Owed) -> None:
    """A threat owes her safety now; an offer of peace ends nothing."""
    at = moves.now()
    threat = {"when": at, "kind": "threat", "source": "party", "alone": "yes", "words": "Besok disebar ke kampus"}
    keep(her, f"{case}/lembar/pressure/", threat)
    stands(her, case, {**owed, "threat-safety": at})
    her.look("threatened")
    her.open(f"/berkas/{case}/selesai/")
    fill(her, {"reason": "settled", "plan": "no_plan", "agrees": "yes"})
    never = "Damai, adat, atau mediasi tidak pernah mengakhiri kasus kekerasan seksual atau perdagangan orang."
    refused(her, "Tutup pendampingan", never, "Tugas ini belum selesai: Atur keselamatannya sekarang: ia diancam.")
    her.open(f"/berkas/{case}/")
    moves.row(her, "threat-safety").get_by_role("link").first.click()
    fill(her, {"alone": "yes", "free": "yes", "safe_now": "safe", "agreed": "Akun dikunci, teman sekamar tahu"})
    her.press("Simpan")
    her.sees("Tersimpan.")
    stands(her, case, owed)


def _h10_her_no_makes_the_link_dark_at_once(her: Officer, visit: Visit, case: str, *, owed: moves.Owed) -> None:
    """Paused, taken up again, withdrawn: the partner who reads at that moment reads nothing the next."""
    parts, due_on = ["identity", "wishes"], (moves.now() + 3 * DAY).date()
    said = {"request": "Mohon pendampingan hukum zqreq", "due_on": due_on}
    moves.ask_consent(her, case, LAWYERS, parts, moves.now())
    moves.agrees(her)
    moves.draw_up_referral(her, case, LAWYERS, "legal", parts, **said)
    moves.send_referral(her)
    stands(her, case, {**owed, "referral-outcome": closing_time(due_on)})
    her.open(f"/berkas/{case}/rujukan/")
    link = moves.make_link(her, LAWYERS)
    partner = visit("", DESK)
    moves.open_link(partner, link)
    packet = (NAME, WISH, "zqreq")
    beside = (SECRET, FORMER, LINK, PICTURE, "Bukti pemerasan", "Besok disebar", case)
    for read in packet:
        partner.reads(read)
    moves.shows_none_of(partner, *beside)
    partner.look("partner")

    her.open(f"/berkas/{case}/rujukan/")
    her.press("Jeda semua berbagi sekarang")
    her.sees("Semua berbagi atas persetujuannya dijeda. Pendampingan tetap berjalan.")
    _reads_nothing(partner, *packet, *beside)
    her.press("Lanjutkan atas kehendaknya")
    her.sees("Dilanjutkan atas kehendaknya.")
    partner.page.reload()
    partner.reads(WISH)
    her.press("Tarik")
    her.sees("Ditarik. Hanya jawaban baru yang membukanya lagi.")
    her.sees("Saat ini tidak ada berbagi yang ia setujui.")
    her.look("withdrawn")
    _reads_nothing(partner, *packet, *beside)
    partner.look("dark")
    fill(partner, {"answer": "decline"})
    refused(partner, "Kirim jawaban", "Penjelasannya belum ditulis.")
    fill(partner, {"words": "Tidak dapat kami layani tanpa isinya"})
    partner.press("Kirim jawaban")
    partner.sees("Terima kasih. Tidak ada lagi yang perlu dijawab.")
    stands(her, case, {**owed, "referral-again": working_days(1, since=moves.now())})

    moves.draw_up_referral(her, case, LAWYERS, "legal", parts, **said)  # H-03: without her yes nothing leaves
    her.sees("Ia belum setuju membagikan ini kepada tujuan itu: Nama, usia, jenis kelamin, Kebutuhan dan harapannya.")
    moves.shows_none_of(her, NAME)
    her.open(f"/berkas/{case}/rujukan/")
    her.page.locator("a.rows__verb").filter(has_text=LAWYERS).first.click()
    her.press("Batalkan rujukan")
    her.sees("Dibatalkan. Tidak ada lagi yang terbaca.")
    stands(her, case, owed)


def _reads_nothing(partner: Officer, *secrets: str) -> None:
    partner.page.reload()
    partner.sees("Isi permintaan ini tidak lagi dibagikan. Anda tetap dapat menjawab.")
    moves.shows_none_of(partner, *secrets)


def _h13_it_leaves_for_the_police_alone(
    her: Officer, case: str, page: str, folder: Path, *, rights: datetime, waits: moves.Owed
) -> None:
    """Reported with her (H-09); the links and the file are handed over, and then the file is gone from here."""
    at = moves.now()
    her.open(f"/berkas/{case}/langkah/")
    fill(her, {"when": at, "outcome": "reported"})
    refused(her, "Simpan", "Ia belum diberi tahu.", "Rencana keselamatannya belum diperbarui.")
    with_her = {"when": at, "told": "yes", "meeting_agreed": "yes", "safety_updated": "yes"}
    keep(her, f"{case}/langkah/", {**with_her, "outcome": "prepared"}, then="Tercatat.")
    keep(her, f"{case}/langkah/", {**with_her, "outcome": "reported"}, then="Tercatat.")
    keep(her, f"{case}/lembar/law-police/", {"when": at, "number": "LP/7/SIBER"})
    her.open(f"/berkas/{case}/")
    moves.row(her, "image-handover").get_by_role("link").first.click()
    fill(her, {"police_unit": "Subdit Siber", "reference": "TT/1"})
    her.press("Simpan")
    her.sees("Tersimpan.")
    her.open(page)
    her.follow("Tulis lembar penyerahan")
    fill(her, {"police_unit": "Subdit Siber", "reference": "TT/2"})
    her.press("Simpan")
    her.sees("Tersimpan.")
    chased = {"tpks-protection": at + DAY, "tpks-rights": at + 7 * DAY}
    stands(her, case, {"rights-tpks": rights, **waits, **chased})

    her.open(page)
    assert not her.page.locator("main img").count()
    her.sees("Hanya untuk diserahkan kepada polisi.")
    with her.page.expect_download() as coming:
        her.press("Unduh yang asli")
    assert PICTURE not in coming.value.suggested_filename  # a name of ours
    assert Path(coming.value.path()).read_bytes() == (folder / PICTURE).read_bytes()
    her.look("handed-over")
    her.unfold_named("Hapus berkas ini")
    fill(her, {"alasan": "handed_over"})
    her.page.get_by_role("button", name="Hapus", exact=True).click()
    her.sees("Berkas dihapus: kuncinya sudah dimusnahkan.")
    her.open(f"/berkas/{case}/")
    moves.row(her, "image-removal-answer").get_by_role("link").first.click()
    fill(her, {"asked_of": "platform", "reference": "IG-7", "outcome": "removed"})
    her.press("Simpan")
    her.sees("Tersimpan.")
    stands(her, case, {"rights-tpks": rights, **chased})
