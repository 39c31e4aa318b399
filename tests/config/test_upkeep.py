"""What the operator did is remembered, shown to whoever keeps the unit, and alarms when it is late (P-21, H-24)."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from dampingi.access.actor import acting_as
from dampingi.cases import actions as cases
from dampingi.cases.models import Case
from dampingi.config import installation, jobs, upkeep
from dampingi.config.upkeep import What
from dampingi.kernel.actors import System
from dampingi.keys import erasures
from dampingi.keys.models import DataKey, Erased
from dampingi.notices.models import Notice
from dampingi.people.models import Token
from tests.fixtures import Room

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Iterator[Path]:
    """Return a data folder of its own, with this session's keys."""
    from dampingi.keys import root

    keys = {name: path().read_bytes() for name, path in (("r", root.root_path), ("l", root.ledger_path))}
    home = tmp_path / "data"
    for name, content in (("practice-root.key", keys["r"]), ("ledger.key", keys["l"])):
        root.keep_secret(home / name, content)
    settings.DAMPINGI_DATA = home
    yield home
    root.forget()


@pytest.fixture
def real(settings: Any, folder: Path) -> Path:
    """Return the folder of a real installation of some days ago."""
    settings.DAMPINGI_MODE = "real"
    settings.DAMPINGI_ROOT_KEY = str(folder / "practice-root.key")
    settings.DAMPINGI_LEDGER_KEY = str(folder / "ledger.key")
    upkeep.note(folder, What.MADE, at=timezone.now() - timedelta(days=9))
    return folder


def _notices() -> set[UUID]:
    with acting_as("test"):
        return set(Notice.objects.values_list("staff_id", flat=True))


# -- the note -----------------------------------------------------------------------------------


def test_a_failure_stands_beside_the_last_success_and_does_not_replace_it(tmp_path: Path) -> None:
    assert upkeep.last(tmp_path, What.BACKUP).older_than(timedelta(days=999), at=NOW)
    upkeep.note(tmp_path, What.BACKUP, at=NOW, id="a")
    upkeep.note(tmp_path, What.BACKUP, at=NOW + timedelta(hours=3), failed="NoRoom")
    last = upkeep.last(tmp_path, What.BACKUP)
    assert (last.done_at, last.said, last.failed) == (NOW, {"id": "a"}, "NoRoom")
    assert last.tried_at == NOW + timedelta(hours=3)
    upkeep.note(tmp_path, What.BACKUP, at=NOW + timedelta(hours=4), id="b")
    assert upkeep.last(tmp_path, What.BACKUP).failed == ""
    assert (tmp_path / upkeep.NAME).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("content", ["", "[]", "{", '{"backup": {"done_at": "kemarin"}}'])
def test_a_note_that_cannot_be_read_counts_as_never(tmp_path: Path, content: str) -> None:
    (tmp_path / upkeep.NAME).write_text(content)
    assert upkeep.last(tmp_path, What.BACKUP).done_at is None


def test_twenty_six_hours_are_in_time_and_a_second_more_is_not() -> None:
    last = upkeep.Last(done_at=NOW)
    assert not last.older_than(upkeep.BACKUP_ALARM, at=NOW + timedelta(hours=26))
    assert last.older_than(upkeep.BACKUP_ALARM, at=NOW + timedelta(hours=26, seconds=1))


@pytest.mark.parametrize("content", ["root_key = 3", "x", 'root_key = "a"\nledger_key = "b"'])
def test_settings_of_an_installation_that_cannot_be_read_are_said(tmp_path: Path, content: str) -> None:
    installation.path(tmp_path).write_text(content)
    with pytest.raises(installation.Unclear, match=r"installation\.toml"):
        installation.chosen(tmp_path)


# -- the alarm ----------------------------------------------------------------------------------


def test_p21_a_late_backup_tells_whoever_keeps_the_unit_once_a_day(room: Room, real: Path) -> None:
    at = timezone.now()
    with acting_as("upkeep"):
        jobs.alarm_of_backup(at=at)
        jobs.alarm_of_backup(at=at + timedelta(hours=1))
    told = _notices()
    assert room.wati.id in told  # supervisor: keeps the unit
    assert room.sari.id not in told
    assert Notice.objects.filter(staff_id=room.wati.id).count() <= 1
    with acting_as("upkeep"):
        jobs.alarm_of_backup(at=at + timedelta(hours=25))
        assert Notice.objects.filter(staff_id=room.wati.id).count() == 2


def test_p21_no_alarm_where_the_backup_is_young_or_this_is_practice(room: Room, real: Path, settings: Any) -> None:
    at = timezone.now()
    upkeep.note(real, What.BACKUP, at=at - timedelta(hours=25))
    with acting_as("upkeep"):
        jobs.alarm_of_backup(at=at)
        settings.DAMPINGI_MODE = "practice"
        jobs.alarm_of_backup(at=at + timedelta(days=9))
    assert _notices() == set()


