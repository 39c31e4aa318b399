"""What the sheets of a case ask, declared once."""

from dataclasses import replace

from dampingi.intake.fields import INCIDENT, REPORTED_PARTY, RISK_SIGNS, TRAFFICKING, VICTIM
from dampingi.kernel import codes
from dampingi.kernel.codes import CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import say

_CODED = Privacy.CODED

CONSENT_FORMS = CodeList(
    "consent_form",
    say("Bentuk persetujuan"),
    {
        "spoken": say("Lisan"),
        "signed": say("Tanda tangan"),
        "thumbprint": say("Cap jempol"),
        "photo": say("Foto kertas"),
    },
    "Dampingi (H-07)",
)

FIRST_CONTACT = Group(
    "first_contact",
    say("Kontak pertama"),
    (
        Field(
            "at",
            say("Kapan"),
            Kind.MOMENT,
            _CODED,
            say("Menunjukkan bahwa kita datang tepat waktu."),
            required=True,
            past_only=True,
        ),
        Group(
            "agreed",
            say("Sesudah penjelasan singkat, ia setuju"),
            (
                Field("help", say("didampingi"), Kind.YES_NO, _CODED),
                Field("record", say("dicatat"), Kind.YES_NO, _CODED),
                Field("contact", say("dihubungi"), Kind.YES_NO, _CODED),
            ),
        ),
        Field(
            "consent_form",
            say("Bentuk persetujuan"),
            Kind.CODE,
            _CODED,
            say("Semuanya sama nilainya; tidak satu pun menjadi syarat bantuan."),
            codes=CONSENT_FORMS,
        ),
        Field("heard_by", say("Siapa yang mendengar persetujuan lisan"), Kind.TEXT, longest=200),
        Field("safe_now", say("Aman sekarang?"), Kind.CODE, _CODED, codes=codes.SAFETIES),
        Field(
            "safety",
            say("Keselamatan segera"),
            Kind.LONG_TEXT,
            purpose=say("Apa yang disepakati agar ia aman malam ini."),
        ),
        Field(
            "support",
            say("Dukungan psikologis awal yang diberikan"),
            Kind.CODES,
            _CODED,
            codes=codes.SUPPORTS,
        ),
        Field("needs", say("Yang ia butuhkan, dengan kata-katanya"), Kind.LONG_TEXT),
        Field("hopes", say("Yang ia harapkan, dengan kata-katanya"), Kind.LONG_TEXT),
    ),
)

BASES = CodeList(
    "basis",
    say("Dasar berbagi"),
    {
        "consent": say("Ia setuju"),
        "law": say("Perintah hukum"),
        "danger": say("Bahaya langsung bagi nyawa atau tubuh"),
    },
    "UU 27/2022 art. 20(2)(d) (H-03)",
)
POLICE_OUTCOMES = CodeList(
    "police_outcome",
    say("Sampai di mana"),
    {
        "prepared": say("Sudah disiapkan bersama dia; laporan menyusul"),
        "reported": say("Sudah dilaporkan ke polisi"),
        "explained": say("Dijelaskan; tidak mengadu"),
    },
    "UU 12/2022 art. 41 (H-09)",
)
WAIVERS = CodeList(
    "waiver",
    say("Alasan"),
    {
        "done_by_another": say("Sudah dilakukan pihak lain"),
        "does_not_apply": say("Tidak berlaku untuk kasus ini"),
        "she_does_not_want": say("Ia tidak menginginkannya, sesudah dijelaskan"),
        "no_longer_possible": say("Tidak mungkin lagi dilakukan"),
    },
    "Dampingi",
    to_confirm=True,
)

