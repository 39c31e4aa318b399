"""Reading the catalog and duties."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q

from dampingi.kernel.words import say
from dampingi.protocols import catalog, models
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import NEAR, Actor, Clause, Clock, Deed, DutyState, Event, Facts, Status, Step
from dampingi.protocols.stored import facts_from

_GONE = Step(
    code="gone",
    title=say("Tugas dari aturan lama"),
    actor=Actor.UNIT,
    clause=Clause("—", "—", say("Langkah ini tidak ada lagi dalam aturan."), Status.TO_CONFIRM, date(2000, 1, 1)),
    clock=Clock(0),
    applies=lambda _facts: False,
    met_by=(),
    examples=(),
)


def step_of(code: str) -> Step:
    """Return the step of the catalog that a duty came from; an old one stays readable."""
    return catalog.STEPS.get(code, _GONE)


def open_codes(run_id: UUID) -> set[str]:
    """Return the codes of what a run still owes."""
    return set(Duty.objects.open().filter(run_id=run_id).values_list("code", flat=True))


def events_of(run_id: UUID) -> tuple[Event, ...]:
    """Return what was done or happened in a run, the first one first."""
    return tuple(Event(e.code, e.at, e.about, e.due_at) for e in models.Event.objects.filter(run_id=run_id))


def last_of(run_id: UUID, deed: str, *, about: str = "") -> datetime | None:
    """Return when a deed last happened to a thing, or to the run itself."""
    found = models.Event.objects.filter(run_id=run_id, code=deed, about=about)
    return found.order_by("-at").values_list("at", flat=True).first()


def any_of(run_id: UUID, deeds: Iterable[Deed]) -> bool:
    """Tell whether any of these has happened in a run."""
    return models.Event.objects.filter(run_id=run_id, code__in=list(deeds)).exists()


def about_open(run_id: UUID, code: str) -> set[str]:
    """Return the numbers of the things about which that step is still owed."""
    return set(Duty.objects.open().filter(run_id=run_id, code=code).values_list("about", flat=True))


def state_filter(state: DutyState, *, now: datetime) -> Q:
    """Return the condition for duties that stand so; the same as ``rules.state``."""
    still = Q(met_at=None, waived_at=None, superseded_at=None)
    return {
        DutyState.OWED: still & Q(late_at__gte=now, due_at__gt=now + NEAR),
        DutyState.DUE_NOW: still & Q(late_at__gte=now, due_at__lte=now + NEAR),
        DutyState.OVERDUE: still & Q(late_at__lt=now),
        DutyState.MET: Q(superseded_at=None, waived_at=None, met_at__lte=F("late_at")),
        DutyState.MET_LATE: Q(superseded_at=None, waived_at=None, met_at__gt=F("late_at")),
        DutyState.WAIVED: Q(superseded_at=None, waived_at__isnull=False),
        DutyState.SUPERSEDED: Q(superseded_at__isnull=False),
    }[state]


@dataclass(frozen=True, slots=True)
class RunState:
    """A run as it stands: its facts with what happened, and every duty it ever had."""

    id: UUID
    started_at: datetime
    facts: Facts
    duties: tuple[Duty, ...]


def runs_of(ids: Collection[UUID]) -> list[RunState]:
    """Return the runs among these ids that the actor may see, the first one first; three statements."""
    found = models.Run.objects.filter(id__in=ids).prefetch_related("events", "duties").order_by("started_at", "id")
    return [
        RunState(
            id=run.id,
            started_at=run.started_at,
            facts=replace(
                facts_from(run.facts), events=tuple(Event(e.code, e.at, e.about, e.due_at) for e in run.events.all())
            ),
            duties=tuple(sorted(run.duties.all(), key=lambda duty: (duty.began_at, duty.code, duty.id))),
        )
        for run in found
    ]
