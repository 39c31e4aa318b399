"""The language, the way out, and whether somebody is still here."""

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from dampingi.web.doors import by_itself, open_to_all


@require_POST
@open_to_all("everybody may read in her own language")
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language and go back to the page."""
    asked = request.POST.get("next", "/")
    safe = url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}) and asked.startswith("/")
    answer = HttpResponseRedirect(asked if safe else "/")
    code = request.POST.get("language", "")
    if check_for_language(code) and code in dict(settings.LANGUAGES):
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=31_536_000,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=True,
            samesite="Strict",
        )
    return answer


@csrf_exempt
@require_POST
@open_to_all("ends only the session of whoever sends it, when she leaves in a hurry")
def leave(request: HttpRequest) -> HttpResponse:
    """End the session at once; the browser is already somewhere else."""
    logout(request)
    answer = HttpResponse(status=204)
    answer.delete_cookie(settings.SESSION_COOKIE_NAME, samesite="Strict")
    return answer


@by_itself
@require_GET
@open_to_all("says only whether the one who asks is signed in")
def still_here(request: HttpRequest) -> HttpResponse:
    """Say whether the session lives: 204 or 401."""
    return HttpResponse(status=204 if request.user.is_authenticated else 401)
