"""The same addresses as Dampingi's, so that the links of a page are equally long.

Only what is measured answers; the rest of the map is there to be linked to.
"""

import re
from pathlib import Path

from django.contrib.auth.views import LoginView
from django.http import HttpResponse
from django.urls import include, path

from bench.plain import views
from bench.plain.api import api

_HOUSE = Path(__file__).resolve().parent.parent.parent / "dampingi"
_PATH = re.compile(r'path\(\s*"([^"]*)",[^)]*?name="([^"]+)"')
_ANSWERS = {
    "cases": {
        "list": views.CaseList.as_view(),
        "search": views.search,
        "case": views.case,
        "board": views.board,
        "timeline": views.timeline,
    },
    "access": {"sign-in": LoginView.as_view(template_name="access/sign_in.html", next_page="cases:list")},
}


def _nothing(request, **_):
    return HttpResponse(status=204)


def _room(name, prefix=""):
    answers = _ANSWERS.get(name, {})
    found = _PATH.findall((_HOUSE / name / "urls.py").read_text())
    return path(prefix, include(([path(where, answers.get(what, _nothing), name=what) for where, what in found], name)))


urlpatterns = [
    path("healthz", _nothing),
    path("api/v1/", api.urls),
    *(_room(name) for name in ("web", "access", "services", "cases", "protocols", "places")),
    _room("training", "pelatihan/"),
]
