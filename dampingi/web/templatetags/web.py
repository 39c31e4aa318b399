"""Inputs, moments and numbers as a page shows them."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.forms.utils import flatatt

from dampingi.kernel.codes import ALL
from dampingi.kernel.days import WIB, spoken_day, spoken_moment
from dampingi.kernel.ids import spoken as spoken_number
from dampingi.kernel.words import say
from dampingi.web.renderer import QUIET
from dampingi.web.times import left as time_left

register = template.Library()
_LISTS = {one.code: one for one in ALL}


@register.inclusion_tag("web/_field.html")
def field(input: Any) -> dict[str, Any]:  # noqa: A002 -- the tag's own word
    """Show one input."""
    return {"input": input}


@register.simple_tag
def quiet() -> str:
    """Return the attributes that keep a browser from remembering, correcting or sending what is typed."""
    return flatatt(QUIET)


@register.simple_tag(takes_context=True)
def when(context: Any, moment: datetime | None) -> str:
    """Return a moment on the unit's clock, with its weekday."""
    zone = context.get("zone") or WIB
    return spoken_moment(moment, zone if isinstance(zone, ZoneInfo) else WIB) if moment else "–"


@register.filter
def day(value: date | None) -> str:
    """Return a day with its weekday."""
    return spoken_day(value) if value else "–"


@register.filter
def left(due_at: datetime, now: datetime) -> str:
    """Return how long is left."""
    return str(time_left(due_at, now))


@register.filter
def spoken(number: str) -> str:
    """Return a number in groups a person can read aloud."""
    return spoken_number(number)


@register.filter
def word(value: str, code_list: str) -> str:
    """Return the words of a code; an old code that is no longer listed shows as it is."""
    words = _LISTS[code_list].words.get(value)
    return str(words) if words else value


@register.filter
def said(text: str) -> str:
    """Return a stored sentence of a catalog (a law's name, an article) in the reader's language."""
    return str(say(text))


@register.filter
def split(text: str) -> list[str]:
    """Return words as a list to go over."""
    return text.split()


@register.filter
def among(items: Iterable[Any], known: Collection[Any]) -> list[Any]:
    """Return those of ``items`` that are known."""
    return [item for item in items if item in known]


@register.filter
def besides(items: Iterable[Any], known: Collection[Any]) -> list[Any]:
    """Return those of ``items`` that are not known."""
    return [item for item in items if item not in known]


@register.filter
def anchor(place: str) -> str:
    """Return the id of the input a problem belongs to, from its JSON pointer."""
    return "i-" + place.lstrip("/").replace("/", "-")


@register.filter
def at(mapping: Any, key: Any) -> Any:
    """Return what lies under ``key``, or at that place of a list, or nothing."""
    if isinstance(mapping, list | tuple):
        return mapping[key] if key < len(mapping) else None
    return mapping.get(key) if mapping else None


@register.filter
def may(staff: Any, verb: str) -> bool:
    """Tell whether the roles of whoever reads allow something."""
    return bool(staff) and staff.may(verb)
