"""Starting runs, recording what happened, learning facts: the duties follow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, F, OuterRef

from dampingi.access import queries as access
from dampingi.access.models import Unit
from dampingi.audit import actions as audit
from dampingi.kernel.actors import Actor
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.protocols import catalog, rules
from dampingi.protocols.models import Duty, Event, Run
from dampingi.protocols.queries import step_of
from dampingi.protocols.rules import Facts, Owed
from dampingi.protocols.stored import facts_from, facts_to

_CLOSED = Obstacle("closed", say("Tugas ini sudah selesai."), say("Tidak perlu apa-apa."))


@dataclass(frozen=True, slots=True)
class RunFile:
    """A run as the ledger knows it: the file whose id it carries."""

    id: UUID
    unit_id: UUID
    ledger_kind: str = "case"


def settings_of(unit: Unit) -> rules.UnitSettings:
    """Return the response times of a unit."""
    return rules.UnitSettings(
        high_grace=timedelta(minutes=unit.high_alarm_minutes),
        medium_hours=unit.medium_hours,
        low_working_days=unit.low_working_days,
    )


def start_runs(
    runs: Sequence[tuple[UUID, Facts]],
    *,
    unit: Unit,
    owner_id: UUID,
    by: Actor,
    at: datetime,
) -> dict[UUID, list[Duty]]:
    """Start a run for each pair of id and facts; return the duties of each. Two statements in all."""
    Run.objects.bulk_create(
        Run(id=run_id, unit_id=unit.id, facts=facts_to(facts), catalog_version=catalog.VERSION, started_at=at)
        for run_id, facts in runs
    )
    made = {run_id: [_duty(run_id, unit.id, owner_id, one) for one in _owed(facts, unit)] for run_id, facts in runs}
    Duty.objects.bulk_create([duty for duties in made.values() for duty in duties])
    return made


def _owed(facts: Facts, unit: Unit) -> tuple[Owed, ...]:
    return rules.owed(facts, catalog.CASE_STEPS, calendar=unit.calendar, settings=settings_of(unit))


def _duty(run_id: UUID, unit_id: UUID, owner_id: UUID | None, one: Owed) -> Duty:
    return Duty(
        id=new_id(),
        run_id=run_id,
        unit_id=unit_id,
        owner_id=owner_id,
        code=one.code,
        about=one.about,
        actor=one.actor,
        clause_law=one.clause.law,
        clause_article=one.clause.article,
        clause_status=one.status,
        reminder=one.reminder,
        rank=one.rank,
        began_at=one.began_at,
        due_at=one.due_at,
        late_at=one.late_at,
        met_at=one.met_at,
        met_by=one.met_by,
    )


def happened(
    run_id: UUID,
    deed: rules.Deed,
    *,
    when: datetime,
    about: str = "",
    due_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Record one event, about a thing and with a deadline of its own if it has them; the duties follow."""
    happened_all(run_id, [deed], when=when, about=about, due_at=due_at, by=by, at=at)


