"""What is done beside a running installation, without one, and with a database that somebody names."""

import os
import re
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dampingi.config.cluster import OWNER, Cluster
from tests.config.installation import COMPANION, READY, Installation

TOKEN = r"dmp_[A-Za-z0-9_-]{40,}\n"


# -- token ------------------------------------------------------------------------------------


def test_token_prints_the_token_alone_with_and_without_a_running_server(installation: Installation) -> None:
    without = installation.command("token", COMPANION)
    assert installation.processes() == {}
    other = installation.command("token", COMPANION, "--scope", "lain").stdout.strip()
    running = installation.run().until(READY)
    beside = installation.command("token", COMPANION, "--days", "3")
    for done in (without, beside):
        assert done.returncode == 0, done.stderr
        assert done.stdout.startswith("dmp_")
        assert len(done.stdout.split()) == 1
        assert installation.call("/cases", done.stdout.strip()).status == 200
    for strange in (other, "dmp_" + "x" * 43):  # of another scope, of nobody
        assert installation.call("/cases", strange).status == 401
    lasts = "SELECT round(extract(epoch FROM expires_at - made_at) / 86400) FROM access_token ORDER BY made_at"
    assert installation.cluster().sql(lasts).splitlines()[-3:] == ["1", "1", "3"]
    assert running.press() == 0
    assert installation.processes() == {}


def test_token_for_an_unknown_address_says_so_and_prints_nothing(installation: Installation) -> None:
    done = installation.command("token", "tidak-ada@contoh.test")
    assert done.returncode == 1
    assert done.stdout == ""
    assert len(done.stderr.split()) > 2
    assert "Traceback" not in done.stderr


# -- invite -----------------------------------------------------------------------------------


def test_an_invitation_is_printed_alone_and_the_lost_password_is_dead(installation: Installation) -> None:
    lost = "pendamping2-6271@contoh.test"  # nobody of the other stories signs in as her
    done = installation.command("invite", lost, "--lost")
    assert done.returncode == 0, done.stderr
    assert re.fullmatch(r"([0-9A-Z]{4}-){2}[0-9A-Z]{4}\n", done.stdout)
    with installation.cluster() as cluster:
        kept = cluster.sql(f"SELECT left(password, 1) FROM access_staff WHERE email = '{lost}'")
    assert kept.strip() == "!"
    unknown = installation.command("invite", "tidak-ada@contoh.test")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert len(unknown.stderr.split()) > 2


# -- the others -------------------------------------------------------------------------------


def test_the_ledger_is_read_whole_and_the_clock_runs_once(installation: Installation) -> None:
    assert installation.command("tick").returncode == 0
    read = installation.command("verify-ledger")
    assert read.returncode == 0
    assert "intact" in read.stdout
    assert installation.command("migrate").returncode == 0


def test_a_changed_ledger_is_told(installation: Installation) -> None:
    with installation.cluster() as cluster:
        act = cluster.sql("SELECT act FROM audit_line WHERE seq = 2 ORDER BY unit_id LIMIT 1")
        one = "unit_id = (SELECT min(unit_id::text)::uuid FROM audit_line WHERE seq = 2) AND seq = 2"
        cluster.sql(f"UPDATE audit_line SET act = 'case.closed' WHERE {one}")
        done = installation.command("verify-ledger")
        cluster.sql(f"UPDATE audit_line SET act = '{act}' WHERE {one}")
    assert done.returncode == 1
    assert installation.command("verify-ledger").returncode == 0


