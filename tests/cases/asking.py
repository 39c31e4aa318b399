"""Asking the API over HTTP as somebody of the room."""

import itertools
import json
from collections.abc import Mapping
from typing import Any

from django.test import Client

from dampingi.access.models import Staff
from tests.fixtures import Room

ROOT = "/api/v1"
PROBLEM = "application/problem+json"
_KEYS = itertools.count(1)


class Api:
    """The API as one person's program sees it."""

    def __init__(self, room: Room, staff: Staff, *, language: str = "") -> None:
        """Take a token for ``staff``."""
        token = room.token(staff)["HTTP_AUTHORIZATION"]
        headers = {"Authorization": token} | ({"Accept-Language": language} if language else {})
        self.client = Client(headers=headers, raise_request_exception=True)

    def get(self, path: str, **asked: Any) -> Any:
        """Read."""
        return self.client.get(ROOT + path, asked)

    def post(self, path: str, body: Any, *, key: str = "", **headers: str) -> Any:
        """Send JSON (or raw bytes) under a key, a fresh one unless told."""
        sent = body if isinstance(body, bytes | str) else json.dumps(body)
        said = {"Idempotency-Key": key or f"key-{next(_KEYS)}", **{k.replace("_", "-"): v for k, v in headers.items()}}
        return self.client.post(ROOT + path, sent, content_type="application/json", headers=said)


def problems(answer: Any) -> list[tuple[str, str]]:
    """Return where and what a 422 says, after checking its whole shape (RFC 9457)."""
    assert answer.status_code == 422, (answer.status_code, answer.content[:500])
    body = problem(answer)
    for one in body["errors"]:
        assert set(one) == {"field", "code", "words"}
        assert one["field"].startswith("/")
        assert one["words"]
    return [(one["field"], one["code"]) for one in body["errors"]]


def obstacles(answer: Any) -> list[str]:
    """Return the codes of what stands in the way, after checking the shape of a 409."""
    assert answer.status_code == 409, (answer.status_code, answer.content[:500])
    body = problem(answer)
    for one in body["obstacles"]:
        assert set(one) == {"code", "words", "remedy"}
        assert one["words"]
    return [one["code"] for one in body["obstacles"]]


def problem(answer: Any) -> Mapping[str, Any]:
    """Return a problem, after checking that it is one."""
    assert answer.headers["Content-Type"] == PROBLEM
    body: dict[str, Any] = answer.json()
    assert body["type"] == "about:blank"
    assert body["status"] == answer.status_code
    assert body["title"]
    assert "detail" not in body  # django-ninja's own body never appears
    return body
