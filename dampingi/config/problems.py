"""A no as RFC 9457 says it, wherever in the API it comes from."""

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from dampingi.kernel.words import Words, say

PROBLEM = "application/problem+json"
_TITLES = {
    HTTPStatus.NOT_FOUND: say("Tidak ada yang boleh ditampilkan."),
    HTTPStatus.METHOD_NOT_ALLOWED: say("Alamat ini tidak menerima cara permintaan ini."),
    HTTPStatus.INTERNAL_SERVER_ERROR: say("Ada kesalahan pada kami. Coba lagi sebentar lagi."),
}
_OTHER = say("Permintaan ini tidak dapat dibaca.")


def problem(status: int, title: Words, **more: Any) -> HttpResponse:
    """Return a problem: what happened, in the reader's language, and what to do."""
    body = {"type": "about:blank", "title": str(title), "status": status, **more}
    return JsonResponse(body, status=status, content_type=PROBLEM)


def as_problem(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return what an address under ``/api/`` answers: a no of Django or of ninja becomes a problem."""
    failed = response.status_code >= HTTPStatus.BAD_REQUEST
    if not failed or not request.path.startswith("/api/") or response.headers.get("Content-Type") == PROBLEM:
        return response
    said = problem(response.status_code, _TITLES.get(HTTPStatus(response.status_code), _OTHER))
    if "Allow" in response.headers:
        said["Allow"] = response.headers["Allow"]
    return said
