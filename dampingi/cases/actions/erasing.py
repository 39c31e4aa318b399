"""Erasing the identity of somebody who declined, on the day that was set (H-07)."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from dampingi.audit import actions as audit
from dampingi.cases import rules
from dampingi.cases.models import Case
from dampingi.kernel.actors import Actor
from dampingi.kernel.refusals import Refusal
from dampingi.keys import case as keys
from dampingi.keys.models import DataKey
from dampingi.people import actions as people
from dampingi.people.models import Person


def refuse_erased(case: Case) -> None:
    """Refuse to write words or names into a case whose keys are gone."""
    if case.erased_at is not None:
        raise Refusal(rules.ERASED)


@transaction.atomic
def erase_declined(*, by: Actor, at: datetime) -> int:
    """Erase the identity of everybody who declined and whose day has come (H-07); return how many.

    Coded facts stay and are counted; names, numbers, places and words are gone with their keys.
    What the report says falls when no other case of it is left.
    """
    due = Case.objects.select_related("unit").filter(erased_at=None, erase_on__lte=at.date() + timedelta(days=1))
    done = 0
    for case in due.order_by("id")[:200]:
        if case.erase_on is None or at.astimezone(case.unit.timezone).date() < case.erase_on:
            continue
        if not case.change(erased_at=at):
            continue
        files = [case.id]
        if not Case.objects.filter(report_id=case.report_id, erased_at=None).exists():
            files.append(case.report_id)
        people.erase(list(Person.objects.filter(file_id__in=files)), by=by, at=at)
        keys.destroy(files)
        audit.record("case.erased", by=by, at=at, on=case)
        done += 1
    return done


@transaction.atomic
def erase_again(ids: Collection[UUID], *, by: Actor, at: datetime) -> int:
    """Erase again what a restored backup brought back: persons, cases and reports; return how many (R-11).

    What is still erased is left as it is.
    """
    back = set(DataKey.objects.filter(owner_id__in=ids).values_list("owner_id", flat=True))
    persons = list(Person.objects.filter(Q(id__in=back) | Q(tokens__isnull=False), id__in=ids).distinct())
    people.erase(persons, by=by, at=at)
    keys.destroy(sorted(back))
    done = back | {person.id for person in persons}
    for case in Case.objects.select_related("unit").filter(id__in=ids, erased_at=None):
        if case.change(erased_at=at):
            audit.record("case.erased", by=by, at=at, on=case)
            done.add(case.id)
    return len(done)
