"""The deeds of the room, one file for each topic."""

from dampingi.services.actions.sheets import keep_sheet, read_sheet, read_sheets, save_sheet, throw_sheet_away

__all__ = ["keep_sheet", "read_sheet", "read_sheets", "save_sheet", "throw_sheet_away"]
