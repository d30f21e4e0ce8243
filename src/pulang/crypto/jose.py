"""What JWS and JWE share: base64url without padding, and a strict reading of the protected header."""

from __future__ import annotations

import base64
import binascii
import json
import re
from typing import Any

from pulang.crypto.errors import CryptoRefusal

Header = dict[str, Any]
_HEADER_CHARACTERS = 1024
_BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


def b64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def from_b64url(text: str) -> bytes:
    """Raises ValueError for padding, foreign characters, and for any second spelling of the same bytes."""
    try:
        if not _BASE64URL.fullmatch(text):
            raise ValueError("not base64url")
        raw = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except binascii.Error:
        raise ValueError("not base64url") from None
    if b64url(raw) != text:
        raise ValueError("not canonical base64url")
    return raw


def split_compact(
    token: bytes, *, parts: int, limit: int, refusal: type[CryptoRefusal]
) -> tuple[list[str], Header]:
    """Segments and protected header of a compact token, before anything is verified.

    Raises ``refusal`` with `too_large` or `malformed`; a header with a name given twice is malformed.
    """
    if len(token) > limit:
        raise refusal("too_large", limit=limit)
    try:
        segments = token.decode("ascii").split(".")
        if len(segments) != parts or len(segments[0]) > _HEADER_CHARACTERS:
            raise ValueError("not a compact token")
        header = json.loads(from_b64url(segments[0]), object_pairs_hook=without_repetition)
        if not isinstance(header, dict):
            raise ValueError("header is not an object")
    except (ValueError, RecursionError):
        raise refusal("malformed") from None
    return segments, header


def without_repetition(pairs: list[tuple[str, Any]]) -> Header:
    """For `json.loads`: an object with a name twice is read differently by different parsers, so ValueError."""
    header = dict(pairs)
    if len(header) != len(pairs):
        raise ValueError("name given twice")
    return header
