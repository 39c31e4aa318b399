"""One input on a page, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Input:
    """What ``{% field input %}`` shows: label, hint, value, choices, and the error beside it."""

    name: str
    id: str
    label: str
    hint: str
    kind: str
    value: str = ""
    values: Sequence[str] = ()
    choices: Sequence[tuple[str, str]] = ()
    error: str = ""
    required: bool = False

    @property
    def day(self) -> str:
        """Return the day of a moment."""
        return self.value[:10]

    @property
    def hour(self) -> str:
        """Return the hour of a moment."""
        return self.value[11:16]

    @property
    def group(self) -> bool:
        """Tell whether it is a group of choices, with a legend instead of a label."""
        return self.kind in ("radios", "three-way", "checkboxes", "moment")
