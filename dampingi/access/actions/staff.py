"""Deeds about units, their staff, and sessions that end."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from dampingi.access import queries, rules, throttle
from dampingi.access.actions.sight import see_again
from dampingi.access.models import Device, Invitation, Session, Staff, Throttle, Token, Unit
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.refusals import Refusal, Stale


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
    institution: str = "",
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
        institution=institution,
    )
    staff.set_password(password)
    staff.save(force_insert=True)
    see_again(staff)
    audit.record("staff.added", by=by, at=at, on=staff, detail={"roles": list(staff.roles)})
    return staff


def staff_facts(staff: Staff, *, by: Actor) -> rules.StaffFacts:
    """Return what decides whether the roles of ``staff`` may change; nobody of her unit changes meanwhile."""
    locked = Staff.objects.select_for_update().filter(unit_id=staff.unit_id).order_by("id")
    return queries.facts_among(staff.id, list(locked.only("id", "roles", "is_active")), by_id=by.id)


@transaction.atomic
def change_roles(
    staff: Staff, roles: Sequence[str], *, was: Collection[str] | None = None, by: Actor, at: datetime
) -> Staff:
    """Give ``staff`` other roles: her sight follows and her sessions end; or refuse with every obstacle.

    ``was`` are the roles that were shown. Raises ``Stale`` where they are others by now.
    """
    facts = staff_facts(staff, by=by)
    if was is not None and facts.roles != set(was):
        raise Stale
    if obstacles := rules.obstacles_to_roles(facts, roles):
        raise Refusal(*obstacles)
    staff.roles = [str(r) for r in roles]
    staff.save(update_fields=("roles",))
    see_again(staff)
    end_sessions(staff, by=by, at=at)
    audit.record("staff.roles", by=by, at=at, on=staff, detail={"roles": list(staff.roles)})
    return staff


@transaction.atomic
def disable(staff: Staff, *, by: Actor, at: datetime) -> Staff:
    """Close an account: sessions and tokens are dead at the next request; or refuse with every obstacle."""
    if obstacles := rules.obstacles_to_closing_account(staff_facts(staff, by=by)):
        raise Refusal(*obstacles)
    staff.is_active = False
    staff.save(update_fields=("is_active",))
    end_sessions(staff, by=by, at=at)
    Token.objects.filter(staff=staff, revoked_at=None).update(revoked_at=at)
    audit.record("staff.disabled", by=by, at=at, on=staff)
    return staff


def end_sessions(staff: Staff, *, by: Actor, at: datetime) -> int:
    """End every session of ``staff``, also one that is being made this moment; return how many there were.

    Whoever signs in meanwhile was let in on what held before: her session carries the round before
    this one and is dead at its next request.
    """
    Staff.objects.filter(id=staff.id).update(session_round=F("session_round") + 1)
    staff.refresh_from_db(fields=("session_round",))
    ended, _ = Session.objects.filter(staff_id=staff.id).delete()
    if ended:
        audit.record("sessions.ended", by=by, at=at, on=staff, detail={"count": ended})
    return ended


@transaction.atomic
def change_unit(unit: Unit, *, by: Actor, at: datetime, **to: object) -> Unit:
    """Change settings of a unit: running clocks stay as they began, new ones follow the new setting."""
    for name, value in to.items():
        setattr(unit, name, value)
    unit.save(update_fields=tuple(to))
    audit.record("unit.changed", by=by, at=at, on=unit, detail={"fields": sorted(to)})
    return unit


def sweep(*, by: Actor, at: datetime) -> None:
    """Drop what ended by itself: sessions, wrong answers, invitations, devices nobody came back with."""
    Session.objects.filter(expires_at__lt=at).delete()
    Throttle.objects.filter(at__lt=at - timedelta(days=1)).delete()
    Invitation.objects.filter(expires_at__lt=at - timedelta(days=1)).delete()
    Device.objects.filter(seen_at__lt=at - throttle.DEVICE_KNOWN).delete()
