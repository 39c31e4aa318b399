"""``dampingi backup``: database and files as one whole while they are in use, the key ring apart.

Why it is one consistent whole. Checkpoints of the ledger are written and read first, so that none is
newer than the lines. Then one snapshot of the database is taken; every table, the key ring included,
is read at that moment. Then the files are copied: a file is written once, under a random name, before
the row that speaks of it is committed, and never changed. So whatever the snapshot speaks of lies
there whole; what came after it is a file nobody speaks of; and what an erasure took in between is
gone in both, because a restore erases again.
"""

import argparse
import contextlib
import fcntl
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyrage

from dampingi.config import archive, ground, installation, tables, upkeep
from dampingi.config.ground import FAILED, REFUSED, complain, data_folder, say
from dampingi.config.installation import FEWEST_RECIPIENTS, settle

KEYS_DAYS = 14  # how long a key ring is kept (K-1): what was erased is gone from backups after that
DATA_DAYS = 30
FEWEST_KEPT = 2
DATA, KEYS = ".data.age", ".keys.age"
_NAME = re.compile(r"dampingi-(?P<at>\d{8}T\d{6}Z)-(?P<id>[0-9a-f]{16})(?P<kind>\.data\.age|\.keys\.age)")
_AT = "%Y%m%dT%H%M%SZ"
_HALF = ".part"
_RESERVE = 200 * 1024 * 1024
_PIECE = 1024 * 1024
_OFTEN = 2.0  # seconds between two words on how far it is

_WHERE = (
    "Sebutkan folder cadangan: --to FOLDER, di luar folder data, sebaiknya di cakram lain. / "
    "Name the folder for backups: --to FOLDER, outside the data folder, best on another disk."
)
_INSIDE = "{place}: cadangan tidak boleh di dalam folder data. / {place}: a backup may not lie in the data folder."
_TWO = (
    "Cadangan harus dapat dibuka oleh sekurangnya dua penerima yang berbeda: --recipient age1… --recipient age1… "
    "(dibuat dengan `dampingi backup --new-recipient BERKAS`). / A backup must open for at least two different "
    "recipients: --recipient age1… --recipient age1… (made by `dampingi backup --new-recipient FILE`)."
)
_NO_RECIPIENT = (
    "Bukan penerima: {one}. Penerima dimulai dengan age1. / Not a recipient: {one}. A recipient begins with age1."
)
_ANOTHER = "Cadangan lain sedang berjalan di {place}. / Another backup is under way in {place}."
_NO_ROOM = (
    "Ruang di {place} tidak cukup: perlu sekitar {need}, tersisa {free}. Cadangan lama tidak disentuh. / "
    "Not enough room in {place}: about {need} needed, {free} left. Older backups were not touched."
)
_BROKE = "Cadangan gagal; yang lama tetap utuh: {why} / The backup failed; older ones are whole: {why}"
_NEW_KEY = """Kunci rahasia penerima: {path}
  Simpan di dua tempat yang aman dan terpisah (bukan di komputer layanan ini), lalu hapus dari sini.
Penerima (boleh diketahui siapa saja; sebutkan pada --recipient atau saat `dampingi init`):
The recipient's secret key: {path}
  Keep it in two safe places apart from each other (not on the computer of the service), then delete it here.
The recipient (no secret; name it by --recipient, or to `dampingi init`):"""


def options(parser: argparse.ArgumentParser) -> None:
    """Say what may be said to it."""
    parser.add_argument("--to", type=Path, metavar="FOLDER", help="where backups lie; a real installation knows it")
    parser.add_argument(
        "--recipient", action="append", default=[], metavar="age1…", help="for whom it opens; two or more"
    )
    parser.add_argument("--keep-days", type=int, default=DATA_DAYS, help=f"delete older ones (default {DATA_DAYS})")
    parser.add_argument(
        "--new-recipient", type=Path, metavar="FILE", help="make a recipient's key in a new file, and nothing else"
    )


@dataclass(frozen=True, slots=True)
class Kept:
    """A whole backup that lies in a folder."""

    at: datetime
    id: str
    data: Path
    keys: Path


def kept(place: Path) -> list[Kept]:
    """Return the backups in a folder, the newest first; those whose key ring has aged out too."""
    found = []
    for path in sorted(place.glob(f"dampingi-*{DATA}"), reverse=True):
        if name := _NAME.fullmatch(path.name):
            at = datetime.strptime(name["at"], _AT).replace(tzinfo=UTC)
            found.append(Kept(at, name["id"], path, path.with_name(path.name.removesuffix(DATA) + KEYS)))
    return found


