"""Ages, doubts and numbers: tables of cases, no database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dampingi.kernel.codes import AgeBand, Sex
from dampingi.people.rules import (
    age_on,
    band_of,
    doubts_about_age,
    doubts_about_nik,
    normal_phone,
    only_digits,
    searchable,
    years_between,
)

DAY = date(2026, 6, 8)


@pytest.mark.parametrize(
    ("born", "years", "band", "expected"),
    [
        (date(2008, 6, 8), None, None, (18, "18_24", False)),  # her eighteenth birthday
        (date(2008, 6, 9), None, None, (17, "13_17", True)),  # the day before it
        (date(2026, 6, 8), None, None, (0, "0_5", True)),
        (date(2026, 9, 1), None, None, (0, "0_5", True)),  # unborn: UU 35/2014 art. 1
        (date(2008, 2, 29), None, None, (18, "18_24", False)),
        (date(1950, 1, 1), None, None, (76, "60_plus", False)),
        (None, 17, None, (17, "13_17", True)),
        (None, 18, None, (18, "18_24", False)),
        (None, 0, None, (0, "0_5", True)),
        (None, None, "child", (None, "child", True)),
        (None, None, "0_5", (None, "0_5", True)),
        (None, None, "13_17", (None, "13_17", True)),
        (None, None, "18_24", (None, "18_24", False)),
        (None, None, "adult", (None, "adult", False)),
        (None, None, "60_plus", (None, "60_plus", False)),
        (None, None, None, (None, None, None)),
        (None, None, "", (None, None, None)),
        (date(2010, 1, 1), 40, "adult", (16, "13_17", True)),  # a birth date says more than the rest
        (None, 16, "adult", (16, "13_17", True)),  # years say more than a band
    ],
)
def test_age_comes_from_the_best_evidence(born, years, band, expected) -> None:
    age = age_on(DAY, birth_date=born, years=years, band=band)
    assert (age.years, age.band, age.is_child) == expected


@pytest.mark.parametrize(
    ("happened", "years"),
    [(DAY, 18), (date(2025, 6, 9), 18), (date(2025, 6, 8), 17), (date(2016, 6, 8), 8), (date(1990, 1, 1), 0)],
)
def test_years_said_today_were_fewer_when_it_happened(happened: date, years: int) -> None:
    assert age_on(happened, birth_date=None, years=18, band=None, said_on=DAY).years == years


@given(st.integers(0, 150))
def test_every_age_has_one_band_and_childhood_ends_at_eighteen(years: int) -> None:
    known = age_on(DAY, birth_date=None, years=years, band=None)
    from_band = age_on(DAY, birth_date=None, years=None, band=band_of(years))
    assert known.is_child == from_band.is_child == (years < 18)


def test_every_band_that_may_be_chosen_says_whether_she_is_a_child() -> None:
    assert all(age_on(DAY, birth_date=None, years=None, band=band).is_child is not None for band in AgeBand)


@pytest.mark.parametrize(
    ("born", "day", "years"),
    [
        ("2000-02-29", "2018-02-28", 17),
        ("2000-02-29", "2018-03-01", 18),
        ("2000-12-31", "2001-01-01", 0),
        ("2026-07-01", "2026-06-08", -1),
    ],
)
def test_whole_years(born: str, day: str, years: int) -> None:
    assert years_between(date.fromisoformat(born), date.fromisoformat(day)) == years


@pytest.mark.parametrize(
    ("born", "years", "doubted"),
    [
        (date(1996, 6, 8), 30, False),
        (date(1996, 6, 8), 31, False),  # a year's rounding
        (date(1996, 6, 8), 29, False),
        (date(1996, 6, 8), 32, True),
        (date(2010, 1, 1), 40, True),
        (None, 40, False),
        (date(2010, 1, 1), None, False),
    ],
)
def test_age_against_birth_date(born, years, doubted) -> None:
    assert bool(doubts_about_age(DAY, birth_date=born, years=years)) is doubted


BORN = date(1990, 1, 2)


@pytest.mark.parametrize(
    ("nik", "born", "sex", "doubts"),
    [
        ("", BORN, Sex.MALE, ()),
        ("6271010201900001", BORN, Sex.MALE, ()),
        ("6271014201900001", BORN, Sex.FEMALE, ()),  # a woman's day is +40
        ("6271014201900001", BORN, Sex.MALE, ("nik_date",)),
        ("6271010201900001", BORN, Sex.FEMALE, ("nik_date",)),
        ("6271010201900001", BORN, Sex.UNKNOWN, ()),
        ("6271014201900001", BORN, Sex.UNKNOWN, ()),
        ("6271010101900001", BORN, Sex.UNKNOWN, ("nik_date",)),
        ("6271010201900001", None, Sex.MALE, ()),
        ("6271 0102 0190 0001", BORN, Sex.MALE, ()),
        ("627101020190000", BORN, Sex.MALE, ("nik_length",)),
        ("62710102019000011", BORN, Sex.MALE, ("nik_length",)),
        ("627101020190000X", BORN, Sex.MALE, ("nik_length",)),
        ("٦٢٧١٠١٠٢٠١٩٠٠٠٠١", BORN, Sex.MALE, ("nik_length",)),
        ("tidak punya", None, Sex.MALE, ("nik_length",)),
    ],
)
def test_doubts_about_a_nik(nik, born, sex, doubts) -> None:
    assert doubts_about_nik(nik, birth_date=born, sex=sex) == doubts


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "+62 812-3456-7890",
        "6281234567890",
        "62 (0)812 3456 7890",
        "0062 812 3456 7890",
        "81234567890",
        "(0812) 34567890 ibu",
    ],
)
def test_one_phone_number_has_one_normal_form(typed: str) -> None:
    assert normal_phone(typed) == "6281234567890"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("", ""), ("tidak ada", ""), ("129", "129"), ("0536-3221234", "625363221234"), ("+60 12 345 6789", "60123456789")],
)
def test_other_numbers_stay_what_they_are(typed: str, digits: str) -> None:
    assert normal_phone(typed) == digits


@given(st.text(max_size=40))
def test_a_normal_form_is_digits_and_its_own_normal_form(typed: str) -> None:
    once = normal_phone(typed)
    assert once == only_digits(once)
    if once.startswith("62") and not once.startswith("620"):
        assert normal_phone(once) == once


def test_names_are_compared_without_case_and_spare_spaces() -> None:
    assert searchable("  SITI\n  Aminah ") == searchable("siti aminah") == "siti aminah"
