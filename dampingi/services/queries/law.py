"""What the page of the law shows beside the sheets: what is owed by whom, what was told, what screening suggests."""

from collections.abc import Sequence
from dataclasses import dataclass

from dampingi.cases.models import Case
from dampingi.kernel.codes import Sex
from dampingi.kernel.refusals import Reason
from dampingi.kernel.words import Words
from dampingi.protocols.catalog import child, legal, pkdrt, pressure, tpks, tppo
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import Actor
from dampingi.services.catalog.rights import LISTS
from dampingi.services.catalog.trafficking import IDENTIFY
from dampingi.services.models import Sheet
from dampingi.services.rules.rights import Right, Telling, rights_told
from dampingi.services.rules.sheets import SheetFacts
from dampingi.triage.rules import IncidentFacts, VictimFacts, trafficking_suspected

_STEPS = frozenset(s.code for p in (tpks, pkdrt, tppo, child, legal, pressure) for s in p.PROTOCOL.steps) - {"child-prompt"}
_OURS = frozenset({Actor.UNIT, Actor.HEAD})


def legal_duties(case: Case) -> tuple[list[Duty], list[Duty]]:
    """Return what others owe and is chased, and what we owe, of the legal track; the next due first."""
    found = list(Duty.objects.open().filter(run_id=case.id, code__in=_STEPS).order_by("due_at", "id"))
    return [d for d in found if d.actor not in _OURS], [d for d in found if d.actor in _OURS]


def rights_of(facts: SheetFacts, sheets: Sequence[Sheet]) -> list[tuple[Words, list[Right]]]:
    """Return her rights by the laws that apply, each as it was told; everything coded lies in clear."""
    found: list[tuple[Words, list[Right]]] = []
    for code, rights in LISTS.items():
        if _applies(code, facts):
            tellings = [
                Telling(s.when, s.coded.get("teller", ""), s.coded.get("language", ""), s.coded)
                for s in sheets
                if s.kind == code and s.when
            ]
            found += rights_told(rights, tellings)
    return found


def _applies(code: str, facts: SheetFacts) -> bool:
    kind = {"rights-tpks": "sexual_violence", "rights-tppo": "trafficking_suspected"}[code]
    return kind in facts.facts.kinds


@dataclass(frozen=True, slots=True)
class Screening:
    """What the last identification suggests to a person: why, and which signs; never a verdict (H-18)."""

    sheet: Sheet
    why: Reason | None
    indicators: int


def screening_of(case: Case, sheets: Sequence[Sheet]) -> Screening | None:
    """Return what the last identification suggests, or None where nobody has screened."""
    last = next((s for s in sheets if s.kind == IDENTIFY.code), None)
    if last is None:
        return None
    said = last.coded
    told = IncidentFacts(
        acts=frozenset(said.get("acts", ())),
        means=frozenset(said.get("means", ())),
        purposes=frozenset(said.get("purposes", ())),
    )
    victim = VictimFacts(Sex(case.victim.sex), case.victim.is_child, case.victim.disability)
    return Screening(last, trafficking_suspected(victim, told), len(said.get("indicators", ())))
