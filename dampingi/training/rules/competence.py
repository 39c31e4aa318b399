"""What somebody holds, by which evidence, until when, and when it must be refreshed. Pure.

Evidence is valid from its first day through its last, both on the unit's clock. More evidence never
makes anybody hold less: of two the one that lasts longer counts, and the newest refreshes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from dampingi.training.catalog.competences import BY_CODE, Competence

# How many days before the end somebody is told, and from when the page says so.
WARN_DAYS = (60, 14)
_MONTHS = 12


class EvidenceKind(StrEnum):
    """By what it is known that somebody can do something."""

    CERTIFICATE = "certificate"
    DRILL = "drill"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing that shows a competence."""

    competence: str
    kind: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Held:
    """A competence somebody holds on a day: until when, and whether it is time to refresh it."""

    until: date | None
    refresh_due: bool


@dataclass(frozen=True, slots=True)
class Ending:
    """A competence that ends soon, or ended: with the days that are left, none below zero."""

    competence: str
    until: date
    days: int


def today(at: datetime, zone: ZoneInfo) -> date:
    """Return which day it is on the unit's clock."""
    return at.astimezone(zone).date()


def counts(competence: str, kind: str) -> bool:
    """Tell whether evidence of a kind shows a competence: a drill does where the catalog says so."""
    found = BY_CODE.get(competence)
    return kind != EvidenceKind.DRILL or (found is not None and found.drill_months is not None)


def drill_until(competence: str, passed_on: date) -> date | None:
    """Return the last day on which a drill passed on a day shows a competence."""
    months = BY_CODE[competence].drill_months
    return months_after(passed_on, months) if months else None


def held(evidence: Iterable[Evidence], *, on: date) -> dict[str, Held]:
    """Return what is held on a day by all of the evidence."""
    found: dict[str, list[Evidence]] = {}
    for one in evidence:
        if counts(one.competence, one.kind) and one.since <= on and (one.until is None or one.until >= on):
            found.setdefault(one.competence, []).append(one)
    return {code: _held(BY_CODE.get(code), shown, on=on) for code, shown in found.items()}


def _held(competence: Competence | None, shown: list[Evidence], *, on: date) -> Held:
    until = _longest(shown)
    due = [until - timedelta(days=max(WARN_DAYS))] if until else []
    if competence and competence.refresh_months:
        due.append(months_after(max(one.since for one in shown), competence.refresh_months))
    return Held(until, bool(due) and min(due) <= on)


def _longest(shown: Iterable[Evidence]) -> date | None:
    ends = [one.until for one in shown]
    return None if None in ends else max(end for end in ends if end)


def ending(evidence: Iterable[Evidence], *, on: date) -> list[Ending]:
    """Return the competences that end within the days of warning, or ended within the last year, the first first."""
    last: dict[str, list[Evidence]] = {}
    for one in evidence:
        if counts(one.competence, one.kind) and one.since <= on:
            last.setdefault(one.competence, []).append(one)
    ends = [(code, until) for code, shown in last.items() if (until := _longest(shown))]
    found = [Ending(code, until, (until - on).days) for code, until in ends]
    return sorted((e for e in found if -365 <= e.days <= max(WARN_DAYS)), key=lambda e: (e.until, e.competence))  # noqa: PLR2004 -- a year


def stage(days_left: int, *, warned: int | None) -> int | None:
    """Return at which of the days of warning somebody is told now, if she was not yet."""
    reached = min((days for days in WARN_DAYS if 0 <= days_left <= days), default=None)
    return None if reached is None or (warned is not None and warned <= reached) else reached


def months_after(day: date, months: int) -> date:
    """Return the same day some months later; the last of a shorter month where it has none."""
    year, month = divmod(day.year * _MONTHS + day.month - 1 + months, _MONTHS)
    for shorter in range(4):
        try:
            return date(year, month + 1, day.day - shorter)
        except ValueError:
            continue
    raise ValueError(day)  # no month is shorter than that


def to_refresh(found: Mapping[str, Held]) -> frozenset[str]:
    """Return the codes of what should be refreshed."""
    return frozenset(code for code, one in found.items() if one.refresh_due)
