"""Who is on duty, who is asked next, and until when it rings (H-02). Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

from dampingi.cases.rules.life import State, is_urgent

ACKNOWLEDGE_WITHIN = timedelta(minutes=15)
LOOK_WITHIN = timedelta(minutes=30)
"""How long whoever looks for an officer has before the chain is rung again (H-20; to confirm)."""
Asked = TypeVar("Asked")


def on_duty(part: str, *, local_hour: int, opens: int, closes: int) -> bool:
    """Tell whether somebody on the list for ``part`` is on duty at that local hour."""
    day = opens <= local_hour < closes
    return part == "always" or (part == "day") == day


def alarm_next(raised_at: datetime, *, within: timedelta = ACKNOWLEDGE_WITHIN) -> datetime:
    """Return when the next person in the chain is asked (H-02)."""
    return raised_at + within


def next_asked(chain: Sequence[Asked], last: Asked | None) -> Asked | None:
    """Return who is asked after ``last``, and after the last one of the chain the first again.

    Who stands in the chain may have changed meanwhile; then it begins anew.
    """
    if not chain:
        return None
    place = chain.index(last) + 1 if last in chain else 0
    return chain[place % len(chain)]


def still_rings(state: str, risk: str, *, accepted: bool) -> bool:
    """Tell whether a case still asks for a person: open, urgent, and nobody has accepted it."""
    return state == State.OPEN and is_urgent(risk) and not accepted
