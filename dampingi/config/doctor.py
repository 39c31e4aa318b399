"""``dampingi doctor``: whether each promise holds on this machine, now; the remedy beside what does not.

Changes nothing. Ends with 0 where everything holds, 1 where something does not. What a practice
installation does not owe is shown as such.
"""

import argparse
import ctypes
import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dampingi.config import backups, ground, installation, upkeep
from dampingi.config.ground import data_folder, say

_FULL = 0.15  # of the disk, free
_LEAST_FREE = 500_000_000
_SKEW = 2.0  # seconds
_UNSYNCHRONISED = 0x40  # STA_UNSYNC of adjtimex(2)
_RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise:
    """One promise: its code, its words, and what to do where it does not hold."""

    code: str
    words: str
    remedy: str
    holds: Callable[["Here"], str | None]
    real_only: bool = False


class Broken(Exception):
    """A promise does not hold; the message says what was found, and nothing of a person."""


@dataclass(frozen=True, slots=True)
class Here:
    """What is looked at."""

    folder: Path
    chosen: installation.Chosen | None
    at: datetime

    @property
    def real(self) -> bool:
        """Tell whether this is a real installation."""
        return self.chosen is not None

    def one(self, sql: str, *values: str) -> Any:
        """Return one value of the database, asked as the owner."""
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            row = cursor.fetchone()
        return row[0] if row else None


def doctor(_: argparse.Namespace) -> int:
    """Look whether each promise holds, and say what to do where it does not."""
    with ground.database():
        ground.start_django(owner=True)
        folder = data_folder()
        here = Here(folder, installation.chosen(folder), datetime.now(UTC))
        broken = sum(_looked_at(promise, here) for promise in PROMISES)
    if broken:
        say(f"\n{broken} janji belum terpenuhi. / {broken} promises do not hold.")
        return ground.FAILED
    say("\nSemua janji terpenuhi. / Every promise holds.")
    return 0


def _looked_at(promise: Promise, here: Here) -> bool:
    """Look at one promise and say it; tell whether it is broken."""
    from django.db import DatabaseError, connection

    owed = here.real or not promise.real_only
    try:
        found = promise.holds(here) or ""
        say(f"✓ {promise.words}{_beside(found)}")
    except (Broken, OSError, DatabaseError) as no:
        connection.close()
        why = str(no).partition("\n")[0] if isinstance(no, Broken) else type(no).__name__
        if not owed:
            say(f"– {promise.words}: latihan, belum wajib / practice, not owed{_beside(why)}")
            return False
        say(f"✗ {promise.words}{_beside(why)}\n    → {promise.remedy}")
        return True
    return False


def _beside(found: str) -> str:
    return f" ({found})" if found else ""


# -- the database -----------------------------------------------------------------------------


def _durable(here: Here) -> None:
    off = [name for name in ("fsync", "full_page_writes", "synchronous_commit") if here.one(f"SHOW {name}") != "on"]
    if off:
        raise Broken(", ".join(f"{name} = off" for name in off))


def _checksums(here: Here) -> None:
    if here.one("SHOW data_checksums") != "on":
        raise Broken("data_checksums = off")


def _roles(_: Here) -> str:
    """Compare what the application's role may do with ``config/policies.py``, table by table."""
    different = sorted(_differences())
    if different:
        raise Broken(", ".join(different[:5]))
    from dampingi.config.policies import POLICIES

    return f"{len(POLICIES)} tabel / tables"


def _differences() -> Iterator[str]:
    from django.apps import apps
    from django.db import connection

    from dampingi.config.policies import APP_ROLE, POLICIES

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = %s", [APP_ROLE]
        )
        powers = cursor.fetchone()
        if powers is None or any(powers):
            yield APP_ROLE
            return
        cursor.execute(
            "SELECT c.oid, format('%s.%s', n.nspname, c.relname), c.relrowsecurity, pg_get_userbyid(c.relowner),"
            " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid)"
            " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
            " WHERE c.relkind IN ('r', 'p') AND n.nspname IN ('public', 'keyring')",
        )
        found = {name: (oid, guarded, owner, policies) for oid, name, guarded, owner, policies in cursor.fetchall()}
        wanted = {"public.dampingi_installation": ({"SELECT"}, False)}
        for label, policy in POLICIES.items():
            table = apps.get_model(label)._meta.db_table.replace('"', "")
            name = table if "." in table else f"public.{table}"
            wanted[name] = (set(policy.grants.split(", ")), bool(policy.sees))
        for name, (oid, guarded, owner, policies) in found.items():
            grants, polices = wanted.pop(name, (set(), False))
            cursor.execute(
                "SELECT array_agg(r) FROM unnest(%s::text[]) r WHERE has_table_privilege(%s, %s::oid, r)",
                [list(_RIGHTS), APP_ROLE, oid],
            )
            held = set(cursor.fetchone()[0] or ())
            if held != grants or guarded != polices or bool(policies) != polices or owner == APP_ROLE:
                yield name
        yield from wanted


