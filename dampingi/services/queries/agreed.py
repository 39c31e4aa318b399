"""What she agreed to, what was referred, what was offered; each through the eyes of whoever asks."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from dampingi.access.models import Staff
from dampingi.cases.models import Case
from dampingi.services.models import Consent, Referral, Transfer
from dampingi.services.rules.consent import Purpose
from dampingi.services.rules.referral import OPEN, TransferState


def closing_on(case: Case, day: date | None) -> datetime | None:
    """Return the moment the unit of a case closes on the day an answer is asked for."""
    return case.unit.calendar.closing_of(day) if day else None


def answers_that_stand(case: Case) -> Sequence[Consent]:
    """Return the newest answer to each question, sharing last, by recipient."""
    found = Consent.objects.filter(case=case, ended_at=None).select_related("provider", "unit")
    order = list(Purpose)
    return sorted(found, key=lambda one: (order.index(Purpose(one.purpose)), one.recipient))


def answers_before(case: Case, *, most: int = 50) -> Sequence[Consent]:
    """Return the answers that no longer stand, the newest first."""
    found = Consent.objects.filter(case=case, ended_at__isnull=False).select_related("provider", "unit")
    return list(found[:most])


def shares(case_id: UUID) -> Sequence[Consent]:
    """Return every answer about sharing that still stands, for the rule of sharing."""
    found = Consent.objects.filter(case_id=case_id, purpose=Purpose.SHARE, ended_at=None)
    return list(found.select_related("provider", "unit"))


def referrals_of(case: Case) -> Sequence[Referral]:
    """Return the referrals of a case, the newest first."""
    found = Referral.objects.filter(case=case).select_related("provider", "unit", "instead_of")
    return list(found.prefetch_related("links"))


def open_for(case: Case, service: str) -> Referral | None:
    """Return a referral that is running for the same need, if there is one."""
    found = Referral.objects.filter(case=case, service=service, state__in=OPEN)
    return found.select_related("provider", "unit").first()


def incoming_referrals(staff: Staff) -> Sequence[Referral]:
    """Return what was referred to the unit ``staff`` supervises: never the case, only that it waits."""
    found = Referral.objects.filter(unit_id=staff.unit_id) if staff.supervises else Referral.objects.none()
    return list(found.select_related("unit")[:200])


def incoming_transfers(staff: Staff) -> Sequence[Transfer]:
    """Return the cases offered to the unit ``staff`` supervises."""
    found = Transfer.objects.filter(to_unit_id=staff.unit_id) if staff.supervises else Transfer.objects.none()
    return list(found.select_related("from_unit", "to_unit")[:200])


def outgoing_transfers(staff: Staff) -> Sequence[Transfer]:
    """Return the cases the unit of ``staff`` has offered elsewhere, or handed over: a status, no content."""
    found = Transfer.objects.filter(from_unit_id=staff.unit_id) if staff.supervises else Transfer.objects.none()
    return list(found.select_related("from_unit", "to_unit")[:200])


def offer_of(case: Case) -> Transfer | None:
    """Return the offer of a case that waits for an answer."""
    found = Transfer.objects.filter(case=case, state=TransferState.OFFERED)
    return found.select_related("from_unit", "to_unit").first()
