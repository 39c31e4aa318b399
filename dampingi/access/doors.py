"""Doors: every view says which verb it needs, or why it is open to all.

Some ask who it is once more (``proved``); where a second factor is owed, nobody without one comes
further than the pages on which she gets one (``FactorRequired``).
"""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.web.doors import open_to_all

__all__ = ["FactorRequired", "NoVerb", "StaffRequest", "api_needs", "needs", "open_to_all", "proved"]

FRESH = timedelta(minutes=5)
PROVED = "proved"  # in the session: when she showed again who she is
# What answers whoever still owes a second factor: getting one, and leaving.
ENROLLING = frozenset(
    {
        "access:security",
        "access:app-code",
        "access:app-picture",
        "access:passkey-begin",
        "access:passkey-add",
        "access:prove",
        "access:prove-passkey",
        "access:passkey-ask",
        "access:sign-in",
        "access:sign-out",
        "web:language",
        "web:leave",
        "web:still-here",
        "healthz",
    },
)

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


def proved(
    back: str = "", *, to_take: bool = False
) -> Callable[
    [Callable[Concatenate[StaffRequest, Rest], HttpResponse]],
    Callable[Concatenate[StaffRequest, Rest], HttpResponse],
]:
    """Ask again who it is where that was shown more than five minutes ago (P-09, A-31).

    Stands below ``needs``. A form that comes too late is asked for again on its page: ``back`` names
    it where the door has none of its own. ``to_take``: the page may be read, only what it hands out
    asks again.
    """

    def guard(
        view: Callable[Concatenate[StaffRequest, Rest], HttpResponse],
    ) -> Callable[Concatenate[StaffRequest, Rest], HttpResponse]:
        @wraps(view)
        def door(request: StaffRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> HttpResponse:
            reads = to_take and request.method == "GET"
            if reads or is_fresh(request, at=timezone.now()):
                return view(request, *args, **kwargs)
            here = reverse(back, kwargs=kwargs) if back and request.method != "GET" else request.get_full_path()
            return HttpResponseRedirect(f"{reverse('access:prove')}?{urlencode({'next': here})}")

        door.asks_again = True  # type: ignore[attr-defined]  # a test reads which doors do
        return door

    return guard


def is_fresh(request: HttpRequest, *, at: datetime) -> bool:
    """Tell whether she signed in, or showed again who she is, within the last five minutes."""
    moments = [getattr(request.session, "made_at", None)]
    if said := request.session.get(PROVED):
        moments.append(datetime.fromtimestamp(said, UTC))
    return any(moment is not None and at - moment <= FRESH for moment in moments)


class FactorRequired:
    """Where a second factor is owed, whoever has none gets one first; nothing else answers her (A-23)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Lead her to the page on which she gets one."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if name in ENROLLING or not isinstance(request.user, Staff) or not owes_factor(request.user):
            return None
        return HttpResponseRedirect(reverse("access:security"))


def owes_factor(staff: Staff) -> bool:
    """Tell whether she must get a second factor before anything else."""
    return bool(settings.DAMPINGI_MFA_REQUIRED) and not staff.has_factor