def _ledger(_: Here) -> str:
    from dampingi.audit import checkpoints
    from dampingi.audit.models import Head, Line
    from dampingi.audit.verifier import verify
    from dampingi.keys.root import KeyRefused

    try:
        found = verify(checkpoints=checkpoints.path())
    except KeyRefused as no:
        raise Broken(str(no)) from None
    if found:
        raise Broken(f"{found[0].unit_id} {found[0].seq}: {found[0].what}")
    return f"{Line.objects.count()} baris / lines, {Head.objects.count()} rantai / chains"


def _mode(here: Here) -> str:
    from dampingi.config.database import mode, refuse_half_restored

    refuse_half_restored()
    found, wanted = mode(), "real" if here.real else "practice"
    if found != wanted:
        raise Broken(f"{found} ≠ {wanted}")
    return wanted


# -- keys -------------------------------------------------------------------------------------


def _key_opens(here: Here) -> str:
    from dampingi.keys import root
    from dampingi.keys.actions import check_root

    try:
        check_root(at=here.at)
    except root.KeyRefused as no:
        raise Broken(str(no)) from None
    return root.root_name()


def _key_place(here: Here) -> None:
    from dampingi.keys import root

    for path in (root.root_path(), root.ledger_path()):
        if path.resolve().is_relative_to(here.folder.resolve()):
            raise Broken(f"{path}: di dalam folder data / in the data folder")
        if here.chosen and path.resolve().is_relative_to(here.chosen.backups.resolve()):
            raise Broken(f"{path}: di dalam folder cadangan / in the folder of backups")
        for one in (path, path.parent):
            mode = stat.S_IMODE(one.stat().st_mode)
            if mode & (0o077 if one == path else 0o022):
                raise Broken(f"{one}: {mode:04o}")


def _secrets_closed(here: Here) -> None:
    for name in ("django-secret.key", installation.NAME, upkeep.NAME):
        path = here.folder / name
        if path.exists() and stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise Broken(f"{path}: {stat.S_IMODE(path.stat().st_mode):04o}")


def _paper(here: Here) -> str:
    return _done(here, upkeep.What.PAPER)


def _done(here: Here, what: upkeep.What) -> str:
    done_at = upkeep.last(here.folder, what).done_at
    if done_at is None:
        raise Broken("belum pernah / never")
    return done_at.isoformat(timespec="minutes")


# -- backups ----------------------------------------------------------------------------------


def _recipients(here: Here) -> str:
    count = len(set(here.chosen.recipients)) if here.chosen else 0
    if count < installation.FEWEST_RECIPIENTS:
        raise Broken(f"{count} penerima / recipients")
    return f"{count} penerima / recipients"


def _backup(here: Here) -> str:
    """Look at the note and at the files themselves: a note alone restores nothing."""
    last = upkeep.last(here.folder, upkeep.What.BACKUP)
    said = _done(here, upkeep.What.BACKUP)
    if last.older_than(upkeep.BACKUP_ALARM, at=here.at):
        raise Broken(said)
    lie = {one.id: one for one in backups.kept(Path(last.said.get("place", "/")))}
    one = lie.get(str(last.said.get("id")))
    if one is None or not one.keys.exists():
        raise Broken(f"{said}: berkasnya tidak ada / its files are gone")
    if one.data.stat().st_size + one.keys.stat().st_size != last.said.get("bytes"):
        raise Broken(f"{said}: ukuran berkasnya lain / its files have another size")
    return said


def _elsewhere(here: Here) -> None:
    place = here.chosen.backups if here.chosen else here.folder
    if place.stat().st_dev == here.folder.stat().st_dev:
        raise Broken(f"{place}: cakram yang sama / the same disk")


def _drill(here: Here) -> str:
    said = _done(here, upkeep.What.DRILL)
    last = upkeep.last(here.folder, upkeep.What.DRILL)
    if last.failed or last.older_than(upkeep.DRILL_ALARM, at=here.at):
        raise Broken(f"{said}{': ' + last.failed if last.failed else ''}")
    return said


# -- the machine ------------------------------------------------------------------------------


def _room(here: Here) -> str:
    homes = [here.folder, *([here.chosen.backups] if here.chosen else [])]
    least = ""
    for home in homes:
        disk = shutil.disk_usage(home)
        least = f"{home}: {disk.free / disk.total:.0%}"
        if disk.free < max(_LEAST_FREE, _FULL * disk.total):
            raise Broken(least)
    return least


