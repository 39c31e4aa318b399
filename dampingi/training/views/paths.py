"""The shortest path to readiness: one's own, and the unit's."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.kernel.codes import CASE_KINDS
from dampingi.training import queries, rules
from dampingi.training.catalog.competences import BY_CODE

READY = 1  # so many people for each kind of case


@require_GET
@needs(Verb.SEE_READINESS)
def path(request: StaffRequest) -> HttpResponse:
    """Show what is left to learn for each kind of case; for whoever keeps certificates, the unit's way too."""
    staff, words = request.user, CASE_KINDS.words
    on = rules.today(timezone.now(), staff.unit.timezone)
    context: dict[str, object] = {"titles": {code: one.title for code, one in BY_CODE.items()}}
    if staff.may(Verb.TAKE_OVER):
        context["mine"] = [(words[kind], one) for kind, one in queries.path_of(staff, on=on).items()]
    if staff.may(Verb.KEEP_CERTIFICATES):
        companions = queries.companions_of(staff.unit_id)
        found = queries.path_of_unit(companions, ready=READY, on=on)
        names = {one.id: one.name for one in companions}
        context["unit"] = found
        context["people"] = [(names[who], [words[kind] for kind in kinds], one) for who, kinds, one in found.paths]
        context["short"] = [words[kind] for kind in found.short]
        context["ready"] = [(words[kind], n) for kind, n in found.ready_before.items()]
    return render(request, "training/path.html", context)
