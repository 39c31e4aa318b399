"""Reading a PDF as a person would: its text, and whether it claims to be accessible."""

import re
import unicodedata

import pypdfium2


def text_of(pdf: bytes) -> str:
    """Return the text of every page, spaces of the layout and places to break taken out."""
    document = pypdfium2.PdfDocument(pdf)
    pages = "\n".join(page.get_textpage().get_text_range() for page in document)
    return squeezed(pages)


def squeezed(text: str) -> str:
    """Return text without white space, hidden breaks and differences of form."""
    return re.sub(r"[\s\u200b\ufffe\ufeff]+", "", unicodedata.normalize("NFKC", text))


def pages_of(pdf: bytes) -> int:
    """Return how many pages there are."""
    return len(pypdfium2.PdfDocument(pdf))
