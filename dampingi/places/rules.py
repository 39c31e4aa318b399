"""Two code systems that must never be taken for each other, nearness, and whom a provider serves. Pure.

BPS and Kemendagri codes of Kalimantan Tengah both begin with 62 and differ (domain §0.5, §9.1):
62.06 is Katingan, 6206 is Sukamara. A dot is never stripped.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dampingi.kernel.codes import DISABILITIES, SEXES
from dampingi.kernel.refusals import Reason
from dampingi.kernel.words import say

# After half a year somebody phones and asks again; the span is ours, to be confirmed by practitioners.
CONFIRMED_FOR = timedelta(days=180)


class Nearness(StrEnum):
    """How near two regions are."""

    SAME_DISTRICT = "same_district"
    SAME_REGENCY = "same_regency"
    NEIGHBOUR = "neighbour"
    SAME_PROVINCE = "same_province"
    ELSEWHERE = "elsewhere"


# Kemendagri → BPS, V (domain §9.1).
BPS: Mapping[str, str] = {
    "62.01": "6201", "62.02": "6202", "62.03": "6203", "62.04": "6204", "62.05": "6205",
    "62.06": "6209", "62.07": "6208", "62.08": "6206", "62.09": "6207", "62.10": "6211",
    "62.11": "6210", "62.12": "6213", "62.13": "6212", "62.71": "6271",
}  # fmt: skip
# Which regencies border each other: general knowledge, to confirm.
_BORDERS = (
    ("62.01", "62.02"), ("62.01", "62.07"), ("62.01", "62.08"), ("62.01", "62.09"), ("62.08", "62.09"),
    ("62.02", "62.06"), ("62.02", "62.07"), ("62.06", "62.10"), ("62.06", "62.11"), ("62.06", "62.71"),
    ("62.03", "62.04"), ("62.03", "62.05"), ("62.03", "62.10"), ("62.03", "62.11"), ("62.03", "62.12"),
    ("62.10", "62.11"), ("62.10", "62.12"), ("62.10", "62.71"), ("62.11", "62.71"), ("62.04", "62.05"),
    ("62.04", "62.13"), ("62.04", "62.11"), ("62.05", "62.12"), ("62.05", "62.13"),
)  # fmt: skip
NEIGHBOURS = frozenset(_BORDERS) | frozenset((b, a) for a, b in _BORDERS)


def kemendagri_of_bps(code: str) -> str | None:
    """Return the dotted Kemendagri code of a BPS regency code, or None when it is not known."""
    return next((ours for ours, theirs in BPS.items() if theirs == code), None)


def nearness(one: str, other: str) -> Nearness:
    """Return how near two regions are, from their dotted codes of any depth."""
    a, b = one.split("."), other.split(".")
    if a[0] != b[0]:
        return Nearness.ELSEWHERE
    if len(a) > 1 and a[:2] == b[:2]:
        same = len(a) > 2 and len(b) > 2 and a[2] == b[2]  # noqa: PLR2004 -- province, regency, district
        return Nearness.SAME_DISTRICT if same else Nearness.SAME_REGENCY
    if (".".join(a[:2]), ".".join(b[:2])) in NEIGHBOURS:
        return Nearness.NEIGHBOUR
    return Nearness.SAME_PROVINCE


@dataclass(frozen=True, slots=True)
class Serves:
    """Whom a provider serves; nothing said means everybody."""

    age_from: int | None = None
    age_to: int | None = None
    sexes: frozenset[str] = frozenset()
    disabilities: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Seeker:
    """Who needs a service, as far as it decides who serves her; what is not known excludes nobody."""

    sex: str = "unknown"
    age: int | None = None
    disability: str = ""


def reasons_it_may_not_serve(serves: Serves, seeker: Seeker) -> tuple[Reason, ...]:
    """Return why a provider may not serve her: a warning before the call, never a refusal."""
    found = []
    too_young = seeker.age is not None and serves.age_from is not None and seeker.age < serves.age_from
    too_old = seeker.age is not None and serves.age_to is not None and seeker.age > serves.age_to
    if too_young or too_old:
        low, high = serves.age_from or 0, serves.age_to if serves.age_to is not None else "…"
        found.append(Reason("age", say("Melayani usia {low}–{high}.", low=low, high=high)))
    if serves.sexes and seeker.sex != "unknown" and seeker.sex not in serves.sexes:
        served = ", ".join(str(SEXES.words[sex]) for sex in SEXES if sex in serves.sexes)
        found.append(Reason("sex", say("Hanya melayani: {who}.", who=served)))
    if seeker.disability not in ("", "none") and seeker.disability not in serves.disabilities:
        called = DISABILITIES.words.get(seeker.disability, seeker.disability)
        found.append(Reason("disability", say("Belum tercatat siap melayani disabilitas: {what}.", what=called)))
    return tuple(found)


def is_old(confirmed_on: date, day: date) -> bool:
    """Tell whether nobody has confirmed an entry for so long that it must be asked again."""
    return day - confirmed_on > CONFIRMED_FOR
