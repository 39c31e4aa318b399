"""Case type, risk and authority: pure answers with their reasons.

Domain.md §1.2: every intake is identified by type, risk and authority. None of the three delays
help: an unknown risk is never low (H-01), authority decides who continues, never who helps now
(H-05), and a suspicion of trafficking is a suggestion to a person, never a verdict (H-18).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dampingi.kernel.codes import (
    HIGH_SIGNS,
    MEDIUM_SIGNS,
    SIGNS,
    Answer,
    Authority,
    CaseKind,
    Form,
    Risk,
    Sex,
    Sign,
)
from dampingi.kernel.refusals import Obstacle, Reason
from dampingi.kernel.words import say


@dataclass(frozen=True, slots=True)
class VictimFacts:
    """What is known of one victim, coded."""

    sex: Sex = Sex.UNKNOWN
    is_child: bool | None = None
    disability: str | None = None


@dataclass(frozen=True, slots=True)
class IncidentFacts:
    """What is known of what happened, coded."""

    forms: frozenset[str] = frozenset()
    tpks_kinds: frozenset[str] = frozenset()
    ampk: frozenset[str] = frozenset()
    domestic: bool | None = None
    acts: frozenset[str] = frozenset()
    means: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TypeAnswer:
    """The kinds of a case in the order of the code list, its AMPK categories, and why."""

    kinds: tuple[CaseKind, ...]
    ampk: tuple[str, ...]
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class RiskAnswer:
    """A level of risk and why."""

    level: Risk
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class AuthorityAnswer:
    """Who continues, whether that is somebody else than the receiving unit, and why."""

    level: Authority
    elsewhere: bool
    reasons: tuple[Reason, ...]


_ORDER = tuple(CaseKind)
# What each form of violence suggests for a child (UU 35/2014 art. 59(2); a person may change it).
_AMPK_BY_FORM: Mapping[str, str] = {
    Form.PHYSICAL: "ampk_09",
    Form.PSYCHOLOGICAL: "ampk_09",
    Form.SEXUAL: "ampk_10",
    Form.EXPLOITATION: "ampk_04",
    Form.TRAFFICKING: "ampk_08",
    Form.NEGLECT: "ampk_13",
}


def trafficking_suspected(victim: VictimFacts, incident: IncidentFacts) -> Reason | None:
    """Return why trafficking is suspected, or None (UU 21/2007 art. 1(1), arts. 5-6).

    An act, a means and a purpose; for a child, and while the age is unknown, the means is not
    needed (from memory, to confirm). What the reporter calls trafficking is taken at her word.
    """
    if Form.TRAFFICKING in incident.forms:
        return Reason("trafficking-said", say("Pelapor menyebut perdagangan orang."))
    if not (incident.acts and incident.purposes):
        return None
    if incident.means:
        words = say("Ada perbuatan, cara, dan tujuan. Ini dugaan untuk diperiksa, bukan putusan.")
        return Reason("trafficking-three", words)
    if victim.is_child is not False:
        words = say("Ada perbuatan dan tujuan; untuk anak, cara tidak perlu dibuktikan (perlu dikonfirmasi).")
        return Reason("trafficking-child", words)
    return None


def case_type(victim: VictimFacts, incident: IncidentFacts) -> TypeAnswer:
    """Return what kinds of case this is, several at once, each with its reason."""
    why: dict[CaseKind, Reason] = {}
    if Form.SEXUAL in incident.forms or incident.tpks_kinds:
        why[CaseKind.SEXUAL_VIOLENCE] = Reason("sexual", say("Bentuk atau jenis kekerasan seksual disebut."))
    if incident.domestic:
        why[CaseKind.DOMESTIC_VIOLENCE] = Reason("domestic", say("Terjadi dalam lingkup rumah tangga."))
    if trafficking := trafficking_suspected(victim, incident):
        why[CaseKind.TRAFFICKING_SUSPECTED] = trafficking
    if victim.is_child is not False:
        reason = (
            Reason("under-18", say("Usianya di bawah 18 tahun."))
            if victim.is_child
            else Reason("age-unknown", say("Usia belum diketahui: diperlakukan sebagai anak demi keselamatan."))
        )
        why[CaseKind.VIOLENCE_AGAINST_CHILD] = reason
        why[CaseKind.CHILD_SPECIAL_PROTECTION] = reason
    elif victim.sex is Sex.FEMALE:
        why[CaseKind.VIOLENCE_AGAINST_WOMEN] = Reason("woman", say("Perempuan berusia 18 tahun ke atas."))
    elif victim.sex is Sex.MALE and not why.keys() & {
        CaseKind.SEXUAL_VIOLENCE,
        CaseKind.TRAFFICKING_SUSPECTED,
    }:
        words = say(
            "Laki-laki dewasa tanpa kekerasan seksual atau dugaan perdagangan orang: dapat dihubungkan ke layanan lain."
        )
        why[CaseKind.POINTED_ON] = Reason("adult-man", words)
    elif not why:
        words = say("Jenis kelamin belum diketahui: dilayani seperti perempuan demi keselamatan.")
        why[CaseKind.VIOLENCE_AGAINST_WOMEN] = Reason("sex-unknown", words)
    kinds = tuple(kind for kind in _ORDER if kind in why)
    ampk = _ampk(victim, incident) if victim.is_child is not False else ()
    return TypeAnswer(kinds, ampk, tuple(dict.fromkeys(why[kind] for kind in kinds)))


def _ampk(victim: VictimFacts, incident: IncidentFacts) -> tuple[str, ...]:
    found = set(incident.ampk) | {_AMPK_BY_FORM[f] for f in incident.forms if f in _AMPK_BY_FORM}
    if incident.tpks_kinds:
        found.add("ampk_10")
    if victim.disability not in (None, "", "none"):
        found.add("ampk_12")
    return tuple(sorted(found))


def risk(answers: Mapping[str, str]) -> RiskAnswer:
    """Return the level of risk that the answers give (H-01; contract: any high sign alone is high).

    ``answers`` holds yes or no for each sign that was asked. A sign not asked never counts as no:
    without a high sign and with any question open the answer is *unassessed*.
    """
    yes = [sign for sign in Sign if answers.get(sign) == Answer.YES]
    if high := [sign for sign in yes if sign in HIGH_SIGNS]:
        return RiskAnswer(Risk.HIGH, tuple(Reason(sign, SIGNS.words[sign]) for sign in high))
    if unasked := [sign for sign in Sign if sign not in answers]:
        words = say("{n} tanda bahaya belum ditanyakan. Belum tahu tidak pernah berarti rendah.", n=len(unasked))
        return RiskAnswer(Risk.UNASSESSED, (Reason("not-asked", words),))
    if medium := [sign for sign in yes if sign in MEDIUM_SIGNS]:
        return RiskAnswer(Risk.MEDIUM, tuple(Reason(sign, SIGNS.words[sign]) for sign in medium))
    words = say("Semua tanda bahaya sudah ditanyakan dan dijawab tidak.")
    return RiskAnswer(Risk.LOW, (Reason("all-no", words),))


_HEIGHT = {Risk.LOW: 0, Risk.MEDIUM: 1, Risk.UNASSESSED: 2, Risk.HIGH: 2}


def obstacles_to_setting(level: Risk, *, answers: Mapping[str, str], reason: str) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a person setting another level than the answers give.

    Raising needs nothing. Lowering needs a reason, and no sign that makes it high alone; nobody
    may set *unassessed*, and nothing is lowered while signs are unasked (H-01).
    """
    given = risk(answers).level
    obstacles = []
    if level is Risk.UNASSESSED and given is not Risk.UNASSESSED:
        words = say("Risiko sudah dinilai.")
        obstacles.append(Obstacle("already-assessed", words, say("Pilih tinggi, sedang, atau rendah.")))
    if level is Risk.UNASSESSED or _HEIGHT[level] >= _HEIGHT[given]:
        return tuple(obstacles)
    if given is Risk.HIGH:
        obstacles.append(
            Obstacle(
                "high-alone",
                say("Satu tanda bahaya tinggi cukup untuk risiko tinggi."),
                say("Lakukan asesmen ulang bila jawabannya sudah berubah."),
            ),
        )
    if given is Risk.UNASSESSED:
        obstacles.append(
            Obstacle(
                "signs-unasked",
                say("Masih ada tanda bahaya yang belum ditanyakan."),
                say("Tanyakan dulu semuanya, lalu turunkan bila perlu."),
            ),
        )
    if not reason.strip():
        obstacles.append(
            Obstacle("no-reason", say("Menurunkan risiko perlu alasan."), say("Tulis alasannya dalam satu kalimat.")),
        )
    return tuple(obstacles)


