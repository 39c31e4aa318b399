"""Backup and restore of what is loaded, timed beside PostgreSQL's own dump and restore of the same database.

The baseline encrypts nothing and proves nothing: it is the least that copying these rows can take.
"""

import shutil
import subprocess
import time
from pathlib import Path
from typing import Any

from bench.ground import NAMES, OURS, Ground


def keep_safe(stand: Ground) -> dict[str, Any]:
    """Back the loaded database up, restore it on an empty place, and do the same by pg_dump and pg_restore."""
    home = stand.home / "safe"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(mode=0o700)
    try:
        said = {OURS: _ours(stand, home), "pg_dump, pg_restore": _plainly(stand, home)}
    finally:
        _remove(home / "restored")
        shutil.rmtree(home, ignore_errors=True)
    said["database_mb"] = round(int(stand.plans(OURS, "SELECT pg_database_size(current_database())")) / 1e6, 1)
    _tell(said)
    return said


def _ours(stand: Ground, home: Path) -> dict[str, Any]:
    from dampingi.config.backups import kept

    made = []
    for name in ("a", "b"):
        made += ["--recipient", stand.done("-m", "dampingi.config.command", "backup", "--new-recipient", str(home / name))]
    place = home / "backups"
    began = time.monotonic()
    stand.done("-m", "dampingi.config.command", "backup", "--to", str(place), *made)
    backed_up = time.monotonic() - began
    [one] = kept(place)
    elsewhere = {
        "DAMPINGI_DATA": str(home / "restored"),
        "DAMPINGI_ROOT_KEY": str(stand.data / "practice-root.key"),
        "DAMPINGI_APP_URL": "",
        "DAMPINGI_OWNER_URL": "",
    }
    began = time.monotonic()
    proof = stand.done(
        "-m", "dampingi.config.command", "restore", "--verify", str(one.data), "--identity", str(home / "b"), **elsewhere
    )
    return {
        "backup_s": round(backed_up, 1),
        "restore_and_proof_s": round(time.monotonic() - began, 1),
        "mb": round((one.data.stat().st_size + one.keys.stat().st_size) / 1e6, 1),
        "proof": proof.splitlines()[2:4],
    }


def _plainly(stand: Ground, home: Path) -> dict[str, Any]:
    from dampingi.config.tables import program

    dump, name = home / "plain.dump", f"{NAMES[OURS]}_again"
    url = stand.cluster.url(stand.owner, NAMES[OURS])
    began = time.monotonic()
    subprocess.run([program("pg_dump"), "--format=custom", "--compress=1", "--no-owner", f"--file={dump}", url], check=True)
    dumped = time.monotonic() - began
    stand.cluster.sql(f"CREATE DATABASE {name} OWNER {stand.owner}", database="postgres")
    try:
        began = time.monotonic()
        line = [program("pg_restore"), "--no-owner", "--exit-on-error", f"--dbname={stand.cluster.url(stand.owner, name)}", dump]
        subprocess.run(line, check=True)
        restored = time.monotonic() - began
    finally:
        stand.cluster.sql(f"DROP DATABASE {name} WITH (FORCE)", database="postgres")
    return {"backup_s": round(dumped, 1), "restore_s": round(restored, 1), "mb": round(dump.stat().st_size / 1e6, 1)}


def _remove(folder: Path) -> None:
    from dampingi.config.cluster import Cluster

    if (folder / "postgres").exists():
        Cluster(folder / "postgres").remove()


def _tell(said: dict[str, Any]) -> None:
    ours, plain = said[OURS], said["pg_dump, pg_restore"]
    print(
        f"  backup {ours['backup_s']} s (pg_dump {plain['backup_s']} s), restore and proof {ours['restore_and_proof_s']} s "
        f"(pg_restore {plain['restore_s']} s), {ours['mb']} MB of {said['database_mb']} MB",
        flush=True,
    )
