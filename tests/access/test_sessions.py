"""Sessions known by their digest, their ends, and wrong answers that cost time but never the account."""

import statistics
import time
from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.utils import timezone

from dampingi.access import actions, throttle
from dampingi.access.actor import act_as
from dampingi.access.models import Session, Staff, Throttle
from dampingi.access.rules import Role
from dampingi.access.sessions import IDLE, LONGEST, SessionStore, digest_of

WORD = "kata-sandi-sari-panjang"
SIGNED_IN, SIGNED_OUT = 204, 401


@pytest.fixture
def sari(room) -> Staff:
    room.sari.set_password(WORD)
    room.sari.save()
    return room.sari


@pytest.fixture
def clock(monkeypatch) -> "Clock":
    return Clock(monkeypatch)


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self, monkeypatch) -> None:
        self.now = timezone.now()
        monkeypatch.setattr(timezone, "now", lambda: self.now)

    def move(self, by: timedelta) -> None:
        self.now += by


def sign_in(email: str, password: str = WORD, *, address: str = "10.0.0.1", browser: Client | None = None):
    browser = browser or Client()
    return browser, browser.post("/masuk/", {"email": email, "password": password}, REMOTE_ADDR=address)


def signed_in(email: str) -> Client:
    browser, answer = sign_in(email)
    assert answer.status_code == 302
    assert still(browser) == SIGNED_IN
    return browser


def still(browser: Client) -> int:
    return browser.get("/_/s").status_code


def busy(browser: Client) -> int:
    """Let somebody open a page; tell whether she still is signed in."""
    browser.get("/aturan/")
    return still(browser)


def key_of(browser: Client) -> str:
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def with_cookie(value: str) -> Client:
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = value
    return browser


def test_p08_the_table_knows_no_cookie(sari) -> None:
    browser = signed_in(sari.email)
    key = key_of(browser)
    with connection.cursor() as cursor:
        cursor.execute("SELECT s::text, digest FROM access_session s")
        rows = cursor.fetchall()
    assert len(rows) == 1
    assert all(key not in text for text, _ in rows)
    assert bytes(rows[0][1]) == digest_of(key)


def test_t07_nothing_of_a_dump_works_as_a_cookie(sari) -> None:
    browser = signed_in(sari.email)
    row = Session.objects.get()
    digest = bytes(row.digest)
    for value in (digest.hex(), digest.hex()[:32], row.data, str(row.staff_id), digest.decode("latin-1")):
        assert still(with_cookie(value)) == SIGNED_OUT
    assert still(with_cookie(key_of(browser))) == SIGNED_IN


def test_a28_the_key_is_random_and_new_at_sign_in(sari) -> None:
    browser = with_cookie("a" * 32)
    sign_in(sari.email, browser=browser)
    first = key_of(browser)
    assert first != "a" * 32
    assert len(set(first)) > 8
    assert len(first) >= 32
    assert key_of(signed_in(sari.email)) != first


def test_a29_thirty_idle_minutes_end_it(sari, clock) -> None:
    browser = signed_in(sari.email)
    clock.move(IDLE - timedelta(seconds=1))
    assert busy(browser) == SIGNED_IN
    clock.move(IDLE - timedelta(seconds=1))
    assert busy(browser) == SIGNED_IN
    clock.move(IDLE)
    assert busy(browser) == SIGNED_OUT


def test_a29_a_page_that_asks_by_itself_keeps_nobody_signed_in(sari, clock) -> None:
    browser = signed_in(sari.email)
    for _ in range(5):
        clock.move(IDLE / 5 - timedelta(seconds=1))
        assert still(browser) == SIGNED_IN
    clock.move(timedelta(seconds=5))
    assert still(browser) == SIGNED_OUT


def test_a29_another_key_makes_no_session_longer(sari, clock) -> None:
    """Ending the others changes the key of this one; its eight hours began at sign-in."""
    browser = signed_in(sari.email)
    made = Session.objects.get().made_at
    clock.move(timedelta(minutes=20))
    browser.post("/akun/perangkat/", {"perangkat": "lain"})
    assert Session.objects.get().made_at == made
    assert still(browser) == SIGNED_IN


def test_a29_eight_hours_end_it_whatever_is_done(sari, clock) -> None:
    browser = signed_in(sari.email)
    began = clock.now
    while clock.now < began + LONGEST - timedelta(minutes=10):
        clock.move(timedelta(minutes=10))
        assert busy(browser) == SIGNED_IN
    clock.move(timedelta(minutes=9, seconds=59))
    assert still(browser) == SIGNED_IN
    clock.move(timedelta(seconds=2))
    assert still(browser) == SIGNED_OUT


