"""The API of reports, cases and duties: the same deeds as the pages."""

from dampingi.cases.api.deeds import router as deeds
from dampingi.cases.api.doors import router

router.add_router("", deeds)

__all__ = ["router"]
