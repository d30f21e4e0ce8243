"""Files at rest: encrypted with the key of their person or case, under a random name, whole or not at all."""

import os
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import transaction

from pulang.crypto.sealing import Place
from pulang.crypto.streams import HEADER, SEALED_CHUNK, open_stream, seal_stream
from pulang.lib.errors import NotFound, Unavailable

READ_SIZE = 256 * 1024


def keep_blob(key: bytes, plain: Iterable[bytes], *, place: Place) -> str:
    """Store the bytes and return the name. On disk before it returns; raises Unavailable on a full disk."""
    name = secrets.token_hex(24)
    path = _path(name)
    draft = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with draft.open("xb") as file:
            for piece in seal_stream(key, plain, place=place):
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except OSError as error:
        draft.unlink(missing_ok=True)
        raise Unavailable(part="files") from error
    except BaseException:
        draft.unlink(missing_ok=True)  # whoever gave the bytes failed
        raise
    return name


def read_blob(key: bytes, name: str, *, place: Place, first: int = 0) -> Iterator[bytes]:
    """The bytes again, in pieces, from chunk `first` on.

    Raises NotFound where there is no such file, SealBroken where it was altered.
    """
    path = _path(name)
    if not path.exists():
        raise NotFound()
    return open_stream(key, _pieces(path, first), place=place, first=first)


def drop_blob(name: str) -> None:
    """Remove a file once this transaction has committed; one that is gone already is no fault."""
    path = _path(name)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _pieces(path: Path, first: int) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield file.read(HEADER)
        file.seek(HEADER + first * SEALED_CHUNK)
        while piece := file.read(READ_SIZE):
            yield piece


def _path(name: str) -> Path:
    if not (len(name) == 48 and name.isalnum()):
        raise NotFound()
    return Path(settings.FILES_ROOT) / name[:2] / name