def test_what_has_ended_is_swept(sari, clock) -> None:
    signed_in(sari.email)
    clock.move(LONGEST)
    fresh = signed_in(sari.email)
    SessionStore.clear_expired()
    assert [bytes(s.digest) for s in Session.objects.all()] == [digest_of(key_of(fresh))]


def test_a30_other_roles_end_every_session(sari, room) -> None:
    browsers = [signed_in(sari.email), signed_in(sari.email)]
    others = room.client(room.ratna)
    act_as(room.adi)
    actions.change_roles(sari, [Role.DATA], by=room.adi, at=timezone.now())
    assert [still(b) for b in browsers] == [SIGNED_OUT, SIGNED_OUT]
    assert still(others) == SIGNED_IN


def test_t30_a_closed_account_is_out_at_the_next_request(sari, room) -> None:
    browser, token = signed_in(sari.email), room.token(sari)
    assert Client().get("/api/v1/cases", **token).status_code == 200
    answer = room.client(room.adi).post("/petugas/tutup/", {"petugas": sari.email})
    assert answer.status_code == 302
    assert browser.get("/hari-ini/").status_code == 302
    assert still(browser) == SIGNED_OUT
    assert Client().get("/api/v1/cases", **token).status_code == 401
    _, again = sign_in(sari.email)
    assert again.status_code == 422


def test_a30_another_password_ends_the_sessions_that_stood_on_the_old_one(sari) -> None:
    browser = signed_in(sari.email)
    sari.set_password("ganti-kata-sandi-baru")
    sari.save()
    assert still(browser) == SIGNED_OUT


def test_a30_a_request_in_flight_brings_no_session_back(sari) -> None:
    browser = signed_in(sari.email)
    in_flight = SessionStore(key_of(browser))
    assert in_flight[SESSION_KEY] == str(sari.id)
    browser.post("/_/x")
    in_flight["note"] = "late"
    with pytest.raises(UpdateError):
        in_flight.save()
    assert not Session.objects.exists()
    assert still(with_cookie(in_flight.session_key)) == SIGNED_OUT


def test_a30_signing_out_in_another_tab_while_a_page_is_made(sari, room, monkeypatch) -> None:
    """The page is being made when the session ends: the answer is the way in, not a new session."""
    from dampingi.cases.views import board

    browser = signed_in(sari.email)
    other = with_cookie(key_of(browser))
    plain = board.queries.today

    def meanwhile(*args: object, **kwargs: object):
        made = plain(*args, **kwargs)
        other.post("/_/x")
        act_as(sari)
        return made

    monkeypatch.setattr(board.queries, "today", meanwhile)
    browser.get("/hari-ini/")
    assert not Session.objects.exists()
    assert still(browser) == SIGNED_OUT


def test_an_unknown_cookie_makes_no_session(room) -> None:
    browser = with_cookie("z" * 32)
    assert still(browser) == SIGNED_OUT
    browser.get("/masuk/")
    assert not Session.objects.exists()


# -- wrong answers ----------------------------------------------------------------------------


def test_p10_wrong_answers_cost_time_and_more_each_time(sari, clock) -> None:
    for _ in range(throttle.FREE):
        assert throttle.must_wait(sari.email, "10.0.0.1", at=clock.now) is None
        throttle.wrong(sari.email, "10.0.0.1", at=clock.now)
    waits = []
    for _ in range(14):
        throttle.wrong(sari.email, "10.0.0.1", at=clock.now)
        waits.append(throttle.must_wait(sari.email, "10.0.0.1", at=clock.now))
    assert waits == sorted(waits)
    assert waits[0] == timedelta(seconds=2)
    assert waits[-1] == throttle.LONGEST == timedelta(minutes=15)


def test_p10_the_right_password_waits_too_and_then_opens(sari, clock) -> None:
    for _ in range(throttle.FREE + 1):
        sign_in(sari.email, "salah-salah-salah")
    _, answer = sign_in(sari.email)
    assert answer.status_code == 422
    assert "lagi" in answer.content.decode()
    clock.move(timedelta(seconds=3))
    browser, answer = sign_in(sari.email)
    assert answer.status_code == 302
    assert still(browser) == SIGNED_IN
    assert throttle.must_wait(sari.email, "10.0.0.1", at=clock.now) is None
    assert Throttle.objects.count() == 1  # only the address itself still counts


def test_p10_one_address_cannot_try_every_account(sari, clock) -> None:
    for n in range(throttle.FREE_ADDRESS + 1):
        assert throttle.must_wait(f"a{n}@contoh.test", "203.0.113.9", at=clock.now) is None
        throttle.wrong(f"a{n}@contoh.test", "203.0.113.9", at=clock.now)
    assert throttle.must_wait("another@contoh.test", "203.0.113.9", at=clock.now) == timedelta(seconds=2)
    for n in range(40):
        throttle.wrong(f"b{n}@contoh.test", "203.0.113.9", at=clock.now)
    assert throttle.must_wait(sari.email, "203.0.113.9", at=clock.now) == throttle.LONGEST_ADDRESS
    assert throttle.must_wait(sari.email, "10.0.0.1", at=clock.now) is None


