"""Deeds about units, staff, sight and tokens."""

import hashlib
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from dampingi.access.models import Reader, Session, Sight, Staff, Throttle, Token, Unit
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor, System
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say

LONGEST_TOKEN_DAYS = 90
_UNKNOWN = Obstacle(
    "unknown-staff",
    say("Tidak ada petugas aktif dengan alamat ini."),
    say("Periksa alamat masuknya di halaman Petugas."),
)


@transaction.atomic
def add_unit(
    *,
    code: str,
    name: str,
    kind: str,
    parent: Unit | None,
    zone: str = "Asia/Pontianak",
    phone: str = "",
    small: bool | None = None,
    by: Actor,
    at: datetime,
) -> Unit:
    """Add a unit to the tree."""
    unit = Unit(code=code, name=name, kind=kind, parent=parent, zone=zone, phone=phone, small=small)
    unit.save(force_insert=True)
    audit.record("unit.added", by=by, at=at, on=unit)
    return unit


@transaction.atomic
def add_staff(
    *,
    email: str,
    name: str,
    unit: Unit,
    roles: Sequence[str],
    password: str | None,
    sex: str = "unknown",
    languages: Sequence[str] = (),
    region_code: str = "",
    phone: str = "",
    by: Actor,
    at: datetime,
) -> Staff:
    """Add an account; without a password nobody can sign in with it yet."""
    staff = Staff(
        email=email,
        name=name,
        unit=unit,
        roles=[str(r) for r in roles],
        sex=sex,
        languages=list(languages),
        region_code=region_code,
        phone=phone,
    )
    staff.set_password(password)
    staff.save(force_insert=True)
    _see_again(staff)
    audit.record("staff.added", by=by, at=at, on=staff, detail={"roles": list(staff.roles)})
    return staff


def _see_again(staff: Staff) -> None:
    """Write as whom ``staff`` reads from now on."""
    readers = {staff.id} | ({staff.unit_id} if staff.supervises else set())
    Sight.objects.filter(staff_id=staff.id).exclude(reader_id__in=readers).delete()
    Sight.objects.bulk_create(
        [Sight(staff_id=staff.id, reader_id=reader) for reader in readers],
        ignore_conflicts=True,
    )


@transaction.atomic
def change_roles(staff: Staff, roles: Sequence[str], *, by: Actor, at: datetime) -> Staff:
    """Give ``staff`` other roles: her sight follows and her sessions end."""
    staff.roles = [str(r) for r in roles]
    staff.save(update_fields=("roles",))
    _see_again(staff)
    end_sessions(staff, by=by, at=at)
    audit.record("staff.roles", by=by, at=at, on=staff, detail={"roles": list(staff.roles)})
    return staff


@transaction.atomic
def disable(staff: Staff, *, by: Actor, at: datetime) -> Staff:
    """Close an account: sessions and tokens are dead at the next request."""
    staff.is_active = False
    staff.save(update_fields=("is_active",))
    end_sessions(staff, by=by, at=at)
    Token.objects.filter(staff=staff, revoked_at=None).update(revoked_at=at)
    audit.record("staff.disabled", by=by, at=at, on=staff)
    return staff


def end_sessions(staff: Staff, *, by: Actor, at: datetime) -> int:
    """End every session of ``staff``; return how many there were."""
    ended, _ = Session.objects.filter(staff_id=staff.id).delete()
    if ended:
        audit.record("sessions.ended", by=by, at=at, on=staff, detail={"count": ended})
    return ended


def let_read(file_ids: Sequence[UUID], reader_ids: Sequence[UUID], *, unit_id: UUID) -> None:
    """Let readers see files of a unit; her supervisors see them anyway."""
    Reader.objects.bulk_create(
        [
            Reader(id=new_id(), file_id=file_id, reader_id=reader_id, unit_id=unit_id)
            for file_id in file_ids
            for reader_id in reader_ids
        ],
        ignore_conflicts=True,
    )


def readers_among(file_ids: Sequence[UUID], staff_ids: Iterable[UUID]) -> set[UUID]:
    """Return those of ``staff_ids`` who may read any of the files in their own name."""
    found = Reader.objects.filter(file_id__in=file_ids, reader_id__in=list(staff_ids))
    return set(found.values_list("reader_id", flat=True))


def stop_reading(file_ids: Sequence[UUID], reader_ids: Sequence[UUID]) -> None:
    """End somebody's sight of files; where it is one's own, the last statement of a deed."""
    Reader.objects.filter(file_id__in=file_ids, reader_id__in=reader_ids).delete()


def move_files(file_ids: Sequence[UUID], *, to_unit: UUID, reader_ids: Sequence[UUID] = ()) -> None:
    """Let another unit's supervisors and these readers see files, and nobody who saw them before.

    Where it ends one's own sight, the last statement of a deed.
    """
    Reader.objects.filter(file_id__in=file_ids).delete()
    let_read(file_ids, reader_ids or [to_unit], unit_id=to_unit)


def keep_reading(file_id: UUID, *, to_unit: UUID, but: UUID) -> None:
    """Hand a file to another unit while whoever reads it for a third one goes on reading.

    Readers of the unit ``but``, which gave it away, see it no more.
    """
    theirs = Staff.objects.filter(unit_id=but).values("id")
    Reader.objects.filter(file_id=file_id, reader_id__in=theirs).delete()
    Reader.objects.filter(file_id=file_id, reader_id=but).delete()
    Reader.objects.filter(file_id=file_id).update(unit_id=to_unit)
    let_read([file_id], [to_unit], unit_id=to_unit)


@transaction.atomic
def change_unit(unit: Unit, *, by: Actor, at: datetime, **to: object) -> Unit:
    """Change settings of a unit: running clocks stay as they began, new ones follow the new setting."""
    for name, value in to.items():
        setattr(unit, name, value)
    unit.save(update_fields=tuple(to))
    audit.record("unit.changed", by=by, at=at, on=unit, detail={"fields": sorted(to)})
    return unit


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


@transaction.atomic
def issue_token(*, email: str, days: int, scope: str, at: datetime) -> str:
    """Return a new token for the API, shown this once; the table keeps its digest.

    ``days`` is between 1 and 90. Raises ``Refusal`` for an unknown or closed account.
    """
    staff = Staff.objects.filter(email=email.lower(), is_active=True).first()
    if staff is None:
        raise Refusal(_UNKNOWN)
    days = min(max(days, 1), LONGEST_TOKEN_DAYS)
    text = f"dmp_{secrets.token_urlsafe(32)}"
    Token.objects.create(
        digest=_digest(text),
        staff=staff,
        scope=scope,
        made_at=at,
        expires_at=at + timedelta(days=days),
    )
    audit.record("token.issued", by=System("command"), at=at, on=staff, detail={"days": days, "scope": scope})
    return text


def token_owner(text: str, *, scope: str, at: datetime) -> Staff | None:
    """Return whose living token this is, or None; never says why not."""
    token = (
        Token.objects.select_related("staff__unit__parent")
        .filter(digest=_digest(text), scope=scope, revoked_at=None, expires_at__gt=at, staff__is_active=True)
        .first()
    )
    return token.staff if token else None


def sweep(*, by: Actor, at: datetime) -> None:
    """Drop ended sessions and wrong answers of long ago."""
    Session.objects.filter(expires_at__lt=at).delete()
    Throttle.objects.filter(at__lt=at - timedelta(days=1)).delete()
