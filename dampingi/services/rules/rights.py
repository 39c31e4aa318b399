"""Which of her rights were told, and which were not. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dampingi.kernel.fields import Group
from dampingi.kernel.words import Words

GRASPED = ("yes", "partly")
TOLD = (*GRASPED, "no")


@dataclass(frozen=True, slots=True)
class Telling:
    """One sheet of rights: when, by whom, in which language, and what was answered of each right."""

    at: datetime
    teller: str
    language: str
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Right:
    """One right: since when it was told, by whom, in which language, and whether it is understood now."""

    code: str
    words: Words
    understood: str = ""
    told_at: datetime | None = None
    teller: str = ""
    language: str = ""

    @property
    def done(self) -> bool:
        """Tell whether nothing is left to tell of it."""
        return self.understood in GRASPED


def all_told(rights: Iterable[Group], said: Mapping[str, Any]) -> bool:
    """Tell whether every right was told, and understood at least in part."""
    return all((said.get(group.code) or {}).get(field.code) in GRASPED for group in rights for field in group.fields())


def rights_told(rights: Iterable[Group], tellings: Sequence[Telling]) -> list[tuple[Words, list[Right]]]:
    """Return each part with its rights as they stand after ``tellings``, in whatever order they are given.

    The first telling is kept (a sheet goes on where the last ended); the last word is whether it is
    understood. A later sheet that leaves a right open takes nothing back.
    """
    in_order = sorted(tellings, key=lambda telling: telling.at)
    found = []
    for group in rights:
        rows = []
        for field in group.fields():
            right = Right(field.code, field.label)
            for telling in in_order:
                answer = (telling.said.get(group.code) or {}).get(field.code)
                if answer in TOLD and answer != right.understood:
                    right = Right(field.code, field.label, answer, telling.at, telling.teller, telling.language)
            rows.append(right)
        found.append((group.label, rows))
    return found
