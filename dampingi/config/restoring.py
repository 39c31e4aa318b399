"""``dampingi restore``: a backup onto an empty place, proved, or refused with nothing left behind.

Both files are read whole first, and nothing is written unless their seals and every digest are
right. What is then written stands under a mark, in the folder and in the database, until everything
is proved: tables equal, ledger whole, a sealed field opened, files equal, later erasures done again.
"""

import argparse
import contextlib
import hashlib
import os
import shutil
import signal
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal
from uuid import UUID

from dampingi.config import archive, ground, installation, tables, upkeep
from dampingi.config.archive import Unusable
from dampingi.config.backups import DATA, KEYS, kept
from dampingi.config.cluster import Cluster, ClusterFailed
from dampingi.config.ground import REFUSED, RESTORING, complain, data_folder, say
from dampingi.config.installation import write_whole

_NOT_EMPTY = (
    "{place}: tidak kosong; pemulihan hanya ke tempat kosong, supaya tidak ada yang tertimpa. Sebutkan DAMPINGI_DATA "
    "lain. / not empty; a restore goes to an empty place only, so that nothing is overwritten. Name another DAMPINGI_DATA."
)
_DATABASE_NOT_EMPTY = (
    "Basis data yang disebut DATABASE_URL tidak kosong; sebutkan yang kosong. / "
    "The database named by DATABASE_URL is not empty; name an empty one."
)
_NO_FILE = "{path}: tidak ada berkas ini. / there is no such file."
_WHICH = "Sebutkan cadangannya: berkas …{data}. / Name the backup: a file …{data}."
_NO_RING = (
    "{path}: berkas gantungan kunci tidak ada; tanpa itu tidak satu kasus pun terbaca. Ambil berkas …{keys} dari "
    "cadangan yang sama atau yang lebih baru (--keys). / the file of the key ring is missing; without it no case can be "
    "read. Take the …{keys} file of the same backup or a newer one (--keys)."
)
_NO_IDENTITY = "Sebutkan kunci penerima: --identity BERKAS. / Name a recipient's key: --identity FILE."
_NO_ROOT = (
    "Sebutkan kunci utama instalasi ini: DAMPINGI_ROOT_KEY=BERKAS (dari lembar kertas: `dampingi init --from-paper`). / "
    "Name the root key of this installation: DAMPINGI_ROOT_KEY=FILE (from the paper sheet: `dampingi init --from-paper`)."
)
_ROOT_INSIDE = (
    "{path}: kunci utama tidak boleh di dalam folder data. / {path}: the root key may not lie in the data folder."
)
_OTHER_ROOT = (
    "{path}: kunci utama yang disebut bukan kunci cadangan ini (cadangan {said}, kunci {here}). Pakai kunci utama dari "
    "lembar kertas instalasi itu. / the root key that is named is not that of this backup (backup {said}, key {here}). "
    "Use the root key on that installation's paper sheet."
)
_NEWER = (
    "{path}: dibuat oleh versi yang lebih baru ({said}; di sini {here}). Pasang versi itu dulu. / "
    "made by a newer version ({said}; here {here}). Install that version first."
)
_SWAPPED = "{path}: ini bukan berkas {kind}; berkasnya tertukar? / this is not the {kind} file; were the files swapped?"
_OLD_RING = (
    "{path}: gantungan kunci ini lebih tua daripada datanya; kasus yang baru tidak akan terbaca. Pakai yang sama atau "
    "yang lebih baru. / this key ring is older than the data; newer cases could not be read. Use the same or a newer one."
)
_FORGED_ERASURES = (
    "{path}: daftar penghapusan ini diubah atau milik instalasi lain; tanpa itu yang sudah dihapus bisa hidup lagi. "
    "Ambil salinan lain. / this list of erasures was altered or is another installation's; without it what was erased "
    "could come back. Take another copy."
)
_DIFFERENT = (
    "Hasil pemulihan tidak sama dengan cadangannya ({what}); semuanya dihapus lagi. Ambil salinan cadangan lain. / "
    "What was restored differs from the backup ({what}); all of it was removed again. Take another copy of the backup."
)
_FAILED = "Pemulihan gagal; tidak ada yang tertinggal: {why} / Restoring failed; nothing was left behind: {why}"
_STOPPED = "Dihentikan; tidak ada yang tertinggal. / Stopped; nothing was left behind."
_DONE = """Pulih dan terbukti: {tables} tabel sama ({rows} baris), catatan utuh ({lines} baris, {chains} rantai),
  {field}, {files} berkas sama, {again} penghapusan diulang.
Restored and proved: {tables} tables equal ({rows} rows), ledger whole ({lines} lines, {chains} chains),
  {field_en}, {files} files equal, {again} erasures done again."""
