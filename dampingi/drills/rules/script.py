"""What has arrived of a script by now, and what can be said. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dampingi.drills.rules.record import Asked
from dampingi.drills.rules.scenario import Beat, Dialogue, Option, Scenario


@dataclass(frozen=True, slots=True)
class Arrived:
    """A beat that has arrived, and when."""

    beat: Beat
    at: datetime


@dataclass(frozen=True, slots=True)
class Open:
    """A dialogue that is open: what was said in it so far, and what can still be said."""

    dialogue: Dialogue
    said: tuple[tuple[Option, datetime], ...]
    left: tuple[Option, ...]


def arrived(scenario: Scenario, *, began: datetime, asked: Sequence[Asked], now: datetime) -> tuple[Arrived, ...]:
    """Return what has arrived by ``now``, the first one first."""
    since: dict[str, datetime] = {"": began} | {one.option: one.at for one in asked}
    left = list(scenario.beats)
    found: list[Arrived] = []
    while ready := [beat for beat in left if beat.after in since]:
        for beat in ready:
            at = since[beat.after] + timedelta(minutes=beat.minute)
            left.remove(beat)
            if at <= now:
                since[beat.code] = at
                found.append(Arrived(beat, at))
    return tuple(sorted(found, key=lambda one: one.at))


def open_dialogues(scenario: Scenario, *, came: Sequence[Arrived], asked: Sequence[Asked]) -> tuple[Open, ...]:
    """Return the dialogues that beats or answers have opened, in the order of the script."""
    said = {one.option: one.at for one in asked}
    opened = {code for one in came for code in one.beat.opens}
    opened |= {option.leads for code, option in scenario.options.items() if code in said and option.leads}
    return tuple(
        Open(
            one,
            tuple(sorted(((o, said[o.code]) for o in one.options if o.code in said), key=lambda pair: pair[1])),
            tuple(o for o in one.options if o.code not in said),
        )
        for one in scenario.dialogues
        if one.code in opened
    )
