"""A sheet as data: what it asks, when it appears, what stands in its way, what it records. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from dampingi.access.rules import Verb
from dampingi.cases.rules import ENDED, SHUT
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import NOTHING, Obstacle
from dampingi.kernel.words import Words, say
from dampingi.protocols.rules import Deed, Facts


class Tab(StrEnum):
    """On which page of a case a sheet stands."""

    PLAN = "plan"
    GIVEN = "given"
    REFERRALS = "referrals"
    LAW = "law"


TABS: Mapping[Tab, Words] = {
    Tab.PLAN: say("Rencana"),
    Tab.GIVEN: say("Layanan"),
    Tab.REFERRALS: say("Rujukan"),
    Tab.LAW: say("Hukum"),
}


class About(StrEnum):
    """What the deeds of a sheet are about: the case, the sheet itself, or the thing it was written for."""

    CASE = "case"
    ITSELF = "itself"
    THING = "thing"


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """The coded facts that decide whether a sheet appears and what stands in its way."""

    facts: Facts
    state: str = "open"
    owed: frozenset[str] = frozenset()  # codes of the duties that are open
    kept: frozenset[str] = frozenset()  # codes of the sheets that were kept
    said: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)  # coded answers of the newest of each


@dataclass(frozen=True, slots=True)
class Recorded:
    """A deed that keeping a sheet records: since when, until when, about what."""

    deed: Deed
    when: datetime | None = None  # the sheet's own moment where it says none
    due_at: datetime | None = None
    about: About = About.CASE
    on_keeping: bool = False  # it happens by being written down, whenever the sheet's own moment was


AFTERWARDS = timedelta(microseconds=1)
"""What a sheet sets for later begins just after what it records: the one does not meet the other."""


def set_for(deed: Deed, values: Mapping[str, Any], due_at: datetime | None, *, about: About = About.CASE) -> list[Recorded]:
    """Return the deed that sets the next time, if one was agreed."""
    if due_at is None:
        return []
    when = values.get("when")
    return [Recorded(deed, when + AFTERWARDS if when else None, due_at, about)]


def _always(facts: SheetFacts) -> bool:
    return True


def _nothing_in_the_way(facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    return ()


def _records_nothing(values: Mapping[str, Any]) -> Iterable[Recorded]:
    return ()


def _nothing_at_once(payload: Mapping[str, Any]) -> Iterable[Deed]:
    return ()


@dataclass(frozen=True, slots=True)
class SheetKind:
    """One official sheet (*lembar*).

    ``sheet`` asks ``when`` first. ``obstacles`` gets the values as cleaned, and an empty mapping
    when the page asks what stands in the way before anybody has written. ``explains`` is the text
    read to her before she answers; its version is kept with every record, and what was read in an
    earlier version stands in ``explained_before``. ``at_once`` names what must be answered even while
    the sheet is half-filled and unchecked (H-14).
    """

    code: str
    title: Words
    tab: Tab
    form: str
    sheet: Group
    source: str
    purpose: Words = NOTHING
    verb: Verb = Verb.KEEP_SHEETS
    appears: Callable[[SheetFacts], bool] = _always
    obstacles: Callable[[SheetFacts, Mapping[str, Any]], tuple[Obstacle, ...]] = _nothing_in_the_way
    deeds: Callable[[Mapping[str, Any]], Iterable[Recorded]] = _records_nothing
    at_once: Callable[[Mapping[str, Any]], Iterable[Deed]] = _nothing_at_once
    explains: tuple[Words, ...] = ()
    explained_before: Mapping[str, tuple[Words, ...]] = field(default_factory=dict)
    to_confirm: bool = False
    for_thing: bool = False  # written for a thing: a plan item, a stay, a visit
    carries_on: bool = False  # begins with what the last one of its kind said
    says: str = ""  # the coded question by which the timeline tells one such sheet from another: its step
    examples: tuple["SheetExample", ...] = field(default=())

    def read_to_her(self, version: str) -> tuple[Words, ...]:
        """Return the text that was read to her in that version of the form; nothing where none was."""
        return self.explains if version == self.form else self.explained_before.get(version, ())

    @property
    def steps(self) -> Mapping[str, Words]:
        """Return the steps it may be of, in words."""
        asked = self.sheet.item(self.says) if self.says else None
        return asked.codes.words if isinstance(asked, Field) and asked.codes else {}


@dataclass(frozen=True, slots=True)
class SheetExample:
    """A worked example: with these facts and values, these obstacles or these deeds."""

    words: Words
    facts: SheetFacts
    values: Mapping[str, Any]
    obstacles: tuple[str, ...] = ()
    deeds: tuple[Deed, ...] = ()
    appears: bool = True


def obstacles_to_writing(kind: SheetKind, facts: SheetFacts, values: Mapping[str, Any]) -> tuple[Obstacle, ...]:
    """Return what stands in the way of a sheet: that the case has ended, and what the sheet itself says.

    The legal track goes on after the accompaniment has ended, so its sheets do too.
    """
    ended = facts.state in SHUT and kind.tab is not Tab.LAW
    return (*((ENDED,) if ended else ()), *kind.obstacles(facts, values))


WHEN = Field("when", say("Kapan"), Kind.MOMENT, Privacy.CODED, required=True, past_only=True)


def split(group: Group, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what of cleaned ``values`` may lie in clear, and what is sealed; both as JSON in the sheet's shape."""
    coded: dict[str, Any] = {}
    sealed: dict[str, Any] = {}
    for item in group.items:
        value = values.get(item.code)
        if value in (None, "", [], {}):
            continue
        if isinstance(item, Field):
            (coded if item.privacy is Privacy.CODED else sealed)[item.code] = _plain(value)
        elif item.many:
            rows = [split(item, row) for row in value]
            coded[item.code] = [row[0] for row in rows]
            sealed[item.code] = [row[1] for row in rows]
        else:
            coded[item.code], sealed[item.code] = split(item, value)
    return coded, sealed


def joined(group: Group, coded: Mapping[str, Any], sealed: Mapping[str, Any]) -> dict[str, Any]:
    """Return both halves of a sheet as one payload again, in the shape that ``clean`` takes."""
    whole: dict[str, Any] = {}
    for item in group.items:
        clear, closed = coded.get(item.code), sealed.get(item.code)
        if isinstance(item, Field):
            value = clear if item.privacy is Privacy.CODED else closed
            if value is not None:
                whole[item.code] = value
        elif item.many:
            whole[item.code] = [joined(item, c, s) for c, s in zip(clear or [], closed or [], strict=True)]
        elif clear is not None or closed is not None:
            whole[item.code] = joined(item, clear or {}, closed or {})
    return whole


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
