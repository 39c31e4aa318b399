"""Who reads as whom, who works where."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from dampingi.access.actor import acting_as
from dampingi.access.models import Reader, Session, Staff, factors_of
from dampingi.access.rules import Role, StaffFacts
from dampingi.access.sessions import SessionStore
from dampingi.audit.models import Line
from dampingi.kernel.words import Words, say

HANDLE = 16
PHONE = "phone"  # in a session: it began on a telephone


def readers_of(staff: Staff) -> tuple[UUID, ...]:
    """Return as whom ``staff`` reads: herself, and her unit when she supervises it."""
    return (staff.id, staff.unit_id) if staff.supervises else (staff.id,)


def seen_by(staff: Staff, *, file: str = "id", unit: str = "unit_id", one: bool = False) -> Q:
    """Return what ``staff`` may see, as a condition that an index can serve.

    A supervisor sees her unit; beyond it only files she was let into, which are few and are named
    one by one, but where one row is asked for by its own key. Everybody else sees the files she was
    let into. An administrator sees none.
    """
    files = Reader.objects.filter(reader_id__in=readers_of(staff))
    if not staff.supervises:
        return Q(**{f"{file}__in": files.values("file_id")})
    mine = Q(**{unit: staff.unit_id})
    beyond_her_unit = files.exclude(unit_id=staff.unit_id).values_list("file_id", flat=True)
    if one:
        return mine | Q(**{f"{file}__in": beyond_her_unit})
    beyond = list(beyond_her_unit[:1_000])
    return mine | Q(**{f"{file}__in": beyond}) if beyond else mine


def files_of(staff: Staff) -> set[UUID]:
    """Return the files ``staff`` was let into by name."""
    return set(Reader.objects.filter(reader_id=staff.id).values_list("file_id", flat=True))


def staff_of(unit_id: UUID) -> QuerySet[Staff]:
    """Return who works in a unit, by name."""
    return Staff.objects.filter(unit_id=unit_id).order_by("name")


def facts_among(staff_id: UUID, unit: Sequence[Staff], *, by_id: UUID) -> StaffFacts:
    """Return what decides whether somebody's roles may change, among everybody of her unit."""
    (stands,) = (one for one in unit if one.id == staff_id)
    return StaffFacts(
        own=by_id == staff_id,
        closed=not stands.is_active,
        roles=frozenset(stands.roles),
        others=tuple(frozenset(one.roles) for one in unit if one.is_active and one.id != staff_id),
    )


@dataclass(frozen=True, slots=True)
class Held:
    """What somebody holds that another must take before she goes: numbers, never which; and where it is handed over."""

    cases: int
    duties: int
    where: str


Holdings = Callable[[Collection[UUID]], Mapping[UUID, Held]]
"""From staff ids to what each holds, for those who hold anything; registered by the composition room."""


@dataclass(slots=True)
class _Asked:
    """Whom this room asks what its staff holds: the rooms above it, which it does not know."""

    holdings: Holdings = lambda _ids: {}


_ASKED = _Asked()


def ask_for_holdings(holdings: Holdings) -> None:
    """Let ``holdings`` tell what staff holds (called once, at start)."""
    _ASKED.holdings = holdings


def held_by(staff_ids: Collection[UUID]) -> Mapping[UUID, Held]:
    """Return what each of them holds: of those who hold nothing, nothing."""
    return _ASKED.holdings(staff_ids)


def head_of(unit_id: UUID) -> UUID | None:
    """Return who answers for a unit: its head, else its case supervisor, else nobody."""
    found = Staff.objects.filter(unit_id=unit_id, is_active=True)
    for role in (Role.HEAD, Role.SUPERVISOR):
        if head := found.filter(roles__contains=[role]).order_by("name").values_list("id", flat=True).first():
            return head
    return None


def staff_under(staff: Staff) -> QuerySet[Staff]:
    """Return the open accounts of one's unit and of the units below it, oneself left out."""
    ours = Q(unit_id=staff.unit_id) | Q(unit__parent_id=staff.unit_id)
    return (
        Staff.objects.select_related("unit")
        .filter(ours, is_active=True)
        .exclude(id=staff.id)
        .order_by("unit__code", "name")
    )


@dataclass(frozen=True, slots=True)
class Place:
    """One browser in which somebody is signed in."""

    handle: str
    phone: bool
    made_at: datetime
    seen_at: datetime
    here: bool


def signed_in_places(staff: Staff, *, here: bytes, at: datetime) -> list[Place]:
    """Return where ``staff`` is signed in, this browser first, then the last seen first."""
    found = Session.objects.filter(staff_id=staff.id, expires_at__gt=at).order_by("-seen_at")
    rows = [
        Place(
            handle=bytes(row.digest).hex()[:HANDLE],
            phone=SessionStore().decode(row.data).get(PHONE, False),
            made_at=row.made_at,
            seen_at=row.seen_at,
            here=bytes(row.digest) == here,
        )
        for row in found
    ]
    return sorted(rows, key=lambda row: not row.here)


def session_digest(staff: Staff, handle: str) -> bytes | None:
    """Return the digest of the session of ``staff`` that a page calls ``handle``, or None."""
    found = Session.objects.filter(staff_id=staff.id).values_list("digest", flat=True)
    return next((bytes(digest) for digest in found if bytes(digest).hex()[:HANDLE] == handle), None)


@dataclass(frozen=True, slots=True)
class Factor:
    """One second factor, as its owner sees it."""

    id: int
    passkey: bool
    name: str
    made_at: datetime
    used_at: datetime | None


def own_factors(staff: Staff) -> list[Factor]:
    """Return the second factors of ``staff``, the oldest first."""
    return [
        Factor(
            id=row.pk,
            passkey=row.type == "webauthn",
            name=str(row.data.get("name", "")),
            made_at=row.created_at,
            used_at=row.last_used_at,
        )
        for row in factors_of(staff.id).order_by("created_at", "pk")
    ]


# What her page tells of her own account, and in which words.
TOLD: Mapping[str, Words] = {
    "signed-in": say("Berhasil masuk"),
    "signed-in.wrong-code": say("Kata sandi benar, kode salah"),
    "staff.added": say("Akun dibuat"),
    "staff.invited": say("Kode undangan dibuat"),
    "staff.password": say("Kata sandi diganti"),
    "staff.roles": say("Peran diubah"),
    "factor.added": say("Langkah kedua dipasang"),
    "factor.removed": say("Langkah kedua dihapus"),
    "factor.lost": say("Langkah kedua dihapus karena hilang"),
    "factor.codes": say("Kode pemulihan baru dibuat"),
    "sessions.ended": say("Sesi diakhiri"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of what happened to an account."""

    at: datetime
    words: Words
    by_other: bool
    new_device: bool


def account_story(staff: Staff, *, most: int = 12) -> list[Told]:
    """Return what last happened to her own account, whoever did it; of the ledger only lines about her."""
    with acting_as("own-account"):
        lines = list(Line.objects.filter(subject_id=staff.id, act__in=TOLD).order_by("-at", "-seq")[:most])
    return [
        Told(
            at=line.at,
            words=TOLD[line.act],
            by_other=line.actor_id != staff.id,
            new_device=bool(line.detail.get("new")),
        )
        for line in lines
    ]
