"""Files that hold keys: mode 0600, written whole or not at all, optionally encrypted by a passphrase."""

from __future__ import annotations

import base64
import binascii
import fcntl
import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from pulang.crypto.errors import KeyFileRefused
from pulang.crypto.randomness import RandomBytes

SCRYPT_COST = 2**17  # 128 MiB and about half a second, paid once at start
_SCRYPT_COST_MAX = 2**20
_FORMAT = "pulang-keys"
_VERSION = 1


def create_key_file(path: Path, content: dict[str, Any], *, passphrase: str | None, random: RandomBytes) -> None:
    """Write a new key file. An existing file is never overwritten: a lost key is lost data."""
    draft = _write_draft(path, _encode(content, passphrase, random), random)
    try:
        os.link(draft, path)
    except FileExistsError:
        raise KeyFileRefused("key_file_exists", path=str(path)) from None
    finally:
        draft.unlink()
    _sync_directory(path.parent)


def replace_key_file(path: Path, content: dict[str, Any], *, passphrase: str | None, random: RandomBytes) -> None:
    """Put new content in place of the old in one step: after a crash one of the two is there, whole."""
    _write_draft(path, _encode(content, passphrase, random), random).replace(path)
    _sync_directory(path.parent)


def read_key_file(path: Path, *, passphrase: str | None) -> dict[str, Any]:
    """Content of a key file that only its owner can read."""
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
    return _decode(document, passphrase, path)


@contextmanager
def only_writer(path: Path) -> Iterator[None]:
    """Keep other writers out of the folder of ``path``: no rotation loses the key of another."""
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _encode(content: dict[str, Any], passphrase: str | None, random: RandomBytes) -> bytes:
    document: dict[str, Any] = {"format": _FORMAT, "version": _VERSION}
    if passphrase is None:
        return json.dumps(document | {"content": content}, indent=1).encode()
    salt, nonce = random(16), random(12)
    document["scrypt"] = {"n": SCRYPT_COST, "r": 8, "p": 1, "salt": _text(salt)}
    cipher = AESGCM(_stretch(passphrase, salt, SCRYPT_COST))
    sealed = cipher.encrypt(nonce, json.dumps(content).encode(), _bound(document))
    return json.dumps(document | {"sealed": _text(nonce + sealed)}, indent=1).encode()


def _decode(document: dict[str, Any], passphrase: str | None, path: Path) -> dict[str, Any]:
    try:
        if "sealed" not in document:
            return dict(document["content"])
        if passphrase is None:
            raise KeyFileRefused("passphrase_needed", path=str(path))
        parameters, sealed = document["scrypt"], base64.b64decode(document["sealed"], validate=True)
        if not 2 <= parameters["n"] <= _SCRYPT_COST_MAX or (parameters["r"], parameters["p"]) != (8, 1):
            raise KeyFileRefused("key_file_malformed", path=str(path))
        salt = base64.b64decode(parameters["salt"], validate=True)
        cipher = AESGCM(_stretch(passphrase, salt, parameters["n"]))
        return dict(json.loads(cipher.decrypt(sealed[:12], sealed[12:], _bound(document))))
    except InvalidTag:
        raise KeyFileRefused("passphrase_wrong", path=str(path)) from None
    except (KeyError, TypeError, ValueError, binascii.Error):
        raise KeyFileRefused("key_file_malformed", path=str(path)) from None


def _stretch(passphrase: str, salt: bytes, cost: int) -> bytes:
    return Scrypt(salt=salt, length=32, n=cost, r=8, p=1).derive(passphrase.encode())


def _bound(document: dict[str, Any]) -> bytes:
    named = {name: document[name] for name in ("format", "version", "scrypt")}
    return json.dumps(named, sort_keys=True, separators=(",", ":")).encode()


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


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