def test_a22_a_stranger_cannot_keep_an_officer_out(sari, clock) -> None:
    for _ in range(40):
        throttle.wrong(sari.email, "203.0.113.9", at=clock.now)
    assert throttle.must_wait(sari.email, "203.0.113.9", at=clock.now)
    browser, answer = sign_in(sari.email, address="10.0.0.1")
    assert answer.status_code == 302
    assert still(browser) == SIGNED_IN


def test_p10_one_account_does_not_slow_another(sari, room, clock) -> None:
    room.lina.set_password(WORD)
    room.lina.save()
    for _ in range(12):
        throttle.wrong(sari.email, "10.0.0.1", at=clock.now)
    _, answer = sign_in(room.lina.email)
    assert answer.status_code == 302


def test_wrong_answers_are_forgotten_in_time(sari, clock) -> None:
    for _ in range(12):
        throttle.wrong(sari.email, "10.0.0.1", at=clock.now)
    clock.move(throttle.FORGOTTEN + timedelta(seconds=1))
    throttle.wrong(sari.email, "10.0.0.1", at=clock.now)
    assert throttle.must_wait(sari.email, "10.0.0.1", at=clock.now) is None


def test_capitals_are_the_same_account_to_the_throttle(sari, clock) -> None:
    for _ in range(throttle.FREE + 3):
        throttle.wrong(sari.email.upper(), "10.0.0.1", at=clock.now)
    assert throttle.must_wait(sari.email, "10.0.0.1", at=clock.now)


def body(answer: object) -> bytes:
    import re

    said = re.sub(rb'value="[A-Za-z0-9]{64}"', b'value="token"', answer.content)
    return re.sub(rb'value="[a-z]+@contoh.test"', b'value="address"', said)


@pytest.fixture
def closed(room) -> Staff:
    room.lina.set_password(WORD)
    room.lina.is_active = False
    room.lina.save()
    return room.lina


def test_p07_unknown_wrong_and_closed_get_the_same_answer(sari, closed) -> None:
    answers = [
        sign_in("tidakada@contoh.test", "salah-salah-salah")[1],
        sign_in(sari.email, "salah-salah-salah")[1],
        sign_in(closed.email, WORD)[1],
    ]
    assert {a.status_code for a in answers} == {422}
    assert len({body(a) for a in answers}) == 1
    assert len({tuple(sorted(a.headers)) for a in answers}) == 1
    assert len({tuple(sorted(a.cookies)) for a in answers}) == 1
    assert b"tidak cocok" in answers[0].content


def test_p07_beyond_the_free_ones_unknown_and_wrong_wait_the_same(sari, clock) -> None:
    answers = {}
    for email in ("tidakada@contoh.test", sari.email):
        for _ in range(throttle.FREE + 1):
            _, answers[email] = sign_in(email, "salah-salah-salah")
        _, answers[email] = sign_in(email, "salah-salah-salah")
    first, second = answers.values()
    assert body(first) == body(second)


def test_p07_unknown_wrong_and_closed_take_the_same_time(sari, closed) -> None:
    """Roughly: a skipped password check would be a hundred times faster; a sum of noise is not."""
    took: dict[str, list[float]] = {"tidakada@contoh.test": [], sari.email: [], closed.email: []}
    for _ in range(7):
        for email, times in took.items():
            Throttle.objects.all().delete()
            began = time.process_time()
            sign_in(email, "salah-salah-salah")
            times.append(time.process_time() - began)
    medians = {email: statistics.median(times) for email, times in took.items()}
    assert max(medians.values()) < 1.5 * min(medians.values()), medians
    assert min(medians.values()) > 0.05, "the password is really checked"


def test_signing_in_and_out_and_what_was_wrong_leave_lines_without_addresses(sari) -> None:
    from dampingi.access.actor import acting_as
    from dampingi.audit.models import Line

    sign_in(sari.email, "salah-salah-salah")
    browser = signed_in(sari.email)
    browser.post("/keluar/")
    with acting_as("tests"):
        lines = list(Line.objects.filter(actor_id=sari.id).order_by("seq"))
    assert [line.act for line in lines] == ["signed-in", "signed-out"]
    assert all(sari.email not in str(line.detail) for line in lines)


def test_times_are_what_was_promised() -> None:
    assert (IDLE.total_seconds(), LONGEST.total_seconds()) == (1_800, 28_800)
