"""Files that come bit by bit: what has come lies on the disk as it came, and its length is where to go on."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction

from pulang.lib.errors import Unavailable

READ_SIZE = 256 * 1024


def files_folder() -> Path:
    """Where files lie, for what is written beside them in passing."""
    folder = Path(settings.FILES_ROOT)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def free_bytes() -> int:
    """How much the disk of files still takes."""
    return shutil.disk_usage(files_folder()).free


def part_length(part: UUID) -> int:
    """How many bytes have come; 0 where none."""
    path = _path(part)
    return path.stat().st_size if path.exists() else 0


def extend_part(part: UUID, content: bytes) -> int:
    """Put bytes at the end and return the length. On disk before it returns; raises Unavailable on a full disk."""
    path = _path(part)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with path.open("ab") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
            return file.tell()
    except OSError as error:
        raise Unavailable(part="files") from error


def part_pieces(part: UUID) -> Iterator[bytes]:
    with _path(part).open("rb") as file:
        while piece := file.read(READ_SIZE):
            yield piece


def drop_part(part: UUID) -> None:
    """Remove it once this transaction has committed; one that is gone already is no fault."""
    path = _path(part)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))


def _path(part: UUID) -> Path:
    return Path(settings.FILES_ROOT) / "parts" / part.hex
