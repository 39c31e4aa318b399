"""More doors of one case: what is learned, judged, agreed with the police, and what happened."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from ninja import Router

from dampingi.access.doors import StaffRequest, api_needs
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries, rules
from dampingi.cases.api.described import KEY, MATCH, described
from dampingi.cases.api.doors import on_sheet
from dampingi.cases.api.shapes import CaseOut
from dampingi.cases.fields import EVENT, LEARNED, POINT_ON, POLICE_STEP, REFER_UP, SIGNS
from dampingi.cases.models import Case
from dampingi.kernel.codes import RISKS, Risk
from dampingi.kernel.fields import Field, Group, Kind, Privacy
from dampingi.kernel.refusals import Problem, Unclean
from dampingi.kernel.words import say
from dampingi.protocols.rules import DEEDS, Deed

router = Router()

ACCEPT = Group("accept", say("Terima kasus ini"), ())
ASSESS = replace(
    SIGNS, items=(*SIGNS.items, Field("level", say("Tingkat risiko"), Kind.CODE, Privacy.CODED, codes=RISKS))
)
HAPPENED = replace(
    EVENT,
    items=(*EVENT.items, Field("deed", say("Yang dilakukan atau terjadi"), Kind.TEXT, Privacy.CODED, required=True)),
)


@router.post(
    "/cases/{number}/accept",
    response={200: CaseOut},
    openapi_extra=described(ACCEPT, KEY, MATCH, keyed=True),
    url_name="accept",
)
@api_needs(Verb.FIRST_CONTACT)
def accept(request: StaffRequest, number: str) -> dict[str, Any]:
    """Accept a case one was asked to accompany."""

    def do(found: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
        actions.acknowledge(found, by=by, at=at)

    return on_sheet(request, number, ACCEPT, do)


@router.post(
    "/cases/{number}/risk",
    response={200: CaseOut},
    openapi_extra=described(ASSESS, KEY, MATCH, keyed=True),
    url_name="risk",
)
@api_needs(Verb.ASSESS_RISK)
def risk(request: StaffRequest, number: str) -> dict[str, Any]:
    """Assess risk again; a level lower than the signs give needs a reason."""

    def do(found: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
        level = Risk(said["level"]) if said["level"] else None
        actions.reassess(found, said["risk_signs"], level=level, reason=said["reason"], by=by, at=at)

    return on_sheet(request, number, ASSESS, do)


@router.post(
    "/cases/{number}/events",
    response={200: CaseOut},
    openapi_extra=described(HAPPENED, KEY, MATCH, keyed=True),
    url_name="events",
)
@api_needs(Verb.RECORD_EVENT)
def happened(request: StaffRequest, number: str) -> dict[str, Any]:
    """Record that something was done or has happened; it meets or starts the duties it names."""

    def do(found: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
        if said["deed"] not in dict(queries.deeds_open_to(found, by=by)):
            known = said["deed"] in DEEDS
            words = say("Ini dicatat pada lembarnya sendiri.") if known else say("Pilihan ini tidak ada dalam daftar.")
            raise Unclean(Problem("/deed", "unknown-code", words))
        actions.happened(found, Deed(said["deed"]), when=said["when"], by=by, at=at)

    return on_sheet(request, number, HAPPENED, do)


@router.post(
    "/cases/{number}/police",
    response={200: CaseOut},
    openapi_extra=described(POLICE_STEP, KEY, MATCH, keyed=True),
    url_name="police",
)
@api_needs(Verb.REPORT_TO_POLICE)
def police(request: StaffRequest, number: str) -> dict[str, Any]:
    """Write down how far the police report has come, with her (H-09)."""
    return on_sheet(request, number, POLICE_STEP, actions.police_step)


@router.post(
    "/cases/{number}/learned",
    response={200: CaseOut},
    openapi_extra=described(LEARNED, KEY, MATCH, keyed=True),
    url_name="learned",
)
@api_needs(Verb.LEARN)
def learned(request: StaffRequest, number: str) -> dict[str, Any]:
    """Write what was learned after the report; what is left out stays as it was."""
    return on_sheet(request, number, LEARNED, actions.learn)


@router.post(
    "/cases/{number}/refer-up",
    response={200: CaseOut},
    openapi_extra=described(REFER_UP, KEY, MATCH, keyed=True),
    url_name="refer-up",
)
@api_needs(Verb.REFER_UP)
def refer_up(request: StaffRequest, number: str) -> dict[str, Any]:
    """Let the provincial unit see the case, on a basis that is said (H-03)."""

    def do(found: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
        basis = rules.Basis(said["basis"]) if said["basis"] else None
        actions.refer_up(found, basis=basis, by=by, at=at)

    return on_sheet(request, number, REFER_UP, do)


@router.post(
    "/cases/{number}/point-on",
    response={200: CaseOut},
    openapi_extra=described(POINT_ON, KEY, MATCH, keyed=True),
    url_name="point-on",
)
@api_needs(Verb.RECORD_EVENT)
def point_on(request: StaffRequest, number: str) -> dict[str, Any]:
    """Point to another service, with its name and whether it answered (H-05)."""

    def do(found: Case, said: Mapping[str, Any], *, by: Staff, at: datetime) -> None:
        actions.point_on(found, service=said["service"], answered=said["answered"], by=by, at=at)

    return on_sheet(request, number, POINT_ON, do)
