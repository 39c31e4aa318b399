"""As whom the database is asked: the policies read ``app.staff`` (architecture: row-level security)."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

from dampingi.access.models import Staff
from dampingi.access.sessions import SessionStore
from dampingi.web.doors import asks_by_itself


def _say(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.staff', %s, false)", [name])


def act_as(staff: Staff) -> None:
    """Ask the database as ``staff`` from now on."""
    _say(str(staff.id))


def act_as_nobody() -> None:
    """Ask as nobody: policed tables are empty."""
    _say("")


@contextmanager
def acting_as(job: str) -> Iterator[None]:
    """Ask as a named system actor for a while, then as whoever asked before.

    For jobs, and for the part of a deed that must reach what its actor may not see; never for a
    page that shows a case.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting('app.staff', true), ''), set_config('app.staff', %s, false)",
            [f"job:{job}"],
        )
        (before, _) = cursor.fetchone()
    try:
        yield
    finally:
        if not connection.needs_rollback:
            _say(before)


class ActorMiddleware:
    """Set the actor for a request, note that she is here, and clear the actor in any case."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask as whoever is signed in; the API's bearer says it later by itself."""
        if not request.path.startswith(("/static/", "/healthz")) and request.user.is_authenticated:
            act_as(request.user)
        try:
            return self.get_response(request)
        finally:
            if connection.connection is not None and not connection.needs_rollback:
                act_as_nobody()

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> None:
        """Keep the session alive by what a person asks for, not by what a page asks for itself (P-08)."""
        if isinstance(request.user, Staff) and isinstance(request.session, SessionStore) and not asks_by_itself(view):
            request.session.note()
