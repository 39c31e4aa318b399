"""Access: every route, every role, every record has one of four outcomes, as the permission page says.

Allowed, no verb (403), not yours (404, the same body as an unknown number), sign in (302, the API
401). The routes come from the URL map, so that a new one without a line in ``routes.py`` fails.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from dampingi.access import actions as access
from dampingi.access.actor import acting_as
from dampingi.access.models import Staff, Token
from dampingi.access.rules import MAY, ROLES, VERBS, Role, Verb
from dampingi.audit.models import Line
from dampingi.cases import actions
from dampingi.cases import queries as cases
from dampingi.cases.models import Case
from tests.access.people import with_password
from tests.access.routes import NOT_OURS, RECORDS, ROUTES, Ask, Route, address_of, form_of, routes
from tests.fixtures import Room

ALL = [route for route in routes() if route.name not in NOT_OURS]
# Outside numbers of an address, each drawn anew.
_DRAWN = {"number", "sheet", "provider", "plan", "service", "visit", "consent", "referral", "transfer", "stay", "shelter", "file", "day"}
_TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]+"')


@pytest.fixture
def roles(room: Room) -> dict[Role, Staff]:
    """Return one person for each role, all of one unit."""
    with acting_as("tests"):
        head = room._staff("hana", room.palangka, Role.HEAD)
        guest = room._staff("gita", room.palangka, Role.PARTICIPANT)
    people = (room.peni, room.sari, room.ratna, head, room.tuti, room.dian, room.adi, guest)
    with_password(*people)
    cases.forget_names()
    return dict(zip(Role, people, strict=True))


class Asking:
    """Asks one route as one person, and takes everything back afterwards."""

    def __init__(self, room: Room, route: Route, ask: Ask, people: Mapping[Role, Staff]) -> None:
        self.room, self.route, self.ask = room, route, ask
        self.said: Any = ask.said(room)
        self.browsers = {staff.id: self._browser(staff) for staff in people.values()}
        if ask.from_form:
            self.said = self._form(next(s for s in people.values() if s.may(route.verb)))

    def _browser(self, staff: Staff) -> Client:
        if self.ask.api:
            return Client(headers={"Authorization": self.room.token(staff)["HTTP_AUTHORIZATION"]})
        return self.room.client(staff)

    def _form(self, staff: Staff) -> dict[str, Any]:
        with transaction.atomic():
            address = address_of(self.route.name, self.ask, self.make(staff))
            shown = self.browsers[staff.id].get(address)
            transaction.set_rollback(True)
        assert shown.status_code == 200, shown
        return {**form_of(shown.content.decode(), address), **self.said}

    def make(self, owner: Staff) -> dict[str, Any]:
        """Return the record of somebody, as the address names it."""
        return RECORDS[self.ask.of].make(self.room, owner) if self.ask.of else {}

    def __call__(self, staff: Staff | None, record: Mapping[str, Any], *, ready: bool = False) -> "Answer":
        with transaction.atomic():
            if ready and self.ask.ready and staff:
                self.ask.ready(self.room, record, staff)
            before = _lines()
            address = address_of(self.route.name, self.ask, record)
            answer = self._ask(self.browsers[staff.id] if staff else Client(), address)
            new = [line for line in _lines() if line not in before]
            body = _TOKEN.sub(b"", answer.getvalue())
            for name in record.keys() & _DRAWN:
                if number := record.get(name):
                    body = body.replace(str(number).encode(), b"...")
            got = Answer(answer.status_code, body, answer.headers, new)
            transaction.set_rollback(True)
        return got

    def _ask(self, browser: Client, address: str) -> Any:
        if self.ask.method == "GET":
            return browser.get(address, self.said)
        if self.ask.api:
            key = {"Idempotency-Key": "tests"}
            return browser.post(address, json.dumps(self.said), content_type="application/json", headers=key)
        return browser.post(address, self.said)


class Answer:
    """What came back, and the lines it left in the ledger."""

    def __init__(self, status: int, body: bytes, headers: Mapping[str, str], lines: list[Line]) -> None:
        self.status, self.body, self.headers, self.lines = status, body, headers, lines

    @property
    def outcome(self) -> str:
        """Return which of the four it was; anything else by its number."""
        if self.status == 401 or self.headers.get("Location", "").startswith(reverse("access:sign-in")):
            return "sign in"
        if self.status < 400:
            return "allowed"
        return {403: "no verb", 404: "not yours"}.get(self.status, str(self.status))

    @property
    def refused(self) -> list[Line]:
        """Return the lines about a refusal."""
        return [line for line in self.lines if line.outcome == "refused"]

    @property
    def form(self) -> tuple[int, dict[str, str], bytes]:
        """Return everything that could tell one nothing from another."""
        return self.status, {k: v for k, v in self.headers.items() if k != "Set-Cookie"}, self.body


def _lines() -> list[Line]:
    with acting_as("tests"):
        return list(Line.objects.order_by("unit_id", "seq"))


def _the_one_line(answer: Answer, staff: Staff, act: str, route: Route, said: Any) -> None:
    """Assert that a denied attempt left one line: who, which door, and nothing that was typed."""
    [line] = answer.refused
    assert (line.actor_id, line.act, line.unit_id) == (staff.id, act, staff.unit_id)
    assert line.detail == {"door": route.name.replace(":", "."), "codes": []}
    words = [w for w in json.dumps(said).split('"') if len(w) > 8]
    assert not [w for w in words if w in str(line.detail)]


def test_every_route_says_which_verb_it_needs_or_why_it_is_open() -> None:
    silent = [r.name for r in ALL if (r.verb is None) == (not r.open_because)]
    assert silent == [], "Put @needs(Verb.…) or @open_to_all('why') over the view."


def test_every_line_of_the_table_is_a_route() -> None:
    assert set(ROUTES) - {r.name for r in ALL} == set()


@pytest.mark.parametrize("route", ALL, ids=lambda r: r.name)
def test_every_route_and_role_has_one_of_four_outcomes(route: Route, room: Room, roles: dict[Role, Staff]) -> None:
    asks = ROUTES.get(route.name)
    assert asks, f"{route.name} has no line in tests/access/routes.py: add one, for example '{route.name}': page()."
    # Of the API each operation has a verb of its own; a page has one for reading and sending.
    ours = [ask for ask in asks if not route.methods or ask.method in route.methods]
    assert ours, f"{route.name}: nothing in tests/access/routes.py asks {route.methods}."
    for ask in ours:
        asking = Asking(room, route, ask, roles)
        if route.verb is None:
            _open_door(asking, roles)
        elif ask.of:
            _door_with_a_record(asking, roles, route.verb)
        else:
            _plain_door(asking, roles, route.verb)


def _open_door(asking: Asking, roles: dict[Role, Staff]) -> None:
    anonymous = asking(None, asking.make(roles[Role.INTAKE]))
    assert anonymous.lines == []
    if asking.ask.anonymous:
        assert anonymous.status == asking.ask.anonymous
    else:
        assert anonymous.status < 400
    others = asking.make(asking.room.budi)
    for staff in roles.values():
        if not asking.ask.of:
            answer = asking(staff, {})
            assert answer.status < 400, (staff, answer.status)
            assert answer.refused == []
            continue
        _nothing(asking, staff, others)
        if staff.may(Verb.TAKE_REPORT):
            assert asking(staff, asking.make(staff), ready=True).outcome == "allowed", staff


def _plain_door(asking: Asking, roles: dict[Role, Staff], verb: Verb) -> None:
    _signs_in(asking, {})
    for role, staff in roles.items():
        answer = asking(staff, {}, ready=True)
        if verb in MAY[role]:
            assert (answer.outcome, answer.refused) == ("allowed", []), (role, answer.status, answer.body[-2000:])
        else:
            assert answer.outcome == "no verb", (role, answer.status)
            _the_one_line(answer, staff, "door.refused", asking.route, asking.said)


def _door_with_a_record(asking: Asking, roles: dict[Role, Staff], verb: Verb) -> None:
    record = RECORDS[asking.ask.of]
    colleagues, others = asking.make(asking.room.lina), asking.make(asking.room.budi)
    _signs_in(asking, others)
    for role, staff in roles.items():
        if verb not in MAY[role]:
            for one in (colleagues, others, record.unknown()):
                answer = asking(staff, one)
                assert answer.outcome == "no verb", (role, answer.status)
                _the_one_line(answer, staff, "door.refused", asking.route, asking.said)
            continue
        mine = asking(staff, asking.make(staff), ready=True)
        assert (mine.outcome, mine.refused) == ("allowed", []), (role, mine.status, mine.body[-2000:])
        if record.everybody_sees:
            assert asking(staff, others, ready=True).outcome == "allowed", role
            _nothing(asking, staff, record.unknown())
        else:
            _nothing(asking, staff, others)
        if record.colleague_sees(staff):
            assert asking(staff, colleagues, ready=True).outcome == "allowed", role
        else:
            _nothing(asking, staff, colleagues)


def _signs_in(asking: Asking, record: Mapping[str, Any]) -> None:
    answer = asking(None, record)
    assert answer.outcome == "sign in", answer.status
    assert answer.status == (401 if asking.ask.api else 302)
    assert answer.lines == []


def _nothing(asking: Asking, staff: Staff, record: Mapping[str, Any]) -> None:
    """Assert that ``record`` looks to ``staff`` like one that does not exist (H-11)."""
    answer = asking(staff, record)
    unknown = asking(staff, RECORDS[asking.ask.of].unknown())
    assert answer.outcome == "not yours", (staff.email, answer.status)
    assert answer.form == unknown.form
    for one in (answer, unknown):
        _the_one_line(one, staff, "door.nothing-to-show", asking.route, asking.said)


# --- what a rule refuses is remembered as well ----------------------------------------------------


def test_a_rules_no_leaves_its_codes_and_nothing_that_was_typed(room: Room) -> None:
    (case,) = room.report(reported_parties=[{"name": "Sari Petugas"}])
    browser = room.client(room.ratna)
    asked = {"petugas": room.sari.email, "alasan": "Kalimat yang diketik qwxyz"}
    answer = browser.post(reverse("cases:companions", args=[case.number]), asked)
    assert answer.status_code == 409
    [line] = [one for one in _lines() if one.outcome == "refused"]
    assert (line.act, line.actor_id) == ("deed.refused", room.ratna.id)
    assert line.detail == {"door": "cases.companions", "codes": ["conflict"]}
    with acting_as("tests"):
        assert Case.objects.get(id=case.id).companion_id is None


def test_the_apis_no_leaves_the_same_line(room: Room) -> None:
    (case,) = room.report(reported_parties=[{"name": "Sari Petugas"}])
    answer = Client().post(
        reverse("api:assign", args=[case.number]),
        json.dumps({"staff": room.sari.email, "override_reason": "Kalimat yang diketik qwxyz"}),
        content_type="application/json",
        headers={"Idempotency-Key": "tests"},
        **room.token(room.ratna),
    )
    assert answer.status_code == 409
    [line] = [one for one in _lines() if one.outcome == "refused"]
    assert (line.act, line.detail) == ("deed.refused", {"door": "api.assign", "codes": ["conflict"]})


def test_a_refusal_stays_in_the_chain_though_the_deed_was_rolled_back(room: Room) -> None:
    (case,) = room.report()
    before = _lines()
    answer = room.client(room.ratna).post(reverse("cases:accept", args=[case.number]))
    assert answer.status_code == 409
    new = [line for line in _lines() if line not in before]
    assert [(line.act, line.detail["codes"]) for line in new] == [("deed.refused", ["not-hers"])]


def test_a_post_without_its_token_is_a_denied_attempt_too(room: Room) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(room.adi)
    assert browser.post(reverse("access:disable"), {"petugas": room.sari.email}).status_code == 403
    assert [line.act for line in _lines() if line.outcome == "refused"] == ["door.refused"]
    room.sari.refresh_from_db()
    assert room.sari.is_active


# --- the permission page is the very table --------------------------------------------------------


def test_the_permission_page_shows_exactly_what_decides(room: Room) -> None:
    html = room.client(room.dian).get(reverse("access:permissions")).content.decode()
    _head, *rows = re.findall(r"<tr[^>]*>(.*?)</tr>", html, re.DOTALL)
    assert len(rows) == len(VERBS) == len(Verb)
    for (verb, words), row in zip(VERBS.items(), rows, strict=True):
        assert str(words) in row
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        assert [("✓" in cell) for cell in cells] == [verb in MAY[role] for role in ROLES], verb


def test_every_role_and_verb_stands_on_the_page() -> None:
    assert set(ROLES) == set(MAY) == set(Role)
    assert set(VERBS) == set(Verb)


# --- need to know ends ----------------------------------------------------------------------------


def test_another_role_is_in_force_at_the_next_request_and_the_session_ends(room: Room) -> None:
    browser = room.client(room.ratna)
    assert browser.get(reverse("cases:board")).status_code == 200
    with acting_as("tests"):
        access.change_roles(room.ratna, [Role.DATA], by=room.adi, at=room.now)
    assert browser.get(reverse("cases:board")).headers["Location"].startswith(reverse("access:sign-in"))
    assert room.client(room.ratna).get(reverse("cases:board")).status_code == 403


def test_a_closed_account_is_outside_at_once_with_session_and_token(room: Room) -> None:
    browser, token = room.client(room.sari), room.token(room.sari)
    assert browser.get(reverse("cases:today")).status_code == 200
    assert Client().get(reverse("api:cases"), **token).status_code == 200
    with acting_as("tests"):
        access.disable(room.sari, by=room.adi, at=room.now)
    assert browser.get(reverse("cases:today")).status_code == 302
    assert Client().get(reverse("api:cases"), **token).status_code == 401


def test_an_administrator_sees_no_case_even_when_somebody_assigns_one_to_her(room: Room) -> None:
    (case,) = room.report()
    answer = room.client(room.ratna).post(
        reverse("cases:companions", args=[case.number]), {"petugas": room.adi.email, "alasan": "Tidak ada lain"}
    )
    assert answer.status_code in (404, 409)
    with acting_as("tests"):
        assert Case.objects.get(id=case.id).companion_id is None


def test_when_another_accepts_whoever_took_the_report_sees_nothing_of_it(room: Room) -> None:
    (case,) = room.report()
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    browser = room.client(room.peni)
    assert browser.get(reverse("cases:case", args=[case.number])).status_code == 200
    assert room.client(room.sari).post(reverse("cases:accept", args=[case.number])).status_code == 302
    assert browser.get(reverse("cases:case", args=[case.number])).status_code == 404


def test_tokens_are_known_by_their_digest_alone(room: Room) -> None:
    text = room.token(room.sari)["HTTP_AUTHORIZATION"].removeprefix("Bearer ")
    (token,) = Token.objects.filter(staff=room.sari)
    assert text.encode() not in bytes(token.digest)
    assert text not in str(token.__dict__)
