"""The address book of the whole house."""

from django.urls import URLPattern, URLResolver, include, path

from dampingi.config.api import api
from dampingi.config.health import healthz

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("api/v1/", api.urls),
    path("", include("dampingi.web.urls")),
    path("", include("dampingi.access.urls")),
    path("", include("dampingi.services.urls")),
    path("", include("dampingi.cases.urls")),
    path("", include("dampingi.protocols.urls")),
    path("pelatihan/", include("dampingi.training.urls")),
    path("latihan/", include("dampingi.drills.urls")),
    path("", include("dampingi.places.urls")),
]
handler400 = "dampingi.config.refused.unreadable"
handler403 = "dampingi.config.refused.no_verb"
handler404 = "dampingi.config.refused.not_found"
handler500 = "dampingi.config.refused.broken"
