"""A scenario: who is in it, what arrives when, what can be said, what must be done and what never. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from dampingi.kernel.refusals import NOTHING
from dampingi.kernel.words import Words, say
from dampingi.protocols import catalog as protocols
from dampingi.protocols.rules import Deed
from dampingi.training.catalog import competences, modules

HOUSE = say("Standar Dampingi")


class Audience(StrEnum):
    """For whom a scenario is."""

    UNIT = "unit"
    SCHOOL = "school"


AUDIENCES: Mapping[Audience, Words] = {
    Audience.UNIT: say("Petugas UPTD PPA"),
    Audience.SCHOOL: say("Tim sekolah"),
}


class How(StrEnum):
    """In which way something arrives."""

    CALL = "call"
    VISIT = "visit"
    NEIGHBOUR = "neighbour"
    MESSAGE = "message"
    DOCTOR = "doctor"
    POLICE = "police"
    SCHOOL = "school"
    DOOR = "door"
    PARTNER = "partner"


HOWS: Mapping[How, Words] = {
    How.CALL: say("Telepon"),
    How.VISIT: say("Seseorang datang"),
    How.NEIGHBOUR: say("Tetangga"),
    How.MESSAGE: say("Pesan WhatsApp"),
    How.DOCTOR: say("Kabar dari dokter"),
    How.POLICE: say("Kabar dari polisi"),
    How.SCHOOL: say("Di sekolah"),
    How.DOOR: say("Di depan pintu kantor"),
    How.PARTNER: say("Kabar dari layanan lain"),
}


class Never(StrEnum):
    """What must never happen, in a drill or in a case."""

    WITHOUT_CONSENT = "without-consent"
    MEDIATION = "mediation"
    CONTACT = "contact"
    SHARING = "sharing"
    RISK_UNASKED = "risk-unasked"
    SECRECY = "secrecy"
    INQUIRY = "inquiry"
    IMAGES = "images"


@dataclass(frozen=True, slots=True)
class Why:
    """Why something is well or badly done: words, where it is written, and the module that teaches it."""

    words: Words
    article: str
    module: str
    law: Words = HOUSE


NEVERS: Mapping[Never, Why] = {
    Never.WITHOUT_CONSENT: Why(
        say("Dilakukan untuknya sebelum ia ditanya mau atau tidak."), "H-07", "m12-confidentiality"
    ),
    Never.MEDIATION: Why(
        say("Perdamaian dicoba di tempat yang tidak boleh didamaikan, atau sebelum bahayanya ditanyakan."),
        "H-17",
        "m07-risk",
    ),
    Never.CONTACT: Why(say("Ia dihubungi sebelum diketahui cara yang aman."), "H-08", "m12-confidentiality"),
    Never.SHARING: Why(
        say("Keadaannya dibagikan tanpa persetujuan, perintah hukum, atau bahaya langsung."),
        "H-03",
        "m12-confidentiality",
    ),
    Never.RISK_UNASKED: Why(say("Tanda bahayanya tidak pernah ditanyakan."), "H-01", "m07-risk"),
    Never.SECRECY: Why(
        say("Dijanjikan rahasia yang tidak boleh disimpan menurut hukum."), "H-07", "m12-confidentiality"
    ),
    Never.INQUIRY: Why(
        say("Diselidiki sendiri, diminta mengulang, atau dipertemukan dengan terlapor."), "H-12", "m06-intake"
    ),
    Never.IMAGES: Why(say("Gambar seksual diminta atau dikumpulkan."), "H-13", "m12-confidentiality"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented."""

    code: str
    words: Words