# -- the pages ----------------------------------------------------------------------------------


def _page(who: Any, path: str) -> str:
    client = Client()
    client.force_login(who)
    return client.get(path, follow=True).content.decode().replace("\xa0", " ")


def test_the_page_of_the_unit_shows_the_last_backup_and_the_last_drill(room: Room, folder: Path) -> None:
    assert _page(room.wati, "/unit/").count("belum pernah") == 2
    upkeep.note(folder, What.BACKUP, at=datetime(2026, 11, 24, 3, 0, tzinfo=UTC))
    upkeep.note(folder, What.BACKUP, at=datetime(2026, 11, 24, 4, 0, tzinfo=UTC), failed="NoRoom")
    page = _page(room.wati, "/unit/")
    assert "24 November 2026" in page
    assert "percobaan terakhir gagal" in page
    assert page.count("belum pernah") == 1


def test_p21_a_late_backup_stands_on_every_page_of_whoever_can_act_and_on_no_other(room: Room, real: Path) -> None:
    late = "Belum ada cadangan"
    assert late in _page(room.wati, "/hari-ini/")
    assert late not in _page(room.sari, "/hari-ini/")
    upkeep.note(real, What.BACKUP, at=timezone.now() - timedelta(hours=30))
    assert "Cadangan terakhir sudah 1 hari" in _page(room.wati, "/hari-ini/")
    upkeep.note(real, What.BACKUP, at=timezone.now())
    assert "Cadangan terakhir" not in _page(room.wati, "/hari-ini/")


def test_h24_every_page_says_practice_and_none_of_a_real_installation_does(
    room: Room, folder: Path, settings: Any
) -> None:
    words = "LATIHAN — semua di sini rekaan"
    assert words in _page(room.sari, "/hari-ini/")
    assert words in Client().get("/masuk/").content.decode()
    settings.DAMPINGI_MODE = "real"
    upkeep.note(folder, What.BACKUP, at=timezone.now())
    assert words not in _page(room.sari, "/hari-ini/")
    assert words not in Client().get("/masuk/").content.decode()


# -- erasures -----------------------------------------------------------------------------------


def _erased(room: Room) -> Case:
    [case] = room.report()
    with acting_as("test"):
        Case.objects.filter(id=case.id).update(erase_on=(timezone.now() - timedelta(days=3)).date())
        cases.erase_declined(by=System("erasing"), at=timezone.now())
        case.refresh_from_db()
    return case


def test_k01_an_erasure_leaves_an_id_outside_the_database_and_beside_the_backups(
    room: Room, real: Path, tmp_path: Path
) -> None:
    place = tmp_path / "cadangan"
    place.mkdir()
    key = real / "practice-root.key"
    installation.keep(
        real, installation.Chosen(root_key=key, ledger_key=key, backups=place, recipients=("a", "b"), hosts=("h",))
    )
    case = _erased(room)
    with acting_as("upkeep"):
        jobs.keep_erasures()
    for path in (erasures.path(), place / erasures.NAME):
        found = erasures.read(path.read_bytes())
        assert found[case.id][0] == "case"
        assert {kind for kind, _ in found.values()} == {"case", "person", "report"}
        assert path.stat().st_mode & 0o077 == 0
    place.rename(tmp_path / "dicabut")  # the disk is away: nothing stops
    with acting_as("upkeep"):
        jobs.keep_erasures()
    assert not place.exists()


def test_k01_a_list_that_was_altered_is_not_believed(room: Room, folder: Path) -> None:
    _erased(room)
    with acting_as("upkeep"):
        content = erasures.written()
    assert erasures.read(content)
    said = json.loads(content)
    for other in (
        said | {"erased": said["erased"][1:]},
        said | {"seal": "0" * 64},
        {"erased": said["erased"]},
        [],
    ):
        with pytest.raises(erasures.Forged):
            erasures.read(json.dumps(other).encode())


def test_r11_erasing_again_is_complete_and_touches_nobody_else(room: Room, folder: Path) -> None:
    one, other = (room.report()[0] for _ in range(2))
    with acting_as("test"):
        keys = set(DataKey.objects.values_list("owner_id", flat=True))
        ids = [one.id, one.victim_id, one.report_id]
        assert cases.erase_again(ids, by=System("restore"), at=timezone.now()) == 3
        left = set(DataKey.objects.values_list("owner_id", flat=True))
        assert keys - left == set(ids)
        one.refresh_from_db()
        other.refresh_from_db()
        assert one.erased_at is not None
        assert other.erased_at is None
        assert not Token.objects.filter(person_id=one.victim_id).exists()
        assert set(Erased.objects.values_list("owner_id", flat=True)) == set(ids)
        assert cases.erase_again(ids, by=System("restore"), at=timezone.now()) == 0
