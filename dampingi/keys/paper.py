"""A key on paper: groups that a person can read aloud, each with a check character. Pure.

32 bytes are 13 groups of four characters and one group that checks them all; Crockford's alphabet,
so that O and 0, I, L and 1 are read alike. The check character of a group counts its place and its
sheet too: a group that is misread, swapped or of another key is named.
"""

import hashlib
from collections.abc import Sequence

from dampingi.kernel.ids import CROCKFORD, check_of

GROUPS = 14
_BYTES = 32
_BITS = 5
_IN_GROUP = 4
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class Misread(Exception):
    """What was typed is not what stands on the sheet; ``groups`` says which, from 1; none: it is the whole."""

    def __init__(self, groups: Sequence[int]) -> None:
        """Keep which groups were misread."""
        super().__init__(", ".join(map(str, groups)))
        self.groups = tuple(groups)


def _sum(sheet: str, secret: bytes) -> int:
    """Return 24 bits that check the whole key."""
    return int.from_bytes(hashlib.sha256(f"dampingi paper {sheet}|".encode() + secret).digest()[:3], "big")


def _checked(sheet: str, place: int, body: str) -> str:
    return body + check_of(CROCKFORD[place + (16 if sheet == "ledger" else 0)] + body)


def groups(sheet: str, secret: bytes) -> list[str]:
    """Return the groups of the ``root`` or the ``ledger`` sheet."""
    value = int.from_bytes(secret, "big") << 24 | _sum(sheet, secret)
    letters = ""
    for _ in range(GROUPS * _IN_GROUP):
        letters = CROCKFORD[value & 31] + letters
        value >>= _BITS
    bodies = [letters[at : at + _IN_GROUP] for at in range(0, len(letters), _IN_GROUP)]
    return [_checked(sheet, place, body) for place, body in enumerate(bodies)]


def read_group(sheet: str, place: int, typed: str) -> str:
    """Return a group (from 0) as it stands on the sheet. Raises ``Misread``."""
    said = typed.strip().upper().translate(_READ_AS)
    body = said[:_IN_GROUP]
    plain = len(said) == _IN_GROUP + 1 and all(letter in CROCKFORD for letter in body)
    if not plain or _checked(sheet, place, body) != said:
        raise Misread([place + 1])
    return said


def read(sheet: str, typed: Sequence[str]) -> bytes:
    """Return the key that stands on a sheet. Raises ``Misread`` with every group that is wrong."""
    wrong: list[int] = []
    value = 0
    for place in range(GROUPS):
        try:
            said = read_group(sheet, place, typed[place] if place < len(typed) else "")
        except Misread as no:
            wrong += no.groups
            continue
        for letter in said[:_IN_GROUP]:
            value = value << _BITS | CROCKFORD.index(letter)
    if wrong:
        raise Misread(wrong)
    secret, said_sum = divmod(value, 1 << 24)
    found = secret.to_bytes(_BYTES + 1, "big")
    if found[0] or _sum(sheet, found[1:]) != said_sum:
        raise Misread([])
    return found[1:]
