"""What the API refuses, what it takes with a warning and a duty, and what it simply takes (contract)."""

import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from dampingi.access.actor import acting_as
from dampingi.access.models import Unit
from dampingi.cases import queries
from dampingi.cases.models import Case
from dampingi.intake.models import Report
from dampingi.protocols.models import Duty
from tests.cases.asking import Api, problem, problems
from tests.fixtures import SECRET, STORY, Room, complaint


@pytest.fixture
def api(room: Room) -> Api:
    """Return the API as the intake officer sees it."""
    return Api(room, room.peni)


def told(room: Room, change: Mapping[str, Any]) -> dict[str, Any]:
    return {**complaint(room.now), **change}


def reports() -> int:
    with acting_as("tests"):
        return Report.objects.count()


# --- refused (422) --------------------------------------------------------------------------------

VICTIM, PARTY, INCIDENT = "/victims/0", "/reported_parties/0", "/incident"


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        # an unknown code, wherever one may stand
        ({"channel": "fax"}, "/channel", "unknown-code"),
        ({"channel": "VISIT"}, "/channel", "unknown-code"),
        ({"channel": ["visit"]}, "/channel", "unknown-code"),
        ({"safe_now": "maybe"}, "/safe_now", "unknown-code"),
        ({"reporter": {"capacity": "neighbour"}}, "/reporter/capacity", "unknown-code"),
        ({"victims": [{"sex": "f"}]}, f"{VICTIM}/sex", "unknown-code"),
        ({"victims": [{"age_band": "18-24"}]}, f"{VICTIM}/age_band", "unknown-code"),
        ({"victims": [{"disability": "x"}]}, f"{VICTIM}/disability", "unknown-code"),
        ({"reported_parties": [{"relations": [{"victim": 0, "relation": "enemy"}]}]}, f"{PARTY}/relations/0/relation", "unknown-code"),
        ({"incident": {"forms": ["physical", "magic"]}}, f"{INCIDENT}/forms/1", "unknown-code"),
        ({"incident": {"place_kind": "moon"}}, f"{INCIDENT}/place_kind", "unknown-code"),
        ({"incident": {"tpks_kinds": ["x"]}}, f"{INCIDENT}/tpks_kinds/0", "unknown-code"),
        ({"incident": {"ampk": ["ampk_16"]}}, f"{INCIDENT}/ampk/0", "unknown-code"),
        ({"risk_signs": {"gun": "yes"}}, "/risk_signs/gun", "unknown-code"),
        ({"risk_signs": {"weapon": "maybe"}}, "/risk_signs/weapon", "unknown-code"),
        ({"risk_signs": {"weapon": True}}, "/risk_signs/weapon", "unknown-code"),
        ({"trafficking": {"acts": ["x"]}}, "/trafficking/acts/0", "unknown-code"),
        # a date or a moment that does not exist, a moment without offset
        ({"received_at": "2026-02-30T10:00:00+07:00"}, "/received_at", "moment"),
        ({"received_at": "2026-06-08T10:00:00"}, "/received_at", "moment"),
        ({"received_at": "2026-06-08T24:30:00+07:00"}, "/received_at", "moment"),
        ({"received_at": "2026-06-08"}, "/received_at", "moment"),
        ({"received_at": "kemarin"}, "/received_at", "moment"),
        ({"received_at": 1780000000}, "/received_at", "moment"),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, "/received_at", "moment"),
        ({"incident": {"occurred_at": "2026-06-08T10:00:00"}}, f"{INCIDENT}/occurred_at", "moment"),
        ({"incident": {"occurred_at": "2026-13-08T10:00:00Z"}}, f"{INCIDENT}/occurred_at", "moment"),
        ({"victims": [{"birth_date": "2025-02-29"}]}, f"{VICTIM}/birth_date", "date"),
        ({"victims": [{"birth_date": "01-02-1990"}]}, f"{VICTIM}/birth_date", "date"),
        ({"victims": [{"birth_date": "2999-01-01"}]}, f"{VICTIM}/birth_date", "future"),
        # what cannot be stored
        ({"victims": [{"name": "a\x00b"}]}, f"{VICTIM}/name", "characters"),
        ({"victims": [{"name": "\ud800"}]}, f"{VICTIM}/name", "characters"),
        ({"incident": {"narrative": "a\x00b"}}, f"{INCIDENT}/narrative", "characters"),
        ({"reporter": {"capacity": "self", "phone": "08\x0012"}}, "/reporter/phone", "characters"),
        ({"incident": {"narrative": "x" * 200_001}}, f"{INCIDENT}/narrative", "too-long"),
        ({"victims": [{"name": "x" * 201}]}, f"{VICTIM}/name", "too-long"),
        # place codes are dotted, and known
        ({"incident": {"region_code": "6271"}}, f"{INCIDENT}/region_code", "place-code"),
        ({"incident": {"region_code": "62.7"}}, f"{INCIDENT}/region_code", "place-code"),
        ({"incident": {"region_code": "62.71 "}}, f"{INCIDENT}/region_code", "place-code"),
        ({"incident": {"region_code": "99.99"}}, f"{INCIDENT}/region_code", "unknown-code"),
        ({"victims": [{"village_code": "6271011001"}]}, f"{VICTIM}/village_code", "place-code"),
        ({"victims": [{"village_code": "99.99.99.9999"}]}, f"{VICTIM}/village_code", "unknown-code"),
        # how many people
        ({"victims": []}, "/victims", "too-few"),
        ({"victims": None}, "/victims", "too-few"),
        ({"victims": [{"sex": "unknown"}] * 51}, "/victims", "too-many"),
        ({"reported_parties": [{}] * 51}, "/reported_parties", "too-many"),
        # numbers
        ({"victims": [{"age_years": -1}]}, f"{VICTIM}/age_years", "range"),
        ({"victims": [{"age_years": 121}]}, f"{VICTIM}/age_years", "range"),
        ({"victims": [{"age_years": 30.5}]}, f"{VICTIM}/age_years", "type"),
        ({"victims": [{"age_years": True}]}, f"{VICTIM}/age_years", "type"),
        ({"victims": [{"age_years": "30"}]}, f"{VICTIM}/age_years", "type"),
        ({"victims": [{"age_years": 10**400}]}, f"{VICTIM}/age_years", "range"),
        ({"reported_parties": [{"relations": [{"victim": 3, "relation": "parent"}]}]}, f"{PARTY}/relations/0/victim", "unknown-victim"),
        ({"reported_parties": [{"relations": [{"victim": -1, "relation": "parent"}]}]}, f"{PARTY}/relations/0/victim", "range"),
        ({"reported_parties": [{"relations": [{"relation": "parent"}]}]}, f"{PARTY}/relations/0/victim", "required"),
        # shapes
        ({"victims": {"sex": "female"}}, "/victims", "type"),
        ({"victims": ["female"]}, VICTIM, "type"),
        ({"victims": [None]}, VICTIM, "type"),
        ({"reporter": "ibu"}, "/reporter", "type"),
        ({"reporter": {}}, "/reporter/capacity", "required"),
        ({"incident": []}, "/incident", "type"),
        ({"incident": {"forms": "physical"}}, f"{INCIDENT}/forms", "type"),
        ({"incident": {"domestic": "yes"}}, f"{INCIDENT}/domestic", "type"),
        ({"risk_signs": []}, "/risk_signs", "type"),
        ({"victims": [{"name": 7}]}, f"{VICTIM}/name", "type"),
        # names the sheet does not know: nothing is dropped in silence
        ({"korban": []}, "/korban", "unknown-field"),
        ({"victims": [{"nama": "x"}]}, f"{VICTIM}/nama", "unknown-field"),
        ({"a/b~c": 1}, "/a~1b~0c", "unknown-field"),
    ],
)
def test_what_cannot_be_taken_is_422_with_its_place(room: Room, api: Api, change: Any, where: str, code: str) -> None:
    assert problems(api.post("/reports", told(room, change))) == [(where, code)]
    assert reports() == 0


