"""Sheets and the plan over the API."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from dampingi.access.actor import acting_as
from dampingi.services.catalog import BY_CODE
from dampingi.services.models import Plan, Sheet
from tests.cases.steps import owed, taken

WORDS = "Ia ingin tinggal sendiri qzxv"


@pytest.fixture
def ask(room):
    case = taken(room)

    def asked(path: str, body=None, *, by=None, key="k", **headers):
        said = {**room.token(by or room.sari), **headers}
        address = f"/api/v1/cases/{case.number}{path}"
        if body is None:
            return Client().get(address, **said)
        more = {"HTTP_IDEMPOTENCY_KEY": key} if key else {}
        return Client().post(address, json.dumps(body), content_type="application/json", **more, **said)

    asked.case = case
    return asked


def plan(room, **said):
    later = (room.now + timedelta(days=30)).date().isoformat()
    return {"when": room.now.isoformat(), "goals": WORDS, "drawn_with_her": True, "agrees": "yes", "review_on": later, **said}


def test_a_sheet_is_kept_once_and_answers_without_what_was_told(room, ask) -> None:
    body = {"when": room.now.isoformat(), "body": {"condition": "help", "notes": WORDS}, "whole_needed": True}
    first, again = ask("/sheets/assessment", body), ask("/sheets/assessment", body)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    assert first.json()["values"]["body"] == {"condition": "help"}
    listed = ask("/sheets").json()
    assert "assessment-whole" in [one["kind"] for one in listed["needed"]]
    for answer in (first, ask("/sheets"), ask("/sheets/assessment")):
        assert WORDS not in answer.content.decode()
    with acting_as("tests"):
        assert Sheet.objects.filter(case=ask.case).count() == 1


def test_a_correction_names_what_it_replaces(room, ask) -> None:
    body = {"when": room.now.isoformat(), "safe_now": "safe"}
    first = ask("/sheets/monitoring", body).json()
    second = ask(f"/sheets/monitoring?replaces={first['number']}", {**body, "change": "better"}, key="l")
    assert second.json()["replaces"] == first["number"]
    assert [one["number"] for one in ask("/sheets/monitoring").json()["items"]] == [second.json()["number"]]
    assert ask(f"/sheets/monitoring?replaces={first['number']}", body, key="m").status_code == 409


@pytest.mark.parametrize(
    ("path", "said", "status", "codes"),
    [
        ("/sheets/assessment", {"when": "kemarin"}, 422, ["moment"]),
        ("/sheets/assessment", {}, 422, ["required"]),
        ("/sheets/assessment", {"strange": 1}, 422, ["unknown-field", "required"]),
        ("/sheets/session", {"attendance": "came"}, 422, ["unknown-thing"]),
        ("/sheets/session?about=0000000000A", {"attendance": "came"}, 422, ["unknown-thing"]),
        ("/sheets/monitoring?replaces=0000000000A", {}, 422, ["unknown-thing"]),
        ("/sheets/nothing", {}, 404, []),
        ("/plan", {"goals": "x", "services": [{"domain": "physical", "service": "health", "payer": "she"}]}, 422, ["unknown-code"]),
        (
            "/plan",
            {"services": [{"domain": "physical", "service": "health", "payer": "free", "provider": "entah"}]},
            422,
            ["unknown-thing"],
        ),
    ],
)
def test_what_cannot_be_taken_is_said_with_its_place(room, ask, path, said, status, codes) -> None:
    when = {} if (said == {} and "replaces" not in path) or "when" in said or "strange" in said else {"when": room.now.isoformat()}
    answer = ask(path, {**when, **said})
    assert answer.status_code == status, answer.content
    assert sorted(e["code"] for e in answer.json().get("errors", [])) == sorted(codes)


def test_a_rule_refuses_with_its_obstacles_and_a_stale_version_with_the_case(room, ask) -> None:
    later = (room.now - timedelta(days=1)).isoformat()
    answer = ask("/sheets/case-meeting", {"when": room.now.isoformat(), "next_at": later})
    assert [o["code"] for o in answer.json()["obstacles"]] == ["next-before-this"]
    stale = ask("/sheets/case-meeting", {"when": room.now.isoformat()}, key="n", HTTP_IF_MATCH='"99"')
    assert (stale.status_code, stale.json()["current"]["number"]) == (409, ask.case.number)
    assert ask("/sheets/case-meeting", {"when": room.now.isoformat()}, key="").status_code == 400


def test_h22_a_sheet_of_paper_is_entered_with_its_true_time_and_its_clock_began_then(room, ask) -> None:
    then = room.now - timedelta(days=10)
    due = then + timedelta(days=7)
    body = {"when": then.isoformat(), "next_at": due.isoformat()}
    assert ask("/sheets/case-meeting", body).status_code == 201
    duty = owed(ask.case)["next-meeting"]
    assert abs(duty.began_at - then) < timedelta(seconds=1)
    assert duty.due_at == due
    assert ask("/sheets/case-meeting", {"when": (due - timedelta(hours=1)).isoformat()}, key="o").status_code == 201
    assert "next-meeting" not in owed(ask.case)


def test_a_plan_is_sent_whole_and_answers_coded(room, ask) -> None:
    service = {"domain": "physical", "service": "health", "payer": "unpaid", "need": WORDS}
    answer = ask("/plan", plan(room, services=[service, service]))
    assert answer.status_code == 201, answer.content
    said = answer.json()
    assert [one["payer"] for one in said["services"]] == ["unpaid", "unpaid"]
    assert [one["code"] for one in said["warnings"]] == ["asked-twice"]
    assert WORDS not in answer.content.decode()
    assert ask("/plan", plan(room, services=[service, service])).status_code == 200
    assert len(ask("/plan").json()["services"]) == 2
    assert {"evaluate-plan", "sign-plan", "cover-cost", "give-service"} <= owed(ask.case).keys()
    with acting_as("tests"):
        assert Plan.objects.filter(case=ask.case).count() == 1


def test_a_plan_that_cannot_stand_says_everything_and_keeps_nothing(room, ask) -> None:
    answer = ask("/plan", plan(room, goals="", agrees="no", review_on=None))
    assert [o["code"] for o in answer.json()["obstacles"]] == ["no-goal", "her-words-missing", "no-review-date"]
    assert ask("/plan").json()["number"] is None


def test_the_description_has_every_sheet_with_its_own_body(db) -> None:
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    for code, kind in BY_CODE.items():
        body = paths[f"/api/v1/cases/{{number}}/sheets/{code}"]["post"]["requestBody"]
        named = body["content"]["application/json"]["schema"]["properties"]
        assert list(named) == [item.code for item in kind.sheet.items]


def test_another_unit_finds_no_sheet_and_no_plan(room, ask) -> None:
    ask("/plan", plan(room))
    for path in ("/sheets", "/sheets/assessment", "/plan"):
        assert ask(path, by=room.budi).status_code == 404
    assert ask("/plan", plan(room), by=room.dian).status_code == 403
