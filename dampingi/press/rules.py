"""What a document is made of: blocks that its one template draws. Pure; no block is ever read as markup."""

from collections.abc import Mapping
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


def signs(*places: tuple[str, str]) -> Mapping[str, Any]:
    """Return places to sign: as what, and who."""
    return {"kind": "sign", "places": [list(place) for place in places]}
