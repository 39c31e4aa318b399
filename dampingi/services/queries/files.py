"""What tells whether sexual images may be about in a case (H-13)."""

from dampingi.cases.models import Case
from dampingi.files import queries as files
from dampingi.files.models import File
from dampingi.services.models import Sheet, SheetState
from dampingi.services.rules.images import ImageFacts

LINKS, HANDOVER = "image-link", "image-handover"


def image_facts(case: Case) -> ImageFacts:
    """Return the coded facts by which an upload warns first."""
    return ImageFacts(
        tpks_kinds=frozenset(case.report.tpks_kinds),
        ampk=frozenset(case.ampk) | frozenset(case.report.ampk),
        linked=Sheet.objects.filter(case=case, kind=LINKS, state=SheetState.KEPT).exists(),
        held=files.holds_intimate(case.id),
    )


def was_handed_over(case: Case, one: File) -> bool:
    """Tell whether a kept sheet says to whom this file was handed."""
    return Sheet.objects.filter(case=case, kind=HANDOVER, about=one.number, state=SheetState.KEPT).exists()
