"""Which sheets a case has, and which it needs."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from dampingi.access.models import Staff
from dampingi.cases import queries as cases
from dampingi.cases.models import Case
from dampingi.protocols import queries as protocols
from dampingi.services.catalog import SHEETS
from dampingi.services.models import Sheet, SheetState
from dampingi.services.rules.sheets import SheetFacts, SheetKind, Tab


def sheet_facts(case: Case) -> SheetFacts:
    """Return the coded facts of a case, its events among them, for the rules of sheets."""
    facts = replace(cases.facts_now(case), events=protocols.events_of(case.id))
    kept = Sheet.objects.filter(case=case, state=SheetState.KEPT).order_by("when", "recorded_at")
    said = dict(kept.values_list("kind", "coded"))  # of each kind the newest, for it comes last
    return SheetFacts(
        facts=facts,
        state=case.state,
        owed=frozenset(protocols.open_codes(case.id)),
        kept=frozenset(said),
        said=said,
    )


def sheets_of(case: Case, kinds: Iterable[str] | None = None) -> Sequence[Sheet]:
    """Return the kept sheets of a case, the newest first; corrected ones stand behind what replaced them."""
    found = Sheet.objects.filter(case=case, state=SheetState.KEPT).select_related("replaces")
    return list(found if kinds is None else found.filter(kind__in=list(kinds)))


def stands_for(sheet: Sheet) -> Sheet:
    """Return what stands for a sheet by now: itself, or the last that corrected it."""
    while sheet.state == SheetState.REPLACED:
        after = Sheet.objects.filter(replaces_id=sheet.id, state__in=(SheetState.KEPT, SheetState.REPLACED)).first()
        if after is None:
            break
        sheet = after
    return sheet


def drafts_of(case: Case, *, by: Staff) -> Sequence[Sheet]:
    """Return the half-filled sheets of one author."""
    return list(Sheet.objects.filter(case=case, by_id=by.id, state=SheetState.DRAFT).order_by("-recorded_at"))


def can_be_written(facts: SheetFacts, tab: Tab, *, by: Staff) -> Sequence[SheetKind]:
    """Return the sheets this case needs on that page and ``by`` may write: nothing more (H-06)."""
    return [
        kind
        for kind in SHEETS
        if kind.tab is tab and not kind.for_thing and kind.appears(facts) and by.may(kind.verb)
    ]
