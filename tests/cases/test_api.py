"""The API's first contract, over HTTP: shapes, once-only, pages, versions, languages, silence."""

import json
import re
import threading
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from dampingi.access import actions as access
from dampingi.access.actor import act_as_nobody, acting_as
from dampingi.access.models import Staff, Token
from dampingi.cases import actions
from dampingi.cases.api.deeds import DOORS
from dampingi.cases.models import Case
from dampingi.intake.models import Report, Submission
from dampingi.kernel import codes
from dampingi.kernel.codes import Sign
from dampingi.kernel.ids import new_id, read_number
from dampingi.people.models import Person
from dampingi.protocols.models import Duty
from dampingi.protocols.rules import NEAR, DutyState, state
from dampingi.services.api import things
from dampingi.training.models import Holding
from dampingi.training.rules import EvidenceKind
from tests.cases.asking import Api, obstacles, problem, problems
from tests.fixtures import SECRET, STORY, Room, complaint

UUID = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE)
REASON, OBSTACLE = {"code", "words"}, {"code", "words", "remedy"}
ALL_NO = {str(s): "no" for s in Sign}


@pytest.fixture
def peni(room: Room) -> Api:
    """Return the API as the intake officer sees it."""
    return Api(room, room.peni)


@pytest.fixture
def ratna(room: Room) -> Api:
    """Return the API as her supervisor sees it."""
    return Api(room, room.ratna)


def told(room: Room, **changes: Any) -> dict[str, Any]:
    return {**complaint(room.now), **changes}


def received(api: Api, body: dict[str, Any], **how: Any) -> dict[str, Any]:
    answer = api.post("/reports", body, **how)
    assert answer.status_code == 201, answer.content[:2000]
    return answer.json()  # type: ignore[no-any-return]


# --- the shape of an answer -----------------------------------------------------------------------


def test_a_report_is_answered_in_the_shape_of_the_contract(room: Room, peni: Api) -> None:
    body = told(
        room,
        reporter={"name": "Pelapor", "phone": "0812", "capacity": "family"},
        victims=[{"name": SECRET, "sex": "female", "age_years": 30, "disability": "none"}, {"age_band": "6_12"}],
        reported_parties=[{"name": "Terlapor", "age_years": 40, "relations": [{"victim": 0, "relation": "spouse"}]}],
        incident={
            "occurred_at": room.now.isoformat(),
            "region_code": "62.71",
            "place_kind": "home",
            "forms": ["physical", "sexual"],
            "domestic": True,
            "tpks_kinds": [],
            "ampk": ["ampk_01"],
            "may_include_penetration": True,
            "narrative": STORY,
        },
        risk_signs={"weapon": "yes", "pregnant": "no"},
        trafficking={"acts": [], "means": [], "purposes": []},
    )
    answer = received(peni, body)
    assert set(answer) == {"number", "warnings", "cases"}
    assert read_number(answer["number"]) == answer["number"]
    assert [case["victim"] for case in answer["cases"]] == [0, 1]
    for case in answer["cases"]:
        the_shape_of_a_case(case)
    first = answer["cases"][0]
    assert first["risk"]["level"] == "high"
    assert "weapon" in {r["code"] for r in first["risk"]["reasons"]}
    assert {"sexual_violence", "domestic_violence", "violence_against_women"} <= set(first["kinds"])
    assert first["authority"]["level"] == "district"
    assert {c["staff"] for c in first["companions"]} == {room.sari.email, room.lina.email}


def the_shape_of_a_case(case: dict[str, Any]) -> None:
    """Assert every key the contract names; more may stand beside them, none is renamed."""
    assert {"number", "victim", "kinds", "risk", "authority", "duties", "companions", "version"} <= set(case)
    assert read_number(case["number"]) == case["number"]
    assert isinstance(case["version"], int)
    assert set(case["kinds"]) <= set(codes.CaseKind)
    for level, allowed in (("risk", codes.Risk), ("authority", codes.Authority)):
        assert set(case[level]) == {"level", "reasons"}
        assert case[level]["level"] in set(allowed)
        assert case[level]["reasons"]
        assert all(set(r) == REASON and r["words"] for r in case[level]["reasons"])
    assert case["duties"]
    for duty in case["duties"]:
        assert {"code", "title", "actor", "clause", "began_at", "due_at", "state", "version"} <= set(duty)
        assert set(duty["clause"]) == {"law", "article", "status"}
        assert duty["clause"]["status"] in {"verified", "to_confirm"}
        assert duty["state"] in set(DutyState)
        for moment in (duty["began_at"], duty["due_at"]):
            assert datetime.fromisoformat(moment).tzinfo is not None
    for companion in case["companions"]:
        assert set(companion) == {"staff", "ready", "reasons", "obstacles"}
        assert all(set(r) == REASON and r["words"] for r in companion["reasons"])
        assert all(set(o) == OBSTACLE and o["words"] and o["remedy"] for o in companion["obstacles"])


