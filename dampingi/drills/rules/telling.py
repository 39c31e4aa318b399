"""Findings in words: for the trainee, minute by minute; for a class, without anybody's name. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dampingi.drills.rules.findings import Finding, Kind, minute_of
from dampingi.drills.rules.scenario import NEVERS, Never, Scenario
from dampingi.kernel.refusals import NOTHING
from dampingi.kernel.words import Words, say
from dampingi.protocols import catalog as protocols
from dampingi.protocols.rules import DEEDS, Deed
from dampingi.training.catalog import modules

KINDS: Mapping[Kind, Words] = {
    Kind.IN_TIME: say("Tepat waktu"),
    Kind.LATE: say("Terlambat"),
    Kind.MISSED: say("Tidak dilakukan"),
    Kind.OPEN: say("Masih berjalan"),
    Kind.WAIVED: say("Ditiadakan dengan alasan"),
    Kind.REFUSED: say("Ditolak aturan"),
    Kind.REFUSAL_IGNORED: say("Penolakan diabaikan"),
    Kind.WITHOUT_CONSENT: say("Tanpa persetujuannya"),
    Kind.NEVER: say("Tidak pernah boleh"),
    Kind.HURT: say("Pertanyaan yang melukai"),
    Kind.ASKED_WELL: say("Dikatakan dengan baik"),
    Kind.ASKED_BADLY: say("Dapat lebih baik"),
    Kind.SHOWN: say("Terlihat"),
    Kind.NOT_SHOWN: say("Belum terlihat"),
}
GOOD = frozenset({Kind.IN_TIME, Kind.ASKED_WELL, Kind.SHOWN})
BAD = frozenset(
    {
        *(Kind.LATE, Kind.MISSED, Kind.REFUSAL_IGNORED, Kind.WITHOUT_CONSENT),
        *(Kind.NEVER, Kind.HURT, Kind.NOT_SHOWN),
    }
)
_REFUSED = say("Satu langkah ditolak; alasannya tertulis di halaman itu.")
_AGAIN = say("Langkah yang ditolak dicoba lagi tanpa membereskan yang menghalangi.")


@dataclass(frozen=True, slots=True)
class Told:
    """A finding as it is read: in which minute, what, why, on which clause, and which module teaches it."""

    minute: int
    kind: Words
    tone: str
    words: Words
    why: Words
    law: str
    article: str
    module: str
    module_title: Words
    case: int


def told(finding: Finding, scenario: Scenario, *, began: datetime) -> Told:
    """Return a finding in words."""
    words, why = _words(finding, scenario)
    taught = modules.BY_CODE.get(finding.module)
    return Told(
        minute=minute_of(finding, began),
        kind=KINDS[finding.kind],
        tone="done" if finding.kind in GOOD else "late" if finding.kind in BAD else "quiet",
        words=words,
        why=why,
        law=finding.law,
        article=finding.article,
        module=finding.module,
        module_title=taught.title if taught else NOTHING,
        case=finding.case,
    )


def _words(finding: Finding, scenario: Scenario) -> tuple[Words, Words]:
    """Return what a finding is about and why it is found."""
    kind, code = finding.kind, finding.code
    if kind in {Kind.HURT, Kind.ASKED_WELL, Kind.ASKED_BADLY}:
        option = scenario.options[code]
        return option.says, option.why.words
    if kind in {Kind.SHOWN, Kind.NOT_SHOWN}:
        line = next(one for one in scenario.rubric if one.code == code)
        return line.words, line.why.words
    if kind is Kind.NEVER:
        return NEVERS[Never(code)].words, NOTHING
    if kind is Kind.REFUSED:
        return _REFUSED, NOTHING
    if code in protocols.STEPS:
        step = protocols.STEPS[code]
        return step.title, step.clause.plain
    return (DEEDS[Deed(code)], NEVERS[Never.WITHOUT_CONSENT].words) if code in set(Deed) else (_AGAIN, NOTHING)
