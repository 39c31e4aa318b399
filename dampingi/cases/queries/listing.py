"""The list of cases as it was asked for, and the views somebody may open it with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, Exists, F, Func, OuterRef, Q, QuerySet

from dampingi.access.models import Reader, Staff
from dampingi.access.rules import Role
from dampingi.cases import rules
from dampingi.cases.catalog import AFTER, FILTERS, IDLE, KIND_OF, LATE, MINE, NOBODY, READY, filters_with
from dampingi.cases.models import Case, SavedView
from dampingi.cases.queries.board import ROW
from dampingi.kernel.fields import Cleaned, Group, clean
from dampingi.kernel.words import Words, say
from dampingi.keys import case as keys
from dampingi.protocols.models import Duty

TABLE, NAME = "cases_savedview", "name"
WALKS = (Role.COMPANION, Role.SUPERVISOR, Role.HEAD)


def case_list(
    *,
    seen_by: Staff,
    before: tuple[datetime, UUID] | None = None,
    most: int = 50,
    where: Q | None = None,
) -> tuple[list[Case], bool]:
    """Return a page of cases newest first and whether more follow; ``before`` is where it ended.

    ``where`` keeps those that were asked for (``asked_for``).
    """
    found = Case.objects.visible_to(seen_by).select_related("companion").only(*ROW)
    if not seen_by.supervises:
        found = found.filter(_among_hers(seen_by))
    if where:
        found = found.filter(where)
    if before:
        moment, last = before
        found = found.filter(Q(received_at__lt=moment) | Q(received_at=moment, id__lt=last))
    rows = list(found.order_by("-received_at", "-id")[: most + 1])
    return rows[:most], len(rows) > most


def _among_hers(staff: Staff) -> Func:
    """Return the condition that begins with the files she was let into, and not with all that match.

    It says the same as her sight. But the policy asks a function for each row it meets: over every
    open case of 100,000 that took two seconds, over her own 4,000 it takes a twentieth of one.
    """
    hers = Reader.objects.filter(reader_id=staff.id).values("file_id")
    return Func(F("id"), ArraySubquery(hers), template="(%(expressions)s))", arg_joiner=" = ANY(", output_field=BooleanField())


def filters_for(staff: Staff) -> Group:
    """Return the filters ``staff`` may choose from: a supervisor also by the companions of her unit."""
    if not staff.supervises:
        return FILTERS
    walks = Staff.objects.filter(unit_id=staff.unit_id, roles__overlap=list(WALKS)).exclude(id=staff.id)
    found = walks.order_by("-is_active", "name", "id").values_list("id", "name", "is_active")
    return filters_with({str(i): _called(name, active=active) for i, name, active in found})


def _called(name: str, *, active: bool) -> Words:
    return Words("{name}", (("name", name),)) if active else say("{name} (akun ditutup)", name=name)


def read_filters(filters: Group, asked: Mapping[str, Any], *, at: datetime) -> Cleaned:
    """Return the filters that can be used, and what is wrong with the others."""
    cleaned = clean(filters, asked, now=at)
    values = {code: value for code, value in cleaned.values.items() if value}
    between = rules.problems_between(cleaned.values)
    if between:
        values.pop("sampai")
    # Which of several values is wrong is said beside their field.
    wrong = {(place := f"/{p.field.split('/')[1]}"): replace(p, field=place) for p in (*cleaned.problems, *between)}
    return Cleaned(values, tuple(wrong.values()))


def asked_for(values: Mapping[str, Any], *, by: Staff, at: datetime) -> Q:
    """Return the condition for cases that match cleaned filters, as ``by`` asks at that moment."""
    found = Q()
    if state := values.get("keadaan"):
        found &= ~Q(state=rules.State.OPEN) if state == "ended" else Q(state=state)
    if kind := values.get("jenis"):
        found &= Q(kinds__contains=[KIND_OF[kind]])
    if companion := values.get("petugas"):
        found &= Q(companion=None) if companion == NOBODY else Q(companion_id=by.id if companion == MINE else UUID(companion))
    if risks := values.get("risiko"):
        found &= Q(risk__in=risks)
    for only in values.get("hanya", ()):
        found &= _only(only, at=at)
    zone = by.unit.timezone
    if since := values.get("dari"):
        found &= Q(received_at__gte=datetime.combine(since, time(), tzinfo=zone))
    if until := values.get("sampai"):
        found &= Q(received_at__lt=datetime.combine(until + timedelta(days=1), time(), tzinfo=zone))
    return found


def _only(only: str, *, at: datetime) -> Q:
    owed = Duty.objects.open().filter(run_id=OuterRef("id"))
    return {
        LATE: Q(Exists(Duty.objects.late(at).filter(run_id=OuterRef("id")))),
        # The same as Hari ini counts: accompanied, and nothing is owed at any time.
        IDLE: Q(state=rules.State.OPEN) & ~Q(Exists(owed)),
        AFTER: Q(aftercare_until__isnull=False),
    }[only]


@dataclass(frozen=True, slots=True)
class View:
    """One way to open the list: a ready one, one's own, or one of the unit's."""

    name: Words | str
    asked: tuple[tuple[str, str], ...]
    number: str = ""
    shared: bool = False
    removable: bool = False


def kept_by(staff: Staff) -> QuerySet[SavedView]:
    """Return the views that ``staff`` keeps, and those that are for all of her unit."""
    return SavedView.objects.filter(Q(staff=staff) | Q(shared=True, unit_id=staff.unit_id))


def views_for(staff: Staff) -> list[View]:
    """Return the views ``staff`` may open: the ready ones, then her unit's and her own, oldest first."""
    kept = list(kept_by(staff))
    names = view_names(kept)
    return [View(one.name, rules.pairs(FILTERS, one.asked)) for one in READY] + [
        View(
            names[one.id],
            rules.pairs(FILTERS, one.asked),
            one.number,
            shared=one.shared,
            removable=rules.may_remove(hers=one.staff_id == staff.id, shared=one.shared, supervises=staff.supervises),
        )
        for one in kept
        if one.id in names
    ]


def view_names(kept: Sequence[SavedView]) -> dict[UUID, str]:
    """Return the names of saved views; one whose key is gone is left out."""
    opened = keys.load([one.id for one in kept])
    return {
        one.id: str(keys.unseal(opened[one.id], bytes(one.name), table=TABLE, pk=one.id, column=NAME)["name"])
        for one in kept
        if one.id in opened
    }
