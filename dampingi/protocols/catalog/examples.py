"""The moments and facts from which worked examples are told: Monday, 8 June 2026, in WIB."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dampingi.kernel.codes import Capacity, CaseKind, Risk, Sign
from dampingi.kernel.days import WIB
from dampingi.kernel.words import Words
from dampingi.protocols.rules import Deed, Event, Example, Facts

MONDAY = datetime(2026, 6, 8, 9, 0, tzinfo=WIB)
ALL_NO = frozenset(str(s) for s in Sign)
CALM = Facts(
    received_at=MONDAY,
    risk=Risk.LOW,
    no_signs=ALL_NO,
    kinds=frozenset({CaseKind.VIOLENCE_AGAINST_WOMEN}),
    victim_is_child=False,
    informant=Capacity.SELF,
)
SEXUAL = replace(
    CALM,
    kinds=CALM.kinds | {CaseKind.SEXUAL_VIOLENCE},
    forms=frozenset({"sexual"}),
)
DOMESTIC = replace(CALM, kinds=CALM.kinds | {CaseKind.DOMESTIC_VIOLENCE})
TRAFFICKED = replace(CALM, kinds=CALM.kinds | {CaseKind.TRAFFICKING_SUSPECTED})
CHILD = replace(
    CALM,
    kinds=frozenset({CaseKind.VIOLENCE_AGAINST_CHILD, CaseKind.CHILD_SPECIAL_PROTECTION}),
    victim_is_child=True,
    informant=Capacity.FAMILY,
)


def hours(amount: float) -> datetime:
    """Return the moment that many hours after the report."""
    return MONDAY + timedelta(hours=amount)


def when(facts: Facts, *deeds: tuple[Deed, float], **changes: Any) -> Facts:
    """Return ``facts`` with deeds that happened some hours after the report, and other changes."""
    events = tuple(Event(deed, hours(after)) for deed, after in deeds)
    return replace(facts, events=events, **changes)


def example(words: Words, facts: Facts, due_at: datetime | None) -> Example:
    """Return a worked example."""
    return Example(words, facts, due_at)
