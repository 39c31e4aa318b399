"""A partner without an account: a link, a code told apart, one packet, an answer (T-13, T-17, U-01 to U-09, P-07)."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.notices.models import Notice
from dampingi.services import actions
from dampingi.services.actions.links import LINK_LASTS, MOST_TRIES
from dampingi.services.models import Link, Referral
from tests.cases.steps import lines, steady, taken
from tests.fixtures import SECRET, STORY
from tests.services.agreeing import agree, provider, refer
from tests.web.headers import wrong


class Sent:
    """A referral that was sent with a link."""

    def __init__(self, room) -> None:
        self.room, self.case = room, taken(room)
        to = provider(room)
        self.consent = agree(room, self.case, to, ["identity", "story"])
        self.referral = refer(room, self.case, to, ["identity", "story"])
        act_as(room.sari)
        self.shown = actions.make_link(self.referral, by=room.sari, at=timezone.now())
        self.address = f"/kiriman/{self.shown.token}/"

    def open(self, browser: Client | None = None, code: str = "") -> Client:
        """Return a browser in which the code was typed."""
        browser = browser or Client()
        self.answer = browser.post(self.address, {"kode": code or self.shown.code})
        return browser


@pytest.fixture
def sent(room) -> Sent:
    return Sent(room)


def acts(sent: Sent) -> list[str]:
    return [line.act for line in lines(sent.case) if line.act.startswith(("link.", "referral.read"))]


def test_the_code_opens_the_packet_and_nothing_else(sent) -> None:
    browser = sent.open()
    assert (sent.answer.status_code, sent.answer["Location"]) == (302, sent.address)
    page = browser.get(sent.address).content.decode()
    for told in (SECRET, STORY, "Mohon visum qzreq"):
        assert told in page
    for hidden in (sent.case.number, sent.referral.number, "Sari Petugas", "risk"):
        assert hidden not in page
    assert browser.get(f"/berkas/{sent.case.number}/").status_code == 302
    assert "referral.read" in acts(sent)
    with acting_as("tests"):
        look = Line.objects.filter(act="referral.read").latest("seq")
    assert (look.actor_role, look.outcome, look.detail["parts"]) == ("partner", "looked", ["identity", "story"])


@pytest.mark.parametrize("agent", ["WhatsApp/2.23", "facebookexternalhit/1.1", "TelegramBot (like TwitterBot)"])
def test_t17_a_preview_sees_a_neutral_page_and_consumes_nothing(sent, agent) -> None:
    for ask in (Client().head, Client().get, Client().get):
        got = ask(sent.address, headers={"User-Agent": agent})
        assert got.status_code == 200
        assert SECRET not in got.content.decode()
        assert wrong(got.headers) == []
        assert got.headers["Cache-Control"] == "no-store"
    title = re.search(r"<title>(.*?)</title>", got.content.decode() or "<title>Layanan</title>")
    assert title[1] == "Layanan"
    assert "og:" not in got.content.decode()
    assert acts(sent) == ["link.made"]
    assert SECRET in sent.open().get(sent.address).content.decode()


def test_p07_unknown_expired_and_taken_back_look_the_same(sent) -> None:
    living = Client().get(sent.address)
    with acting_as("tests"):
        expired = Link.objects.get()
        Link.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    pages = [living, Client().get(sent.address), Client().get("/kiriman/" + "x" * 43 + "/")]
    tried = [Client().post(sent.address, {"kode": sent.shown.code}), Client().post("/kiriman/abc/", {"kode": sent.shown.code})]
    with acting_as("tests"):
        Link.objects.update(expires_at=expired.expires_at, revoked_at=timezone.now())
    pages.append(Client().get(sent.address))
    tried.append(Client().post(sent.address, {"kode": sent.shown.code}))
    for group in (pages, tried):
        # The language switch comes back to the address itself: that alone differs.
        bodies = {re.sub(rb"/kiriman/[\w-]+/", b"", steady(g.content)) for g in group}
        assert len(bodies) == len({(g.status_code, tuple(sorted(g.headers))) for g in group}) == 1
    assert tried[0].status_code == 422


def test_opened_twice_or_forwarded_the_second_browser_needs_a_new_code_and_the_companion_is_told(sent) -> None:
    first = sent.open()
    with acting_as("tests"):
        Notice.objects.all().delete()
    second = sent.open(Client())
    assert sent.answer.status_code == 422
    assert SECRET not in second.get(sent.address).content.decode()
    with acting_as("tests"):
        assert list(Notice.objects.values_list("staff_id", "urgent")) == [(sent.room.sari.id, True)]
    assert "link.second" in acts(sent)
    act_as(sent.room.sari)
    again = actions.new_code(sent.referral, by=sent.room.sari, at=timezone.now())
    assert again.code != sent.shown.code
    assert SECRET in sent.open(second, again.code).get(sent.address).content.decode()
    assert SECRET in first.get(sent.address).content.decode()


def test_consent_withdrawn_while_the_partner_reads_and_answering_is_still_possible(sent) -> None:
    browser = sent.open()
    assert SECRET in browser.get(sent.address).content.decode()
    act_as(sent.room.sari)
    actions.withdraw_consent(sent.consent, by=sent.room.sari, at=timezone.now())
    page = browser.get(sent.address).content.decode()
    for told in (SECRET, STORY, "qzreq"):
        assert told not in page
    assert "tidak lagi dibagikan" in page
    assert browser.post(sent.address, {"answer": "accept"}).status_code == 302
    with acting_as("tests"):
        assert Referral.objects.get().state == "accepted"


def test_the_partner_answers_and_the_outcome_comes_back(sent) -> None:
    browser = sent.open()
    empty = browser.post(sent.address, {"answer": "decline", "words": "  "})
    assert empty.status_code == 409
    assert "Penjelasannya belum ditulis" in empty.content.decode()
    assert browser.post(sent.address, {"answer": "finish", "words": "Visum dibuat qzdone"}).status_code == 302
    page = sent.room.client(sent.room.sari).get(f"/berkas/{sent.case.number}/rujukan/{sent.referral.number}/").content.decode()
    assert "Visum dibuat qzdone" in page
    with acting_as("tests"):
        stored = Referral.objects.get()
    assert stored.state == "done"
    assert b"qzdone" not in bytes(stored.answer)


def test_nobody_answers_without_the_code(sent) -> None:
    assert Client().post(sent.address, {"answer": "accept"}).status_code == 200
    with acting_as("tests"):
        assert Referral.objects.get().state == "sent"


def test_t13_wrong_codes_cost_time_kill_the_code_and_are_told(sent) -> None:
    wrong_code = "00000000" if sent.shown.code != "00000000" else "11111111"
    for place in range(MOST_TRIES):
        browser = Client(REMOTE_ADDR=f"10.0.0.{place}")  # from many places: each is slowed, the code dies for all
        sent.open(browser, wrong_code)
        assert sent.answer.status_code == 422
    sent.open(Client(REMOTE_ADDR="10.0.1.1"))
    assert sent.answer.status_code == 422
    assert "link.locked" in acts(sent)


def test_t13_one_address_waits(sent) -> None:
    wrong_code = "00000000" if sent.shown.code != "00000000" else "11111111"
    with acting_as("tests"):
        Link.objects.update(tries=-100)
    for _ in range(7):
        sent.open(Client(), wrong_code)
    sent.open(Client())
    assert sent.answer.status_code == 422, "also the right one, for a while"


def test_what_opens_it_lies_nowhere(sent) -> None:
    secret = actions.open_link(sent.shown.token, sent.shown.code, address="10.0.0.9", at=timezone.now())
    with acting_as("tests"):
        (row,) = Link.objects.values()
    held = repr({name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()})
    for one in (sent.shown.token, sent.shown.code, str(secret)):
        assert one
        assert one not in held
    assert (repr(sent.shown), row["code_digest"]) == ("Shown(…)", None)


def test_closed_by_the_companion_or_by_time_it_is_closed_for_whoever_is_inside(sent) -> None:
    browser = sent.open()
    with acting_as("tests"):
        assert (Link.objects.get().expires_at - Link.objects.get().made_at) == LINK_LASTS
    act_as(sent.room.sari)
    actions.revoke_links(sent.referral, by=sent.room.sari, at=timezone.now())
    page = browser.get(sent.address).content.decode()
    assert SECRET not in page
    assert "Masukkan kode" in page


def test_u02_leaving_ends_what_was_open(sent) -> None:
    browser = sent.open()
    browser.post("/_/x")
    assert SECRET not in browser.get(sent.address).content.decode()


def test_u01_u05_u07_the_page_has_its_exit_first_quiet_inputs_and_no_word_that_tells(sent) -> None:
    browser = sent.open()
    for page in (Client().get(sent.address).content.decode(), browser.get(sent.address).content.decode()):
        assert page.index("data-exit ") < page.index("<input")
        assert "<title>Layanan</title>" in page
        for tag in re.findall(r"<(?:input|textarea)[^>]*>", page):
            if 'type="hidden"' in tag or 'type="radio"' in tag:
                continue
            for quiet in ('autocorrect="off"', 'spellcheck="false"', 'translate="no"', "autocomplete="):
                assert quiet in tag, tag
        assert "<script" not in page.replace('<script src="/static', "")
    assert not re.search(r"korban|kekerasan|kasus|rujuk", sent.address.replace(sent.shown.token, ""))


def test_the_companion_sees_link_and_code_once(room) -> None:
    case, to = taken(room), provider(room)
    agree(room, case, to, ["identity"])
    made = refer(room, case, to, ["identity"])
    browser, address = room.client(room.sari), f"/berkas/{case.number}/rujukan/{made.number}/"
    shown = browser.post(f"{address}tautan/").content.decode()
    token = re.search(r"/kiriman/([\w-]{43})/", shown)[1]
    assert re.search(r"<strong>\d{4} \d{4}</strong>", shown)
    assert token not in browser.get(address).content.decode()
    again = browser.post(f"{address}kode/").content.decode()
    assert "/kiriman/" not in again
    assert re.search(r"<strong>\d{4} \d{4}</strong>", again)
    assert browser.post(f"{address}tutup/").status_code == 302


def test_a_unit_with_accounts_gets_no_link(room) -> None:
    case = taken(room)
    agree(room, case, "unit:62.01", ["identity"])
    made = refer(room, case, "unit:62.01", ["identity"])
    assert room.client(room.sari).post(f"/berkas/{case.number}/rujukan/{made.number}/tautan/").status_code == 409
