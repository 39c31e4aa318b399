"""My competences; the unit's register."""

from datetime import date
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.kernel.refusals import Unclean
from dampingi.training import actions, queries, rules
from dampingi.training.catalog.competences import COMPETENCES
from dampingi.training.models import Certificate, Holding


class CertificateForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no ModelForm[...] at run time
    """A certificate entered by hand."""

    competences = forms.MultipleChoiceField(
        label=_("Kompetensi yang diberikan"),
        choices=lambda: [(c.code, str(c.title)) for c in COMPETENCES],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        """What a certificate says."""

        model = Certificate
        fields = ("staff", "title", "number", "issuer", "jp", "issued_on", "valid_until", "basis")
        widgets = {day: forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}) for day in ("issued_on", "valid_until")}

    def __init__(self, *args: Any, staff: Staff, **kwargs: Any) -> None:
        """Offer the people of one unit."""
        super().__init__(*args, **kwargs)
        own = Staff.objects.filter(unit_id=staff.unit_id, is_active=True)
        self.fields["staff"].queryset = own  # type: ignore[attr-defined]  # a form knows its fields by name alone
        self.fields["staff"].label = _("Petugas")
        self.fields["staff"].empty_label = _("Belum dipilih")  # type: ignore[attr-defined]  # as above


@require_GET
@needs(Verb.SEE_READINESS)
def mine(request: StaffRequest) -> HttpResponse:
    """Show one's own certificates and what they give."""
    rows = Certificate.objects.filter(staff=request.user).prefetch_related("holdings").order_by("-issued_on")
    titles = {c.code: c.title for c in COMPETENCES}
    context: dict[str, object] = {
        "rows": [(row, [titles.get(h.competence, h.competence) for h in row.holdings.all()]) for row in rows],
        "drills": Holding.objects.filter(staff=request.user, certificate=None).order_by("-since", "competence"),
        "ending": queries.ending_of([request.user.id], on=_today(request)).get(request.user.id, []),
        "titles": titles,
        "all": COMPETENCES,
        "staff": request.user,
    }
    return render(request, "training/mine.html", context)


def _today(request: StaffRequest) -> date:
    return rules.today(timezone.now(), request.user.unit.timezone)


def _ending(request: StaffRequest) -> list[tuple[Staff, list[rules.Ending]]]:
    """Return whoever of the unit holds something that ends soon or ended."""
    staff = list(Staff.objects.filter(unit_id=request.user.unit_id, is_active=True).order_by("name", "id"))
    found = queries.ending_of([one.id for one in staff], on=_today(request))
    return [(one, found[one.id]) for one in staff if one.id in found]


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_CERTIFICATES)
def register(request: StaffRequest) -> HttpResponse:
    """Show the unit's certificates and add one."""
    form = CertificateForm(request.POST or None, staff=request.user)
    if request.method == "POST" and form.is_valid():
        actions.record_certificate(**form.cleaned_data, by=request.user, at=timezone.now())
        return redirect("training:register")
    rows = Certificate.objects.filter(staff__unit_id=request.user.unit_id).select_related("staff")
    context: dict[str, object] = {
        "rows": rows.order_by("staff__name", "-issued_on"),
        "form": form,
        "unit": request.user.unit,
        "ending": _ending(request),
        "titles": {c.code: c.title for c in COMPETENCES},
        "declares": request.user.may(Verb.DECLARE_REGISTER),
    }
    return render(request, "training/register.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Verb.KEEP_CERTIFICATES)
def take_table(request: StaffRequest) -> HttpResponse:
    """Take a table of certificates, all or none."""
    try:
        count = actions.import_certificates(
            request.POST.get("tabel", ""), unit_id=request.user.unit_id, by=request.user, at=timezone.now()
        )
    except Unclean as unclean:
        context = {"problems": unclean.problems, "table": request.POST.get("tabel", "")}
        return render(request, "training/table.html", context, status=422)
    return render(request, "training/table.html", {"count": count})


@require_POST
@needs(Verb.DECLARE_REGISTER)
def declare(request: StaffRequest) -> HttpResponse:
    """Declare the register complete."""
    actions.declare_register_complete(request.user.unit, by=request.user, at=timezone.now())
    return redirect("training:mine")
