"""The API of casework: sheets, the plan, her agreement, and who else helps; the same deeds as the pages."""

from ninja import Router

from dampingi.services.api import plan, sheets, things
from dampingi.services.api.sheets import each_kind

router = Router()
for part in (sheets, plan, things):
    router.add_router("", part.router)

__all__ = ["each_kind", "router"]