@pytest.mark.parametrize(
    "words", [("token", COMPANION), ("migrate",), ("tick",), ("verify-ledger",), ("manage", "shell")]
)
def test_on_nothing_a_command_says_what_to_do_and_makes_nothing(nothing: Installation, words: tuple[str, ...]) -> None:
    done = nothing.command(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "make run" in done.stderr
    assert str(nothing.folder) in done.stderr
    assert not nothing.folder.exists()


def test_what_is_done_to_an_unfinished_installation_is_said_without_a_traceback(nothing: Installation) -> None:
    with Cluster(nothing.folder / "postgres"):
        pass
    done = nothing.command("token", COMPANION)
    assert done.returncode == 1
    assert "make run" in done.stderr
    assert "Traceback" not in done.stderr
    assert nothing.processes() == {}


# -- real mode does not start over practice --------------------------------------------------------


def test_h24_serve_refuses_with_every_reason(installation: Installation) -> None:
    done = installation.command("serve", DAMPINGI_ROOT_KEY=str(installation.folder / "practice-root.key"))
    assert done.returncode == 2
    for reason in ("no real installation", "DAMPINGI_ROOT_KEY", "demo accounts"):
        assert reason in done.stderr
    assert installation.processes() == {}


def test_h24_serve_refuses_where_nothing_was_made(nothing: Installation, tmp_path: Path) -> None:
    key = tmp_path / "root.key"
    key.write_bytes(os.urandom(32))
    done = nothing.command("serve", DAMPINGI_ROOT_KEY=str(key))
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "dampingi init" in done.stderr
    assert not nothing.folder.exists()


def test_a_key_reached_through_a_link_still_lies_in_the_data_folder(installation: Installation, tmp_path: Path) -> None:
    link = tmp_path / "link.key"
    link.symlink_to(installation.folder / "practice-root.key")
    assert "outside the data folder" in installation.command("serve", DAMPINGI_ROOT_KEY=str(link)).stderr


# -- a database that is named -----------------------------------------------------------------

Named = Callable[[str], dict[str, str]]


@pytest.fixture
def named(cluster: Cluster) -> Iterator[Named]:
    """Return how to make a database with some SQL in it; what comes back names it in the environment."""
    name = f"named_{os.getpid()}"

    def make(sql: str) -> dict[str, str]:
        cluster.sql(f'CREATE DATABASE "{name}" OWNER {OWNER}', database="postgres")
        if sql:
            cluster.sql(sql, database=name)
        return {"DATABASE_URL": cluster.url(database=name), "DAMPINGI_OWNER_URL": cluster.url(OWNER, name)}

    yield make
    cluster.sql(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', database="postgres")


def _tables(cluster: Cluster) -> list[str]:
    asked = "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname !~ '^(pg_|information_)' ORDER BY 1"
    return cluster.sql(asked, database=f"named_{os.getpid()}").splitlines()


@pytest.mark.parametrize("command", ["run", "migrate"])
@pytest.mark.parametrize(
    "sql",
    [
        "CREATE TABLE payroll AS SELECT 1 AS n",
        "CREATE SCHEMA elsewhere; CREATE TABLE elsewhere.payroll AS SELECT 1 AS n",
    ],
    ids=["public", "another schema"],
)
def test_a_database_with_tables_of_others_is_left_alone(
    nothing: Installation, named: Named, cluster: Cluster, sql: str, command: str
) -> None:
    around = named(sql)
    before = _tables(cluster)
    done = nothing.command(command, **around)
    assert done.returncode == 2
    assert "Name an empty one" in done.stderr
    assert _tables(cluster) == before
    assert not nothing.accounts.exists()


def test_a_database_marked_real_is_refused_by_run(nothing: Installation, named: Named, cluster: Cluster) -> None:
    around = named("CREATE TABLE dampingi_installation (mode text); INSERT INTO dampingi_installation VALUES ('real')")
    done = nothing.command("run", **around)
    assert done.returncode == 2
    assert "'real'" in done.stderr
    assert "'practice'" in done.stderr
    assert _tables(cluster) == ["public.dampingi_installation"]
    assert not nothing.accounts.exists()
    assert not (nothing.folder / "practice-root.key").exists()


def test_the_owner_of_the_tables_is_not_taken_for_the_application(
    nothing: Installation, named: Named, cluster: Cluster
) -> None:
    around = named("")
    for url in (around["DAMPINGI_OWNER_URL"], around["DATABASE_URL"].replace("dampingi_app@", "")):
        done = nothing.command("run", **around | {"DATABASE_URL": url})
        assert done.returncode == 2
        assert "dampingi_app" in done.stderr
    assert _tables(cluster) == []


def test_an_empty_database_of_ones_own_is_prepared_and_marked(
    nothing: Installation, named: Named, cluster: Cluster
) -> None:
    around = named("")
    done = nothing.command("migrate", **around)
    assert done.returncode == 0, done.stderr
    asked = "SELECT mode, (SELECT count(*) FROM pg_tables WHERE tableowner = 'dampingi_app') FROM dampingi_installation"
    assert cluster.sql(asked, database=f"named_{os.getpid()}") == "practice|0"
    assert nothing.command("migrate", **around).returncode == 0
    assert not (nothing.folder / "postgres").exists()


def test_a_database_that_does_not_answer_is_said_without_a_traceback(nothing: Installation) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        url = f"postgresql://dampingi_app:rahasia@127.0.0.1:{silent.getsockname()[1]}/dampingi"
        for words in (("run",), ("token", COMPANION)):
            done = nothing.command(*words, DATABASE_URL=url)
            assert done.returncode == 1
            assert "cannot be reached" in done.stderr or "does not answer" in done.stderr
            assert "Traceback" not in done.stderr
            assert "rahasia" not in done.stderr
