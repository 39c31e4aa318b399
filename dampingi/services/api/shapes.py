"""What the API answers about her agreement, and about who else helps: coded, never what was told."""

from datetime import datetime
from typing import Any

from ninja import Schema

from dampingi.places.models import Provider
from dampingi.services.models import Consent, Referral, Stay, Transfer


class ConsentOut(Schema):
    """One answer of hers to one question."""

    number: str
    purpose: str
    recipient: str | None
    parts: list[str]
    given: bool
    standing: str
    since: datetime
    until: datetime | None
    paused_at: datetime | None
    ended_at: datetime | None
    withdrawn: bool
    text_version: str
    form: str
    language: str
    interpreter: bool
    capacity: str
    speaker: str
    assent: str


class ConsentsOut(Schema):
    """Her answers, those that stand first."""

    items: list[ConsentOut]


class ReferralOut(Schema):
    """A referral: to whom, on what it rests, and how far it has come."""

    number: str
    recipient: str
    service: str
    parts: list[str]
    basis: str
    law: str
    by_phone: bool
    state: str
    sent_at: datetime
    due_at: datetime
    answered_at: datetime | None
    ended_at: datetime | None
    told_at: datetime | None
    instead_of: str | None
    version: int


class ReferralsOut(Schema):
    """The referrals of a case, the newest first."""

    items: list[ReferralOut]


class TransferOut(Schema):
    """A case offered whole to another unit."""

    number: str
    from_unit: str
    to_unit: str
    state: str
    basis: str
    offered_at: datetime
    due_at: datetime
    answered_at: datetime | None
    version: int


class TransfersOut(Schema):
    """The offers of a case, the newest first."""

    items: list[TransferOut]


class IncomingOut(Schema):
    """What other units sent to one's own."""

    referrals: list[ReferralOut]
    transfers: list[TransferOut]


class StayOut(Schema):
    """A stay in a shelter; where it is stays secret."""

    number: str
    reasons: list[str]
    began_at: datetime
    until: datetime
    left_at: datetime | None
    left_to: str
    safe_now: str
    version: int


class StaysOut(Schema):
    """The stays of a case, and the places that are offered to her now."""

    items: list[StayOut]
    offers: list[str]


def _named(row: Any, shape: type[Schema], **more: Any) -> dict[str, Any]:
    return {name: more[name] if name in more else getattr(row, name) for name in shape.model_fields}


def _recipient(provider: Provider | None, unit: Any) -> str | None:
    return f"provider:{provider.number}" if provider else f"unit:{unit.code}" if unit else None


def consent_out(one: Consent, *, at: datetime) -> dict[str, Any]:
    """Return one answer of hers."""
    return _named(one, ConsentOut, recipient=_recipient(one.provider, one.unit), standing=str(one.standing(at)))


def referral_out(one: Referral) -> dict[str, Any]:
    """Return one referral."""
    instead = one.instead_of.number if one.instead_of else None
    return _named(one, ReferralOut, recipient=_recipient(one.provider, one.unit), parts=one.asked, instead_of=instead)


def transfer_out(one: Transfer) -> dict[str, Any]:
    """Return one offer."""
    return _named(one, TransferOut, from_unit=one.from_unit.code, to_unit=one.to_unit.code)


def stay_out(one: Stay) -> dict[str, Any]:
    """Return one stay."""
    return _named(one, StayOut)
