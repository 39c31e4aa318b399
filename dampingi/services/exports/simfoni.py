"""The national record as a table: one sheet for cases, one for reported parties, one for services."""

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter
from django.utils import translation

from dampingi.services.catalog.simfoni import COLUMNS, Section
from dampingi.services.queries.simfoni import Record

_SHEETS: tuple[tuple[str, tuple[Section, ...]], ...] = (
    ("Kasus", (Section.CASE, Section.VICTIM, Section.REPORTER)),
    ("Terlapor", (Section.PARTY,)),
    ("Layanan", (Section.SERVICE,)),
)


def workbook(records: Sequence[Record], *, note: str) -> bytes:
    """Return a workbook in memory: no name, no free words; every value is text, none is ever a formula (A-03)."""
    out = io.BytesIO()
    with translation.override("id"), xlsxwriter.Workbook(out, {"in_memory": True, **_TEXT}) as book:
        # With the quote prefix a program keeps it as text even when somebody edits the cell.
        plain = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@", "quote_prefix": True})
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True})
        for name, sections in _SHEETS:
            sheet = book.add_worksheet(name)
            columns = [c for c in COLUMNS if c.section in sections and not c.identity and not c.told]
            if name != _SHEETS[0][0]:
                columns = [COLUMNS[0], *columns]
            for place, column in enumerate(columns):
                sheet.write_string(0, place, str(column.label), head)
            for line, row in enumerate(_rows(name, records), start=1):
                for place, column in enumerate(columns):
                    sheet.write_string(line, place, row.get(column.code, ""), plain)
            sheet.set_column(0, len(columns) - 1, 22)
            sheet.freeze_panes(1, 1)
            sheet.set_footer(f"&L{note.replace('&', '&&')}&R&P / &N")
    return out.getvalue()


_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def _rows(name: str, records: Sequence[Record]) -> Iterable[Mapping[str, str]]:
    for record in records:
        number = {"number": record.main["number"]}
        if name == "Kasus":
            yield record.main
        elif name == "Terlapor":
            yield from ({**number, **row} for _, row in record.parties)
        else:
            yield from ({**number, **row} for row in record.services)
