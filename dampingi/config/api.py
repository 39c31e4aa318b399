"""The root of the JSON API: who knocks, and how a no is said (RFC 9457)."""

from http import HTTPStatus
from typing import Any, cast

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from dampingi.access import actions as access
from dampingi.access.actor import act_as
from dampingi.access.doors import NoVerb, open_to_all
from dampingi.access.models import Staff
from dampingi.cases.api import router as cases
from dampingi.cases.api.errors import BadRequest, Conflicting
from dampingi.config.problems import problem
from dampingi.kernel.refusals import Refusal, Unclean
from dampingi.kernel.words import say
from dampingi.services.api import each_kind
from dampingi.services.api import router as services


class Bearer(HttpBearer):
    """A token from ``dampingi token``: scoped, expiring, hashed at rest."""

    def authenticate(self, request: HttpRequest, token: str) -> Staff | None:
        """Return whose token it is, and act as that person from here on."""
        staff = access.token_owner(token, scope="api", at=timezone.now())
        if staff is not None:
            request.user = staff
            act_as(staff)
        return staff


class Described(NinjaAPI):
    """The API as it is published: each sheet has an address and a schema of its own."""

    def get_openapi_schema(self, *args: Any, **how: Any) -> OpenAPISchema:
        """Return the description."""
        return cast("OpenAPISchema", each_kind(super().get_openapi_schema(*args, **how)))


api = Described(
    title="Dampingi",
    version="1",
    docs_url=None,
    docs_decorator=open_to_all("what the API is; nothing of it is about anybody"),
    auth=Bearer(),
    urls_namespace="api",
    description="Laporan, kasus dan tugas. Nilai, waktu dan kesalahan: docs/api.md.",
)
api.add_router("", cases)
api.add_router("", services)


@api.exception_handler(AuthenticationError)
def _who(request: HttpRequest, exc: AuthenticationError) -> HttpResponse:
    answer = problem(HTTPStatus.UNAUTHORIZED, say("Masuk dulu: token tidak ada, salah, atau habis masanya."))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(NoVerb)
def _no_verb(request: HttpRequest, exc: NoVerb) -> HttpResponse:
    return problem(HTTPStatus.FORBIDDEN, say("Peran Anda tidak melakukan ini."))


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, exc: Http404) -> HttpResponse:
    return problem(HTTPStatus.NOT_FOUND, say("Tidak ada yang boleh ditampilkan."))


@api.exception_handler(Unclean)
def _unclean(request: HttpRequest, exc: Unclean) -> HttpResponse:
    errors = [{"field": p.field, "code": p.code, "words": str(p.words)} for p in exc.problems]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, say("Ada isian yang perlu diperbaiki."), errors=errors)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, exc: ValidationError) -> HttpResponse:
    errors = [
        {
            "field": "/" + "/".join(str(part) for part in one["loc"][1:]),
            "code": str(one["type"]).replace("_", "-"),
            "words": str(say("Nilai ini tidak dapat dipakai.")),
        }
        for one in exc.errors
    ]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, say("Ada isian yang perlu diperbaiki."), errors=errors)


@api.exception_handler(Refusal)
def _refused(request: HttpRequest, exc: Refusal) -> HttpResponse:
    request.refused = exc  # type: ignore[attr-defined]  # config.refused remembers it
    return problem(HTTPStatus.CONFLICT, say("Belum bisa dilakukan."), obstacles=_obstacles(exc))


@api.exception_handler(Conflicting)
def _conflicting(request: HttpRequest, exc: Conflicting) -> HttpResponse:
    request.refused = exc  # type: ignore[attr-defined]  # config.refused remembers it
    more: dict[str, Any] = {"obstacles": _obstacles(exc)}
    if exc.current is not None:
        more["current"] = exc.current
    return problem(HTTPStatus.CONFLICT, say("Belum bisa dilakukan."), **more)


@api.exception_handler(BadRequest)
def _bad(request: HttpRequest, exc: BadRequest) -> HttpResponse:
    return problem(exc.status, exc.words)


@api.exception_handler(HttpError)
def _http(request: HttpRequest, exc: HttpError) -> HttpResponse:
    return problem(exc.status_code, say("Permintaan ini tidak dapat dibaca."))


def _obstacles(exc: Refusal) -> list[dict[str, str]]:
    return [{"code": o.code, "words": str(o.words), "remedy": str(o.remedy)} for o in exc.obstacles]
