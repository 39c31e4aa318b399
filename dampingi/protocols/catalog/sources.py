"""The clauses the duties rest on. V in the domain reference is ``VERIFIED``, M is ``TO_CONFIRM``."""

from datetime import date

from dampingi.kernel.words import say
from dampingi.protocols.rules import Clause, Status

V, M = Status.VERIFIED, Status.TO_CONFIRM
TPKS_SINCE = date(2022, 5, 9)
PKDRT_SINCE = date(2004, 9, 22)
TPPO_SINCE = date(2007, 4, 19)
SPPA_SINCE = date(2014, 7, 30)
PDP_SINCE = date(2024, 10, 17)
PERMEN_SINCE = date(2022, 1, 1)
# Practice has no date of entry: an old report entered late owes the same care.
HOUSE_SINCE = date(2000, 1, 1)

HOUSE = "Standar Dampingi"


def tpks(article: str, plain: str, status: Status = V) -> Clause:
    """Return a clause of UU 12/2022 on sexual violence."""
    return Clause("UU 12/2022 (TPKS)", article, say(plain), status, TPKS_SINCE, source="id.wikisource; peraturan.info")


def house(rule: str, plain: str, status: Status = M) -> Clause:
    """Return a rule of practice where no statute speaks; always to be confirmed by practitioners."""
    return Clause(HOUSE, rule, say(plain), status, HOUSE_SINCE, source="practice")


RESPONSE_HIGH = Clause(
    "Permen PPPA 2/2022",
    "standar pengaduan",
    say("Risiko tinggi dilayani langsung sesuai kebutuhannya."),
    V,
    PERMEN_SINCE,
    source="sippn.menpan.go.id 8202366",
)
RESPONSE_MEDIUM = Clause(
    "Permen PPPA 2/2022",
    "standar pengaduan",
    say("Risiko sedang dilayani sekitar 6 jam sejak laporan."),
    V,
    PERMEN_SINCE,
    source="sippn.menpan.go.id 8202366",
)
RESPONSE_LOW = Clause(
    "Standar layanan daerah",
    "tindak lanjut laporan",
    say("Risiko rendah ditindaklanjuti paling lama 3 hari kerja; hari pertama tidak dihitung."),
    M,
    HOUSE_SINCE,
    source="dinsospppa.probolinggokota.go.id",
)
MEDICAL = Clause(
    "Algoritma Kementerian Kesehatan 2022",
    "72 jam",
    say("Kontrasepsi darurat, pencegahan HIV, dan pengambilan bukti paling menolong dalam 72 jam sejak kejadian."),
    M,
    HOUSE_SINCE,
    source="paparan Kementerian Kesehatan",
)
PREGNANCY = Clause(
    "PP 28/2024",
    "Pasal 116–124",
    say(
        "Kehamilan akibat perkosaan atau kekerasan seksual lain: pilihannya dijelaskan, dengan konseling dan "
        "surat yang diperlukan; batas minggunya perlu dikonfirmasi."
    ),
    M,
    date(2024, 7, 26),
    source="practice H-04; perlu dikonfirmasi",
)
POLICE_REPORT = tpks(
    "Pasal 41 (2)–(3)", "Unit melaporkan kekerasan seksual ke polisi paling lama 3×24 jam sejak korban melapor."
)
TPKS_PROTECTION = tpks(
    "Pasal 42 (1)", "Polisi dapat memberi perlindungan sementara paling lama 1×24 jam sejak laporan."
)
TPKS_PROTECTION_ENDS = tpks(
    "Pasal 42 (2)", "Perlindungan sementara berlaku paling lama 14 hari sejak korban ditangani."
)
TPKS_LPSK = tpks(
    "Pasal 43 (1)", "Polisi memohon perlindungan ke LPSK paling lama 1×24 jam sejak perlindungan sementara diberikan."
)
TPKS_RIGHTS = tpks("Pasal 31 (1)", "Penyidik, penuntut umum, dan hakim wajib memberitahukan hak restitusi.")
TPKS_RESTITUTION = tpks("Pasal 33", "Restitusi dibayar paling lama 30 hari sejak salinan putusan diterima.")
TPKS_VERDICT = tpks("Pasal 33", "Jaksa mengirim salinan putusan paling lama 7 hari.")
TPKS_RESTRICTION = tpks(
    "Pasal 45",
    "Hakim dapat membatasi gerak tersangka paling lama 6 bulan, sekali diperpanjang 6 bulan; perpanjangan dimohonkan paling lambat 7 hari sebelum berakhir.",
)
TPKS_MARRIAGE = tpks(
    "Pasal 10 (2)", "Memaksanya menikah dengan terlapor dapat menjadi tindak pidana baru; tidak pernah menjadi penyelesaian."
)
TPKS_RIGHTS_ALL = tpks(
    "Pasal 68–71", "Hak atas penanganan, pelindungan, dan pemulihan dijelaskan kepadanya, dengan bahasa yang ia pahami."
)
TPKS_RELEASE = tpks("Pasal 70", "Ia berhak diberi tahu ketika terpidana akan atau sudah keluar.")
TPKS_UNPAID = tpks(
    "Pasal 33", "Restitusi yang tidak dibayar diberitahukan ke pengadilan; pengadilan memperingatkan, lalu melelang."
)
TPKS_OVERRIDE = tpks(
    "Pasal 26 (1), (3)",
    "Pendamping korban sudah mengikuti pelatihan TPKS; penugasan dengan alasan ditinjau dalam 72 jam.",
)


