"""Who could stand beside her, with reasons; who is asked first at night."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from dampingi.access.actor import acting_as
from dampingi.access.models import Staff, Unit
from dampingi.access.rules import Role
from dampingi.cases import rules
from dampingi.cases.models import Case, Conflict, OnCall
from dampingi.kernel.refusals import Obstacle, Reason
from dampingi.people.models import Person
from dampingi.places.rules import Nearness, nearness
from dampingi.protocols.models import Duty
from dampingi.training import queries as training
from dampingi.training.rules import Candidate, Held, Need, Readiness, rank, readiness, to_refresh, today

TO_PHONE = 3


@dataclass(frozen=True, slots=True)
class Link:
    """Somebody who can be phoned."""

    staff_id: UUID
    name: str
    phone: str
    unit: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """A companion proposed, with everything that speaks for and against her."""

    staff: Staff
    ready: bool
    score: float
    reasons: tuple[Reason, ...]
    obstacles: tuple[Obstacle, ...]


def supervisors_of(unit_id: UUID) -> list[UUID]:
    """Return the ids of those who supervise a unit."""
    found = Staff.objects.filter(unit_id=unit_id, is_active=True)
    return list(found.filter(roles__overlap=[Role.SUPERVISOR, Role.HEAD]).values_list("id", flat=True))


def staff_names(unit_id: UUID) -> list[tuple[UUID, str]]:
    """Return ids and names of everybody who works in a unit."""
    return list(Staff.objects.filter(unit_id=unit_id, is_active=True).values_list("id", "name"))


def chain(unit: Unit, *, at: datetime, but: UUID | None = None) -> list[Link]:
    """Return whom to phone, in order: those on duty, the heads, then the provincial unit (H-02)."""
    units = [unit] if unit.parent is None else [unit, unit.parent]
    duty, heads = _on_duty(units, at=at), _heads(units)
    found = [link for one in units for links in (duty, heads) for link in links[one.id]]
    return [link for link in {link.staff_id: link for link in found}.values() if link.staff_id != but]


def to_phone(unit: Unit, *, at: datetime, but: UUID | None = None) -> list[Link]:
    """Return the first few of the chain who have a number; none means that nobody can be phoned."""
    return [link for link in chain(unit, at=at, but=but) if link.phone][:TO_PHONE]


def _on_duty(units: Sequence[Unit], *, at: datetime) -> dict[UUID, list[Link]]:
    by_id = {unit.id: unit for unit in units}
    found: dict[UUID, list[Link]] = {unit.id: [] for unit in units}
    listed = OnCall.objects.filter(unit_id__in=by_id, staff__is_active=True)
    for unit_id, staff_id, name, phone, part in listed.values_list("unit_id", "staff_id", "staff__name", "phone", "part"):
        unit = by_id[unit_id]
        hour = at.astimezone(unit.timezone).hour
        if rules.on_duty(part, local_hour=hour, opens=unit.opens.hour, closes=unit.closes.hour):
            found[unit_id].append(Link(staff_id, name, phone, unit.name))
    return found


def _heads(units: Sequence[Unit]) -> dict[UUID, list[Link]]:
    by_id = {unit.id: unit for unit in units}
    found: dict[UUID, list[Link]] = {unit.id: [] for unit in units}
    heads = Staff.objects.filter(unit_id__in=by_id, is_active=True, roles__overlap=[Role.SUPERVISOR, Role.HEAD])
    for unit_id, staff_id, name, phone in heads.order_by("name").values_list("unit_id", "id", "name", "phone"):
        unit = by_id[unit_id]
        found[unit_id].append(Link(staff_id, name, phone or unit.phone, unit.name))
    return found


def loads_of(staff_ids: Sequence[UUID]) -> dict[UUID, int]:
    """Return how many open cases each walks beside, also where the asker may not see which."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT companion, cases FROM open_loads(%s)", [list(staff_ids)])
        return dict(cursor.fetchall())


def held_by(staff_ids: Collection[UUID]) -> dict[UUID, tuple[int, int]]:
    """Return how many open cases and how many open tasks each holds who holds any: numbers, never which.

    Whoever closes an account need not see the cases that are held by it.
    """
    with acting_as("holdings"):
        hands = Case.objects.filter(Q(owner_id__in=staff_ids) | Q(companion_id__in=staff_ids), state=rules.State.OPEN)
        pairs = list(hands.order_by().values_list("owner_id", "companion_id").annotate(many=Count("id")))
        owed = Duty.objects.open().filter(owner_id__in=staff_ids).order_by()
        duties = Counter(dict(owed.values_list("owner_id").annotate(many=Count("id"))))
    cases: Counter[UUID] = Counter()
    for owner, companion, many in pairs:
        for staff_id in {owner, companion} & {*staff_ids}:
            cases[staff_id] += many
    return {one: (cases[one], duties[one]) for one in staff_ids if cases[one] or duties[one]}


