"""From blocks to paper: the letterhead of a unit, who printed it and when, in Indonesian whoever prints."""

from dataclasses import asdict
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from dampingi.access.models import Staff, Unit
from dampingi.access.rules import ROLES, Role
from dampingi.kernel.days import spoken_moment
from dampingi.press.rules import Document
from dampingi.press.typesetter import pdf_of

in_indonesian = override("id")
"""Documents are Indonesian, whoever prints them."""


def known_outside(staff: Staff) -> str:
    """Return how somebody is named toward outsiders: the alias where she has one (H-20)."""
    return staff.alias or staff.name


def signed_by(staff: Staff) -> str:
    """Return in which of her roles somebody signs."""
    return str(ROLES[Role(staff.ledger_role)]) if staff.ledger_role else _("petugas")


def as_pdf(document: Document, *, unit: Unit, by: Staff, at: datetime, zone: ZoneInfo) -> bytes:
    """Return a document on the letterhead of ``unit``, marked with who printed it and when."""
    moment = spoken_moment(at, zone)
    below = " · ".join(part for part in (" ".join(unit.address.split()), unit.phone) if part)
    return pdf_of(
        {
            **asdict(document),
            "lang": "id",
            "practice": _("LATIHAN — semua di sini rekaan") if settings.DAMPINGI_MODE == "practice" else "",
            "mark": f"{known_outside(by)} · {moment}",
            "foot": _("Rahasia. Dicetak %(who)s, %(when)s.") % {"who": known_outside(by), "when": moment},
            "page": _("Halaman"),
            "of": _("dari"),
            "head": {
                "top": [line for line in unit.letterhead.splitlines() if line.strip()],
                "name": unit.name,
                "below": [below] if below else [],
            },
        },
    )