POLICE_STEP = Group(
    "police",
    say("Laporan polisi"),
    (
        Field("when", say("Kapan"), Kind.MOMENT, _CODED, required=True, past_only=True),
        Field(
            "told",
            say("Ia sudah diberi tahu, dan tahu apa yang akan terjadi?"),
            Kind.YES_NO,
            _CODED,
        ),
        Field("meeting_agreed", say("Waktu dan tempat aman bertemu polisi disepakati?"), Kind.YES_NO, _CODED),
        Field("safety_updated", say("Rencana keselamatannya diperbarui?"), Kind.YES_NO, _CODED),
        Field(
            "danger",
            say("Ada bahaya langsung bagi nyawa atau tubuhnya?"),
            Kind.YES_NO,
            _CODED,
            hint=say("Bila ya, laporkan sekarang; ia diberi tahu segera sesudah aman."),
        ),
        Field("objects_to_it", say("Apakah ia keberatan?"), Kind.YES_NO, _CODED),
        Field(
            "objection",
            say("Keberatannya, dengan kata-katanya"),
            Kind.LONG_TEXT,
            purpose=say("Disimpan di berkas; tidak pernah menunda pertolongan."),
        ),
        Field("outcome", say("Sampai di mana"), Kind.CODE, _CODED, codes=POLICE_OUTCOMES, required=True),
    ),
)

REFER_UP = Group(
    "refer_up",
    say("Teruskan ke unit provinsi"),
    (
        Field(
            "basis",
            say("Berbagi berdasarkan"),
            Kind.CODE,
            _CODED,
            say("Yang dibagikan seperlunya; ia diberi tahu bila sudah aman."),
            codes=BASES,
        ),
    ),
)

EVENT = Group(
    "event",
    say("Yang sudah dilakukan atau terjadi"),
    (Field("when", say("Kapan"), Kind.MOMENT, _CODED, past_only=True, required=True),),
)

SIGNS = Group(
    "assessment",
    say("Asesmen risiko"),
    (
        RISK_SIGNS,
        Field("reason", say("Alasan bila diturunkan"), Kind.LONG_TEXT),
    ),
)

POINT_ON = Group(
    "point_on",
    say("Hubungkan ke layanan lain"),
    (
        Field("service", say("Layanan yang dihubungi"), Kind.TEXT, longest=200),
        Field("answered", say("Apakah menjawab?"), Kind.YES_NO, _CODED),
    ),
)


def _now_optional(group: Group, *codes: str) -> tuple[Field, ...]:
    """Return fields of a sheet, none of them required: what is left empty stays as it is."""
    fields = (group.item(code) for code in codes)
    return tuple(replace(f, required=False) for f in fields if isinstance(f, Field))


# What may be learned later: the very fields of the complaint (declared once).
LEARNED = Group(
    "learned",
    say("Yang baru diketahui"),
    (
        Group(
            "victim",
            say("Orang yang didampingi"),
            _now_optional(
                VICTIM,
                *("contact_way", "contact_number", "contact_note", "age_band", "age_years", "birth_date", "sex"),
                *("disability", "languages", "needs_interpreter", "name", "phone", "village_code", "nik", "address"),
            ),
        ),
        Group(
            "incident",
            say("Yang terjadi"),
            _now_optional(
                INCIDENT,
                *("region_code", "occurred_at", "may_include_penetration", "forms", "domestic", "place_kind"),
                *("tpks_kinds", "ampk"),
            ),
        ),
        TRAFFICKING,
        Group(
            "party",
            say("Terlapor yang baru diketahui"),
            (
                *_now_optional(REPORTED_PARTY, "name", "age_years", "sex"),
                Field("relation", say("Hubungan"), Kind.CODE, _CODED, codes=codes.RELATIONS),
            ),
        ),
    ),
)

ASSIGN = Group(
    "assign",
    say("Penugasan"),
    (
        Field("staff", say("Alamat masuk petugas"), Kind.TEXT, _CODED, required=True, longest=254),
        Field("override_reason", say("Alasan bila belum siap"), Kind.TEXT, longest=2_000),
    ),
)

