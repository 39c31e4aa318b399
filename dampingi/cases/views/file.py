"""Finding a case and looking at one: summary, timeline, people."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries, rules
from dampingi.cases.fields import (
    AFTERCARE_OUTCOMES,
    ANSWERED_HOW,
    ASKED_ABOUT,
    CONSENT_FORMS,
    ENDINGS,
    PLAN_RESULTS,
    WELLBEING,
)
from dampingi.cases.models import Case
from dampingi.cases.timeline import told
from dampingi.cases.views.checklist import checklist
from dampingi.cases.views.deed import case_of
from dampingi.cases.views.rows import row_of
from dampingi.kernel.codes import Risk
from dampingi.kernel.ids import read_number
from dampingi.kernel.words import Words, say
from dampingi.people.actions import Identity
from dampingi.places.queries import path_of
from dampingi.protocols.queries import step_of

TABS: tuple[tuple[str, Words], ...] = (
    ("cases:case", say("Ringkasan")),
    ("cases:timeline", say("Lini masa")),
    ("cases:people", say("Orang")),
    ("services:plan", say("Rencana")),
    ("services:given", say("Layanan")),
    ("services:referrals", say("Rujukan")),
    ("services:law", say("Hukum")),
    ("services:files", say("Berkas")),
)


@require_http_methods(["GET", "POST"])
@needs(Verb.SEARCH_NAMES)
def search(request: StaffRequest) -> HttpResponse:
    """Search by name or number over one's own cases; elsewhere the answer is always the same (H-11)."""
    asked = request.POST.get("nama", "").strip()
    found = None
    if request.method == "POST" and asked:
        if number := read_number(asked):
            mine = Case.objects.visible_to(request.user, one=True)
            found = list(mine.select_related("companion").filter(number=number))
        if not found:  # "Dwi Setiawan" may be read as a number, and is a name
            found = list(actions.search(asked, by=request.user, at=timezone.now()))
    return render(request, "cases/search.html", {"asked": asked, "found": found})


def frame_of(request: StaffRequest, found: Case, current: str) -> dict[str, Any]:
    """Return what every page of a case carries: the bar, the tabs, what she must not be contacted by."""
    tabs = [
        {"label": words, "url": reverse(name, args=[found.number]), "current": name == current} for name, words in TABS
    ]
    return {
        "case": found,
        "tabs": tabs,
        "mine": found.companion_id == request.user.id,
        "open": found.state == rules.State.OPEN,
        "shut": found.state in rules.SHUT,
        "reopens": not rules.obstacles_to_reopening(rules.State(found.state), erased=found.erased_at is not None),
        "do_not_contact": found.contact_way in ("", "none"),
    }


@require_GET
@needs(Verb.SEE_CASES)
def case(request: StaffRequest, number: str) -> HttpResponse:
    """Show a case: identity veiled, risk, companion, what is owed next, her words, and why."""
    now, found = timezone.now(), case_of(request, number)
    actions.look(found, by=request.user, at=now)
    file = queries.case_file(found)
    rows = [row_of(duty, found.number, now=now, owners=file.owners) for duty in file.duties]
    last = file.assessments[0] if file.assessments else None
    contact = file.contacts[0] if file.contacts else None
    opened = queries.keys_of(found)
    context = {
        **frame_of(request, found, "cases:case"),
        "file": file,
        "duties": [row for row in rows if row["duty"].is_open],
        "done": [row for row in rows if not row["duty"].is_open],
        "risk_reasons": queries.risk_reasons(found, last),
        "kind_reasons": queries.type_of(found.report, found.victim).reasons,
        "authority": queries.authority_of(found.report, found.victim, found.unit),
        "contact": contact,
        # Of every contact: what a first officer wrote stays to be read when a second one writes.
        "words": [words for c in file.contacts if any((words := actions.read_words(c, opened)).values())],
        "objection": next(filter(None, map(actions.read_objection, file.police_steps)), ""),
        "narrative": queries.narrative_of(found.report, opened),
        "now": now,
        "can": {verb.value: request.user.may(verb) for verb in Verb},
    }
    if note := queries.handover_of(found):
        names = queries.names_of_staff({note.by_id, *filter(None, (note.signed_by_id,))}, seen_by=request.user)
        context["handover"] = {
            "note": note,
            "words": actions.read_handover(note),
            "by": names.get(note.by_id, ""),
            "signed_by": names.get(note.signed_by_id, "") if note.signed_by_id else "",
            "to_sign": found.companion_id == request.user.id != note.by_id and note.signed_at is None,
        }
    context["holds"] = queries.holds(found, request.user)
    if found.state in rules.SHUT:
        context["closing"] = _closing(found)
        context["visits_after"] = [
            {"visit": visit, "words": WELLBEING.words.get(visit.wellbeing, ""), "note": actions.read_visit(visit)}
            for visit in queries.visits_after(found)
        ]
    elif found.accepted_at is not None:
        context["checklist"] = _checklist(found, file, at=now)
    if found.accepted_at is None:
        offers = Verb.ASSIGN, Verb.TAKE_OVER
        # Who comes to her is then the next step; in a unit kecil that is oneself, with one tap (H-06).
        context["asks"] = context["open"] and (context["mine"] or any(request.user.may(verb) for verb in offers))
        context["alone"] = request.user.unit.is_small and request.user.may(Verb.TAKE_OVER)
        context["on_call"] = queries.to_phone(found.unit, at=now, but=request.user.id)
    return render(request, "cases/case.html", context)


