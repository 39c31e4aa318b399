"""Invitations, helping somebody in, passwords people commonly choose."""

import re
import threading
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import override_settings
from django.utils import timezone
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dampingi.access import actions, factors, passwords, rules, throttle
from dampingi.access.actor import acting_as
from dampingi.access.models import Invitation, Session, Staff, Token
from dampingi.access.rules import Role
from dampingi.audit.models import Line
from dampingi.kernel.refusals import Refusal
from tests.access.people import PASSWORD, code_of, sign_in, still, with_app, with_password

NEW = "empat kata yang berbeda"
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


def invited(room, staff: Staff, *, at=None) -> str:
    with acting_as("tests"):
        return actions.invite(staff, by=room.adi, at=at or timezone.now())


def accept(
    code: str, email: str = "sari@contoh.test", *, password: str = NEW, again: str = "", second: str = "", browser=None
):
    browser = browser or Client()
    said = {"email": email, "invitation": code, "password": password, "again": again or password, "code": second}
    return browser, browser.post("/undangan/", said)


def story(staff: Staff) -> list[str]:
    with acting_as("tests"):
        return list(Line.objects.filter(subject_id=staff.id).order_by("at", "seq").values_list("act", flat=True))


# -- the code -------------------------------------------------------------------------------------


def test_an_administrator_makes_an_account_and_never_sees_a_password(room) -> None:
    browser = room.client(room.adi)
    page = browser.get("/petugas/").content.decode()
    assert 'type="password"' not in page
    said = {"email": "baru@contoh.test", "name": "Petugas Baru", "roles": "intake", "sex": "female"}
    answer = browser.post(
        "/petugas/", {**said, "password": "pilihan administrator", "session_round": "9", "is_active": ""}
    )
    [code] = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", answer.content.decode())
    made = Staff.objects.get(email="baru@contoh.test")
    assert not made.has_usable_password()
    assert (made.roles, made.unit_id, made.session_round) == (["intake"], room.adi.unit_id, 0)
    assert not still(sign_in(made.email, password="pilihan administrator")[0])
    assert code not in browser.get("/petugas/").content.decode()
    hers, answer = accept(code, made.email)
    assert (answer.status_code, answer["Location"]) == (302, "/akun/")
    assert still(hers)
    assert still(sign_in(made.email, password=NEW)[0])


@REQUIRED
def test_first_a_password_then_a_factor_then_the_house(room) -> None:
    code = invited(room, room.sari)
    hers, _ = accept(code)
    assert hers.get("/hari-ini/")["Location"] == "/akun/"
    shown = hers.get("/akun/kode/").content.decode()
    secret = re.search(r'class="code"[^>]*>([A-Z2-7 ]+)<', shown)[1].replace(" ", "")
    assert hers.post("/akun/kode/", {"code": code_of(secret)}).status_code == 200
    assert hers.get("/hari-ini/").status_code == 200


@REQUIRED
def test_who_was_interrupted_goes_on_with_the_password_she_chose(room) -> None:
    accept(invited(room, room.sari))
    browser, _ = sign_in(room.sari.email, password=NEW)
    assert browser.get("/hari-ini/")["Location"] == "/akun/"


def test_t17_looking_uses_nothing_up(room) -> None:
    code = invited(room, room.sari)
    bot = Client(headers={"user-agent": "WhatsApp/2.23"})
    for method in ("get", "head", "options"):
        getattr(bot, method)("/undangan/")
    assert (
        bot.get("/undangan/", {"email": room.sari.email, "invitation": code, "password": NEW, "again": NEW}).status_code
        == 200
    )
    assert Invitation.objects.get().used_at is None
    assert "<title>Layanan</title>" in bot.get("/undangan/").content.decode()
    assert still(accept(code)[0])


