"""What is still to be learned, by whom, to be ready: for oneself and for a whole unit."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.kernel.codes import CASE_KINDS, CaseKind
from dampingi.training.catalog.modules import UNIT_MODULES
from dampingi.training.queries.register import holdings_of
from dampingi.training.rules.path import Learner, Offer, Path, UnitPath, shortest, shortest_for_unit

KINDS = tuple(kind for kind in CASE_KINDS.words if kind != CaseKind.POINTED_ON)
# Modules alone: a drill is played on a practice installation, and its result does not reach here yet.
OFFERS = tuple(
    Offer(m.code, m.title, m.jp, frozenset(m.competences), law=m.law, article=m.article, to_confirm=m.to_confirm)
    for m in UNIT_MODULES
    if m.competences
)


def path_of(staff: Staff, *, on: date) -> dict[str, Path]:
    """Return, for each kind of case, the shortest way of somebody to be ready for it."""
    learner = Learner(staff.id, holdings_of([staff.id], on=on).get(staff.id, {}))
    return {kind: shortest(learner, [kind], OFFERS, until=on) for kind in KINDS}


def companions_of(unit_id: UUID) -> list[Staff]:
    """Return who accompanies in a unit, by name."""
    staff = Staff.objects.filter(unit_id=unit_id, is_active=True).order_by("name", "id")
    return [one for one in staff if one.may(Verb.TAKE_OVER)]


def path_of_unit(companions: Sequence[Staff], *, ready: int, on: date) -> UnitPath:
    """Return the fewest hours with which so many of ``companions`` are ready for each kind of case."""
    held = holdings_of([one.id for one in companions], on=on)
    learners = [Learner(one.id, held.get(one.id, {})) for one in companions]
    return shortest_for_unit(learners, KINDS, OFFERS, ready=ready, until=on)
