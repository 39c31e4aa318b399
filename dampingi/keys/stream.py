"""Sealing what is too large for one piece: libsodium's secretstream, 64 KiB at a time (K-3).

A sealed stream is a header and chunks; each authenticates its place and the one before, the last
says that it is the last. A stream that was cut, whose chunks were swapped, or that lies at another
place, does not open. A key is 32 random bytes, itself sealed under the key of its owner.
"""

from collections.abc import Callable, Iterator

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from dampingi.keys.vault import KEY_BYTES, Unreadable

__all__ = ["CHUNK", "KEY_BYTES", "Sealer", "Unreadable", "new_key", "opened", "plain_size"]

CHUNK = 64 * 1024
_MORE = sodium.crypto_secretstream_xchacha20poly1305_ABYTES
_HEADER = sodium.crypto_secretstream_xchacha20poly1305_HEADERBYTES
_LAST = sodium.crypto_secretstream_xchacha20poly1305_TAG_FINAL
_NOT_LAST = sodium.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE


def new_key() -> bytes:
    """Return a fresh key for one file."""
    return sodium.crypto_secretstream_xchacha20poly1305_keygen()


class Sealer:
    """Seals one stream under one key, for one place."""

    def __init__(self, key: bytes, *, place: bytes) -> None:
        """Begin; ``header`` is what stands before the first chunk."""
        self._state, self._place = sodium.crypto_secretstream_xchacha20poly1305_state(), place
        self.header: bytes = sodium.crypto_secretstream_xchacha20poly1305_init_push(self._state, key)

    def chunk(self, plain: bytes, *, last: bool = False) -> bytes:
        """Return one chunk of at most 64 KiB, sealed."""
        if len(plain) > CHUNK:
            raise ValueError(len(plain))
        tag = _LAST if last else _NOT_LAST
        return sodium.crypto_secretstream_xchacha20poly1305_push(self._state, plain, self._place, tag)


def opened(key: bytes, read: Callable[[int], bytes], *, place: bytes) -> Iterator[bytes]:
    """Go over the chunks of a sealed stream; ``read`` gives its next bytes.

    Raises ``Unreadable`` where it was altered, cut or moved, or the key is another's: at the chunk
    where it shows, so whoever must not give part of it reads it through first.
    """
    state, header = sodium.crypto_secretstream_xchacha20poly1305_state(), read(_HEADER)
    try:
        if len(header) != _HEADER:
            raise Unreadable
        sodium.crypto_secretstream_xchacha20poly1305_init_pull(state, header, key)
        last = False
        while not last:
            sealed = read(CHUNK + _MORE)
            if len(sealed) < _MORE:
                raise Unreadable
            plain, tag = sodium.crypto_secretstream_xchacha20poly1305_pull(state, sealed, place)
            last = tag == _LAST
            yield plain
        if read(1):
            raise Unreadable
    except (CryptoError, RuntimeError, ValueError):
        raise Unreadable from None


def plain_size(sealed: int) -> int:
    """Return how many bytes a sealed stream of that size holds."""
    whole = sealed - _HEADER
    return whole - -(-whole // (CHUNK + _MORE)) * _MORE
