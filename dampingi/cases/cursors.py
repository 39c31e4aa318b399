"""Where a page of a list ended: sealed, so that no inside id leaves the house."""

import base64
import hashlib
import json
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

from dampingi.kernel.refusals import Problem, Unclean
from dampingi.kernel.words import say


@lru_cache(maxsize=4)
def _cipher(secret: str) -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(f"cursor|{secret}".encode()).digest()))


def cursor_after(of: str, moment: datetime, last: UUID) -> str:
    """Return the cursor of a page of the list ``of`` that ended with this moment and row."""
    said = json.dumps([of, moment.isoformat(), str(last)])
    return _cipher(settings.SECRET_KEY).encrypt(said.encode()).decode()


def read_cursor(of: str, cursor: str | None) -> tuple[datetime, UUID] | None:
    """Return where the page before ended; a cursor not ours, or of another list, is refused."""
    if not cursor:
        return None
    try:
        name, moment, last = json.loads(_cipher(settings.SECRET_KEY).decrypt(cursor.encode()))
    except (InvalidToken, ValueError):
        name = None
    if name != of:
        raise Unclean(Problem("/cursor", "cursor", say("Penanda halaman ini tidak dikenal.")))
    return datetime.fromisoformat(moment), UUID(last)
