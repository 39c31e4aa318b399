"""Telling somebody that something waits."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.core.mail import get_connection
from django.core.mail.message import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from dampingi.notices.models import Notice

Addresses = Callable[[Iterable[UUID]], Mapping[UUID, tuple[str, str]]]
"""From staff ids to (mail address, language); registered by the composition room."""

_MOST_TRIES = 5


def tell(staff_ids: Iterable[UUID], *, at: datetime, urgent: bool = False) -> None:
    """Leave one notice for each; it reads "Ada pembaruan. Silakan masuk." and nothing else."""
    Notice.objects.bulk_create(Notice(staff_id=staff_id, at=at, urgent=urgent) for staff_id in dict.fromkeys(staff_ids))


def read_all(staff_id: UUID, *, at: datetime) -> int:
    """Mark what waits for one person as read; return how many there were."""
    return Notice.objects.filter(staff_id=staff_id, read_at=None).update(read_at=at)


def words(*, urgent: bool) -> tuple[str, str]:
    """Return subject and text of a notice in the current language: no name, no content (P-20)."""
    subject = _("Mendesak: silakan masuk.") if urgent else _("Ada pembaruan. Silakan masuk.")
    return subject, subject


def send_waiting(addresses: Addresses, *, at: datetime) -> int:
    """Mail what is not yet mailed; a dead mail server never loses a notice. Return how many went."""
    sent = 0
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update(skip_locked=True)
            .filter(mailed_at=None, tries__lt=_MOST_TRIES)
            .order_by("at")[:50],
        )
        known = addresses({n.staff_id for n in waiting})
        for notice in waiting:
            sent += _mail(notice, known.get(notice.staff_id), at=at)
    return sent


def _mail(notice: Notice, address: tuple[str, str] | None, *, at: datetime) -> bool:
    if address is None:
        notice.tries = _MOST_TRIES
    else:
        with translation.override(address[1]):
            subject, text = words(urgent=notice.urgent)
        try:
            EmailMessage(subject, text, to=[address[0]], connection=get_connection(timeout=10)).send()
            notice.mailed_at = at
        except OSError:
            notice.tries += 1
    notice.save(update_fields=("mailed_at", "tries"))
    return notice.mailed_at is not None
