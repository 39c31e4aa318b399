"""Competences: what each gives, what it rests on, and whether it is a condition (H-15)."""

from dataclasses import dataclass

from dampingi.kernel.codes import CaseKind
from dampingi.kernel.words import Words, say


@dataclass(frozen=True, slots=True)
class Competence:
    """Something a person can be trained in; ``for_kinds`` empty means for every case.

    ``refresh_months``: after how long it should be refreshed, also where the certificate never ends.
    ``drill_months``: how long a passed drill shows it; without, a drill shows nothing of it. Both are
    to be confirmed with practitioners.
    """

    code: str
    title: Words
    law: str
    article: str
    verified: bool
    for_kinds: frozenset[str] = frozenset()
    core: bool = False
    refresh_months: int | None = None
    drill_months: int | None = None


TPKS = "tpks"
COMPETENCES: tuple[Competence, ...] = (
    Competence(TPKS, say("Pelatihan TPKS"), "UU 12/2022", "Pasal 26 (1), (3)", verified=True,
               for_kinds=frozenset({CaseKind.SEXUAL_VIOLENCE}), refresh_months=36),
    Competence("law", say("Hukum: TPKS, PKDRT, anak, TPPO, PDP"), "Kurikulum Dampingi", "modul 2", verified=False, core=True, refresh_months=36),
    Competence("first_line", say("Dukungan lini pertama"), "Kurikulum Dampingi", "modul 5", verified=False, core=True, drill_months=12),
    Competence("intake", say("Penerimaan laporan yang peka trauma"), "Kurikulum Dampingi", "modul 6", verified=False, core=True, drill_months=12),
    Competence("risk", say("Risiko dan rencana keselamatan"), "Kurikulum Dampingi", "modul 7", verified=False, core=True, drill_months=12, refresh_months=36),
    Competence("confidentiality", say("Kerahasiaan, persetujuan, keamanan data"), "Kurikulum Dampingi", "modul 12", verified=False, core=True, refresh_months=36),
    Competence("recording", say("Pencatatan"), "Kurikulum Dampingi", "modul 13", verified=False, core=True),
    Competence("pfa", say("Dukungan psikologis awal"), "Kurikulum Dampingi", "modul 4", verified=False, drill_months=12),
    Competence("child", say("Mendampingi anak"), "UU 11/2012", "SPPA", verified=False,
               for_kinds=frozenset({CaseKind.VIOLENCE_AGAINST_CHILD})),
    Competence("trafficking", say("Penyaringan TPPO"), "UU 21/2007", "modul 10", verified=False,
               for_kinds=frozenset({CaseKind.TRAFFICKING_SUSPECTED}), drill_months=12),
    Competence("disability", say("Mendampingi penyandang disabilitas"), "UU 12/2022", "Pasal 27", verified=False),
    Competence("perspective", say("Perspektif penerima manfaat, hak, dan gender"), "Kurikulum Dampingi", "modul 1", verified=False),
    Competence("assessment", say("Asesmen biopsikososial"), "Kurikulum Dampingi", "modul 8", verified=False),
    Competence("planning", say("Rencana, pembahasan kasus, rujukan"), "Kurikulum Dampingi", "modul 9", verified=False),
    Competence("accompaniment", say("Pendampingan di kepolisian dan pengadilan"), "Kurikulum Dampingi", "modul 11", verified=False),
    Competence("ending", say("Mengakhiri pendampingan dan memantau"), "Kurikulum Dampingi", "modul 14", verified=False),
    Competence("care", say("Merawat diri dan supervisi"), "Kurikulum Dampingi", "modul 15", verified=False),
    Competence("school", say("Tim sekolah: reaksi pertama dan rujukan"), "Permendikdasmen 6/2026", "Pasal 22, 31", verified=False),
)  # fmt: skip
BY_CODE = {c.code: c for c in COMPETENCES}
