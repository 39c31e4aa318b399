"""The page that shows every clause in plain words, with its source and whether it is confirmed."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from dampingi.access.doors import StaffRequest, needs
from dampingi.access.rules import Verb
from dampingi.kernel.days import Counting
from dampingi.protocols import catalog
from dampingi.protocols.rules import ACTORS, DEEDS, Clock, Status


@require_GET
@needs(Verb.SEE_PROTOCOLS)
def all_protocols(request: StaffRequest) -> HttpResponse:
    """Show the catalog: what is owed, by whom, until when, the clause, its examples."""
    protocols = [
        {
            "title": protocol.title,
            "steps": [
                {
                    "step": step,
                    "actor": ACTORS[step.actor],
                    "confirmed": step.clause.status is Status.VERIFIED,
                    "meets": [DEEDS[deed] for deed in step.met_by],
                    "working_days": not isinstance(step.clock, Clock) or step.clock.counting is Counting.WORKING_DAYS,
                    "first_day": isinstance(step.clock, Clock) and step.clock.counts_first_day,
                    "reminder": step.reminder is True,
                }
                for step in protocol.steps
            ],
        }
        for protocol in catalog.ALL
    ]
    return render(request, "protocols/all.html", {"protocols": protocols, "version": catalog.VERSION})
