"""Names that were opened for a search go cold: what nobody used for a while is dropped (K-2)."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from dampingi.cases import queries


class NamesGoCold:
    """Drop idle indexes of names after each answer of this process; costs nothing where there is none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then forget."""
        response = self.get_response(request)
        queries.forget_names(idle_since=timezone.now() - queries.IDLE)
        return response