@pytest.mark.parametrize("missing", ["channel", "received_at", "victims"])
def test_three_things_are_needed_and_nothing_else(room: Room, api: Api, missing: str) -> None:
    body = {k: v for k, v in complaint(room.now).items() if k in {"channel", "received_at", "victims"}}
    assert api.post("/reports", body).status_code == 201
    del body[missing]
    assert [where for where, _ in problems(api.post("/reports", body))] == [f"/{missing}"]


def test_every_problem_is_said_at_once(room: Room, api: Api) -> None:
    change = {"channel": "fax", "victims": [{"sex": "x"}, {"age_years": -1}], "incident": {"region_code": "6271"}}
    found = problems(api.post("/reports", told(room, change)))
    assert [where for where, _ in found] == ["/channel", "/victims/0/sex", "/victims/1/age_years", "/incident/region_code"]


@pytest.mark.parametrize(("ahead", "status"), [(timedelta(minutes=4), 201), (timedelta(minutes=6), 422), (timedelta(days=400), 422)])
def test_a_reception_more_than_five_minutes_ahead_is_refused(room: Room, api: Api, ahead: timedelta, status: int) -> None:
    answer = api.post("/reports", told(room, {"received_at": (timezone.now() + ahead).isoformat()}))
    assert answer.status_code == status
    if status == 422:
        assert problems(answer) == [("/received_at", "future")]


