"""What a real installation was told when it was made: one file in its data folder, without a secret.

``dampingi init`` writes it. Where it lies, the installation is a real one, and no practice command
touches it.
"""

import json
import os
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

NAME = "installation.toml"
FEWEST_RECIPIENTS = 2


class Unclear(Exception):
    """The file cannot be read as it should be; the message says where."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Where the keys lie, where backups go and for whom they open, and which names are answered to."""

    root_key: Path
    ledger_key: Path
    backups: Path
    recipients: Sequence[str]
    hosts: Sequence[str]


def path(folder: Path) -> Path:
    """Return where the file of an installation lies."""
    return folder / NAME


def chosen(folder: Path) -> Chosen | None:
    """Return what was chosen for the installation in ``folder``; None where it is no real one.

    Raises ``Unclear``.
    """
    try:
        said = tomllib.loads(path(folder).read_text(encoding="utf-8"))
        return Chosen(
            root_key=Path(said["root_key"]),
            ledger_key=Path(said["ledger_key"]),
            backups=Path(said["backups"]),
            recipients=tuple(map(str, said["recipients"])),
            hosts=tuple(map(str, said["hosts"])),
        )
    except FileNotFoundError:
        return None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, KeyError, TypeError) as no:
        raise Unclear(
            f"{path(folder)}: tidak terbaca ({no}); perbaiki isinya. / cannot be read ({no}); mend it."
        ) from None


def keep(folder: Path, chosen: Chosen) -> None:
    """Write the file whole, readable by this account alone."""
    lines = []
    for one in fields(chosen):
        value = getattr(chosen, one.name)
        lines.append(f"{one.name} = {json.dumps(str(value) if isinstance(value, Path) else list(value))}")
    write_whole(path(folder), "\n".join([*lines, ""]).encode())


def write_whole(path: Path, content: bytes) -> None:
    """Write a file of this account alone, so that a reader finds the old one or the new one, whole."""
    half = path.with_name(f"{path.name}.new")
    half.unlink(missing_ok=True)
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    settle(path.parent)


def settle(folder: Path) -> None:
    """Bring the names in a folder to the disk."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
