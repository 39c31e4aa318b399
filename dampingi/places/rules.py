"""Two code systems that must never be taken for each other, and nearness. Pure.

BPS and Kemendagri codes of Kalimantan Tengah both begin with 62 and differ (domain §0.5, §9.1):
62.06 is Katingan, 6206 is Sukamara. A dot is never stripped.
"""

from collections.abc import Mapping
from enum import StrEnum


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
