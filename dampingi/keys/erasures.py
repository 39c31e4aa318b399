"""The list of keys that were destroyed, outside the database: ids, kinds and moments, and a seal.

A backup that was made before an erasure brings the key back; this list, which lies beside the
backups too and is never older than a minute, says what a restore must destroy again (K-1, R-11).
"""

import hmac
import json
import os
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dampingi.keys import root
from dampingi.keys.models import Erased

NAME = "erasures.json"


class Forged(Exception):
    """A list was not written by this installation, or was altered."""


def path() -> Path:
    """Return where the list of this installation lies."""
    return Path(settings.DAMPINGI_DATA) / "ledger" / NAME


def written() -> bytes:
    """Return the list as it is now, sealed; raises ``KeyRefused``."""
    rows = [
        [str(owner), kind, at.isoformat(timespec="seconds")]
        for owner, kind, at in Erased.objects.order_by("owner_id").values_list("owner_id", "owner_kind", "erased_at")
    ]
    return json.dumps({"erased": rows, "seal": _seal(rows)}, indent=0).encode() + b"\n"


def _seal(rows: object) -> str:
    said = json.dumps(["erasures 1", rows], separators=(",", ":")).encode()
    return hmac.digest(root.backup_key(), said, "sha256").hex()


def read(content: bytes) -> dict[UUID, tuple[str, datetime]]:
    """Return kind and moment of each erasure in a list. Raises ``Forged``, ``KeyRefused``."""
    try:
        said = json.loads(content)
        rows, seal = said["erased"], str(said["seal"])
        found = {UUID(owner): (str(kind), datetime.fromisoformat(at)) for owner, kind, at in rows}
    except (ValueError, KeyError, TypeError):
        raise Forged from None
    if not hmac.compare_digest(_seal(rows), seal):
        raise Forged
    return found


def keep(content: bytes, *, at: Iterable[Path]) -> int:
    """Write the list to every path where it differs, whole or not at all; return to how many.

    Raises ``OSError`` for the last path that could not be written, after the others were.
    """
    done, failed = 0, None
    for place in at:
        try:
            if place.is_file() and place.read_bytes() == content:
                continue
            place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            half = place.with_name(f"{place.name}.{os.getpid()}")
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            half.replace(place)
            done += 1
        except OSError as no:
            failed = no
    if failed:
        raise failed
    return done


def remember(erased: Mapping[UUID, tuple[str, datetime]]) -> None:
    """Take erasures from another list into this database."""
    rows = [Erased(owner_id=owner, owner_kind=kind, erased_at=at) for owner, (kind, at) in erased.items()]
    Erased.objects.bulk_create(rows, ignore_conflicts=True)
