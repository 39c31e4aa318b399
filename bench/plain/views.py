"""List, search, case page and board, as Django's tutorial would have them."""

from dataclasses import replace
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Count, Min
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import ListView

from bench.plain import rules
from bench.plain.models import Case, Duty, OnCall, Staff
from dampingi.cases.catalog import FILTERS, READY, VIEW, filters_with
from dampingi.cases.rules import pairs
from dampingi.cases.timeline import told
from dampingi.kernel.words import Words
from dampingi.protocols.catalog import STEPS
from dampingi.protocols.rules import ACTORS, DEEDS, Actor
from dampingi.web.sheets import payload_from, screen
from dampingi.web.times import bar

PAGE, LONGEST = 50, 500


class CaseList(LoginRequiredMixin, ListView):
    template_name = "cases/list.html"
    paginate_by = PAGE

    def get_queryset(self):
        asked = self.request.GET
        found = Case.objects.filter(unit=self.request.user.unit_id).select_related("companion")
        if state := asked.get("keadaan"):
            found = found.filter(state=state)
        if risks := asked.getlist("risiko"):
            found = found.filter(risk__in=risks)
        if "late" in asked.getlist("hanya"):
            late = Duty.objects.filter(met_at=None, waived_at=None, superseded_at=None, late_at__lt=timezone.now())
            found = found.filter(id__in=late.values("case"))
        return found.order_by("-received_at", "-id")

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        asked, unit = self.request.GET, self.request.user.unit
        companions = Staff.objects.filter(unit=unit, role="companion").order_by("name").values_list("id", "name")
        filters = filters_with({str(key): Words("{name}", (("name", name),)) for key, name in companions})
        payload = payload_from(filters, asked, zone=unit.timezone)
        form = screen(filters, payload, zone=unit.timezone)
        on = pairs(filters, payload)
        rows, address = list(context["page_obj"]), reverse("cases:list")
        words = {field.code: field for field in filters.fields()}
        return {
            **context,
            "rows": rows,
            "more": f"{address}?{urlencode((*on, ('sesudah', rows[-1].number)))}" if context["page_obj"].has_next() else "",
            "filters": replace(form, inputs=[replace(one, empty=_("Semua"), kind=one.kind.replace("radios", "select")) for one in form.inputs]),
            "on": [
                {
                    "label": words[name].label,
                    "words": words[name].codes.words[value],
                    "url": f"{address}?{urlencode([one for one in on if one != (name, value)])}",
                }
                for name, value in on
            ],
            "pairs": on,
            "views": [
                {"view": one, "url": f"{address}?{urlencode(pairs(FILTERS, one.asked))}", "current": pairs(FILTERS, one.asked) == on}
                for one in READY
            ],
            "keeping": screen(VIEW, {}, zone=unit.timezone) if on else None,
        }


@login_required
def search(request):
    asked = request.POST.get("nama", "").strip()
    found = None
    if asked:
        named = Case.objects.filter(unit=request.user.unit_id, victim__name__icontains=asked)
        found = list(named.select_related("companion").order_by("-received_at", "-id")[: rules.SEARCHED])
    return render(request, "cases/search.html", {"asked": asked, "found": found})


def row_of(duty, number, now):
    step = STEPS[duty.code]
    return {
        "duty": duty,
        "step": step,
        "number": number,
        "actor": ACTORS[Actor(duty.actor)],
        "owner": duty.owner.name if duty.owner else "",
        "meets": [DEEDS[deed] for deed in step.met_by],
        "bar": bar(duty.began_at, duty.due_at, now),
        "late": now > duty.late_at,
        "page": _page_for(step, number),
    }


def _page_for(step, number):
    for deed in step.met_by:
        if deed in rules.PAGES:
            return reverse(rules.PAGES[deed], args=[number])
    address = reverse("cases:event", args=[number])
    return f"{address}?deed={step.met_by[0]}" if step.met_by else address


