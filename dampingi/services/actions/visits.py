"""An officer out on a visit: back and safe, or longer than she thought (H-20)."""

from datetime import datetime

from django.db import transaction

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.models import Case
from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import say
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed
from dampingi.services.models import Sheet


@transaction.atomic
def come_back(case: Case, visit: Sheet, *, by: Staff, at: datetime) -> None:
    """Record that the officer is back and safe; nobody is rung any more."""
    protocols.happened(case.id, Deed.VISIT_BACK, when=at, about=visit.first_number, by=by, at=at)
    audit.record("visit.back", by=by, at=at, on=case)


@transaction.atomic
def stay_longer(case: Case, visit: Sheet, *, until: datetime, by: Staff, at: datetime) -> None:
    """Record that the officer is safe and comes back later, or refuse an hour that has passed."""
    if until <= at:
        words = say("Jam itu sudah berlalu.")
        raise Refusal(Obstacle("back-past", words, say("Tulis jam yang akan datang, atau laporkan sudah kembali.")))
    protocols.happened(case.id, Deed.VISIT_STARTED, when=at, due_at=until, about=visit.first_number, by=by, at=at)
    audit.record("visit.longer", by=by, at=at, on=case)
