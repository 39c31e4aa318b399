"""The API of reports, cases and duties: the same deeds as the pages."""

from dampingi.cases.api.deeds import DOORS, open_doors
from dampingi.cases.api.doors import router

open_doors(router, DOORS)

__all__ = ["router"]
