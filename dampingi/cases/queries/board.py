"""What is owed today, the unit's board, and lists that page by cursor."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q

from dampingi.access import queries as access
from dampingi.access.models import Staff
from dampingi.access.rules import Role
from dampingi.cases import rules
from dampingi.cases.models import Alarm, Case, DoneAlone
from dampingi.cases.queries.companions import loads_of
from dampingi.intake.models import Report
from dampingi.protocols.catalog import RINGING
from dampingi.protocols.models import Duty, DutySet

SOON = timedelta(hours=4)
COLUMN = 50
A_PAGE = 40  # of tasks: with the style sheet and the fonts they weigh less than 150 KiB
# What a row of a list shows; a page of fifty reads no more.
ROW = (
    "number",
    "place_in_report",
    "state",
    "version",
    "received_at",
    "kinds",
    "risk",
    "authority",
    "companion__name",
    "companion__alias",
    "companion__email",
)


@dataclass(frozen=True, slots=True)
class Today:
    """What one person owes, soonest first, in three bands: one page of it, and how much there is of each.

    ``last`` is where the page ends if more follows.
    """

    late: Sequence[tuple[Duty, Case]]
    today: Sequence[tuple[Duty, Case]]
    following: Sequence[tuple[Duty, Case]]
    late_count: int
    today_count: int
    following_count: int
    without_next: int
    last: Duty | None = None


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


def today(staff: Staff, *, at: datetime, ended: tuple[datetime, UUID] | None = None) -> Today:
    """Return a page of what ``staff`` owes, soonest first; late, due within the day, and next.

    ``ended`` is where the page before it ended.
    """
    owed = Duty.objects.open().filter(owner_id=staff.id)
    found = _beyond(owed, ended) if ended else owed
    page = list(found.order_by("late_at", "rank", "id")[: A_PAGE + 1])
    cases = Case.objects.select_related("unit").in_bulk({d.run_id for d in page})
    rows = [(duty, cases[duty.run_id]) for duty in page[:A_PAGE] if duty.run_id in cases]
    ends = at.astimezone(staff.unit.timezone).replace(hour=23, minute=59, second=59)
    late, within, later = Q(late_at__lt=at), Q(late_at__gte=at, late_at__lte=ends), Q(late_at__gt=ends)
    counts = owed.aggregate(late=Count("id", late), today=Count("id", within), following=Count("id", later))
    mine = Case.objects.filter(companion=staff, state=rules.State.OPEN)
    busy = Duty.objects.open().filter(run_id__in=mine.values("id")).values("run_id")
    return Today(
        late=[r for r in rows if r[0].late_at < at],
        today=[r for r in rows if at <= r[0].late_at <= ends],
        following=[r for r in rows if r[0].late_at > ends],
        late_count=counts["late"],
        today_count=counts["today"],
        following_count=counts["following"],
        without_next=mine.exclude(id__in=busy).count(),
        last=page[A_PAGE - 1] if len(page) > A_PAGE else None,
    )


def _beyond(owed: DutySet, ended: tuple[datetime, UUID]) -> DutySet:
    """Keep what comes after the task a page ended with; where that one is gone, all that is due since then."""
    moment, last = ended
    rank = Duty.objects.filter(id=last).values_list("rank", flat=True).first()
    if rank is None:
        return owed.filter(late_at__gte=moment)
    same = Q(rank__gt=rank) | Q(rank=rank, id__gt=last)
    return owed.filter(Q(late_at__gt=moment) | Q(same, late_at=moment))


def ringing_for(staff: Staff) -> list[Case]:
    """Return the urgent cases ``staff`` is asked to answer now, because she is on duty (H-02)."""
    rung = Alarm.objects.filter(staff=staff, about="", answered_at=None).values("case_id")
    found = Case.objects.filter(id__in=rung, accepted_at=None, state=rules.State.OPEN).exclude(companion=staff)
    return list(found.order_by("received_at")[:20])


def missed(case_ids: Sequence[UUID] | None, *, at: datetime) -> DutySet:
    """Return the visits from which nobody came back in time (H-20): of these cases, or of all."""
    found = Duty.objects.late(at).filter(code__in=RINGING)
    return found if case_ids is None else found.filter(run_id__in=case_ids)


def missed_for(staff: Staff, *, at: datetime) -> list[tuple[Duty, Case]]:
    """Return the visits nobody came back from that ``staff`` is asked to look after now."""
    rung = set(Alarm.objects.filter(staff=staff, answered_at=None).exclude(about="").values_list("case_id", "about"))
    found = [d for d in missed([case for case, _ in rung], at=at) if (d.run_id, d.about) in rung]
    cases = Case.objects.in_bulk({d.run_id for d in found})
    return [(duty, cases[duty.run_id]) for duty in found if duty.run_id in cases]


def done_alone(*, seen_by: Staff) -> list[DoneAlone]:
    """Return what units kecil did with one person, for those who review it: the newest first (H-06)."""
    units = Q(reviewed_by_unit_id=seen_by.unit_id) | Q(unit_id=seen_by.unit_id)
    return list(DoneAlone.objects.filter(units).select_related("unit").order_by("-at")[:200])


def waiting_for(staff: Staff) -> list[Case]:
    """Return the cases ``staff`` was asked to accompany and has not yet accepted."""
    asked = Case.objects.filter(companion=staff, accepted_at=None, state=rules.State.OPEN)
    return list(asked.order_by("received_at")[:20])


def questions_answered(reports: Iterable[Report]) -> set[UUID]:
    """Return which of these reports were questions that ended at once (H-06)."""
    found = Case.objects.filter(report_id__in=[one.id for one in reports], state=rules.State.CONSULTED)
    return set(found.values_list("report_id", flat=True))


def count_questions(staff: Staff, *, since: datetime) -> int:
    """Return how many questions ``staff`` answered and ended since then."""
    mine = Report.objects.filter(taken_by=staff, received_at__gte=since)
    return Case.objects.filter(report__in=mine, state=rules.State.CONSULTED).count()


# The whole board but the words of its rows, in one statement over one index of open duties.
_BOARD = """
WITH due AS MATERIALIZED (
    SELECT run_id, owner_id, min(late_at) AS first FROM protocols_duty
    WHERE unit_id = %(unit)s AND late_at < %(soon)s AND NOT reminder
      AND met_at IS NULL AND waived_at IS NULL AND superseded_at IS NULL
    GROUP BY run_id, owner_id, late_at < %(now)s
),
late AS (SELECT run_id, min(first) AS first FROM due WHERE first < %(now)s GROUP BY run_id),
soon AS (SELECT run_id, min(first) AS first FROM due WHERE first >= %(now)s GROUP BY run_id),
alone AS (SELECT id, received_at FROM cases_case WHERE unit_id = %(unit)s AND companion_id IS NULL AND state = 'open')
SELECT
    ARRAY(SELECT id FROM alone ORDER BY received_at, id LIMIT %(most)s), (SELECT count(*) FROM alone),
    ARRAY(SELECT run_id FROM soon ORDER BY first, run_id LIMIT %(most)s), (SELECT count(*) FROM soon),
    ARRAY(SELECT run_id FROM late ORDER BY first, run_id LIMIT %(most)s), (SELECT count(*) FROM late),
    (SELECT json_object_agg(owner_id, n) FROM (
        SELECT owner_id, count(*) AS n FROM due WHERE first < %(now)s AND owner_id IS NOT NULL GROUP BY owner_id
    ) AS by_owner)
