"""Every sheet of casework, in the order a page offers them. A new sheet is its file and its line here."""

from dampingi.services.catalog import assessment
from dampingi.services.rules.sheets import SheetKind

SHEETS: tuple[SheetKind, ...] = (
    assessment.SHORT,
)
BY_CODE: dict[str, SheetKind] = {kind.code: kind for kind in SHEETS}
