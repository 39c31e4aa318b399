"""Every door of the house, from the address book itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True, slots=True)
class Door:
    """One address: its name, what it is told, the view behind it."""

    name: str
    asks: tuple[str, ...]
    view: Any

    def path(self, **said: object) -> str:
        """Return its address; what is not said gets something that fits."""
        return reverse(self.name, kwargs={one: said.get(one, _STANDS_FOR.get(one, "1")) for one in self.asks})


_STANDS_FOR = {"number": "0000000000A", "turn": 1, "path": "x"}


def doors() -> list[Door]:
    """Return every named door."""
    return list(_walk(get_resolver().url_patterns, "", ()))


def _walk(patterns: Sequence[URLPattern | URLResolver], space: str, asked: tuple[str, ...]) -> Iterator[Door]:
    for one in patterns:
        asks = (*asked, *one.pattern.converters)
        if isinstance(one, URLResolver):
            inner = f"{space}{one.namespace}:" if one.namespace else space
            yield from _walk(one.url_patterns, inner, asks)
        elif one.name:
            yield Door(f"{space}{one.name}", asks, one.callback)
