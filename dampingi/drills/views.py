"""Doors of drills: choose, begin, what happens, say, stop, end, the result; a class by numbers."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.drills import actions, queries
from dampingi.drills.catalog import BY_CODE, SCENARIOS
from dampingi.drills.models import DrillRun
from dampingi.drills.rules import AUDIENCES, HOWS, Scenario, State, open_dialogues, told
from dampingi.kernel.ids import read_number


def _practice() -> bool:
    return str(settings.DAMPINGI_MODE) == "practice"


def _scenario(code: str) -> Scenario:
    if code not in BY_CODE:
        raise Http404
    return BY_CODE[code]


def _mine(request: StaffRequest, number: str) -> DrillRun:
    """Return a drill of whoever asks; 404 for anybody else's."""
    found = queries.drills_of(request.user).filter(number=read_number(number) or "").first()
    if found is None:
        raise Http404
    return found


@require_GET
@needs(Verb.PRACTISE)
def choose(request: StaffRequest) -> HttpResponse:
    """Show the scenarios, and what one has played; on a real installation say where practice is."""
    context = {
        "here": _practice(),
        "groups": [(words, [one for one in SCENARIOS if one.audience is kind]) for kind, words in AUDIENCES.items()],
        "running": queries.running_of(request.user),
        "played": queries.drills_of(request.user).filter(state=State.ENDED)[:20],
    }
    return render(request, "drills/choose.html", context)


@require_http_methods(["GET", "POST"])
@needs(Verb.PRACTISE)
def begin(request: StaffRequest, code: str) -> HttpResponse:
    """Warn of what a scenario contains, then begin it (H-21)."""
    scenario = _scenario(code)
    if request.method == "POST":
        made = actions.begin_drill(
            scenario,
            class_number=request.POST.get("kelas", ""),
            practice=_practice(),
            by=request.user,
            at=timezone.now(),
        )
        return redirect("drills:now", number=made.number)
    return render(request, "drills/begin.html", {"scenario": scenario, "here": _practice()})


@require_GET
@needs(Verb.PRACTISE)
def now(request: StaffRequest, number: str) -> HttpResponse:
    """Show what has arrived so far and what can be said."""
    run, at = _mine(request, number), timezone.now()
    if run.state != State.RUNNING:
        return redirect("drills:report", number=run.number)
    run = actions.note_progress(run, by=request.user, at=at)
    came = queries.arrived_of(run, now=at)
    people = {one.code: one.words for one in run.script.people}
    context = {
        "run": run,
        "came": [(one, HOWS[one.beat.how]) for one in came],
        "talks": [(one, people[one.dialogue.who]) for one in open_dialogues(run.script, came=came, asked=run.asked)],
        "takes_reports": request.user.may(Verb.TAKE_REPORT),
        "more": len(came) < len(run.script.beats),
    }
    return render(request, "drills/now.html", context)


@require_POST
@needs(Verb.PRACTISE)
def say(request: StaffRequest, number: str) -> HttpResponse:
    """Say or ask something."""
    run = _mine(request, number)
    actions.say_in_drill(run, request.POST.get("kata", ""), by=request.user, at=timezone.now())
    return redirect("drills:now", number=run.number)


@require_POST
@needs(Verb.PRACTISE)
def stop(request: StaffRequest, number: str) -> HttpResponse:
    """Stop without failing."""
    actions.stop_drill(_mine(request, number), by=request.user, at=timezone.now())
    messages.success(request, _("Berhenti. Tidak ada yang dinilai, dan tidak ada yang gagal."))
    return redirect("drills:report", number=number)


@require_POST
@needs(Verb.PRACTISE)
def end(request: StaffRequest, number: str) -> HttpResponse:
    """End and score."""
    run = actions.end_drill(_mine(request, number), by=request.user, at=timezone.now())
    return redirect("drills:report", number=run.number)


@require_GET
@needs(Verb.PRACTISE)
def report(request: StaffRequest, number: str) -> HttpResponse:
    """Show its player what was found, minute by minute, with the debrief and a help number."""
    run = _mine(request, number)
    if run.state == State.RUNNING:
        return redirect("drills:now", number=run.number)
    rows = [told(one, run.script, began=run.began_at) for one in run.findings]
    return render(request, "drills/report.html", {"run": run, "rows": rows, "ended": run.state == State.ENDED})


@require_http_methods(["GET", "POST"])
@needs(Verb.LEAD_DRILLS)
def classes(request: StaffRequest) -> HttpResponse:
    """Show the classes one leads, and open one."""
    if request.method == "POST":
        scenario = _scenario(request.POST.get("skenario", ""))
        made = actions.open_class(scenario, practice=_practice(), by=request.user, at=timezone.now())
        return redirect("drills:class", number=made.number)
    rows = [(one, BY_CODE[one.scenario].title) for one in queries.classes_of(request.user)]
    return render(request, "drills/classes.html", {"rows": rows, "scenarios": SCENARIOS, "here": _practice()})


@require_http_methods(["GET", "POST"])
@needs(Verb.LEAD_DRILLS)
def one_class(request: StaffRequest, number: str) -> HttpResponse:
    """Show how far the players of a class are, by their numbers alone; close it."""
    found = queries.classes_of(request.user).filter(number=read_number(number) or "").first()
    if found is None:
        raise Http404
    if request.method == "POST":
        actions.close_class(found, by=request.user, at=timezone.now())
        return redirect("drills:class", number=found.number)
    players = found.runs.order_by("player").values("player", "state", "progress")
    context = {"found": found, "scenario": BY_CODE[found.scenario], "players": players}
    return render(request, "drills/class.html", context)
