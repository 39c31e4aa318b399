"""Who is in the room: Sari (companion), Ratna (her supervisor), Budi (another unit), and others."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dampingi.access import actions as access
from dampingi.access.actor import act_as, act_as_nobody, acting_as
from dampingi.access.models import Staff, Unit
from dampingi.access.rules import Role
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.intake.forms import clean_complaint
from dampingi.kernel.actors import System
from dampingi.keys import actions as keys
from dampingi.places.models import District, Province, Regency

BY = System("tests")
SECRET = "Marlina Kenanga Zzyzx"
STORY = "Kalimat rahasia qwxyz tentang malam itu"


class Room:
    """The people and the units; ``who`` signs somebody in."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.province = self._unit("62", "Provinsi", None)
        self.palangka = self._unit("62.71", "Palangka Raya", self.province)
        self.kobar = self._unit("62.01", "Kotawaringin Barat", self.province)
        self.small = self._unit("62.08", "Sukamara", self.province)
        self.peni = self._staff("peni", self.palangka, Role.INTAKE)
        self.sari = self._staff("sari", self.palangka, Role.COMPANION)
        self.ratna = self._staff("ratna", self.palangka, Role.SUPERVISOR)
        self.lina = self._staff("lina", self.palangka, Role.COMPANION)
        self.budi = self._staff("budi", self.kobar, Role.COMPANION, Role.SUPERVISOR, Role.INTAKE)
        self.kepala = self._staff("kepala", self.small, Role.INTAKE, Role.COMPANION, Role.SUPERVISOR, Role.HEAD)
        self.wati = self._staff("wati", self.province, Role.SUPERVISOR)
        self.adi = self._staff("adi", self.palangka, Role.ADMIN)
        self.dian = self._staff("dian", self.palangka, Role.DATA)
        self.tuti = self._staff("tuti", self.palangka, Role.TRAINER)

    def _unit(self, code: str, name: str, parent: Unit | None) -> Unit:
        kind = "district" if parent else "province"
        unit = access.add_unit(code=code, name=name, kind=kind, parent=parent, by=BY, at=self.now)
        keys.create_unit(unit.id, at=self.now)
        return unit

    def _staff(self, name: str, unit: Unit, *roles: Role) -> Staff:
        return access.add_staff(
            email=f"{name}@contoh.test",
            name=f"{name.capitalize()} Petugas",
            unit=unit,
            roles=roles,
            password=None,
            sex="female",
            languages=["indonesian"],
            by=BY,
            at=self.now,
        )

    def report(self, by: Staff | None = None, *, at: datetime | None = None, **changes: Any) -> list[Case]:
        """Receive a report as ``by`` and return its cases; the actor stays ``by``."""
        by, at = by or self.peni, at or self.now
        act_as(by)
        payload = {**complaint(at), **changes}
        got = cases.receive_report(clean_complaint(payload, now=at, zone=by.unit.timezone), by=by, at=at)
        return list(got.cases)

    def case(self, case: Case, by: Staff) -> Case:
        """Return the case fresh, through the eyes of ``by``."""
        act_as(by)
        return Case.objects.select_related("unit__parent", "report__taken_by", "victim", "companion").get(id=case.id)

    def client(self, staff: Staff) -> Client:
        """Return a browser in which ``staff`` is signed in."""
        browser = Client()
        browser.force_login(staff)
        return browser

    def token(self, staff: Staff) -> dict[str, str]:
        """Return the header of a token of ``staff``."""
        with acting_as("command"):
            text = access.issue_token(email=staff.email, days=1, scope="api", at=timezone.now())
        return {"HTTP_AUTHORIZATION": f"Bearer {text}"}


def complaint(at: datetime) -> dict[str, Any]:
    """Return a complaint as JSON."""
    return {
        "channel": "visit",
        "received_at": at.isoformat(),
        "reporter": {"capacity": "self"},
        "victims": [{"name": SECRET, "sex": "female", "age_years": 30, "contact_way": "own_phone"}],
        "incident": {"forms": ["physical"], "narrative": STORY},
        "risk_signs": {},
    }


@pytest.fixture
def room(db: None) -> Iterator[Room]:
    """Return the room, in the middle of a working day."""
    act_as_nobody()
    Province.objects.create(code="62", name="Kalimantan Tengah")
    for code in ("62.01", "62.08", "62.71"):
        Regency.objects.create(code=code, province_id="62", name=code)
        District.objects.create(code=f"{code}.01", regency_id=code, name=code)
    with acting_as("tests"):
        made = Room(timezone.now() - timedelta(minutes=1))
    yield made
    act_as_nobody()
