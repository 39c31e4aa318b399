"""What is owed today, the unit's board, and lists that page by cursor."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from dampingi.access import queries as access
from dampingi.access.models import Staff
from dampingi.access.rules import Role
from dampingi.cases import rules
from dampingi.cases.models import Case
from dampingi.protocols.models import Duty, DutySet

SOON = timedelta(hours=4)
COLUMN = 50


@dataclass(frozen=True, slots=True)
class Today:
    """What one person owes, soonest first, in three bands."""

    late: Sequence[tuple[Duty, Case]]
    today: Sequence[tuple[Duty, Case]]
    following: Sequence[tuple[Duty, Case]]
    without_next: int


@dataclass(frozen=True, slots=True)
class Load:
    """How many open cases one companion walks beside."""

    staff: Staff
    cases: int
    late: int


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the board: its first cases and how many there are."""

    cases: Sequence[Case]
    count: int


@dataclass(frozen=True, slots=True)
class Board:
    """A unit at a glance."""

    unassigned: Column
    at_risk: Column
    overdue: Column
    in_hand: int
    loads: Sequence[Load]


def duties(*, seen_by: Staff) -> DutySet:
    """Return the duties of the cases ``seen_by`` may see."""
    return Duty.objects.filter(access.seen_by(seen_by, file="run_id"))


def after(found: DutySet, cursor: tuple[datetime, UUID] | None, *, most: int) -> list[Duty]:
    """Return a page of duties, soonest first, after ``cursor``."""
    if cursor:
        moment, last = cursor
        found = found.filter(Q(due_at__gt=moment) | Q(due_at=moment, id__gt=last))
    return list(found.order_by("due_at", "id")[:most])


def open_duties(*, seen_by: Staff) -> DutySet:
    """Return the duties not yet met of the cases ``seen_by`` may see."""
    return duties(seen_by=seen_by).open()


def today(staff: Staff, *, at: datetime) -> Today:
    """Return what ``staff`` owes, soonest first; late, due within the day, and next."""
    owed = list(Duty.objects.open().filter(owner_id=staff.id).order_by("late_at", "rank", "id")[:200])
    cases = Case.objects.select_related("unit").in_bulk({d.run_id for d in owed})
    rows = [(duty, cases[duty.run_id]) for duty in owed if duty.run_id in cases]
    ends = at.astimezone(staff.unit.timezone).replace(hour=23, minute=59, second=59)
    mine = Case.objects.filter(companion=staff, state=rules.State.OPEN)
    busy = Duty.objects.open().filter(run_id__in=mine.values("id")).values("run_id")
    return Today(
        late=[r for r in rows if r[0].late_at < at],
        today=[r for r in rows if at <= r[0].late_at <= ends],
        following=[r for r in rows if r[0].late_at > ends],
        without_next=mine.exclude(id__in=busy).count(),
    )


def waiting_for(staff: Staff) -> list[Case]:
    """Return the cases ``staff`` was asked to accompany and has not yet accepted."""
    asked = Case.objects.filter(companion=staff, accepted_at=None, state=rules.State.OPEN)
    return list(asked.order_by("received_at")[:20])


def board(unit_id: UUID, *, at: datetime) -> Board:
    """Return the board of a unit: four numbers, three columns, the load of each companion."""
    open_in_unit = Duty.objects.open().filter(unit_id=unit_id, reminder=False)
    unassigned = Case.objects.filter(unit_id=unit_id, companion=None, state=rules.State.OPEN)
    overdue = open_in_unit.filter(late_at__lt=at)
    at_risk = open_in_unit.filter(late_at__gte=at, late_at__lt=at + SOON)
    loads = _loads(unit_id, at=at)
    return Board(
        unassigned=Column(list(unassigned.order_by("received_at")[:COLUMN]), unassigned.count()),
        at_risk=_column(at_risk),
        overdue=_column(overdue),
        in_hand=sum(load.cases for load in loads),
        loads=loads,
    )


def _column(duties: QuerySet[Duty]) -> Column:
    """Return the cases of ``duties``, the one waiting longest first, and how many there are."""
    first = list(duties.order_by("late_at").values_list("run_id", flat=True)[: COLUMN * 8])
    wanted = list(dict.fromkeys(first))[:COLUMN]
    cases = Case.objects.select_related("companion").in_bulk(wanted)
    count = duties.aggregate(n=Count("run_id", distinct=True))["n"]
    return Column([cases[i] for i in wanted if i in cases], count)


def _loads(unit_id: UUID, *, at: datetime) -> list[Load]:
    companions = Staff.objects.filter(unit_id=unit_id, is_active=True, roles__contains=[Role.COMPANION])
    open_cases = Case.objects.filter(unit_id=unit_id, state=rules.State.OPEN).exclude(companion=None)
    counts: Mapping[UUID, int] = dict(open_cases.values_list("companion").annotate(n=Count("id")))
    late = Duty.objects.open().filter(unit_id=unit_id, reminder=False, late_at__lt=at)
    lates: Mapping[UUID, int] = dict(late.values_list("owner_id").annotate(n=Count("run_id", distinct=True)))
    return [Load(staff, counts.get(staff.id, 0), lates.get(staff.id, 0)) for staff in companions.order_by("name")]


def case_list(
    *,
    seen_by: Staff,
    before: tuple[datetime, UUID] | None = None,
    most: int = 50,
    risk: str = "",
) -> tuple[list[Case], bool]:
    """Return a page of cases newest first and whether more follow; ``before`` is where it ended."""
    found = Case.objects.visible_to(seen_by).select_related("companion", "unit", "report", "victim")
    if risk:
        found = found.filter(risk=risk)
    if before:
        moment, last = before
        found = found.filter(Q(received_at__lt=moment) | Q(received_at=moment, id__lt=last))
    rows = list(found.order_by("-received_at", "-id")[: most + 1])
    return rows[:most], len(rows) > most
