"""The life of a case, and how urgent it is. Pure."""

from enum import StrEnum

from dampingi.kernel.codes import Risk

URGENT = frozenset({Risk.HIGH, Risk.UNASSESSED})


class State(StrEnum):
    """The life of a case: open, or ended by its checklist, by pointing on, by her no (H-07), as a question (H-06)."""

    OPEN = "open"
    CLOSED = "closed"
    POINTED_ON = "pointed_on"
    DECLINED = "declined"
    CONSULTED = "consulted"


def is_urgent(risk: str) -> bool:
    """Tell whether a risk runs on the high clock; unasked does (H-01)."""
    return risk in URGENT
