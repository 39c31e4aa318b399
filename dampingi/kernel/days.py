"""Days and times: working days of a unit, national holidays, the three clocks of Indonesia. Pure."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

from dampingi.kernel.words import Words, say

WIB, WITA, WIT = ZoneInfo("Asia/Pontianak"), ZoneInfo("Asia/Makassar"), ZoneInfo("Asia/Jayapura")
ZONE_WORDS = {
    "Asia/Pontianak": "WIB",
    "Asia/Jakarta": "WIB",
    "Asia/Makassar": "WITA",
    "Asia/Jayapura": "WIT",
}
DAYS = (say("Senin"), say("Selasa"), say("Rabu"), say("Kamis"), say("Jumat"), say("Sabtu"), say("Minggu"))
MONTHS = (
    say("Januari"), say("Februari"), say("Maret"), say("April"), say("Mei"), say("Juni"),
    say("Juli"), say("Agustus"), say("September"), say("Oktober"), say("November"), say("Desember"),
)  # fmt: skip
_SATURDAY = 5
_FURTHEST = 400
_MONTH = 365.25 / 12


class Counting(StrEnum):
    """How a clock counts: hours and days run always, working days in office hours."""

    HOURS = "hours"
    DAYS = "days"
    WORKING_DAYS = "working_days"


@lru_cache(maxsize=64)
def national_holidays(year: int) -> frozenset[date]:
    """Return Indonesia's national holidays and joint leave of a year (the ``holidays`` library).

    Joint leave (*cuti bersama*) is decreed year by year; what is decreed after the library's release
    stands in the unit's own calendar.
    """
    with_leave = holidays.country_holidays("ID", years=year, categories=("public", "government"))
    return frozenset(with_leave)


@dataclass(frozen=True, slots=True)
class Calendar:
    """When a unit works: its zone, its hours (to confirm), days of its own that are closed."""

    zone: ZoneInfo = WIB
    opens: time = time(8)
    closes: time = time(17)
    extra_closed: frozenset[date] = frozenset()

    def works_on(self, day: date) -> bool:
        """Tell whether ``day`` is a working day: Monday to Friday, no holiday, not closed."""
        if day.weekday() >= _SATURDAY or day in self.extra_closed:
            return False
        return day not in national_holidays(day.year)

    def next_working(self, day: date) -> date:
        """Return the first working day after ``day``."""
        for ahead in range(1, _FURTHEST):
            later = day + timedelta(days=ahead)
            if self.works_on(later):
                return later
        message = "a calendar without a working day"
        raise ValueError(message)

    def counted_from(self, moment: datetime) -> date:
        """Return the working day on which ``moment`` counts as arrived.

        What arrives after closing, or on a day off, counts as the next opening.
        """
        local = moment.astimezone(self.zone)
        day = local.date()
        if self.works_on(day) and local.time() <= self.closes:
            return day
        return self.next_working(day)

    def closing_of(self, day: date) -> datetime:
        """Return the moment the unit closes on ``day``."""
        return datetime.combine(day, self.closes, tzinfo=self.zone)

    def due_after(
        self,
        began: datetime,
        amount: int,
        counting: Counting,
        *,
        counts_first_day: bool = False,
    ) -> datetime:
        """Return when something is due that began at ``began`` (contract, Clocks).

        Hours and days run always, so 72 hours end 72 hours later on the dot. Working days end at
        closing of day N; the first day is not counted unless the clause says so.
        """
        if counting is Counting.HOURS:
            return began + timedelta(hours=amount)
        if counting is Counting.DAYS:
            return began + timedelta(days=amount)
        day = self.counted_from(began)
        for _ in range(amount - counts_first_day):
            day = self.next_working(day)
        return max(self.closing_of(day), began)


def spoken_day(day: date) -> str:
    """Return a day with its weekday: ``Senin, 8 Juni 2026``."""
    return f"{DAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}"


def spoken_moment(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment on a unit's clock: ``Senin, 8 Juni 2026, 22.30 WIB``."""
    local = moment.astimezone(zone)
    name = ZONE_WORDS.get(str(zone), str(zone))
    return f"{spoken_day(local.date())}, {local:%H.%M} {name}"


def span(delta: timedelta) -> Words:
    """Return a span in words, to the nearest unit that matters: ``4 jam``, ``12 menit``, ``3 hari``.

    Hours up to three days: the medical 72 are counted in them (H-04). Days up to sixty, then months.
    """
    minutes = int(abs(delta).total_seconds() // 60)
    if minutes < 60:  # noqa: PLR2004 -- an hour
        return say("{n} menit", n=minutes)
    if minutes < 72 * 60:
        return say("{n} jam", n=minutes // 60)
    days = minutes // (24 * 60)
    if days <= 60:  # noqa: PLR2004 -- two months
        return say("{n} hari", n=days)
    return say("{n} bulan", n=round(days / _MONTH))
