"""The command ``dampingi``: serving, keeping safe, and what is done beside it."""

import argparse
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from typing import Literal
from urllib.parse import unquote, urlsplit

from dampingi.config import ground, serving
from dampingi.config.cluster import ClusterFailed
from dampingi.config.ground import REFUSED, Stopped, data_folder
from dampingi.config.installation import Unclear

_INTERRUPTED = 130
_NO_DATABASE = {"makemigrations", "collectstatic", "check", "help", "diffsettings", "--version", "version"}
_AS_OWNER = {"migrate", "sqlmigrate", "dbshell", "flush", "showmigrations"}
_UNREACHED = (
    "Basis data tidak menjawab seperti seharusnya; periksa alamatnya, lalu jalankan `make run`. / "
    "The database does not answer as it should; check its address, then run `make run`: {why}"
)
_NOT_OURS = (
    "{path}: akun ini tidak diizinkan; mungkin dibuat oleh akun lain. / "
    "this account may not; it may be another account's."
)
_ONE_FACTOR = (
    "Mode nyata mewajibkan langkah kedua saat masuk; di sini itu tidak ada. / "
    "Real mode asks everybody for a second factor at sign-in; here it does not."
)
_UNKNOWN_ADDRESS = "Tidak ada akun aktif dengan alamat ini. / There is no open account with this address."
_DEMO_HERE = "Ada akun latihan di basis data ini. / There are demo accounts in this database."


# -- the parts of a start, each a process of its own ------------------------------------------


def _prepare(_: argparse.Namespace) -> int:
    """Mark, migrate and grant, as the owner; nothing is written for a wrong database or key."""
    ground.start_django(owner=True)
    from django.conf import settings
    from django.db import connection

    from dampingi.config import database
    from dampingi.keys.actions import check_root
    from dampingi.keys.models import RootCheck
    from dampingi.keys.root import KeyRefused

    try:
        mode: Literal["practice", "real"] = "real" if settings.DAMPINGI_MODE == "real" else "practice"
        database.refuse_half_restored()
        database.refuse_foreign(mode=mode)
        database.refuse_powers(unquote(urlsplit(settings.DAMPINGI_APP_URL).username or ""))
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regclass(%s)", [RootCheck._meta.db_table])
            (known,) = cursor.fetchone()
        if known:
            check_root(at=ground.now())
        database.prepare(mode=mode)
        check_root(at=ground.now())
    except (database.Refused, KeyRefused) as no:
        ground.complain(str(no))
        return REFUSED
    return 0


def _fill(_: argparse.Namespace) -> int:
    """Load the gazetteer and the practice data where they are missing, as the application's role."""
    ground.start_django()
    from django.db import transaction

    from dampingi.access.models import Unit
    from dampingi.config import demo
    from dampingi.config.installing import load_gazetteer

    load_gazetteer()
    if Unit.objects.exists():
        return 0
    ground.say("Mengarang data latihan … / Inventing practice data …")
    word = demo.password()
    with transaction.atomic():  # all of it and its password, or nothing: a stopped start begins anew
        accounts = demo.fill(at=ground.now(), word=word)
        wide = max((len(a.email) for a in accounts), default=0)
        lines = [f"{a.email:<{wide}}  {a.unit}: {a.role}" for a in accounts]
        _keep_accounts("\n".join([f"Kata sandi / password: {word}", "", *lines, ""]))
    return 0


def _keep_accounts(text: str) -> None:
    """Write the accounts where only this account reads them."""
    path = data_folder() / "demo-accounts.txt"
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)


def _refuse_soft(_: argparse.Namespace) -> int:
    """Refuse to serve real people beside accounts of practice, or where a password alone opens a case."""
    ground.start_django(owner=True)
    from django.conf import settings

    from dampingi.access.models import Staff

    if not getattr(settings, "DAMPINGI_MFA_REQUIRED", False):
        ground.complain(_ONE_FACTOR)
        return REFUSED
    if Staff.objects.filter(email__endswith="@contoh.test").exists():
        ground.complain(_DEMO_HERE)
        return REFUSED
    return 0


# -- beside a running installation, or without one --------------------------------------------


def token(asked: argparse.Namespace) -> int:
    """Print a new token for the API, and nothing else."""
    with ground.database():
        ground.start_django()
        from dampingi.access.actions import issue_token
        from dampingi.access.actor import acting_as
        from dampingi.kernel.refusals import Refusal

        try:
            with acting_as("command"):
                ground.say(issue_token(email=asked.email, days=asked.days, scope=asked.scope, at=ground.now()))
        except Refusal as no:
            for one in no.obstacles:
                ground.complain(f"{one.words} {one.remedy}".strip())
            return 1
    return 0


def invite(asked: argparse.Namespace) -> int:
    """Print an invitation code, and nothing else: for an account nobody inside can help in."""
    with ground.database():
        ground.start_django()
        from dampingi.access.actions import help_in
        from dampingi.access.actor import acting_as
        from dampingi.access.models import Staff
        from dampingi.kernel.actors import System

        staff = Staff.objects.select_related("unit").filter(email=asked.email.lower(), is_active=True).first()
        if staff is None:
            ground.complain(_UNKNOWN_ADDRESS)
            return 1
        with acting_as("command"):
            ground.say(help_in(staff, lost=asked.lost, by=System("command"), at=ground.now()))
    return 0


