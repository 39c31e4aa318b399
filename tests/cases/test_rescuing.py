"""Nothing typed is lost: a sheet of a case sent after its session ended, a page too old for its token."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from dampingi.access.actor import act_as, acting_as
from dampingi.cases import actions
from dampingi.cases.models import RescuedSheet
from dampingi.kernel.actors import System

TYPED = "Ketikan rahasia vwxyz yang belum tersimpan"

pytestmark = pytest.mark.django_db


def hers(room):
    (case,) = room.report()
    actions.assign(room.case(case, room.ratna), to=room.sari, by=room.ratna, at=room.now)
    return case


def secret_on(browser: Client, address: str) -> str:
    return browser.get(address).context["secret"]


def typed(secret: str) -> dict[str, str]:
    return {"secret": secret, "needs": TYPED, "agreed.help": "yes"}


def test_typing_after_the_session_ended_is_sealed_and_given_back_to_its_author(room) -> None:
    case = hers(room)
    address = reverse("cases:first-contact", args=[case.number])
    secret = secret_on(room.client(room.sari), address)
    answer = Client().post(address, typed(secret))
    assert answer.status_code == 302
    assert "/masuk/" in answer["Location"]
    with acting_as("tests"):
        kept = RescuedSheet.objects.get()
    assert TYPED.encode() not in bytes(kept.words)
    page = room.client(room.sari).get(address).content.decode()
    assert TYPED in page
    assert "diisikan kembali" in page
    assert TYPED not in room.client(room.ratna).get(address).content.decode()


@pytest.mark.parametrize("secret", ["", "x", "a|b|first_contact:forged"])
def test_without_the_secret_of_the_page_nothing_is_kept(room, secret) -> None:
    case = hers(room)
    Client().post(reverse("cases:first-contact", args=[case.number]), typed(secret))
    with acting_as("tests"):
        assert not RescuedSheet.objects.exists()


def test_the_secret_of_one_case_keeps_nothing_in_another(room) -> None:
    case, other = hers(room), hers(room)
    secret = secret_on(room.client(room.sari), reverse("cases:first-contact", args=[case.number]))
    Client().post(reverse("cases:first-contact", args=[other.number]), typed(secret))
    with acting_as("tests"):
        assert not RescuedSheet.objects.exists()


def test_what_was_saved_or_left_a_week_is_dropped(room) -> None:
    case = hers(room)
    address = reverse("cases:first-contact", args=[case.number])
    browser = room.client(room.sari)
    secret = secret_on(browser, address)
    Client().post(address, typed(secret))
    local = timezone.localtime(room.now, room.sari.unit.timezone)
    sent = {**typed(secret), "at_date": f"{local:%Y-%m-%d}", "at_time": f"{local:%H:%M}"}
    assert browser.post(address, sent).status_code == 302
    with acting_as("tests"):
        assert not RescuedSheet.objects.exists()
    Client().post(address, typed(secret))
    with acting_as("tests"):
        assert actions.sweep(by=System("tests"), at=timezone.now()) == 0
        assert actions.sweep(by=System("tests"), at=timezone.now() + timedelta(days=7, minutes=1)) == 1


def test_a_page_too_old_for_its_token_is_sent_again_with_one_tap(room) -> None:
    case = hers(room)
    address = reverse("cases:first-contact", args=[case.number])
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(room.sari)
    same = {"HTTP_SEC_FETCH_SITE": "same-origin"}
    answer = browser.post(address, {"needs": TYPED, "csrfmiddlewaretoken": "x" * 64}, **same)
    assert answer.status_code == 403
    assert TYPED in answer.content.decode()
    again = answer.context["csrf_token"]
    act_as(room.sari)
    assert browser.post(address, {"needs": TYPED, "csrfmiddlewaretoken": str(again)}, **same).status_code == 422


@pytest.mark.parametrize(("site", "more"), [("cross-site", {}), ("", {}), ("same-origin", {"password": "rahasia-sekali"})])
def test_nothing_of_a_strangers_form_and_no_password_is_repeated(room, site, more) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(room.sari)
    answer = browser.post("/masuk/", {"needs": TYPED, **more}, HTTP_SEC_FETCH_SITE=site)
    assert answer.status_code == 403
    assert TYPED not in answer.content.decode()
    assert "rahasia-sekali" not in answer.content.decode()
