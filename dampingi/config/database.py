"""Preparing the database: its mode, its tables, and what the application's role may do."""

from typing import Literal

from django.core.management import call_command
from django.db import connection as default
from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from dampingi.config.policies import apply_access

__all__ = ["Mode", "Refused", "apply_access", "mode", "prepare"]

Mode = Literal["practice", "real"]


class Refused(Exception):
    """A database is not for this command; the message says why and what to do."""


def _tables(connection: BaseDatabaseWrapper) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        return {name for (name,) in cursor.fetchall()}


def mode(connection: BaseDatabaseWrapper = default) -> Mode | None:
    """Return the mode the database was created in, or None when it was never marked."""
    if "dampingi_installation" not in _tables(connection):
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT mode FROM dampingi_installation")
        row = cursor.fetchone()
    return row[0] if row else None


def prepare(*, mode: Mode) -> bool:
    """Mark, migrate and grant; return whether the database was new. Runs as the owner.

    Raises ``Refused`` for a database of the other mode, and for one that holds tables but no mark:
    practice and real data never meet in one database.
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
            cursor.execute("GRANT SELECT ON dampingi_installation TO dampingi_app")
    return found is None


_mode_of = mode
