"""Checking the chains: any row deleted, altered, swapped or cut off at the end is found."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import connections

from pulang.audit.models import Entry


@dataclass
class Verification:
    """`problems` are sentences for the officer who checks; empty means that every chain holds."""

    entries: int = 0
    heads: dict[int, tuple[int, str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        return not self.problems


def verify(using: str = "default") -> Verification:
    """Walk every lane in order and compare its end with the head that the trigger keeps."""
    result = Verification()
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT lane, seq, hash FROM audit_head ORDER BY lane")
        heads = {lane: (seq, bytes(digest)) for lane, seq, digest in cursor.fetchall()}
    lanes = set(heads) | set(Entry.objects.using(using).values_list("lane", flat=True).distinct())
    for lane in sorted(lanes):
        rows = Entry.objects.using(using).filter(lane=lane).order_by("seq").iterator(chunk_size=2000)
        seq, digest = _walk(rows, lane, result)
        if heads.get(lane, (0, b"")) != (seq, digest):
            result.problems.append(f"lane {lane}: ends at {seq}, but its head says {heads.get(lane, (0, b''))[0]}")
        result.heads[lane] = (seq, digest.hex())
    return result


def _walk(rows: Iterable[Entry], lane: int, result: Verification) -> tuple[int, bytes]:
    seq, digest = 0, b""
    for row in rows:
        result.entries += 1
        if row.seq != seq + 1:
            result.problems.append(f"lane {lane}: after {seq} comes {row.seq}, rows are missing")
        if bytes(row.prev) != digest:
            result.problems.append(f"lane {lane}, {row.seq}: does not follow the row before it")
        if hashlib.sha256(bytes(row.prev) + row.text.encode()).digest() != bytes(row.hash):
            result.problems.append(f"lane {lane}, {row.seq}: its text was changed")
        result.problems.extend(f"lane {lane}, {row.seq}: {part} was changed" for part in _differing(row))
        seq, digest = row.seq, bytes(row.hash)
    return seq, digest


def _differing(row: Entry) -> list[str]:
    said = json.loads(row.text)
    held = {
        "event": row.event,
        "kind": row.actor_kind,
        "actor": row.actor_id and str(row.actor_id),
        "agency": row.agency_id and str(row.agency_id),
        "scope": row.scope and str(row.scope),
        "at": row.at.isoformat(),
    }
    return [name for name, value in held.items() if said[name] != value]
