"""Where the gazetteer comes from."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dampingi.web.doors import open_to_all


@require_GET
@open_to_all("a licence notice that everybody may read")
def notice(request: HttpRequest) -> HttpResponse:
    """Show source and licence of the regions (ODbL 1.0)."""
    return render(request, "places/notice.html")
