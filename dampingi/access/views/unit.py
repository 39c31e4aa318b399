"""How a unit works, and places it knows by its own names."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dampingi.access import actions
from dampingi.access.doors import StaffRequest, needs
from dampingi.access.forms import UnitForm, UnitPlaceForm
from dampingi.access.models import Unit
from dampingi.access.rules import Verb
from dampingi.places import queries as places
from dampingi.places.models import UnitPlace


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_UNIT)
def unit(request: StaffRequest) -> HttpResponse:
    """Show and change how one's unit works; running clocks stay as they began."""
    own = Unit.objects.get(id=request.user.unit_id)
    form = UnitForm(request.POST or None, instance=own)
    if request.method == "POST" and form.is_valid():
        changed = {name: form.cleaned_data[name] for name in form.changed_data}
        actions.change_unit(Unit.objects.get(id=own.id), by=request.user, at=timezone.now(), **changed)
        messages.success(request, _("Tersimpan. Tugas yang sudah berjalan tetap; tugas baru mengikuti."))
        return redirect("access:unit")
    own_places = UnitPlace.objects.filter(unit_id=own.id).order_by("name")
    context = {
        "unit": own,
        "form": form,
        "places": [(place.name, places.path_of(place.district_code)) for place in own_places],
        "place_form": UnitPlaceForm(),
    }
    return render(request, "access/unit.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Verb.KEEP_UNIT)
def add_place(request: StaffRequest) -> HttpResponse:
    """Add a place the unit knows by its own name, or take one off the list."""
    unit_id = request.user.unit_id
    if removed := request.POST.get("hapus"):
        UnitPlace.objects.filter(unit_id=unit_id, name=removed).delete()
        return redirect("access:unit")
    form = UnitPlaceForm(request.POST)
    meant = places.resolve(request.POST.get("district", ""), under=request.user.unit.region_code[:2])
    if not form.is_valid() or len(meant) != 1:
        messages.error(request, _("Tempat belum tersimpan: tulis namanya dan satu kecamatan yang dikenal."))
        return redirect("access:unit")
    code = meant[0][0]
    UnitPlace.objects.update_or_create(
        unit_id=unit_id, name=form.cleaned_data["name"].strip(), defaults={"district_code": code[:8]}
    )
    return redirect("access:unit")
