"""Telling somebody that something waits."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from smtplib import SMTPException, SMTPRecipientsRefused, SMTPResponseException, SMTPServerDisconnected
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
_FOR_GOOD = 500


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
    """Mail what is not yet mailed, the urgent first; return how many went.

    A mail server that is dead or busy loses no notice: it is sent again until it goes. Only an
    address that the server refuses for good is given up after some tries.
    """
    with transaction.atomic():
        waiting = list(
            Notice.objects.select_for_update(skip_locked=True)
            .filter(mailed_at=None, tries__lt=_MOST_TRIES)
            .order_by("-urgent", "tries", "at")[:50],
        )
        known = addresses({n.staff_id for n in waiting})
        for notice in waiting:
            if notice.staff_id not in known:
                _keep(notice, tries=_MOST_TRIES)
        return _mail([(n, *known[n.staff_id]) for n in waiting if n.staff_id in known], at=at)


def _mail(ready: list[tuple[Notice, str, str]], *, at: datetime) -> int:
    sent = 0
    if not ready:
        return sent
    try:
        with get_connection(timeout=10) as server:
            for notice, address, language in ready:
                with translation.override(language):
                    subject, text = words(urgent=notice.urgent)
                try:
                    EmailMessage(subject, text, to=[address], connection=server).send()
                except (SMTPException, ValueError) as error:
                    if isinstance(error, SMTPServerDisconnected):
                        raise
                    _keep(notice, tries=notice.tries + _refused_for_good(error))
                else:
                    _keep(notice, mailed_at=at)
                    sent += 1
    except OSError:
        return sent  # the server is gone: nothing is spent, what is left waits
    return sent


def _refused_for_good(error: Exception) -> bool:
    """Tell whether sending again is of no use; 4xx means "later"."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _text in error.recipients.values())
    return not isinstance(error, SMTPResponseException) or error.smtp_code >= _FOR_GOOD


def _keep(notice: Notice, **how: object) -> None:
    Notice.objects.filter(id=notice.id).update(**how)
