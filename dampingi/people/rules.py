"""Ages from whatever is known, and doubts about an identity number. Pure; nothing here is stored."""

from dataclasses import dataclass
from datetime import date

from dampingi.kernel.codes import AgeBand, Sex

ADULT = 18
_BANDS = (
    (5, AgeBand.FROM_0),
    (12, AgeBand.FROM_6),
    (17, AgeBand.FROM_13),
    (24, AgeBand.FROM_18),
    (44, AgeBand.FROM_25),
    (59, AgeBand.FROM_45),
)
_CHILD_BANDS = {AgeBand.FROM_0, AgeBand.FROM_6, AgeBand.FROM_13, AgeBand.CHILD}
_NIK_LENGTH = 16
_WOMAN_DAY = 40
# A token of a short text could be guessed by trying all of them.
SHORTEST_IDENTIFIER = 8


@dataclass(frozen=True, slots=True)
class Age:
    """How old somebody is, as far as known; ``is_child`` None means not known."""

    years: int | None = None
    band: AgeBand | None = None
    is_child: bool | None = None


def years_between(born: date, day: date) -> int:
    """Return whole years from ``born`` to ``day``; below zero before birth."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def band_of(years: int) -> AgeBand:
    """Return Simfoni's band for an age in whole years."""
    return next((band for last, band in _BANDS if years <= last), AgeBand.FROM_60)


def age_on(
    day: date,
    *,
    birth_date: date | None,
    years: int | None,
    band: str | None,
    said_on: date | None = None,
) -> Age:
    """Return the age on ``day`` from the best evidence: birth date, then age, then band.

    ``years`` were said on ``said_on``, or on the day itself. An unborn child (born after ``day``) is
    a child of 0 years (UU 35/2014 art. 1: a child is under 18, the unborn included).
    """
    if birth_date is not None:
        years = max(years_between(birth_date, day), 0)
    elif years is not None and said_on is not None and day < said_on:
        years = max(years - years_between(day, said_on), 0)
    if years is not None:
        return Age(years, band_of(years), years < ADULT)
    if band:
        known = AgeBand(band)
        return Age(None, known, known in _CHILD_BANDS)
    return Age()


def doubts_about_age(day: date, *, birth_date: date | None, years: int | None) -> tuple[str, ...]:
    """Return ``age_against_birth_date`` when the two differ by more than a year's rounding."""
    if birth_date is None or years is None:
        return ()
    return ("age_against_birth_date",) if abs(years_between(birth_date, day) - years) > 1 else ()


def doubts_about_nik(nik: str, *, birth_date: date | None, sex: Sex) -> tuple[str, ...]:
    """Return codes of what looks wrong with a NIK: ``nik_length``, ``nik_date``.

    Digits 7-12 are day, month and year of birth, a woman's day plus 40 (data/indonesian_names.md
    §4). A doubt is for somebody to check, never a reason to refuse.
    """
    nik = "".join(nik.split())  # people write it in groups
    if not nik:
        return ()
    if len(nik) != _NIK_LENGTH or not nik.isdecimal() or not nik.isascii():
        return ("nik_length",)
    if birth_date is None:
        return ()
    day = birth_date.day
    days = {day, day + _WOMAN_DAY} if sex is Sex.UNKNOWN else {day + _WOMAN_DAY * (sex is Sex.FEMALE)}
    rest = f"{birth_date.month:02}{birth_date.year % 100:02}"
    return () if nik[6:12] in {f"{one:02}{rest}" for one in days} else ("nik_date",)


def normal_phone(phone: str) -> str:
    """Return an Indonesian number as digits from 62 on, or the digits as given.

    0812…, 812…, +62 812…, 62 (0)812… and 0062 812… are one number.
    """
    digits = only_digits(phone).removeprefix("00")
    if digits.startswith("620"):
        return "62" + digits[3:]
    if digits.startswith("0"):
        return "62" + digits[1:]
    return "62" + digits if digits.startswith("8") else digits


def only_digits(text: str) -> str:
    """Return the digits of an identifier, whatever was typed between them."""
    return "".join(letter for letter in text if letter.isdecimal() and letter.isascii())


def searchable(name: str) -> str:
    """Return a name as it is compared in memory: case folded, spaces single."""
    return " ".join(name.casefold().split())