@transaction.atomic
def happened_all(
    run_id: UUID,
    deeds: Iterable[rules.Deed],
    *,
    when: datetime,
    about: str = "",
    due_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> None:
    """Record what happened at one moment, then meet, start or supersede the duties it touches.

    ``about`` is the outside number of the thing it happened to (a referral, a stay, a visit).
    """
    run = Run.objects.select_for_update().get(id=run_id)
    Event.objects.bulk_create(
        Event(id=new_id(), run=run, code=deed, at=when, about=about, due_at=due_at, recorded_at=at, by_id=by.id)
        for deed in deeds
    )
    _reconcile(run, facts_from(run.facts), by=by, at=at)


@transaction.atomic
def taken_back(
    run_id: UUID,
    recorded: Iterable[tuple[rules.Deed, str]],
    *,
    recorded_at: datetime,
    by: Actor,
    at: datetime,
) -> None:
    """Take back what one record said had happened, deed and thing by pair: it was corrected; the duties follow.

    What the record says now is recorded anew by whoever corrects it.
    """
    run = Run.objects.select_for_update().get(id=run_id)
    for deed, about in recorded:
        run.events.filter(code=deed, about=about, recorded_at=recorded_at).delete()
    _reconcile(run, facts_from(run.facts), by=by, at=at)


@transaction.atomic
def learned(run_id: UUID, facts: Facts, *, by: Actor, at: datetime) -> None:
    """Take facts learned later: a due time they change closes the old duty and opens a new one."""
    run = Run.objects.select_for_update().get(id=run_id)
    run.facts = facts_to(facts)
    run.save(update_fields=("facts",))
    _reconcile(run, facts, by=by, at=at)


def _reconcile(run: Run, facts: Facts, *, by: Actor, at: datetime) -> None:
    unit = Unit.objects.get(id=run.unit_id)
    events = tuple(rules.Event(e.code, e.at, e.about, e.due_at) for e in run.events.all())
    standing = list(Duty.objects.filter(run=run, superseded_at=None).order_by("began_at", "id"))
    owner = _holder(standing) or by.id
    changes = rules.reconcile(standing, _owed(replace(facts, events=events), unit))
    for old, new in changes.amends:
        _close(old, met_at=new.met_at, met_by=new.met_by, reminder=new.reminder, clause_status=new.status)
    replaced = _replaced(changes)
    for old, new in (*changes.supersedes, *replaced):
        _supersede(run, old, new, owner, by=by, at=at)
    for old in (d for d in changes.lapses if all(d is not r for r, _ in replaced)):
        # What is no longer owed is kept, closed by the fact that ended it.
        _close(old, superseded_at=at)
        audit.record(
            "duty.superseded",
            by=by,
            at=at,
            on=RunFile(run.id, run.unit_id),
            detail={"old": str(old.id), "code": old.code, "how": rules.Superseded.LAPSED},
        )
    opens = [one for one in changes.opens if all(one is not r for _, r in replaced)]
    Duty.objects.bulk_create(
        [_duty(run.id, run.unit_id, _owner_of(one, run.unit_id, owner), one) for one in opens],
    )


def _holder(standing: Sequence[Duty]) -> UUID | None:
    """Return who holds the run now: the owner of what is open, never the head who reviews it."""
    held = [d for d in standing if d.owner_id and d.actor != rules.Actor.HEAD]
    return next((d.owner_id for d in [d for d in held if d.is_open] or held[::-1]), None)


def _replaced(changes: rules.Changes[Duty]) -> list[tuple[Duty, Owed]]:
    """Pair what is no longer owed with what is now owed under the same title: one task, other clock."""
    by_title = {(step_of(one.code).title, one.about): one for one in changes.opens}
    found = ((old, by_title.pop((step_of(old.code).title, old.about), None)) for old in changes.lapses)
    return [(old, new) for old, new in found if new]


def _owner_of(one: Owed, unit_id: UUID, owner: UUID) -> UUID:
    """Return who owes a duty: what the head owes is hers, whoever accompanies."""
    return access.head_of(unit_id) or owner if one.actor is rules.Actor.HEAD else owner


def _supersede(run: Run, old: Duty, new: Owed, owner: UUID, *, by: Actor, at: datetime) -> None:
    made = _duty(run.id, run.unit_id, old.owner_id or owner, new)
    _close(old, superseded_at=at, superseded_by=made.id)
    made.save(force_insert=True)
    audit.record(
        "duty.superseded",
        by=by,
        at=at,
        on=RunFile(run.id, run.unit_id),
        detail={"old": str(old.id), "new": str(made.id), "code": old.code, "how": rules.superseded(old, new)},
    )


def _close(duty: Duty, **how: Any) -> None:
    Duty.objects.filter(id=duty.id).update(version=F("version") + 1, **how)


@transaction.atomic
def waive(duty: Duty, *, reason: str, by: Actor, at: datetime) -> None:
    """Waive a duty for a coded reason; raise ``Refusal`` when it is already closed."""
    still = Duty.objects.open().filter(id=duty.id, version=duty.version)
    if not still.update(waived_at=at, waived_reason=reason, version=F("version") + 1):
        raise Refusal(_CLOSED)
    file = RunFile(duty.run_id, duty.unit_id)
    audit.record("duty.waived", by=by, at=at, on=file, reason=reason, detail={"duty": str(duty.id)})


def set_aside(
    run_id: UUID,
    *,
    reason: str,
    only: Iterable[str] = (),
    but: Iterable[str] = (),
    reminders: bool | None = None,
    at: datetime,
) -> int:
    """Waive the open duties of a run for one reason and return how many.

    ``only`` keeps to the steps named and ``but`` spares some; ``reminders`` False spares what is
    only chased, True waives nothing else.
    """
    found = Duty.objects.open().filter(run_id=run_id).exclude(code__in=list(but))
    if steps := list(only):
        found = found.filter(code__in=steps)
    if reminders is not None:
        found = found.filter(reminder=reminders)
    return found.update(waived_at=at, waived_reason=reason, version=F("version") + 1)


def take_up_again(run_id: UUID, *, reason: str) -> int:
    """Owe again what was set aside for ``reason``; return how many.

    Of a step that began anew meanwhile only the newest is owed.
    """
    aside = Duty.objects.filter(run_id=run_id, waived_reason=reason, superseded_at=None)
    owed = Duty.objects.open().filter(run_id=run_id, code=OuterRef("code"), about=OuterRef("about"))
    newest = aside.exclude(Exists(owed)).order_by("code", "about", "-began_at")
    ids = list(newest.distinct("code", "about").values_list("id", flat=True))
    found = Duty.objects.filter(id__in=ids)
    return found.update(waived_at=None, waived_reason="", version=F("version") + 1)


def hand_duties(run_id: UUID, *, to_staff_id: UUID) -> int:
    """Hand every open duty of a run but the head's to another person; return how many."""
    found = Duty.objects.open().filter(run_id=run_id).exclude(actor=rules.Actor.HEAD)
    return found.update(owner_id=to_staff_id, version=F("version") + 1)


def move_run(run_id: UUID, *, unit_id: UUID, owner_id: UUID) -> int:
    """Hand a run and all its duties to another unit; return how many are open.

    Clocks run on as they began. What the head owes is owed by the head of the other unit.
    """
    Run.objects.filter(id=run_id).update(unit_id=unit_id)
    duties = Duty.objects.filter(run_id=run_id)
    duties.update(unit_id=unit_id)
    head = access.head_of(unit_id) or owner_id
    still = Duty.objects.open().filter(run_id=run_id)
    still.filter(actor=rules.Actor.HEAD).update(owner_id=head, version=F("version") + 1)
    still.exclude(actor=rules.Actor.HEAD).update(owner_id=owner_id, version=F("version") + 1)
    return still.count()
