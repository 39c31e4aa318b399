"""Passkeys: for our origin alone, with finger or PIN, each answer once, never slowed by anybody (T-12, A-22)."""

import json
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone

from dampingi.access import actions, factors, throttle
from dampingi.access.actor import acting_as
from dampingi.access.models import Session
from dampingi.audit.models import Line
from tests.access.passkey import Passkey
from tests.access.people import sign_in, still, with_password

REQUIRED = override_settings(DAMPINGI_MFA_REQUIRED=True)


@pytest.fixture
def key(room) -> Passkey:
    """Return the passkey of Sari."""
    made = Passkey()
    answer = made.enrol(room.client(room.sari))
    assert answer.status_code == 200
    assert "Kode pemulihan Anda" in answer.content.decode(), "with the first factor come the recovery codes"
    room.sari.refresh_from_db()
    return made


def test_a_passkey_alone_opens(room, key) -> None:
    browser, answer = key.sign_in()
    assert (answer.status_code, answer["Location"]) == (302, "/")
    assert still(browser)
    assert key.sign_in()[1].status_code == 302
    with acting_as("tests"):
        line = Line.objects.filter(subject_id=room.sari.id, act="signed-in").latest("seq")
    assert line.detail == {"how": "passkey", "new": True}


@REQUIRED
def test_a23_it_is_a_second_factor_where_one_is_owed(room, key) -> None:
    assert key.sign_in()[0].get("/hari-ini/").status_code == 200


def test_what_is_asked_for_is_a_key_with_finger_or_pin_on_our_host(room) -> None:
    browser = room.client(room.sari)
    made = browser.post("/akun/kunci/tanya/").json()["publicKey"]
    assert made["rp"] == {"id": "localhost", "name": "Layanan"}
    assert (made["user"]["name"], made["user"]["displayName"]) == (room.sari.email, room.sari.email)
    wanted = made["authenticatorSelection"]
    assert (wanted["residentKey"], wanted["userVerification"]) == ("required", "required")
    used = Client().post("/masuk/kunci/tanya/").json()["publicKey"]
    assert (used["rpId"], used["userVerification"]) == ("localhost", "required")
    assert not used.get("allowCredentials"), "says nothing of anybody"


WRONG = [
    {"origin": "http://localhost:9"},
    {"origin": "https://localhost"},
    {"origin": "http://localhost.elsewhere.test:8000"},
    {"origin": "http://sub.localhost:8000"},
    {"origin": "null"},
    {"rp_id": "elsewhere.test"},
    {"verified": False},
    {"crossOrigin": True},
]


@pytest.mark.parametrize("how", WRONG)
def test_t12_an_answer_for_another_origin_or_without_finger_is_refused(room, key, how) -> None:
    browser, answer = key.sign_in(**how)
    assert answer.status_code == 422
    assert not still(browser)
    assert still(key.sign_in()[0])


@pytest.mark.parametrize("how", WRONG)
def test_t12_a_key_made_elsewhere_or_without_finger_is_not_kept(room, how) -> None:
    assert Passkey().enrol(room.client(room.sari), **how).status_code == 302
    assert not Authenticator.objects.exists()


def test_an_answer_counts_once_and_for_what_was_asked(room, key) -> None:
    browser = Client()
    first = key.use(browser.post("/masuk/kunci/tanya/").json())
    assert browser.post("/masuk/kunci/", {"answer": first}).status_code == 302
    browser.post("/keluar/")
    assert browser.post("/masuk/kunci/", {"answer": first}).status_code == 422
    browser.post("/masuk/kunci/tanya/")
    assert browser.post("/masuk/kunci/", {"answer": first}).status_code == 422
    stolen = key.use(Client().post("/masuk/kunci/tanya/").json())
    assert browser.post("/masuk/kunci/", {"answer": stolen}).status_code == 422


def test_a_copy_that_counts_backwards_is_refused(room, key) -> None:
    key.count = 40
    assert still(key.sign_in()[0])
    key.count = 12
    assert key.sign_in()[1].status_code == 422


def test_another_key_with_the_same_name_is_refused(room, key) -> None:
    false = Passkey()
    false.id, false.handle, false.count = key.id, key.handle, 99
    assert false.sign_in()[1].status_code == 422


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "[]", "null", '"x"', '{"response": {}}', '{"response": {"clientDataJSON": "e30"}}', "[" * 5_000, "x" * 30_000,
     '{"response": {"clientDataJSON": "!!"}}', '{"response": {"clientDataJSON": "' + "bnVsbA" + '"}}'],
)  # fmt: skip
def test_rubbish_is_no_key(room, key, answer: str) -> None:
    browser = Client()
    browser.post("/masuk/kunci/tanya/")
    assert browser.post("/masuk/kunci/", {"answer": answer}).status_code == 422
    inside = room.client(room.sari)
    inside.post("/akun/kunci/tanya/")
    assert inside.post("/akun/kunci/", {"answer": answer}).status_code == 302
    assert Authenticator.objects.filter(type="webauthn").count() == 1


