"""Tombstones: that something was withdrawn, kept in the database and in a file beside the keys.

The file is written before the database commits and is not rolled back with it: a node that was restored from an
older backup takes back again, at its start, whatever had been withdrawn in between.
"""

import json
import os
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.exchange.models import Tombstone


def stone_of(uid: UUID, node: str) -> Tombstone | None:
    return Tombstone.objects.filter(uid=uid, node=node).first()


def set_stone(uid: UUID, *, version: int, node: str, reason: str) -> None:
    """Raise or renew the tombstone of an object; its version never goes back."""
    held = stone_of(uid, node)
    if held is not None and held.version >= version:
        return
    _append({"uid": str(uid), "version": version, "node": node, "reason": reason})
    Tombstone.objects.update_or_create(
        uid=uid, node=node, defaults={"version": version, "reason": reason, "at": timezone.now()}
    )


def missing_stones() -> list[Tombstone]:
    """What the file knows and the database, restored, does not. A last line that a crash cut short is no line."""
    known = {(stone.uid, stone.node): stone for stone in Tombstone.objects.all()}
    lost: dict[tuple[UUID, str], Tombstone] = {}
    for line in _lines():
        try:
            said = json.loads(line)
            uid, version, node, reason = UUID(said["uid"]), int(said["version"]), said["node"], said["reason"]
        except (ValueError, KeyError, TypeError):
            continue
        held = known.get((uid, node))
        if held is None or held.version < version:
            stone = held or Tombstone(uid=uid, node=node)
            stone.version, stone.reason = version, reason
            lost[uid, node] = stone
    return list(lost.values())


def _append(said: dict[str, object]) -> None:
    """One write of one line, on disk before it returns; it begins anew, whatever a crash left of the one before."""
    place = os.open(_path(), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(place, b"\n" + json.dumps(said, separators=(",", ":")).encode() + b"\n")
        os.fsync(place)
    finally:
        os.close(place)


def _lines() -> list[str]:
    path = _path()
    return path.read_text("utf-8", errors="replace").splitlines() if path.exists() else []


def _path() -> Path:
    return Path(settings.TOMBSTONES)
