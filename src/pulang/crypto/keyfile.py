"""Files that hold keys: mode 0600, written whole or not at all, optionally closed by a lock."""

from __future__ import annotations

import base64
import fcntl
import json
import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pulang.crypto.errors import KeyFileRefused, TokenRefused
from pulang.crypto.locks import LOCKS, Lock
from pulang.crypto.randomness import RandomBytes

_FORMAT = "pulang-keys"
_VERSION = 1


def create_key_file(path: Path, content: dict[str, Any], *, lock: Lock | None, random: RandomBytes) -> None:
    """Write a new key file. An existing file is never overwritten: a lost key is lost data."""
    draft = _write_draft(path, _encode(content, lock, random), random)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise KeyFileRefused("key_file_exists", path=str(path)) from None
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def replace_key_file(path: Path, content: dict[str, Any], *, lock: Lock | None, random: RandomBytes) -> None:
    """Put new content in place of the old in one step: after a crash one of the two is there, whole."""
    _write_draft(path, _encode(content, lock, random), random).replace(path)
    _sync_directory(path.parent)


def read_key_file(path: Path, *, locks: Iterable[Lock] = ()) -> dict[str, Any]:
    """Content of a key file that only its owner can read, opened by that of the locks which closes it."""
    return open_key_file(path, locks)[0]


def open_key_file(path: Path, locks: Iterable[Lock]) -> tuple[dict[str, Any], Lock | None]:
    """As `read_key_file`, and which lock it was; None where the file lies open."""
    return _decode(_document(path), locks, path)


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Keep other writers out of the folder of ``path``: no rotation loses the key of another."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def lock_kind(path: Path) -> str:
    """`open`, or the kind of the lock that closes this file."""
    document = _document(path)
    return next((kind for kind in LOCKS if kind in document), "open")


def _document(path: Path) -> dict[str, Any]:
    try:
        with path.open("rb") as file:
            if stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077:
                raise KeyFileRefused("key_file_open_to_others", path=str(path), remedy=f"chmod 600 {path}")
            document = json.load(file)
    except FileNotFoundError:
        raise KeyFileRefused("key_file_absent", path=str(path)) from None
    except ValueError:
        raise KeyFileRefused("key_file_malformed", path=str(path)) from None
    if not isinstance(document, dict) or document.get("format") != _FORMAT:
        raise KeyFileRefused("key_file_malformed", path=str(path))
    if document.get("version") != _VERSION:
        raise KeyFileRefused("key_file_version_unknown", path=str(path))
    return document


def _encode(content: dict[str, Any], lock: Lock | None, random: RandomBytes) -> bytes:
    document: dict[str, Any] = {"format": _FORMAT, "version": _VERSION}
    if lock is None:
        return json.dumps(document | {"content": content}, indent=1).encode()
    document[lock.kind] = how = lock.described(random)
    bound = _bound(document, lock.kind)
    sealed = lock.close(json.dumps(content).encode(), how, bound=bound, random=random)
    return json.dumps(document | {"sealed": base64.b64encode(sealed).decode()}, indent=1).encode()


def _decode(document: dict[str, Any], locks: Iterable[Lock], path: Path) -> tuple[dict[str, Any], Lock | None]:
    try:
        if "sealed" not in document:
            return dict(document["content"]), None
        kind = next(kind for kind in LOCKS if kind in document)
        lock = next((lock for lock in locks if lock.kind == kind), None)
        if lock is None:
            raise TokenRefused(LOCKS[kind]) if kind == "token" else KeyFileRefused(LOCKS[kind], path=str(path))
        sealed = base64.b64decode(document["sealed"], validate=True)
        return dict(json.loads(lock.open(sealed, document[kind], bound=_bound(document, kind)))), lock
    except KeyFileRefused as error:
        raise KeyFileRefused(error.code, path=str(path)) from None
    except (KeyError, TypeError, ValueError, StopIteration):
        raise KeyFileRefused("key_file_malformed", path=str(path)) from None


def _bound(document: dict[str, Any], kind: str) -> bytes:
    named = {name: document[name] for name in ("format", "version", kind)}
    return json.dumps(named, sort_keys=True, separators=(",", ":")).encode()


def _write_draft(path: Path, content: bytes, random: RandomBytes) -> Path:
    draft = path.with_name(f".{path.name}.{random(8).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    return draft


def _sync_directory(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
