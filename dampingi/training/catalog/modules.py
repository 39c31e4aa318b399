"""Modules: what each teaches, its hours, what it gives, and which duties it helps with (domain.md §6.3).

Hours and competences are from memory and to be confirmed: no rule was found that fixes them. What
H-15 makes a *condition* is the training on sexual violence alone (UU 12/2022 art. 26(1), (3)): module 2.
The rest of the core advises.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dampingi.kernel.words import Words, say

CONDITION, ADVICE = "condition", "advice"
TEAM = say("Tim sekolah")
"""What a school's team is called until somebody calls it otherwise (TPPK, Tim BSAN): a setting of each course."""

_HOUSE = "Kurikulum Dampingi"
_TPKS = "UU 12/2022"
_SCHOOL = "Permendikdasmen 6/2026"


@dataclass(frozen=True, slots=True)
class Module:
    """Something that is taught in hours of 45 minutes (JP)."""

    code: str
    number: int
    title: Words
    aims: Words
    jp: int
    competences: tuple[str, ...] = ()
    core: str = ""
    law: str = _HOUSE
    article: str = ""
    to_confirm: bool = True
    teaches: tuple[str, ...] = ()


UNIT_MODULES: tuple[Module, ...] = (
    Module(
        "m01-perspective", 1,
        say("Gender, hak asasi, dan perspektif penerima manfaat"),
        say("Mengenali ketimpangan kuasa dan prasangka sendiri; menempatkan kebutuhan dan pilihannya di depan."),
        3, ("perspective",), teaches=("ask-agreement", "rights-tpks"),
    ),
    Module(
        "m02-law", 2,
        say("Hukum: TPKS, PKDRT, anak, TPPO, pelindungan data, hukum acara 2026"),
        say("Membaca pasal yang mengikat unit: hak penerima manfaat, jangka waktu, dan kapan polisi harus diberi tahu."),
        6, ("law", "tpks"), CONDITION, _TPKS, "Pasal 26 (1), (3)",
        teaches=(
            "police-report", "police-prepare", "rights-tpks", "rights-tppo", "tpks-protection", "tpks-protection-ends",
            "pkdrt-protection", "pkdrt-order", "pkdrt-help-apply", "child-social-report", "reported-child-social-worker",
            "reported-child-bapas", "diversion-free-choice", "data-failure", "data-limit",
        ),
    ),
    Module(
        "m03-trauma", 3,
        say("Trauma dan perkembangan anak"),
        say("Memahami reaksi tubuh dan ingatan sesudah kekerasan, dan bahasa yang sesuai usia anak."),
        3, ("child",), law="UU 35/2014", article="Pasal 59, 59A", teaches=("child-prompt", "find-age"),
    ),
    Module(
        "m04-pfa", 4,
        say("Dukungan psikologis awal: amati, dengarkan, hubungkan"),
        say("Memberi dukungan psikologis awal pada jam pertama, juga lewat telepon, tanpa menggali cerita."),
        4, ("pfa",), teaches=("psychological-support", "suicide-safety"),
    ),
    Module(
        "m05-lives", 5,
        say("Dukungan lini pertama: LIVES"),
        say("Mendengar, bertanya seperlunya, membenarkan perasaannya, menambah keselamatan, dan memberi dukungan lanjut."),
        4, ("first_line",), ADVICE,
        teaches=(
            "first-contact-high", "first-contact-medium", "first-contact-low", "medical-72h", "psychological-support",
            "pregnancy-options", "ask-agreement",
        ),
    ),
    Module(
        "m06-intake", 6,
        say("Penerimaan laporan dan wawancara peka trauma; kebutuhan khusus"),
        say("Menerima laporan tanpa menghakimi dan tanpa meminta mengulang; menyiapkan juru bahasa dan akses disabilitas."),
        6, ("intake", "disability"), ADVICE,
        teaches=("ask-safety", "acknowledge", "safe-contact", "find-age", "check-values", "ask-agreement", "link-service"),
    ),
    Module(
        "m07-risk", 7,
        say("Risiko dan rencana keselamatan"),
        say("Menanyakan tanda bahaya, menentukan tingkat risiko, dan mengatur keselamatan malam ini juga."),
        4, ("risk",), ADVICE,
        teaches=(
            "home-safety",
            "ask-safety", "safety-plan", "safety-again", "ask-again-safety", "suicide-safety", "threat-safety",
            "order-breached", "pressure-safety", "marriage-safety", "custody-ends", "release-told", "protect-officer",
            "check-in", "shelter-find", "pkdrt-breach-detention",
        ),
    ),
    Module(
        "m08-assessment", 8,
        say("Asesmen biopsikososial, genogram, dan ekomap"),
        say("Mengumpulkan keadaan tubuh, jiwa, sosial, dan ekonomi bersama dia, lalu merangkumnya untuk rencana."),
        4, ("assessment",), teaches=("child-social-report", "next-monitoring"),
    ),
    Module(
        "m09-planning", 9,
        say("Rencana intervensi, pembahasan kasus, dan rujukan"),
        say("Menyusun rencana bersama dia, memimpin pembahasan kasus, merujuk dengan kabar balik."),
        4, ("planning",),
        teaches=(
            "sign-plan", "evaluate-plan", "give-service", "next-meeting", "refer-elsewhere", "link-service",
            "referral-outcome", "referral-again", "tell-shared", "transfer-answer", "cover-cost", "stay-ends",
            "stay-follow-up",
        ),
    ),
    Module(
        "m10-trafficking", 10,
        say("Penyaringan perdagangan orang"),
        say("Menyaring sebelum memberi sebutan apa pun; perbuatan yang dipaksakan dicatat sebagai dipaksakan."),
        3, ("trafficking",), law="UU 21/2007", article="Pasal 18, 51",
        teaches=(
            "tppo-screen", "tppo-apply", "tppo-rehabilitation", "tppo-repatriation", "tppo-reintegration",
            "tppo-first-aid", "tppo-restitution", "rights-tppo",
        ),
    ),
    Module(
        "m11-accompaniment", 11,
        say("Pendampingan di kepolisian dan pengadilan, visum, restitusi"),
        say("Mendampingi di setiap tahap, mengantar visum, menghitung kerugian, dan mengajukan restitusi."),
        4, ("accompaniment",),
        teaches=(
            "police-prepare", "police-report", "police-number", "hearing", "tpks-lpsk", "lpsk-decides", "tpks-rights",
            "tpks-verdict", "tpks-restitution", "tpks-restriction-ends", "restitution-apply", "restitution-paid",
            "restitution-unpaid", "restitution-copy", "dbk-paid", "pkdrt-court", "pkdrt-order-ends",
            "pkdrt-protection-ends", "ask-again", "medical-72h", "mediation-supervise", "withdrawal-check",
            "settlement-check", "adat-check",
        ),
    ),
    Module(
        "m12-confidentiality", 12,
        say("Kerahasiaan, persetujuan, dan keamanan data"),
        say("Membagikan seperlunya dan dengan dasar; menjaga kontak aman, gambar, dan berkas."),
        3, ("confidentiality",), ADVICE, "UU 27/2022", "Pasal 20",
        teaches=(
            "safe-contact", "tell-shared", "image-links", "image-removal", "image-removal-answer", "image-handover",
            "data-failure", "data-limit",
        ),
    ),
    Module(
        "m13-recording", 13,
        say("Pencatatan: sistem ini dan Simfoni PPA"),
        say("Mencatat sekali, lengkap dan tepat waktu, lalu menyalin yang diminta ke Simfoni PPA."),
        4, ("recording",), ADVICE,
        teaches=("check-values", "record-visit", "police-number", "review-override", "acknowledge"),
    ),
    Module(
        "m14-ending", 14,
        say("Mengakhiri pendampingan dan memantau"),
        say("Mengakhiri pendampingan bersama dia, memantau sesudahnya, dan menyerahkan ke Puspaga bila perlu."),
        2, ("ending",), teaches=("next-monitoring", "aftercare-visit", "aftercare-end", "evaluate-plan"),
    ),
    Module(
        "m15-care", 15,
        say("Merawat diri, trauma sekunder, dan supervisi"),
        say("Mengenali lelah yang menular, meminta supervisi, dan menjaga keselamatan petugas."),
        3, ("care",), teaches=("protect-officer", "check-in"),
    ),
    Module(
        "m16-tests", 16,
        say("Tes awal, tes akhir, dan rencana tindak lanjut"),
        say("Mengukur apa yang berubah dan menuliskan apa yang akan dikerjakan di unit sendiri."),
        3,
    ),
)  # fmt: skip

