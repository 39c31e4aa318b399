"""Her rights, one by one: told when, by whom, in which language, understood or not (UU 12/2022, UU 21/2007).

A sheet goes on where the last one ended, so what was told before is not told twice; what nobody has
told stands on her page until it is.
"""

from collections.abc import Mapping
from typing import Any

from dampingi.kernel import codes
from dampingi.kernel.codes import CaseKind, CodeList
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.words import Words, say
from dampingi.protocols.catalog.examples import CALM, MONDAY, SEXUAL, TRAFFICKED
from dampingi.protocols.rules import Deed
from dampingi.services.rules.rights import GRASPED, all_told
from dampingi.services.rules.sheets import WHEN, Recorded, SheetExample, SheetFacts, SheetKind, Tab

_CODED = Privacy.CODED

UNDERSTOOD = CodeList(
    "understood",
    say("Dipahami?"),
    {
        "yes": say("Dipahami"),
        "partly": say("Sebagian"),
        "no": say("Belum dipahami"),
        "not_told": say("Belum dijelaskan"),
    },
    "Dampingi",
)
TELLERS = CodeList(
    "teller",
    say("Dijelaskan oleh"),
    {
        "companion": say("Pendamping"),
        "psychologist": say("Psikolog"),
        "legal": say("Advokat atau paralegal"),
        "police": say("Polisi"),
        "prosecutor": say("Jaksa"),
        "lpsk": say("LPSK"),
        "other": say("Petugas lain"),
    },
    "UU 12/2022 Pasal 26",
)


def _rights(code: str, label: str, rights: Mapping[str, Words]) -> Group:
    return Group(
        code,
        say(label),
        tuple(Field(right, words, Kind.CODE, _CODED, codes=UNDERSTOOD) for right, words in rights.items()),
    )


TPKS = (
    _rights(
        "handling",
        "Penanganan (Pasal 68)",
        {
            "information": say("Informasi tentang seluruh proses dan hasilnya"),
            "documents": say("Dokumen hasil penanganan"),
            "legal": say("Layanan hukum"),
            "psychological": say("Penguatan psikologis"),
            "health": say("Layanan kesehatan, termasuk visum"),
            "special_needs": say("Layanan menurut kebutuhan khususnya"),
            "removal": say("Penghapusan muatan seksual di internet"),
        },
    ),
    _rights(
        "protection",
        "Pelindungan (Pasal 69)",
        {
            "protection_information": say("Informasi tentang pelindungan"),
            "threats": say("Pelindungan dari ancaman dan kekerasan"),
            "secrecy": say("Kerahasiaan identitas"),
            "dignity": say("Tidak direndahkan oleh petugas"),
            "job_school": say("Pelindungan dari kehilangan pekerjaan, sekolah, atau akses politik"),
            "immunity": say("Tidak dituntut atas laporannya"),
        },
    ),
    _rights(
        "recovery",
        "Pemulihan (Pasal 70)",
        {
            "medical": say("Rehabilitasi medis"),
            "mental_social": say("Rehabilitasi mental dan sosial"),
            "empowerment": say("Pemberdayaan sosial"),
            "restitution": say("Restitusi dan kompensasi"),
            "reintegration": say("Reintegrasi sosial"),
            "costs": say("Transportasi, makan, biaya hidup, dan tempat tinggal sementara selama proses"),
            "spiritual": say("Bimbingan rohani"),
            "education": say("Pendidikan"),
            "civil_documents": say("Dokumen kependudukan"),
            "release_notice": say("Diberi tahu ketika terpidana keluar"),
            "after_trial": say("Pemantauan kesehatan, jaminan sosial, dan pemberdayaan ekonomi sesudah sidang"),
        },
    ),
    _rights(
        "family",
        "Keluarganya (Pasal 71)",
        {
            "family_secrecy": say("Kerahasiaan identitas keluarga dan pelindungan dari ancaman"),
            "family_support": say("Informasi, penguatan psikologis, dan pemberdayaan keluarga"),
        },
    ),
)
TPPO = (
    _rights(
        "trafficking",
        "Perdagangan orang (UU 21/2007)",
        {
            "secrecy": say("Kerahasiaan identitas, juga keluarga sampai derajat kedua bila terancam (Pasal 44)"),
            "special_room": say("Ruang pelayanan khusus di kepolisian (Pasal 45)"),
            "protection": say("Pelindungan bila terancam (Pasal 47)"),
            "restitution": say("Restitusi (Pasal 48–50)"),
            "rehabilitation": say("Rehabilitasi kesehatan dan sosial (Pasal 51–53)"),
            "repatriation": say("Pemulangan atas biaya negara (Pasal 51–54)"),
            "reintegration": say("Reintegrasi sosial (Pasal 51)"),
            "no_condition": say("Bantuan tidak bergantung pada kesaksian atau laporan polisi"),
            "forced_acts": say("Perbuatan yang dipaksakan kepadanya tidak dihukum (perlu dikonfirmasi)"),
        },
    ),
)
_HOW = (
    WHEN,
    Field("teller", say("Dijelaskan oleh"), Kind.CODE, _CODED, codes=TELLERS, required=True),
    Field("language", say("Dalam bahasa"), Kind.CODE, _CODED, codes=codes.LANGUAGES, required=True),
    Field("interpreter", say("Dengan juru bahasa?"), Kind.YES_NO, _CODED),
)
_WORDS = Field("words", say("Yang ia tanyakan, dan yang perlu dijelaskan lagi"), Kind.LONG_TEXT)


