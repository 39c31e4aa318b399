"""Doors: every view says which verb it needs, or why it is open to all."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.web.doors import open_to_all

__all__ = ["NoVerb", "api_needs", "needs", "open_to_all"]

View = TypeVar("View", bound=Callable[..., Any])


class NoVerb(Exception):
    """Her roles do not do this (403 of the API)."""


def needs(verb: Verb) -> Callable[[View], View]:
    """Let in whoever is signed in and may do ``verb``: 302 to the sign-in page, 403 for others."""

    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not isinstance(request.user, Staff):
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            if not request.user.may(verb):
                raise PermissionDenied
            return view(request, *args, **kwargs)  # type: ignore[no-any-return]

        door.verb = verb  # type: ignore[attr-defined]
        return door  # type: ignore[return-value]

    return guard


def api_needs(verb: Verb) -> Callable[[View], View]:
    """Let in a bearer whose roles may do ``verb``; raises ``NoVerb`` for others."""

    def guard(view: View) -> View:
        @wraps(view)
        def door(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.may(verb):  # type: ignore[union-attr]
                raise NoVerb
            return view(request, *args, **kwargs)

        door.verb = verb  # type: ignore[attr-defined]
        return door  # type: ignore[return-value]

    return guard
