"""Doors that nobody needs a verb for say why. Those that need one stand in ``access``."""

from collections.abc import Callable
from typing import Any, TypeVar

View = TypeVar("View", bound=Callable[..., Any])


def open_to_all(because: str) -> Callable[[View], View]:
    """Mark a view that is open to all, with the reason; the map of doors is walked by a test."""

    def mark(view: View) -> View:
        view.open_because = because  # type: ignore[attr-defined]  # the map of doors reads it
        return view

    return mark


def by_itself(view: View) -> View:
    """Mark a view that pages ask by themselves: it keeps nobody signed in."""
    view.by_itself = True  # type: ignore[attr-defined]  # read below
    return view


def asks_by_itself(view: Callable[..., Any]) -> bool:
    """Tell whether nobody did anything when this view is asked."""
    return getattr(view, "by_itself", False)
