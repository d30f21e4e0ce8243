"""The node's key ring: numbered key-encryption keys (KEK) and the blind-index key, in one private file."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

from pulang.crypto.errors import KeyFileRefused, KeyMissing
from pulang.crypto.keyfile import create_key_file, only_writer, open_key_file, replace_key_file
from pulang.crypto.locks import Lock
from pulang.crypto.randomness import RandomBytes, system_random

KEY_BYTES = 32


class KeyRing:
    """Keys of one node. Old numbers stay, so that what they wrapped can be opened and wrapped again."""

    def __init__(self, path: Path, *, locks: Iterable[Lock] = ()) -> None:
        self._path = path
        self._locks = tuple(locks)
        self._keys: dict[int, bytes] = {}
        self._current = 0
        self._read()

    @classmethod
    def create(cls, path: Path, random: RandomBytes = system_random, *, lock: Lock | None = None) -> Self:
        """Make a ring with key number 1. Raises KeyFileRefused (`key_file_exists`) rather than overwrite."""
        content = {"current": 1, "keys": {"1": _text(random(KEY_BYTES))}, "blind": _text(random(KEY_BYTES))}
        create_key_file(path, content, lock=lock, random=random)
        return cls.load(path, locks=[lock] if lock else [])

    @classmethod
    def load(cls, path: Path, *, locks: Iterable[Lock] = ()) -> Self:
        """Opened by that of the locks which closes it.

        Raises KeyFileRefused: absent, malformed, open to others, or wrong passphrase; TokenRefused.
        """
        return cls(path, locks=locks)

    @property
    def current(self) -> int:
        """Number of the key that wraps from now on."""
        return self._current

    @property
    def numbers(self) -> tuple[int, ...]:
        return tuple(sorted(self._keys))

    @property
    def blind_key(self) -> bytes:
        """Root of the blind index. It is not rotated: every index entry would have to be made again."""
        return self._blind

    def key(self, number: int) -> bytes:
        """The 32-byte KEK of that number; one that another process added is read from the file."""
        if number not in self._keys and self._path.stat().st_mtime_ns != self._read_at:
            self._read()
        try:
            return self._keys[number]
        except KeyError:
            raise KeyMissing(number=number) from None

    def add_key(self, random: RandomBytes = system_random) -> int:
        """Add a key, make it the current one, and return its number; data keys are wrapped anew lazily."""
        with only_writer(self._path):
            lock = self._read()
            number = max(self._keys) + 1
            self._keys, self._current = self._keys | {number: random(KEY_BYTES)}, number
            replace_key_file(self._path, self._content(), lock=lock, random=random)
            self._read()
        return number

    def close_by(self, lock: Lock | None, random: RandomBytes = system_random) -> None:
        """Close the file by another lock from now on; by none, it lies open."""
        with only_writer(self._path):
            self._read()
            replace_key_file(self._path, self._content(), lock=lock, random=random)
            self._locks = (*([lock] if lock else []), *self._locks)
            self._read()

    def copy_to(self, path: Path, lock: Lock, random: RandomBytes = system_random) -> None:
        """A second file with the same keys, for a safe. Raises KeyFileRefused (`key_file_exists`)."""
        self._read()
        create_key_file(path, self._content(), lock=lock, random=random)

    def put_in_place_of(self, path: Path, lock: Lock, random: RandomBytes = system_random) -> None:
        """Write these keys over another file."""
        with only_writer(path):
            replace_key_file(path, self._content(), lock=lock, random=random)

    def _content(self) -> dict[str, Any]:
        keys = {str(number): _text(key) for number, key in self._keys.items()}
        return {"current": self._current, "keys": keys, "blind": _text(self._blind)}

    def _read(self) -> Lock | None:
        content, lock = open_key_file(self._path, self._locks)
        read_at = self._path.stat().st_mtime_ns
        try:
            keys = {int(number): _key(text) for number, text in content["keys"].items()}
            current, blind = int(content["current"]), _key(content["blind"])
        except (AttributeError, KeyError, TypeError, ValueError):
            raise KeyFileRefused("key_file_malformed", path=str(self._path)) from None
        if current not in keys:
            raise KeyFileRefused("key_file_malformed", path=str(self._path))
        self._keys, self._current, self._blind, self._read_at = keys, current, blind, read_at
        return lock

    def __repr__(self) -> str:
        return f"KeyRing(current={self._current}, numbers={self.numbers})"


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _key(text: Any) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("not base64") from None
    if len(key) != KEY_BYTES:
        raise ValueError("wrong length")
    return key