def test_an_anonymous_report_of_somebody_unknown_is_enough(room: Room, peni: Api) -> None:
    body = {"channel": "phone", "received_at": room.now.isoformat(), "reporter": None, "victims": [{"sex": "unknown"}]}
    (case,) = received(peni, body)["cases"]
    assert case["risk"]["level"] == "unassessed"
    assert {"violence_against_child", "child_special_protection"} <= set(case["kinds"])
    assert "find-age" in {d["code"] for d in case["duties"]} or any("usia" in d["title"].lower() for d in case["duties"])


@pytest.mark.parametrize("count", [1, 50])
def test_one_to_fifty_people_are_one_case_each(room: Room, peni: Api, count: int) -> None:
    answer = received(peni, told(room, victims=[{"sex": "unknown"}] * count))
    assert [case["victim"] for case in answer["cases"]] == list(range(count))


@pytest.mark.parametrize("channel", list(codes.CHANNELS))
def test_every_channel_is_a_door(room: Room, peni: Api, channel: str) -> None:
    assert received(peni, told(room, channel=channel))["cases"]


def test_the_case_belongs_to_the_unit_of_whoever_is_signed_in(room: Room, peni: Api) -> None:
    (case,) = received(peni, told(room, incident={"region_code": "62.01"}))["cases"]
    with acting_as("tests"):
        assert Case.objects.get(number=case["number"]).unit == room.palangka
    assert "refer-elsewhere" in {d["code"] for d in case["duties"]}
    assert Api(room, room.budi).get(f"/cases/{case['number']}").status_code == 404


# --- once only ------------------------------------------------------------------------------------


def test_a_post_without_a_key_is_refused(room: Room, peni: Api) -> None:
    for path in ("/reports", "/cases/0000000000/assign", "/cases/0000000000/first-contact"):
        api = peni if path == "/reports" else Api(room, room.ratna)
        answer = api.client.post(f"/api/v1{path}", json.dumps(told(room)), content_type="application/json")
        assert answer.status_code == 400, path
        assert "Idempotency-Key" in problem(answer)["title"]
    assert count(Report) == 0


@pytest.mark.parametrize("key", ["", " ", "x" * 201])
def test_a_key_is_1_to_200_characters(room: Room, peni: Api, key: str) -> None:
    answer = peni.client.post(
        "/api/v1/reports", json.dumps(told(room)), content_type="application/json", headers={"Idempotency-Key": key}
    )
    assert answer.status_code == 400


def count(model: Any) -> int:
    with acting_as("tests"):
        return int(model.objects.count())


def test_the_same_body_again_is_200_with_the_same_result(room: Room, peni: Api) -> None:
    body = told(room, victims=[{"nik": "123"}])
    first = received(peni, body, key="a")
    again = peni.post("/reports", dict(reversed(body.items())), key="a")
    assert again.status_code == 200
    assert again.json() == first
    assert first["warnings"]
    assert (count(Report), count(Case)) == (1, 1)


def test_another_body_under_the_same_key_is_409(room: Room, peni: Api) -> None:
    received(peni, told(room), key="a")
    assert obstacles(peni.post("/reports", told(room, channel="phone"), key="a")) == ["other-body"]
    assert count(Report) == 1


def test_a_key_is_each_persons_own(room: Room, peni: Api) -> None:
    received(peni, told(room), key="a")
    received(Api(room, room.sari), told(room), key="a")
    assert count(Report) == 2


def test_a_key_used_at_another_door_is_409(room: Room, ratna: Api) -> None:
    made = received(ratna, told(room), key="a")
    number = made["cases"][0]["number"]
    assert obstacles(ratna.post(f"/cases/{number}/assign", {"staff": room.sari.email}, key="a")) == ["other-body"]


def test_a_refused_report_leaves_its_key_free(room: Room, peni: Api) -> None:
    assert peni.post("/reports", told(room, channel="fax"), key="a").status_code == 422
    received(peni, told(room), key="a")