def pkdrt(article: str, plain: str, status: Status = V) -> Clause:
    """Return a clause of UU 23/2004 on domestic violence."""
    return Clause(
        "UU 23/2004 (PKDRT)",
        article,
        say(plain),
        status,
        PKDRT_SINCE,
        source="humaspolresbantul; 123dok; legal-solusindo",
    )


PKDRT_PROTECTION = pkdrt(
    "Pasal 16 (1)", "Polisi wajib memberi perlindungan sementara paling lama 1×24 jam sejak laporan."
)
PKDRT_PROTECTION_ENDS = pkdrt(
    "Pasal 16 (2)", "Perlindungan sementara berlaku paling lama 7 hari sejak korban ditangani."
)
PKDRT_COURT = pkdrt(
    "Pasal 16 (3)", "Polisi meminta penetapan pengadilan paling lama 1×24 jam sejak perlindungan diberikan."
)
PKDRT_ORDER = pkdrt("Pasal 28", "Ketua pengadilan mengeluarkan perintah paling lama 7 hari sejak permohonan.", M)
PKDRT_ORDER_ENDS = pkdrt(
    "Pasal 32",
    "Perintah berlaku paling lama 1 tahun; perpanjangan dimohonkan 7 hari sebelumnya (perlu dikonfirmasi).",
    M,
)

PKDRT_HELP = pkdrt(
    "Pasal 15, 30 (1)",
    "Setiap orang yang tahu wajib berupaya menolong dan membantu permohonan perlindungan; permohonan boleh lisan atau tertulis.",
)
PKDRT_BREACH = pkdrt("Pasal 38", "Pelanggar perintah perlindungan dapat ditahan paling lama 30 hari.")


def tppo(article: str, plain: str, status: Status = V) -> Clause:
    """Return a clause of UU 21/2007 on trafficking."""
    return Clause("UU 21/2007 (TPPO)", article, say(plain), status, TPPO_SINCE, source="text-id.123dok; hariane.com")


TPPO_REHABILITATION = tppo(
    "Pasal 52 (1)", "Rehabilitasi, pemulangan, dan reintegrasi diberikan paling lama 7 hari sejak permohonan."
)
TPPO_FIRST_AID = tppo(
    "Pasal 53", "Bila nyawanya terancam trauma atau penyakit, pertolongan pertama paling lama 7 hari sejak permohonan."
)
TPPO_APPLY = tppo(
    "Pasal 51 (2)", "Rehabilitasi dan pemulangan dapat dimohonkan sesudah laporan polisi, juga oleh relawan pendamping."
)
TPPO_RIGHTS = tppo(
    "Pasal 44, 47–53",
    "Hak atas kerahasiaan, pelindungan, restitusi, rehabilitasi, pemulangan, dan reintegrasi dijelaskan kepadanya.",
)
TPPO_RESTITUTION = tppo("Pasal 48–50", "Restitusi dibayar paling lama 14 hari sejak putusan diberitahukan.", M)


