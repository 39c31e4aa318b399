"""Keeping what the list was asked for as a view, and taking it away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases import queries, rules
from dampingi.cases.models import SavedView
from dampingi.cases.queries.listing import NAME, TABLE
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Refusal
from dampingi.keys import case as keys


@transaction.atomic
def save_view(asked: Mapping[str, Any], *, name: str, shared: bool, by: Staff, at: datetime) -> SavedView:
    """Keep these filters under a name, for oneself or for all of the unit; raises ``Refusal``.

    ``asked`` is what the address says, read and found without a problem.
    """
    # Her views are counted and named one at a time.
    Staff.objects.select_for_update().get(id=by.id)
    hers = queries.view_names(list(SavedView.objects.filter(staff=by)))
    facts = rules.ViewFacts(asked, name, tuple(hers.values()), shared=shared, supervises=by.supervises)
    if obstacles := rules.obstacles_to_keeping(facts):
        raise Refusal(*obstacles)
    made = SavedView(id=new_id(), unit_id=by.unit_id, staff=by, asked=dict(asked), shared=shared, at=at)
    key = keys.create([made.id], kind="view", unit_id=by.unit_id)[made.id]
    made.name = keys.seal(key, {"name": name}, table=TABLE, pk=made.id, column=NAME)
    made.save(force_insert=True)
    audit.record("view.saved", by=by, at=at, on=made, detail={"shared": shared})
    return made


@transaction.atomic
def remove_view(view: SavedView, *, by: Staff, at: datetime) -> None:
    """Take a view away with its name; raises ``Refusal`` where it is another's."""
    if not rules.may_remove(hers=view.staff_id == by.id, shared=view.shared, supervises=by.supervises):
        raise Refusal(rules.NOT_HER_VIEW)
    audit.record("view.removed", by=by, at=at, on=view, detail={"shared": view.shared})
    keys.destroy([view.id])
    SavedView.objects.filter(id=view.id).delete()