def test_the_number_comes_again_even_after_ones_need_to_know_has_ended(room: Room, peni: Api) -> None:
    body = told(room)
    first = received(peni, body, key="a")
    number = first["cases"][0]["number"]
    with acting_as("tests"):
        case = Case.objects.get(number=number)
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    actions.acknowledge(room.case(case, room.sari), by=room.sari, at=room.now)
    again = peni.post("/reports", body, key="a")
    assert again.status_code == 200
    assert again.json() == {"number": first["number"], "warnings": [], "cases": []}


def test_assigning_twice_under_one_key_is_done_once(room: Room, ratna: Api) -> None:
    number = received(ratna, told(room))["cases"][0]["number"]
    body = {"staff": room.sari.email, "override_reason": "Sudah dikenal"}
    first = ratna.post(f"/cases/{number}/assign", body, key="b")
    again = ratna.post(f"/cases/{number}/assign", body, key="b")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["version"] == first.json()["version"]
    assert first.json()["companion"] == room.sari.email


@pytest.mark.django_db(transaction=True)
def test_two_at_once_under_one_key_make_one_report(room: Room) -> None:
    api, body = Api(room, room.peni), json.dumps(told(room))
    gate, got = threading.Barrier(6), []

    def send() -> None:
        gate.wait()
        try:
            answer = api.post("/reports", body, key="same")
            got.append((answer.status_code, answer.json()["number"]))
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(status for status, _ in got) == [200] * 5 + [201]
    assert len({number for _, number in got}) == 1
    assert (count(Report), count(Case), count(Submission)) == (1, 1, 1)


# --- versions -------------------------------------------------------------------------------------


def test_a_stale_version_is_409_with_the_current_record(room: Room, ratna: Api) -> None:
    case = received(ratna, told(room))["cases"][0]
    path = f"/cases/{case['number']}"
    assert ratna.post(f"{path}/assign", {"staff": room.sari.email, "override_reason": "Ya"}).status_code == 200
    answer = ratna.post(f"{path}/assign", {"staff": room.lina.email, "override_reason": "Ya"}, If_Match=f'"{case["version"]}"')
    assert obstacles(answer) == ["changed"]
    current = answer.json()["current"]
    assert current["companion"] == room.sari.email
    assert current == ratna.get(path).json()
    now = f'"{current["version"]}"'
    assert ratna.post(f"{path}/assign", {"staff": room.lina.email, "override_reason": "Ya"}, If_Match=now).status_code == 200


@pytest.mark.parametrize("version", ["*", "", "1", '"1"'])
def test_the_version_one_has_read_is_taken(room: Room, ratna: Api, version: str) -> None:
    case = received(ratna, told(room))["cases"][0]
    assert case["version"] == 1
    body = {"staff": room.sari.email, "override_reason": "Ya"}
    assert ratna.post(f"/cases/{case['number']}/assign", body, If_Match=version).status_code == 200


def test_a_stale_first_contact_writes_nothing(room: Room, ratna: Api) -> None:
    case = received(ratna, told(room))["cases"][0]
    path = f"/cases/{case['number']}"
    ratna.post(f"{path}/assign", {"staff": room.ratna.email, "override_reason": "Ya"})
    body = {"at": room.now.isoformat(), "agreed": {"help": True}, "safety": "Aman"}
    assert obstacles(ratna.post(f"{path}/first-contact", body, If_Match="1")) == ["changed"]
    assert "met" not in {d["state"] for d in ratna.get(path).json()["duties"] if d["code"].startswith("first-contact")}


# --- deeds ----------------------------------------------------------------------------------------


def test_a_first_contact_meets_its_duties(room: Room, ratna: Api) -> None:
    number = received(ratna, told(room))["cases"][0]["number"]
    body = {
        "at": room.now.isoformat(),
        "agreed": {"help": True, "record": True, "contact": False},
        "support": ["look", "listen", "link"],
        "safety": "Aman di rumah ibu",
        "needs": STORY,
        "hopes": "Tenang",
    }
    answer = ratna.post(f"/cases/{number}/first-contact", body)
    assert answer.status_code == 200, answer.content
    states = {d["code"]: d["state"] for d in answer.json()["duties"]}
    assert states["first-contact-high"] == "met"
    assert states["psychological-support"] == "met"
    assert STORY not in answer.content.decode()


