"""The API keeps its own published description, whoever asks and whatever is sent (schemathesis).

In-process over WSGI, as a companion and as a supervisor, with a number that is theirs to see and
with any other. No answer is a 5xx; every answer has a documented status, media type and shape; what
the description calls wrong is refused; without a token there is nothing.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings

from dampingi.access.actor import act_as_nobody
from dampingi.cases.api import deeds
from dampingi.config.api import api
from dampingi.services.api import things
from tests.fixtures import Room

DOORS = (*deeds.DOORS, *things.DOORS)
DESCRIBED = json.loads(json.dumps(api.get_openapi_schema()))


def _described(seed: int, *, coverage: bool) -> Any:
    said = json.loads(json.dumps(DESCRIBED))
    if coverage:  # it would leave out the token that every question here carries
        for operations in said["paths"].values():
            for operation in operations.values():
                operation.pop("security", None)
    made = schemathesis.openapi.from_dict(said)
    made.app = get_wsgi_application()
    made.config.seed = seed
    made.config.phases.coverage.enabled = coverage
    # What is right by its shape may still be refused: see ``_refused_by_rule``.
    made.config.checks.positive_data_acceptance.expected_statuses = ["2xx", "401", "403", "404", "409", "422"]
    return made


# Every sheet is kept by one door: two of them speak for it. Every deed passes one door as well: some
# speak for it each time, all of them in the long run.
SPEAKING = ("case-meeting", "visit")
OTHERS = "/sheets/(?!(" + "|".join(SPEAKING) + ")$)[a-z-]+$"
DEEDS = {"first-contact", "handover", "events", "visit-after", "consents", "referrals", "accept-transfer", "stays"}
QUIET = [re.escape(one.path.replace("{thing}", "T")).replace("T", r"\{thing\}") for one in DOORS if one.name not in DEEDS]
schema = _described(20261, coverage=False).exclude(path_regex=f"{OTHERS}|/({'|'.join(QUIET)})$")
thorough = _described(20262, coverage=True).exclude(path_regex=OTHERS)

SMALL = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
LARGE = settings(SMALL, max_examples=100)


# What no schema can say: places that exist, moments that are past, people who are there.
BY_RULE = {"characters", "cursor", "date", "future", "moment", "unknown-staff", "unknown-thing", "unknown-victim"}


def _refused_by_rule(case: Any, answer: Any) -> None:
    """Assert that what the description calls right is refused for such a reason only."""
    if answer.status_code != 422 or not case.meta or not case.meta.generation.mode.is_positive:
        return
    for error in answer.json()["errors"]:
        place = error["field"].endswith(("/region_code", "/village_code"))
        number = error["field"].endswith(("/age_years", "/victim"))  # 30.0 is an integer to JSON Schema alone
        code = error["code"]
        assert code in BY_RULE or (place and code == "unknown-code") or (number and code == "type"), error


@pytest.fixture(params=["sari", "ratna"], ids=["companion", "supervisor"])
def ask(request: pytest.FixtureRequest, room: Room) -> Iterator[Callable[..., None]]:
    """Return how one of two people asks; whatever is written is taken back after each question."""
    staff = getattr(room, request.param)
    token = room.token(staff)["HTTP_AUTHORIZATION"]
    number = room.report(staff)[0].number
    act_as_nobody()
    # As Django's own test client does: the connection of the test outlives each request.
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)

    def asked(case: Any, *, known: bool) -> None:
        if known and "number" in (case.path_parameters or {}):
            case.path_parameters["number"] = number
        with transaction.atomic():
            answer = case.call(headers={"Authorization": token})
            transaction.set_rollback(True)
        act_as_nobody()
        case.validate_response(answer, headers={"Authorization": token})
        _refused_by_rule(case, answer)

    yield asked
    for signal in signals:
        signal.connect(close_old_connections)
    act_as_nobody()


def test_what_is_published_is_what_is_tested(db: None) -> None:
    assert Client().get("/api/v1/openapi.json").json() == DESCRIBED


@schema.parametrize()
@SMALL
@pytest.mark.parametrize("known", [True, False], ids=["theirs", "any"])
def test_the_api_keeps_its_description(case: Any, known: bool, ask: Callable[..., None]) -> None:
    ask(case, known=known)


@pytest.mark.long
@thorough.parametrize()
@LARGE
@pytest.mark.parametrize("known", [True, False], ids=["theirs", "any"])
def test_the_api_keeps_its_description_under_many_questions(case: Any, known: bool, ask: Callable[..., None]) -> None:
    ask(case, known=known)