def _told(rights: tuple[Group, ...], deed: Deed, values: Mapping[str, Any]) -> tuple[Recorded, ...]:
    """Return the deed when nothing is left to tell."""
    return (Recorded(deed, values.get("when")),) if all_told(rights, values) else ()


def _all(rights: tuple[Group, ...], understood: str) -> dict[str, Any]:
    return {group.code: dict.fromkeys((f.code for f in group.fields()), understood) for group in rights}


_SAID: Mapping[str, Any] = {"when": MONDAY, "teller": "companion", "language": "ngaju"}
SEXUAL_VIOLENCE = SheetKind(
    code="rights-tpks",
    title=say("Hak-haknya (UU 12/2022)"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 12/2022 Pasal 68–71",
    purpose=say("Boleh bertahap. Yang dikosongkan tetap terlihat sebagai belum dijelaskan."),
    carries_on=True,
    sheet=Group("rights_tpks", say("Hak-haknya"), (*_HOW, *TPKS, _WORDS)),
    appears=lambda facts: CaseKind.SEXUAL_VIOLENCE in facts.facts.kinds,
    deeds=lambda values: _told(TPKS, Deed.RIGHTS_EXPLAINED, values),
    examples=(
        SheetExample(
            say("Semuanya, dipahami."), SheetFacts(SEXUAL), {**_SAID, **_all(TPKS, "yes")}, deeds=(Deed.RIGHTS_EXPLAINED,)
        ),
        SheetExample(
            say("Satu belum dipahami: tugasnya tetap ada."),
            SheetFacts(SEXUAL),
            {**_SAID, **_all(TPKS, "yes"), "family": {"family_secrecy": "no", "family_support": "yes"}},
        ),
        SheetExample(say("Baru satu kelompok."), SheetFacts(SEXUAL), {**_SAID, **_all(TPKS[:1], "yes")}),
        SheetExample(say("Bukan kekerasan seksual."), SheetFacts(CALM), _SAID, appears=False),
    ),
)
TRAFFICKING = SheetKind(
    code="rights-tppo",
    title=say("Hak-haknya (UU 21/2007)"),
    tab=Tab.LAW,
    form="2026-11",
    source="UU 21/2007 Pasal 44–54",
    purpose=say("Boleh bertahap. Yang dikosongkan tetap terlihat sebagai belum dijelaskan."),
    carries_on=True,
    sheet=Group("rights_tppo", say("Hak-haknya"), (*_HOW, *TPPO, _WORDS)),
    appears=lambda facts: CaseKind.TRAFFICKING_SUSPECTED in facts.facts.kinds,
    deeds=lambda values: _told(TPPO, Deed.RIGHTS_TPPO_EXPLAINED, values),
    examples=(
        SheetExample(
            say("Semuanya, sebagian dipahami."),
            SheetFacts(TRAFFICKED),
            {**_SAID, **_all(TPPO, GRASPED[-1])},
            deeds=(Deed.RIGHTS_TPPO_EXPLAINED,),
        ),
        SheetExample(say("Tidak ada dugaan."), SheetFacts(CALM), _SAID, appears=False),
    ),
)
# Which rights each sheet tells, for the list of what was told.
LISTS: Mapping[str, tuple[Group, ...]] = {SEXUAL_VIOLENCE.code: TPKS, TRAFFICKING.code: TPPO}

SHEETS = (SEXUAL_VIOLENCE, TRAFFICKING)
