"""What somebody did, frozen: one shape for a live case and for a drill. Codes and moments only. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from dampingi.protocols.rules import Facts


@dataclass(frozen=True, slots=True)
class DutyRecord:
    """A duty as it stood at the end; what ``protocols.rules.state`` asks of one."""

    code: str
    actor: str
    law: str
    article: str
    began_at: datetime
    due_at: datetime
    late_at: datetime
    met_at: datetime | None = None
    met_by: str = ""
    waived_at: datetime | None = None
    superseded_at: datetime | None = None
    reminder: bool = False
    clause_status: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """Something that was done or happened in a run."""

    deed: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """A line of the ledger: an act, its reason, and for a refusal the door and what stood in the way."""

    act: str
    at: datetime
    reason: str = ""
    door: str = ""
    codes: tuple[str, ...] = ()
    agrees: bool | None = None  # what she answered about being helped, where the act asked it


@dataclass(frozen=True, slots=True)
class Asked:
    """An option that was chosen in a dialogue."""

    option: str
    at: datetime

    @property
    def data(self) -> dict[str, str]:
        """Return it as it is kept."""
        return {"option": self.option, "at": self.at.isoformat()}

    @classmethod
    def of(cls, data: Mapping[str, str]) -> "Asked":
        """Return it as it was kept."""
        return cls(data["option"], datetime.fromisoformat(data["at"]))


@dataclass(frozen=True, slots=True)
class CaseRecord:
    """One case: its coded facts, its duties, what was done, what the ledger says of it."""

    facts: Facts
    duties: tuple[DutyRecord, ...] = ()
    deeds: tuple[Done, ...] = ()
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """Everything that is scored, from ``began_at`` until ``until``."""

    began_at: datetime
    until: datetime
    cases: tuple[CaseRecord, ...] = ()
    refusals: tuple[Act, ...] = ()
    asked: tuple[Asked, ...] = ()
