"""Second factors: sealed, counted once, owed where the installation is real, never a way to lock anybody out."""

import json
import os
import re
import statistics
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse
from django.utils import timezone

from dampingi.access import actions, factors, throttle
from dampingi.access.actor import act_as, acting_as
from dampingi.access.doors import ENROLLING
from dampingi.access.models import Session, Staff, Throttle
from dampingi.access.rules import Role
from dampingi.audit.models import Line
from dampingi.config import jobs
from dampingi.keys import mfa
from dampingi.notices.models import Notice
from tests.access.people import PASSWORD, SECRET, code_of, sign_in, still, with_app, with_password
from tests.access.routes import NOT_OURS, routes
from tests.house.doors import doors

REQUIRED = override_settings(DAMPINGI_MFA_REQUIRED=True)


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = timezone.now()

        def move(self, by: timedelta) -> None:
            self.now += by

    made = Clock()
    monkeypatch.setattr(timezone, "now", lambda: made.now)
    return made


def enrol(browser: Client) -> list[str]:
    """Set up an app as a person does; return the recovery codes the page shows."""
    secret = re.search(r'class="code"[^>]*>([A-Z2-7 ]+)<', browser.get("/akun/kode/").content.decode())[1].replace(
        " ", ""
    )
    page = browser.post("/akun/kode/", {"code": code_of(secret)})
    assert page.status_code == 200, page.status_code
    browser.secret = secret
    return [c.replace(" ", "") for c in re.findall(r'<li class="code">([\d ]+)<', page.content.decode())]


def lines(staff: Staff) -> list[str]:
    with acting_as("tests"):
        return list(Line.objects.filter(subject_id=staff.id).order_by("at", "seq").values_list("act", flat=True))


# -- how they lie ---------------------------------------------------------------------------------


def test_p09_nothing_of_a_factor_lies_in_clear(room) -> None:
    """The seed on its way into the session, the seed that is kept, and every recovery code (A-26)."""
    browser = room.client(room.sari)
    browser.get("/akun/kode/")
    waiting = Session.objects.get(staff_id=room.sari.id)
    codes = enrol(browser)
    assert len(codes) == 10
    assert all(re.fullmatch(r"\d{12}", code) for code in codes)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(a::text, ' ') FROM mfa_authenticator a")
        kept = cursor.fetchone()[0]
        cursor.execute("SELECT string_agg(s::text, ' ') FROM access_session s")
        kept += cursor.fetchone()[0]
    from dampingi.access.sessions import SessionStore

    kept += json.dumps(SessionStore().decode(waiting.data))
    for secret in (browser.secret, *codes):
        assert secret not in kept
    assert browser.secret.encode().hex() not in kept


def test_t09_a_seed_moved_to_another_account_opens_nothing(room) -> None:
    with_app(room.sari)
    with_app(room.lina)
    theirs = Authenticator.objects.get(user=room.lina, type="totp")
    hers = Authenticator.objects.get(user=room.sari, type="totp")
    moved = theirs.data["secret"]
    for seed in (moved, moved.replace(str(room.lina.id), str(room.sari.id)), "x"):
        hers.data["secret"] = seed
        hers.save()
        with pytest.raises(mfa.Unreadable):
            factors.accepts(room.sari, code_of(), at=timezone.now())
    assert factors.accepts(room.lina, code_of(), at=timezone.now()) == factors.Kind.APP


def test_without_an_owner_nothing_is_sealed_and_nothing_opens() -> None:
    with pytest.raises(NotImplementedError):
        factors.SealedFactors().encrypt("x")
    with pytest.raises(mfa.Unreadable):
        factors.SealedFactors().decrypt("x")


@pytest.mark.parametrize("text", ["", "x", "AAAA", "not base64 at all!"])
def test_what_was_never_sealed_does_not_open(room, text: str) -> None:
    with pytest.raises(mfa.Unreadable):
        mfa.unseal(text, owner_id=room.sari.id)
    assert factors.read_secret(room.sari, text) is None


# -- signing in with a code -----------------------------------------------------------------------