def verify_ledger(_: argparse.Namespace) -> int:
    """Read the whole ledger; say what was done to it."""
    with ground.database():
        ground.start_django(owner=True)
        from dampingi.audit import checkpoints
        from dampingi.audit.models import Head, Line
        from dampingi.audit.verifier import verify
        from dampingi.keys.root import KeyRefused

        try:
            found = verify(checkpoints=checkpoints.path())
        except KeyRefused as no:
            ground.complain(str(no))
            return REFUSED
        for one in found:
            ground.say(f"{one.unit_id} {one.seq}-{one.last} {one.what}: {one.words}")
        if found:
            return 1
        lines, chains = Line.objects.count(), Head.objects.count()
        ground.say(f"Utuh / intact: {lines} baris / lines, {chains} rantai / chains.")
    return 0


def migrate(_: argparse.Namespace) -> int:
    """Bring the tables and the grants of an installation to what this version needs."""
    with ground.database():
        return _prepare(_)


def tick(asked: argparse.Namespace) -> int:
    """Do what the clock asks for, once or again and again."""
    with ground.database():
        ground.start_django()
        from django.db import close_old_connections

        from dampingi.config import jobs

        if not asked.every:
            jobs.tick(at=ground.now())
            return 0
        ground.stop_on_signals(ground.stopped)
        with contextlib.suppress(Stopped):
            while True:
                try:
                    close_old_connections()
                    jobs.tick(at=ground.now())
                except Exception as error:  # noqa: BLE001 -- the clock goes on; no message, it may name somebody
                    ground.complain(f"tick: {type(error).__name__}")
                time.sleep(asked.every)
        ground.stop_on_signals(signal.SIG_IGN)
        _last_checkpoints()
    return 0


def _last_checkpoints() -> None:
    """Write the heads of the chains once more before the end."""
    from django.db import DatabaseError, connection

    from dampingi.access.actor import acting_as
    from dampingi.audit.checkpoints import write_checkpoints

    connection.close()
    with contextlib.suppress(DatabaseError), acting_as("checkpoints"):
        write_checkpoints(at=ground.now())


def manage(asked: argparse.Namespace) -> int:
    """Hand the rest of the line to Django."""
    words: list[str] = asked.words
    first = words[0] if words else "help"
    around = contextlib.nullcontext() if first in _NO_DATABASE else ground.database()
    ground.environment()
    with around:
        if first in _AS_OWNER:
            os.environ["DAMPINGI_AS_OWNER"] = "1"
        from django.core.management import execute_from_command_line

        execute_from_command_line(["dampingi manage", *words])
    return 0


_PARTS = "run|serve|init|backup|restore|doctor|token|invite|verify-ledger|migrate|tick|manage"


def _load(name: str, parser: argparse.ArgumentParser) -> None:
    """Say what one of the operator's commands does, and what may be said to it."""
    from dampingi.config import backups, doctor, installing, restoring

    what, options = {
        "init": (installing.init, installing.options),
        "backup": (backups.backup, backups.options),
        "restore": (restoring.restore, restoring.options),
        "doctor": (doctor.doctor, None),
        "_found": (installing.found, None),
    }[name]
    parser.set_defaults(do=what)
    parser.description = what.__doc__
    if options:
        options(parser)


def _parser(first: str) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dampingi", description="Dampingi.")
    parts = parser.add_subparsers(dest="part", required=True, metavar=_PARTS)

    def part(name: str, what: Callable[[argparse.Namespace], int]) -> argparse.ArgumentParser:
        one = parts.add_parser(name, description=what.__doc__)
        one.set_defaults(do=what)
        return one

    part("run", serving.run)
    part("serve", serving.serve).add_argument("--practice", action="store_true", help="the same as run")
    for name in ("init", "backup", "restore", "doctor", "_found"):
        one = parts.add_parser(name)
        if name == first:  # only then: a start of the service does not wait for what it does not use
            _load(name, one)
    one = part("token", token)
    one.add_argument("email")
    one.add_argument("--days", type=int, default=1)
    one.add_argument("--scope", default="api")
    one = part("invite", invite)
    one.add_argument("email")
    one.add_argument("--lost", action="store_true", help="her phone or key is lost: take her second factors away")
    part("verify-ledger", verify_ledger)
    part("migrate", migrate)
    part("tick", tick).add_argument("--every", type=int, default=0, metavar="SECONDS")
    part("manage", manage).add_argument("words", nargs=argparse.REMAINDER)
    part("_prepare", _prepare)
    part("_fill", _fill)
    part("_refuse_soft", _refuse_soft)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the command line asks; return the exit status."""
    line = list(sys.argv[1:] if arguments is None else arguments)
    djangos = line[:1] == ["manage"]  # its options are Django's, not ours
    asked = argparse.Namespace(do=manage, words=line[1:]) if djangos else _parser(next(iter(line), "")).parse_args(line)
    try:
        return int(asked.do(asked))
    except (ClusterFailed, Unclear) as no:
        ground.complain(str(no))
    except PermissionError as no:
        ground.complain(_NOT_OURS.format(path=no.filename))
    except KeyboardInterrupt:
        return _INTERRUPTED
    except Exception as no:
        if not (why := _why_no_database(no)):
            raise
        ground.complain(_UNREACHED.format(why=why))
    return 1


def _why_no_database(error: Exception) -> str:
    """Return in a line why the database could not be asked; nothing for any other error."""
    if "django.db" not in sys.modules:
        return ""
    from django.db import OperationalError, ProgrammingError

    # The first line alone: what follows may quote what was asked.
    return str(error).partition("\n")[0] if isinstance(error, OperationalError | ProgrammingError) else ""


if __name__ == "__main__":
    sys.exit(main())