ASKED_ABOUT = CodeList(
    "asked_about",
    say("Yang ditanyakan"),
    {
        "rights": say("Hak dan hukum"),
        "family_papers": say("Perceraian, nafkah, hak asuh, surat-surat"),
        "how_to_report": say("Cara melapor dan layanan unit ini"),
        "health": say("Kesehatan dan psikologis"),
        "social_help": say("Bantuan sosial, ekonomi, sekolah"),
        "other_service": say("Layanan pihak lain"),
        "outreach": say("Sosialisasi, pelatihan, kerja sama"),
        "other": say("Lainnya"),
    },
    "Dampingi (H-06)",
    to_confirm=True,
)
ANSWERED_HOW = CodeList(
    "answered_how",
    say("Jawabannya"),
    {
        "answered": say("Dijawab"),
        "told_where": say("Diberi tahu harus ke mana"),
        "comes_back": say("Akan datang atau menelepon lagi"),
    },
    "Dampingi (H-06)",
    to_confirm=True,
)
# A question answered: the end of the first screen of a report (H-06). A name is not asked.
CONSULTATION = Group(
    "one_question",
    say("Konsultasi selesai"),
    (
        Group(
            "consultation",
            say("Pertanyaan dan jawabannya"),
            (
                Field("about", say("Apa yang ditanyakan"), Kind.CODE, _CODED, codes=ASKED_ABOUT, required=True),
                Field("how", say("Bagaimana dijawab"), Kind.CODE, _CODED, codes=ANSWERED_HOW, required=True),
                Field("service", say("Layanan yang disebutkan"), Kind.TEXT, hint=say("Boleh dikosongkan."), longest=200),
                Field("service_answered", say("Bila dihubungi: apakah menjawab?"), Kind.YES_NO, _CODED),
            ),
            required=True,
        ),
    ),
)

# The list of domain §1.6: two were read in their source, the others are common practice.
ENDINGS = CodeList(
    "ending",
    say("Alasan selesai"),
    {
        "goals_reached": say("Kebutuhan dan tujuannya terpenuhi"),
        "rights_fulfilled": say("Hak dan kebutuhan anak terpenuhi"),
        "verdict_done": say("Putusan tetap dan rencana pemulihan selesai (perlu dikonfirmasi)"),
        "moved": say("Pindah tempat (perlu dikonfirmasi)"),
        "she_stops": say("Ia memilih berhenti didampingi (perlu dikonfirmasi)"),
        "lost_contact": say("Tidak dapat dihubungi lagi (perlu dikonfirmasi)"),
        "transferred": say("Dilimpahkan dan diterima (perlu dikonfirmasi)"),
        "outside_authority": say("Di luar kewenangan, sudah diterima unit lain (perlu dikonfirmasi)"),
        "settled": say("Damai, adat, atau mediasi (perlu dikonfirmasi)"),
        "died": say("Meninggal (perlu dikonfirmasi)"),
    },
    "sippn.menpan.go.id 8298024; Dampingi",
    to_confirm=True,
)
PLAN_RESULTS = CodeList(
    "plan_result",
    say("Bagaimana rencananya berakhir"),
    {
        "met": say("Tercapai"),
        "partly": say("Tercapai sebagian"),
        "not_met": say("Belum tercapai"),
        "no_plan": say("Rencana tidak pernah disusun"),
    },
    "Permen PPPA 2/2022 (lembar terminasi)",
    to_confirm=True,
)
_VISIT = say("Keadaannya dilihat lagi, dengan cara yang aman baginya.")
CLOSE = Group(
    "close",
    say("Lembar penutupan"),
    (
        Field("reason", say("Alasan"), Kind.CODE, _CODED, codes=ENDINGS, required=True),
        Field("plan", say("Rencananya, dievaluasi bersama dia"), Kind.CODE, _CODED, codes=PLAN_RESULTS),
        Field(
            "evaluation",
            say("Evaluasi: apa yang tercapai, apa yang belum"),
            Kind.LONG_TEXT,
            purpose=say("Agar yang berikutnya tidak mulai dari awal."),
        ),
        Field("agrees", say("Apakah ia setuju pendampingan selesai?"), Kind.YES_NO, _CODED),
        Field("agreement_form", say("Bentuk persetujuan"), Kind.CODE, _CODED, codes=CONSENT_FORMS),
        Field("why_not", say("Bila tidak setuju atau tidak dapat ditanya: mengapa"), Kind.LONG_TEXT),
        Field("numbers_left", say("Ia tahu ke mana menelepon dan bahwa ia boleh kembali?"), Kind.YES_NO, _CODED),
        Field("visit_1_on", say("Pemantauan pertama (sesudah 1 bulan)"), Kind.DATE, _CODED, _VISIT),
        Field("visit_2_on", say("Pemantauan kedua (sesudah 3 bulan)"), Kind.DATE, _CODED),
        Field("visit_3_on", say("Pemantauan ketiga (sesudah 6 bulan)"), Kind.DATE, _CODED),
        Field("no_visits", say("Ia tidak ingin dihubungi lagi sesudah selesai?"), Kind.YES_NO, _CODED),
    ),
)

