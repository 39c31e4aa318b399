"""The doors of the API: let in, clean, call one deed, answer."""

import json
import re
from collections.abc import Sequence
from datetime import datetime
from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from ninja import Field, Query, Router, Schema, Status
from ninja.responses import NinjaJSONEncoder

from dampingi.access.actor import acting_as
from dampingi.access.doors import StaffRequest, api_needs, open_to_all
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries
from dampingi.cases.api.described import CODE_LISTS, KEY, MATCH, described
from dampingi.cases.api.errors import CHANGED, BadRequest, Conflicting
from dampingi.cases.api.once import key_of, once
from dampingi.cases.api.shapes import (
    CaseOut,
    CasesOut,
    DutiesOut,
    ReportOut,
    case_out,
    case_row_out,
    duty_out,
)
from dampingi.cases.cursors import cursor_after, read_cursor
from dampingi.cases.fields import ASSIGN
from dampingi.cases.models import Case
from dampingi.intake.fields import COMPLAINT
from dampingi.intake.forms import WARNINGS, clean_complaint
from dampingi.intake.models import Report
from dampingi.kernel import codes, fields
from dampingi.kernel.fields import Group, Kind, clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Unclean
from dampingi.kernel.words import say
from dampingi.protocols.models import Duty
from dampingi.protocols.queries import state_filter
from dampingi.protocols.rules import DutyState
from dampingi.triage.models import Assessment

router = Router()


def body_of(request: HttpRequest) -> object:
    """Return the JSON that was sent, or say why it cannot be read."""
    def no_constant(name: str) -> object:
        raise ValueError(name)

    try:
        return json.loads(request.body, parse_constant=no_constant)
    except RequestDataTooBig as error:
        words = say("Isi permintaan terlalu besar.")
        raise BadRequest(words, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE) from error
    except (ValueError, RecursionError) as error:
        raise BadRequest(say("Isi permintaan bukan JSON yang dapat dibaca.")) from error


def case_seen(number: str, staff: Staff) -> Case:
    """Return the case of that number through the eyes of ``staff``; otherwise there is nothing."""
    found = Case.objects.visible_to(staff, one=True).select_related("unit__parent", "report", "victim", "companion")
    case = found.filter(number=read_number(number) or "").first()
    if case is None:
        raise Http404
    return case


def whole(cases: Sequence[Case], *, at: datetime) -> list[dict[str, Any]]:
    """Return cases as the API shows one whole: duties with their clauses, companions with their reasons."""
    ids = [case.id for case in cases]
    duties: dict[UUID, list[Duty]] = {i: [] for i in ids}
    for duty in Duty.objects.filter(run_id__in=ids).order_by("rank", "due_at", "id"):
        duties[duty.run_id].append(duty)
    latest: dict[UUID, Assessment] = {}
    for assessment in Assessment.objects.filter(case_id__in=ids).order_by("at", "id"):
        latest[assessment.case_id] = assessment
    proposed = queries.proposals_of(cases, at=at)
    return [
        case_out(
            case,
            duties=duties[case.id],
            proposals=proposed[case.id],
            assessment=latest.get(case.id),
            at=at,
        )
        for case in cases
    ]


@router.post(
    "/reports",
    response={201: ReportOut, 200: ReportOut},
    openapi_extra=described(COMPLAINT, KEY),
    url_name="reports",
)
@api_needs(Verb.TAKE_REPORT)
def receive(request: StaffRequest) -> Status[dict[str, Any]]:
    """Receive a report: one case for each victim, its duties running from the moment of reception."""
    staff, now, data = request.user, timezone.now(), body_of(request)
    key_of(request)
    cleaned = clean_complaint(data, now=now, zone=staff.unit.timezone)
    report_id, new = once(
        request,
        "reports",
        data,
        deed=lambda: actions.receive_report(cleaned, by=staff, at=now).report.id,
    )
    found = Case.objects.visible_to(staff).filter(report_id=report_id).order_by("place_in_report")
    cases = list(found.select_related("unit__parent", "report", "victim", "companion"))
    number = cases[0].report.number if cases else _number_of(report_id)
    warnings = [{"field": where, "code": code, "words": str(WARNINGS[code])} for where, code in cleaned.doubts]
    return Status(201 if new else 200, {"number": number, "warnings": warnings, "cases": whole(cases, at=now)})


def _number_of(report_id: UUID) -> str:
    """Return the number of a report one has sent oneself, also after one's need to know has ended."""
    with acting_as("api"):
        return Report.objects.values_list("number", flat=True).get(id=report_id)


class Page(Schema):
    """Which page of a list: ``limit`` rows after ``cursor``."""

    limit: int = Field(50, json_schema_extra={"minimum": 1, "maximum": 200})
    cursor: str | None = None


def _limit(request: StaffRequest, page: Page) -> int:
    """Return how many rows a page has; a word of the address nobody knows would be dropped in silence."""
    unknown = [name.replace("~", "~0").replace("/", "~1") for name in request.GET if name not in type(page).model_fields]
    if unknown:
        words = say("Isian ini tidak dikenal.")
        raise Unclean(*(Problem(f"/{name}", "unknown-field", words) for name in unknown))
    if not 1 <= page.limit <= 200:  # noqa: PLR2004 -- contract
        raise Unclean(Problem("/limit", "range", say("Antara 1 dan 200.")))
    return page.limit