_AFTER = """Cadangan dibuat {at}. Yang terjadi sesudahnya tidak ada di sini: periksa laporan di kertas.
Semua sesi dan token dihentikan. Akun yang dinonaktifkan sesudah itu aktif lagi: periksa halaman Petugas.
The backup was made {at}. What happened later is not here: look at the reports on paper.
All sessions and tokens were ended. Accounts closed since then are open again: look at the page Petugas."""
_DRILLED = "Uji pemulihan berhasil; salinannya dihapus lagi. / The restore drill succeeded; its copy was removed again."


def options(parser: argparse.ArgumentParser) -> None:
    """Say what may be said to it."""
    parser.add_argument("file", type=Path, nargs="?", help=f"a backup (…{DATA}); a drill takes the newest")
    parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key of one recipient")
    parser.add_argument(
        "--keys", type=Path, metavar="FILE", help=f"the key ring (…{KEYS}) where it lies elsewhere or is newer"
    )
    parser.add_argument(
        "--erasures", type=Path, metavar="FILE", help="a newer list of erasures than the one beside the backup"
    )
    parser.add_argument("--verify", action="store_true", help="prove everything before it may serve; done in any case")
    parser.add_argument(
        "--drill", action="store_true", help="restore beside the installation, prove, remove, and remember it"
    )


@dataclass(frozen=True, slots=True)
class Proved:
    """A backup that was read whole and is believed."""

    data: Path
    ring: Path
    identities: Sequence[Any]
    manifest: Mapping[str, Any]
    ring_manifest: Mapping[str, Any]
    erasures: Mapping[UUID, tuple[str, datetime]]

    @property
    def mode(self) -> Literal["practice", "real"]:
        """Return which kind of installation it is of."""
        return "real" if self.manifest["mode"] == "real" else "practice"

    def part(self, path: Path, name: str) -> Iterator[bytes]:
        """Go over one part of a file, and refuse at its end where it changed since it was believed."""
        manifest = self.manifest if path == self.data else self.ring_manifest
        counted = archive.Counted()
        for part, piece in archive.pieces(path, self.identities):
            if part == name:
                counted.add(piece)
                yield piece
        if counted.said() != manifest["parts"][name]:
            raise Unusable(archive.CUT.format(path=path))


def restore(asked: argparse.Namespace) -> int:
    """Restore a backup onto an empty folder (and empty database), and prove it."""
    ground.stop_on_signals(ground.stopped)
    try:
        return _drill(asked) if asked.drill else _restore(asked)
    except (Unusable, ground.Busy) as no:
        complain(str(no))
        return REFUSED
    except (tables.Failed, ClusterFailed, OSError) as no:
        complain(_FAILED.format(why=str(no).partition("\n")[0]))
        return ground.FAILED
    except ground.Stopped:
        complain(_STOPPED)
        return ground.FAILED


def _restore(asked: argparse.Namespace, *, more: Sequence[Path] = ()) -> int:
    folder = data_folder()
    left = (folder / RESTORING).exists()
    if not left and folder.exists() and any(folder.iterdir()):
        raise Unusable(_NOT_EMPTY.format(place=folder))
    os.environ["DJANGO_SETTINGS_MODULE"] = "dampingi.config.settings"
    os.environ["DAMPINGI_DATA"] = str(folder)
    _name_root(folder)
    os.environ.setdefault("DAMPINGI_OWNER_URL", ground.named_database())
    ground.start_django(owner=True)
    proved = prove(asked, more=more)
    os.environ["DAMPINGI_MODE"] = proved.mode
    _set_mode(proved.mode)
    with _place(folder) as url:
        _take(proved, folder, url)
    say(_AFTER.format(at=proved.manifest["made_at"]))
    return 0


def _set_mode(mode: str) -> None:
    from django.conf import settings

    settings.DAMPINGI_MODE = mode


