"""A suggestion taken up by a person: the case is one of suspected trafficking (H-18)."""

from datetime import datetime

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.services import queries

_NOTHING_SUGGESTED = Obstacle(
    "nothing-suggested",
    say("Identifikasi terakhir tidak menunjukkan dugaan perdagangan orang."),
    say("Lengkapi identifikasinya bila ada yang baru diketahui. Pertolongan tidak menunggunya."),
)


@transaction.atomic
def take_suggestion(case: Case, *, by: Staff, at: datetime) -> Case:
    """Write the acts, means and purposes of the last identification into the case; its duties follow.

    Raises ``Refusal`` where screening suggests nothing, ``Stale`` when somebody was faster.
    """
    found = queries.screening_of(case, queries.sheets_of(case))
    if found is None or found.why is None:
        raise Refusal(_NOTHING_SUGGESTED)
    said = {name: found.sheet.coded.get(name, []) for name in ("acts", "means", "purposes")}
    return cases.learn(case, {"trafficking": said}, by=by, at=at)
