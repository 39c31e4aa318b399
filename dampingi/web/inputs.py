"""One input on a page, ready to show."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dampingi.kernel.days import spoken_day


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
    empty: str = ""  # how a list calls no choice; else "Belum dipilih"

    @property
    def day(self) -> str:
        """Return the day of a moment."""
        return self.value[:10]

    @property
    def spoken_day(self) -> str:
        """Return the day of a moment with its weekday, so that a wrong one is seen; nothing if it is none."""
        try:
            return spoken_day(date.fromisoformat(self.day))
        except ValueError:
            return ""

    @property
    def hour(self) -> str:
        """Return the hour of a moment."""
        return self.value[11:16]

    @property
    def group(self) -> bool:
        """Tell whether it is a group of choices, with a legend instead of a label."""
        return self.kind in ("radios", "three-way", "checkboxes", "moment")

    @property
    def inline(self) -> bool:
        """Tell whether its choices stand side by side, as short answers do."""
        return self.kind == "three-way"
