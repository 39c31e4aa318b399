"""Two noes that only the API knows."""

from http import HTTPStatus
from typing import Any

from dampingi.kernel.refusals import Obstacle, Refusal
from dampingi.kernel.words import Words, say


class BadRequest(Exception):
    """The request itself cannot be read (400, or 413 when it is too long to read)."""

    def __init__(self, words: Words, *, status: int = HTTPStatus.BAD_REQUEST) -> None:
        """Keep what to say."""
        super().__init__(words.text)
        self.words, self.status = words, int(status)


class Conflicting(Refusal):
    """Another version, or another body under the same key (409), with the record as it is now."""

    def __init__(self, obstacle: Obstacle, current: dict[str, Any] | None = None) -> None:
        """Keep the obstacle and the current record."""
        super().__init__(obstacle)
        self.current = current


OTHER_BODY = Obstacle(
    "other-body",
    say("Kunci kiriman ini sudah dipakai untuk isi yang lain."),
    say("Pakai kunci baru untuk kiriman baru."),
)
CHANGED = Obstacle(
    "changed",
    say("Catatan ini baru saja diubah orang lain."),
    say("Baca versi terbarunya, lalu kirim lagi."),
)
