"""Every answer carries the headers, whatever it answers (security K-7, P-19, A-13, A-14)."""

from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.test.utils import override_settings

from dampingi.cases.views import board
from dampingi.web.headers import HEADERS, POLICY
from tests.house.doors import doors
from tests.web.headers import wrong

STATUSES = {200, 302, 401, 403, 404, 405}


def answers(browser: Client, **said: object) -> Iterator[tuple[str, HttpResponse]]:
    """Knock at every door in several ways."""
    for door in doors():
        path = door.path(**said)
        for method in ("get", "post", "put", "options"):
            yield f"{method} {door.name}", getattr(browser, method)(path)


@pytest.mark.parametrize("who", ["nobody", "dian", "ratna", "adi"])
def test_k7_every_door_answers_with_the_headers(room, who: str) -> None:
    (case,) = room.report()
    browser = Client() if who == "nobody" else room.client(getattr(room, who))
    found = {name: (answer.status_code, wrong(answer.headers)) for name, answer in answers(browser, number=case.number)}
    assert {name: said for name, (_, said) in found.items() if said} == {}
    assert len({status for status, _ in found.values()} & STATUSES) >= 4


def test_k7_errors_carry_them_too(room, monkeypatch) -> None:
    browser = room.client(room.sari)
    browser.raise_request_exception = False

    def breaks(request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    monkeypatch.setattr(board.queries, "today", breaks)
    said = {
        500: browser.get("/hari-ini/"),
        404: browser.get("/tidak-ada/"),
        400: browser.get("/", headers={"host": "elsewhere.test"}),
        403: Client(enforce_csrf_checks=True).post("/masuk/", {}),
        405: browser.delete("/catatan/baru/"),
        422: Client().post("/masuk/", {"email": "a@b.test", "password": "x"}),
    }
    assert {wanted: answer.status_code for wanted, answer in said.items()} == {wanted: wanted for wanted in said}
    assert {status: wrong(answer.headers) for status, answer in said.items() if wrong(answer.headers)} == {}


def test_k7_over_tls_strict_transport_is_said(room) -> None:
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https")):
        answer = Client().get("/masuk/", headers={"x-forwarded-proto": "https"})
    assert wrong(answer.headers, secure=True) == []
    assert "Strict-Transport-Security" not in Client().get("/masuk/").headers


def test_signing_out_clears_what_the_browser_kept(room) -> None:
    answer = room.client(room.sari).post("/keluar/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert wrong(answer.headers) == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("Content-Security-Policy", "default-src 'none'; script-src 'self' 'unsafe-inline'"),
        ("Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in {**POLICY, "img-src": "https://cdn.test"}.items())),
        ("Content-Security-Policy", "; ".join(f"{k} {v}" for k, v in {**POLICY, "scripts-src": "'self'"}.items())),
        ("Cross-Origin-Embedder-Policy", "same-origin"),  # seen in the wild: no value of that header
        ("Permissions-Policy", "camera=(), geolocation=(), microphones=()"),
        ("Permissions-Policy", "camera 'none'"),
        ("Cache-Control", "max-age=0"),
        ("Clear-Site-Data", '"*"'),
    ],
)
def test_the_grammar_refuses(name: str, value: str) -> None:
    good = {**HEADERS, "Cache-Control": "no-store"}
    assert wrong(good) == []
    assert wrong({**good, name: value})