def backup(asked: argparse.Namespace) -> int:
    """Back up the installation, in use or not, encrypted to two recipients or more."""
    if asked.new_recipient:
        return _new_recipient(asked.new_recipient)
    ground.environment()
    chosen = installation.chosen(data_folder())
    place: Path | None = asked.to or (chosen.backups if chosen else None)
    recipients = list(dict.fromkeys(asked.recipient or (chosen.recipients if chosen else ())))
    if place is None or (no := _refusal(place, recipients)):
        complain(_WHERE if place is None else no)
        return REFUSED
    place = place.absolute()
    ground.stop_on_signals(ground.stopped)
    with ground.database():
        ground.start_django(owner=True)
        place.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _alone(place) as alone:
            if not alone:
                complain(_ANOTHER.format(place=place))
                return REFUSED
            return _made(place, recipients, keep_days=asked.keep_days)


def _refusal(place: Path, recipients: Sequence[str]) -> str:
    if place.resolve().is_relative_to(data_folder().resolve()):
        return _INSIDE.format(place=place)
    for one in recipients:
        try:
            pyrage.x25519.Recipient.from_str(one)
        except pyrage.RecipientError:
            return _NO_RECIPIENT.format(one=one[:80])
    return _TWO if len(recipients) < FEWEST_RECIPIENTS else ""


@contextlib.contextmanager
def _alone(place: Path) -> Iterator[bool]:
    """Be the only backup into this folder, and take away what a killed one left half written."""
    handle = os.open(place / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "r+") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        for half in place.glob(f"dampingi-*{_HALF}"):
            half.unlink()
        yield True


def _made(place: Path, recipients: Sequence[str], *, keep_days: int) -> int:
    """Make one, remember how it went, and say it."""
    from django.conf import settings
    from django.db import DatabaseError

    from dampingi.keys.root import KeyRefused

    at, began = datetime.now(UTC), time.monotonic()
    one = Making(place, at, recipients, url=settings.DAMPINGI_OWNER_URL)
    try:
        one.make()
    except ground.Stopped:
        one.throw_away()
        complain(_BROKE.format(why="dihentikan / stopped"))
        return FAILED
    except (OSError, tables.Failed, DatabaseError, KeyRefused, NoRoom) as no:
        one.throw_away()
        upkeep.note(data_folder(), upkeep.What.BACKUP, at=at, failed=type(no).__name__)
        complain(str(no) if isinstance(no, NoRoom) else _BROKE.format(why=str(no).partition("\n")[0]))
        return FAILED
    upkeep.note(data_folder(), upkeep.What.BACKUP, at=at, id=one.id, bytes=one.size, place=str(place))
    _tell_ledger(one)
    gone = _forget_old(place, at=at, keep_days=keep_days)
    say(
        f"{one.data}\n{one.keys}\n"
        f"Cadangan selesai: {_big(one.size)}, {time.monotonic() - began:.1f} s, {len(recipients)} penerima; "
        f"{gone} berkas lama dihapus. / Backup done: {len(recipients)} recipients; {gone} old files deleted."
    )
    return 0


def _tell_ledger(one: "Making") -> None:
    from django.db import transaction

    from dampingi.audit import actions as audit
    from dampingi.audit.checkpoints import write_checkpoints
    from dampingi.kernel.actors import System

    with transaction.atomic():
        audit.record("backup.made", by=System("backup"), at=one.at, detail={"backup": one.id})
    write_checkpoints(at=one.at)


class NoRoom(Exception):
    """The disk for backups is nearly full."""


