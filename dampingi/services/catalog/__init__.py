"""Every sheet of casework, in the order a page offers them. A new sheet is its file and its line here."""

from dampingi.services.catalog import (
    assessment,
    diversion,
    images,
    law,
    mediation,
    meeting,
    monitoring,
    pressure,
    rights,
    safety,
    session,
    shelter,
    trafficking,
    visit,
)
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
    *law.SHEETS,
    *rights.SHEETS,
    *pressure.SHEETS,
    *trafficking.SHEETS,
    *diversion.SHEETS,
    *mediation.SHEETS,
    *shelter.SHEETS,
    images.LINK,
    images.REMOVAL,
    images.HANDOVER,
)
BY_CODE: dict[str, SheetKind] = {kind.code: kind for kind in SHEETS}