def sppa(article: str, plain: str) -> Clause:
    """Return a clause of UU 11/2012 on children and justice (from memory)."""
    return Clause("UU 11/2012 (SPPA)", article, say(plain), M, SPPA_SINCE, source="ingatan; perlu dikonfirmasi")


SOCIAL_REPORT = sppa(
    "Pasal 27 (3)",
    "Penyidik meminta laporan sosial dari pekerja sosial untuk anak korban; batas harinya tidak ditemukan.",
)
BAPAS = sppa("Pasal 28", "Hasil penelitian kemasyarakatan Bapas paling lama 3×24 jam sejak permintaan.")
DIVERSION = sppa("Pasal 6–8", "Diversi memerlukan persetujuan bebas dari korban.")
CHILD_PROMPT = Clause(
    "UU 35/2014",
    "Pasal 59A",
    say("Anak mendapat penanganan yang cepat dan pendampingan sampai pulih."),
    M,
    date(2014, 10, 17),
    source="ingatan; perlu dikonfirmasi",
)
PDP_FAILURE = Clause(
    "UU 27/2022 (PDP)",
    "Pasal 46",
    say("Kegagalan pelindungan data diberitahukan tertulis kepada orangnya dan lembaga paling lama 3×24 jam."),
    V,
    PDP_SINCE,
    source="nasional.kompas.com 2022/09/20",
)
PDP_LIMIT = Clause(
    "UU 27/2022 (PDP)",
    "Pasal 41",
    say("Permintaan menunda atau membatasi pemrosesan dijawab paling lama 3×24 jam."),
    V,
    PDP_SINCE,
    source="preprod.justisio.com",
)
LPSK_DECIDES = Clause(
    "UU 13/2006",
    "Pasal 29",
    say("LPSK memutuskan permohonan perlindungan paling lama 7 hari (teks asli; UU 31/2014 perlu dikonfirmasi)."),
    M,
    date(2006, 8, 11),
    source="pasal.id",
)
RESTITUTION_APPLY = Clause(
    "Perma 1/2022",
    "Pasal 11–15",
    say("Permohonan restitusi sesudah putusan diajukan paling lama 90 hari sejak putusan tetap diketahui."),
    V,
    date(2022, 3, 1),
    source="delik.tv",
)
MONITOR = Clause(
    "Perpres 55/2024",
    "Pasal 5 (2)",
    say("Unit memantau pemenuhan hak korban oleh aparat penegak hukum sampai pengadilan."),
    V,
    date(2024, 4, 22),
    source="pasal.id",
)
RESTITUTION_OTHER = Clause(
    "PP 7/2018",
    "Pasal 32",
    say("Restitusi dibayar paling lama 30 hari sejak salinan putusan diterima."),
    V,
    date(2018, 3, 7),
    source="katahukum.id",
)
RESTITUTION_COPY = Clause(
    "Perma 1/2022",
    "Pasal 11–15",
    say("Pengadilan mengirim salinan penetapan restitusi ke LPSK paling lama 7 hari."),
    V,
    date(2022, 3, 1),
    source="delik.tv",
)
DBK = Clause(
    "PP 29/2025",
    "Pasal 8",
    say("Dana Bantuan Korban dibayar paling lama 30 hari: menutup restitusi yang kurang dan pemulihan."),
    V,
    date(2025, 6, 18),
    source="moodsiang.com; metrotvnews",
)
SHELTER = Clause(
    "Standar layanan daerah",
    "penampungan sementara",
    say("Tinggal di penampungan sementara biasanya 14 hari dan dapat diperpanjang; lamanya diatur unit."),
    M,
    HOUSE_SINCE,
    source="kalbar.antaranews 584403; sippn 8298024",
)
MEDIATION = Clause(
    "Standar layanan mediasi",
    "pelaksanaan",
    say("Pendamping mengawasi pelaksanaan kesepakatan yang ditandatangani."),
    V,
    date(2023, 1, 1),
    source="sippn.menpan.go.id 8260674",
)
