"""Words people read: Indonesian in the source, other languages from the message catalog.

``say("Tersisa {hours} jam", hours=4)`` is kept as a sentence with its blanks, and becomes text only
when somebody reads it, in the language of that reader. ``tools/messages.py`` gathers every
``say(...)``. The blank ``n`` is a count: English has a word for one and another for many.
"""

from collections.abc import Callable
from dataclasses import dataclass, field


def _as_written(text: str, count: int | None) -> str:
    return text


@dataclass(slots=True)
class _Reader:
    """Who turns a sentence into the reader's language; the composition room sets it once."""

    translate: Callable[[str, int | None], str] = _as_written


_READER = _Reader()


def read_with(translate: Callable[[str, int | None], str]) -> None:
    """Let ``translate`` render every sentence, by its count if it has one (called once, at start)."""
    _READER.translate = translate


@dataclass(frozen=True, slots=True, eq=True)
class Words:
    """A sentence not yet read: its Indonesian text and what fills its blanks."""

    text: str
    blanks: tuple[tuple[str, object], ...] = field(default=())

    def __str__(self) -> str:
        """Return the sentence in the reader's language."""
        blanks = dict(self.blanks)
        count = blanks.get("n")
        said = _READER.translate(self.text, count if isinstance(count, int) else None) if self.text else ""
        return said.format(**blanks) if blanks else said

    def __html__(self) -> str:
        """Escape like any text: Django would otherwise trust nothing and escape twice."""
        from html import escape

        return escape(str(self))

    def __bool__(self) -> bool:
        """Tell whether there is anything to read."""
        return bool(self.text)


def say(text: str, /, **blanks: object) -> Words:
    """Return the sentence ``text`` with its blanks, to be read later."""
    return Words(text, tuple(sorted(blanks.items())))
