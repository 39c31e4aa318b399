"""The legal track drawn: its stages in order, what has happened in each, and where it stands now. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from dampingi.kernel.codes import CaseKind
from dampingi.kernel.words import Words, say
from dampingi.protocols.rules import DEEDS, Deed, Event, Facts

STAGES: Mapping[str, tuple[Words, frozenset[Deed]]] = {
    "police": (say("Laporan polisi"), frozenset({Deed.POLICE_REPORT, Deed.EXPLAINED_NO_COMPLAINT})),
    "protection": (
        say("Perlindungan"),
        frozenset(
            {
                *(Deed.PROTECTION_GIVEN, Deed.COURT_APPLICATION, Deed.COURT_ORDER, Deed.RESTRICTION_ORDERED),
                *(Deed.EXTENSION_ASKED, Deed.ORDER_BREACHED, Deed.BREACH_DETAINED, Deed.PROTECTION_ENDED),
                *(Deed.LPSK_REQUESTED, Deed.LPSK_DECIDED),
            }
        ),
    ),
    "investigation": (
        say("Penyidikan dan jaksa"),
        frozenset(
            {
                *(Deed.FILE_SENT, Deed.FILE_RETURNED, Deed.FILE_COMPLETE, Deed.HANDED_TO_PROSECUTOR),
                *(Deed.INVESTIGATION_STOPPED, Deed.DIVERSION_EXPLAINED),
            }
        ),
    ),
    "court": (say("Sidang"), frozenset({Deed.HEARING_SET, Deed.HEARING_HELD})),
    "verdict": (
        say("Putusan"),
        frozenset({Deed.VERDICT, Deed.VERDICT_COPY, Deed.VERDICT_SENT, Deed.VERDICT_FINAL}),
    ),
    "restitution": (
        say("Restitusi"),
        frozenset(
            {
                *(Deed.RIGHTS_TOLD, Deed.RESTITUTION_ASKED, Deed.RESTITUTION_CALCULATED, Deed.RESTITUTION_GRANTED),
                *(Deed.RESTITUTION_PAID, Deed.RESTITUTION_UNPAID, Deed.COURT_TOLD_UNPAID),
                *(Deed.DBK_ASKED, Deed.DBK_APPROVED, Deed.DBK_PAID),
            }
        ),
    ),
    "after": (say("Sesudah putusan"), frozenset({Deed.CUSTODY_ENDS, Deed.CONVICT_RELEASED, Deed.RELEASE_TOLD})),
}
TRAFFICKING: Mapping[str, tuple[Words, frozenset[Deed]]] = {
    "identification": (say("Identifikasi"), frozenset({Deed.TRAFFICKING_SCREENED})),
    "protection": (
        say("Perlindungan"),
        frozenset({Deed.LPSK_REQUESTED, Deed.LPSK_DECIDED, Deed.FIRST_AID_ASKED, Deed.TPPO_FIRST_AID}),
    ),
    "rehabilitation": (say("Rehabilitasi"), frozenset({Deed.REHABILITATION_ASKED, Deed.TPPO_REHABILITATION})),
    "restitution": (
        say("Restitusi"),
        frozenset(
            {
                *(Deed.RESTITUTION_ASKED, Deed.RESTITUTION_CALCULATED, Deed.RESTITUTION_GRANTED),
                *(Deed.RESTITUTION_PAID, Deed.RESTITUTION_UNPAID),
            }
        ),
    ),
    "repatriation": (say("Pemulangan"), frozenset({Deed.REPATRIATION_ASKED, Deed.TPPO_REPATRIATION})),
    "reintegration": (say("Reintegrasi"), frozenset({Deed.REINTEGRATION_ASKED, Deed.TPPO_REINTEGRATION})),
}
PRESSURE: Mapping[str, Words] = {
    deed: DEEDS[deed]
    for deed in (
        *(Deed.THREATENED, Deed.PRESSURED, Deed.REPORT_WITHDRAWN, Deed.SETTLEMENT_OFFERED, Deed.ADAT_PROCESS),
        *(Deed.MARRIAGE_PROPOSED, Deed.OFFICER_THREATENED, Deed.MEDIATION_WITHDRAWN),
    )
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing that happened, and when."""

    words: Words
    at: datetime


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: what happened in it, and whether the track stands there now."""

    code: str
    words: Words
    marks: tuple[Mark, ...]
    now: bool = False

    @property
    def reached(self) -> bool:
        """Tell whether anything happened in it."""
        return bool(self.marks)


def _newest_first(events: Iterable[Event]) -> list[Event]:
    """Return what happened, the last first; of what happened in one minute, what was written last."""
    return sorted(events, key=lambda e: e.at)[::-1]


def drawn(stages: Mapping[str, tuple[Words, frozenset[Deed]]], events: Iterable[Event]) -> tuple[Stage, ...]:
    """Return the stages in order, the newest thing first in each; the last to be reached is where it stands."""
    newest = _newest_first(events)
    found: list[Stage] = []
    for code, (words, deeds) in stages.items():
        marks = tuple(Mark(DEEDS[Deed(e.code)], e.at) for e in newest if e.code in deeds)
        found.append(Stage(code, words, marks))
    last = max((place for place, stage in enumerate(found) if stage.marks), default=None)
    return tuple(Stage(s.code, s.words, s.marks, now=place == last) for place, s in enumerate(found))


def tracks(facts: Facts) -> list[tuple[Words, tuple[Stage, ...]]]:
    """Return the tracks of a case: the legal one, and that of trafficking where it is suspected."""
    found = [(say("Jalur hukum"), drawn(STAGES, facts.events))]
    if CaseKind.TRAFFICKING_SUSPECTED in facts.kinds:
        found.append((say("Jalur perdagangan orang"), drawn(TRAFFICKING, facts.events)))
    return found


def pressures(facts: Facts) -> tuple[Mark, ...]:
    """Return what pressed her or who helps her, the last first."""
    newest = _newest_first(facts.events)
    return tuple(Mark(PRESSURE[e.code], e.at) for e in newest if e.code in PRESSURE)