def test_it_counts_once(room) -> None:
    code = invited(room, room.sari)
    assert still(accept(code)[0])
    browser, answer = accept(code, password="lain sekali kata-katanya")
    assert answer.status_code == 422
    assert not still(browser)
    assert still(sign_in(room.sari.email, password=NEW)[0])


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_invitation_one_chooses(room) -> None:
    code = invited(room, room.sari)
    got: list[object] = []
    gate = threading.Barrier(3)

    def knock(n: int) -> None:
        try:
            gate.wait()
            said = {"email": room.sari.email, "code": code, "second": "", "password": f"{NEW} {n}"}
            got.append(actions.accept_invitation(**said, at=timezone.now()))
        finally:
            connection.close()

    threads = [threading.Thread(target=knock, args=(n,)) for n in range(3)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(got) == 3
    assert [type(one) for one in got if one] == [Staff]


def test_after_three_days_it_is_gone(room, clock) -> None:
    code = invited(room, room.sari, at=clock.now)
    clock.move(timedelta(days=3))
    assert accept(code)[1].status_code == 422
    clock.move(timedelta(days=1, seconds=1))
    with acting_as("tests"):
        actions.sweep(by=room.adi, at=clock.now)
    assert not Invitation.objects.exists()


def test_a_new_one_voids_the_one_before(room) -> None:
    first, second = invited(room, room.sari), invited(room, room.sari)
    assert accept(first)[1].status_code == 422
    assert still(accept(second.lower().replace("-", " "))[0]), "as somebody hears it on the telephone"


def test_it_opens_one_account_alone(room) -> None:
    code = invited(room, room.sari)
    assert accept(code, room.lina.email)[1].status_code == 422
    assert Invitation.objects.get().used_at is None


def test_a_dump_gives_no_invitation(room) -> None:
    import hashlib

    code = invited(room, room.sari)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(i::text, ' ') FROM access_invitation i")
        kept = cursor.fetchone()[0]
    bare = code.replace("-", "")
    for text in (code, bare, bare.encode().hex(), hashlib.sha256(bare.encode()).hexdigest()):
        assert text not in kept


def test_p07_whatever_does_not_fit_gets_the_same_answer(room, clock) -> None:
    code = invited(room, room.sari, at=clock.now)
    invited(room, room.lina, at=clock.now - timedelta(days=4))
    answers = [
        accept(code, "tidakada@contoh.test")[1],
        accept("0000-0000-0000")[1],
        accept(code, room.lina.email)[1],
        accept("ZZZZ-ZZZZ-ZZZZ", room.sari.email.upper())[1],
    ]
    assert {a.status_code for a in answers} == {422}
    assert len({re.sub(rb"<input[^>]*>", b"", a.content) for a in answers}) == 1


def test_p10_guessing_codes_costs_time(room) -> None:
    code = invited(room, room.sari)
    for n in range(throttle.FREE + 1):
        accept(f"0000-0000-000{n}")
    assert "detik lagi" in accept(code)[1].content.decode()
    assert Invitation.objects.get().used_at is None


@pytest.mark.parametrize(
    ("password", "again", "says"),
    [
        ("pendek", "pendek", "12"),
        (NEW, NEW + "x", "tidak sama"),
        ("password1234", "password1234", "sering dipakai"),
        ("sari@contoh.test", "sari@contoh.test", ""),
    ],
)
def test_a_poor_password_is_refused_and_uses_nothing_up(room, password: str, again: str, says: str) -> None:
    code = invited(room, room.sari)
    answer = accept(code, password=password, again=again)[1]
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert Invitation.objects.get().used_at is None


# -- helping in -----------------------------------------------------------------------------------


def test_a25_a_forgotten_password_never_goes_around_the_factor(room) -> None:
    codes = with_app(room.sari)
    code = invited(room, room.sari)
    assert accept(code)[1].status_code == 422
    assert accept(code, second="000000")[1].status_code == 422
    assert Invitation.objects.get().used_at is None
    assert still(accept(code, second=codes[0])[0])
    assert Authenticator.objects.filter(user=room.sari, type="totp").exists()


@REQUIRED
def test_a27_a_lost_phone_ends_everything_and_only_the_invitation_comes_back(room) -> None:
    """The administrator takes the factor away; the old password alone, which a thief may know, opens nothing."""
    with_app(room.sari)
    with_app(room.adi)
    hers, token = room.client(room.sari), room.token(room.sari)
    answer = room.client(room.adi).post("/bantu-masuk/", {"colleague": room.sari.email, "what": "lost"})
    [code] = re.findall(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", answer.content.decode())
    assert not still(hers)
    assert Token.objects.filter(staff=room.sari, revoked_at=None).count() == 0
    assert token
    assert not Authenticator.objects.filter(user=room.sari).exists()
    assert not still(sign_in(room.sari.email, code_of())[0])
    assert not still(sign_in(room.sari.email)[0])
    room.sari.refresh_from_db()
    assert room.sari.news_at is not None
    assert story(room.sari)[-3:] == ["sessions.ended", "factor.lost", "staff.invited"]
    back, _ = accept(code)
    assert back.get("/hari-ini/")["Location"] == "/akun/"


def test_a_forgotten_password_leaves_factor_and_sessions_until_the_code_is_used(room) -> None:
    with_app(room.sari)
    hers = room.client(room.sari)
    room.client(room.adi).post("/bantu-masuk/", {"colleague": room.sari.email, "what": "password"})
    assert still(hers)
    assert Authenticator.objects.filter(user=room.sari, type="totp").exists()


def test_the_head_helps_her_unit_and_the_province_the_units_below(room) -> None:
    with acting_as("tests"):
        hana = room._staff("hana", room.palangka, Role.HEAD)
        prov = room._staff("prov", room.province, Role.ADMIN)
    for helper, whom, may in ((hana, room.sari, True), (hana, room.budi, False), (prov, room.kepala, True), (prov, room.budi, True),
                              (room.adi, room.budi, False), (hana, prov, False)):  # fmt: skip
        answer = room.client(helper).post("/bantu-masuk/", {"colleague": whom.email, "what": "password"})
        assert answer.status_code == (200 if may else 422), (helper.email, whom.email)
        assert Invitation.objects.filter(staff=whom).exists() == may
        Invitation.objects.all().delete()
    shown = room.client(hana).get("/bantu-masuk/").content.decode()
    assert room.sari.email in shown
    assert room.budi.email not in shown
    assert str(room.sari.id) not in shown


def test_h06_a_head_alone_in_a_small_unit_is_told_whom_to_ask(room) -> None:
    page = room.client(room.kepala).get("/bantu-masuk/").content.decode()
    assert "unit provinsi" in page
    assert "<select" not in page


@pytest.mark.parametrize("who", ["sari", "ratna", "dian", "tuti", "peni"])
def test_nobody_else_may(room, who: str) -> None:
    answer = room.client(getattr(room, who)).post("/bantu-masuk/", {"colleague": room.lina.email, "what": "lost"})
    assert answer.status_code == 403
    assert not Invitation.objects.exists()


def test_nobody_helps_herself_in(room) -> None:
    with acting_as("tests"):
        for deed in (actions.invite, actions.remove_lost_factors):
            with pytest.raises(Refusal) as no:
                deed(room.adi, by=room.adi, at=timezone.now())
            assert [o.code for o in no.value.obstacles] == ["own-account"]


def test_a_closed_account_is_not_invited(room) -> None:
    with acting_as("tests"):
        actions.disable(room.sari, by=room.adi, at=timezone.now())
        with pytest.raises(Refusal) as no:
            actions.invite(room.sari, by=room.adi, at=timezone.now())
    assert [o.code for o in no.value.obstacles] == ["closed"]


def test_an_invitation_dies_with_the_account(room) -> None:
    code = invited(room, room.sari)
    with acting_as("tests"):
        actions.disable(room.sari, by=room.adi, at=timezone.now())
    assert accept(code)[1].status_code == 422
    assert not Session.objects.filter(staff_id=room.sari.id).exists()


# -- passwords ------------------------------------------------------------------------------------


def test_another_password_needs_the_one_before(room) -> None:
    with_password(room.sari)
    browser = room.client(room.sari)
    said = {"password": NEW, "again": NEW}
    assert browser.post("/akun/sandi/", {**said, "current": "salah-salah-salah"}).status_code == 422
    assert browser.post("/akun/sandi/", {**said, "current": PASSWORD}).status_code == 302
    assert still(sign_in(room.sari.email, password=NEW)[0])
    assert not still(sign_in(room.sari.email)[0])


@pytest.mark.parametrize(
    "password",
    ["password1234", "Indonesia2024!", "sayangsayang", "qwertyuiop123", "123456789012", "bismillah123", "katasandi1234",
     "P4ssw0rd!!!!", "aaaaaaaaaaaa", "121212121212", "dampingi2026", "palangkaraya1", "!!!rahasia!!!!", "abcabcabcabc"],
)  # fmt: skip
def test_a21_what_people_commonly_choose_is_refused(password: str) -> None:
    assert rules.listed(password, passwords.common())


@settings(max_examples=300, deadline=None)
@given(st.text(min_size=12, max_size=128))
@example("x" * 64 + " kalimat panjang sekali tanpa aturan apa pun")
@example("密码密码密码密码很长很长的话")
@example("hanya huruf kecil dan spasi")
@example("7" * 5 + "284910375628")
def test_a21_any_text_of_twelve_is_taken_unless_it_is_listed(password: str) -> None:
    """No rule about kinds of characters: what is refused is on the list, or is one word said again."""
    if rules.listed(password, passwords.common()):
        bare = password.casefold()
        words = passwords.common() | rules.COMMON_HERE
        again = (bare + bare).find(bare, 1) < len(bare)
        assert again or any(word in f"{bare} {bare.translate(rules._DRAWN)}" for word in words)


def test_a21_the_last_letter_of_a_long_one_counts(room) -> None:
    long = "kalimat yang sangat panjang " * 8
    code = invited(room, room.sari)
    assert still(accept(code, password=long)[0])
    assert not still(sign_in(room.sari.email, password=long[:-1] + "x")[0])
    assert still(sign_in(room.sari.email, password=long)[0])


def test_few_passwords_are_checked_at_once(monkeypatch) -> None:
    """A flood of sign-ins waits; the other threads of the process go on serving."""
    now, most, lock, hold = 0, 0, threading.Lock(), threading.Event()

    def slow(*_: object, **__: object) -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        hold.wait(2)
        with lock:
            now -= 1

    monkeypatch.setattr(passwords, "authenticate", slow)
    threads = [threading.Thread(target=passwords.owner_of, args=(None, "a", "b")) for _ in range(6)]
    for one in threads:
        one.start()
    while most < passwords.AT_ONCE:
        threading.Event().wait(0.01)
    threading.Event().wait(0.1)
    hold.set()
    for one in threads:
        one.join()
    assert most == passwords.AT_ONCE


def test_who_waits_too_long_is_told_to_come_again(room, monkeypatch) -> None:
    monkeypatch.setattr(passwords, "PATIENCE", 0.05)
    monkeypatch.setattr(passwords.one_at_a_time.__wrapped__, "__defaults__", (0.05,))
    with passwords.one_at_a_time(), passwords.one_at_a_time():
        answer = sign_in(room.sari.email)[1]
    assert answer.status_code == 503
    assert "Sedang banyak yang masuk" in answer.content.decode()


def test_codes_left_are_none_before_there_are_any(room) -> None:
    assert factors.codes_left(room.sari) is None
