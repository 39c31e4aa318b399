"""Agreeing, referring and handing over, as the doors hand it to the deeds."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Staff
from dampingi.cases.models import Case
from dampingi.kernel.fields import clean
from dampingi.places import actions as places
from dampingi.places.models import Provider
from dampingi.services import actions
from dampingi.services.catalog.consent import CONSENT, REFERRAL, TRANSFER
from dampingi.services.models import Consent, Referral, Transfer
from tests.cases.steps import cleaned
from tests.fixtures import Room


def provider(room: Room, name: str = "RSUD Contoh", **said: Any) -> Provider:
    """Put a provider into the directory."""
    values = {"name": name, "kind": "hospital", "services": ["health"], "region_code": "62.71", **said}
    values.setdefault("confirmed_on", room.now.date())
    with acting_as("tests"):
        return places.add_provider({"unit_id": room.palangka.id, **values}, by=room.sari, at=room.now)


def payload(room: Room, **said: Any) -> dict[str, Any]:
    """Return a consent sheet as JSON: everything that must be there, and what is said beside it."""
    how = {"explained": True, "form": "spoken", "heard_by": "Sari", "capacity": "able", **said.pop("how", {})}
    return {"when": room.now.isoformat(), "purposes": ["share"], "given": True, "how": how, **said}


def agree(room: Room, case: Case, to: Provider | str, parts: Sequence[str], by: Staff | None = None, **said: Any) -> Consent:
    """Let her agree to sharing these parts with somebody; return the answer."""
    by = by or room.sari
    key = to if isinstance(to, str) else f"provider:{to.number}"
    values = cleaned(CONSENT, payload(room, recipient=key, parts=list(parts), **said), room.now)
    (made,) = actions.record_consent(room.case(case, by), values, by=by, at=room.now)
    return made


def words(room: Room, to: Provider | str, parts: Sequence[str], **said: Any) -> dict[str, Any]:
    """Return a referral's sheet as its door hands it to the deed."""
    key = to if isinstance(to, str) else f"provider:{to.number}"
    data = {"recipient": key, "service": "health", "parts": list(parts), "basis": "consent", "request": "Mohon visum qzreq"}
    data["due_on"] = (room.now.date() + timedelta(days=5)).isoformat()
    found = clean(REFERRAL, {**data, **said}, now=room.now)
    assert not found.problems, found.problems
    return found.values


def refer(room: Room, case: Case, to: Provider | str, parts: Sequence[str], by: Staff | None = None, **said: Any) -> Referral:
    """Refer as ``by``."""
    by = by or room.sari
    instead = said.pop("instead_of", None)
    return actions.refer(room.case(case, by), words(room, to, parts, **said), instead_of=instead, by=by, at=room.now)


def offer(room: Room, case: Case, to: str = "62.01", by: Staff | None = None, **said: Any) -> Transfer:
    """Offer a case as ``by``."""
    by = by or room.ratna
    data = {"to_unit": to, "note": "Catatan qznote", "basis": "law", "due_on": _in(room, 5).isoformat(), **said}
    return actions.offer(room.case(case, by), cleaned(TRANSFER, data, room.now), by=by, at=room.now)


def _in(room: Room, days: int) -> date:
    return room.now.date() + timedelta(days=days)


def seen(referral: Referral, by: Any, at: Any) -> dict[str, str]:
    """Return what a recipient reads now: each part with everything it says."""
    act_as(by) if isinstance(by, Staff) else None
    packet = actions.read_received(referral, by=by, at=at).packet
    return {str(one.part): " ".join(text for _, text in one.lines) for one in packet.shown}