def test_a_refusal_says_everything_that_stands_in_the_way(room: Room, ratna: Api) -> None:
    with acting_as("tests"):
        Staff.objects.filter(id=room.sari.id).update(case_cap=0)
    number = received(ratna, told(room))["cases"][0]["number"]
    assert "full" in obstacles(ratna.post(f"/cases/{number}/assign", {"staff": room.sari.email}))


def test_somebody_unknown_cannot_be_assigned(room: Room, ratna: Api) -> None:
    number = received(ratna, told(room))["cases"][0]["number"]
    answer = ratna.post(f"/cases/{number}/assign", {"staff": "tiada@contoh.test"})
    assert problems(answer) == [("/staff", "unknown-staff")]


def test_a_conflict_never_says_with_whom(room: Room, ratna: Api) -> None:
    body = told(room, reported_parties=[{"name": "Sari Petugas", "relations": [{"victim": 0, "relation": "family"}]}])
    made = received(ratna, body)
    (barred,) = [c for c in made["cases"][0]["companions"] if c["staff"] == room.sari.email]
    assert barred["ready"] is False
    (said,) = [o for o in barred["obstacles"] if o["code"] == "conflict"]
    for word in ("Sari", "terlapor", "pelaku", "keluarga", "family", "reported"):
        assert word.lower() not in f"{said['words']} {said['remedy']}".lower()
    path = f"/cases/{made['cases'][0]['number']}/assign"
    answer = ratna.post(path, {"staff": room.sari.email, "override_reason": "Tidak ada lain"})
    assert obstacles(answer) == ["conflict"]
    assert "Sari Petugas" not in answer.content.decode()


# --- lists ----------------------------------------------------------------------------------------


def pages(api: Api, path: str, **asked: Any) -> list[Any]:
    """Return every row of a list, page by page."""
    found, cursor = [], None
    for _ in range(500):
        answer = api.get(path, **asked, **({"cursor": cursor} if cursor else {}))
        assert answer.status_code == 200, answer.content
        body = answer.json()
        assert set(body) == {"items", "next"}
        found += body["items"]
        if (cursor := body["next"]) is None:
            return found
        assert len(body["items"]) == int(asked.get("limit", 50))
    raise AssertionError("the list never ends")


def twins(room: Room, like: Case, how_many: int) -> None:
    """Put more cases beside one, all received at the very same moment."""
    with acting_as("tests"):
        person, duty = like.victim, Duty.objects.filter(run_id=like.id).first()
        for _ in range(how_many):
            made = new_id()
            fields = {f.attname: getattr(person, f.attname) for f in Person._meta.fields}
            victim = Person.objects.create(**{**fields, "id": new_id(), "file_id": made})
            fields = {f.attname: getattr(like, f.attname) for f in Case._meta.fields if f.attname != "number"}
            Case.objects.create(**{**fields, "id": made, "victim_id": victim.id})
            access.let_read([made], [room.peni.id], unit_id=like.unit_id)
            run = like_run(like, made)
            fields = {f.attname: getattr(duty, f.attname) for f in Duty._meta.fields}
            Duty.objects.create(**{**fields, "id": new_id(), "run_id": run})


def like_run(like: Case, made: Any) -> Any:
    from dampingi.protocols.models import Run

    run = Run.objects.get(id=like.id)
    fields = {f.attname: getattr(run, f.attname) for f in Run._meta.fields}
    return Run.objects.create(**{**fields, "id": made}).id


@pytest.mark.parametrize("how_many", [1, 3, 201])
def test_a_list_pages_whole_through_ties(room: Room, how_many: int) -> None:
    (case,) = room.report()
    twins(room, case, how_many - 1)
    for staff in (room.peni, room.ratna):
        api = Api(room, staff)
        for limit in (1, 2, 50, 200) if how_many < 200 else (50, 67, 200):
            numbers = [c["number"] for c in pages(api, "/cases", limit=limit)]
            assert len(numbers) == len(set(numbers)) == how_many, (staff, limit)
        if how_many < 200:
            owed = pages(api, "/duties", limit=2)
            with acting_as("tests"):
                assert len(owed) == Duty.objects.count()
            assert [d["due_at"] for d in owed] == sorted(d["due_at"] for d in owed)


def test_a_case_that_arrives_between_two_pages_neither_repeats_nor_hides_one(room: Room, ratna: Api) -> None:
    first = [room.report()[0].number for _ in range(4)]
    page = ratna.get("/cases", limit=2).json()
    room.report()
    rest = ratna.get("/cases", limit=50, cursor=page["next"]).json()
    seen = [c["number"] for c in page["items"] + rest["items"]]
    assert sorted(seen) == sorted(first)


