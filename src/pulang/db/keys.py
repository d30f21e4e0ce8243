"""The node's key ring, read once a process from the keys folder of its state."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from pulang.crypto.blind import BlindIndex
from pulang.crypto.errors import KeyFileRefused
from pulang.crypto.keyring import KeyRing


@lru_cache(maxsize=1)
def _ring_in(folder: str | Path) -> KeyRing:
    return KeyRing.load(Path(folder) / "ring.json", passphrase=settings.KEYS_PASSPHRASE or None)


def ring() -> KeyRing:
    """The key-encryption keys; raises `crypto.keyring.KeyMissing` where set-up has not run."""
    return _ring_in(settings.KEYS_ROOT)


def protect_ring() -> None:
    """Encrypt a ring that lies open by the node's passphrase."""
    if not settings.KEYS_PASSPHRASE:
        raise KeyFileRefused("passphrase_needed")
    KeyRing.load(Path(settings.KEYS_ROOT) / "ring.json").protect(settings.KEYS_PASSPHRASE)


def blind(kind: str, value: str) -> bytes:
    """The blind key (32 bytes) under which `value` of this `kind` can be found again."""
    return _index_at(ring()).digest(kind, value)


def blind64(kind: str, value: str) -> int:
    """As `blind`, as a signed number of 64 bits, for large tables; two values may rarely share one."""
    return _index_at(ring()).digest64(kind, value)


@lru_cache(maxsize=1)
def _index_at(key_ring: KeyRing) -> BlindIndex:
    return BlindIndex(key_ring.blind_key)
