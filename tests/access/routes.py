"""How to ask each route validly, one line a route, and the walk over every route there is.

A new route needs one line in ``ROUTES``: ``page()`` is read, ``post(…)`` is posted to, ``form(…)``
is a page whose own form is sent back with the words given, ``get(…)`` and ``send(…)`` are of the
API. ``of=`` names the record in the address (``RECORDS``); ``ready=`` puts in place what the deed
needs on that record.
"""

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from html.parser import HTMLParser
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from dampingi.access import factors
from dampingi.access.actor import act_as, acting_as
from dampingi.access.models import Session, Staff
from dampingi.access.rules import Role, Verb
from dampingi.access.sessions import SessionStore
from dampingi.cases import actions as cases
from dampingi.cases.models import AfterCareVisit, Case, OnCall
from dampingi.drills import actions as drills
from dampingi.drills import queries as drills_read
from dampingi.drills.catalog import BY_CODE as SCENARIOS
from dampingi.files import actions as files
from dampingi.intake import actions as intake
from dampingi.intake.models import Draft
from dampingi.kernel.ids import new_number
from dampingi.keys import mfa
from dampingi.places import actions as places
from dampingi.places.models import Provider
from dampingi.protocols import actions as protocols
from dampingi.services import actions as services
from dampingi.services.catalog import BY_CODE
from dampingi.services.catalog.consent import CONSENT, REFERRAL
from dampingi.services.models import Consent, Plan, Referral
from tests.access.people import PASSWORD, SECRET, code_of
from tests.files.steps import PICTURE, keep
from tests.fixtures import Room, complaint
from tests.house.sheets import typed
from tests.services.agreeing import agree, offer, provider, refer


@dataclass(frozen=True)
class Route:
    """A way into the house: its name, its methods, and the verb it needs or why it is open."""

    name: str
    methods: tuple[str, ...]
    verb: Verb | None
    open_because: str


def routes() -> Iterator[Route]:
    """Go over every route of the URL map, the API's operations one by one, each once."""
    yield from dict.fromkeys(_walk(get_resolver().url_patterns, ""))