@router.get("/cases", response=CasesOut, openapi_extra=described(paged=True), url_name="cases")
@api_needs(Verb.SEE_CASES)
def cases(request: StaffRequest, page: Query[Page]) -> dict[str, Any]:
    """Return the cases one may see, newest first."""
    limit = _limit(request, page)
    rows, more = queries.case_list(seen_by=request.user, before=read_cursor("cases", page.cursor), most=limit)
    following = cursor_after("cases", rows[-1].received_at, rows[-1].id) if more else None
    return {"items": [case_row_out(case) for case in rows], "next": following}


@router.get("/cases/{number}", response=CaseOut, openapi_extra=described(keyed=True), url_name="case")
@api_needs(Verb.SEE_CASES)
def case(request: StaffRequest, number: str) -> dict[str, Any]:
    """Return one case whole: duties with their clauses, companions with their reasons. No name."""
    found, now = case_seen(number, request.user), timezone.now()
    actions.look(found, by=request.user, at=now)
    return whole([found], at=now)[0]


def matched(request: HttpRequest, found: Case, *, at: datetime) -> None:
    """Refuse a write on a version that is no longer the current one."""
    asked = request.headers.get("If-Match", "").strip().strip('"')
    if asked and asked != "*" and asked != str(found.version):
        raise Conflicting(CHANGED, _shown(found, at=at))


def _shown(found: Case, *, at: datetime) -> dict[str, Any]:
    """Return the record as an answer shows it."""
    answer = CaseOut(**whole([found], at=at)[0]).model_dump()
    shown: dict[str, Any] = json.loads(json.dumps(answer, cls=NinjaJSONEncoder))
    return shown


@router.post(
    "/cases/{number}/assign",
    response={200: CaseOut},
    openapi_extra=described(ASSIGN, KEY, MATCH, keyed=True),
    url_name="assign",
)
@api_needs(Verb.ASSIGN)
def assign(request: StaffRequest, number: str) -> dict[str, Any]:
    """Assign a companion by sign-in address; everything that stands in the way is said at once."""
    staff, now, data = request.user, timezone.now(), body_of(request)
    key_of(request)
    found = case_seen(number, staff)
    cleaned = clean(ASSIGN, data, now=now)
    if cleaned.problems:
        raise Unclean(*cleaned.problems)
    to = Staff.objects.filter(email=cleaned.values["staff"].lower()).select_related("unit").first()
    if to is None:
        raise Unclean(Problem("/staff", "unknown-staff", say("Petugas ini tidak dikenal.")))

    def deed() -> UUID:
        matched(request, found, at=now)
        reason = cleaned.values["override_reason"]
        actions.assign(found, to=to, override_reason=reason, by=staff, at=now)
        return found.id

    once(request, f"assign:{found.number}", data, deed=deed)
    return whole([case_seen(number, staff)], at=now)[0]


def _moment(name: str, text: str, *, now: datetime) -> datetime:
    """Return a moment asked for; in an address a plus sign may arrive as a blank."""
    asked = Group("asked", say("Pertanyaan"), (fields.Field(name, say("Waktu"), Kind.MOMENT, required=True),))
    cleaned = clean(asked, {name: re.sub(r" (\d\d:\d\d)$", r"+\1", text)}, now=now)
    if cleaned.problems:
        raise Unclean(*cleaned.problems)
    return cleaned.values[name]  # type: ignore[no-any-return]  # a sheet's values are of any kind


class DutyPage(Page):
    """Which duties."""

    state: DutyState | None = None
    due_before: str | None = Field(None, json_schema_extra={"format": "date-time"})


@router.get("/duties", response=DutiesOut, openapi_extra=described(paged=True), url_name="duties")
@api_needs(Verb.SEE_CASES)
def duties(request: StaffRequest, page: Query[DutyPage]) -> dict[str, Any]:
    """Return the duties of the cases one may see, soonest first."""
    now, limit, cursor = timezone.now(), _limit(request, page), read_cursor("duties", page.cursor)
    found = queries.duties(seen_by=request.user)
    if page.state:
        found = found.filter(state_filter(page.state, now=now))
    if page.due_before is not None:
        found = found.filter(due_at__lt=_moment("due_before", page.due_before, now=now))
    rows = queries.after(found, cursor, most=limit + 1)
    numbers = dict(Case.objects.filter(id__in={d.run_id for d in rows}).values_list("id", "number"))
    following = cursor_after("duties", rows[limit - 1].due_at, rows[limit - 1].id) if len(rows) > limit else None
    shown = [duty_out(d, at=now, case=numbers.get(d.run_id)) for d in rows[:limit]]
    return {"items": shown, "next": following}


@router.get("/code-lists", auth=None, openapi_extra=CODE_LISTS, url_name="code-lists")
@open_to_all("public vocabulary")
def code_lists(request: HttpRequest) -> HttpResponse:
    """Return every code list with its words, source, and whether it is still to be confirmed."""
    body = {
        one.code: {
            "title": str(one.title),
            "source": one.source,
            "to_confirm": one.to_confirm,
            "values": [{"code": code, "words": str(words)} for code, words in one.words.items()],
        }
        for one in codes.ALL
    }
    return HttpResponse(json.dumps(body, ensure_ascii=False), content_type="application/json")
