"""Indonesian first: pages change language by the switch alone, the API by ``Accept-Language``."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


class IndonesianFirst:
    """Read pages in the language that was switched to, Indonesian otherwise (contract, look)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next handler."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate the language for this answer and say which it was."""
        if request.path.startswith("/api/"):
            language = translation.get_language_from_request(request)
        else:
            asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
            language = asked if asked in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
        return response
