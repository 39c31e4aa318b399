"""What the room keeps, one file for each thing."""

from dampingi.services.models.sheets import Sheet, SheetState

__all__ = ["Sheet", "SheetState"]