def _name_root(folder: Path) -> None:
    """Refuse where nobody says where the root key lies, or it lies where it would be lost with the data."""
    named = os.environ.get("DAMPINGI_ROOT_KEY")
    if not named:
        raise Unusable(_NO_ROOT)
    path = Path(named).absolute()
    if path.resolve().is_relative_to(folder.resolve()):
        raise Unusable(_ROOT_INSIDE.format(path=path))
    os.environ["DAMPINGI_ROOT_KEY"] = str(path)
    os.environ.setdefault("DAMPINGI_LEDGER_KEY", str(path.with_name("ledger.key")))


# -- believing ----------------------------------------------------------------------------------


def prove(asked: argparse.Namespace, *, more: Sequence[Path] = ()) -> Proved:
    """Read both files whole and return them believed; nothing is written. Raises ``Unusable``."""
    from dampingi.keys.root import KeyRefused

    data, ring = _two_files(asked)
    identities = archive.identities(asked.identity)
    try:
        manifest = _believed(data, "data", identities)
        ring_manifest = _believed(ring, "keys", identities)
        erased = _erasures([path.parent for path in (data, ring)], [*more, *_said(asked)], must=asked.erasures)
    except KeyRefused as no:
        raise Unusable(str(no)) from None
    if ring_manifest["made_at"] < manifest["made_at"]:
        raise Unusable(_OLD_RING.format(path=ring))
    return Proved(data, ring, identities, manifest, ring_manifest, erased)


def _two_files(asked: argparse.Namespace) -> tuple[Path, Path]:
    if asked.file is None:
        raise Unusable(_WHICH.format(data=DATA))
    if asked.identity is None:
        raise Unusable(_NO_IDENTITY)
    data: Path = asked.file.absolute()
    ring: Path = (asked.keys or data.with_name(data.name.removesuffix(DATA) + KEYS)).absolute()
    if not data.is_file():
        raise Unusable(_NO_FILE.format(path=data))
    if not ring.is_file() or ring == data:
        raise Unusable(_NO_RING.format(path=ring, keys=KEYS))
    return data, ring


def _believed(path: Path, kind: str, identities: Sequence[Any]) -> dict[str, Any]:
    """Look at what a file says of itself, then read it whole. Raises ``Unusable``, ``KeyRefused``."""
    from dampingi.keys import root

    here, seal = root.root_name(), root.backup_key()
    about = archive.about(path, identities)
    _refuse_newer(path, about)
    if about.get("root") != here:
        raise Unusable(_OTHER_ROOT.format(path=path, said=about.get("root"), here=here))
    if about.get("kind") != kind:
        raise Unusable(_SWAPPED.format(path=path, kind=f"…{DATA if kind == 'data' else KEYS}"))
    complain(f"Membaca {path.name} … / Reading {path.name} …")
    return archive.believed(path, identities, key=seal)


def _erasures(beside: Sequence[Path], said: Sequence[Path], *, must: Path | None) -> dict[UUID, tuple[str, datetime]]:
    """Return what was erased by every list that is at hand. Raises ``Unusable``, ``KeyRefused``."""
    from dampingi.keys import erasures

    erased: dict[UUID, tuple[str, datetime]] = {}
    for path in dict.fromkeys([*(home / erasures.NAME for home in beside), *said]):
        if path.is_file() or path == must:
            try:
                erased |= erasures.read(path.read_bytes())
            except (erasures.Forged, FileNotFoundError):
                raise Unusable(_FORGED_ERASURES.format(path=path)) from None
    return erased


def _said(asked: argparse.Namespace) -> list[Path]:
    return [asked.erasures] if asked.erasures else []


def _refuse_newer(path: Path, about: Mapping[str, Any]) -> None:
    """Refuse what this version has never heard of: a newer form, version or table."""
    from django.db.migrations.loader import MigrationLoader

    here, said = version("dampingi"), str(about.get("version", "?"))
    known = set(MigrationLoader(None).disk_migrations)
    unknown = {tuple(one) for one in about.get("migrations", [])} - known
    if about["format"] > archive.FORMAT or _order(said) > _order(here) or unknown:
        raise Unusable(_NEWER.format(path=path, said=said, here=here))


def _order(said: str) -> tuple[int, ...]:
    return tuple(int(part) for part in said.split(".") if part.isdigit())


# -- the empty place ----------------------------------------------------------------------------


