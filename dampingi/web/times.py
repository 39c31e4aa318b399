"""Time drawn and said: a bar from start to due, and words. Pure."""

from dataclasses import dataclass
from datetime import datetime

from dampingi.kernel.days import span
from dampingi.kernel.words import Words, say


@dataclass(frozen=True, slots=True)
class Bar:
    """How much of the time has gone (0 to 100), whether it is late, and words."""

    percent: int
    late: bool
    words: Words


def bar(began_at: datetime, due_at: datetime, now: datetime, *, late_at: datetime | None = None) -> Bar:
    """Return where ``now`` stands between start and due time; late only after ``late_at``, its grace."""
    whole = (due_at - began_at).total_seconds()
    gone = (now - began_at).total_seconds()
    percent = 100 if whole <= 0 else max(0, min(100, round(100 * gone / whole)))
    late = now > (late_at or due_at)
    words = say("sekarang") if due_at < now and not late else left(due_at, now)
    return Bar(percent, late, words)


def left(due_at: datetime, now: datetime) -> Words:
    """Return how long is left, or how late it is: "4 jam lagi", "terlambat 2 jam"."""
    if abs((due_at - now).total_seconds()) < 60:  # noqa: PLR2004 -- a minute
        return say("sekarang")
    if now > due_at:
        return say("terlambat {span}", span=span(now - due_at))
    return say("{span} lagi", span=span(due_at - now))
