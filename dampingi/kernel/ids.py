"""Two kinds of id: one for the database, one for people.

Inside, UUIDs of version 7 made in our code: the sealed context of a field is known before the row
is written. Outside, ten random Crockford characters and a check character, which tell neither how
many there are nor when one was made.
"""

import secrets
import time
import uuid

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = CROCKFORD + "*~$=U"
_LENGTH = 10
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_id() -> uuid.UUID:
    """Return a new UUID of version 7 (RFC 9562): millisecond time, then 74 random bits."""
    moment = time.time_ns() // 1_000_000
    value = (moment & (1 << 48) - 1) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return uuid.UUID(int=value)


def new_number() -> str:
    """Return a new outside number of 11 characters: 50 random bits and a check character."""
    while True:
        body = "".join(secrets.choice(CROCKFORD) for _ in range(_LENGTH))
        # Five of the 37 check symbols are hard to type on a phone: draw again instead.
        if (check := check_of(body)) in CROCKFORD:
            return body + check


def check_of(body: str) -> str:
    """Return the check character of ``body`` (Crockford base 32: value modulo 37)."""
    value = 0
    for letter in body:
        value = value * 32 + CROCKFORD.index(letter)
    return _CHECKS[value % 37]


def read_number(typed: str) -> str | None:
    """Return the number somebody typed or said (O for 0, I and L for 1), or None if it is none."""
    number = typed.strip().upper().translate(_READ_AS)
    if len(number) != _LENGTH + 1 or any(letter not in CROCKFORD for letter in number):
        return None
    return number if check_of(number[:-1]) == number[-1] else None


def spoken(number: str) -> str:
    """Return the number in groups a person can read aloud: ``4K72-QH9T-XAM``."""
    return "-".join((number[:4], number[4:8], number[8:]))