SCHOOL_MODULES: tuple[Module, ...] = (
    Module(
        "s01-rules", 1,
        say("Aturan 2026: budaya sekolah aman dan nyaman"),
        say(
            "Memahami Permendikdasmen 6/2026 yang menggantikan Permendikbudristek 46/2023: empat aspek, peran {team}, "
            "dan Pokja daerah. Madrasah, pesantren, dan perguruan tinggi mengikuti aturannya sendiri.",
            team=TEAM,
        ),
        2, ("school",), ADVICE, _SCHOOL, "Pasal 1, 31",
    ),
    Module(
        "s02-telling", 2,
        say("Ketika anak bercerita: reaksi pertama"),
        say("Mendengar dengan tenang, berkata bahwa ia tidak salah, tidak menjanjikan rahasia, dan menanyakan hanya keselamatannya."),
        3, ("school",), ADVICE, _HOUSE, "H-07, H-12", teaches=("ask-safety", "psychological-support", "child-prompt"),
    ),
    Module(
        "s03-no-inquiry", 3,
        say("Tidak menyelidiki, tidak meminta mengulang"),
        say("Menulis kata-kata anak apa adanya, sekali; tidak memeriksa, tidak mempertemukan dengan terlapor, tidak mencari bukti."),
        2, ("school",), ADVICE, _HOUSE, "H-12, H-13", teaches=("image-links", "check-values"),
    ),
    Module(
        "s04-two-classes", 4,
        say("Dua golongan pelanggaran, dan mana yang bukan urusan sekolah"),
        say(
            "Membedakan pelanggaran tata tertib, yang ditangani {team}, dari pelanggaran hukum, yang selalu diteruskan ke "
            "Pokja daerah dan UPTD PPA; kekerasan seksual tidak didamaikan.",
            team=TEAM,
        ),
        2, ("school",), ADVICE, _SCHOOL, "Pasal 22, 23, 31", teaches=("police-report", "settlement-check", "marriage-safety"),
    ),
    Module(
        "s05-referral", 5,
        say("Meneruskan hari itu juga: Pokja, UPTD PPA, layanan kesehatan"),
        say(
            "Menelepon dulu, mengantar bila bahaya atau dalam 72 jam, mencatat siapa yang menerima, dan menerima kabar "
            "keadaan tanpa isi berkas.",
        ),
        2, ("school",), ADVICE, _SCHOOL, "Pasal 31", teaches=("medical-72h", "link-service", "referral-outcome"),
    ),
    Module(
        "s06-secrecy", 6,
        say("Kerahasiaan pelapor dan anak"),
        say("Menjaga identitas pelapor, anak, dan saksi: tidak di grup percakapan, tidak di rapat guru, tidak di papan."),
        2, ("school",), ADVICE, _SCHOOL, "Pasal 31", teaches=("safe-contact", "tell-shared"),
    ),
    Module(
        "s07-reported-child", 7,
        say("Anak yang dilaporkan, dan kembali belajar"),
        say("Anak yang dilaporkan tetap anak: identitasnya dijaga, ia didampingi; keduanya tetap belajar dengan aman."),
        2, ("child",), law="UU 11/2012", article="Pasal 19", teaches=("reported-child-social-worker", "diversion-free-choice"),
    ),
    Module(
        "s08-plan", 8,
        say("Rencana {team}: jalur lapor, nomor, dan latihan", team=TEAM),
        say("Menyepakati jalur lapor yang aman, daftar nomor yang benar, dan latihan yang diulang tiap semester."),
        1, law=_SCHOOL, article="Pasal 31",
    ),
)  # fmt: skip

MODULES: tuple[Module, ...] = UNIT_MODULES + SCHOOL_MODULES
BY_CODE: Mapping[str, Module] = {m.code: m for m in MODULES}


def called(words: Words, team: str) -> Words:
    """Return a sentence with the school's team under its own name; others as they are."""
    return say(words.text, **{**dict(words.blanks), "team": team}) if "team" in dict(words.blanks) and team else words