@login_required
def case(request, number):
    now = timezone.now()
    found = get_object_or_404(
        Case.objects.select_related("unit", "report", "victim", "companion", "owner"),
        number=number,
        unit=request.user.unit_id,
    )
    duties = found.duties.select_related("owner").order_by("rank", "due_at", "id")
    rows = [row_of(duty, number, now) for duty in duties]
    assessments = list(found.assessments.all())
    contact = found.contacts.order_by("-at").first()
    context = {
        "case": found,
        "tabs": [{"label": w, "url": reverse(n, args=[number]), "current": n == "cases:case"} for w, n in rules.TABS],
        "mine": found.companion_id == request.user.id,
        "open": found.state == "open",
        "do_not_contact": found.contact_way in ("", "none"),
        "file": {"people": list(found.report.people.order_by("role", "id")), "assessments": assessments},
        "duties": [r for r in rows if r["duty"].is_open],
        "done": [r for r in rows if not r["duty"].is_open],
        "risk_reasons": rules.risk_reasons(found, assessments[0] if assessments else None),
        "kind_reasons": rules.type_of(found.report, found.victim).reasons,
        "authority": rules.authority_of(found),
        "contact": contact,
        "words": {"needs": contact.needs, "hopes": contact.hopes} if contact else {},
        "narrative": found.report.narrative,
        "now": now,
        "can": rules.CAN,
    }
    if found.accepted_at is None:
        on_call = OnCall.objects.filter(unit=found.unit, staff__is_active=True).select_related("staff")
        links = [{"name": one.staff.name, "phone": one.phone} for one in on_call.order_by("turn")[:3]]
        context["on_call"] = links
    return render(request, "cases/case.html", context)


@login_required
def timeline(request, number):
    found = get_object_or_404(
        Case.objects.select_related("unit", "victim", "companion", "owner"), number=number, unit=request.user.unit_id
    )
    lines = list(found.lines.select_related("actor").order_by("-at", "-id")[:LONGEST])
    names = {line.actor_id: line.actor.name for line in lines}
    context = {
        "case": found,
        "tabs": [{"label": w, "url": reverse(n, args=[number]), "current": n == "cases:timeline"} for w, n in rules.TABS],
        "open": found.state == "open",
        "do_not_contact": found.contact_way in ("", "none"),
        "days": told(lines, zone=request.user.unit.timezone, names=names),
    }
    return render(request, "cases/timeline.html", context)


@login_required
def board(request):
    now, unit = timezone.now(), request.user.unit_id
    opened = Duty.objects.filter(unit=unit, met_at=None, waived_at=None, superseded_at=None, reminder=False)
    late = opened.filter(late_at__lt=now)
    unassigned = Case.objects.filter(unit=unit, companion=None, state="open").order_by("received_at", "id")
    counts = dict(
        Case.objects.filter(unit=unit, state="open", companion__isnull=False).values_list("companion").annotate(Count("id")),
    )
    lates = dict(late.values_list("owner").annotate(n=Count("case", distinct=True)))
    companions = Staff.objects.filter(unit=unit, is_active=True, role="companion").order_by("name")
    loads = [{"staff": s, "cases": counts.get(s.id, 0), "late": lates.get(s.id, 0)} for s in companions]
    shown = {
        "unassigned": {"cases": list(unassigned[:PAGE]), "count": unassigned.count()},
        "at_risk": _column(opened.filter(late_at__gte=now, late_at__lt=now + rules.SOON)),
        "overdue": _column(late),
        "in_hand": sum(load["cases"] for load in loads),
        "loads": loads,
    }
    heaviest = max((load["cases"] for load in loads), default=0)
    return render(request, "cases/board.html", {"board": shown, "heaviest": heaviest, "now": now})


def _column(duties):
    first = duties.values("case").annotate(first=Min("late_at")).order_by("first", "case")
    wanted = [row["case"] for row in first[:PAGE]]
    cases = Case.objects.select_related("companion").in_bulk(wanted)
    return {"cases": [cases[i] for i in wanted], "count": duties.values("case").distinct().count()}
