"""Who may receive something: providers of the directory, and other units."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dampingi.access.models import Unit
from dampingi.cases import queries as cases
from dampingi.cases.models import Case
from dampingi.kernel.ids import read_number
from dampingi.kernel.words import Words, say
from dampingi.people.models import Person, Role
from dampingi.places import queries as places
from dampingi.places.models import Provider


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody something may be shared with, as the rules name it."""

    key: str
    name: str
    kind: str
    provider: Provider | None = None
    unit: Unit | None = None

    def closed(self, day: date) -> bool:
        """Tell whether it no longer works."""
        return self.provider is not None and not self.provider.is_open(day)

    def who_else(self, day: date, *, service: str = "") -> str:
        """Return who else gives the service, in words."""
        if self.provider is None:
            return ""
        return ", ".join(one.name for one in places.instead_of(self.provider, day=day, service=service))


def recipient_of(key: str) -> Recipient | None:
    """Return whom ``provider:NUMBER`` or ``unit:CODE`` means, or None."""
    kind, _, rest = key.partition(":")
    if kind == "provider" and (number := read_number(rest)):
        provider = Provider.objects.filter(number=number).first()
        return _of_provider(provider) if provider else None
    if kind == "unit":
        unit = Unit.objects.filter(code=rest).first()
        return _of_unit(unit) if unit else None
    return None


def _of_provider(provider: Provider) -> Recipient:
    return Recipient(f"provider:{provider.number}", provider.name, provider.kind, provider=provider)


def _of_unit(unit: Unit) -> Recipient:
    return Recipient(f"unit:{unit.code}", unit.name, "unit", unit=unit)


def recipients_for(case: Case, *, day: date, service: str = "") -> tuple[Sequence[Recipient], Sequence[Recipient]]:
    """Return the providers, nearest first, and the other units that a form offers."""
    near = places.providers(day=day, near=case.unit.region_code, service=service)
    units = Unit.objects.exclude(id=case.unit_id).order_by("code")
    return [_of_provider(one) for one in near], [_of_unit(one) for one in units]


def guardians_for(case: Case) -> dict[str, tuple[Person, Words]]:
    """Return who of the people in a case could be named as guardian; whether they may be is a rule."""
    found: dict[str, tuple[Person, Words]] = {}
    reported = 0
    for person in cases.people_of(case):
        if person.role == Role.REPORTER:
            found["reporter"] = (person, say("Pelapor"))
        elif person.role == Role.REPORTED:
            reported += 1
            found[f"reported-{reported}"] = (person, say("Terlapor {place}", place=reported))
    return found
