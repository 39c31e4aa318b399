"""Preparing the database: its mode, its tables, and what the application's role may do."""

from typing import Literal

from django.core.management import call_command
from django.db import connection as default
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from dampingi.config.policies import APP_ROLE, apply_access

__all__ = [
    "RESTORING",
    "Mode",
    "Refused",
    "apply_access",
    "mode",
    "prepare",
    "refuse_foreign",
    "refuse_half_restored",
    "refuse_powers",
]

Mode = Literal["practice", "real"]
RESTORING = "dampingi_restoring"  # a table that is there until a restore has proved everything


class Refused(Exception):
    """A database is not for this command; the message says why and what to do."""


def _tables(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_schema$)'")
        return {name for (name,) in cursor.fetchall()}


def mode(connection: BaseDatabaseWrapper = default) -> Mode | None:
    """Return the mode the database was created in, or None when it was never marked."""
    if "dampingi_installation" not in _tables(connection):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT mode FROM dampingi_installation")
        row = cursor.fetchone()
    return row[0] if row else None


def refuse_half_restored() -> None:
    """Raise ``Refused`` for a database whose restore did not end. Runs as the owner and writes nothing."""
    if RESTORING in _tables(default):
        message = (
            "Pemulihan ke basis data ini belum selesai; jalankan `dampingi restore` lagi. / "
            "Restoring into this database did not end; run `dampingi restore` again."
        )
        raise Refused(message)


def refuse_foreign(*, mode: Mode) -> bool:
    """Return whether the database is new. Runs as the owner and writes nothing.

    Raises ``Refused`` for a database of the other mode, for one that holds tables but no mark, and
    where the application's role is missing: practice and real data never meet in one database.
    """
    found = _mode_of(default)
    if found is None and _tables(default):
        message = (
            "Basis data ini berisi tabel yang bukan dari Dampingi. Sebutkan basis data kosong. / "
            "This database holds tables that are not Dampingi's. Name an empty one."
        )
        raise Refused(message)
    if found not in (None, mode):
        message = (
            f"Basis data ini bertanda '{found}', perintah ini untuk '{mode}'. Keduanya tidak boleh "
            f"bertemu. / This database is marked '{found}'; this command is for '{mode}'."
        )
        raise Refused(message)
    with default.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP_ROLE])
        if cursor.fetchone() is None:
            message = (
                f"Peran basis data belum ada. / A role is missing: CREATE ROLE {APP_ROLE} LOGIN; "
                "DATABASE_URL menyebut peran itu, DAMPINGI_OWNER_URL pemilik tabel. / "
                "DATABASE_URL names that role, DAMPINGI_OWNER_URL the owner of the tables."
            )
            raise Refused(message)
    return found is None


def refuse_powers(account: str) -> None:
    """Raise ``Refused`` where the application's own account could step around the policies.

    Runs as the owner and writes nothing.
    """
    with default.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper OR rolbypassrls OR pg_has_role(oid, current_user, 'MEMBER')"
            " OR NOT pg_has_role(oid, %s, 'USAGE') FROM pg_roles WHERE rolname = %s",
            [APP_ROLE, account],
        )
        found = cursor.fetchone()
    if found is None or found[0]:
        message = (
            f"DATABASE_URL harus menyebut peran {APP_ROLE}, yang tidak memiliki tabel; pemiliknya disebut "
            f"DAMPINGI_OWNER_URL. / DATABASE_URL must name the role {APP_ROLE}, which owns no table; "
            "the owner is named by DAMPINGI_OWNER_URL."
        )
        raise Refused(message)


def prepare(*, mode: Mode) -> bool:
    """Mark, migrate and grant; return whether the database was new. Runs as the owner.

    Raises ``Refused`` as ``refuse_foreign`` does.
    """
    new = refuse_foreign(mode=mode)
    with transaction.atomic(), default.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE IF NOT EXISTS dampingi_installation (mode text PRIMARY KEY "
            "CHECK (mode IN ('practice', 'real')))",
        )
        cursor.execute("INSERT INTO dampingi_installation VALUES (%s) ON CONFLICT DO NOTHING", [mode])
    call_command("migrate", verbosity=0, interactive=False)
    with transaction.atomic():
        apply_access(default)
        with default.cursor() as cursor:
            cursor.execute(f"GRANT SELECT ON dampingi_installation TO {APP_ROLE}")
    return new


_mode_of = mode