def test_a_list_is_as_cheap_for_three_as_for_one(room: Room, ratna: Api, django_assert_max_num_queries: Any) -> None:
    def asked() -> int:
        with django_assert_max_num_queries(60) as seen:
            ratna.get("/cases")
            ratna.get("/duties")
        return len(seen)

    room.report()
    one = asked()
    room.report()
    room.report()
    assert asked() == one


@pytest.mark.parametrize("path", ["/cases", "/duties"])
@pytest.mark.parametrize(("limit", "code"), [("0", "range"), ("201", "range"), ("-1", "range"), ("x", "int-parsing"), ("9" * 40, None)])
def test_a_limit_is_1_to_200(room: Room, ratna: Api, path: str, limit: str, code: str | None) -> None:
    ((where, found),) = problems(ratna.get(path, limit=limit))
    assert where == "/limit"
    assert code in (None, found)


@pytest.mark.parametrize("path", ["/cases", "/duties"])
@pytest.mark.parametrize("cursor", ["x", "%00", "MjAyNi0wMS0wMXwx", "gAAAAAB", "😢", "2026-01-01|1"])
def test_a_cursor_not_ours_is_refused(room: Room, ratna: Api, path: str, cursor: str) -> None:
    assert problems(ratna.get(path, cursor=cursor)) == [("/cursor", "cursor")]


def test_a_cursor_of_another_list_is_refused(room: Room, ratna: Api) -> None:
    room.report()
    room.report()
    cursor = ratna.get("/cases", limit=1).json()["next"]
    assert problems(ratna.get("/duties", cursor=cursor)) == [("/cursor", "cursor")]


@pytest.mark.parametrize("wanted", list(DutyState))
def test_duties_of_one_state_are_those_the_engine_says(room: Room, ratna: Api, wanted: DutyState) -> None:
    (case,) = room.report()
    now = timezone.now()
    hour = timedelta(hours=1)
    stand = [
        {"due_at": now + 3 * hour, "late_at": now + 3 * hour},
        {"due_at": now + NEAR / 2, "late_at": now + NEAR / 2},
        {"due_at": now - hour, "late_at": now + hour},
        {"due_at": now - 2 * hour, "late_at": now - hour},
        {"due_at": now - hour, "late_at": now - hour, "met_at": now - 2 * hour},
        {"due_at": now - 3 * hour, "late_at": now - 2 * hour, "met_at": now - hour},
        {"due_at": now - 3 * hour, "late_at": now - 2 * hour, "met_at": now - 2 * hour},
        {"due_at": now - hour, "late_at": now - hour, "waived_at": now},
        {"due_at": now - hour, "late_at": now - hour, "superseded_at": now},
    ]
    with acting_as("tests"):
        Duty.objects.filter(run_id=case.id).delete()
        for place, how in enumerate(stand):
            Duty.objects.create(
                run_id=case.id, unit_id=case.unit_id, code=f"x-{place}", actor="unit", clause_law="-", clause_article="-",
                clause_status="verified", rank=1, began_at=now - 9 * hour, **how,
            )  # fmt: skip
        said = {d.code: state(d, timezone.now()) for d in Duty.objects.filter(run_id=case.id)}
    assert set(said.values()) == set(DutyState)
    found = ratna.get("/duties", state=wanted.value).json()["items"]
    assert {d["code"] for d in found} == {code for code, stands in said.items() if stands is wanted}
    assert {d["state"] for d in found} == {wanted.value}
    assert {d["case"] for d in found} == {case.number}


def test_duties_due_before_a_moment(room: Room, ratna: Api) -> None:
    room.report(risk_signs=ALL_NO)
    every = pages(ratna, "/duties")
    moments = sorted({d["due_at"] for d in every})
    assert len(moments) > 1
    before = pages(ratna, "/duties", due_before=moments[-1])
    assert {d["due_at"] for d in before} == set(moments[:-1])
    there = datetime.fromisoformat(moments[-1]).astimezone(room.palangka.timezone).isoformat()
    assert pages(ratna, "/duties", due_before=there) == before
    plus_as_blank = ratna.client.get(f"/api/v1/duties?due_before={there}")
    assert [d["code"] for d in plus_as_blank.json()["items"]] == [d["code"] for d in before]