def _checklist(found: Case, file: queries.CaseFile, *, at: datetime) -> list[dict[str, Any]]:
    """Return the tasks before the accompaniment may end, from what the page has read already."""
    owed = [duty for duty in file.duties if queries.keeps_open(found, duty)]
    last = file.assessments[0] if file.assessments else None
    facts = rules.ClosingFacts(
        state=rules.State(found.state),
        risk=Risk(found.risk),
        assessed_days_ago=(at - last.at).days if last else None,
        assess_within=found.unit.reassess_within_days,
        open_duties=tuple(rules.OpenDuty(duty.code, step_of(duty.code).title) for duty in owed),
    )
    return checklist(found.number, rules.obstacles_in_case(facts, rules.Ending.GOALS_REACHED), owed)


def _closing(found: Case) -> dict[str, Any] | None:
    """Return how a case ended, in words."""
    closing = queries.closing_of(found)
    if closing is None:
        return None
    return {
        "at": closing.at,
        "asked_about": ASKED_ABOUT.words.get(closing.reason, "") if found.state == rules.State.CONSULTED else "",
        "how": ANSWERED_HOW.words.get(closing.how, ""),
        "reason": ENDINGS.words.get(closing.reason, ""),
        "plan": PLAN_RESULTS.words.get(closing.plan, ""),
        "agrees": closing.agrees,
        "agreement_form": CONSENT_FORMS.words.get(closing.agreement_form, ""),
        "risk": closing.risk,
        "legal_began": queries.legal_began(found),
        "aftercare_outcome": AFTERCARE_OUTCOMES.words.get(closing.aftercare_outcome, ""),
        "service_answered": closing.service_answered,
        "words": actions.read_closing(closing),
    }


@require_GET
@needs(Verb.SEE_CASES)
def timeline(request: StaffRequest, number: str) -> HttpResponse:
    """Show everything that was done with a case, newest first, grouped by day."""
    now, found = timezone.now(), case_of(request, number)
    actions.look(found, by=request.user, at=now)
    lines, more = queries.timeline_of(found, before=_page_end(request.GET.get("sebelum", "")))
    names = queries.names_of_staff({line.actor_id for line in lines}, seen_by=request.user)
    days = told(lines, zone=request.user.unit.timezone, names=names)
    older = f"{lines[-1].at.isoformat()}_{lines[-1].seq}" if more else ""
    context = {**frame_of(request, found, "cases:timeline"), "days": days, "older": older}
    return render(request, "cases/timeline.html", context)


def _page_end(said: str) -> tuple[datetime, int] | None:
    """Return the moment and number of the line a page ended with, or nothing where it says neither."""
    moment, _split, seq = said.partition("_")
    try:
        at = datetime.fromisoformat(moment)
    except ValueError:
        return None
    return (at, int(seq[:18])) if at.tzinfo and seq.isdecimal() and seq.isascii() else None


@require_GET
@needs(Verb.SEE_CASES)
def people(request: StaffRequest, number: str) -> HttpResponse:
    """Show who is named in a case, veiled."""
    found = case_of(request, number)
    actions.look(found, by=request.user, at=timezone.now())
    return _people(request, found, {})


@require_POST
@needs(Verb.REVEAL)
def reveal(request: StaffRequest, number: str) -> HttpResponse:
    """Open the names of a case with one tap; the ledger remembers who looked."""
    found = case_of(request, number)
    names = actions.reveal_people(found, by=request.user, at=timezone.now())
    return _people(request, found, names)


def _people(request: StaffRequest, found: Case, names: Mapping[UUID, Identity]) -> HttpResponse:
    context = {
        **frame_of(request, found, "cases:people"),
        "people": queries.people_of(found),
        "relations": queries.relations_of(found),
        "names": names,
        "villages": {i: path_of(known.values["village_code"]) for i, known in names.items() if known.values.get("village_code")},
        "revealed": request.method == "POST",
    }
    return render(request, "cases/people.html", context)
