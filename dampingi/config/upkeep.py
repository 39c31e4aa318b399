"""What the operator did for the installation, and when: the last backup, the last restore drill.

One small file in the data folder, so that it can be read also where the database does not answer.
"""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from dampingi.config.installation import write_whole

NAME = "upkeep.json"
BACKUP_ALARM = timedelta(hours=26)
DRILL_ALARM = timedelta(days=35)
ALARM_AGAIN = timedelta(hours=24)


class What(StrEnum):
    """What is done again and again."""

    BACKUP = "backup"
    DRILL = "drill"
    PAPER = "paper"
    RESTORED = "restored"
    MADE = "made"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Last:
    """When it last succeeded and what came of it; when it was last tried, and why that failed."""

    done_at: datetime | None = None
    said: dict[str, Any] = field(default_factory=dict)
    tried_at: datetime | None = None
    failed: str = ""

    def older_than(self, span: timedelta, *, at: datetime) -> bool:
        """Tell whether the last success is longer ago than ``span``, or never was."""
        return self.done_at is None or at - self.done_at > span


def _read(folder: Path) -> dict[str, Any]:
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _moment(said: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(said)) if said else None
    except ValueError:
        return None


def last(folder: Path, what: What) -> Last:
    """Return how it went the last time."""
    said = _read(folder).get(what, {})
    return Last(
        _moment(said.get("done_at")), said.get("said", {}), _moment(said.get("tried_at")), str(said.get("failed", ""))
    )


def note(folder: Path, what: What, *, at: datetime, failed: str = "", **said: Any) -> None:
    """Remember a success, or a failure beside the last success."""
    every = _read(folder)
    moment = at.astimezone(UTC).isoformat(timespec="seconds")
    before = every.get(what, {})
    every[what] = (
        before | {"tried_at": moment, "failed": failed}
        if failed
        else {"done_at": moment, "said": said, "tried_at": moment}
    )
    write_whole(folder / NAME, json.dumps(every, indent=1, sort_keys=True).encode() + b"\n")