def obstacles_to_undoing(level: Risk, *, stood: Risk, derived: Risk, reason: str) -> tuple[Obstacle, ...]:
    """Return what stands in the way of undoing what a person had raised by hand (H-01).

    ``stood`` is the level so far and ``derived`` what its answers gave: where a person had set more
    than the answers, going below it takes a reason, whatever the new answers say.
    """
    raised = _HEIGHT[stood] > _HEIGHT[derived]
    if not raised or _HEIGHT[level] >= _HEIGHT[stood] or reason.strip():
        return ()
    return (
        Obstacle(
            "raised-by-hand",
            say("Risiko ini dinaikkan petugas. Menurunkannya perlu alasan."),
            say("Tulis alasannya dalam satu kalimat."),
        ),
    )


def _regency(code: str) -> str:
    return ".".join(code.split(".")[:2])


def authority(*, unit_region: str, regions: frozenset[str]) -> AuthorityAnswer:
    """Return who continues a case (domain.md §1.2; the rule of thumb is from memory, to confirm).

    ``regions`` are dotted codes of where it happened and where the victim lives, as far as known.
    One regency: the district. Several regencies of one province: the province. Several provinces:
    the centre. Nothing known: the unit that received it. The receiving unit keeps every duty until
    another accepts (H-05).
    """
    regencies = {_regency(code) for code in regions if "." in code}
    provinces = {code.split(".")[0] for code in regions}
    own_level = Authority.DISTRICT if "." in unit_region else Authority.PROVINCE
    if len(provinces) > 1:
        reason = Reason("provinces", say("Menyangkut lebih dari satu provinsi (perlu dikonfirmasi)."))
        return AuthorityAnswer(Authority.CENTRE, elsewhere=True, reasons=(reason,))
    if len(regencies) > 1:
        reason = Reason("regencies", say("Menyangkut lebih dari satu kabupaten atau kota (perlu dikonfirmasi)."))
        return AuthorityAnswer(Authority.PROVINCE, elsewhere=own_level is not Authority.PROVINCE, reasons=(reason,))
    if regencies:
        (only,) = regencies
        if only == unit_region:
            reason = Reason("own-regency", say("Semua yang diketahui terjadi di wilayah unit ini."))
            return AuthorityAnswer(Authority.DISTRICT, elsewhere=False, reasons=(reason,))
        reason = Reason("other-regency", say("Terjadi di wilayah unit kabupaten atau kota lain."))
        return AuthorityAnswer(Authority.DISTRICT, elsewhere=True, reasons=(reason,))
    if provinces and provinces != {unit_region.split(".", maxsplit=1)[0]}:
        reason = Reason("other-province", say("Terjadi di provinsi lain."))
        return AuthorityAnswer(Authority.PROVINCE, elsewhere=True, reasons=(reason,))
    reason = Reason("place-unknown", say("Tempatnya belum diketahui: unit penerima melanjutkan."))
    return AuthorityAnswer(own_level, elsewhere=False, reasons=(reason,))
