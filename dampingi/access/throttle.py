"""Wrong answers cost time, never the account: nobody can lock an officer out (security P-10)."""

import hashlib
from datetime import datetime, timedelta

from django.db.models import F

from dampingi.access.models import Throttle

FREE = 5
LONGEST = timedelta(minutes=15)
FORGOTTEN = timedelta(hours=12)


def _key(account: str, address: str) -> bytes:
    # Per account and address: another address, the officer's own, is never slowed by an attacker's.
    return hashlib.sha256(f"{account.lower()}|{address}".encode()).digest()


def must_wait(account: str, address: str, *, at: datetime) -> timedelta | None:
    """Return how long this address must wait before it may try this account again, or None."""
    row = Throttle.objects.filter(key=_key(account, address)).first()
    if row is None or row.wait_until is None or row.wait_until <= at:
        return None
    return row.wait_until - at


def wrong(account: str, address: str, *, at: datetime) -> None:
    """Count a wrong answer; beyond the free ones each doubles the wait, to a quarter of an hour."""
    key = _key(account, address)
    row, made = Throttle.objects.get_or_create(key=key, defaults={"wrong": 1, "at": at})
    if made:
        return
    count = 1 if at - row.at > FORGOTTEN else row.wrong + 1
    wait = min(timedelta(seconds=2 ** min(count - FREE, 12)), LONGEST) if count > FREE else None
    changes = {"wrong": 1} if count == 1 else {"wrong": F("wrong") + 1}
    Throttle.objects.filter(key=key).update(at=at, wait_until=at + wait if wait else None, **changes)


def right(account: str, address: str) -> None:
    """Forget the wrong answers of this account from this address."""
    Throttle.objects.filter(key=_key(account, address)).delete()
