"""The node's key ring, read once a process from the keys folder of its state."""

from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pulang.crypto.blind import BlindIndex
from pulang.crypto.errors import KeyFileRefused, TokenRefused
from pulang.crypto.keyring import KeyRing
from pulang.crypto.locks import Passphrase
from pulang.crypto.token import Token
from pulang.crypto.token_lock import InToken

RING = "ring.json"


@lru_cache(maxsize=1)
def _ring_in(folder: str | Path) -> KeyRing:
    return KeyRing.load(Path(folder) / RING, locks=settings.KEYS_LOCKS)


def ring() -> KeyRing:
    """The key-encryption keys; raises `crypto.keyring.KeyMissing` where set-up has not run."""
    return _ring_in(settings.KEYS_ROOT)


def ring_path() -> Path:
    return Path(settings.KEYS_ROOT) / RING


def forget_ring() -> None:
    """Read it anew when it is next needed."""
    _ring_in.cache_clear()
    _index_at.cache_clear()


def passphrase() -> Passphrase | None:
    """The node's passphrase, where it has one."""
    return next((lock for lock in settings.KEYS_LOCKS if isinstance(lock, Passphrase)), None)


def token() -> Token:
    """The token of this node. Raises TokenRefused (`token_not_configured`)."""
    found = next((lock for lock in settings.KEYS_LOCKS if isinstance(lock, InToken)), None)
    if found is None:
        raise TokenRefused("token_not_configured")
    return found.token


def protect_ring() -> None:
    """Encrypt the ring by the node's passphrase."""
    words = passphrase()
    if words is None:
        raise KeyFileRefused("passphrase_needed")
    KeyRing.load(ring_path(), locks=settings.KEYS_LOCKS).close_by(words)


def blind(kind: str, value: str) -> bytes:
    """The blind key (32 bytes) under which `value` of this `kind` can be found again."""
    return _index_at(ring()).digest(kind, value)


def blind64s(kind: str, values: Iterable[str]) -> list[int]:
    """As `blind`, each as a signed number of 64 bits, for large tables; two values may rarely share one."""
    return _index_at(ring()).digests64(kind, values)


@lru_cache(maxsize=1)
def _index_at(key_ring: KeyRing) -> BlindIndex:
    return BlindIndex(key_ring.blind_key)
