"""A place of safety for her: needed, begun, made longer, left; and where it is, for who must know."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from dampingi.access.actor import acting_as
from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.cases.models import Case
from dampingi.cases.rules import ERASED
from dampingi.kernel.ids import new_id
from dampingi.kernel.refusals import Obstacle, Refusal, Stale
from dampingi.kernel.words import say
from dampingi.keys import case as keys
from dampingi.places import actions as places
from dampingi.places.models import Shelter
from dampingi.protocols import actions as protocols
from dampingi.protocols.rules import Deed
from dampingi.services import queries
from dampingi.services.models import Stay, StayExtension
from dampingi.services.rules.stays import obstacles_to_extending, obstacles_to_placing

TABLE, COLUMN = "services_stay", "words"
_UNKNOWN = Obstacle(
    "no-such-place",
    say("Nomor penampungan ini tidak ada dalam daftar di bawah."),
    say("Pilih salah satu, atau catat kebutuhannya saja."),
)


@transaction.atomic
def need_shelter(case: Case, *, reasons: list[str], when: datetime, by: Staff, at: datetime) -> None:
    """Note that she needs a place and there is none yet: another is looked for at once, and she is referred."""
    if case.erased_at is not None:
        raise Refusal(ERASED)
    protocols.happened(case.id, Deed.SHELTER_NEEDED, when=when, by=by, at=at)
    audit.record("shelter.needed", by=by, at=at, on=case, reason=reasons[0])


@transaction.atomic
def begin_stay(case: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Stay:
    """Let her stay in a shelter, or refuse with everything that keeps it from taking her.

    ``said`` is a cleaned ``STAY_BEGIN`` sheet whose ``place`` is the number of an offer.
    """
    if case.erased_at is not None:
        raise Refusal(ERASED)
    offer = next((one for one in queries.offers_for(case) if one.number == said["place"]), None)
    if offer is None:
        raise Refusal(_UNKNOWN)
    # Whoever places her may not see the shelter's row; its lock keeps two from taking the last place.
    with acting_as("shelters"):
        Shelter.objects.select_for_update().get(id=offer.id)
    offer = next(one for one in queries.offers_for(case) if one.id == offer.id)
    if obstacles := obstacles_to_placing(offer.facts_for(case)):
        raise Refusal(*obstacles)
    stay = Stay(id=new_id(), case=case, shelter_id=offer.id, reasons=said["reasons"], began_at=said["when"], by_id=by.id)
    stay.until = stay.began_at + timedelta(days=case.unit.shelter_days)
    stay.words = _sealed(stay, {"needs": said["needs"]})
    stay.save(force_insert=True)
    protocols.happened(
        case.id, Deed.STAY_RUNS, when=stay.began_at, about=stay.number, due_at=stay.until, by=by, at=at
    )
    audit.record("stay.began", by=by, at=at, on=case, reason=stay.reasons[0], detail={"stay": str(stay.id)})
    return stay


@transaction.atomic
def extend_stay(stay: Stay, *, until: datetime, reason: str, by: Staff, at: datetime) -> Stay:
    """Let her stay longer, for a reason; the clock begins anew. Raises ``Refusal``, ``Stale``."""
    if obstacles := obstacles_to_extending(until=until, stood=stay.until, left=stay.left_at is not None):
        raise Refusal(*obstacles)
    _change(stay, until=until)
    StayExtension.objects.create(id=new_id(), case_id=stay.case_id, stay=stay, at=at, until=until, reason=reason, by_id=by.id)
    protocols.happened(stay.case_id, Deed.STAY_RUNS, when=at, about=stay.number, due_at=until, by=by, at=at)
    audit.record("stay.extended", by=by, at=at, on=stay.case, reason=reason, detail={"stay": str(stay.id)})
    return stay


@transaction.atomic
def leave_stay(stay: Stay, said: Mapping[str, Any], *, by: Staff, at: datetime) -> Stay:
    """Note that she left: where to and how she stays safe lie sealed; she is asked after, on a day.

    ``said`` is a cleaned ``STAY_LEAVE`` sheet. Not safe there: another place is looked for at once.
    """
    if stay.left_at is not None:
        raise Stale
    when = max(said["when"], stay.began_at)
    words = {**read_stay(stay), "where": said["where"], "plan": said["plan"]}
    sealed = _sealed(stay, words)
    _change(stay, left_at=when, left_to=said["left_to"], safe_now=said["safe_now"], words=sealed)
    after = said["follow_on"]
    protocols.happened(stay.case_id, Deed.STAY_LEFT, when=when, about=stay.number, due_at=after, by=by, at=at)
    if said["safe_now"] == "unsafe":
        protocols.happened(stay.case_id, Deed.SHELTER_NEEDED, when=at, by=by, at=at)
    audit.record("stay.left", by=by, at=at, on=stay.case, reason=stay.left_to, detail={"stay": str(stay.id)})
    return stay


@transaction.atomic
def open_place(stay: Stay, *, by: Staff, at: datetime) -> dict[str, str] | None:
    """Return where she stays, for who must know; None for everybody else. The case's file says who looked."""
    shelter = queries.shelters_seen_by(by).filter(id=stay.shelter_id).first()
    if shelter is None:
        return None
    audit.record("shelter.revealed", by=by, at=at, on=stay.case, reason="own_case", outcome="looked")
    return places.reveal_shelter(shelter, because="own_case", by=by, at=at)


def read_stay(stay: Stay) -> dict[str, str]:
    """Return what was told about a stay, for somebody who may see the case; nothing where the key is gone."""
    key = keys.load([stay.case_id]).get(stay.case_id)
    if key is None:
        return {}
    return dict(keys.unseal(key, bytes(stay.words), table=TABLE, pk=stay.id, column=COLUMN))


def _sealed(stay: Stay, words: Mapping[str, Any]) -> bytes:
    key = keys.load([stay.case_id])[stay.case_id]
    return keys.seal(key, dict(words), table=TABLE, pk=stay.id, column=COLUMN)


def _change(stay: Stay, **to: Any) -> None:
    if not Stay.objects.filter(id=stay.id, version=stay.version, left_at=None).update(version=F("version") + 1, **to):
        raise Stale
    stay.refresh_from_db(fields=["version", *to])
