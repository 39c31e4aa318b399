"""The cluster starts and stops, survives being killed, and is nobody's but its owner's to stop."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dampingi.config.cluster import APP, OWNER, Cluster

_HOLDER = """
import sys, time
from pathlib import Path
from dampingi.config.cluster import Cluster
Cluster(Path(sys.argv[1]), fsync=False).start()
print("up", flush=True)
time.sleep(600)
"""


@pytest.fixture
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a place for a cluster, and end whatever a failed test left there."""
    path = tmp_path_factory.mktemp("c") / "pg"
    yield path
    for place in [p.parent for p in path.rglob("cluster-is-at")] or [path] * path.exists():
        cluster = Cluster(place, fsync=False)
        cluster._clear_leftovers()
        shutil.rmtree(cluster.home)


def _modes(path: Path) -> dict[Path, int]:
    return {p: stat.S_IMODE(p.stat().st_mode) for p in path.parents}


def _hold(home: Path) -> subprocess.Popen[str]:
    """Start a cluster in another process and wait until it is up."""
    held = subprocess.Popen([sys.executable, "-c", _HOLDER, str(home)], stdout=subprocess.PIPE, text=True)
    assert held.stdout is not None
    assert held.stdout.readline() == "up\n"
    return held


def _kill(held: subprocess.Popen[str]) -> None:
    held.kill()
    held.wait()


def test_starts_stops_and_leaves_nothing(home: Path) -> None:
    """Both roles connect, the application's owns nothing, and no process stays."""
    with Cluster(home, fsync=False) as cluster:
        assert cluster.running()
        assert cluster.url(OWNER).startswith(f"postgresql://{OWNER}@/dampingi?host=/")
        assert cluster.sql("SELECT current_user, current_setting('data_checksums')") == f"{OWNER}|on"
        asked = f"SELECT rolsuper OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = '{APP}'"
        assert cluster.sql(asked) == "f"
        assert cluster.sql("SELECT count(*) FROM pg_database WHERE datdba = 'dampingi_app'::regrole") == "0"
        assert (
            cluster.sql("SELECT datlocprovider, datlocale FROM pg_database WHERE datname = 'dampingi'") == "b|C.UTF-8"
        )
        assert cluster.sql("SHOW listen_addresses") == ""
    assert not cluster.running()
    assert cluster._processes() == []


def test_data_outlives_killing_the_command(home: Path) -> None:
    """After kill -9 of the command the next one takes the server over, and stops it in the end."""
    held = _hold(home)
    Cluster(home, fsync=False).sql("CREATE TABLE kept AS SELECT 1 AS n")
    _kill(held)
    with Cluster(home, fsync=False) as cluster:
        assert cluster.sql("SELECT n FROM kept") == "1"
    assert cluster._processes() == []


def test_data_outlives_killing_the_server(home: Path) -> None:
    """After kill -9 of command and server, a stale pid file stands in nobody's way."""
    held = _hold(home)
    cluster = Cluster(home, fsync=False)
    cluster.sql("CREATE TABLE kept AS SELECT 1 AS n; CHECKPOINT")
    server = int(cluster._pid_lines()[0])
    _kill(held)
    os.kill(server, signal.SIGKILL)
    with cluster:
        assert int(cluster._pid_lines()[0]) != server
        assert cluster.sql("SELECT n FROM kept") == "1"
    assert cluster._processes() == []


def test_a_pid_of_somebody_else_is_left_alone(home: Path) -> None:
    """A stale record may name a process that is not ours: it lives on."""
    with Cluster(home, fsync=False) as cluster:
        lines = cluster._pid_lines()
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    try:
        (cluster.data / "postmaster.pid").write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        with cluster:
            assert cluster.running()
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_a_second_user_does_not_stop_it(home: Path) -> None:
    """Who only uses a running server leaves it running."""
    with Cluster(home, fsync=False) as first:
        with Cluster(home, fsync=False) as second:
            assert second.sql("SELECT 1") == "1"
        assert first.running()
        assert first.sql("SELECT 1") == "1"
    assert not first.running()


def test_the_last_one_out_stops_it(home: Path) -> None:
    """An owner that ends first does not pull the server away from the others."""
    first, second = Cluster(home, fsync=False), Cluster(home, fsync=False)
    first.start()
    second.start()
    first.stop()
    assert second.running()
    second.stop()
    assert not second.running()


def test_modes_of_folders_above_stay(tmp_path: Path) -> None:
    """Not even for a server that cannot reach its place."""
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    home = shut / "pg"
    before = _modes(home)
    with Cluster(home, fsync=False) as cluster:
        assert cluster.sql("SELECT 1") == "1"
        assert stat.S_IMODE(cluster.data.stat().st_mode) == 0o700
        assert stat.S_IMODE(cluster._sockets().stat().st_mode) == 0o700
    assert _modes(home) == before
    if os.getuid() == 0:
        assert (home / "cluster-is-at").is_file()
        assert Cluster(home, fsync=False).home == cluster.home
        shutil.rmtree(cluster.home)


def test_a_place_that_was_chosen_but_never_filled_is_filled(tmp_path: Path) -> None:
    """A first start that was stopped before the tables were made."""
    shut = tmp_path / "shut"
    shut.mkdir(mode=0o700)
    first = Cluster(shut / "pg", fsync=False)
    with Cluster(shut / "pg", fsync=False) as again:
        assert again.home == first.home
        assert again.sql("SELECT 1") == "1"
    shutil.rmtree(first.home)


def test_a_start_that_is_interrupted_is_taken_back(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C between the server's birth and its first answer leaves no process."""
    cluster = Cluster(home, fsync=False)

    def interrupted(*_: object, **__: object) -> None:
        assert cluster._processes()
        raise KeyboardInterrupt

    monkeypatch.setattr(cluster, "sql", interrupted)
    with pytest.raises(KeyboardInterrupt), cluster:
        pass
    assert cluster._processes() == []
    with Cluster(home, fsync=False) as again:
        assert again.sql("SELECT 1") == "1"


def test_a_long_path(home: Path) -> None:
    """A socket's address is short by law of the kernel; the place of the data need not be."""
    long = home / ("nama-yang-panjang-sekali/" * 6).rstrip("/")
    with Cluster(long, fsync=False) as cluster:
        assert cluster.sql("SELECT 1") == "1"
        folder = cluster._sockets()
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    again = Cluster(long, fsync=False)
    assert again._sockets() == folder
    folder.rmdir()
    with again:
        assert again.running()
    again._sockets().rmdir()


def test_the_log_holds_no_statement(home: Path) -> None:
    """What was asked, and what was wrong with it, is not written down."""
    with Cluster(home, fsync=False) as cluster:
        for text in ("SELECT 'rahasia-satu'::uuid", "SELEC rahasia_dua", "SELECT rahasia_tiga"):
            with pytest.raises(Exception, match=r"rahasia|syntax"):
                cluster.sql(text)
    assert "rahasia" not in cluster.log.read_text()