class _Timex(ctypes.Structure):
    _fields_ = (
        ("modes", ctypes.c_uint),
        ("offset", ctypes.c_long),
        ("freq", ctypes.c_long),
        ("maxerror", ctypes.c_long),
        ("esterror", ctypes.c_long),
        ("status", ctypes.c_int),
        ("rest", ctypes.c_byte * 256),
    )


def _clock(here: Here) -> None:
    """Ask the kernel whether anybody keeps its clock, and the database whether it agrees."""
    told = _Timex()
    if ctypes.CDLL(None, use_errno=True).adjtimex(ctypes.byref(told)) < 0:
        raise Broken("adjtimex")
    if told.status & _UNSYNCHRONISED:
        raise Broken("tidak disinkronkan / not synchronised")
    apart = abs((here.one("SELECT clock_timestamp()") - datetime.now(UTC)).total_seconds())
    if apart > _SKEW:
        raise Broken(f"{apart:.0f} s")


def _not_ahead(here: Here) -> None:
    """Refuse a newest line from the future: the clock was set back since, or had run ahead."""
    newest = here.one("SELECT max(at) FROM audit_line")
    if newest is not None and (newest - datetime.now(UTC)).total_seconds() > _SKEW:
        raise Broken(newest.isoformat(timespec="minutes"))


def _quiet(_: Here) -> None:
    from django.conf import settings

    if settings.DEBUG or settings.ADMINS:
        raise Broken("DEBUG" if settings.DEBUG else "ADMINS")


def _cookies(_: Here) -> None:
    from django.conf import settings

    names = (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME)
    if not (settings.SESSION_COOKIE_SECURE and all(name.startswith("__Host-") for name in names)):
        raise Broken(", ".join(names))


def _no_swap(_: Here) -> None:
    lines = Path("/proc/swaps").read_text(encoding="utf-8").splitlines()[1:]
    open_ones = [line.split()[0] for line in lines if not line.startswith(("/dev/dm-", "/dev/zram"))]
    if open_ones:
        raise Broken(", ".join(open_ones))


# -- accounts ---------------------------------------------------------------------------------


def _no_demo(here: Here) -> None:
    from dampingi.access.models import Staff

    if (here.folder / "demo-accounts.txt").exists():
        raise Broken("demo-accounts.txt")
    if count := Staff.objects.filter(email__endswith="@contoh.test").count():
        raise Broken(f"{count} akun / accounts")


def _second_factors(_: Here) -> str:
    """Count the open accounts that open cases and have no second factor; never whose they are."""
    from django.apps import apps
    from django.conf import settings

    from dampingi.access.models import Staff
    from dampingi.access.rules import Verb

    if not apps.is_installed("allauth.mfa") or not getattr(settings, "DAMPINGI_MFA_REQUIRED", False):
        raise Broken("tidak diwajibkan / not required")
    kept: Any = next(model for model in apps.get_models() if model._meta.label == "mfa.Authenticator")
    having = set(kept.objects.exclude(type="recovery_codes").values_list("user_id", flat=True))
    openers = [staff for staff in Staff.objects.filter(is_active=True) if staff.may(Verb.SEE_CASES)]
    if without := sum(staff.id not in having for staff in openers):
        raise Broken(f"{without}/{len(openers)} akun tanpa / accounts without")
    return f"{len(openers)} akun / accounts"


