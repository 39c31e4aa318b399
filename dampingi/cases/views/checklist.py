"""What must be done before a case may end, each with the page where it is done."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from dampingi.cases.pages import page_for
from dampingi.kernel.refusals import Obstacle
from dampingi.protocols.models import Duty

_RISK = frozenset({"risk-unasked", "risk-high", "risk-old"})


def checklist(number: str, obstacles: Sequence[Obstacle], duties: Sequence[Duty]) -> list[dict[str, Any]]:
    """Return obstacles as tasks: the words, the way out, and where it is done."""
    return [{"obstacle": one, "page": _page(number, one, duties)} for one in obstacles]


def _page(number: str, obstacle: Obstacle, duties: Sequence[Duty]) -> str:
    if obstacle.code in _RISK:
        return reverse("cases:reassess", args=[number])
    duty = next((d for d in duties if f"duty-{d.code}" == obstacle.code), None)
    return page_for(duty, number) if duty else ""
