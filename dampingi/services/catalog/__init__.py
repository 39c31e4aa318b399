"""Every sheet of casework, in the order a page offers them. A new sheet is its file and its line here."""

from dampingi.services.catalog import assessment, images, meeting, monitoring, safety, session, visit
from dampingi.services.rules.sheets import SheetKind

SHEETS: tuple[SheetKind, ...] = (
    safety.PLAN,
    assessment.SHORT,
    assessment.WHOLE,
    meeting.MEETING,
    visit.VISIT,
    visit.AFTER,
    session.SESSION,
    monitoring.MONITORING,
    monitoring.REPORT,
    images.LINK,
    images.REMOVAL,
    images.HANDOVER,
)
BY_CODE: dict[str, SheetKind] = {kind.code: kind for kind in SHEETS}
