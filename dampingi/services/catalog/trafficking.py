"""Trafficking: identification, the art. 51 claim, what was given (UU 21/2007; domain §5; H-18).

A suggestion to a person, never a verdict. Help never waits for testimony or the police; only the
claim of art. 51 needs their report.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from dampingi.kernel import codes
from dampingi.kernel.codes import CaseKind, Channel, CodeList, Form
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Obstacle
from dampingi.kernel.words import say
from dampingi.protocols.catalog.examples import CALM, MONDAY, TRAFFICKED, when
from dampingi.protocols.rules import Deed
from dampingi.services.rules.sheets import WHEN, About, Recorded, SheetExample, SheetFacts, SheetKind, Tab

_CODED = Privacy.CODED
_SOURCE = "UU 21/2007 Pasal 1; Permen PPPA 8/2021"

INDICATORS = CodeList(
    "trafficking_indicator",
    say("Tanda"),
    {
        "papers_held": say("Surat-suratnya dipegang orang lain"),
        "wages_unpaid": say("Upah tidak dibayar atau dipotong tanpa alasan"),
        "debt": say("Berutang kepada majikan atau perekrut"),
        "cannot_leave": say("Tidak boleh meninggalkan tempat kerja"),
        "lives_at_work": say("Tinggal di tempat kerja"),
        "long_days": say("Bekerja 12 sampai 18 jam sehari"),
        "threatened": say("Diancam denda atau kekerasan"),
        "no_refusal": say("Tidak boleh menolak lembur atau tamu"),
        "no_contract": say("Tidak ada perjanjian tertulis"),
        "phone_controlled": say("Ponselnya diawasi atau diambil"),
        "other_work": say("Pekerjaannya lain dari yang dijanjikan"),
        "moved": say("Dipindah-pindahkan"),
    },
    "ngocstip.org; ILO; domain.md §5",
    to_confirm=True,
)
FOUND = CodeList(
    "trafficking_found",
    say("Bagaimana ia ditemukan"),
    {
        "self": say("Ia datang atau menghubungi sendiri"),
        "raid": say("Razia"),
        "reported": say("Dilaporkan orang lain"),
        "outreach": say("Penjangkauan"),
        "referred": say("Rujukan, juga dari BP3MI atau luar negeri"),
    },
    "Permen PPPA 8/2021",
)
FORCED = CodeList(
    "forced_act",
    say("Perbuatan yang dipaksakan kepadanya"),
    {
        "sexual_services": say("Melayani secara seksual"),
        "drugs": say("Membawa atau memakai narkotika"),
        "scam": say("Menipu orang lewat internet"),
        "begging": say("Mengemis"),
        "theft": say("Mencuri"),
        "false_papers": say("Memakai surat palsu"),
        "border": say("Melanggar aturan keimigrasian"),
        "recruiting": say("Mengajak orang lain"),
        "other": say("Lainnya"),
    },
    "UU 21/2007 Pasal 18",
    to_confirm=True,
)


def _perhaps(facts: SheetFacts) -> bool:
    """Tell whether she is screened: suspected, exploited, or sent by the police (H-18)."""
    told = facts.facts
    suspected = CaseKind.TRAFFICKING_SUSPECTED in told.kinds or told.forms & {Form.EXPLOITATION, Form.TRAFFICKING}
    return bool(suspected) or told.channel == Channel.POLICE_REQUEST


def _screened(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    """Return that she was screened, once everything was asked: what is not yet asked is no answer (H-01, H-18)."""
    everything = all(values.get(group) for group in ("acts", "means", "purposes"))
    return (Recorded(Deed.TRAFFICKING_SCREENED, values.get("when")),) if everything or values.get("all_asked") else ()


IDENTIFY = SheetKind(
    code="tppo-identify",
    title=say("Identifikasi dugaan perdagangan orang"),
    tab=Tab.LAW,
    form="2026-11",
    source=_SOURCE,
    purpose=say("Disaring sebelum ia disebut apa pun. Hasilnya saran untuk Anda, bukan putusan; pertolongan tidak menunggunya."),
    sheet=Group(
        "tppo_identify",
        say("Identifikasi"),
        (
            WHEN,
            Field("found", say("Bagaimana ia ditemukan"), Kind.CODE, _CODED, codes=FOUND, required=True),
            Field("indicators", say("Tanda yang ada"), Kind.CODES, _CODED, codes=INDICATORS),
            Field("acts", say("Perbuatan: yang dilakukan terhadapnya"), Kind.CODES, _CODED, codes=codes.TRAFFICKING_ACTS),
            Field(
                "means",
                say("Cara"),
                Kind.CODES,
                _CODED,
                codes=codes.TRAFFICKING_MEANS,
                hint=say("Untuk anak tidak perlu."),
            ),
            Field("purposes", say("Tujuan"), Kind.CODES, _CODED, codes=codes.TRAFFICKING_PURPOSES),
            Field(
                "forced",
                say("Perbuatan yang dipaksakan kepadanya"),
                Kind.CODES,
                _CODED,
                codes=FORCED,
                hint=say("Dicatat sebagai dipaksa, tidak pernah sebagai perbuatannya."),
            ),
            Field(
                "all_asked",
                say("Tanda, perbuatan, cara, dan tujuan sudah ditanyakan semuanya?"),
                Kind.YES_NO,
                _CODED,
                hint=say("Selama belum, tugas menyaring tetap terbuka."),
            ),
            Field("others", say("Ada orang lain yang masih di sana?"), Kind.YES_NO, _CODED),
            Field("words", say("Yang ia ceritakan, dengan kata-katanya"), Kind.LONG_TEXT),
        ),
    ),
    appears=_perhaps,
    deeds=_screened,
    examples=(
        SheetExample(
            say("Razia karaoke: baru sebagian yang ditanyakan, tugasnya tetap terbuka."),
            SheetFacts(replace(CALM, channel=Channel.POLICE_REQUEST)),
            {"when": MONDAY, "found": "raid", "forced": ["sexual_services"]},
        ),
        SheetExample(
            say("Ada perbuatan, cara, dan tujuan: sudah disaring."),
            SheetFacts(TRAFFICKED),
            {"when": MONDAY, "found": "raid", "acts": ["recruit"], "means": ["deception"], "purposes": ["prostitution"]},
            deeds=(Deed.TRAFFICKING_SCREENED,),
        ),
        SheetExample(
            say("Semuanya ditanyakan, tidak ada yang dijawab ya."),
            SheetFacts(TRAFFICKED),
            {"when": MONDAY, "found": "self", "all_asked": True},
            deeds=(Deed.TRAFFICKING_SCREENED,),
        ),
        SheetExample(
            say("Tidak ada tandanya: lembarnya tidak muncul."), SheetFacts(CALM), {"when": MONDAY, "found": "self"}, appears=False
        ),
    ),
)

HELPS = CodeList(
    "trafficking_help",
    say("Yang dimohonkan"),
    {
        "first_aid": say("Pertolongan pertama (Pasal 53)"),
        "rehabilitation": say("Rehabilitasi kesehatan dan sosial"),
        "repatriation": say("Pemulangan"),
        "reintegration": say("Reintegrasi sosial"),
    },
    "UU 21/2007 Pasal 51–53",
)
_ASKED: Mapping[str, Deed] = {
    "first_aid": Deed.FIRST_AID_ASKED,
    "rehabilitation": Deed.REHABILITATION_ASKED,
    "repatriation": Deed.REPATRIATION_ASKED,
    "reintegration": Deed.REINTEGRATION_ASKED,
}
_GIVEN: Mapping[str, Deed] = {
    "first_aid": Deed.TPPO_FIRST_AID,
    "rehabilitation": Deed.TPPO_REHABILITATION,
    "repatriation": Deed.TPPO_REPATRIATION,
    "reintegration": Deed.TPPO_REINTEGRATION,
}


def _claim_obstacles(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    """Return what stands in the way of the claim: first aid of art. 53 needs no police report."""
    claimed = set(values.get("helps") or ()) - {"first_aid"}
    reported = facts.facts.has(Deed.POLICE_REPORT) or facts.facts.channel == Channel.POLICE_REQUEST
    if reported or not claimed:
        return ()
    return (
        Obstacle(
            "no-police-report",
            say("Permohonan Pasal 51 baru dapat diajukan sesudah laporan polisi."),
            say("Pertolongan tidak menunggunya: beri layanan, rumah aman, dan kesehatan sekarang tanpa permohonan ini."),
        ),
    )


def _claimed(values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    at, helps = values.get("when"), list(values.get("helps") or ())
    claim = (Recorded(Deed.TPPO_APPLICATION, at),) if set(helps) - {"first_aid"} else ()
    return (*claim, *(Recorded(_ASKED[one], at) for one in helps))


APPLY = SheetKind(
    code="tppo-apply",
    title=say("Permohonan rehabilitasi, pemulangan, reintegrasi"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 21/2007 Pasal 51–53",
    purpose=say("Hanya permohonan ini yang memerlukan laporan polisi. Pertolongan lain tidak menunggu apa pun."),
    sheet=Group(
        "tppo_apply",
        say("Permohonan"),
        (
            WHEN,
            Field("helps", say("Yang dimohonkan"), Kind.CODES, _CODED, codes=HELPS, required=True),
            Field("to", say("Kepada"), Kind.TEXT, longest=200),
            Field("number", say("Nomor surat"), Kind.TEXT, longest=120),
            Field("wishes", say("Yang ia inginkan, dan yang ia takutkan bila pulang"), Kind.LONG_TEXT),
        ),
    ),
    appears=lambda facts: CaseKind.TRAFFICKING_SUSPECTED in facts.facts.kinds,
    obstacles=_claim_obstacles,
    deeds=_claimed,
    examples=(
        SheetExample(
            say("Sesudah laporan polisi: pemulangan."),
            SheetFacts(when(TRAFFICKED, (Deed.POLICE_REPORT, 0))),
            {"when": MONDAY, "helps": ["rehabilitation", "repatriation"]},
            deeds=(Deed.TPPO_APPLICATION, Deed.REHABILITATION_ASKED, Deed.REPATRIATION_ASKED),
        ),
        SheetExample(
            say("Tanpa laporan polisi: permohonan Pasal 51 belum bisa."),
            SheetFacts(TRAFFICKED),
            {"when": MONDAY, "helps": ["repatriation"]},
            obstacles=("no-police-report",),
        ),
        SheetExample(
            say("Tanpa laporan polisi: pertolongan pertama tetap dimohonkan."),
            SheetFacts(TRAFFICKED),
            {"when": MONDAY, "helps": ["first_aid"]},
            deeds=(Deed.FIRST_AID_ASKED,),
        ),
        SheetExample(say("Tidak ada dugaan."), SheetFacts(CALM), {"when": MONDAY, "helps": []}, appears=False),
    ),
)
PAYERS = CodeList(
    "trafficking_payer",
    say("Biaya ditanggung"),
    {
        "own_unit": say("Unit ini"),
        "origin": say("Provinsi atau kabupaten asal"),
        "shared": say("Dibagi dengan daerah asal"),
        "ministry": say("Kementerian"),
        "bp3mi": say("BP3MI"),
        "lpsk": say("LPSK"),
        "other": say("Pihak lain"),
    },
    "domain.md §5",
    to_confirm=True,
)
def _given(values: Mapping[str, Any]) -> Iterator[Recorded]:
    """Return what was given; whoever went home before anybody asked whether it is safe there is asked now (H-18)."""
    yield Recorded(_GIVEN[str(values.get("help"))], values.get("when"))
    if values.get("help") == "repatriation" and not values.get("home_safe"):
        yield Recorded(Deed.SENT_HOME_UNASKED, values.get("when"), about=About.ITSELF)


GIVEN = SheetKind(
    code="tppo-given",
    title=say("Rehabilitasi, pemulangan, reintegrasi yang berjalan"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 21/2007 Pasal 51–54; Permen PPPA 8/2021",
    purpose=say("Boleh dicatat tanpa permohonan dan tanpa laporan polisi. Ia tidak pernah diminta membayar."),
    says="help",
    sheet=Group(
        "tppo_given",
        say("Yang berjalan"),
        (
            WHEN,
            Field("help", say("Apa"), Kind.CODE, _CODED, codes=HELPS, required=True),
            Field("payer", say("Biaya ditanggung"), Kind.CODE, _CODED, codes=PAYERS),
            Field(
                "home_safe",
                say("Bila pulang: keamanan di tempat asal sudah ditanyakan?"),
                Kind.YES_NO,
                _CODED,
                hint=say("Bila belum, kepulangannya tetap dicatat dan menanyakannya menjadi tugas."),
            ),
            Field("received_by", say("Siapa yang memberi atau menerima di sana"), Kind.TEXT, longest=200),
            Field("notes", say("Perjalanan, pendamping, dan keadaannya sesudahnya"), Kind.LONG_TEXT),
        ),
    ),
    appears=lambda facts: CaseKind.TRAFFICKING_SUSPECTED in facts.facts.kinds,
    deeds=_given,
    examples=(
        SheetExample(
            say("Rehabilitasi tanpa laporan polisi."),
            SheetFacts(TRAFFICKED),
            {"when": MONDAY, "help": "rehabilitation"},
            deeds=(Deed.TPPO_REHABILITATION,),
        ),
        SheetExample(
            say("Dipulangkan sesudah keamanan di tempat asal ditanyakan."),
            SheetFacts(TRAFFICKED),
            {"when": MONDAY, "help": "repatriation", "home_safe": True},
            deeds=(Deed.TPPO_REPATRIATION,),
        ),
        SheetExample(
            say("Dipulangkan sebelum itu ditanyakan: dicatat, dan ditanyakan sekarang."),
            SheetFacts(TRAFFICKED),
            {"when": MONDAY, "help": "repatriation"},
            deeds=(Deed.TPPO_REPATRIATION, Deed.SENT_HOME_UNASKED),
        ),
    ),
)

SHEETS = (IDENTIFY, APPLY, GIVEN)