@pytest.mark.parametrize("moment", ["", "kemarin", "2026-06-08", "2026-06-08T10:00:00", "2026-02-30T10:00:00Z", "0001-01-01T00:00:00+14:00", "\x00"])
def test_a_moment_that_is_none_is_refused(room: Room, ratna: Api, moment: str) -> None:
    assert [where for where, _ in problems(ratna.get("/duties", due_before=moment))] == ["/due_before"]


def test_a_question_nobody_knows_is_refused_not_dropped(room: Room, ratna: Api) -> None:
    for path, name in (("/cases", "due_before"), ("/duties", "due_befor"), ("/duties", "a/b")):
        assert problems(ratna.get(path, **{name: "1"})) == [("/" + name.replace("/", "~1"), "unknown-field")]


def test_an_unknown_state_is_refused(room: Room, ratna: Api) -> None:
    assert [where for where, _ in problems(ratna.get("/duties", state="late"))] == ["/state"]


# --- language and silence -------------------------------------------------------------------------


def test_words_are_indonesian_by_default_and_english_when_asked(room: Room) -> None:
    room.report()
    said = {}
    for language in ("", "id", "en", "fr", "en-GB,en;q=0.8"):
        answer = Api(room, room.ratna, language=language).get("/cases/0000000000")
        assert answer.status_code == 404
        said[language] = (answer.headers["Content-Language"], answer.json()["title"])
    assert said[""] == said["id"] == ("id", "Tidak ada yang boleh ditampilkan.")
    assert said["fr"] == said["id"]
    assert said["en"][0] == said["en-GB,en;q=0.8"][0] == "en"


def every_answer(room: Room) -> list[Any]:
    """Return one answer of each door, over a report that has something to hide."""
    ratna = Api(room, room.ratna)
    party = {"name": "Terlapor Qwxyz", "relations": [{"victim": 0, "relation": "spouse"}]}
    victim = {
        "name": SECRET, "sex": "female", "birth_date": "1990-03-04", "nik": "6271014403900007", "phone": "081234567890",
        "address": "Jalan Qwxyz 7",
    }  # fmt: skip
    body = told(room, victims=[victim], reported_parties=[party], reporter={"capacity": "family", "name": "Pelapor Qwxyz"})
    first = ratna.post("/reports", body, key="k")
    number = first.json()["cases"][0]["number"]
    room.report()
    contact = {"at": room.now.isoformat(), "agreed": {"help": True, "record": True}, "needs": STORY}
    return [
        first,
        ratna.post("/reports", body, key="k"),
        ratna.post("/reports", told(room, channel="fax", victims=[victim])),
        ratna.get("/cases", limit=1),
        ratna.get(f"/cases/{number}"),
        ratna.post(f"/cases/{number}/assign", {"staff": room.sari.email, "override_reason": "Alasan Qwxyz"}),
        ratna.post(f"/cases/{number}/assign", {"staff": room.lina.email, "override_reason": "Ya"}, If_Match="1"),
        ratna.post(f"/cases/{number}/first-contact", contact),
        ratna.get("/duties", limit=3),
        ratna.get("/code-lists"),
        ratna.get("/openapi.json"),
    ]


def test_no_name_and_nothing_that_was_told_is_in_any_answer(room: Room) -> None:
    answers = every_answer(room)
    assert [a.status_code for a in answers] == [201, 200, 422, 200, 200, 200, 409, 200, 200, 200, 200]
    with acting_as("tests"):
        assert Person.objects.filter(role="reported").exists()
    for answer in answers:
        text = answer.content.decode()
        for word in ("Marlina", "Zzyzx", "Qwxyz", "qwxyz", "6271014403900007", "081234567890", "1990-03-04"):
            assert word not in text, answer.request["PATH_INFO"]


def test_no_inside_id_is_in_any_answer_or_address(room: Room) -> None:
    for answer in every_answer(room):
        assert not UUID.search(answer.content.decode()), answer.request["PATH_INFO"]
    with acting_as("tests"):
        known = [str(c.id) for c in Case.objects.all()]
    cursor = Api(room, room.ratna).get("/cases", limit=1).json()["next"]
    import base64

    opened = base64.urlsafe_b64decode(cursor + "==")
    assert not any(one.encode() in opened or bytes.fromhex(one.replace("-", "")) in opened for one in known)


