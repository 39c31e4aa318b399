"""Passwords: checked a few at a time, and never one that people commonly use (ASVS 6.2, A-21).

The list is Django's own 19,640 passwords of real breaches (BSD, from Royce Williams's list) and
words of ours; a known word with digits or signs around it, or said again, counts as known too.
"""

import gzip
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from django.contrib.auth import authenticate, password_validation
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from dampingi.access import rules
from dampingi.access.models import Staff

# One check takes a third of a second and 100 MiB. Two of a process's four threads at once: the
# others go on serving those who are inside.
AT_ONCE = 2
PATIENCE = 8.0
_TURN = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """Too many are signing in at this moment; in a few seconds it goes again."""


@contextmanager
def one_at_a_time(patience: float = PATIENCE) -> Iterator[None]:
    """Wait for one's turn to check or make a password. Raises ``Busy``."""
    if not _TURN.acquire(timeout=patience):
        raise Busy
    try:
        yield
    finally:
        _TURN.release()


def owner_of(request: HttpRequest, email: str, password: str) -> Staff | None:
    """Return whose address and password these are, or None in the same time. Raises ``Busy``."""
    with one_at_a_time():
        found = authenticate(request, username=email, password=password)
    return found if isinstance(found, Staff) else None


@cache
def common() -> frozenset[str]:
    """Return Django's list of common passwords."""
    path = Path(password_validation.__file__).with_name("common-passwords.txt.gz")
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return frozenset(line.strip() for line in lines)


class NotListed:
    """Refuses what people commonly choose. There are no rules about kinds of characters."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ``ValidationError`` for a known one."""
        if rules.listed(password, common()):
            raise ValidationError(self.get_help_text(), code="password_too_common")

    def get_help_text(self) -> str:
        """Say what to choose instead."""
        return _(
            "Kata sandi ini termasuk yang paling sering dipakai orang. Pakai tiga atau empat kata yang tidak berhubungan."
        )
