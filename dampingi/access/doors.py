"""Doors: every view says which verb it needs, or why it is open to all."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.web.doors import open_to_all

__all__ = ["NoVerb", "StaffRequest", "api_needs", "needs", "open_to_all"]

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer")


class StaffRequest(HttpRequest):
    """A request behind a door: somebody of a unit is signed in."""

    user: Staff


class NoVerb(Exception):
    """Her roles do not do this (403 of the API)."""


def needs(
    verb: Verb,
) -> Callable[
    [Callable[Concatenate[StaffRequest, Rest], HttpResponse]],
    Callable[Concatenate[HttpRequest, Rest], HttpResponse],
]:
    """Let in whoever is signed in and may do ``verb``: 302 to the sign-in page, 403 for others."""

    def guard(
        view: Callable[Concatenate[StaffRequest, Rest], HttpResponse],
    ) -> Callable[Concatenate[HttpRequest, Rest], HttpResponse]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            if not isinstance(request.user, Staff):
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            if not request.user.may(verb):
                raise PermissionDenied
            return view(cast("StaffRequest", request), *args, **kwargs)

        door.verb = verb  # type: ignore[attr-defined]  # the map of doors reads it
        return door

    return guard


def api_needs(
    verb: Verb,
) -> Callable[
    [Callable[Concatenate[StaffRequest, Rest], Answer]],
    Callable[Concatenate[HttpRequest, Rest], Answer],
]:
    """Let in a bearer whose roles may do ``verb``; raises ``NoVerb`` for others."""

    def guard(
        view: Callable[Concatenate[StaffRequest, Rest], Answer],
    ) -> Callable[Concatenate[HttpRequest, Rest], Answer]:
        @wraps(view)
        def door(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            if not isinstance(request.user, Staff) or not request.user.may(verb):
                raise NoVerb
            return view(cast("StaffRequest", request), *args, **kwargs)

        door.verb = verb  # type: ignore[attr-defined]  # the map of doors reads it
        return door

    return guard