def test_a_look_through_the_api_is_in_the_ledger(room: Room, ratna: Api) -> None:
    from dampingi.audit.models import Line

    (case,) = room.report()
    ratna.get(f"/cases/{case.number}")
    with acting_as("tests"):
        line = Line.objects.get(subject_id=case.id, act="case.looked")
    assert (line.actor_id, line.outcome) == (room.ratna.id, "looked")


def test_a_number_may_be_written_as_it_is_said(room: Room, ratna: Api) -> None:
    (case,) = room.report()
    spoken = f"{case.number[:4]}-{case.number[4:8]}-{case.number[8:]}".lower()
    assert ratna.get(f"/cases/{spoken}").json()["number"] == case.number


# --- tokens ---------------------------------------------------------------------------------------


def test_a_token_is_scoped_expiring_revocable_and_nothing_else_opens(room: Room) -> None:
    def status(header: str) -> int:
        answer = Client().get("/api/v1/cases", headers={"Authorization": header})
        if answer.status_code == 401:
            assert problem(answer)["title"]
            assert answer.headers["WWW-Authenticate"] == "Bearer"
        return int(answer.status_code)

    def token(**how: Any) -> str:
        with acting_as("tests"):
            return access.issue_token(**{"email": room.ratna.email, "days": 1, "scope": "api", "at": timezone.now(), **how})

    good = token()
    assert status(f"Bearer {good}") == 200
    assert status(f"Bearer {token(scope='field')}") == 401
    assert status(f"Bearer {token(at=timezone.now() - timedelta(days=1, seconds=1))}") == 401
    assert status(f"Bearer {token(at=timezone.now() - timedelta(hours=23))}") == 200
    for header in ("", "Bearer", "Bearer ", "Bearer x", f"Basic {good}", good, f"Bearer {good}x", f"Bearer {good[:-1]}"):
        assert status(header) == 401, header
    Token.objects.filter(staff=room.ratna).update(revoked_at=timezone.now())
    assert status(f"Bearer {good}") == 401


def test_a_session_is_no_token(room: Room) -> None:
    assert room.client(room.ratna).get("/api/v1/cases").status_code == 401
    answer = room.client(room.peni).post("/api/v1/reports", json.dumps(told(room)), content_type="application/json")
    assert answer.status_code == 401
    assert count(Report) == 0


def test_reports_are_taken_by_intake_companion_and_supervisor(room: Room) -> None:
    for staff, status in ((room.peni, 201), (room.sari, 201), (room.ratna, 201), (room.tuti, 403), (room.dian, 403), (room.adi, 403)):
        answer = Api(room, staff).post("/reports", told(room))
        assert answer.status_code == status, staff
        if status == 403:
            problem(answer)


# --- public doors ---------------------------------------------------------------------------------


def test_openapi_and_code_lists_are_public(room: Room) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    assert described["openapi"].startswith("3.")
    sheets = {path for path in described["paths"] if "/sheets" in path}
    assert sheets >= {"/api/v1/cases/{number}/sheets", "/api/v1/cases/{number}/sheets/assessment"}
    deeds = {f"/api/v1/{'' if one.received else 'cases/{number}/'}{one.path}" for one in (*DOORS, *things.DOORS)}
    assert {"/api/v1/cases/{number}/first-contact", "/api/v1/cases/{number}/close"} <= deeds
    assert set(described["paths"]) - sheets - deeds == {
        "/api/v1/reports", "/api/v1/cases", "/api/v1/cases/{number}", "/api/v1/cases/{number}/assign",
        "/api/v1/duties", "/api/v1/code-lists", "/api/v1/cases/{number}/plan", "/api/v1/incoming",
    }  # fmt: skip
    lists = Client().get("/api/v1/code-lists")
    assert lists.headers["Content-Type"].startswith("application/json")
    assert set(lists.json()) == {one.code for one in codes.ALL}
    for one in lists.json().values():
        assert set(one) == {"title", "source", "to_confirm", "values"}
        assert all(set(v) == REASON and v["words"] for v in one["values"])


def test_code_lists_hold_the_values_of_the_contract(room: Room) -> None:
    lists = {name: [v["code"] for v in one["values"]] for name, one in Client().get("/api/v1/code-lists").json().items()}
    every = {code for values in lists.values() for code in values}
    assert [f"ampk_{n:02}" for n in range(1, 16)] in lists.values()
    wanted = (
        "visit phone whatsapp letter email outreach referral_in transfer_in sapa129 police_request hospital community media "
        "school public_page field_kit female male unknown 0_5 6_12 13_17 18_24 25_44 45_59 60_plus child adult physical "
        "psychological sexual exploitation trafficking neglect other home workplace public_facility short_course parent family "
        "spouse neighbour partner_or_friend teacher employer colleague self health psychologist social_worker police "
        "threat_to_life_now weapon strangled injured_now threat_to_kill suicidal unsafe_tonight held_or_missing "
        "reported_party_in_reach_of_child repeated_or_worse pregnant economically_dependent threats_by_message phone_controlled"
    )
    assert set(wanted.split()) - every == set()


