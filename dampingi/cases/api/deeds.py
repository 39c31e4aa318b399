"""The deeds of one case, each a row: where it is, what it needs, which sheet it asks, what it does.

A row with ``thing`` is about something the case has, a row with ``received`` about something that
another unit sent to one's own; both say how it is found.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.http import Http404
from django.utils import timezone
from ninja import Router, Schema, Status

from dampingi.access.doors import StaffRequest, api_needs
from dampingi.access.models import Staff
from dampingi.access.rules import Verb
from dampingi.cases import actions, queries, rules
from dampingi.cases.api.described import KEY, MATCH, described
from dampingi.cases.api.doors import body_of, case_seen, matched, whole
from dampingi.cases.api.once import key_of, once
from dampingi.cases.api.shapes import CaseOut
from dampingi.cases.fields import (
    AFTERCARE_VISIT,
    CLOSE,
    END_AFTERCARE,
    END_LEGAL,
    EVENT,
    FIRST_CONTACT,
    HANDOVER,
    LEARNED,
    POINT_ON,
    POLICE_STEP,
    REFER_UP,
    REOPEN,
    SIGNS,
    WAIVERS,
)
from dampingi.cases.models import AfterCareVisit, Case
from dampingi.kernel.codes import RISKS, CodeList, Risk
from dampingi.kernel.fields import Field, Group, Kind, Privacy, clean
from dampingi.kernel.ids import read_number
from dampingi.kernel.refusals import Problem, Unclean
from dampingi.kernel.words import say
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import Deed

NOTHING_ASKED = Group("nothing", say("Tidak ada yang ditanyakan"), ())
Said = Mapping[str, Any]


class Does(Protocol):
    """A deed on a case or on something it has; returns what it made, if it made something."""

    def __call__(self, on: Any, said: Said, /, *, by: Staff, at: datetime) -> Any:
        """Do it, or raise a refusal."""


def plain(deed: Callable[..., Any]) -> Does:
    """Return a deed that needs no sheet, as the doors call it."""

    def do(on: Any, said: Said, /, *, by: Staff, at: datetime) -> Any:
        return deed(on, by=by, at=at)

    return do


@dataclass(frozen=True)
class Answers:
    """How a deed is answered: the shape, and how it is filled for what the deed was about, by its id.

    The case is None where one answers what another unit sent.
    """

    shape: type[Schema]
    filled: Callable[[StaffRequest, Case | None, UUID], dict[str, Any]]


def _the_case(request: StaffRequest, found: Case | None, about: UUID) -> dict[str, Any]:
    number = found.number if found else Case.objects.visible_to(request.user, one=True).get(id=about).number
    return whole([case_seen(number, request.user)], at=timezone.now())[0]


THE_CASE = Answers(CaseOut, _the_case)


@dataclass(frozen=True, kw_only=True)
class DeedDoor:
    """One deed over the API; ``makes`` when it makes something new, which its answer shows."""

    name: str
    path: str
    verb: Verb
    says: str
    do: Does
    sheet: Group = NOTHING_ASKED
    thing: Callable[[Case, str], Any | None] | None = None
    received: Callable[[Staff, str], Any | None] | None = None
    answers: Answers = THE_CASE
    makes: bool = False


def open_doors(router: Router, doors: Sequence[DeedDoor]) -> None:
    """Open a door for each row."""
    for one in doors:
        _open(router, one)


def _open(router: Router, one: DeedDoor) -> None:
    def of_case(request: StaffRequest, number: str) -> Status[dict[str, Any]]:
        return _do(request, one, number=number)

    def of_thing(request: StaffRequest, number: str, thing: str) -> Status[dict[str, Any]]:
        return _do(request, one, number=number, thing=thing)

    def of_received(request: StaffRequest, thing: str) -> Status[dict[str, Any]]:
        return _do(request, one, thing=thing)

    door: Any = of_received if one.received else of_thing if one.thing else of_case
    door.__doc__ = one.says
    shape = one.answers.shape
    headers = (KEY,) if one.received else (KEY, MATCH)
    router.post(
        f"/{one.path}" if one.received else f"/cases/{{number}}/{one.path}",
        response={201: shape, 200: shape} if one.makes else {200: shape},
        openapi_extra=described(one.sheet, *headers, keyed=True),
        url_name=one.name,
        operation_id=one.name.replace("-", "_"),
        summary=one.says.split(".", maxsplit=1)[0],
    )(api_needs(one.verb)(door))


def _do(request: StaffRequest, one: DeedDoor, *, number: str = "", thing: str = "") -> Status[dict[str, Any]]:
    """Clean the sheet, do the deed once for each key, and answer."""
    staff, now, data = request.user, timezone.now(), body_of(request)
    key_of(request)
    found = case_seen(number, staff) if number else None
    on: Any = found
    if one.received is not None:
        on = one.received(staff, read_number(thing) or "")
    elif one.thing is not None and found is not None:
        on = one.thing(found, read_number(thing) or "")
    if on is None:
        raise Http404
    cleaned = clean(one.sheet, data, now=now)
    if cleaned.problems:
        raise Unclean(*cleaned.problems)

    def deed() -> UUID:
        if found is not None:
            matched(request, found, at=now)
        made = one.do(on, cleaned.values, by=staff, at=now)
        about: UUID = made.id if one.makes else on.id
        return about

    about, new = once(request, f"{one.name}:{on.number}", data, deed=deed)
    return Status(201 if one.makes and new else 200, one.answers.filled(request, found, about))


# --- what is asked, where the page asks beside its sheet ------------------------------------------

ASSESS = replace(
    SIGNS, items=(*SIGNS.items, Field("level", say("Tingkat risiko"), Kind.CODE, Privacy.CODED, codes=RISKS))
)
EVENTS = CodeList("event", say("Yang dilakukan atau terjadi"), dict(queries.deeds_open_to(None)), "domain §2")
HAPPENED = replace(
    EVENT,
    items=(*EVENT.items, Field("deed", EVENTS.title, Kind.CODE, Privacy.CODED, codes=EVENTS, required=True)),
)
WAIVE = Group(
    "waive",
    say("Tugas ditiadakan"),
    (
        Field("duty", say("Tugas"), Kind.TEXT, Privacy.CODED, required=True, longest=60),
        Field("about", say("Tentang apa"), Kind.TEXT, Privacy.CODED, longest=20),
        Field("reason", say("Alasan"), Kind.CODE, Privacy.CODED, codes=WAIVERS, required=True),
    ),
)


# --- what each does -------------------------------------------------------------------------------


def _take(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.assign(case, to=by, override_reason=said["reason"], by=by, at=at)


def _reassess(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    level = Risk(said["level"]) if said["level"] else None
    actions.reassess(case, said["risk_signs"], level=level, reason=said["reason"], by=by, at=at)


def _happened(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    if said["deed"] not in dict(queries.deeds_open_to(case, by=by)):
        raise Unclean(Problem("/deed", "unknown-thing", say("Ini tidak dicatat di sini untuk kasus ini sekarang.")))
    actions.happened(case, Deed(said["deed"]), when=said["when"], by=by, at=at)


def _refer_up(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    basis = rules.Basis(said["basis"]) if said["basis"] else None
    actions.refer_up(case, basis=basis, by=by, at=at)


def _point_on(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.point_on(case, service=said["service"], answered=said["answered"], by=by, at=at)


def _waive(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    about = read_number(said["about"] or "") or ""
    duty = Duty.objects.open().filter(run_id=case.id, code=said["duty"], about=about).first()
    if duty is None:
        raise Unclean(Problem("/duty", "unknown-thing", say("Kasus ini tidak mempunyai tugas itu.")))
    actions.waive(case, duty, reason=said["reason"], by=by, at=at)


def _conflict(case: Case, said: Said, /, *, by: Staff, at: datetime) -> None:
    actions.declare_conflict(case, staff=by, by=by, at=at)


def _day(case: Case, number: str) -> AfterCareVisit | None:
    visit = AfterCareVisit.objects.filter(case=case, number=number).first()
    if visit is not None:
        visit.case = case
    return visit


TAKE = Group(
    "take_over",
    say("Saya tangani"),
    (Field("reason", say("Alasan bila belum siap"), Kind.TEXT, longest=2_000),),
)

DOORS = (
    DeedDoor(
        name="accept",
        path="accept",
        verb=Verb.FIRST_CONTACT,
        do=plain(actions.acknowledge),
        says="Accept a case one was asked to accompany.",
    ),
    DeedDoor(
        name="take-over",
        path="take-over",
        verb=Verb.TAKE_OVER,
        sheet=TAKE,
        do=_take,
        says="Take the case oneself; where something objects, with a reason.",
    ),
    DeedDoor(
        name="conflict",
        path="conflict",
        verb=Verb.SEE_CASES,
        do=_conflict,
        says="Declare oneself related to a party; with whom is not asked.",
    ),
    DeedDoor(
        name="handover",
        path="handover",
        verb=Verb.RECORD_EVENT,
        sheet=HANDOVER,
        do=actions.note_handover,
        says="Write for whoever comes next where things stand.",
    ),
    DeedDoor(
        name="first-contact",
        path="first-contact",
        verb=Verb.FIRST_CONTACT,
        sheet=FIRST_CONTACT,
        do=actions.write_first_contact,
        says="Record the first contact; it meets the duties it meets.",
    ),
    DeedDoor(
        name="risk",
        path="risk",
        verb=Verb.ASSESS_RISK,
        sheet=ASSESS,
        do=_reassess,
        says="Assess risk again; a level lower than the signs give needs a reason.",
    ),
    DeedDoor(
        name="events",
        path="events",
        verb=Verb.RECORD_EVENT,
        sheet=HAPPENED,
        do=_happened,
        says="Record that something was done or has happened; it meets or starts the duties it names.",
    ),
    DeedDoor(
        name="police",
        path="police",
        verb=Verb.REPORT_TO_POLICE,
        sheet=POLICE_STEP,
        do=actions.police_step,
        says="Write down how far the police report has come, with her (H-09).",
    ),
    DeedDoor(
        name="learned",
        path="learned",
        verb=Verb.LEARN,
        sheet=LEARNED,
        do=actions.learn,
        says="Write what was learned after the report; what is left out stays as it was.",
    ),
    DeedDoor(
        name="refer-up",
        path="refer-up",
        verb=Verb.REFER_UP,
        sheet=REFER_UP,
        do=_refer_up,
        says="Let the provincial unit see the case, on a basis that is said (H-03).",
    ),
    DeedDoor(
        name="point-on",
        path="point-on",
        verb=Verb.RECORD_EVENT,
        sheet=POINT_ON,
        do=_point_on,
        says="Point to another service, with its name and whether it answered (H-05).",
    ),
    DeedDoor(
        name="waive",
        path="waive",
        verb=Verb.WAIVE_DUTY,
        sheet=WAIVE,
        do=_waive,
        says="Waive a duty for a reason from the list; help and safety are never waived.",
    ),
    DeedDoor(
        name="close",
        path="close",
        verb=Verb.CLOSE_CASE,
        sheet=CLOSE,
        do=actions.close_case,
        says="End the accompaniment with its checklist; everything that stands in the way is said at once.",
    ),
    DeedDoor(
        name="end-legal",
        path="legal/end",
        verb=Verb.CLOSE_CASE,
        sheet=END_LEGAL,
        do=actions.end_legal_track,
        says="End the legal track; the accompaniment does not end with it.",
    ),
    DeedDoor(
        name="visit-after",
        path="after-care/{thing}",
        verb=Verb.RECORD_EVENT,
        sheet=AFTERCARE_VISIT,
        thing=_day,
        do=actions.visit_after,
        says="Write down how she was on a day that was agreed.",
    ),
    DeedDoor(
        name="end-after-care",
        path="after-care-end",
        verb=Verb.RECORD_EVENT,
        sheet=END_AFTERCARE,
        do=actions.end_aftercare,
        says="End the care after the accompaniment.",
    ),
    DeedDoor(
        name="reopen",
        path="reopen",
        verb=Verb.REOPEN_CASE,
        sheet=REOPEN,
        do=actions.reopen,
        says="Take an ended case up again with everything it had.",
    ),
)
