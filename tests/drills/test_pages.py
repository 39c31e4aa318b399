"""Pages of drills: warned, played, stopped, read by its player alone; a class sees numbers; never on a real one."""

import pytest
from django.conf import LazySettings

from dampingi.access.actor import act_as, acting_as
from dampingi.cases.models import Case
from dampingi.drills.models import DrillRun
from tests.fixtures import Room
from tests.stories.telling import BEGINS, Tale, tale

__all__ = ["tale"]


def begun(room: Room, code: str, by: object, **said: str) -> str:
    """Begin a scenario by its page; return the number of the drill."""
    browser = room.client(by)  # type: ignore[arg-type]
    answer = browser.post(f"/latihan/mulai/{code}/", said)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.url.split("/")[2])


def test_a_drill_is_played_and_its_result_is_read_by_its_player_alone(room: Room, tale: Tale) -> None:
    tale.now = BEGINS
    sari = room.client(room.sari)
    assert "senjata" in sari.get("/latihan/mulai/wife/").content.decode()  # H-21: warned before it begins
    number = begun(room, "wife", room.sari)
    page = sari.get(f"/latihan/{number}/").content.decode()
    assert "Saya Murni" in page
    assert "Bu Endang menelepon" not in page  # not before its minute
    sari.post(f"/latihan/{number}/katakan/", {"kata": "wife-why-stayed"})
    assert sari.post(f"/latihan/{number}/katakan/", {"kata": "husband-later"}).status_code == 409  # he is not here yet
    tale.wait(minutes=12)
    assert "Bu Endang menelepon" in sari.get(f"/latihan/{number}/").content.decode()
    with acting_as("tests"):
        assert not Case.objects.exists()  # the drill writes no report
    sari.post(f"/latihan/{number}/selesai/")
    result = sari.get(f"/latihan/{number}/hasil/").content.decode()
    assert "Mungkin memang salah saya" not in result
    for words in ("Kenapa Ibu bertahan", "H-12", "Belum lulus", "SAPA 129", "menit ke-0"):
        assert words in result
    for who in (room.ratna, room.budi, room.tuti):  # her supervisor, another unit, a trainer
        other = room.client(who)
        assert {other.get(f"/latihan/{number}/{part}").status_code for part in ("", "hasil/")} == {404}
        act_as(who)
        assert not DrillRun.objects.exists()


def test_stopping_is_not_failing_and_keeps_nothing(room: Room) -> None:
    number = begun(room, "told", room.sari)
    sari = room.client(room.sari)
    sari.post(f"/latihan/{number}/katakan/", {"kata": "dimas-secret"})
    assert room.client(room.sari).post("/latihan/mulai/wife/").status_code == 409  # one at a time
    page = sari.post(f"/latihan/{number}/berhenti/", follow=True).content.decode()
    assert "Tidak ada yang dinilai" in page
    assert "Belum lulus" not in page
    act_as(room.sari)
    assert [(run.passed, run.said) for run in DrillRun.objects.all()] == [(None, [])]
    begun(room, "wife", room.sari)


def test_a_class_sees_numbers_and_never_who_errs(room: Room) -> None:
    tuti = room.client(room.tuti)
    address = tuti.post("/latihan/kelas/", {"skenario": "rumour"}).url
    number = address.split("/")[3]
    drills = [begun(room, "rumour", who, kelas=number) for who in (room.sari, room.budi)]
    room.client(room.sari).post(f"/latihan/{drills[0]}/katakan/", {"kata": "class-ask"})
    room.client(room.sari).get(f"/latihan/{drills[0]}/")
    page = tuti.get(address).content.decode()
    assert "Pemain 1" in page
    assert "Pemain 2" in page
    assert not [word for word in ("Sari", "Budi", drills[0]) if word in page]
    assert room.client(room.sari).get(address).status_code == 403
    tuti.post(address)
    assert room.client(room.lina).post("/latihan/mulai/rumour/", {"kelas": number}).status_code == 409


@pytest.mark.parametrize("code", ["wife", "told"])
def test_a_real_installation_says_where_practice_is(room: Room, settings: LazySettings, code: str) -> None:
    settings.DAMPINGI_MODE = "real"
    sari = room.client(room.sari)
    assert "Simulasi ada di instalasi latihan" in sari.get("/latihan/").content.decode()
    assert sari.post(f"/latihan/mulai/{code}/").status_code == 409
    act_as(room.sari)
    assert not DrillRun.objects.exists()