def _walk(patterns: list[Any], space: str) -> Iterator[Route]:
    for one in patterns:
        if isinstance(one, URLResolver):
            yield from _walk(one.url_patterns, f"{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern):
            name = f"{space}{one.name}"
            operations = _operations(one.callback)
            for operation in operations:
                yield _route(name, operation.view_func, tuple(operation.methods))
            if not operations:
                yield _route(name, one.callback, ())


def _route(name: str, view: Any, methods: tuple[str, ...]) -> Route:
    return Route(name, methods, getattr(view, "verb", None), getattr(view, "open_because", ""))


def _operations(callback: Any) -> list[Any]:
    """Return the operations behind a view of django-ninja; none for a page."""
    if not inspect.isfunction(callback):
        return []
    return list(getattr(inspect.getclosurevars(callback).nonlocals.get("self"), "operations", ()))


Said = Mapping[str, Any]


# --- the records an address names -----------------------------------------------------------------


@dataclass(frozen=True)
class Record:
    """A kind of record: how somebody comes to have one, what names none, and which colleagues see it."""

    make: Callable[[Room, Staff], dict[str, Any]]
    unknown: Callable[[], dict[str, Any]]
    colleague_sees: Callable[[Staff], bool]
    everybody_sees: bool = False  # a public thing: every unit sees the same


def _case(room: Room, by: Staff) -> dict[str, Any]:
    return {"number": room.report(by)[0].number}


def _report(room: Room, by: Staff) -> dict[str, Any]:
    return {"number": room.report(by)[0].report.number}


def _draft(room: Room, by: Staff) -> dict[str, Any]:
    act_as(by)
    return {"number": intake.open_draft(complaint(room.now), by=by, at=room.now).number}


def _duty(room: Room, by: Staff) -> dict[str, Any]:
    return {"number": room.report(by, victims=[{"nik": "123"}])[0].number, "code": "check-values"}


def _view(room: Room, by: Staff) -> dict[str, Any]:
    act_as(by)
    return {"view": cases.save_view({"keadaan": "open"}, name=new_number(), shared=False, by=by, at=room.now).number}


_TURNS = iter(range(100, 30_000))


def _turn(room: Room, by: Staff) -> dict[str, Any]:
    turn = next(_TURNS)
    OnCall.objects.filter(unit=by.unit, staff=by).delete()
    OnCall.objects.create(unit=by.unit, staff=by, phone="0811", part="always", turn=turn)
    return {"turn": turn}


def _sheet(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    values = {"when": room.now}
    made = services.keep_sheet(case, BY_CODE["assessment"], values, number=new_number(), by=by, at=room.now)
    return {"number": case.number, "kind": "assessment", "sheet": made.number}


def _half_sheet(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    made = services.save_sheet(case, BY_CODE["assessment"], {}, number=new_number(), by=by, at=room.now)
    return {"number": case.number, "kind": "assessment", "sheet": made.number}


def _a_plan(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    return {"number": case.number, "plan": planned(room.case(case, by), by, room.now).number}


def _a_service(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    said = {"when": room.now, "domain": "physical", "service": "health", "payer": "unpaid"}
    made, _doubts = services.plan_service(room.case(case, by), said, by=by, at=room.now)
    return {"number": case.number, "service": made.number}


def _a_visit(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    values = {"when": room.now, "back_at": room.now + timedelta(hours=3)}
    made = services.keep_sheet(case, BY_CODE["visit"], values, number=new_number(), by=by, at=room.now)
    return {"number": case.number, "visit": made.number}


def planned(case: Case, by: Staff, now: Any) -> Plan:
    """Return a plan drawn up for that case; nobody has signed it yet."""
    said = {"when": now, "goals": "Tinggal sendiri", "drawn_with_her": True, "agrees": "yes"}
    made = services.make_plan(case, {**said, "review_on": now.date() + timedelta(days=30)}, by=by, at=now)
    with acting_as("tests"):
        Plan.objects.filter(id=made.id).update(signed_at=None, signed_by_id=None)
    return made


def _no_sheet() -> dict[str, Any]:
    return {"number": new_number(), "kind": "assessment", "sheet": new_number()}


def _provider(room: Room, by: Staff) -> dict[str, Any]:
    act_as(by)
    values = {"name": "RSUD Contoh", "kind": "hospital", "services": ["health"], "region_code": "62.71"}
    made = places.add_provider({**values, "unit_id": by.unit_id, "confirmed_on": room.now.date()}, by=by, at=room.now)
    return {"provider": made.number}


def _shelter(room: Room, by: Staff) -> dict[str, Any]:
    with acting_as("tests"):
        said = {"serves": ["women", "girls", "boys", "men"], "rooms": 9, "is_open": True}
        said |= dict.fromkeys(("name", "address", "contact", "way"), "Jalan Rahasia qwxyz")
        made = places.add_shelter(said, unit_id=by.unit_id, by=by, at=room.now)
    act_as(by)
    return {"shelter": made.number}


def _stay(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    said = {"when": room.now, "reasons": ["life"], "place": _shelter(room, by)["shelter"], "needs": ""}
    made = services.begin_stay(case, said, by=by, at=room.now)
    return {"number": case.number, "stay": made.number}


def _no_stay() -> dict[str, Any]:
    return {"number": new_number(), "stay": new_number()}


def _identified(room: Room, address: Mapping[str, Any], staff: Staff) -> None:
    """Let an identification suggest trafficking to a person."""
    case = Case.objects.select_related("unit__parent", "report", "victim").get(number=address["number"])
    said = {"when": room.now, "found": "raid", "acts": ["recruit"], "means": ["deception"], "purposes": ["slavery"]}
    act_as(staff)
    services.keep_sheet(case, BY_CODE["tppo-identify"], said, number=new_number(), by=staff, at=room.now)
def _consent(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    made = agree(room, case, provider(room), ["identity"], by)
    return {"number": case.number, "consent": made.number}


def _referral(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    made = refer(room, case, provider(room), ["identity"], by, basis="danger")
    return {"number": case.number, "referral": made.number}


def _transfer(room: Room, by: Staff) -> dict[str, Any]:
    case = room.report(by)[0]
    return {"number": case.number, "transfer": offer(room, case, to="62", by=by).number}


def _sender(room: Room, to: Staff) -> tuple[Staff, str]:
    """Return somebody of another unit, and the unit of ``to`` as a recipient."""
    return (room.kepala if to.unit_id != room.small.id else room.budi), to.unit.code


def _received(room: Room, to: Staff) -> dict[str, Any]:
    by, code = _sender(room, to)
    case = room.report(by)[0]
    return {"referral": refer(room, case, f"unit:{code}", ["identity"], by, basis="danger").number}


def _offered(room: Room, to: Staff) -> dict[str, Any]:
    by, code = _sender(room, to)
    return {"transfer": offer(room, room.report(by)[0], to=code, by=by).number}
def _file(room: Room, by: Staff, kind: str = "text") -> dict[str, Any]:
    case = room.report(by)[0]
    made = keep(case, PICTURE if kind == "picture" else b"Catatan rapat", by=by, at=room.now)
    return {"number": case.number, "file": made.number}


def _picture(room: Room, by: Staff) -> dict[str, Any]:
    return _file(room, by, "picture")


def _no_file() -> dict[str, Any]:
    return {"number": new_number(), "file": new_number()}


SENDING = new_number()


def _in_parts(room: Room, address: Said, staff: Staff) -> None:
    """Let a file have come in parts, from whoever asks."""
    act_as(staff)
    case = Case.objects.select_related("unit").get(number=address["number"])
    files.take_part(case, SENDING, 0, b"Catatan", by=staff, at=room.now)
def _looked_after(room: Room, address: Mapping[str, Any], staff: Staff) -> None:
    with acting_as("tests"):
        found = Case.objects.filter(number=address["number"])
        found.update(state="closed", closed_at=room.now, aftercare_until=timezone.localdate() + timedelta(days=30))


def _a_day(room: Room, by: Staff) -> dict[str, Any]:
    address = _case(room, by)
    _looked_after(room, address, by)
    with acting_as("tests"):
        case = Case.objects.get(number=address["number"])
        day = AfterCareVisit.objects.create(case=case, planned_on=timezone.localdate())
    act_as(by)
    return {**address, "day": day.number}


def _no_number() -> dict[str, Any]:
    return {"number": new_number()}


def _checked(room: Room, by: Staff) -> dict[str, Any]:
    return {"number": _duty(room, by)["number"]}


def _supervising(staff: Staff) -> bool:
    return staff.supervises


def _anybody(_staff: Staff) -> bool:
    return True


def _by_thing(make: Callable[[Room, Staff], dict[str, Any]], named: str) -> Callable[[Room, Staff], dict[str, Any]]:
    """Return how to make a record whose address in the API calls it ``thing``."""
    word = {"received": "referral", "offered": "transfer"}.get(named, named)

    def made(room: Room, by: Staff) -> dict[str, Any]:
        address = make(room, by)
        thing = address.pop(word)
        return {**address, "thing": thing}

    return made


def _no_thing(*, of_case: bool) -> Callable[[], dict[str, Any]]:
    return lambda: {**(_no_number() if of_case else {}), "thing": new_number()}


def _drill(room: Room, by: Staff) -> dict[str, Any]:
    act_as(by)
    if (running := drills_read.running_of(by)) is not None:
        drills.stop_drill(running, by=by, at=room.now)
    made = drills.begin_drill(SCENARIOS["question"], practice=True, by=by, at=room.now)
    return {"number": made.number}


def _drill_ended(room: Room, address: Said, staff: Staff) -> None:
    act_as(staff)
    drills.stop_drill(drills_read.drills_of(staff).get(number=address["number"]), by=staff, at=room.now)


def _drill_class(room: Room, by: Staff) -> dict[str, Any]:
    act_as(by)
    return {"number": drills.open_class(SCENARIOS["question"], practice=True, by=by, at=room.now).number}


RECORDS: Mapping[str, Record] = {
    "drill": Record(_drill, _no_number, lambda _: False),
    "class": Record(_drill_class, _no_number, lambda _: False),
    "scenario": Record(lambda _room, _by: {"code": "question"}, lambda: {"code": "nothing"}, lambda _: True, everybody_sees=True),
    "case": Record(_case, _no_number, lambda s: s.supervises),
    "report": Record(_report, _no_number, lambda s: s.supervises),
    "duty": Record(_duty, lambda: {**_no_number(), "code": "check-values"}, lambda s: s.supervises),
    "draft": Record(_draft, _no_number, lambda _: False),
    "sheet": Record(_sheet, _no_sheet, lambda s: s.supervises),
    "half-sheet": Record(_half_sheet, _no_sheet, lambda _: False),
    "consent": Record(_consent, lambda: {**_no_number(), "consent": new_number()}, lambda s: s.supervises),
    "referral": Record(_referral, lambda: {**_no_number(), "referral": new_number()}, lambda s: s.supervises),
    "transfer": Record(_transfer, lambda: {**_no_number(), "transfer": new_number()}, lambda s: s.supervises),
    "received": Record(_received, lambda: {"referral": new_number()}, lambda _: True),
    "offered": Record(_offered, lambda: {"transfer": new_number()}, lambda _: True),
    "provider": Record(_provider, lambda: {"provider": new_number()}, lambda _: True, everybody_sees=True),
    "plan": Record(_a_plan, lambda: {**_no_number(), "plan": new_number()}, lambda s: s.supervises),
    "service": Record(_a_service, lambda: {**_no_number(), "service": new_number()}, lambda s: s.supervises),
    "visit": Record(_a_visit, lambda: {**_no_number(), "visit": new_number()}, lambda s: s.supervises),
    "shelter": Record(_shelter, lambda: {"shelter": new_number()}, lambda s: Role.HEAD in s.roles),
    "stay": Record(_stay, _no_stay, lambda s: s.supervises),
    # Where she stays is for who holds her case, and for the head of the shelter's unit.
    "stay-place": Record(_stay, _no_stay, lambda s: Role.HEAD in s.roles),
    "file": Record(_file, _no_file, lambda s: s.supervises),
    "picture": Record(_picture, _no_file, lambda s: s.supervises),
    "day": Record(_a_day, lambda: {**_no_number(), "day": new_number()}, lambda s: s.supervises),
    "view": Record(_view, lambda: {"view": new_number()}, lambda _: False),
    "checked": Record(_checked, _no_number, lambda s: s.supervises),
    **{
        f"api-{one}": Record(_by_thing(make, one), _no_thing(of_case=of_case), sees)
        for one, make, of_case, sees in (
            ("day", _a_day, True, _supervising),
            ("consent", _consent, True, _supervising),
            ("referral", _referral, True, _supervising),
            ("transfer", _transfer, True, _supervising),
            ("received", _received, False, _anybody),
            ("offered", _offered, False, _anybody),
            ("stay", _stay, True, _supervising),
            ("plan", _a_plan, True, _supervising),
            ("service", _a_service, True, _supervising),
        )
    },
    "turn": Record(_turn, lambda: {"turn": 99}, lambda _: True),
}


# --- how to ask -----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Ask:
    """How to ask one route: the method, the record named, what is said, what must be so before."""

    method: str = "GET"
    of: str = ""
    said: Callable[[Room], Said] = field(default=lambda _room: {})
    from_form: bool = False
    api: bool = False
    more: Said = field(default_factory=dict)
    ready: Callable[[Room, Said, Staff], None] | None = None
    anonymous: int = 0  # what an open door answers whoever is not signed in


def _words(said: Any) -> Callable[[Room], Said]:
    return said if callable(said) else lambda _room: said or {}


def page(*, of: str = "", **how: Any) -> list[Ask]:
    """Return how to read a page."""
    return [Ask("GET", of, **how)]


def post(said: Any = None, *, of: str = "", **how: Any) -> list[Ask]:
    """Return how to post to an address that is no page."""
    return [Ask("POST", of, _words(said), **how)]


def form(said: Any = None, *, of: str = "", **how: Any) -> list[Ask]:
    """Return how to read a page and how to send its form back."""
    return [Ask("GET", of, **how), Ask("POST", of, _words(said), from_form=True, **how)]


def get(said: Any = None, *, of: str = "", **how: Any) -> list[Ask]:
    """Return how to read from the API."""
    return [Ask("GET", of, _words(said), api=True, **how)]


def send(said: Any = None, *, of: str = "", **how: Any) -> list[Ask]:
    """Return how to post to the API."""
    return [Ask("POST", of, _words(said), api=True, **how)]


def _assigned(room: Room, address: Said, staff: Staff) -> None:
    """Let the case wait for the acceptance of whoever asks."""
    with acting_as("tests"):
        Case.objects.filter(number=address["number"]).update(companion=staff, accepted_at=None)


def _at_low_risk(room: Room, address: Said, staff: Staff) -> None:
    with acting_as("tests"):
        Case.objects.filter(number=address["number"]).update(risk="low")


def _pointed_on(room: Room, address: Said, staff: Staff) -> None:
    with acting_as("tests"):
        Case.objects.filter(number=address["number"]).update(state="pointed_on")


def _rescued(room: Room, address: Said, staff: Staff) -> None:
    with acting_as("tests"):
        draft = Draft.objects.get(number=address["number"])
        intake.rescue_typing(draft.number, complaint(room.now), draft=draft, at=timezone.now())


def _account(room: Room) -> Said:
    return {"email": "baru@contoh.test", "name": "Baru", "roles": [Role.INTAKE.value], "sex": "female"}


def _certificate(room: Room) -> Said:
    today = timezone.localdate() - timedelta(days=30)
    said = {"staff": str(room.sari.id), "title": "Manajemen kasus", "number": "1/2026", "issuer": "Dinas"}
    return {**said, "jp": "30", "issued_on": today.isoformat(), "competences": ["pfa"]}


def _table(room: Room) -> Said:
    head = "email,title,number,issuer,jp,issued_on,valid_until,basis,competences"
    return {"tabel": f"{head}\n{room.sari.email},Pelatihan,7/2026,Dinas,30,2026-01-05,,,pfa"}


def _local(room: Room) -> dict[str, str]:
    day = room.now.astimezone(room.palangka.timezone)
    return {"when_date": f"{day:%Y-%m-%d}", "when_time": f"{day:%H:%M}"}


def _consent_said(room: Room) -> Said:
    how = {"explained": True, "form": "signed", "capacity": "able"}
    return {**typed(CONSENT, {"purposes": ["record"], "given": True, "how": how}), **_local(room)}


def _due(room: Room) -> str:
    return (room.now.date() + timedelta(days=5)).isoformat()


def _referral_said(room: Room) -> Said:
    with acting_as("tests"):
        to = Provider.objects.filter(name="RSUD Rute").first() or provider(room, "RSUD Rute")
    said = {"recipient": f"provider:{to.number}", "service": "health", "parts": ["identity"], "basis": "danger"}
    return {**typed(REFERRAL, said), "due_on": _due(room), "kirim": "ya"}


def _offer_said(room: Room) -> Said:
    return {"to_unit": "62", "note": "Catatan", "basis": "law", "due_on": _due(room)}


def _paused(room: Room, address: Said, staff: Staff) -> None:
    with acting_as("tests"):
        Consent.objects.filter(number=address["consent"]).update(paused_at=room.now)


def _linked(room: Room, address: Said, staff: Staff) -> None:
    with acting_as("tests"):
        one = Referral.objects.select_related("case").get(number=address["referral"])
        services.make_link(one, by=staff, at=timezone.now())


def _provider_said(room: Room) -> Said:
    said = {"name": "LBH Contoh", "kind": "legal_aid", "services": ["legal"], "place": "62.71"}
    return {**said, "confirmed_on": room.now.date().isoformat()}


def _later(room: Room) -> str:
    return (room.now + timedelta(days=30)).date().isoformat()


def _plan_sent(room: Room) -> Said:
    said = {"when": room.now.isoformat(), "goals": "Tinggal sendiri", "drawn_with_her": True, "agrees": "yes"}
    return {**said, "review_on": _later(room)}


def _plan_said(room: Room) -> Said:
    return {"goals": "Tinggal sendiri", "drawn_with_her": "yes", "agrees": "yes", "review_on": _later(room)}
def _finished(room: Room, address: Said, staff: Staff) -> None:
    """Let nothing stand before the end of a case."""
    with acting_as("tests"):
        case = Case.objects.get(number=address["number"])
        Case.objects.filter(id=case.id).update(risk="low")
        protocols.set_aside(case.id, reason="tests", at=room.now)


_CLOSED = {"reason": "goals_reached", "plan": "met", "agrees": "yes", "no_visits": "yes"}


def _closed_by_api(_room: Room) -> Said:
    return {"reason": "goals_reached", "plan": "met", "agrees": True, "no_visits": True}


def _police_by_api(room: Room) -> Said:
    said = {"outcome": "prepared", "told": True, "meeting_agreed": True, "safety_updated": True}
    return {"when": room.now.isoformat(), **said}


def _consent_by_api(room: Room) -> Said:
    how = {"explained": True, "form": "signed", "capacity": "able"}
    return {"when": room.now.isoformat(), "purposes": ["record"], "given": True, "how": how}


def _referral_by_api(room: Room) -> Said:
    with acting_as("tests"):
        to = Provider.objects.filter(name="RSUD Rute").first() or provider(room, "RSUD Rute")
    said = {"recipient": f"provider:{to.number}", "service": "health", "parts": ["identity"], "basis": "danger"}
    return {**said, "due_on": _due(room)}


def _stay_by_api(room: Room) -> Said:
    place = _shelter(room, room.ratna)["shelter"]
    return {"when": room.now.isoformat(), "reasons": ["life"], "place": place}


def _leave_by_api(room: Room) -> Said:
    return {"when": room.now.isoformat(), "left_to": "family", "safe_now": "safe"}


def _evaluation_by_api(room: Room) -> Said:
    return {"when": room.now.isoformat(), "reached": "some", "review_on": _later(room)}


def _paused_by_api(room: Room, address: Said, staff: Staff) -> None:
    _paused(room, {"consent": address["thing"]}, staff)


_POLICE = {"outcome": "prepared", "told": "yes", "meeting_agreed": "yes", "safety_updated": "yes"}

WORD, NEW = PASSWORD, "empat kata yang berbeda"


def _app_waits(room: Room, address: Said, staff: Staff) -> None:
    """Let an app's secret wait in every session of hers for its first code."""
    for row in Session.objects.filter(staff_id=staff.id):
        held = {**SessionStore().decode(row.data), "waiting-secret": mfa.seal(SECRET, owner_id=staff.id)}
        Session.objects.filter(digest=row.digest).update(data=SessionStore().encode(held))


def _has_app(room: Room, address: Said, staff: Staff) -> None:
    factors.keep_secret(staff, SECRET, used=0)


ROUTES: Mapping[str, list[Ask]] = {
    "healthz": page(),
    "web:language": post({"language": "en"}),
    "web:leave": post(),
    "web:still-here": page(anonymous=401),
    "access:sign-in": page(),
    "access:passkey-ask": post(),
    "access:passkey-sign-in": post({"answer": "{}"}, anonymous=422),
    "access:invitation": page() + post(anonymous=422),
    "access:sign-out": post(),
    "access:security": page(),
    "access:prove": page() + post({"password": WORD}),
    "access:prove-passkey": post({"answer": "{}"}),
    "access:app-code": page() + post(lambda _room: {"code": code_of(SECRET)}, ready=_app_waits),
    "access:app-picture": page(ready=_app_waits),
    "access:passkey-begin": post(),
    "access:passkey-add": post({"answer": "{}", "name": "HP"}),
    "access:remove-factor": post({"langkah": "0"}),
    "access:new-codes": post(ready=_has_app),
    "access:end-session": post({"perangkat": "lain"}),
    "access:password": page() + post({"current": WORD, "password": NEW, "again": NEW}),
    "access:permissions": page(),
    "access:staff": form(_account),
    "access:help": form(lambda room: {"colleague": room.lina.email, "what": "lost"}),
    "access:roles": post(lambda room: {"petugas": room.lina.email, "peran": [Role.DATA.value]}),
    "access:disable": post(lambda room: {"petugas": room.lina.email}),
    "access:unit": form(),
    "access:places": post({"name": "Kamp 3", "district": "62.71.01"}),
    "places:notice": page(),
    "protocols:all": page(),
    "training:mine": page(),
    "training:path": page(),
    "drills:choose": page(),
    "drills:begin": form(of="scenario"),
    "drills:now": page(of="drill"),
    "drills:say": post({"kata": "lestari-safe"}, of="drill"),
    "drills:stop": post(of="drill"),
    "drills:end": post(of="drill"),
    "drills:report": page(of="drill", ready=_drill_ended),
    "drills:classes": form({"skenario": "wife"}),
    "drills:class": page(of="class") + post(of="class"),
    "training:register": form(_certificate),
    "training:table": post(_table),
    "training:declare": post(),
    "cases:home": page(),
    "cases:today": page(),
    "cases:notices-read": post(),
    "cases:board": page(),
    "cases:done-alone": page() + post(),
    "cases:on-call": form(lambda room: {"staff": str(room.lina.id), "phone": "0811", "part": "day", "turn": "7"}),
    "cases:off-call": post(of="turn"),
    "cases:reports": page(),
    "cases:begin": post(),
    "cases:blank": page(),
    "cases:draft": form({"kirim": "1"}, of="draft"),
    "cases:save-draft": post({"channel": "phone", "version": "1"}, of="draft", anonymous=401),
    "cases:throw-away": post(of="draft"),
    "cases:use-rescue": post(of="draft", ready=_rescued),
    "cases:received": page(of="report"),
    "cases:list": page(),
    "cases:save-view": post(lambda _room: {"keadaan": "open", "name": new_number()}),
    "cases:remove-view": post(of="view"),
    "cases:search": form({"nama": "marlina"}),
    "cases:case": page(of="case"),
    "cases:timeline": page(of="case"),
    "cases:people": page(of="case"),
    "cases:reveal": post(of="case"),
    "cases:companions": form(lambda room: {"petugas": room.lina.email, "alasan": "Sudah dikenal"}, of="case"),
    "cases:take-over": post({"alasan": "Sudah dikenal"}, of="case"),
    "cases:accept": post(of="case", ready=_assigned),
    "cases:conflict": post(of="case"),
    "cases:first-contact": form(of="case"),
    "cases:reassess": form({"risk_signs.weapon": "yes"}, of="case"),
    "cases:raise-risk": post(of="case"),
    "cases:event": form({"deed": "values_checked"}, of="case"),
    "cases:point-on": form({"service": "Dinas Sosial", "answered": "yes"}, of="case", ready=_at_low_risk),
    "cases:police": form(_POLICE, of="case"),
    "cases:learn": form({"victim.sex": "female"}, of="case"),
    "cases:refer-up": form({"basis": "danger"}, of="case"),
    "cases:handover": form({"stands": "Sudah bertemu"}, of="case"),
    "cases:close": form(_CLOSED, of="case", ready=_finished),
    "cases:visit-after": form({"wellbeing": "safe"}, of="day"),
    "cases:end-aftercare": form({"outcome": "stable"}, of="case", ready=_looked_after),
    "cases:end-legal": form({"outcome": "never_started"}, of="case"),
    "cases:reopen": form({"reason": "asks_again"}, of="case", ready=_pointed_on),
    "cases:waive": page(of="duty") + post({"alasan": "does_not_apply"}, of="duty"),
    "services:plan": page(of="case"),
    "services:given": page(of="case"),
    "services:make-plan": form(_plan_said, of="case"),
    "services:sign-plan": page(of="plan"),
    "services:sign": post(of="plan"),
    "services:evaluate": form(lambda room: {"reached": "some", "review_on": _later(room)}, of="plan"),
    "services:plan-service": form({"domain": "physical", "service": "health", "payer": "free"}, of="case"),
    "services:change-service": form(of="service"),
    "services:outcome": form({"outcome": "met"}, of="service"),
    "services:cost": form({"payer": "free"}, of="service"),
    "services:check-in": page(of="visit") + post({"kembali": "ya"}, of="visit"),
    "services:autosave": post(lambda room: {"lembar": new_number()}, of="case", more={"kind": "assessment"}, anonymous=401),
    "services:referrals": page(of="case"),
    "services:law": page(of="case"),
    "services:suspect": post(of="case", ready=_identified),
    "services:stay-begin": form({"reasons": ["life"]}, of="case"),
    "services:stay": form({"until_date": "2030-01-02", "until_time": "10:00", "reason": "not_safe"}, of="stay"),
    "services:stay-leave": form({"left_to": "family", "safe_now": "safe"}, of="stay"),
    "services:stay-place": post(of="stay-place"),
    "services:shelters": form({"serves": ["women"], "rooms": "4", "name": "Rumah"}),
    "services:shelter": form({"rooms": "5"}, of="shelter"),
    "services:shelter-place": post(of="shelter"),
    "services:month": page() + post({"bulan": "2026-01"}),
    "services:record": page(of="case"),
    "services:record-names": post(of="case"),
    "services:record-table": post(of="case"),
    "services:files": page(of="case"),
    "services:attach": page(of="case") + post({"kiriman": SENDING, "intimate": "no"}, of="case", ready=_in_parts),
    "services:part": post(of="case", more={"sending": SENDING, "start": 0}),
    "services:file": page(of="file"),
    "services:picture": page(of="picture", more={"page": 1}),
    "services:original": post(of="file"),
    "services:file-remove": post({"alasan": "wrong_file"}, of="file"),
    "services:write": form(of="case", more={"kind": "assessment"}),
    "services:blank": page(of="case", more={"kind": "assessment"}),
    "services:read": page(of="sheet"),
    "services:download": post(of="sheet"),
    "services:referral-letter": post(of="referral"),
    "services:letter": form({"purpose": "police-report", "to": "Kepala Unit"}, of="case"),
    "services:throw-away": post(of="half-sheet"),
    "services:partner": page(more={"token": "x" * 43}),
    "services:consent": form(_consent_said, of="case"),
    "services:pause-sharing": post(of="case"),
    "services:pause-consent": post(of="consent"),
    "services:resume-consent": post(of="consent", ready=_paused),
    "services:withdraw-consent": post(of="consent"),
    "services:refer": form(_referral_said, of="case"),
    "services:referral": page(of="referral") + post({"answer": "accept"}, of="referral"),
    "services:revoke-referral": post(of="referral"),
    "services:told-her": post(of="referral"),
    "services:make-link": post(of="referral"),
    "services:new-code": post(of="referral", ready=_linked),
    "services:close-links": post(of="referral"),
    "services:offer": form(_offer_said, of="case"),
    "services:transfer": page(of="transfer") + post(of="transfer"),
    "services:incoming": page(),
    "services:received-referral": page(of="received") + post({"answer": "accept"}, of="received"),
    "services:offered": page(of="offered"),
    "services:accept-transfer": post(of="offered"),
    "services:decline-transfer": post({"words": "Penuh"}, of="offered"),
    "services:directory": page(),
    "services:new-provider": form(_provider_said),
    "services:provider": page(of="provider"),
    "services:change-provider": form(_provider_said, of="provider"),
    "services:confirm-provider": post(of="provider"),
    "api:openapi-json": page(),
    "api:code-lists": page(),
    "api:reports": send(lambda room: complaint(room.now)),
    "api:cases": get(),
    "api:case": get(of="case"),
    "api:assign": send(lambda room: {"staff": room.lina.email, "override_reason": "Sudah dikenal"}, of="case"),
    "api:first-contact": send(lambda room: {"at": room.now.isoformat()}, of="case"),
    "api:close": send(_closed_by_api, of="case", ready=_finished),
    "api:reopen": send({"reason": "asks_again"}, of="case", ready=_pointed_on),
    "api:duties": get(),
    "api:accept": send({}, of="case", ready=_assigned),
    "api:take-over": send({"reason": "Sudah dikenal"}, of="case"),
    "api:conflict": send({}, of="case"),
    "api:handover": send({"stands": "Sudah bertemu"}, of="case"),
    "api:risk": send({"risk_signs": {"weapon": "yes"}}, of="case"),
    "api:events": send(lambda room: {"when": room.now.isoformat(), "deed": "values_checked"}, of="case"),
    "api:police": send(_police_by_api, of="case"),
    "api:learned": send({"victim": {"sex": "female"}}, of="case"),
    "api:refer-up": send({"basis": "danger"}, of="case"),
    "api:point-on": send({"service": "Dinas Sosial", "answered": True}, of="case", ready=_at_low_risk),
    "api:waive": send({"duty": "check-values", "reason": "does_not_apply"}, of="checked"),
    "api:end-legal": send({"outcome": "never_started"}, of="case"),
    "api:visit-after": send(lambda room: {"when": room.now.isoformat(), "wellbeing": "safe"}, of="api-day"),
    "api:end-after-care": send({"outcome": "stable"}, of="case", ready=_looked_after),
    "api:consents": get(of="case") + send(_consent_by_api, of="case"),
    "api:pause-consent": send({}, of="api-consent"),
    "api:resume-consent": send({}, of="api-consent", ready=_paused_by_api),
    "api:withdraw-consent": send({}, of="api-consent"),
    "api:pause-sharing": send({}, of="case"),
    "api:referrals": get(of="case") + send(_referral_by_api, of="case"),
    "api:answer-referral": send({"answer": "accept"}, of="api-referral"),
    "api:revoke-referral": send({}, of="api-referral"),
    "api:told-her": send({}, of="api-referral"),
    "api:incoming": get(),
    "api:answer-received": send({"answer": "accept"}, of="api-received"),
    "api:transfers": get(of="case") + send(_offer_said, of="case"),
    "api:withdraw-transfer": send({}, of="api-transfer"),
    "api:accept-transfer": send({}, of="api-offered"),
    "api:decline-transfer": send({"reason": "Penuh"}, of="api-offered"),
    "api:stays": get(of="case") + send(_stay_by_api, of="case"),
    "api:stay-needed": send(lambda room: {"when": room.now.isoformat(), "reasons": ["life"]}, of="case"),
    "api:extend-stay": send({"until": "2030-01-02T10:00:00+07:00", "reason": "not_safe"}, of="api-stay"),
    "api:leave-stay": send(_leave_by_api, of="api-stay"),
    "api:sign-plan": send({}, of="api-plan"),
    "api:evaluate-plan": send(_evaluation_by_api, of="api-plan"),
    "api:end-service": send(lambda room: {"when": room.now.isoformat(), "outcome": "met"}, of="api-service"),
    "api:settle-cost": send({"payer": "free"}, of="api-service"),
    "api:suspect": send({}, of="case", ready=_identified),
    "api:sheets": get(of="case"),
    "api:sheet": get(of="case", more={"kind": "assessment"})
    + send(lambda room: {"when": room.now.isoformat()}, of="case", more={"kind": "assessment"}),
    "api:plan": get(of="case") + send(_plan_sent, of="case"),
}
# Routes nobody wrote: why they need no line above.
NOT_OURS = {"api:api-root": "django-ninja's own; it answers 404 to everybody"}


def address_of(name: str, ask: Ask, record: Said) -> str:
    """Return the address of a route for one record."""
    return reverse(name, kwargs={**record, **ask.more})


# --- a page's own form ----------------------------------------------------------------------------


class _Forms(HTMLParser):
    """Reads what the forms of a page would send as they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[tuple[dict[str, str], dict[str, list[str]]]] = []
        self._select: tuple[str, list[str], str | None] | None = None
        self._area = ""
        self._inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append((said, {}))
            self._inside = True
        elif self._inside:
            self._control(tag, said)

    def _control(self, tag: str, said: dict[str, str]) -> None:
        name = said.get("name", "")
        if tag == "input" and name:
            kind = said.get("type", "text")
            if kind in ("radio", "checkbox") and "checked" not in said:
                return
            self._hold(name, said.get("value", ""))
        elif tag == "select":
            self._select = (name, [], None)
        elif tag == "option" and self._select:
            held, values, chosen = self._select
            value = said.get("value", "")
            self._select = (held, [*values, value], value if "selected" in said else chosen)
        elif tag == "textarea" and name:
            self._area = name
            self._hold(name, "")

    def handle_data(self, data: str) -> None:
        if self._area:
            self.forms[-1][1][self._area][-1] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea":
            self._area = ""
        elif tag == "select" and self._select:
            name, values, chosen = self._select
            self._hold(name, chosen if chosen is not None else next(iter(values), ""))
            self._select = None

    def _hold(self, name: str, value: str) -> None:
        self.forms[-1][1].setdefault(name, []).append(value)


def form_of(html: str, address: str) -> dict[str, list[str]]:
    """Return what the largest form of a page that posts to ``address`` would send as it stands."""
    reader = _Forms()
    reader.feed(html)
    ours = [
        held
        for said, held in reader.forms
        if said.get("method", "").lower() == "post" and said.get("action", address) in ("", address)
    ]
    assert ours, f"The page {address} shows no form that posts to itself."
    return max(ours, key=len)
