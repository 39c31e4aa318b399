"""Logs say which kind of thing happened, never to whom: an allow-list, not a filter (P-18)."""

import json
import logging
from datetime import UTC, datetime

ALLOWED = ("event", "status", "seconds", "count", "unit", "step")


class AllowedOnly(logging.Formatter):
    """One JSON line from allowed keys; messages, paths and values of others are left out."""

    def format(self, record: logging.LogRecord) -> str:
        """Return time, level, logger, place in the code, the error's class, and allowed extras."""
        said: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="seconds"),
            "level": record.levelname,
            "from": record.name,
            "line": f"{record.module}:{record.lineno}",
        }
        if record.exc_info and record.exc_info[0]:
            said["error"] = record.exc_info[0].__name__
            said["trace"] = _places(record)
        said |= {key: record.__dict__[key] for key in ALLOWED if key in record.__dict__}
        return json.dumps(said, default=str)


def _places(record: logging.LogRecord) -> list[str]:
    """Return file and line of each frame: a traceback's source lines and values stay out."""
    places, frame = [], record.exc_info[2] if record.exc_info else None
    while frame is not None:
        code = frame.tb_frame.f_code
        places.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{frame.tb_lineno} {code.co_name}")
        frame = frame.tb_next
    return places[-8:]