@contextlib.contextmanager
def _place(folder: Path) -> Iterator[str]:
    """Have an empty database and folder, marked; whatever goes wrong, nothing is left of them."""
    from django.db import connections

    from dampingi.config import settings

    made = not folder.exists()
    ground.make_folder(folder)
    try:
        with ground.only_one(folder, "restore"):
            _clear(folder)
            write_whole(folder / RESTORING, b"")
            with ground.database(make=True, restoring=True):
                url = os.environ["DAMPINGI_OWNER_URL"]
                connections.databases["default"].update(settings.database(url))
                ours = _refuse_full_database(url)
                try:
                    yield url
                except BaseException:
                    connections.close_all()
                    if ours and ground.named_database():
                        _empty(url)
                    raise
                connections.close_all()
            (folder / RESTORING).unlink()
    except ground.Busy:
        raise
    except BaseException:
        ground.stop_on_signals(signal.SIG_IGN)
        _clear(folder)
        if made:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def _clear(folder: Path) -> None:
    """Take away what a restore that did not end left in the folder."""
    if (folder / "postgres").exists():
        Cluster(folder / "postgres").remove()
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != "run.lock":
            path.unlink()


def _refuse_full_database(url: str) -> bool:
    """Refuse a database that holds anything but what a restore left that did not end; empty that one."""
    from dampingi.config.database import RESTORING as MARK

    with tables.at_one_moment(url) as (connection, _):
        found = tables.names(connection)
    if found and ("public", MARK) not in found:
        raise Unusable(_DATABASE_NOT_EMPTY)
    if found:
        _empty(url)
    return True