@dataclass(frozen=True, slots=True)
class Option:
    """What can be asked or said, and what the person answers. ``leads`` opens another dialogue."""

    code: str
    says: Words
    answer: Words
    why: Why
    well: bool = False
    hurts: bool = False
    never: Never | None = None
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Dialogue:
    """A moment in which something can be said to somebody."""

    code: str
    who: str
    options: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class Beat:
    """What arrives: so many minutes after the beginning, or after a beat or an option (``after``)."""

    code: str
    minute: int
    how: How
    words: Words
    after: str = ""
    opens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the rubric: shown by any of some options that were chosen or deeds that were done."""

    code: str
    words: Words
    why: Why
    options: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Scenario:
    """One drill. ``must`` are codes of duties; their clocks stand in the protocols alone."""

    code: str
    title: Words
    warning: Words
    audience: Audience
    minutes: int
    people: tuple[Person, ...]
    beats: tuple[Beat, ...]
    dialogues: tuple[Dialogue, ...]
    must: tuple[str, ...] = ()
    never: tuple[Never, ...] = ()
    rubric: tuple[Line, ...] = ()
    modules: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    note: Words = NOTHING

    @property
    def options(self) -> Mapping[str, Option]:
        """Return every option by its code."""
        return {option.code: option for dialogue in self.dialogues for option in dialogue.options}


def check(scenario: Scenario) -> tuple[Words, ...]:
    """Return what is wrong with a scenario, in words; nothing for one that can be played."""
    return (*_twice(scenario), *_unknown(scenario), *(_loops(scenario) or _unreachable(scenario)))


def _twice(scenario: Scenario) -> Iterator[Words]:
    codes = [beat.code for beat in scenario.beats] + [one.code for one in scenario.dialogues]
    codes += [option.code for dialogue in scenario.dialogues for option in dialogue.options]
    for code in dict.fromkeys(code for code in codes if codes.count(code) > 1):
        yield say("Kode {code} dipakai dua kali.", code=code)


def _unknown(scenario: Scenario) -> Iterator[Words]:
    beats = {beat.code for beat in scenario.beats}
    dialogues = {one.code for one in scenario.dialogues}
    people = {one.code for one in scenario.people}
    options = scenario.options
    whys = [o.why.module for o in options.values()] + [one.why.module for one in scenario.rubric]
    asked: Iterable[tuple[Words, Iterable[str], Iterable[str]]] = (
        (say("kejadian atau pilihan"), [b.after for b in scenario.beats if b.after], beats | options.keys()),
        (say("percakapan"), [code for b in scenario.beats for code in b.opens], dialogues),
        (say("percakapan"), [o.leads for o in options.values() if o.leads], dialogues),
        (say("pilihan"), [code for line in scenario.rubric for code in line.options], options),
        (say("orang"), [one.who for one in scenario.dialogues], people),
        (say("tugas"), scenario.must, {step.code for step in protocols.CASE_STEPS}),
        (say("modul"), [*scenario.modules, *whys], modules.BY_CODE),
        (say("kompetensi"), scenario.evidence, competences.BY_CODE),
    )
    for what, used, known in asked:
        for code in dict.fromkeys(used):
            if code not in known:
                yield say("Tidak ada {what} dengan kode {code}.", what=what, code=code)


def _follows(scenario: Scenario) -> dict[str, list[str]]:
    """Return what each beat, dialogue and option brings about."""
    found: dict[str, list[str]] = {beat.code: list(beat.opens) for beat in scenario.beats}
    for dialogue in scenario.dialogues:
        found[dialogue.code] = [option.code for option in dialogue.options]
        for option in dialogue.options:
            found[option.code] = [option.leads] if option.leads else []
    for beat in scenario.beats:
        if beat.after:
            found.setdefault(beat.after, []).append(beat.code)
    return found


def _loops(scenario: Scenario) -> list[Words]:
    follows = _follows(scenario)
    done: set[str] = set()

    def walk(code: str, path: tuple[str, ...]) -> tuple[str, ...]:
        if code in path:
            return (*path[path.index(code) :], code)
        if code in done:
            return ()
        for after in follows.get(code, ()):
            if loop := walk(after, (*path, code)):
                return loop
        done.add(code)
        return ()

    found = next((loop for code in follows if (loop := walk(code, ()))), ())
    return [say("Naskahnya berputar: {loop}.", loop=" → ".join(found))] if found else []


def _unreachable(scenario: Scenario) -> list[Words]:
    follows = _follows(scenario)
    ahead = [beat.code for beat in scenario.beats if not beat.after]
    reached: set[str] = set()
    while ahead:
        code = ahead.pop()
        if code not in reached:
            reached.add(code)
            ahead += follows.get(code, [])
    left = [code for code in follows if code not in reached]
    return [say("Tidak pernah tercapai: {code}.", code=code) for code in left]
