"""Days as people say them and as offices work."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from dampingi.kernel.days import WIB, WIT, WITA, Calendar, national_holidays, span, spoken_day, spoken_moment


@pytest.mark.parametrize(
    ("day", "works"),
    [
        ("2026-06-12", True),  # Friday
        ("2026-06-13", False),
        ("2026-06-14", False),
        ("2026-06-16", False),  # 1 Muharram
        ("2026-08-17", False),  # Independence Day, a Monday
        ("2026-12-24", False),  # joint leave before Christmas
        ("2026-12-25", False),
        ("2026-12-28", True),
        ("2027-01-01", False),
    ],
)
def test_working_days_know_holidays_and_joint_leave(day: str, works: bool) -> None:
    assert Calendar().works_on(date.fromisoformat(day)) is works


def test_a_units_closed_days_are_its_own() -> None:
    festival = date(2026, 5, 18)
    assert Calendar().works_on(festival)
    assert not Calendar(extra_closed=frozenset({festival})).works_on(festival)


@pytest.mark.parametrize("year", range(2022, 2031))
def test_each_year_has_its_holidays(year: int) -> None:
    assert {date(year, 1, 1), date(year, 5, 1), date(year, 6, 1), date(year, 8, 17), date(year, 12, 25)} <= (
        national_holidays(year)
    )


def test_an_office_that_never_opens_is_said_aloud() -> None:
    never = Calendar(extra_closed=frozenset(date(2026, 1, 1) + timedelta(days=i) for i in range(800)))
    with pytest.raises(ValueError, match="without a working day"):
        never.next_working(date(2026, 1, 1))


@pytest.mark.parametrize(
    ("language", "day", "words"),
    [
        ("id", "2026-06-08", "Senin, 8 Juni 2026"),
        ("id", "2026-08-17", "Senin, 17 Agustus 2026"),
        ("en", "2026-06-08", "Monday, 8 June 2026"),
        ("en", "2026-02-28", "Saturday, 28 February 2026"),
        ("en", "2027-01-01", "Friday, 1 January 2027"),
    ],
)
def test_a_day_is_said_with_its_weekday_in_the_readers_language(language: str, day: str, words: str) -> None:
    with translation.override(language):
        assert spoken_day(date.fromisoformat(day)) == words


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        (WIB, "Selasa, 9 Juni 2026, 22.30 WIB"),
        (WITA, "Selasa, 9 Juni 2026, 23.30 WITA"),
        (WIT, "Rabu, 10 Juni 2026, 00.30 WIT"),
    ],
)
def test_one_moment_is_said_on_each_units_own_clock(zone, words: str) -> None:
    with translation.override("id"):
        assert spoken_moment(datetime(2026, 6, 9, 15, 30, tzinfo=UTC), zone) == words


@pytest.mark.parametrize(
    ("delta", "words"),
    [
        (timedelta(0), "0 menit"),
        (timedelta(minutes=59, seconds=59), "59 menit"),
        (timedelta(minutes=60), "1 jam"),
        (timedelta(hours=47, minutes=59), "47 jam"),
        (timedelta(hours=48), "48 jam"),
        (timedelta(hours=71, minutes=59), "71 jam"),
        (timedelta(hours=72), "3 hari"),
        (timedelta(hours=-5), "5 jam"),
        (timedelta(days=60, hours=23), "60 hari"),
        (timedelta(days=61), "2 bulan"),
        (timedelta(days=183), "6 bulan"),
        (timedelta(days=358), "12 bulan"),
        (-timedelta(days=400), "13 bulan"),
    ],
)
def test_a_span_is_said_to_the_unit_that_matters(delta: timedelta, words: str) -> None:
    with translation.override("id"):
        assert str(span(delta)) == words
