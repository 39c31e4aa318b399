"""Wrong answers cost time, never the account: nobody can lock an officer out (security P-10).

Two counts for each wrong answer: of this account from this address, and of this address whatever
the account, so that one address cannot try every account. The second is generous and its waits are
short: a whole unit may sit behind one address.

A third count is of wrong codes after a right password, from wherever they come: six digits can be
tried from many addresses. It slows only browsers she never signed in with, its wait looks like any
wrong answer, and a passkey is never slowed.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from dampingi.access.models import Throttle

FREE = 5
LONGEST = timedelta(minutes=15)
FREE_ADDRESS = 60
LONGEST_ADDRESS = timedelta(minutes=1)
FREE_CODES = 10
LONGEST_CODES = timedelta(minutes=1)
DEVICE_KNOWN = timedelta(days=180)
FORGOTTEN = timedelta(hours=12)
_STEEPEST = 12


@dataclass(frozen=True, slots=True)
class _Count:
    """One thing that is counted: how many wrong answers are free, and how long a wait may grow."""

    key: bytes
    free: int
    longest: timedelta

    def wait(self, wrong: int) -> timedelta | None:
        """Return the wait after so many wrong answers: beyond the free ones each doubles it."""
        if wrong <= self.free:
            return None
        return min(timedelta(seconds=2 ** min(wrong - self.free, _STEEPEST)), self.longest)


def _counts(account: str, address: str) -> tuple[_Count, ...]:
    # Per account and address: another address, the officer's own, is never slowed by an attacker's.
    return (
        _Count(_digest(f"{account.lower()}|{address}"), FREE, LONGEST),
        _Count(_digest(f"|{address}"), FREE_ADDRESS, LONGEST_ADDRESS),
    )


def _codes(account: str) -> _Count:
    return _Count(_digest(f"codes of {account.lower()}"), FREE_CODES, LONGEST_CODES)


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def must_wait(account: str, address: str, *, at: datetime) -> timedelta | None:
    """Return how long this address must wait before it may try this account again, or None."""
    keys = [count.key for count in _counts(account, address)]
    found = Throttle.objects.filter(key__in=keys, wait_until__gt=at).order_by("-wait_until")
    until = found.values_list("wait_until", flat=True).first()
    return until - at if until else None


def wrong(account: str, address: str, *, at: datetime) -> None:
    """Count a wrong answer of this account from this address, and of this address."""
    for count in _counts(account, address):
        _more(count, at=at)


def code_must_wait(account: str, *, at: datetime) -> bool:
    """Tell whether codes of this account are not looked at now, on a browser that is not hers."""
    return Throttle.objects.filter(key=_codes(account).key, wait_until__gt=at).exists()


def wrong_code(account: str, *, at: datetime) -> bool:
    """Count a wrong code after a right password; tell whether it is the first beyond the free ones."""
    return _more(_codes(account), at=at) == FREE_CODES + 1


def _more(count: _Count, *, at: datetime) -> int:
    row, made = Throttle.objects.get_or_create(key=count.key, defaults={"wrong": 1, "at": at})
    if made:
        return 1
    wrong_now = 1 if at - row.at > FORGOTTEN else row.wrong + 1
    wait = count.wait(wrong_now)
    changes = {"wrong": 1} if wrong_now == 1 else {"wrong": F("wrong") + 1}
    Throttle.objects.filter(key=count.key).update(at=at, wait_until=at + wait if wait else None, **changes)
    return wrong_now


def right(account: str, address: str) -> None:
    """Forget the wrong answers of this account from this address."""
    Throttle.objects.filter(key=_counts(account, address)[0].key).delete()
