"""What a reviewer sees of emergencies, and what an officer sees of her own."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.emergencies.models import Emergency, Verdict
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound

SHOWN = 100
COUNTED = 100  # counts above say "99+"


@dataclass(frozen=True)
class Opened:
    """One emergency access without a word of the person herself: `scope` is what the audit can be searched by."""

    id: UUID
    officer: str
    agency: str
    scope: UUID
    reason: str
    opened_at: datetime
    review_by: datetime
    until: datetime
    verdict: str
    note: str
    reviewer: str
    reviewed_at: datetime | None

    @property
    def overdue(self) -> bool:
        return self.verdict == Verdict.OPEN and self.review_by < timezone.now()


@query(Permission.ACCESS_REVIEW)
def emergencies_for(actor: Actor, *, reviewed: bool = False) -> tuple[Opened, ...]:
    """Those to be reviewed, the longest waiting first; or the newest that were."""
    rows = Emergency.objects.select_related("officer", "agency", "reviewed_by")
    if reviewed:
        found = rows.exclude(verdict=Verdict.OPEN).order_by("-reviewed_at", "-id")[:SHOWN]
    else:
        found = rows.filter(verdict=Verdict.OPEN).order_by("review_by", "id")[:SHOWN]
    opened = _opened(found)
    record(actor, Event.QUEUE_READ, why=Why.ROLE, list="emergencies", rows=len(opened))
    return opened


@query(Permission.ACCESS_REVIEW)
def emergency_for(actor: Actor, emergency_id: UUID) -> Opened:
    """Raises NotFound."""
    found = Emergency.objects.select_related("officer", "agency", "reviewed_by").filter(pk=emergency_id)
    opened = _opened(found)
    if not opened:
        raise NotFound()
    record(actor, Event.QUEUE_READ, why=Why.ROLE, scope=opened[0].scope, list="emergencies", rows=1)
    return opened[0]


@query(Permission.ACCESS_REVIEW)
def count_emergencies(actor: Actor) -> int:
    """How many wait for review; stops at COUNTED. A number, so no look is recorded."""
    return len(Emergency.objects.filter(verdict=Verdict.OPEN).values_list("pk", flat=True)[:COUNTED])


def _opened(rows: Iterable[Emergency]) -> tuple[Opened, ...]:
    return tuple(
        Opened(
            id=row.pk,
            officer=row.officer.name,
            agency=row.agency.name,
            scope=row.case_id or row.person_id,
            reason=row.reason or "",
            opened_at=row.opened_at,
            review_by=row.review_by,
            until=row.until,
            verdict=row.verdict,
            note=row.note or "",
            reviewer=row.reviewed_by.name if row.reviewed_by else "",
            reviewed_at=row.reviewed_at,
        )
        for row in rows
    )