def test_a_refusal_repeats_nothing_that_was_typed(room: Room, api: Api) -> None:
    answer = api.post("/reports", told(room, {"channel": STORY, "victims": [{"name": SECRET, "sex": SECRET}]}))
    assert answer.status_code == 422
    assert SECRET not in answer.content.decode()
    assert STORY not in answer.content.decode()


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"{", b"null", b"[]", b'"x"', b"7", b"\xff\xfe", b'{"channel": NaN}', b'{"channel": Infinity}', b"[" * 100_000,
        b'{"a":' * 20_000 + b"1" + b"}" * 20_000, b'{"victims": ' + b"9" * 5_000 + b"}",
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_report_at_all_is_a_problem(room: Room, api: Api, raw: bytes) -> None:
    answer = api.post("/reports", raw)
    assert answer.status_code in (400, 422), answer.content
    problem(answer)
    assert reports() == 0


def test_a_body_too_large_to_read_is_413(room: Room, api: Api) -> None:
    answer = api.post("/reports", b'{"channel": "' + b"x" * (4 * 1024 * 1024) + b'"}')
    assert answer.status_code == 413
    problem(answer)


def test_the_other_sheets_are_cleaned_the_same_way(room: Room) -> None:
    ratna = Api(room, room.ratna)
    (case,) = room.report()
    contact, assign = f"/cases/{case.number}/first-contact", f"/cases/{case.number}/assign"
    now = room.now.isoformat()
    for path, body, where, code in (
        (contact, {}, "/at", "required"),
        (contact, {"at": "2026-06-08T10:00:00"}, "/at", "moment"),
        (contact, {"at": (timezone.now() + timedelta(hours=1)).isoformat()}, "/at", "future"),
        (contact, {"at": now, "support": ["hug"]}, "/support/0", "unknown-code"),
        (contact, {"at": now, "agreed": {"help": "yes"}}, "/agreed/help", "type"),
        (contact, {"at": now, "needs": "a\x00"}, "/needs", "characters"),
        (contact, {"at": now, "hopes": "x" * 200_001}, "/hopes", "too-long"),
        (contact, {"at": now, "nama": "x"}, "/nama", "unknown-field"),
        (assign, {}, "/staff", "required"),
        (assign, {"staff": 7}, "/staff", "type"),
        (assign, {"staff": "a\x00b"}, "/staff", "characters"),
    ):
        assert problems(ratna.post(path, body)) == [(where, code)], body


# --- accepted with a warning and a duty to check --------------------------------------------------


