"""Language, leaving, whether somebody is still here, cookies, and who may send a form."""

import json
import os
import subprocess
import sys
from http.cookies import Morsel
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.test.utils import override_settings

from dampingi.access.actor import act_as
from dampingi.access.models import Session
from dampingi.intake.models import Draft

ROOT = Path(__file__).resolve().parent.parent.parent
COOKIES = ("SESSION_COOKIE_NAME", "CSRF_COOKIE_NAME", "LANGUAGE_COOKIE_NAME", "DAMPINGI_DEVICE_COOKIE", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE",
           "LANGUAGE_COOKIE_SECURE", "SECURE_PROXY_SSL_HEADER")  # fmt: skip
_ASK = f"import json; from dampingi.config import settings as s; print(json.dumps({{n: getattr(s, n) for n in {COOKIES}}}))"


def settings_of(**said: str) -> dict[str, object]:
    """Return the settings of an installation with that environment."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DAMPINGI_")}
    done = subprocess.run([sys.executable, "-c", _ASK], cwd=ROOT, env=kept | said, capture_output=True, check=True)
    got = json.loads(done.stdout)
    got["SECURE_PROXY_SSL_HEADER"] = got["SECURE_PROXY_SSL_HEADER"] and tuple(got["SECURE_PROXY_SSL_HEADER"])
    return got


def sent(room, **extra: object) -> dict[str, Morsel]:
    """Return every cookie that signing in, switching the language and leaving send."""
    room.sari.set_password("kata-sandi-sari")
    room.sari.save()
    browser, got = Client(), {}
    way_in = {"email": room.sari.email, "password": "kata-sandi-sari"}
    for answer in (
        browser.get("/masuk/", **extra),
        browser.post("/masuk/", way_in, **extra),
        browser.post("/_/bahasa", {"language": "en"}, **extra),
    ):
        got |= dict(answer.cookies.items())
    left = browser.post("/_/x", **extra).cookies[settings.SESSION_COOKIE_NAME]
    assert (left.value, left["max-age"]) == ("", 0)
    assert bool(left["secure"]) == settings.SESSION_COOKIE_SECURE
    return got


def test_a12_practice_cookies_are_plain_named_and_closed(room) -> None:
    got = sent(room)
    assert set(got) == {"s", "c", "l", "d"}
    for cookie in got.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Strict", "/", "")
        assert not cookie["secure"]


@pytest.mark.parametrize("said", [{"DAMPINGI_MODE": "real"}, {"DAMPINGI_SECURE": "1"}])
def test_a12_real_cookies_belong_to_this_host_alone(room, said) -> None:
    with override_settings(**settings_of(**said)):
        got = sent(room, secure=True, HTTP_X_FORWARDED_PROTO="https")
    assert set(got) == {"__Host-s", "__Host-c", "__Host-l", "__Host-d"}
    for cookie in got.values():
        assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Strict", "/", "")
        assert cookie["secure"]


def test_the_switch_changes_the_language_and_comes_back(room) -> None:
    browser = room.client(room.sari)
    assert 'lang="id"' in browser.get("/hari-ini/", headers={"accept-language": "en"}).content.decode()
    answer = browser.post("/_/bahasa", {"language": "en", "next": "/catatan/"})
    assert answer["Location"] == "/catatan/"
    assert '<html lang="en"' in browser.get("/hari-ini/").content.decode()
    browser.post("/_/bahasa", {"language": "id"})
    assert '<html lang="id"' in browser.get("/hari-ini/").content.decode()


@pytest.mark.parametrize("to", ["https://elsewhere.test/", "//elsewhere.test", "javascript:alert(1)", "/\\elsewhere.test"])
def test_the_switch_leads_nowhere_else(room, to: str) -> None:
    assert Client().post("/_/bahasa", {"language": "en", "next": to})["Location"] == "/"


def test_the_switch_knows_only_our_languages(room) -> None:
    assert not Client().post("/_/bahasa", {"language": "de"}).cookies
    assert not Client().post("/_/bahasa", {"language": "../../x"}).cookies


def test_still_here_says_only_that(room) -> None:
    browser = room.client(room.sari)
    assert (browser.get("/_/s").status_code, browser.get("/_/s").content) == (204, b"")
    assert (Client().get("/_/s").status_code, Client().get("/_/s").content) == (401, b"")


def test_u02_leaving_ends_the_session_on_the_server(room) -> None:
    browser = room.client(room.sari)
    old = browser.cookies[settings.SESSION_COOKIE_NAME].value
    answer = browser.post("/_/x")
    assert answer.status_code == 204
    again = Client()
    again.cookies[settings.SESSION_COOKIE_NAME] = old
    assert again.get("/_/s").status_code == 401
    assert not Session.objects.filter(staff_id=room.sari.id).exists()


def test_t17_nothing_ends_or_changes_by_looking(room) -> None:
    browser = room.client(room.sari)
    for path in ("/_/x", "/keluar/", "/_/bahasa", "/catatan/baru/"):
        assert browser.get(path).status_code == 405
    assert browser.get("/_/s").status_code == 204


ORIGINS = [
    ({"origin": "null", "sec-fetch-site": "same-origin"}, True),
    ({"origin": "null"}, True),  # a browser too old to say: the token and the Strict cookie decide
    ({"origin": "http://testserver", "sec-fetch-site": "same-origin"}, True),
    ({}, True),
    ({"origin": "null", "sec-fetch-site": "cross-site"}, False),
    ({"origin": "null", "sec-fetch-site": "same-site"}, False),
    ({"origin": "null", "sec-fetch-site": "none"}, False),
    ({"origin": "https://elsewhere.test", "sec-fetch-site": "cross-site"}, False),
    ({"origin": "https://elsewhere.test"}, False),
]


@pytest.mark.parametrize(("said", "taken"), ORIGINS)
def test_a15_a_form_is_taken_only_from_our_own_pages(room, said: dict[str, str], taken: bool) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(room.sari)
    page = browser.get("/catatan/")
    token = page.context["csrf_token"]
    answer = browser.post("/catatan/baru/", {"csrfmiddlewaretoken": str(token)}, headers=said)
    assert answer.status_code == (302 if taken else 403)
    act_as(room.sari)
    assert Draft.objects.filter(staff=room.sari).exists() == taken


def test_a15_without_its_token_no_form_is_taken(room) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(room.sari)
    browser.get("/catatan/")
    for token in ("", "x" * 64):
        answer = browser.post("/catatan/baru/", {"csrfmiddlewaretoken": token}, headers={"origin": "null", "sec-fetch-site": "same-origin"})
        assert answer.status_code == 403
        assert 'lang="id"' in answer.content.decode()
