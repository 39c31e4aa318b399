"""``make bench``: measure Dampingi beside a plain Django on the same rows.

``--sizes 10000 100000``, ``--quick`` (small counts, for whoever changes something), ``--keep`` (use
what is loaded already), ``--rows list board``, ``--safe`` (only backup and restore). Exits 0 also where a target is missed, and says so.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

from bench.client import Browser
from bench.ground import OURS, PASSWORD, PLAIN, ROOT, THREADS, TOKEN, WORKERS
from bench.ground import Ground as Stand
from bench.measure import measure, summary
from bench.rows import BOTH, ROWS, Ground
from bench.safe import keep_safe
from bench.story import MIX, SEED
from bench.weight import weigh

OUT = ROOT / "bench" / "out" / "main.json"


def main() -> int:
    """Load, measure, write, print."""
    asked = _asked()
    stand = Stand()
    result: dict[str, Any] = {"about": _about(), "mix": MIX, "rows": [], "loading": {}, "backup_and_restore": {}, "page_weight": {}}
    with stand.cluster:
        for size in asked.sizes:
            loaded = _load(stand, size, keep=asked.keep)
            result["loading"][str(size)] = loaded
            if asked.safe or not asked.rows:
                result["backup_and_restore"][str(size)] = keep_safe(stand)
            if asked.safe:
                continue
            with _signed_in(stand) as (browsers, officers, ports):
                sample = _sample(stand, size)
                loaded["first_search_ms"] = {
                    one: round(browsers[one].form("/berkas/cari/", nama="Tidak Ada").seconds * 1_000) for one in BOTH
                }
                for row in ROWS:
                    if asked.rows and row.code not in asked.rows:
                        continue
                    who = officers if row.code == "intake" else browsers
                    count = 40 if asked.quick else row.count
                    said = summary(measure(row, who, sample, count=count), size=size)
                    result["rows"].append(said)
                    _tell(said)
                if not result["page_weight"] and not asked.rows:
                    companion = Browser(ports[OURS])
                    companion.sign_in("companion0@contoh.test", PASSWORD)
                    stranger = Browser(ports[OURS])
                    result["page_weight"] = weigh(stranger=stranger, supervisor=browsers[OURS], companion=companion)
            loaded["ledger after measuring"] = stand.verify()
    result["about"]["ended_at"] = datetime.now(UTC).isoformat(timespec="seconds")
    OUT.parent.mkdir(parents=True, exist_ok=True)
    out = OUT.with_name("safe.json" if asked.safe else "quick.json") if asked.safe or asked.quick or asked.rows else OUT
    out.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n")
    _print(result, out)
    return 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--quick", action="store_true", help="few requests a row; written to quick.json")
    parser.add_argument("--keep", action="store_true", help="keep what is loaded for the next run, and use it where it is that size")
    parser.add_argument("--rows", nargs="+", choices=[row.code for row in ROWS], help="only these; written to quick.json")
    parser.add_argument("--safe", action="store_true", help="only backup and restore; written to safe.json")
    return parser.parse_args()


def _about() -> dict[str, Any]:
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False)
    return {
        "began_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": commit.stdout.strip(),
        "machine": f"{os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "server": f"gunicorn, {WORKERS} workers of {THREADS} threads for each application, one kept connection each",
        "database": "one PostgreSQL 18 for both, fsync on, a database for each; Dampingi as dampingi_app under its policies",
        "order": "ours, plain, plain, ours, … one request at a time",
        "load_average": os.getloadavg()[0],
    }


def _memory() -> str:
    line = Path("/proc/meminfo").read_text().splitlines()[0]
    return f"{int(line.split()[1]) // 1_048_576} GiB"


def _load(stand: Stand, size: int, *, keep: bool) -> dict[str, Any]:
    note = stand.home / "loaded.json"
    if keep and note.exists() and (held := json.loads(note.read_text()))["cases"] == size:
        stand.take_back()
        return held  # type: ignore[no-any-return]
    note.unlink(missing_ok=True)
    began, now = time.monotonic(), datetime.now(UTC)
    print(f"Loading {size} cases into both …", flush=True)
    stand.load(size, now)
    said = {
        "cases": size,
        "now": now.isoformat(),
        "seconds": round(time.monotonic() - began),
        "rows": {
            OURS: stand.plans(OURS, _ROWS),
            PLAIN: stand.plans(PLAIN, _ROWS),
        },
        "duties": dict(zip(("all", "open", "late"), stand.plans(OURS, _DUTIES).split("|"), strict=True)),
        "ledger": stand.verify(),
    }
    if keep:
        stand.put_aside()
        note.write_text(json.dumps(said))
    print(f"  {said['seconds']} s; {said['ledger']}", flush=True)
    return said


_ROWS = "SELECT sum(n_live_tup) FROM pg_stat_user_tables"
_DUTIES = (
    "SELECT count(*), count(*) FILTER (WHERE met_at IS NULL), count(*) FILTER (WHERE met_at IS NULL AND late_at < now()) "
    "FROM protocols_duty"
)


@contextmanager
def _signed_in(stand: Stand) -> Iterator[tuple[dict[str, Browser], dict[str, Browser], Any]]:
    with stand.serving() as ports:
        browsers = {one: Browser(port) for one, port in ports.items()}
        for browser in browsers.values():
            browser.sign_in("supervisor0@contoh.test", PASSWORD)
        officers = {
            OURS: Browser(ports[OURS], token=stand.token()),
            PLAIN: Browser(ports[PLAIN], token=TOKEN),
        }
        yield browsers, officers, ports


def _sample(stand: Stand, size: int) -> Ground:
    """Choose from what both hold: every number, and some names as the plain one keeps them."""
    numbers = stand.plans(PLAIN, "SELECT number FROM plain_case ORDER BY received_at").splitlines()
    names = stand.plans(
        PLAIN, "SELECT name FROM plain_person WHERE role = 'victim' AND length(name) > 3 ORDER BY md5(id::text) LIMIT 2000"
    ).splitlines()
    long = stand.plans(PLAIN, "SELECT number FROM plain_case WHERE id IN (SELECT case_id FROM plain_line GROUP BY case_id HAVING count(*) >= 500)")
    return Ground(numbers, names, Random(SEED + size), size, long.splitlines())


def _tell(said: dict[str, Any]) -> None:
    if OURS not in said:
        print(f"  {said['row']}: void — {said['void'][:1]}", flush=True)
        return
    print(
        f"  {said['row']:<26} ours {said[OURS]['p50_ms']:>7} / {said[OURS]['p95_ms']:>7}   plain {said[PLAIN]['p50_ms']:>7} / "
        f"{said[PLAIN]['p95_ms']:>7}   ratio {said['p50_ratio']:>5} / {said['p95_ratio']:>5}   {said['verdict']}"
        f"{' ' + said['void'][0] if said['void'] else ''}",
        flush=True,
    )


def _print(result: dict[str, Any], out: Path) -> None:
    print("\n  cases  row                          ours p50/p95 ms    plain p50/p95 ms   ratio p50/p95  target  verdict")
    for said in result["rows"]:
        if OURS not in said:
            print(f"{said['cases']:>7}  {said['row']:<26} void")
            continue
        ours, plain = (f"{said[one]['p50_ms']:>7.1f} /{said[one]['p95_ms']:>7.1f}" for one in (OURS, PLAIN))
        ratio = f"{said['p50_ratio']:>5.2f} /{said['p95_ratio']:>5.2f}"
        target = "<1.0" if said["target"] == 1 else f"≤{said['target']}" if said["target"] else "–"
        print(f"{said['cases']:>7}  {said['row']:<26} {ours}   {plain}   {ratio}   {target:>5}   {said['verdict']}")
    for page, weight in result["page_weight"].items():
        said = f"{weight['total'] / 1024:.1f} KiB of {weight['limit'] // 1024}, {weight['tasks']} tasks: {weight['verdict']}"
        print(f"  first load of {page}: {said}")
    print(f"\nWritten to {out.relative_to(ROOT)}")


if __name__ == "__main__":
    sys.exit(main())
