"""The life of a case, and how urgent it is. Pure."""

from enum import StrEnum

from dampingi.kernel.codes import Risk

URGENT = frozenset({Risk.HIGH, Risk.UNASSESSED})


class State(StrEnum):
    """The life of a case in this width: open, answered by pointing on, or she declined (H-07)."""

    OPEN = "open"
    POINTED_ON = "pointed_on"
    DECLINED = "declined"


def is_urgent(risk: str) -> bool:
    """Tell whether a risk runs on the high clock; unasked does (H-01)."""
    return risk in URGENT
