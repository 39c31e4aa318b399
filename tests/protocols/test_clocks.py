"""Clocks on the calendar: boundary tables, three zones, holidays (contract, Clocks)."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest

from dampingi.kernel.days import WIB, WIT, WITA, Calendar, Counting
from dampingi.protocols.rules import DutyState, state

FRIDAY = datetime(2026, 6, 12, 9, 0, tzinfo=WIB)


@dataclass
class Row:
    code: str = "x"
    began_at: datetime = FRIDAY
    due_at: datetime = FRIDAY + timedelta(hours=72)
    late_at: datetime = FRIDAY + timedelta(hours=72)
    met_at: datetime | None = None
    waived_at: datetime | None = None
    superseded_at: datetime | None = None


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (timedelta(0), DutyState.OWED),
        (timedelta(hours=71, minutes=59), DutyState.DUE_NOW),
        (timedelta(hours=72), DutyState.DUE_NOW),
        (timedelta(hours=72, microseconds=1), DutyState.OVERDUE),
        (timedelta(hours=72, minutes=1), DutyState.OVERDUE),
    ],
)
def test_72_hours_is_in_time_and_a_moment_later_is_not(after: timedelta, expected: DutyState) -> None:
    assert state(Row(), FRIDAY + after) is expected


def test_high_risk_is_late_only_after_its_grace() -> None:
    row = Row(due_at=FRIDAY, late_at=FRIDAY + timedelta(minutes=30))
    assert state(row, FRIDAY + timedelta(minutes=30)) is DutyState.DUE_NOW
    assert state(row, FRIDAY + timedelta(minutes=30, seconds=1)) is DutyState.OVERDUE


def test_met_on_the_dot_is_met_and_later_is_met_late() -> None:
    due = FRIDAY + timedelta(hours=72)
    assert state(Row(met_at=due), due) is DutyState.MET
    assert state(Row(met_at=due + timedelta(seconds=1)), due) is DutyState.MET_LATE


@pytest.mark.parametrize(
    ("began", "days", "first", "due"),
    [
        ("2026-06-12 16:59", 1, False, "2026-06-15 17:00"),  # Friday before closing
        ("2026-06-12 17:00", 1, False, "2026-06-15 17:00"),  # closing itself still counts as Friday
        ("2026-06-12 17:01", 1, False, "2026-06-17 17:00"),  # counts as Monday; Tuesday 16 is a holiday
        ("2026-06-13 10:00", 1, False, "2026-06-17 17:00"),  # Saturday counts as Monday
        ("2026-06-12 09:00", 1, True, "2026-06-12 17:00"),  # a clause that counts the first day
        ("2026-08-14 09:00", 1, False, "2026-08-18 17:00"),  # the working day before Independence Day
        ("2026-12-30 09:00", 3, False, "2027-01-06 17:00"),  # over a year's end; 1 and 5 January are holidays
        ("2026-06-08 05:00", 3, False, "2026-06-11 17:00"),  # before opening counts as that day
    ],
)
def test_working_days(began: str, days: int, first: bool, due: str) -> None:
    start = datetime.fromisoformat(began).replace(tzinfo=WIB)
    expected = datetime.fromisoformat(due).replace(tzinfo=WIB)
    assert Calendar().due_after(start, days, Counting.WORKING_DAYS, counts_first_day=first) == expected


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
def test_each_zone_closes_by_its_own_clock(zone) -> None:
    calendar = Calendar(zone=zone)
    start = datetime(2026, 6, 8, 16, 59, tzinfo=zone)
    assert calendar.due_after(start, 1, Counting.WORKING_DAYS) == datetime(2026, 6, 9, 17, 0, tzinfo=zone)
    # The same moment seen from WIB is earlier in the day, and may be the day before closing time.
    assert calendar.due_after(start, 72, Counting.HOURS) == start + timedelta(hours=72)


def test_a_units_own_closed_day_is_left_out() -> None:
    closed = Calendar(extra_closed=frozenset({datetime(2026, 6, 9, tzinfo=WIB).date()}))
    start = datetime(2026, 6, 8, 9, 0, tzinfo=WIB)
    assert closed.due_after(start, 1, Counting.WORKING_DAYS).day == 10
