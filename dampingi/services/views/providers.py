"""The directory of providers: who else helps, kept current by those who phone them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.kernel import codes
from dampingi.kernel.ids import read_number
from dampingi.places import actions, queries, rules
from dampingi.places.forms import ProviderForm
from dampingi.places.models import Provider


def _found(number: str) -> Provider:
    provider = Provider.objects.filter(number=read_number(number) or "").first()
    if provider is None:
        raise Http404
    return provider


@require_GET
@needs(Verb.SEE_PROVIDERS)
def directory(request: StaffRequest) -> HttpResponse:
    """List who gives services, the nearest first, filtered by service, name and what must be asked again."""
    today = timezone.localdate(timezone=request.user.unit.timezone)
    service, text = request.GET.get("layanan", ""), request.GET.get("nama", "").replace("\x00", "")[:80]
    service = service if service in codes.SERVICES else ""
    old = request.GET.get("lama") == "ya"
    rows = queries.providers(day=today, near=request.user.unit.region_code, service=service, text=text, old=old)
    paths = queries.paths_of(one.region_code for one in rows)
    context = {
        "rows": [
            {"provider": one, "place": paths[one.region_code], "old": rules.is_old(one.confirmed_on, today)}
            for one in rows
        ],
        "waiting": Provider.objects.old_on(today).count(),
        "service": service,
        "text": text,
        "old": old,
        "services": codes.SERVICES.choices(),
        "keeps": request.user.may(Verb.KEEP_PROVIDERS),
    }
    return render(request, "services/directory.html", context)


@require_GET
@needs(Verb.SEE_PROVIDERS)
def provider(request: StaffRequest, provider: str) -> HttpResponse:
    """Show one provider: whom it serves, when, at whose cost, and when somebody last asked."""
    found, today = _found(provider), timezone.localdate(timezone=request.user.unit.timezone)
    context = {
        "provider": found,
        "place": queries.path_of(found.region_code),
        "old": rules.is_old(found.confirmed_on, today),
        "is_open": found.is_open(today),
        "others": [] if found.is_open(today) else queries.instead_of(found, day=today),
        "keeps": request.user.may(Verb.KEEP_PROVIDERS),
    }
    return render(request, "services/provider.html", context)


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_PROVIDERS)
def write_provider(request: StaffRequest, provider: str = "") -> HttpResponse:
    """Add a provider, or change what is known of one."""
    found = _found(provider) if provider else None
    unit, now = request.user.unit, timezone.now()
    start = {"confirmed_on": timezone.localdate(timezone=unit.timezone).isoformat(), "version": 0}
    if found:
        start = {"version": found.version}
    form = ProviderForm(request.POST or None, instance=found, under=unit.region_code[:2], initial=start)
    if request.method == "POST" and form.is_valid():
        if found is None:
            made = actions.add_provider({**form.values, "unit_id": unit.id}, by=request.user, at=now)
        else:
            # The form has written into its own instance: the row is changed as it was when it was read.
            read = Provider.objects.get(id=found.id)
            read.version = form.cleaned_data["version"] or read.version
            made = actions.change_provider(read, form.values, by=request.user, at=now)
        messages.success(request, _("Tersimpan di direktori."))
        return redirect("services:provider", provider=made.number)
    context = {
        "form": form,
        "provider": found,
        "places": queries.offered(unit.region_code[:2], unit_id=unit.id),
    }
    return render(request, "services/write_provider.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Verb.KEEP_PROVIDERS)
def confirm_provider(request: StaffRequest, provider: str) -> HttpResponse:
    """Note that somebody phoned and everything is still so."""
    found, unit = _found(provider), request.user.unit
    today = timezone.localdate(timezone=unit.timezone)
    actions.confirm_provider(found, today=today, by=request.user, at=timezone.now())
    messages.success(request, _("Tercatat: masih benar hari ini."))
    return redirect("services:provider", provider=found.number)
