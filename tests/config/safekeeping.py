"""Backups as an operator has them: a folder elsewhere, two recipients' keys in two other places."""

import re
import subprocess
from pathlib import Path

from tests.config.installation import Installation


class Safe:
    """Where the backups of one installation lie, and for whom they open."""

    def __init__(self, home: Path, installation: Installation) -> None:
        self.home, self.installation = home, installation
        self.place = home / "cadangan"
        self.identities = [home / f"penerima{n}.key" for n in (1, 2)]
        self.recipients = [self._recipient(path) for path in self.identities]

    def _recipient(self, path: Path) -> str:
        done = self.installation.command("backup", "--new-recipient", str(path))
        assert done.returncode == 0, done.stderr
        assert path.stat().st_mode & 0o077 == 0
        return done.stdout.strip()

    @property
    def words(self) -> list[str]:
        """What an operator of a practice installation says each time."""
        named = [word for one in self.recipients for word in ("--recipient", one)]
        return ["backup", "--to", str(self.place), *named]

    def backup(self) -> Path:
        """Make one; return the file with the data."""
        done = self.installation.command(*self.words)
        assert done.returncode == 0, done.stderr
        data = Path(done.stdout.splitlines()[0])
        assert data.exists()
        return data

    def root_key(self) -> Path:
        return self.installation.folder / "practice-root.key"

    def restore(self, to: Installation, data: Path, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Restore to another place, with the first recipient's key unless another is named."""
        named = () if "--identity" in words else ("--identity", str(self.identities[0]))
        around = {"DAMPINGI_ROOT_KEY": str(self.root_key())} | more
        return to.command("restore", "--verify", str(data), *named, *words, **around)


def ring_of(data: Path) -> Path:
    return data.with_name(data.name.replace(".data.age", ".keys.age"))


def count(said: str, words: str) -> int:
    """Return the number that stands before some words."""
    found = re.search(rf"(\d+) {words}", said)
    assert found, said
    return int(found[1])