@pytest.mark.parametrize(
    ("change", "where", "code"),
    [
        ({"victims": [{"birth_date": "2010-01-01", "age_years": 40}]}, f"{VICTIM}/age_years", "age_against_birth_date"),
        ({"victims": [{"nik": "123"}]}, f"{VICTIM}/nik", "nik_length"),
        ({"victims": [{"nik": "62710101019000010"}]}, f"{VICTIM}/nik", "nik_length"),
        ({"victims": [{"nik": "6271010101900x01"}]}, f"{VICTIM}/nik", "nik_length"),
        ({"victims": [{"nik": "6271010101900001", "birth_date": "1990-01-02", "sex": "male"}]}, f"{VICTIM}/nik", "nik_date"),
        ({"victims": [{"nik": "6271010101900001", "birth_date": "1990-01-01", "sex": "female"}]}, f"{VICTIM}/nik", "nik_date"),
        ({"victims": [{"nik": "6271014101900001", "birth_date": "1990-01-01", "sex": "male"}]}, f"{VICTIM}/nik", "nik_date"),
        ({"incident": {"occurred_at": "2999-01-01T00:00:00+07:00"}}, f"{INCIDENT}/occurred_at", "incident_after_report"),
    ],
)
def test_a_doubt_is_taken_with_a_warning_and_a_duty(room: Room, api: Api, change: Any, where: str, code: str) -> None:
    answer = api.post("/reports", told(room, change))
    assert answer.status_code == 201, answer.content
    warnings = answer.json()["warnings"]
    assert [(w["field"], w["code"]) for w in warnings] == [(where, code)]
    assert all(set(w) == {"field", "code", "words"} and w["words"] for w in warnings)
    assert "check-values" in {d["code"] for d in answer.json()["cases"][0]["duties"]}


def test_a_doubt_about_one_person_is_checked_in_her_case_alone(room: Room, api: Api) -> None:
    answer = api.post("/reports", told(room, {"victims": [{"sex": "unknown"}, {"nik": "123"}]})).json()
    assert [w["field"] for w in answer["warnings"]] == ["/victims/1/nik"]
    first, second = ({d["code"] for d in case["duties"]} for case in answer["cases"])
    assert "check-values" not in first
    assert "check-values" in second


@pytest.mark.parametrize(
    "change",
    [
        {"victims": [{"nik": "6271014101900001", "birth_date": "1990-01-01", "sex": "female"}]},
        {"victims": [{"nik": "6271010101900001", "birth_date": "1990-01-01", "sex": "male"}]},
        {"victims": [{"nik": "6271014101900001", "birth_date": "1990-01-01", "sex": "unknown"}]},
        {"victims": [{"nik": "6271010101900001", "birth_date": "1990-01-01"}]},
        {"victims": [{"nik": "6271010101900001"}]},
        {"victims": [{"birth_date": "2000-02-29", "age_years": 26}]},
        {"incident": {"occurred_at": "2020-01-01T00:00:00+07:00"}},
    ],
)
def test_what_agrees_raises_no_doubt(room: Room, api: Api, change: Any) -> None:
    answer = api.post("/reports", told(room, change)).json()
    assert answer["warnings"] == []
    assert "check-values" not in {d["code"] for d in answer["cases"][0]["duties"]}


# --- simply accepted ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "words",
    [
        "😢" * 50_000 + "x" * 50_000, "x" * 200_000, "\u200f\u05e2\u05d1\u05e8\u05d9\u05ea\u200e", "a\u0301 é",
        "<script>alert(1)</script>", "'; DROP TABLE cases_case; --", "\r\n\t  \n",
    ],
    ids=range(7),
)  # fmt: skip
def test_words_are_kept_as_they_were_said(room: Room, api: Api, words: str) -> None:
    answer = api.post("/reports", told(room, {"incident": {"narrative": words}}))
    assert (answer.status_code, answer.json()["warnings"]) == (201, [])
    with acting_as("tests"):
        case = Case.objects.select_related("report").get(number=answer.json()["cases"][0]["number"])
        assert queries.narrative_of(case.report) == words


