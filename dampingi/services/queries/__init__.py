"""Reads of the room, one file for each topic."""

from dampingi.services.queries.sheets import can_be_written, drafts_of, sheet_facts, sheets_of

__all__ = ["can_be_written", "drafts_of", "sheet_facts", "sheets_of"]