PROMISES = (
    Promise(
        code="durable",
        words="Yang tersimpan ada di cakram / what is saved is on the disk",
        remedy="Nyalakan fsync, full_page_writes dan synchronous_commit di PostgreSQL. / Turn them on in PostgreSQL.",
        holds=_durable,
    ),
    Promise(
        code="checksums",
        words="Basis data memeriksa tiap halamannya / the database checks each of its pages",
        remedy="Hentikan PostgreSQL, jalankan `pg_checksums --enable`. / Stop PostgreSQL, run `pg_checksums --enable`.",
        holds=_checksums,
    ),
    Promise(
        code="mode",
        words="Latihan dan nyata terpisah / practice and real are apart",
        remedy="Periksa DAMPINGI_DATA dan DATABASE_URL. / Look at DAMPINGI_DATA and DATABASE_URL.",
        holds=_mode,
    ),
    Promise(
        code="roles",
        words="Peran aplikasi hanya boleh yang tertulis / the application's role may only what is written",
        remedy="Jalankan `dampingi migrate`; bila tetap, cari siapa yang mengubahnya. / Run `dampingi migrate`; if it stays, find out who changed it.",
        holds=_roles,
    ),
    Promise(
        code="ledger",
        words="Catatan utuh / the ledger is whole",
        remedy="Jangan ubah apa pun; `dampingi verify-ledger` menunjukkan tempatnya; bandingkan dengan cadangan. / Change nothing; `dampingi verify-ledger` shows the place; compare with a backup.",
        holds=_ledger,
    ),
    Promise(
        code="root-key",
        words="Kunci utama dan kunci catatan cocok / root key and ledger key fit",
        remedy="Pasang kunci dari lembar kertas: `dampingi init --from-paper`. / Put back the keys from the paper sheet.",
        holds=_key_opens,
    ),
    Promise(
        code="key-place",
        words="Kunci di luar folder data dan cadangan, tertutup / keys lie outside data and backups, closed",
        remedy="Pindahkan kunci, sebutkan di installation.toml; chmod 600 berkas, 700 foldernya. / Move them, name them there; chmod.",
        holds=_key_place,
        real_only=True,
    ),
    Promise(
        code="files-closed",
        words="Berkas pengaturan tertutup bagi akun lain / files of settings are closed to others",
        remedy="chmod 600 berkas itu. / chmod 600 that file.",
        holds=_secrets_closed,
    ),
    Promise(
        code="paper",
        words="Lembar kunci ditulis dan dibaca ulang / the key sheet was written and read back",
        remedy="dampingi init --paper",
        holds=_paper,
        real_only=True,
    ),
    Promise(
        code="recipients",
        words="Cadangan terbuka bagi dua penerima / backups open for two recipients",
        remedy="`dampingi backup --new-recipient BERKAS`, tambahkan di installation.toml. / Add them there.",
        holds=_recipients,
        real_only=True,
    ),
    Promise(
        code="backup",
        words="Cadangan terakhir paling lama 26 jam / the last backup is 26 hours old at most",
        remedy="Jalankan `dampingi backup` dan baca sebabnya bila gagal. / Run `dampingi backup`; read why where it fails.",
        holds=_backup,
        real_only=True,
    ),
    Promise(
        code="backup-elsewhere",
        words="Cadangan di cakram lain / backups lie on another disk",
        remedy="Ubah `backups` di installation.toml ke cakram lain; bawa salinan ke luar gedung. / Change it; take a copy out of the building.",
        holds=_elsewhere,
        real_only=True,
    ),
    Promise(
        code="drill",
        words="Pemulihan diuji paling lama 35 hari lalu / restoring was tried 35 days ago at most",
        remedy="dampingi restore --drill --identity BERKAS/FILE",
        holds=_drill,
        real_only=True,
    ),
    Promise(
        code="room",
        words="Ruang cakram lebih dari 15 % / more than 15 % of the disk is free",
        remedy="Kosongkan cakram atau pindahkan cadangan lama. / Free the disk, or move old backups away.",
        holds=_room,
    ),
    Promise(
        code="clock",
        words="Jam disinkronkan / the clock is synchronised",
        remedy="Nyalakan NTP (`timedatectl set-ntp true`). / Turn NTP on.",
        holds=_clock,
        real_only=True,
    ),
    Promise(
        code="not-ahead",
        words="Tidak ada catatan dari masa depan / no line of the ledger lies in the future",
        remedy="Jam pernah salah: betulkan, catat sejak kapan. / The clock was wrong: set it right, note since when.",
        holds=_not_ahead,
    ),
    Promise(
        code="debug-off",
        words="Tidak ada halaman pembantu pengembang / no pages for developers",
        remedy="Jangan ubah DEBUG dan ADMINS. / Leave DEBUG and ADMINS as they are.",
        holds=_quiet,
    ),
    Promise(
        code="cookies",
        words="Kuki hanya lewat TLS / cookies travel under TLS only",
        remedy="Hapus DAMPINGI_SECURE dari lingkungan. / Take DAMPINGI_SECURE out of the environment.",
        holds=_cookies,
        real_only=True,
    ),
    Promise(
        code="swap",
        words="Memori tidak ditulis ke cakram terbuka / memory is not written to an open disk",
        remedy="Matikan swap (`swapoff -a`) atau enkripsi. / Turn swap off, or encrypt it.",
        holds=_no_swap,
        real_only=True,
    ),
    Promise(
        code="no-demo",
        words="Tidak ada akun latihan / no accounts of practice",
        remedy="Mulai instalasi nyata di folder baru: `dampingi init`. / Begin the real installation in a new folder.",
        holds=_no_demo,
        real_only=True,
    ),
    Promise(
        code="second-factors",
        words="Tiap akun yang membuka kasus punya langkah kedua / every account that opens cases has a second factor",
        remedy="Minta petugas itu masuk dan memasangnya; nonaktifkan akun yang tidak dipakai. / Have them sign in and set it up; close unused accounts.",
        holds=_second_factors,
        real_only=True,
    ),
)
