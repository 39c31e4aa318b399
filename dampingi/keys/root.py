"""The root key and the ledger key: two files outside the database, and what is derived from them.

In practice the files are made at first start in the data folder. A real installation names them
by ``DAMPINGI_ROOT_KEY`` and ``DAMPINGI_LEDGER_KEY``, and a missing one is never made anew.
"""

import os
import stat
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from dampingi.keys.vault import KEY_BYTES

PRACTICE_ROOT = "practice-root.key"
LEDGER = "ledger.key"


class KeyRefused(Exception):
    """A key file is missing, open to others, not 32 bytes, or not the one this database knows."""

    def __init__(self, where: object, why: str) -> None:
        """Say which file and what is the matter with it."""
        super().__init__(f"{where}: {why}")


def root_path() -> Path:
    """Return where the root key lies: the file that is named, else the practice key."""
    named = getattr(settings, "DAMPINGI_ROOT_KEY", "")
    return Path(named) if named else Path(settings.DAMPINGI_DATA) / PRACTICE_ROOT


def ledger_path() -> Path:
    """Return where the ledger key lies: the file that is named, else beside the root key."""
    named = getattr(settings, "DAMPINGI_LEDGER_KEY", "")
    return Path(named) if named else root_path().with_name(LEDGER)


def make_root(path: Path) -> None:
    """Write 32 fresh random bytes to ``path`` with mode 0600; raises ``FileExistsError``."""
    keep_secret(path, os.urandom(KEY_BYTES))


def keep_secret(path: Path, secret: bytes) -> None:
    """Write a key to a new file of this account alone; raises ``FileExistsError``."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(secret)
        file.flush()
        os.fsync(file.fileno())


def made_at_first_start() -> bool:
    """Make the practice keys that are missing; tell whether any was.

    Does nothing where a root key is named: that installation brings its own.
    """
    if getattr(settings, "DAMPINGI_ROOT_KEY", "") or settings.DAMPINGI_MODE != "practice":
        return False
    missing = [path for path in (root_path(), ledger_path()) if not path.exists()]
    for path in missing:
        make_root(path)
    return bool(missing)


@lru_cache(maxsize=8)
def _read(path: Path) -> bytes:
    try:
        mode = path.stat().st_mode
        secret = path.read_bytes()
    except OSError as no:
        raise KeyRefused(path, no.strerror or "unreadable") from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyRefused(path, "open to others; chmod 600")
    if len(secret) != KEY_BYTES:
        raise KeyRefused(path, f"not {KEY_BYTES} bytes")
    return secret


@lru_cache(maxsize=64)
def _derived(path: Path, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=f"dampingi {purpose}".encode()).derive(
        _read(path),
    )


@lru_cache(maxsize=8)
def _kek(path: Path) -> AESGCM:
    return AESGCM(_derived(path, "kek 1"))


def kek() -> AESGCM:
    """Return the cipher that wraps unit keys; raises ``KeyRefused``."""
    return _kek(root_path())


def index_key(purpose: str, version: int) -> bytes:
    """Return the key of the tokens of one purpose and version; raises ``KeyRefused``."""
    return _derived(root_path(), f"index {purpose} {version}")


def mfa_key() -> bytes:
    """Return the key that seals second factors; raises ``KeyRefused``."""
    return _derived(root_path(), "mfa 1")


def pepper() -> bytes:
    """Return what is mixed into digests of receipts and sessions; raises ``KeyRefused``."""
    return _derived(root_path(), "pepper 1")


def backup_key() -> bytes:
    """Return the key that seals the list of a backup; raises ``KeyRefused``."""
    return _derived(root_path(), "backup 1")


def root_name() -> str:
    """Return a name of the root key that tells nothing of it; raises ``KeyRefused``."""
    return _derived(root_path(), "name 1")[:6].hex()


def secrets_here() -> dict[str, bytes]:
    """Return the root key and the ledger key themselves, to be written on paper; raises ``KeyRefused``."""
    return {"root": _read(root_path()), "ledger": _read(ledger_path())}


def ledger_key() -> bytes:
    """Return the key of the ledger, from a file of its own; raises ``KeyRefused``."""
    return _read(ledger_path())


def forget() -> None:
    """Drop every key that was read, so that the files are read again."""
    for kept in (_read, _derived, _kek):
        kept.cache_clear()
