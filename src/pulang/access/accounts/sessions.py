"""An officer's running sessions, and how they end at once on the server."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.models import Session
from pulang.access.policy import action, officer_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound


@dataclass(frozen=True)
class RunningSession:
    """`handle` names the session without letting anybody in; `agent` is the browser as it calls itself."""

    handle: str
    agent: str
    started_at: datetime
    seen_at: datetime


def handle_of(session_key: str) -> str:
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


@query(None)
def sessions_for(actor: Actor) -> list[RunningSession]:
    """The actor's own sessions, the newest first. Every officer may."""
    return [
        RunningSession(
            handle=handle_of(row.session_key),
            agent=row.agent,
            started_at=datetime.fromtimestamp(row.started_at, UTC),
            seen_at=datetime.fromtimestamp(row.seen_at, UTC),
        )
        for row in _running(officer_id(actor))
    ]


@action(None)
def end_session(actor: Actor, *, handle: str) -> None:
    """End one of the actor's own sessions. Every officer may. Raises NotFound where it is not hers, Invalid."""
    if not handle:
        raise Invalid("handle", "required")
    found = [row.pk for row in _running(officer_id(actor)) if handle_of(row.session_key) == handle]
    if not found:
        raise NotFound()
    Session.objects.filter(pk__in=found).delete()
    record(actor, Event.SESSION_ENDED, officer=officer_id(actor), count=len(found))


def end_all_sessions(officer: UUID, *, but: str = "") -> int:
    """Part of an action that shuts an officer out, `but` one session key; returns how many there were."""
    count, _ = Session.objects.filter(officer_id=officer).exclude(pk=but).delete()
    return count


def _running(officer: UUID) -> list[Session]:
    return list(Session.objects.filter(officer_id=officer, expire_date__gt=timezone.now()).order_by("-started_at"))
