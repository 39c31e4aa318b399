"""What a document is made of: blocks that its one template draws. Pure; no block is ever read as markup."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Document:
    """A document as its template reads it: what it is called, for whom, and block after block."""

    title: str
    blocks: tuple[Mapping[str, Any], ...]
    date: str = ""


def heading(text: str, level: int = 2) -> Mapping[str, Any]:
    """Return a heading."""
    return {"kind": "heading", "level": level, "text": text}


def text(words: str, *, small: bool = False) -> Mapping[str, Any]:
    """Return a paragraph."""
    return {"kind": "small" if small else "text", "text": words}


def pairs(*rows: tuple[str, str]) -> Mapping[str, Any]:
    """Return questions with their answers; what is empty is left out."""
    return {"kind": "pairs", "rows": [[label, words] for label, words in rows if words]}


def items(*words: str) -> Mapping[str, Any]:
    """Return a list."""
    return {"kind": "items", "items": list(words)}


def table(columns: Sequence[tuple[str, int]], rows: Sequence[Sequence[str]], *, tall: bool = False) -> Mapping[str, Any]:
    """Return a table: each column with its heading and its share of the width; ``tall`` leaves room to sign."""
    return {
        "kind": "table",
        "columns": [name for name, _ in columns],
        "widths": [width for _, width in columns],
        "rows": [list(row) for row in rows],
        "tall": tall,
    }


def picture(svg: str, *, alt: str, width_mm: int = 32) -> Mapping[str, Any]:
    """Return a drawn picture (a code that a phone reads), with what it is for whoever cannot see it."""
    return {"kind": "picture", "svg": svg, "alt": alt, "width": width_mm}


def centred(*lines: str, size: int = 12) -> Mapping[str, Any]:
    """Return lines in the middle of the page, as on a certificate; ``size`` in points."""
    return {"kind": "centred", "lines": list(lines), "size": size}


def new_page() -> Mapping[str, Any]:
    """Return the end of a page: what follows stands on its back."""
    return {"kind": "page"}


def signs(*places: tuple[str, str]) -> Mapping[str, Any]:
    """Return places to sign: as what, and who."""
    return {"kind": "sign", "places": [list(place) for place in places]}