def _empty(url: str) -> None:
    """Empty a database that held nothing but what this command wrote."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS keyring CASCADE")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


# -- taking in ----------------------------------------------------------------------------------


def _take(proved: Proved, folder: Path, url: str) -> None:
    """Write everything, prove it, do the later erasures again, and let it serve."""
    from django.db import connection, transaction

    from dampingi.access import actions as access
    from dampingi.access.actor import acting_as
    from dampingi.audit import actions as audit
    from dampingi.cases import actions as cases
    from dampingi.config import database
    from dampingi.kernel.actors import System
    from dampingi.keys import erasures
    from dampingi.keys.models import Erased

    complain("Menulis basis data … / Writing the database …")
    with tables.Restoring(url) as into:
        for path in (proved.ring, proved.data):
            into.take(proved.part(path, "database"))
        into.commit(f"CREATE TABLE public.{database.RESTORING} (at timestamptz)")
    _write_files(proved, folder)
    said = _compared(proved, url)
    said |= _files_compared(proved, folder) | _readable(folder)
    at, by = datetime.now(UTC), System("restore")
    with acting_as("restoring"), transaction.atomic():
        erasures.remember(proved.erasures)
        again = cases.erase_again(list(Erased.objects.values_list("owner_id", flat=True)), by=by, at=at)
        access.end_everything(by=by, at=at)
        detail = {"backup": proved.manifest["backup"], "again": again}
        audit.record("installation.restored", by=by, at=at, detail=detail)
    connection.close()
    # Whether this version has newer tables is asked after the old ones were proved.
    database.prepare(mode=proved.mode)
    erasures.keep(erasures.written(), at=[erasures.path()])
    _take_over(proved, folder, at=at)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP TABLE {database.RESTORING}")
    say(_DONE.format(**said, again=again))


def _write_files(proved: Proved, folder: Path) -> None:
    """Write what lies beside the database: checkpoints, sealed files, what the operator chose and did."""
    homes = {"checkpoints": folder / "ledger" / "checkpoints.jsonl"}
    homes |= {name: folder / name for name in (installation.NAME, upkeep.NAME)}
    opened: dict[str, int] = {}
    with contextlib.ExitStack() as last:
        for name, piece in archive.pieces(proved.data, proved.identities):
            home = homes.get(name) or (folder / name if name.startswith("files/") else None)
            if home is None or name not in proved.manifest["parts"]:
                continue
            if ".." in home.parts:
                raise Unusable(archive.CUT.format(path=proved.data))
            if name not in opened:
                last.close()
                home.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                opened[name] = os.open(home, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                last.callback(_closed, opened[name])
            _written(opened[name], piece)


def _written(handle: int, piece: bytes) -> None:
    while piece:
        piece = piece[os.write(handle, piece) :]


def _closed(handle: int) -> None:
    os.fsync(handle)
    os.close(handle)


# -- proving ------------------------------------------------------------------------------------


def _compared(proved: Proved, url: str) -> dict[str, Any]:
    """Compare every table with the manifests. Raises ``Unusable``."""
    from dampingi.config.database import RESTORING as MARK

    wanted = proved.manifest["tables"] | proved.ring_manifest["tables"]
    complain("Membandingkan tabel … / Comparing tables …")
    with tables.at_one_moment(url) as (connection, _):
        names = [one for one in tables.names(connection) if one != ("public", MARK)]
        found = tables.digests(connection, names)
    if different := sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name)):
        raise Unusable(_DIFFERENT.format(what=", ".join(different[:5])))
    return {"tables": len(found), "rows": sum(one["rows"] for one in found.values())}


def _files_compared(proved: Proved, folder: Path) -> dict[str, Any]:
    """Read the files back and compare each. Raises ``Unusable``."""
    wanted = {name: said for name, said in proved.manifest["parts"].items() if name.startswith("files/")}
    for name, said in wanted.items():
        with (folder / name).open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != said["sha256"]:
                raise Unusable(_DIFFERENT.format(what=name))
    return {"files": len(wanted)}


def _readable(folder: Path) -> dict[str, Any]:
    """Prove that keys, ledger and sealed fields belong together. Raises ``Unusable``."""
    from dampingi.access.actor import acting_as
    from dampingi.audit.models import Head, Line
    from dampingi.audit.verifier import verify
    from dampingi.keys.actions import check_root
    from dampingi.keys.root import KeyRefused
    from dampingi.people.actions import read_any

    complain("Memeriksa catatan dan segel … / Checking ledger and seals …")
    try:
        check_root(at=datetime.now(UTC))
    except KeyRefused as no:
        raise Unusable(f"{no}. {_FAILED.format(why='kunci / key')}") from None
    if found := verify(checkpoints=folder / "ledger" / "checkpoints.jsonl"):
        raise Unusable(_DIFFERENT.format(what=f"{found[0].unit_id} {found[0].seq}: {found[0].what}"))
    with acting_as("restoring"):
        opens = read_any()
    if opens is False:
        raise Unusable(_DIFFERENT.format(what="segel / seal"))
    return {
        "lines": Line.objects.count(),
        "chains": Head.objects.count(),
        "field": "1 isian tersegel terbuka" if opens else "belum ada orang; segel kunci utama terbuka",
        "field_en": "1 sealed field opened" if opens else "nobody there yet; the root key's own seal opened",
    }


def _take_over(proved: Proved, folder: Path, *, at: datetime) -> None:
    """Let a real installation know where its keys lie on this machine, and that a restore succeeded."""
    if (chosen := installation.chosen(folder)) is not None:
        root, ledger = (Path(os.environ[f"DAMPINGI_{name}_KEY"]) for name in ("ROOT", "LEDGER"))
        installation.keep(folder, replace(chosen, root_key=root, ledger_key=ledger))
    for what in (upkeep.What.RESTORED, upkeep.What.DRILL):
        upkeep.note(folder, what, at=at, id=proved.manifest["backup"], made_at=proved.manifest["made_at"])


# -- the drill ----------------------------------------------------------------------------------


def _drill(asked: argparse.Namespace) -> int:
    """Restore the newest backup beside the installation, prove it, remove it, remember how it went."""
    ground.environment()
    home, at = data_folder(), datetime.now(UTC)
    chosen = installation.chosen(home)
    os.environ.setdefault("DAMPINGI_ROOT_KEY", str(home / "practice-root.key"))
    os.environ.setdefault("DAMPINGI_LEDGER_KEY", str(Path(os.environ["DAMPINGI_ROOT_KEY"]).with_name("ledger.key")))
    if asked.file is None and chosen is not None:
        asked.file = next((one.data for one in kept(chosen.backups) if one.keys.exists()), None)
    for name in ("DATABASE_URL", "DAMPINGI_APP_URL", "DAMPINGI_OWNER_URL"):
        os.environ.pop(name, None)
    scratch = home.with_name(f"{home.name}.drill")
    os.environ["DAMPINGI_DATA"] = str(scratch)
    failed = "stopped"
    try:
        _restore(asked, more=[home / "ledger" / "erasures.json"])
        failed = ""
    except (Unusable, tables.Failed, ClusterFailed, OSError) as no:
        failed = type(no).__name__
        raise
    finally:
        ground.stop_on_signals(signal.SIG_IGN)
        if scratch.exists():
            _clear(scratch)
            shutil.rmtree(scratch, ignore_errors=True)
        if home.exists():
            upkeep.note(home, upkeep.What.DRILL, at=at, failed=failed, file=asked.file.name if asked.file else "")
    say(_DRILLED)
    return 0
