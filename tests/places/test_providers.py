"""The directory: whom a provider serves, kept current, never lost to two hands at once."""

from datetime import date, timedelta

import pytest

from dampingi.access.actor import act_as, acting_as
from dampingi.audit.models import Line
from dampingi.kernel.refusals import Stale
from dampingi.places import actions, queries
from dampingi.places.models import Provider
from dampingi.places.rules import CONFIRMED_FOR, Seeker, Serves, is_old, reasons_it_may_not_serve

DAY = date(2026, 6, 8)


def kept(room, **said) -> Provider:
    values = {"name": "RSUD Contoh", "kind": "hospital", "services": ["health"], "region_code": "62.71", **said}
    values.setdefault("confirmed_on", room.now.date())
    act_as(room.sari)
    return actions.add_provider({"unit_id": room.palangka.id, **values}, by=room.sari, at=room.now)


@pytest.mark.parametrize(
    ("serves", "seeker", "why"),
    [
        (Serves(), Seeker("female", 15, "hearing"), ["disability"]),
        (Serves(disabilities=frozenset({"hearing"})), Seeker("female", 15, "hearing"), []),
        (Serves(age_from=18), Seeker("female", 15), ["age"]),
        (Serves(age_to=17), Seeker("female", 18), ["age"]),
        (Serves(age_from=12, age_to=17), Seeker("male", 12), []),
        (Serves(sexes=frozenset({"female"})), Seeker("male", 30), ["sex"]),
        (Serves(age_from=18, sexes=frozenset({"female"})), Seeker(), []),
    ],
)
def test_what_is_not_known_excludes_nobody_and_the_rest_is_said(serves, seeker, why) -> None:
    assert [reason.code for reason in reasons_it_may_not_serve(serves, seeker)] == why


def test_after_half_a_year_somebody_asks_again() -> None:
    assert not is_old(DAY - CONFIRMED_FOR, DAY)
    assert is_old(DAY - CONFIRMED_FOR - timedelta(days=1), DAY)


def test_the_nearest_stand_first_and_the_closed_are_not_offered(room) -> None:
    today = room.now.date()
    kept(room, name="A jauh", region_code="62.01")
    kept(room, name="B dekat")
    kept(room, name="C tutup", closed_on=today)
    kept(room, name="D hukum", services=["legal"])
    found = queries.providers(day=today, near="62.71", service="health")
    assert [p.name for p in found] == ["B dekat", "A jauh"]


def test_a_closed_one_says_who_else_serves(room) -> None:
    closed = kept(room, name="Tutup", closed_on=room.now.date())
    kept(room, name="Lain")
    kept(room, name="Hukum", services=["legal"])
    page = room.client(room.sari).get(f"/direktori/{closed.number}/").content.decode()
    assert "Sudah tutup sejak" in page
    assert "Lain</a>" in page
    assert "Hukum</a>" not in page


def test_confirming_takes_it_off_the_list_of_what_must_be_asked_again(room) -> None:
    old = kept(room, confirmed_on=room.now.date() - timedelta(days=400))
    browser = room.client(room.sari)
    assert "perlu dipastikan lagi" in browser.get("/direktori/").content.decode()
    assert browser.post(f"/direktori/{old.number}/pastikan/").status_code == 302
    assert "perlu dipastikan lagi" not in browser.get("/direktori/").content.decode()
    with acting_as("tests"):
        assert Line.objects.filter(act="provider.confirmed", subject_id=old.id).count() == 1


def test_two_at_once_the_second_is_told(room) -> None:
    one = kept(room)
    other = Provider.objects.get(id=one.id)
    actions.change_provider(one, {"cost": "Gratis"}, by=room.sari, at=room.now)
    with pytest.raises(Stale):
        actions.change_provider(other, {"cost": "Bayar"}, by=room.ratna, at=room.now)


def test_the_form_adds_and_changes_and_says_what_is_wrong(room) -> None:
    browser = room.client(room.sari)
    said = {"name": "LBH Contoh", "kind": "legal_aid", "services": ["legal"], "place": "62.71"}
    said |= {"confirmed_on": room.now.date().isoformat()}
    wrong = browser.post("/direktori/baru/", {**said, "services": [], "place": "Antah Berantah", "age_from": 9, "age_to": 3})
    assert wrong.status_code == 422
    for words in ("Pilih paling sedikit satu layanan", "Tulis satu kabupaten", "Usia teratas"):
        assert words in wrong.content.decode()
    assert browser.post("/direktori/baru/", said).status_code == 302
    made = Provider.objects.get(name="LBH Contoh")
    assert (made.region_code, made.unit_id) == ("62.71", room.palangka.id)
    shown = browser.get(f"/direktori/{made.number}/ubah/").content.decode()
    assert "62.71" in shown
    answer = browser.post(f"/direktori/{made.number}/ubah/", {**said, "phone": "0536-1", "version": made.version})
    assert answer.status_code == 302
    again = browser.post(f"/direktori/{made.number}/ubah/", {**said, "phone": "0536-2", "version": made.version})
    assert again.status_code == 409


def test_an_empty_directory_says_what_to_do(room) -> None:
    assert "Direktori masih kosong" in room.client(room.sari).get("/direktori/").content.decode()
    assert "Tidak ada yang cocok" in room.client(room.sari).get("/direktori/?layanan=legal").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_as_for_one(room, django_assert_max_num_queries, count) -> None:
    for place in range(count):
        kept(room, name=f"RSUD {place}")
    browser = room.client(room.sari)
    browser.get("/direktori/")
    with django_assert_max_num_queries(14):
        browser.get("/direktori/")
