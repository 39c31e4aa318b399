"""Deeds of somebody at the door: coming in, another password, a session ended from afar."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from dampingi.access.actions.staff import end_sessions
from dampingi.access.actor import acting_as
from dampingi.access.models import Session, Staff
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor


@transaction.atomic
def signed_in(staff: Staff, *, how: str, new_device: bool, by: Staff, at: datetime) -> None:
    """Write down that she came in and how; she hears of a device she never used before."""
    if new_device:
        note_news(staff, at=at)
    audit.record("signed-in", by=by, at=at, on=staff, detail={"how": how, "new": new_device})


@transaction.atomic
def wrong_second_factor(staff: Staff, *, again: bool, by: Actor, at: datetime) -> None:
    """Write down that the password was right and the code was not; ``again``: so often that she must hear."""
    if again:
        note_news(staff, at=at)
    with acting_as("sign-in"):  # nobody is signed in
        audit.record("signed-in.wrong-code", by=by, at=at, on=staff, outcome="refused")


@transaction.atomic
def change_password(staff: Staff, password: str, *, by: Actor, at: datetime) -> Staff:
    """Give her the password she chose; every session of hers ends."""
    staff.set_password(password)
    staff.save(update_fields=("password",))
    end_sessions(staff, by=by, at=at)
    note_news(staff, at=at)
    audit.record("staff.password", by=by, at=at, on=staff)
    return staff


@transaction.atomic
def end_session(staff: Staff, digest: bytes, *, by: Staff, at: datetime) -> bool:
    """End one session of hers; tell whether there was one."""
    ended, _ = Session.objects.filter(staff_id=staff.id, digest=digest).delete()
    if ended:
        audit.record("sessions.ended", by=by, at=at, on=staff, detail={"count": ended})
    return bool(ended)


def note_news(staff: Staff, *, at: datetime) -> None:
    """Note that she must hear of her account; the clock tells her, without content."""
    Staff.objects.filter(id=staff.id).update(news_at=at)


@transaction.atomic
def take_news(*, at: datetime) -> list[UUID]:
    """Return whose account has news, and take the note away: whoever asks tells them."""
    found = Staff.objects.select_for_update(skip_locked=True).filter(news_at__lte=at, is_active=True)
    ids = list(found.values_list("id", flat=True))
    Staff.objects.filter(id__in=ids).update(news_at=None)
    return ids