WELLBEING = CodeList(
    "wellbeing",
    say("Keadaannya"),
    {
        "safe": say("Aman, tidak perlu bantuan"),
        "needs_help": say("Aman, tetapi perlu bantuan lagi"),
        "unsafe": say("Tidak aman"),
        "not_met": say("Tidak bertemu"),
    },
    "Dampingi",
    to_confirm=True,
)
AFTERCARE_VISIT = Group(
    "aftercare",
    say("Pemantauan sesudah selesai"),
    (
        Field("when", say("Kapan"), Kind.MOMENT, _CODED, required=True, past_only=True),
        Field("wellbeing", say("Keadaannya"), Kind.CODE, _CODED, codes=WELLBEING, required=True),
        Field("note", say("Catatan (boleh dikosongkan)"), Kind.LONG_TEXT),
    ),
)
AFTERCARE_OUTCOMES = CodeList(
    "aftercare_outcome",
    say("Bagaimana pemantauan berakhir"),
    {
        "stable": say("Ia aman dan berjalan sendiri"),
        "puspaga": say("Diserahkan ke Puspaga"),
        "other_service": say("Diteruskan layanan lain"),
        "she_stops": say("Ia tidak ingin dipantau lagi"),
        "not_found": say("Tidak ditemukan lagi"),
    },
    "Dampingi",
    to_confirm=True,
)
END_AFTERCARE = Group(
    "end_aftercare",
    say("Akhiri pemantauan"),
    (Field("outcome", say("Bagaimana berakhir"), Kind.CODE, _CODED, codes=AFTERCARE_OUTCOMES, required=True),),
)
LEGAL_OUTCOMES = CodeList(
    "legal_outcome",
    say("Bagaimana jalur hukum berakhir"),
    {
        "verdict_final": say("Putusan tetap, hak-haknya terpenuhi"),
        "verdict_unfulfilled": say("Putusan tetap, hak-haknya belum terpenuhi semua"),
        "stopped": say("Dihentikan polisi atau jaksa"),
        "report_withdrawn": say("Laporan dicabut"),
        "never_started": say("Tidak pernah dimulai"),
        "party_died": say("Terlapor meninggal"),
    },
    "Dampingi",
    to_confirm=True,
)
END_LEGAL = Group(
    "end_legal",
    say("Akhiri jalur hukum"),
    (Field("outcome", say("Bagaimana berakhir"), Kind.CODE, _CODED, codes=LEGAL_OUTCOMES, required=True),),
)

REOPENINGS = CodeList(
    "reopening",
    say("Mengapa dibuka kembali"),
    {
        "asks_again": say("Ia meminta lagi"),
        "new_incident": say("Ada kejadian baru"),
        "more_known": say("Ada yang baru diketahui"),
        "ended_by_mistake": say("Diselesaikan karena keliru"),
        "ordered": say("Diminta supervisor kasus, polisi, atau pengadilan"),
    },
    "Dampingi",
    to_confirm=True,
)
REOPEN = Group(
    "reopen",
    say("Buka kembali"),
    (
        Field("reason", say("Alasan"), Kind.CODE, _CODED, codes=REOPENINGS, required=True),
        Field("note", say("Catatan (boleh dikosongkan)"), Kind.LONG_TEXT),
    ),
)

# What whoever comes next must know, so that she need not tell it again (H-12).
HANDOVER = Group(
    "handover",
    say("Catatan serah terima"),
    (
        Field("stands", say("Sampai di mana"), Kind.LONG_TEXT, required=True),
        Field("next_steps", say("Langkah berikutnya"), Kind.LONG_TEXT),
        Field("fears", say("Yang ia khawatirkan"), Kind.LONG_TEXT),
        Field("safe_contact", say("Cara menghubunginya yang aman"), Kind.LONG_TEXT),
    ),
)