def _need(case: Case, unit: Unit, victim: Person) -> Need:
    return Need(
        kinds=frozenset(case.kinds),
        activity="first_contact",
        languages=tuple(victim.languages),
        victim_sex=victim.sex,
        region_code=victim.district_code or case.report.region_code or unit.region_code,
        register_complete=unit.register_complete,
    )


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of some staff beside the cases of one unit, asked once for all of them."""

    staff: Sequence[Staff]
    holds: Mapping[UUID, Mapping[str, Held]]
    loads: Mapping[UUID, int]
    barred: frozenset[tuple[UUID, UUID]]
    on_duty: frozenset[UUID]


def _known(staff: Sequence[Staff], cases: Sequence[Case], *, at: datetime) -> _Known:
    ids, unit = [s.id for s in staff], cases[0].unit
    return _Known(
        staff=staff,
        holds=training.held_by(ids, on=today(at, unit.timezone)),
        loads=loads_of(ids),
        barred=frozenset(Conflict.objects.filter(case__in=cases).values_list("case_id", "staff_id")),
        on_duty=frozenset(link.staff_id for link in _on_duty([unit], at=at)[unit.id]),
    )


def _candidates(known: _Known, case: Case, need: Need) -> list[Candidate]:
    return [
        Candidate(
            staff_id=s.id,
            holds={code: one.until for code, one in known.holds.get(s.id, {}).items()},
            refresh=to_refresh(known.holds.get(s.id, {})),
            on_duty=s.id in known.on_duty,
            load=known.loads.get(s.id, 0),
            cap=s.case_cap,
            nearness=nearness(s.region_code or s.unit.region_code, need.region_code),
            languages=frozenset(s.languages),
            sex=s.sex,
            conflict=(case.id, s.id) in known.barred,
            same_unit=s.unit_id == case.unit_id,
        )
        for s in known.staff
    ]


def _companions(unit_ids: Sequence[UUID]) -> list[Staff]:
    found = Staff.objects.filter(unit_id__in=unit_ids, is_active=True, roles__contains=[Role.COMPANION])
    return list(found.select_related("unit").order_by("name", "id"))


def proposals(case: Case, *, at: datetime) -> list[Proposal]:
    """Return the companions for ``case``, the ready first, each with its reasons and objections.

    When everybody of the unit is excluded, those of neighbouring units and of the province follow
    (H-15): she is never left without anyone.
    """
    return proposals_of([case], at=at)[case.id]


def proposals_of(cases: Sequence[Case], *, at: datetime) -> dict[UUID, list[Proposal]]:
    """Return the companions for each of the cases of one report, in as many statements as for one."""
    if not cases:
        return {}
    unit = cases[0].unit
    known = _known(_companions([unit.id]), cases, at=at)
    ranked = {case.id: _ranked(known, case) for case in cases}
    if alone := [case for case in cases if not any(p.ready for p in ranked[case.id])]:
        around = Unit.objects.filter(Q(id=unit.parent_id) | Q(parent_id=unit.parent_id)).exclude(id=unit.id)
        near = [u.id for u in around if u.id == unit.parent_id or _is_near(u.region_code, unit.region_code)]
        outside = _known(_companions(near), alone, at=at)
        for case in alone:
            ranked[case.id] += _ranked(outside, case)
    return ranked


@lru_cache(maxsize=1_024)
def _is_near(one: str, other: str) -> bool:
    return nearness(one, other) in (Nearness.SAME_DISTRICT, Nearness.SAME_REGENCY, Nearness.NEIGHBOUR)


def _ranked(known: _Known, case: Case) -> list[Proposal]:
    by_id, need = {s.id: s for s in known.staff}, _need(case, case.unit, case.victim)
    found = rank(_candidates(known, case, need), need)
    return [
        Proposal(
            by_id[r.candidate.staff_id],
            r.readiness.ready,
            r.readiness.score,
            r.readiness.reasons,
            r.readiness.obstacles,
        )
        for r in found
    ]


def readiness_of(case: Case, staff: Staff, *, at: datetime) -> Readiness:
    """Return how ready one person is for one case, with reasons and objections."""
    need = _need(case, case.unit, case.victim)
    (candidate,) = _candidates(_known([staff], [case], at=at), case, need)
    return readiness(candidate, need)
