"""The API of reports, cases and duties: the same deeds as the pages."""

from dampingi.cases.api.doors import router

__all__ = ["router"]
