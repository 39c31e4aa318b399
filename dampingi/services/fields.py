"""What the plan and a stay in a shelter ask, declared once."""

from dampingi.kernel import codes
from dampingi.kernel.codes import SERVICES, CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say
from dampingi.services.catalog.funding import PAYMENTS
from dampingi.services.catalog.lists import ACCOMPANIMENTS, DOMAINS, EXTENTS
from dampingi.services.rules.sheets import WHEN
from dampingi.services.rules.stays import DESTINATIONS, EXTENSIONS, REASONS

_CODED = Privacy.CODED
PLAN_FORM = "2026-11"
PLAN_SOURCE = "Permen PPPA 2/2022 (rencana intervensi)"
PLAN_EXPLAINS = (
    say("Rencana ini milik Anda. Anda boleh setuju, tidak setuju, atau mengubahnya kapan saja."),
    say("Tidak setuju pada satu bagian tidak menghentikan bantuan yang lain."),
    say("Tidak ada layanan yang Anda bayar lebih dulu."),
)

AGREEMENTS = CodeList(
    "plan_agreement",
    say("Ia setuju?"),
    {"yes": say("Ya"), "partly": say("Sebagian"), "no": say("Tidak")},
    "Dampingi (H-07)",
)
OUTCOMES = CodeList(
    "service_outcome",
    say("Hasil"),
    {
        "met": say("Kebutuhannya terpenuhi"),
        "partly": say("Terpenuhi sebagian"),
        "not_met": say("Belum terpenuhi"),
        "not_wanted": say("Ia memilih berhenti"),
        "elsewhere": say("Dilanjutkan lembaga lain"),
        "not_available": say("Layanannya tidak ada"),
    },
    "Dampingi",
    to_confirm=True,
)

PLAN = Group(
    "plan",
    say("Rencana bersama dia"),
    (
        WHEN,
        Field("goals", say("Tujuannya, dengan kata-katanya"), Kind.LONG_TEXT, hint=say("Satu tujuan tiap baris.")),
        Field("drawn_with_her", say("Disusun bersama dia?"), Kind.YES_NO, _CODED),
        Field("agrees", say("Ia setuju?"), Kind.CODE, _CODED, codes=AGREEMENTS),
        Field(
            "her_words",
            say("Yang ia katakan tentang rencana ini"),
            Kind.LONG_TEXT,
            hint=say("Juga yang tidak ia setujui, atau mengapa belum dapat disusun bersama dia."),
        ),
        Field("review_on", say("Kapan dilihat lagi bersama dia"), Kind.DATE, _CODED),
    ),
)
# Which provider of the directory is chosen on the page beside the sheet; the API sends its number.
SERVICE = Group(
    "service",
    say("Layanan dalam rencana"),
    (
        WHEN,
        Field("domain", say("Untuk kebutuhan apa"), Kind.CODE, _CODED, codes=DOMAINS, required=True),
        Field("need", say("Kebutuhannya, dengan kata-katanya"), Kind.LONG_TEXT),
        Field("service", say("Layanan"), Kind.CODE, _CODED, codes=SERVICES, required=True),
        Field("kind", say("Pendampingan"), Kind.CODE, _CODED, codes=ACCOMPANIMENTS),
        Field("provider_name", say("Lembaga yang belum ada di direktori"), Kind.TEXT, longest=200),
        Field("planned_on", say("Direncanakan tanggal"), Kind.DATE, _CODED),
        Field("payer", say("Siapa yang menanggung biayanya"), Kind.CODE, _CODED, codes=PAYMENTS, required=True),
        Field("cost_note", say("Catatan biaya"), Kind.TEXT),
    ),
)
COST = Group(
    "service_cost",
    say("Biaya layanan"),
    (
        Field("payer", say("Siapa yang menanggung biayanya"), Kind.CODE, _CODED, codes=PAYMENTS, required=True),
        Field("cost_note", say("Catatan biaya"), Kind.TEXT),
    ),
)
LONGER = Group(
    "visit_longer",
    say("Aman, tetapi lebih lama"),
    (Field("back_at", say("Perkiraan kembali"), Kind.MOMENT, _CODED, required=True),),
)
OUTCOME = Group(
    "service_outcome",
    say("Hasil layanan"),
    (
        WHEN,
        Field("outcome", say("Hasil"), Kind.CODE, _CODED, codes=OUTCOMES, required=True),
        Field("her_words", say("Yang ia katakan tentang hasilnya"), Kind.LONG_TEXT),
        Field("note", say("Catatan pendek"), Kind.LONG_TEXT),
    ),
)
EVALUATION = Group(
    "evaluation",
    say("Evaluasi rencana"),
    (
        WHEN,
        Field("reached", say("Tujuannya tercapai?"), Kind.CODE, _CODED, codes=EXTENTS, required=True),
        Field("her_words", say("Menurut dia, dengan kata-katanya"), Kind.LONG_TEXT),
        Field("changes", say("Yang perlu diubah"), Kind.LONG_TEXT),
        Field("ends", say("Rencana ini selesai?"), Kind.YES_NO, _CODED),
        Field("review_on", say("Bila belum: kapan dilihat lagi bersama dia"), Kind.DATE, _CODED),
    ),
)

STAY_BEGIN = Group(
    "stay_begin",
    say("Penampungan"),
    (
        Field("when", say("Sejak kapan"), Kind.MOMENT, _CODED, required=True, past_only=True),
        Field("reasons", say("Mengapa perlu"), Kind.CODES, _CODED, codes=REASONS, required=True),
        Field("place", say("Nomor penampungan"), Kind.TEXT, _CODED, longest=20),
        Field("needs", say("Yang ia perlukan di sana"), Kind.LONG_TEXT),
    ),
)
STAY_EXTEND = Group(
    "stay_extend",
    say("Perpanjang"),
    (
        Field("until", say("Sampai"), Kind.MOMENT, _CODED, required=True),
        Field("reason", say("Alasan diperpanjang"), Kind.CODE, _CODED, codes=EXTENSIONS, required=True),
    ),
)
STAY_LEAVE = Group(
    "stay_leave",
    say("Meninggalkan penampungan"),
    (
        Field("when", say("Kapan"), Kind.MOMENT, _CODED, required=True, past_only=True),
        Field("left_to", say("Ke mana"), Kind.CODE, _CODED, codes=DESTINATIONS, required=True),
        Field("safe_now", say("Aman di sana?"), Kind.CODE, _CODED, codes=codes.SAFETIES, required=True),
        Field("where", say("Tempatnya, bila ia mau menyebutkan"), Kind.LONG_TEXT),
        Field("plan", say("Cara ia tetap aman, dan cara menghubungi yang aman"), Kind.LONG_TEXT),
        Field(
            "follow_on",
            say("Tanyakan keadaannya pada"),
            Kind.MOMENT,
            _CODED,
            hint=say("Kosong: sepekan sesudahnya."),
        ),
    ),
)
