"""Writing to the audit, in the transaction of the thing itself."""

import json
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.audit.events import Event
from pulang.audit.limits import OPENING, check_opening
from pulang.audit.models import Entry
from pulang.db.gathering import insert
from pulang.lib.actor import Actor

_written: ContextVar[int] = ContextVar("pulang_audit_written", default=0)


def written() -> int:
    """How many entries this thread of work has written; two readings tell whether something left one."""
    return _written.get()


def record(actor: Actor, event: Event, *, scope: UUID | None = None, why: str = "", **details: Any) -> None:
    """Insert one entry. `scope` is the case or person concerned, `why` a word of `access.permissions.Why`.

    A person's identity is opened with `PERSON_READ` (in the review queue `PAIR_READ`) and her id as scope: beyond
    the limits of `audit.limits` this raises `OpenedTooMany`, and what cannot be recorded is not shown.
    `details` are codes, ids and counts: never names, papers or free text, since an entry cannot be erased.
    """
    at = timezone.now()
    if event in OPENING and scope is not None:
        check_opening(actor, scope, at, event)
    _insert([_entry(actor, event, at, scope, why, details)])


def record_many(
    actor: Actor, event: Event, rows: Iterable[tuple[UUID, Mapping[str, Any]]], *, why: str = ""
) -> None:
    """As `record`, for one event in many scopes (scope, details) at once. Not for opening people."""
    at = timezone.now()
    _insert([_entry(actor, event, at, scope, why, details) for scope, details in rows])


def _entry(
    actor: Actor, event: Event, at: datetime, scope: UUID | None, why: str, details: Mapping[str, Any]
) -> Entry:
    said = {
        "at": at.isoformat(),
        "event": event.value,
        "kind": actor.kind.value,
        "actor": actor.id,
        "agency": actor.agency_id,
        "scope": scope,
        "why": why or ("system" if actor.is_system else ""),
        "purpose": actor.purpose,
        "via": actor.via,
        "details": details,
    }
    return Entry(
        at=at,
        event=event.value,
        actor_kind=actor.kind.value,
        actor_id=actor.id,
        agency_id=actor.agency_id,
        scope=scope,
        text=json.dumps(said, default=str, ensure_ascii=False, separators=(",", ":")),
    )


def _insert(entries: list[Entry]) -> None:
    insert(entries)
    _written.set(_written.get() + len(entries))
