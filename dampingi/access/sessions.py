"""Sessions whose key lies nowhere: the table knows its SHA-256 (ASVS 7.2; security P-08).

Idle 30 minutes, eight hours at most, shorter where the settings say so; one statement a request,
and one more a minute to note that somebody is still there. Only a page somebody asked for keeps a
session alive, never one that a script asks for by itself. A request in flight cannot bring a
session back that was ended meanwhile: it only ever updates, and an ended row is gone.
"""

import hashlib
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.backends import ModelBackend
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, OuterRef, Subquery
from django.utils import timezone

from dampingi.access.models import WORKS, Session, Staff, factors_of

IDLE = timedelta(minutes=settings.DAMPINGI_IDLE_MINUTES)
LONGEST = timedelta(hours=settings.DAMPINGI_SESSION_HOURS)
NOTED = timedelta(minutes=1)


def digest_of(key: str) -> bytes:
    """Return what the table knows of a session key."""
    return hashlib.sha256(key.encode()).digest()


class SessionStore(SessionBase):
    """A session store over ``access.Session``."""

    made_at: datetime | None = None  # when she signed in
    _seen_at: datetime | None = None

    def load(self) -> dict[str, Any]:
        """Return the data of a living session, or begin an empty one."""
        row = self._row()
        if row is None:
            self._session_key = None
            return {}
        self.made_at, self._seen_at = row.made_at, row.seen_at
        return self.decode(row.data)

    def note(self) -> None:
        """Note that somebody is still there; at most once a minute."""
        now = timezone.now()
        if self.session_key and self.made_at and self._seen_at and now - self._seen_at > NOTED:
            found = Session.objects.filter(digest=digest_of(self.session_key))
            found.update(seen_at=now, expires_at=_until(now, self.made_at))

    def cycle_key(self) -> None:
        """Go on under a new key; whoever was signed in stays so no longer for it."""
        began = self.made_at if SESSION_KEY in self else None
        super().cycle_key()
        if began is not None:
            until = _until(timezone.now(), began)
            Session.objects.filter(digest=self.digest).update(made_at=began, expires_at=until)
            self.made_at = began

    @property
    def digest(self) -> bytes:
        """Return by what the table knows this session."""
        return digest_of(self.session_key or "")

    def _row(self) -> Session | None:
        if not self.session_key:
            return None
        return Session.objects.filter(digest=digest_of(self.session_key), expires_at__gt=timezone.now()).first()

    def exists(self, session_key: str) -> bool:
        """Tell whether a session of that key lives."""
        return Session.objects.filter(digest=digest_of(session_key)).exists()

    def create(self) -> None:
        """Begin a session under a new key."""
        while True:
            self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]  # the stubs leave it out
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:  # noqa: FBT002 -- Django's signature
        """Write the data; an ended session stays ended."""
        if self.session_key is None:
            return self.create()
        now = timezone.now()
        data = self.encode(self._get_session(no_load=must_create))  # type: ignore[attr-defined]  # as above
        staff = self._session_cache.get(SESSION_KEY) if hasattr(self, "_session_cache") else None
        if must_create:
            row = Session(
                digest=digest_of(self.session_key),
                staff_id=staff,
                data=data,
                made_at=now,
                seen_at=now,
                expires_at=now + IDLE,
            )
            try:
                with transaction.atomic():
                    row.save(force_insert=True)
            except IntegrityError as error:
                raise CreateError from error
            self.made_at = self._seen_at = now
            return None
        written = Session.objects.filter(digest=digest_of(self.session_key)).update(data=data, staff_id=staff)
        if not written:
            raise UpdateError
        return None

    def delete(self, session_key: str | None = None) -> None:
        """End a session."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(digest=digest_of(key)).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Sweep what has ended."""
        Session.objects.filter(expires_at__lt=timezone.now()).delete()


class WithUnit(ModelBackend):
    """Knows whose session it is, her unit, whether that is small, and whether she has a second factor: at once."""

    def get_user(self, user_id: UUID) -> Staff | None:
        """Return the member of staff, or None where the account is closed."""
        colleagues = Staff.objects.filter(WORKS, unit=OuterRef("unit"), is_active=True).order_by().values("unit")
        found = Staff.objects.select_related("unit").annotate(
            in_unit=Subquery(colleagues.annotate(n=Count("pk")).values("n"))
        )
        staff = found.annotate(owns=Exists(factors_of(OuterRef("pk")))).filter(pk=user_id, is_active=True).first()
        if staff is not None:
            staff.unit.staff_count, staff.factor_known = staff.in_unit, staff.owns
        return staff


def _until(now: datetime, made_at: datetime) -> datetime:
    return min(now + IDLE, made_at + LONGEST)
