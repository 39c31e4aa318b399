"""Refusals are remembered: 403, a keyed 404 and every rule's no leave a line after the rollback."""

from collections.abc import Callable

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from dampingi.access.models import Staff
from dampingi.audit import actions as audit
from dampingi.config.problems import as_problem
from dampingi.kernel.refusals import Refusal


class RefusalsRemembered:
    """Write the line for a refusal once the transaction of the refused deed is gone.

    A view lets ``Refusal`` pass, or handles it and leaves ``request.refused``; either way the act,
    the door and the codes of what stood in the way are kept, never what was typed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then remember."""
        response = self.get_response(request)
        if response.status_code == 405 and request.method == "GET" and not response.content:  # noqa: PLR2004 -- HTTP
            # A deed's address, loaded again: a page with a way on, not a blank one.
            allowed = response["Allow"]
            response = render(request, "web/nothing.html", status=405)
            response["Allow"] = allowed
        staff = getattr(request, "user", None)
        if isinstance(staff, Staff) and staff.is_authenticated:
            self._remember(request, response, staff)
        return as_problem(request, response)

    def _remember(self, request: HttpRequest, response: HttpResponse, staff: Staff) -> None:
        match = request.resolver_match
        door = match.view_name if match else "unknown"
        refused = getattr(request, "refused", None)
        codes: list[str] = []
        if response.status_code == 403:  # noqa: PLR2004 -- HTTP
            act = "door.refused"
        elif response.status_code == 404 and match and match.kwargs:  # noqa: PLR2004 -- HTTP
            act = "door.nothing-to-show"
        elif isinstance(refused, Refusal):
            act, codes = "deed.refused", [o.code for o in refused.obstacles]
        else:
            return
        with transaction.atomic():
            audit.record(
                act,
                by=staff,
                at=timezone.now(),
                outcome="refused",
                detail={"door": door.replace(":", ".")[:60], "codes": codes[:10]},
            )

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Turn a refusal nobody handled into a page that says everything that stands in the way."""
        if isinstance(exception, Refusal):
            request.refused = exception  # type: ignore[attr-defined]  # read above, after the rollback
            return render(request, "web/refused.html", {"obstacles": exception.obstacles}, status=409)
        return None


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the page was too old, and let what was typed be sent again with one tap.

    Only what came from a page of ours is offered again, never a password.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin" and "password" not in request.POST
    typed = [(name, value) for name, values in request.POST.lists() for value in values] if ours else []
    context = {"typed": [(n, v) for n, v in typed if n != "csrfmiddlewaretoken"], "path": request.path}
    return render(request, "web/too_old.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer the same for what does not exist and what is not yours to see (H-11)."""
    return render(request, "web/nothing.html", status=404)


def unreadable(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that what was sent could not be taken in; what was saved before is still there."""
    return render(request, "web/broken.html", status=400)


def no_verb(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that this role does not do this, and who does."""
    return render(request, "web/no_verb.html", status=403)


def broken(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; nothing of what was typed is repeated."""
    return render(request, "web/broken.html", status=500)
