"""Who did it, and to what: the little that the ledger needs to know of either."""

from dataclasses import dataclass
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

_SYSTEMS = uuid5(NAMESPACE_URL, "https://dampingi.example/systems")


class Actor(Protocol):
    """Whoever does a deed: a member of staff, or a named system."""

    @property
    def id(self) -> UUID:
        """Return the id the ledger keeps."""
        ...

    @property
    def unit_id(self) -> UUID | None:
        """Return the unit the actor works for, or None."""
        ...

    @property
    def ledger_role(self) -> str:
        """Return the code of the role in which the deed is done."""
        ...


class Subject(Protocol):
    """What a deed is done to: a case, a report, a person, a duty."""

    @property
    def ledger_kind(self) -> str:
        """Return the code of the kind of thing this is."""
        ...

    @property
    def id(self) -> UUID:
        """Return its id."""
        ...

    @property
    def unit_id(self) -> UUID:
        """Return the unit in whose ledger its lines stand."""
        ...


@dataclass(frozen=True, slots=True)
class System:
    """A part of Dampingi that acts by itself: a job, the public page, the migration."""

    name: str

    @property
    def id(self) -> UUID:
        """Return the same id for the same name, on every machine."""
        return uuid5(_SYSTEMS, self.name)

    @property
    def unit_id(self) -> UUID | None:
        """Return None: a system belongs to no unit."""
        return None

    @property
    def ledger_role(self) -> str:
        """Return ``system``."""
        return "system"
