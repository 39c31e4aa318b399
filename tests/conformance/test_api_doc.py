"""docs/api.md tells the truth: every request in it is sent, every answer in it is compared.

The clock stands at the moment the page tells of. Numbers differ every time and are compared by
place; a list that ends with "…" names some of its members, each of which must be there whole.
"""

import json
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from dampingi.access.actor import acting_as
from dampingi.access.rules import Role
from dampingi.intake.forms import WARNINGS
from dampingi.kernel import codes
from dampingi.kernel.ids import read_number
from dampingi.protocols.rules import DutyState
from tests.fixtures import Room

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "api.md").read_text()
THEN = datetime.fromisoformat("2026-06-08T15:40:00+00:00")
_BLOCK = re.compile(r"```http\n(?P<asked>.*?)```\s*(?P<status>\d{3})[^\n]*\n+```json\n(?P<answer>.*?)```", re.DOTALL)


@dataclass
class Example:
    """A request as the page prints it, and the answer it promises."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any
    status: int
    answer: Any


def examples() -> list[Example]:
    """Return the examples of the page in their order."""
    found = []
    for block in _BLOCK.finditer(PAGE):
        head, _, body = block["asked"].partition("\n\n")
        first, *lines = head.strip().splitlines()
        method, path = first.split(" ")
        headers = dict(line.split(": ", 1) for line in lines)
        sent = json.loads(body) if body.strip() else None
        found.append(Example(method, path, headers, sent, int(block["status"]), json.loads(block["answer"])))
    return found


@pytest.fixture
def then(monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Stop the clock at the moment the page tells of."""
    monkeypatch.setattr(timezone, "now", lambda: THEN)
    return THEN


def test_every_example_of_the_page_is_true(then: datetime, room: Room) -> None:
    with acting_as("tests"):
        room._staff("pendamping-6271", room.palangka, Role.COMPANION)
        supervisor = room._staff("supervisor-6271", room.palangka, Role.SUPERVISOR)
    token = room.token(supervisor)["HTTP_AUTHORIZATION"]
    numbers: dict[str, str] = {}
    asked = examples()
    assert len(asked) >= 7
    for example in asked:
        path = re.sub(r"[0-9A-Z]{11}", lambda found: numbers.get(found[0], found[0]), example.path)
        headers = {k: token if k == "Authorization" else v for k, v in example.headers.items()}
        content = headers.pop("Content-Type", "application/json")
        body = None if example.body is None else json.dumps(example.body)
        answer = Client(headers=headers).generic(example.method, path, body or "", content_type=content)
        assert answer.status_code == example.status, (example.path, answer.content.decode())
        _same(example.answer, answer.json(), numbers, f"{example.method} {example.path}")


def _same(said: Any, found: Any, numbers: dict[str, str], where: str) -> None:
    """Assert that an answer is as the page says, and learn the numbers it stands for."""
    if isinstance(said, dict):
        assert isinstance(found, dict), where
        assert set(said) == set(found), where
        for name, value in said.items():
            _same(value, found[name], numbers, f"{where}/{name}")
    elif isinstance(said, list):
        _same_list(said, found, numbers, where)
    elif isinstance(said, str) and read_number(said) and isinstance(found, str) and read_number(found):
        assert numbers.setdefault(said, found) == found, where
    elif said != "…":
        assert said == found, where


def _same_list(said: list[Any], found: list[Any], numbers: dict[str, str], where: str) -> None:
    if not said or said[-1] != "…":
        assert len(said) == len(found), (where, found)
        for place, value in enumerate(said):
            _same(value, found[place], numbers, f"{where}/{place}")
        return
    for value in said[:-1]:
        for candidate in found:
            try:
                _same(value, candidate, dict(numbers), where)
            except AssertionError:
                continue
            break
        else:
            raise AssertionError(f"{where}: {value} is not in {json.dumps(found, ensure_ascii=False)}")


def test_the_page_names_every_code_there_is() -> None:
    for value in (*codes.Channel, *codes.AgeBand, *codes.Capacity, *codes.CaseKind, *codes.Risk, *codes.Authority, *DutyState, *codes.Sign):
        assert f"`{value}`" in PAGE, value
    for value in WARNINGS:
        assert f"`{value}`" in PAGE, value


def test_the_page_names_every_address(db: None) -> None:
    for path, operations in Client().get("/api/v1/openapi.json").json()["paths"].items():
        path = re.sub(r"/sheets/(?!\{)[a-z-]+$", "/sheets/{kind}", path)  # noqa: PLW2901 -- one line for every sheet
        for method in operations:
            assert f"`{method.upper()} {path.removeprefix('/api/v1')}`" in PAGE, (method, path)