@dataclass(slots=True)
class Making:
    """One backup, while it is made."""

    place: Path
    at: datetime
    recipients: Sequence[str]
    url: str
    id: str = field(default_factory=lambda: secrets.token_hex(8))
    size: int = 0
    _passed: int = 0
    _whole: int = 0
    _told: float = 0.0

    @property
    def data(self) -> Path:
        """Where database and files go."""
        return self._path(DATA)

    @property
    def keys(self) -> Path:
        """Where the key ring goes."""
        return self._path(KEYS)

    def _path(self, kind: str) -> Path:
        return self.place / f"dampingi-{self.at.strftime(_AT)}-{self.id}{kind}"

    @staticmethod
    def _half(path: Path) -> Path:
        return path.with_name(path.name + _HALF)

    def throw_away(self) -> None:
        """Leave nothing of one that did not end."""
        for path in (self.data, self.keys):
            self._half(path).unlink(missing_ok=True)

    def make(self) -> None:
        """Make both files; the one with the data gets its name last, when everything is on the disk."""
        from dampingi.audit import checkpoints
        from dampingi.keys import erasures, root

        checkpoints.write_checkpoints(at=self.at)
        marks = checkpoints.path().read_bytes() if checkpoints.path().exists() else b""
        files = list(_files(data_folder() / "files"))
        with tables.at_one_moment(self.url) as (connection, snapshot):
            self._ask_for_room(tables.size(connection) + sum(size for _name, _path, size in files))
            every, seal = tables.names(connection), root.backup_key()
            ring = [one for one in every if one[0] == tables.KEYRING]
            sheets = [one for one in every if one[0] != tables.KEYRING]
            about = self._about(connection)
            self._write(
                self.keys,
                archive.Writing(
                    about | {"kind": "keys"},
                    [("database", tables.dump(self.url, snapshot=snapshot, only=[tables.KEYRING]))],
                    lambda: {"tables": tables.digests(connection, ring)},
                    seal,
                ),
            )
            # Digests are taken while the dump runs: two readers of one moment.
            with ThreadPoolExecutor(1) as beside:
                counted: Future[dict[str, Any]] = beside.submit(tables.digests, connection, sheets)
                self._write(
                    self.data,
                    archive.Writing(
                        about | {"kind": "data"},
                        self._parts(snapshot, marks, files),
                        lambda: {"tables": counted.result()},
                        seal,
                        self._tell,
                    ),
                )
        for path in (self.keys, self.data):
            self._half(path).rename(path)
        settle(self.place)
        self.size = self.data.stat().st_size + self.keys.stat().st_size
        erasures.keep(erasures.written(), at=[self.place / erasures.NAME])

    def _write(self, path: Path, writing: archive.Writing) -> None:
        archive.write(self._half(path), writing, self.recipients)

    def _parts(self, snapshot: str, marks: bytes, files: Sequence[tuple[str, Path, int]]) -> Iterator[archive.Part]:
        yield "checkpoints", [marks]
        for name in (installation.NAME, upkeep.NAME):
            if (path := data_folder() / name).is_file():
                yield name, [path.read_bytes()]
        complain("Menyalin basis data … / Copying the database …")
        yield "database", tables.dump(self.url, snapshot=snapshot, without=[tables.KEYRING])
        complain(f"Menyalin {len(files)} berkas … / Copying {len(files)} files …")
        for name, path, _size in _files(data_folder() / "files"):
            with contextlib.suppress(FileNotFoundError), path.open("rb") as file:
                yield f"files/{name}", iter(lambda file=file: file.read(_PIECE), b"")  # type: ignore[misc]  # read at once

    def _about(self, connection: tables.Connection) -> dict[str, Any]:
        from django.conf import settings

        from dampingi.keys import root

        steps = connection.execute("SELECT app, name FROM django_migrations ORDER BY 1, 2").fetchall()
        return {
            "format": archive.FORMAT,
            "version": version("dampingi"),
            "backup": self.id,
            "made_at": self.at.isoformat(timespec="seconds"),
            "mode": settings.DAMPINGI_MODE,
            "root": root.root_name(),
            "migrations": [list(row) for row in steps],
        }

    def _ask_for_room(self, need: int) -> None:
        """Refuse before writing where the disk would fill up; a dump is smaller than its database."""
        self._whole = need
        free = shutil.disk_usage(self.place).free
        if free < need + _RESERVE:
            raise NoRoom(_NO_ROOM.format(place=self.place, need=_big(need), free=_big(free)))

    def _tell(self, count: int) -> None:
        self._passed += count
        if time.monotonic() - self._told > _OFTEN:
            self._told = time.monotonic()
            complain(f"  {_big(self._passed)} …")


def _files(home: Path) -> Iterator[tuple[str, Path, int]]:
    """Go over the sealed files: name, place and size; not over what is still arriving."""
    for path in sorted(home.glob("*/*")):
        name = path.relative_to(home).as_posix()
        if path.is_file() and not path.is_symlink() and not name.startswith("arriving/"):
            with contextlib.suppress(FileNotFoundError):
                yield name, path, path.stat().st_size


def _forget_old(place: Path, *, at: datetime, keep_days: int) -> int:
    """Delete key rings after their days and backups after theirs, never the newest ones; return how many."""
    gone = 0
    for number, one in enumerate(kept(place)):
        if number < FEWEST_KEPT:
            continue
        old = at - one.at
        for path, days in ((one.keys, KEYS_DAYS), (one.data, max(keep_days, 1))):
            if old > timedelta(days=days) and path.exists():
                path.unlink()
                gone += 1
    for path in place.glob(f"dampingi-*{KEYS}"):  # rings whose data have gone
        name = _NAME.fullmatch(path.name)
        lone = name is not None and not path.with_name(path.name.removesuffix(KEYS) + DATA).exists()
        if name and lone and at - datetime.strptime(name["at"], _AT).replace(tzinfo=UTC) > timedelta(days=KEYS_DAYS):
            path.unlink()
            gone += 1
    return gone


def _big(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB"


def _new_recipient(path: Path) -> int:
    """Make a recipient's key in a new file and print for whom a backup will open."""
    path = path.absolute()
    if path.resolve().is_relative_to(data_folder().resolve()):
        complain(_INSIDE.format(place=path))
        return REFUSED
    one = pyrage.x25519.Identity.generate()
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        complain(f"{path}: sudah ada; tidak ditimpa. / is there already; it was not overwritten.")
        return REFUSED
    with os.fdopen(handle, "w") as file:
        file.write(f"# dampingi: kunci penerima cadangan / key of a recipient of backups\n{one}\n")
        file.flush()
        os.fsync(file.fileno())
    complain(_NEW_KEY.format(path=path))
    say(str(one.to_public()))
    return 0