@pytest.mark.parametrize("name", ["😢 Marlina", "D'Arcy-O\u2019Neil", "王小明", "x" * 200, "Nur"])
def test_a_name_may_be_any_name(room: Room, api: Api, name: str) -> None:
    answer = api.post("/reports", told(room, {"victims": [{"name": name}]}))
    assert answer.status_code == 201
    assert name not in answer.content.decode()


@pytest.mark.parametrize(
    "change",
    [
        {"victims": [{"sex": "unknown"}]},
        {"victims": [{}]},
        {"victims": [{"sex": None, "name": None, "nik": None, "languages": None}]},
        {"reporter": None, "incident": None, "risk_signs": None, "reported_parties": None, "trafficking": None},
        {"incident": {}},
        {"reported_parties": [{}]},
        {"risk_signs": {}},
    ],
)
def test_little_is_enough(room: Room, api: Api, change: Any) -> None:
    assert api.post("/reports", told(room, change)).status_code == 201


@pytest.mark.parametrize("offset", ["+07:00", "+08:00", "+09:00", "Z", "-11:30", "+14:00", "+17:10", "-23:59"])
def test_every_offset_names_the_same_moment(room: Room, api: Api, offset: str) -> None:
    from datetime import datetime

    zone = datetime.fromisoformat(f"2026-01-01T00:00:00{offset.replace('Z', '+00:00')}").tzinfo
    sent = (room.now - timedelta(days=1)).replace(microsecond=0)
    answer = api.post("/reports", told(room, {"received_at": sent.astimezone(zone).isoformat()}))
    assert answer.status_code == 201
    assert datetime.fromisoformat(answer.json()["cases"][0]["received_at"]) == sent


@pytest.mark.parametrize(
    "change",
    [
        {"incident": {"occurred_at": "9999-12-31T23:59:59Z", "forms": ["sexual"], "may_include_penetration": True}},
        {"incident": {"occurred_at": "9999-12-31T23:59:59-14:00", "may_include_penetration": True}},
        {"incident": {"occurred_at": "0001-01-01T00:00:00Z", "forms": ["sexual"], "may_include_penetration": True}},
        {"received_at": "0001-01-01T00:00:00Z"},
        {"received_at": "0001-01-02T00:00:00Z", "incident": {"occurred_at": "0001-01-01T12:00:00Z", "forms": ["sexual"]}},
        {"received_at": "2022-01-03T00:00:00Z"},
        {"victims": [{"birth_date": "0001-01-01"}]},
    ],
)
@pytest.mark.parametrize("zone", ["Asia/Pontianak", "Asia/Jayapura"])
def test_the_ends_of_the_calendar_break_nothing(room: Room, change: Any, zone: str) -> None:
    with acting_as("tests"):
        Unit.objects.filter(id=room.palangka.id).update(zone=zone)
    room.peni.unit.refresh_from_db()
    answer = Api(room, room.peni).post("/reports", told(room, change))
    assert answer.status_code in (201, 422), answer.content
    if answer.status_code == 201:
        number = answer.json()["cases"][0]["number"]
        assert Api(room, room.ratna).get(f"/cases/{number}").status_code == 200
        assert Api(room, room.ratna).get("/duties").status_code == 200
        assert room.client(room.ratna).get(f"/berkas/{number}/").status_code == 200
        with acting_as("tests"):
            assert Duty.objects.exists()


def test_headers_of_any_kind_break_nothing(room: Room, api: Api) -> None:
    for header in ("If-Match", "Accept-Language", "Idempotency-Key", "Content-Type"):
        for value in ("\x01", "é", "x" * 5_000, '"', 'W/"1"', ";;;", "\x00"):
            said = {"Idempotency-Key": f"k-{header}-{len(value)}", header: value}
            content = said.pop("Content-Type", "application/json")
            sent = json.dumps(told(room, {}))
            answer = api.client.post("/api/v1/reports", sent, content_type=content, headers=said)
            assert answer.status_code < 500, (header, value)
