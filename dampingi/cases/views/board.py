"""Hari ini, the unit's board, and the on-call list."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs, open_to_all
from dampingi.access.models import WORKS, Staff
from dampingi.access.rules import Verb
from dampingi.audit import actions as audit
from dampingi.cases import actions, queries
from dampingi.cases.cursors import cursor_after, read_cursor
from dampingi.cases.models import PARTS, OnCall
from dampingi.cases.views.rows import row_of
from dampingi.kernel.refusals import Unclean
from dampingi.notices import actions as notices

_TODAY = "today"


@require_GET
@open_to_all("leads to the first page one's role may open")
def home(request: HttpRequest) -> HttpResponse:
    """Lead to the first page of one's role."""
    staff = request.user
    if not isinstance(staff, Staff):
        return redirect("access:sign-in")
    for verb, name in (
        (Verb.SEE_CASES, "cases:today"),
        (Verb.KEEP_CERTIFICATES, "training:mine"),
        (Verb.MANAGE_STAFF, "access:staff"),
        (Verb.SEE_PROTOCOLS, "protocols:all"),
    ):
        if staff.may(verb):
            return redirect(name)
    return redirect("training:mine")


@require_GET
@needs(Verb.SEE_CASES)
def today(request: StaffRequest) -> HttpResponse:
    """Show what one owes, soonest first: late, today, next; a page at a time, with how much there is in all."""
    now, ended = timezone.now(), _ended(request)
    owed = queries.today(request.user, at=now, ended=ended)
    me = {request.user.id: request.user.alias or request.user.name}
    bands = [
        {"code": code, "label": label, "count": count, "rows": [row_of(d, c.number, now=now, owners=me) for d, c in rows]}
        for code, label, count, rows in (
            ("late", _("Terlambat"), owed.late_count, owed.late),
            ("today", _("Hari ini"), owed.today_count, owed.today),
            ("next", _("Berikutnya"), owed.following_count, owed.following),
        )
    ]
    if ended and not any(band["rows"] for band in bands):
        return redirect("cases:today")  # what followed has been done meanwhile
    context = {
        "bands": bands,
        "owed": owed,
        "on": bool(ended),
        "more": cursor_after(_TODAY, owed.last.late_at, owed.last.id) if owed.last else "",
        "without_next": owed.without_next,
        "now": now,
        "asked": queries.waiting_for(request.user),
        "ringing": queries.ringing_for(request.user),
        "missed": queries.missed_for(request.user, at=now),
        "can": {verb.value: request.user.may(verb) for verb in (Verb.TAKE_OVER, Verb.TAKE_REPORT)},
    }
    return render(request, "cases/today.html", context)


def _ended(request: StaffRequest) -> tuple[datetime, UUID] | None:
    """Return where the page before ended; an address that says nothing of ours is the first page."""
    try:
        return read_cursor(_TODAY, request.GET.get("sesudah"))
    except Unclean:
        return None


@require_POST
@needs(Verb.SEE_NOTICES)
def notices_read(request: StaffRequest) -> HttpResponse:
    """Mark what waited as read."""
    notices.read_all(request.user.id, at=timezone.now())
    return redirect("cases:home")


@require_GET
@needs(Verb.SEE_BOARD)
def board(request: StaffRequest) -> HttpResponse:
    """Show the unit: unassigned, at risk of being late, overdue, and the load of each companion."""
    now = timezone.now()
    shown = queries.board(request.user.unit_id, at=now)
    heaviest = max((load.cases for load in shown.loads), default=0)
    return render(request, "cases/board.html", {"board": shown, "heaviest": heaviest, "now": now})


class OnCallForm(forms.ModelForm):  # type: ignore[type-arg]  # Django has no ModelForm[...] at run time
    """Who is on duty, when, on which phone."""

    part = forms.ChoiceField(
        label=_("Waktu jaga"),
        choices=list(PARTS.items()),
    )

    class Meta:
        """The list is four things a person."""

        model = OnCall
        fields = ("staff", "phone", "part", "turn")

    def __init__(self, *args: Any, unit_id: UUID, **kwargs: Any) -> None:
        """Offer the people of one unit."""
        super().__init__(*args, **kwargs)
        self.fields["staff"].queryset = Staff.objects.filter(WORKS, unit_id=unit_id, is_active=True)  # type: ignore[attr-defined]  # a form knows its fields by name alone
        self.fields["staff"].label = _("Petugas")
        self.fields["staff"].empty_label = _("Belum dipilih")  # type: ignore[attr-defined]  # as above
        self.fields["staff"].label_from_instance = lambda s: s.name  # type: ignore[attr-defined]  # a form knows its fields by name alone


@require_http_methods(["GET", "POST"])
@needs(Verb.KEEP_ON_CALL)
def on_call(request: StaffRequest) -> HttpResponse:
    """Keep the simple on-call list of the unit (H-02)."""
    staff = request.user
    form = OnCallForm(request.POST or None, unit_id=staff.unit_id)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        row.unit = staff.unit
        OnCall.objects.filter(unit=staff.unit, staff=row.staff, part=row.part).delete()
        row.save(force_insert=True)
        audit.record("on-call.added", by=staff, at=timezone.now(), detail={"staff": str(row.staff_id)})
        return redirect("cases:on-call")
    rows = OnCall.objects.filter(unit=staff.unit).select_related("staff")
    chain = queries.chain(staff.unit, at=timezone.now())
    return render(request, "cases/on_call.html", {"rows": rows, "form": form, "chain": chain})


@require_POST
@needs(Verb.KEEP_ON_CALL)
def off_call(request: StaffRequest, turn: int) -> HttpResponse:
    """Take somebody off the list, by her place in it."""
    listed = OnCall.objects.filter(unit=request.user.unit, turn=turn)
    if email := request.POST.get("petugas"):
        listed = listed.filter(staff__email=email)
    row = listed.first()
    if row is None:
        raise Http404
    audit.record("on-call.removed", by=request.user, at=timezone.now(), detail={"staff": str(row.staff_id)})
    row.delete()
    return redirect("cases:on-call")


@require_http_methods(["GET", "POST"])
@needs(Verb.REVIEW_ALONE)
def done_alone(request: StaffRequest) -> HttpResponse:
    """Show what units kecil did with one person where two would be asked; mark it read (H-06)."""
    rows = queries.done_alone(seen_by=request.user)
    if request.method == "POST":
        actions.review_done_alone(rows, by=request.user, at=timezone.now())
        return redirect("cases:done-alone")
    to_review = any(row.reviewed_by_unit_id == request.user.unit_id and row.reviewed_at is None for row in rows)
    return render(request, "cases/done_alone.html", {"rows": rows, "to_review": to_review})