def test_health_says_status_and_database_and_nothing_else(db: None) -> None:
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "database": "ok"})


def test_health_says_when_the_database_is_gone(monkeypatch: pytest.MonkeyPatch, db: None) -> None:
    from django.db import OperationalError

    from dampingi.config import health

    class Gone:
        def cursor(self) -> None:
            raise OperationalError("no")

    monkeypatch.setattr(health, "connection", Gone())
    answer = Client().get("/healthz")
    assert (answer.status_code, answer.json()) == (503, {"status": "degraded", "database": "down"})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/api/v1/", 404),
        ("get", "/api/v1/nothing", 404),
        ("get", "/api/v1/reports/", 404),
        ("get", "/api/v1/reports", 405),
        ("delete", "/api/v1/cases", 405),
        ("patch", "/api/v1/cases/0000000000", 405),
        ("put", "/api/v1/code-lists", 405),
        ("post", "/api/v1/openapi.json/", 404),
    ],
)
def test_a_wrong_address_or_method_is_a_problem_too(db: None, method: str, path: str, status: int) -> None:
    answer = getattr(Client(), method)(path)
    assert answer.status_code == status
    problem(answer)
    assert ("Allow" in answer.headers) == (status == 405)


def test_a_fault_of_ours_is_a_problem_without_a_word_of_what_was_sent(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(actions, "receive_report", broken)
    api = Api(room, room.peni)
    api.client.raise_request_exception = False
    answer = api.post("/reports", told(room))
    assert answer.status_code == 500
    problem(answer)
    assert SECRET not in answer.content.decode()


# --- silence between units ------------------------------------------------------------------------


def test_a_case_of_another_unit_looks_like_one_that_does_not_exist(room: Room) -> None:
    (case,) = room.report(room.budi)
    ratna = Api(room, room.ratna)
    for ask in (
        lambda number: ratna.get(f"/cases/{number}"),
        lambda number: ratna.post(f"/cases/{number}/assign", {"staff": room.sari.email}),
        lambda number: ratna.post(f"/cases/{number}/first-contact", {"at": room.now.isoformat()}),
    ):
        theirs, unknown = ask(case.number), ask("0000000000" + "0")
        assert theirs.status_code == unknown.status_code == 404
        assert theirs.content == unknown.content
        assert dict(theirs.headers) == dict(unknown.headers)
    assert [c["number"] for c in ratna.get("/cases").json()["items"]] == []
    assert ratna.get("/duties").json()["items"] == []


def test_every_person_reads_ones_own_cases(room: Room) -> None:
    (mine,) = room.report(room.peni)
    (hers,) = room.report(room.lina)
    for staff, seen in ((room.peni, [mine]), (room.lina, [hers]), (room.sari, []), (room.ratna, [hers, mine]), (room.budi, []), (room.wati, [])):
        found = Api(room, staff).get("/cases").json()["items"]
        assert {c["number"] for c in found} == {c.number for c in seen}, staff
        owed = Api(room, staff).get("/duties").json()["items"]
        assert {d["case"] for d in owed} == {c.number for c in seen}, staff


def test_readiness_is_explained_by_what_somebody_holds(room: Room, ratna: Api) -> None:
    with acting_as("tests"):
        Holding.objects.create(
            staff=room.sari, competence="pfa", since=timezone.localdate(), evidence=EvidenceKind.DRILL, reference="S-1"
        )
    companions = received(ratna, told(room))["cases"][0]["companions"]
    assert {c["staff"] for c in companions} == {room.sari.email, room.lina.email}
    for one in companions:
        assert one["reasons"] or one["obstacles"]


def test_nothing_is_left_behind_by_a_request(room: Room, ratna: Api) -> None:
    """The next request on the same connection does not read as the one before."""
    room.report()
    ratna.get("/cases")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('app.staff', true)")
        assert cursor.fetchone()[0] == ""
    act_as_nobody()
    assert not Case.objects.exists()