def test_p09_a_password_alone_opens_nothing_where_there_is_a_factor(room) -> None:
    with_app(room.sari)
    browser, answer = sign_in(room.sari.email)
    assert answer.status_code == 422
    assert not still(browser)
    browser, answer = sign_in(room.sari.email, code_of())
    assert answer.status_code == 302
    assert still(browser)


def test_practice_accounts_come_in_by_the_password_alone(room) -> None:
    with_password(room.sari)
    assert still(sign_in(room.sari.email)[0])
    assert still(sign_in(room.sari.email, "123456")[0]), "a code nobody asked for is not looked at"


@pytest.mark.parametrize(("steps", "opens"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_half_a_minute_wrong(room, clock, steps: int, opens: bool) -> None:
    clock.now = clock.now.replace(second=10, microsecond=0)
    with_app(room.sari)
    assert still(sign_in(room.sari.email, code_of(at=clock.now, steps=steps))[0]) == opens


def test_a26_a_code_counts_once_however_long_it_would_still_be_right(room, clock) -> None:
    """allauth forgets after thirty seconds what stays right for ninety; here the newest one is kept."""
    clock.now = clock.now.replace(second=0, microsecond=0)
    with_app(room.sari)
    code = code_of(at=clock.now, steps=1)
    assert factors.accepts(room.sari, code, at=clock.now)
    for _ in range(8):
        clock.move(timedelta(seconds=10))
        assert factors.accepts(room.sari, code, at=clock.now) is None
    assert factors.accepts(room.sari, code_of(at=clock.now, steps=1), at=clock.now)


def test_a26_an_older_code_than_the_last_one_is_no_code(room, clock) -> None:
    with_app(room.sari)
    before, now = code_of(at=clock.now, steps=-1), code_of(at=clock.now)
    assert factors.accepts(room.sari, now, at=clock.now)
    assert factors.accepts(room.sari, before, at=clock.now) is None


def test_the_code_that_set_it_up_is_used_up(room) -> None:
    with_password(room.sari)
    browser = room.client(room.sari)
    enrol(browser)
    now = timezone.now()
    used = Authenticator.objects.get(user=room.sari, type="totp").data["used"]
    assert abs(used - int(now.timestamp()) // 30) <= 1
    room.sari.refresh_from_db()
    assert factors.accepts(room.sari, code_of(browser.secret, steps=used - int(now.timestamp()) // 30), at=now) is None


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("which", ["app", "recovery"])
def test_a26_two_at_once_with_one_code_one_comes_in(room, which: str) -> None:
    codes = with_app(room.sari)
    code = code_of() if which == "app" else codes[3]
    got: list[object] = []
    gate = threading.Barrier(4)

    def knock() -> None:
        try:
            staff = Staff.objects.get(id=room.sari.id)
            gate.wait()
            got.append(factors.accepts(staff, code, at=timezone.now()))
        finally:
            connection.close()

    threads = [threading.Thread(target=knock) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 4
    assert [str(kind) for kind in got if kind] == [which]


def test_recovery_codes_each_count_once(room) -> None:
    codes = with_app(room.sari)
    assert still(sign_in(room.sari.email, codes[0])[0])
    assert not still(sign_in(room.sari.email, codes[0])[0])
    spoken = f"{codes[1][:4]} {codes[1][4:8]}-{codes[1][8:]}"
    assert still(sign_in(room.sari.email, spoken)[0])
    assert factors.codes_left(room.sari) == 8


def test_new_recovery_codes_void_the_old_and_are_shown_once(room) -> None:
    old = with_app(room.sari)
    browser = room.client(room.sari)
    page = browser.post("/akun/pemulihan/")
    new = [c.replace(" ", "") for c in re.findall(r'<li class="code">([\d ]+)<', page.content.decode())]
    assert len(new) == 10
    assert set(new).isdisjoint(old)
    assert still(browser), "she goes on in this browser"
    again = browser.get("/akun/").content.decode()
    assert not [c for c in new if c in again.replace(" ", "")]
    assert factors.accepts(room.sari, old[0], at=timezone.now()) is None
    assert factors.accepts(room.sari, new[0], at=timezone.now()) == factors.Kind.RECOVERY


def test_recovery_codes_without_a_factor_are_refused(room) -> None:
    answer = room.client(room.sari).post("/akun/pemulihan/")
    assert answer.status_code == 409
    assert not Authenticator.objects.exists()


# -- the same answer, waits that lock nobody out --------------------------------------------------


def body(answer) -> bytes:
    said = re.sub(rb'value="[A-Za-z0-9]{64}"', b"", answer.content)
    said = re.sub(rb'name="email" value="[^"]*"', b"", said)
    return re.sub(rb'name="code" value="[^"]*"', b"", said)


def test_p07_unknown_address_wrong_password_and_wrong_code_get_the_same_answer(room) -> None:
    with_app(room.sari)
    with_password(room.lina)
    answers = [
        sign_in("tidakada@contoh.test", "123456")[1],
        sign_in(room.sari.email, code_of(), password="salah-salah-salah")[1],
        sign_in(room.sari.email, code_of(steps=9))[1],
        sign_in(room.lina.email, "", password="salah-salah-salah")[1],
        sign_in(room.sari.email, "")[1],
    ]
    assert {a.status_code for a in answers} == {422}
    assert len({re.sub(rb"<input[^>]*>", b"", body(a)) for a in answers}) == 1
    assert len({tuple(sorted(a.headers)) for a in answers}) == 1
    assert len({tuple(sorted(a.cookies)) for a in answers}) == 1


def test_p07_a_wrong_code_takes_as_long_as_a_wrong_password(room) -> None:
    """A code that is not looked at would only show in milliseconds; a password that is not, in hundreds."""
    with_app(room.sari)
    took: dict[str, list[float]] = {"unknown": [], "password": [], "code": []}
    ways = {
        "unknown": ("x@contoh.test", PASSWORD),
        "password": (room.sari.email, "salah-salah-salah"),
        "code": (room.sari.email, PASSWORD),
    }
    for _ in range(7):
        for name, (email, word) in ways.items():
            Throttle.objects.all().delete()
            began = time.process_time()
            sign_in(email, "000000", password=word)
            took[name].append(time.process_time() - began)
    medians = {name: statistics.median(times) for name, times in took.items()}
    assert max(medians.values()) < 1.5 * min(medians.values()), medians


def test_p10_wrong_codes_after_the_right_password_cost_time(room, clock) -> None:
    with_app(room.sari)
    for _ in range(throttle.FREE + 1):
        assert sign_in(room.sari.email, "000000")[1].status_code == 422
    answer = sign_in(room.sari.email, code_of(at=clock.now))[1]
    assert "detik lagi" in answer.content.decode()
    clock.move(timedelta(seconds=3))
    assert still(sign_in(room.sari.email, code_of(at=clock.now))[0])


def test_p10_six_digits_cannot_be_tried_from_many_addresses(room, clock) -> None:
    """Whoever has the password tries codes from a hundred addresses: the account slows, and she hears of it."""
    with_app(room.sari)
    for n in range(throttle.FREE_CODES + 1):
        sign_in(room.sari.email, "000000", address=f"198.51.100.{n}")
    right = sign_in(room.sari.email, code_of(at=clock.now), address="198.51.100.99")[1]
    assert right.status_code == 422, "not even the right one, for a moment"
    assert "detik lagi" not in right.content.decode(), "and it looks like any wrong answer"
    room.sari.refresh_from_db()
    assert room.sari.news_at == clock.now
    clock.move(throttle.LONGEST_CODES + timedelta(seconds=1))
    assert still(sign_in(room.sari.email, code_of(at=clock.now), address="198.51.100.98")[0])


def test_a22_a_browser_she_came_with_before_is_not_slowed_by_those(room, clock) -> None:
    with_app(room.sari)
    hers, _ = sign_in(room.sari.email, code_of(at=clock.now))
    hers.post("/keluar/")
    clock.move(timedelta(minutes=1))
    for n in range(40):
        sign_in(room.sari.email, "000000", address=f"198.51.100.{n}")
    assert throttle.code_must_wait(room.sari.email, at=clock.now)
    assert still(sign_in(room.sari.email, code_of(at=clock.now), browser=hers)[0])


@pytest.mark.long
def test_a22_a_stranger_without_the_password_slows_no_code(room, clock) -> None:
    with_app(room.sari)
    for n in range(40):
        sign_in(room.sari.email, "000000", password="salah-salah-salah", address=f"198.51.100.{n}")
    assert not throttle.code_must_wait(room.sari.email, at=clock.now)
    assert still(sign_in(room.sari.email, code_of(at=clock.now))[0])


def test_a_device_cookie_opens_nothing_and_belongs_to_one_account(room, clock) -> None:
    with_app(room.sari)
    hers, _ = sign_in(room.sari.email, code_of(at=clock.now))
    thief = Client()
    thief.cookies[settings.DAMPINGI_DEVICE_COOKIE] = hers.cookies[settings.DAMPINGI_DEVICE_COOKIE].value
    assert not still(thief)
    with_app(room.lina)
    for n in range(40):
        sign_in(room.lina.email, "000000", address=f"198.51.100.{n}")
    assert not still(sign_in(room.lina.email, code_of(at=clock.now), browser=thief)[0])


# -- owed in a real installation ------------------------------------------------------------------


@REQUIRED
def test_a23_without_a_factor_only_the_pages_that_give_one_answer(room) -> None:
    """Every address there is, as somebody who holds every role and has no factor."""
    (case,) = room.report()
    with acting_as("tests"):
        Staff.objects.filter(id=room.sari.id).update(roles=[str(r) for r in Role])
    browser = room.client(room.sari)
    checked, answered = 0, set()
    for door in doors():
        if door.name.startswith("api"):
            continue
        for method in ("get", "post"):
            answer = getattr(browser, method)(door.path(number=case.number))
            if door.name in ENROLLING:
                answered.add(door.name)
                if door.name in ("access:sign-out", "web:leave"):
                    browser = room.client(room.sari)
            else:
                assert (answer.status_code, answer.headers.get("Location")) == (302, "/akun/"), (door.name, method)
                assert not answer.content
                checked += 1
    assert checked > 60
    assert answered == set(ENROLLING)
    assert set(ENROLLING) <= {r.name for r in routes() if r.name not in NOT_OURS}


@REQUIRED
def test_a23_a_token_of_whoever_has_no_factor_is_dead(room) -> None:
    token = room.token(room.sari)
    assert Client().get("/api/v1/cases", **token).status_code == 401
    with_app(room.sari)
    assert Client().get("/api/v1/cases", **token).status_code == 200


@REQUIRED
def test_a23_getting_one_opens_the_house_in_the_same_browser(room) -> None:
    browser = room.client(room.sari)
    assert browser.get("/hari-ini/").headers["Location"] == "/akun/"
    page = browser.get("/akun/").content.decode()
    assert "Satu langkah lagi" in page
    assert 'href="/hari-ini/"' not in page
    assert len(enrol(browser)) == 10
    assert browser.get("/hari-ini/").status_code == 200


@REQUIRED
def test_a23_when_a_factor_was_lost_the_old_password_is_dead(room) -> None:
    """A stolen password of an account whose factor was taken away must not set up the thief's own."""
    with_app(room.sari)
    with acting_as("tests"):
        actions.remove_lost_factors(room.sari, by=room.adi, at=timezone.now())
    browser, answer = sign_in(room.sari.email)
    assert answer.status_code == 422
    assert not still(browser)


@REQUIRED
def test_the_last_factor_stays_until_there_is_another(room) -> None:
    with_app(room.sari)
    browser = room.client(room.sari)
    row = Authenticator.objects.get(user=room.sari, type="totp")
    answer = browser.post("/akun/hapus/", {"langkah": row.pk})
    assert answer.status_code == 409
    assert "Pasang yang baru dulu" in answer.content.decode()
    assert Authenticator.objects.filter(pk=row.pk).exists()


def test_in_practice_it_may_be_tried_and_taken_away_again(room) -> None:
    with_app(room.sari)
    browser = room.client(room.sari)
    row = Authenticator.objects.get(user=room.sari, type="totp")
    assert browser.post("/akun/hapus/", {"langkah": row.pk}).status_code == 302
    assert not Authenticator.objects.filter(user=room.sari).exists(), "and its recovery codes with it"
    assert still(browser)


def test_nobody_takes_away_what_is_another_persons(room) -> None:
    with_app(room.lina)
    row = Authenticator.objects.get(user=room.lina, type="totp")
    for which in (row.pk, "0", "x", "9" * 30, ""):
        room.client(room.sari).post("/akun/hapus/", {"langkah": which})
    assert Authenticator.objects.filter(user=room.lina, type="totp").exists()


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({}, [False, "http://localhost:8000", "localhost", 30, 8]),
        ({"PORT": "8123"}, [False, "http://localhost:8123", "localhost", 30, 8]),
        (
            {"DAMPINGI_MODE": "real", "DAMPINGI_HOSTS": "layanan.contoh.test,10.0.0.7"},
            [True, "https://layanan.contoh.test", "layanan.contoh.test", 30, 8],
        ),
        (
            {"DAMPINGI_MODE": "real", "DAMPINGI_ORIGIN": "https://a.b.test:8443"},
            [True, "https://a.b.test:8443", "a.b.test", 30, 8],
        ),
        (
            {"DAMPINGI_IDLE_MINUTES": "15", "DAMPINGI_SESSION_HOURS": "4"},
            [False, "http://localhost:8000", "localhost", 15, 4],
        ),
        (
            {"DAMPINGI_IDLE_MINUTES": "600", "DAMPINGI_SESSION_HOURS": "99"},
            [False, "http://localhost:8000", "localhost", 30, 8],
        ),
    ],
)
def test_a_real_installation_owes_it_and_no_setting_makes_a_session_longer(said, wanted) -> None:
    names = [
        "DAMPINGI_MFA_REQUIRED",
        "DAMPINGI_ORIGIN",
        "DAMPINGI_RP_ID",
        "DAMPINGI_IDLE_MINUTES",
        "DAMPINGI_SESSION_HOURS",
    ]
    ask = f"import json; from dampingi.config import settings as s; print(json.dumps([getattr(s, n) for n in {names}]))"
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DAMPINGI_") and k != "PORT"}
    done = subprocess.run([sys.executable, "-c", ask], env=kept | said, capture_output=True, check=True)
    assert json.loads(done.stdout) == wanted


# -- sessions end ---------------------------------------------------------------------------------


def other(room, staff: Staff) -> Client:
    return room.client(staff)


@pytest.mark.parametrize("deed", ["app", "codes", "remove", "password"])
def test_a27_a_changed_factor_or_password_ends_every_other_session(room, deed: str) -> None:
    if deed != "app":
        with_app(room.sari)
    with_password(room.sari)
    here, there, budi = room.client(room.sari), room.client(room.sari), room.client(room.budi)
    if deed == "app":
        enrol(here)
    elif deed == "codes":
        here.post("/akun/pemulihan/")
    elif deed == "remove":
        here.post("/akun/hapus/", {"langkah": Authenticator.objects.get(user=room.sari, type="totp").pk})
    else:
        new = "empat kata yang berbeda"
        answer = here.post("/akun/sandi/", {"current": PASSWORD, "password": new, "again": new})
        assert answer.status_code == 302
    assert (still(here), still(there), still(budi)) == (True, False, True)
    room.sari.refresh_from_db()
    assert room.sari.news_at is not None


@pytest.mark.parametrize("deed", ["roles", "factor", "disable", "lost"])
def test_p08_who_is_signing_in_while_it_changes_is_outside_at_once(room, monkeypatch, deed: str) -> None:
    """The password and code were checked before the change, the session is written after it."""
    from dampingi.access.views import way_in

    with_app(room.sari)
    plain = way_in.login

    def meanwhile(request, staff) -> None:
        changed = Staff.objects.get(id=room.sari.id)
        with acting_as("tests"):
            if deed == "roles":
                actions.change_roles(changed, [Role.DATA], by=room.adi, at=timezone.now())
            elif deed == "disable":
                actions.disable(changed, by=room.adi, at=timezone.now())
            elif deed == "lost":
                actions.remove_lost_factors(changed, by=room.adi, at=timezone.now())
            else:
                actions.add_codes(changed, by=changed, at=timezone.now())
        plain(request, staff)

    monkeypatch.setattr(way_in, "login", meanwhile)
    browser, answer = sign_in(room.sari.email, code_of())
    assert answer.status_code == 302
    assert Session.objects.filter(staff_id=room.sari.id).exists(), "a session was written"
    assert not still(browser)
    assert browser.get("/hari-ini/").headers["Location"].startswith("/masuk/")


def test_the_list_of_devices_and_one_tap_to_end_one(room) -> None:
    here = room.client(room.sari)
    there, budi = room.client(room.sari), room.client(room.budi)
    page = here.get("/akun/").content.decode()
    [handle] = re.findall(r'name="perangkat" value="([0-9a-f]{16})"', page)
    key = there.cookies[settings.SESSION_COOKIE_NAME].value
    assert key not in page
    assert here.get("/akun/").content.decode().count("perangkat ini") == 1
    here.post("/akun/perangkat/", {"perangkat": handle})
    assert (still(here), still(there), still(budi)) == (True, False, True)
    assert lines(room.sari)[-1] == "sessions.ended"


def test_nobody_ends_what_is_another_persons_session(room) -> None:
    from dampingi.access.queries import HANDLE

    budi = room.client(room.budi)
    handle = bytes(Session.objects.get(staff_id=room.budi.id).digest).hex()[:HANDLE]
    room.client(room.sari).post("/akun/perangkat/", {"perangkat": handle})
    assert still(budi)


def test_all_others_in_one_tap(room) -> None:
    here, there, third = (room.client(room.sari) for _ in range(3))
    here.post("/akun/perangkat/", {"perangkat": "lain"})
    assert (still(here), still(there), still(third)) == (True, False, False)


# -- who it is, once more -------------------------------------------------------------------------

ASKS_AGAIN = {
    "access:app-code", "access:app-picture", "access:passkey-begin", "access:passkey-add", "access:remove-factor",
    "access:new-codes", "access:password", "access:staff", "access:roles", "access:disable", "access:help",
}  # fmt: skip
TAKEN_OUT = {"services:record-table", "services:month"}  # P-09: what is carried away (tests/services/test_record.py)


def test_a31_these_doors_ask_again() -> None:
    asking = {door.name for door in doors() if getattr(door.view, "asks_again", False)}
    assert asking == ASKS_AGAIN | TAKEN_OUT


@pytest.mark.parametrize("name", sorted(ASKS_AGAIN))
def test_a31_after_five_minutes_each_of_them_asks(room, clock, name: str) -> None:
    with_app(room.adi)
    browser = room.client(room.adi)
    before = lines(room.lina)
    clock.move(timedelta(minutes=5, seconds=1))
    answer = browser.post(reverse(name), {"petugas": room.lina.email, "perangkat": "lain"})
    if answer.status_code == 405:
        answer = browser.get(reverse(name))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/akun/pastikan/?next=")
    assert lines(room.lina) == before
    assert lines(room.adi)[-1] == "staff.added"


def test_a31_the_password_and_a_code_open_them_for_five_minutes(room, clock) -> None:
    with_app(room.adi)
    browser = room.client(room.adi)
    clock.move(timedelta(minutes=6))
    asked = browser.get("/petugas/")["Location"]
    assert browser.get(asked).status_code == 200
    for word, code in (("salah-salah-salah", code_of(at=clock.now)), (PASSWORD, "000000"), (PASSWORD, "")):
        assert browser.post("/akun/pastikan/", {"password": word, "code": code, "next": "/petugas/"}).status_code == 422
        assert browser.get("/petugas/").status_code == 302
    answer = browser.post("/akun/pastikan/", {"password": PASSWORD, "code": code_of(at=clock.now), "next": "/petugas/"})
    assert (answer.status_code, answer["Location"]) == (302, "/petugas/")
    clock.move(timedelta(minutes=4))
    assert browser.get("/petugas/").status_code == 200
    clock.move(timedelta(minutes=2))
    assert browser.get("/petugas/").status_code == 302


@pytest.mark.parametrize("to", ["https://elsewhere.test/", "//elsewhere.test", "javascript:alert(1)"])
def test_it_leads_nowhere_else(room, to: str) -> None:
    with_password(room.sari)
    browser = room.client(room.sari)
    assert browser.post("/akun/pastikan/", {"password": PASSWORD, "next": to})["Location"] == "/"


def test_p10_asking_again_is_slowed_as_signing_in_is(room, clock) -> None:
    with_password(room.sari)
    browser = room.client(room.sari)
    for _ in range(throttle.FREE + 1):
        browser.post("/akun/pastikan/", {"password": "salah-salah-salah"})
    page = browser.post("/akun/pastikan/", {"password": PASSWORD})
    assert "detik lagi" in page.content.decode()


def test_ones_own_work_is_never_asked_again(room, clock) -> None:
    """H-06: names of one's own cases open with one tap, without step-up."""
    (case,) = room.report(room.sari)
    browser = room.client(room.sari)
    clock.move(timedelta(minutes=20))
    assert browser.post(reverse("cases:reveal", args=[case.number])).status_code == 200


# -- she hears of it, without content -------------------------------------------------------------


def test_a_new_device_is_told_without_content(room, clock) -> None:
    with_password(room.sari)
    sign_in(room.sari.email)
    jobs.tick(at=clock.now)
    with acting_as("tests"):
        assert not Notice.objects.filter(staff_id=room.sari.id).exists(), "the first is no news"
    sign_in(room.sari.email, browser=Client(headers={"user-agent": "Mobile"}))
    jobs.tick(at=clock.now)
    jobs.tick(at=clock.now)
    with acting_as("tests"):
        [notice] = Notice.objects.filter(staff_id=room.sari.id)
    assert notice.urgent is False
    act_as(room.sari)
    page = room.client(room.sari).get("/akun/").content.decode()
    assert "perangkat baru" in page


def test_coming_back_with_the_same_browser_is_no_news(room) -> None:
    with_password(room.sari)
    browser, _ = sign_in(room.sari.email)
    browser.post("/keluar/")
    sign_in(room.sari.email, browser=browser)
    room.sari.refresh_from_db()
    assert room.sari.news_at is None


def test_her_page_tells_what_others_did_to_her_account_and_nothing_of_anybody_else(room) -> None:
    with acting_as("tests"):
        actions.remove_lost_factors(room.sari, by=room.adi, at=timezone.now())
        actions.remove_lost_factors(room.lina, by=room.adi, at=timezone.now())
        actions.change_roles(room.lina, [Role.DATA], by=room.adi, at=timezone.now())
    page = room.client(room.sari).get("/akun/").content.decode()
    assert page.count("Langkah kedua dihapus karena hilang") == 1
    assert "oleh orang lain" in page
    assert "Peran diubah" not in page
    assert room.adi.name not in page


# -- the picture ----------------------------------------------------------------------------------


def test_the_picture_is_a_file_of_ours_with_nothing_inline(room) -> None:
    browser = room.client(room.sari)
    assert browser.get("/akun/kode/gambar.svg").status_code == 404, "where none waits there is none"
    page = browser.get("/akun/kode/").content.decode()
    assert '<img class="qr" src="/akun/kode/gambar.svg"' in page
    assert "data:" not in page
    picture = browser.get("/akun/kode/gambar.svg")
    assert picture["Content-Type"] == "image/svg+xml"
    assert picture["Cache-Control"] == "no-store"
    text = picture.content.decode()
    assert text.startswith("<?xml")
    assert not re.search(r"<script|style|href|onload", text)
    assert browser.get("/akun/kode/gambar.svg").content == picture.content, "the same until it is taken"


def test_u07_the_app_shows_a_neutral_name(room) -> None:
    address = factors.address_of(room.sari, SECRET)
    assert address == f"otpauth://totp/sari%40contoh.test?secret={SECRET}&issuer=Layanan"


def test_another_app_takes_the_place_of_the_one_before(room) -> None:
    with_app(room.sari)
    browser = room.client(room.sari)
    assert browser.get("/akun/kode/").status_code == 200
    secret = re.search(r'class="code"[^>]*>([A-Z2-7 ]+)<', browser.get("/akun/kode/").content.decode())[1].replace(
        " ", ""
    )
    assert browser.post("/akun/kode/", {"code": "000000"}).status_code == 422
    assert browser.post("/akun/kode/", {"code": code_of(secret)}).status_code == 302, "the recovery codes stay"
    assert factors.accepts(room.sari, code_of(), at=timezone.now()) is None
    assert factors.accepts(room.sari, code_of(secret, steps=1), at=timezone.now())
