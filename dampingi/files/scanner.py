"""An optional scanner for harmful programs (clamd): asked by socket; if it fails, a file stays in quarantine."""

import socket
from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings

_PATIENCE = 20
_LONGEST_ANSWER = 4_096


class Verdict(StrEnum):
    """What the scanner said."""

    CLEAN = "clean"
    HARMFUL = "harmful"
    FAILED = "failed"


def scan(chunks: Iterable[bytes]) -> Verdict:
    """Return what the scanner of this installation says of a file; clean where there is none."""
    address = settings.DAMPINGI_CLAMD
    if not address:
        return Verdict.CLEAN
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
            wire.settimeout(_PATIENCE)
            wire.connect(address)
            wire.sendall(b"zINSTREAM\0")
            for chunk in chunks:
                if chunk:
                    wire.sendall(len(chunk).to_bytes(4, "big") + chunk)
            wire.sendall(bytes(4))
            answer = wire.recv(_LONGEST_ANSWER).rstrip(b"\0\n ")
    except OSError:
        return Verdict.FAILED
    if answer.endswith(b" OK"):
        return Verdict.CLEAN
    return Verdict.HARMFUL if answer.endswith(b" FOUND") else Verdict.FAILED