@pytest.mark.parametrize(
    "field", ["rawId", "id", "type", "response.signature", "response.authenticatorData", "response.userHandle"]
)
def test_an_answer_with_a_part_missing_or_strange_is_no_key(room, key, field: str) -> None:
    for value in (None, 7, "", "AAAA", {"x": 1}):
        browser = Client()
        said = json.loads(key.use(browser.post("/masuk/kunci/tanya/").json()))
        *way, last = field.split(".")
        held = said
        for part in way:
            held = held[part]
        held[last] = value
        answer = browser.post("/masuk/kunci/", {"answer": json.dumps(said)})
        assert answer.status_code in (302, 422)
        assert answer.status_code == 422 or field in ("id", "type")


def test_a_closed_account_is_closed_to_its_passkey(room, key) -> None:
    with acting_as("tests"):
        actions.disable(room.sari, by=room.adi, at=timezone.now())
    browser, answer = key.sign_in()
    assert answer.status_code == 422
    assert not still(browser)


def test_a22_a_hundred_wrong_passwords_and_codes_do_not_keep_a_passkey_out(room, key) -> None:
    with_password(room.sari)
    now = timezone.now()
    for n in range(100):
        throttle.wrong(room.sari.email, "127.0.0.1", at=now)
        throttle.wrong_code(room.sari.email, at=now + timedelta(seconds=n % 3))
    assert sign_in(room.sari.email, address="127.0.0.1")[1].status_code == 422
    assert still(key.sign_in()[0])


def test_a31_a_passkey_shows_again_who_it_is_and_only_ones_own(room, key) -> None:
    budi = Passkey()
    budi.enrol(room.client(room.budi))
    room.budi.refresh_from_db()
    browser = room.client(room.sari)
    Session.objects.filter(staff_id=room.sari.id).update(made_at=timezone.now() - timedelta(minutes=6))
    assert browser.get("/akun/sandi/").status_code == 302
    theirs = budi.use(browser.post("/masuk/kunci/tanya/").json())
    browser.post("/akun/pastikan/kunci/", {"answer": theirs, "next": "/akun/sandi/"})
    assert browser.get("/akun/sandi/").status_code == 302
    hers = key.use(browser.post("/masuk/kunci/tanya/").json())
    answer = browser.post("/akun/pastikan/kunci/", {"answer": hers, "next": "/akun/sandi/"})
    assert answer["Location"] == "/akun/sandi/"
    assert browser.get("/akun/sandi/").status_code == 200


def test_the_same_key_is_not_set_up_twice(room, key) -> None:
    assert key.enrol(room.client(room.sari)).status_code == 302
    assert Authenticator.objects.filter(user=room.sari, type="webauthn").count() == 1


def test_a27_a_key_that_was_removed_opens_nothing(room, key) -> None:
    spare = Passkey()
    browser = room.client(room.sari)
    spare.enrol(browser, name="Cadangan")
    page = browser.get("/akun/").content.decode()
    assert "Cadangan" in page
    row = Authenticator.objects.filter(user=room.sari, type="webauthn").order_by("pk").first()
    browser.post("/akun/hapus/", {"langkah": row.pk})
    assert key.sign_in()[1].status_code == 422
    assert still(spare.sign_in()[0])


def test_whoever_asks_too_late_is_asked_who_it_is(room) -> None:
    browser = room.client(room.sari)
    Session.objects.filter(staff_id=room.sari.id).update(made_at=timezone.now() - timedelta(minutes=6))
    for path in ("/akun/kunci/tanya/", "/akun/kunci/"):
        assert browser.post(path)["Location"] == "/akun/pastikan/?next=%2Fakun%2F"


def test_the_name_is_cut_and_may_be_left_out(room) -> None:
    browser = room.client(room.sari)
    Passkey().enrol(browser, name="  ")
    Passkey().enrol(browser, name="x" * 90)
    names = [row.data["name"] for row in Authenticator.objects.filter(type="webauthn").order_by("pk")]
    assert names == ["Kunci sandi", "x" * 40]
    assert factors.codes_left(room.sari) == 10
