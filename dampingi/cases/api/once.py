"""What is sent twice is done once: the key of a sending, per member of staff (contract)."""

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction
from django.http import HttpRequest
from django.utils import timezone

from dampingi.access.doors import StaffRequest
from dampingi.cases.api.errors import OTHER_BODY, BadRequest, Conflicting
from dampingi.intake import actions as intake
from dampingi.intake.models import Submission
from dampingi.kernel.words import say

LONGEST_KEY = 200


def key_of(request: HttpRequest) -> str:
    """Return the key of this sending; a POST without one is refused."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not key or len(key) > LONGEST_KEY or "\x00" in key:
        words = say("Kirim tajuk Idempotency-Key, 1–200 karakter, agar kiriman ulang tidak menjadi laporan kedua.")
        raise BadRequest(words)
    return key


def once(request: StaffRequest, door: str, data: object, *, deed: Callable[[], UUID]) -> tuple[UUID, bool]:
    """Do a deed once per person and key; return its subject and whether it was done now.

    The same body again gets the same subject, another body under the same key is refused. Two
    sendings at the same moment stand in a row: the second waits, then finds the first.
    """
    staff, key = request.user, key_of(request)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{staff.id}|{key}"])
        sent = Submission.objects.filter(staff=staff, key=key).first()
        if sent is None:
            subject = deed()
            intake.remember(key=key, door=door, data=data, subject_id=subject, by=staff, at=timezone.now())
            return subject, True
    if sent.door != door or bytes(sent.digest) != intake.digest_of(data):
        raise Conflicting(OTHER_BODY)
    return sent.subject_id, False