"""


def board(unit_id: UUID, *, at: datetime) -> Board:
    """Return the board of a unit: four numbers, three columns, the load of each companion."""
    with connection.cursor() as cursor:
        cursor.execute(_BOARD, {"unit": unit_id, "now": at, "soon": at + SOON, "most": COLUMN})
        alone, alone_count, soon, soon_count, late, late_count, by_owner = cursor.fetchone()
    shown = Case.objects.select_related("companion").only(*ROW).in_bulk({*alone, *soon, *late})
    loads = _loads(unit_id, late=by_owner or {})
    return Board(
        unassigned=_column(alone, alone_count, shown),
        at_risk=_column(soon, soon_count, shown),
        overdue=_column(late, late_count, shown),
        in_hand=sum(load.cases for load in loads),
        loads=loads,
    )


def _column(ids: Sequence[UUID], count: int, shown: Mapping[UUID, Case]) -> Column:
    return Column([shown[i] for i in ids if i in shown], count)


def _loads(unit_id: UUID, *, late: Mapping[str, int]) -> list[Load]:
    companions = list(
        Staff.objects.filter(unit_id=unit_id, is_active=True, roles__contains=[Role.COMPANION]).order_by("name", "id"),
    )
    cases = loads_of([staff.id for staff in companions])
    return [Load(staff, cases.get(staff.id, 0), late.get(str(staff.id), 0)) for staff in companions]
