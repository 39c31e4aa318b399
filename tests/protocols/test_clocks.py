"""Clocks on the calendar: boundary tables, three zones, holidays (contract, Clocks)."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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


def local(text: str, zone=WIB) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
@pytest.mark.parametrize(
    ("began", "due"),
    [
        ("2026-06-12 16:59", "2026-06-15 17:00"),  # Friday: the first working day after is Monday
        ("2026-06-12 17:00", "2026-06-15 17:00"),
        ("2026-06-12 17:01", "2026-06-17 17:00"),  # counts as Monday; Tuesday 16 is 1 Muharram
        ("2026-05-29 16:59", "2026-06-02 17:00"),  # Monday 1 June is Pancasila day
        ("2026-05-29 17:01", "2026-06-03 17:00"),
        ("2026-12-23 09:00", "2026-12-28 17:00"),  # Christmas and its joint leave, then a weekend
        ("2026-12-31 16:59", "2027-01-04 17:00"),  # New Year is a Friday
        ("2026-12-31 17:01", "2027-01-06 17:00"),  # counts as Monday the 4th; the 5th is Isra Mikraj
        ("2026-06-10 00:00", "2026-06-11 17:00"),  # midnight belongs to the day that begins
        ("2026-06-09 23:59", "2026-06-11 17:00"),  # a minute before counts as the next opening
    ],
)
def test_one_working_day_by_the_clock_of_each_zone(zone, began: str, due: str) -> None:
    assert Calendar(zone=zone).due_after(local(began, zone), 1, Counting.WORKING_DAYS) == local(due, zone)


def test_one_moment_may_be_before_closing_in_one_zone_and_after_it_in_another() -> None:
    friday = local("2026-06-12 15:30", WIB)  # 16.30 WITA, 17.30 WIT
    due = {zone: Calendar(zone=zone).due_after(friday, 1, Counting.WORKING_DAYS) for zone in (WIB, WITA, WIT)}
    assert [due[zone].astimezone(zone).day for zone in (WIB, WITA, WIT)] == [15, 15, 17]


@pytest.mark.parametrize("counting", [Counting.HOURS, Counting.DAYS])
@pytest.mark.parametrize("zone", [WIB, WITA, WIT])
@pytest.mark.parametrize("began", ["2026-06-12 16:59", "2026-12-31 23:59", "2026-08-16 00:00"])
def test_hours_and_days_run_through_nights_weekends_and_years(counting, zone, began: str) -> None:
    amount = 72 if counting is Counting.HOURS else 3
    start = local(began, zone)
    assert Calendar(zone=zone).due_after(start, amount, counting) - start == timedelta(hours=72)
    assert Calendar(zone=zone).due_after(start, 0, counting) == start


def test_a_unit_closes_at_its_own_hour() -> None:
    early = Calendar(closes=time(15, 30))
    assert early.due_after(local("2026-06-12 15:30"), 1, Counting.WORKING_DAYS) == local("2026-06-15 15:30")
    assert early.due_after(local("2026-06-12 15:31"), 1, Counting.WORKING_DAYS) == local("2026-06-17 15:30")


moments = st.datetimes(datetime(2024, 1, 1), datetime(2028, 12, 31), timezones=st.sampled_from([WIB, WITA, WIT]))  # noqa: DTZ001 -- the strategy adds the zone
closed = st.frozensets(st.dates(datetime(2026, 1, 1, tzinfo=WIB).date(), datetime(2026, 1, 31, tzinfo=WIB).date()))


@given(moments, st.integers(0, 10), st.sampled_from([WIB, WITA, WIT]), closed, st.booleans())
@settings(max_examples=300, deadline=None)
def test_working_days_end_at_closing_of_an_open_day_and_never_before_they_began(began, days, zone, shut, first) -> None:
    calendar = Calendar(zone=zone, extra_closed=shut)
    due = calendar.due_after(began, days, Counting.WORKING_DAYS, counts_first_day=first)
    assert due >= began
    day = due.astimezone(zone)
    assert calendar.works_on(day.date())
    assert day.time() == calendar.closes
    more = calendar.due_after(began, days + 1, Counting.WORKING_DAYS, counts_first_day=first)
    assert more >= due
