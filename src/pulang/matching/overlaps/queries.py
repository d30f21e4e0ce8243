"""What an officer sees of comparisons: hers, and those of partners that wait for somebody to decide."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.lists.models import ListImport, ListRow
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.matching.overlaps.models import Overlap, State
from pulang.persons.queries import Summary, summaries

SHOWN = 100


@dataclass(frozen=True)
class OverlapView:
    """One comparison. `label` is of the list of this node; `their_rows` is padded; `found` None until compared."""

    id: UUID
    partner: str
    ours: bool
    reason: str
    state: str
    label: str
    source: UUID | None
    their_rows: int
    found: int | None
    created_at: datetime
    reply_by: datetime | None


@dataclass(frozen=True)
class FoundRow:
    """A row of our list that may be in the partner's. `agreed`: kinds of words as letters (`rules.words`)."""

    number: int
    agreed: str
    person: Summary | None
    case_id: UUID | None


@query(Permission.LIST_IMPORT)
def overlaps_for(actor: Actor) -> tuple[OverlapView, ...]:
    """The comparisons of the actor's agency and those that wait for somebody to decide, the newest first."""
    found = list(_visible(actor).order_by("-created_at", "-id")[:SHOWN])
    record(actor, Event.QUEUE_READ, why=Why.ROLE, list="overlaps", rows=len(found))
    labels = _labels(found)
    return tuple(_view(overlap, labels) for overlap in found)


@query(Permission.LIST_IMPORT)
def overlap_for(actor: Actor, overlap_id: UUID) -> tuple[OverlapView, tuple[FoundRow, ...]]:
    """One comparison with the rows of ours that may match. Raises NotFound."""
    overlap = _visible(actor).filter(pk=overlap_id).first()
    if overlap is None:
        raise NotFound()
    record(actor, Event.OVERLAP_READ, why=Why.ROLE, overlap=overlap_id, rows=len(overlap.found or ()))
    agreed = dict(overlap.found or ())
    rows = list(ListRow.objects.filter(source=overlap.source, number__in=agreed).order_by("number"))
    people = summaries(row.person_id for row in rows if row.person_id)
    shown = tuple(
        FoundRow(row.number, agreed[row.number], people.get(row.person_id) if row.person_id else None, row.case_id)
        for row in rows
    )
    return _view(overlap, _labels([overlap])), shown


@query(Permission.LIST_IMPORT)
def count_overlaps(actor: Actor) -> int:
    """How many of partners wait for somebody to decide. A number, so no look is recorded."""
    return _visible(actor).filter(ours=False, state=State.OPEN).count()


def _visible(actor: Actor) -> "QuerySet[Overlap]":
    own = Q(agency_id=agency_id(actor))
    nobodys = Q(agency=None, state__in=(State.OPEN, State.EXPIRED))
    return Overlap.objects.select_related("peer__agency").filter(own | nobodys)


def _labels(overlaps: list[Overlap]) -> dict[UUID, str]:
    sources = {overlap.source for overlap in overlaps if overlap.source}
    return {one.pk: one.label or one.file_name or "" for one in ListImport.objects.filter(pk__in=sources)}


def _view(overlap: Overlap, labels: dict[UUID, str]) -> OverlapView:
    return OverlapView(
        id=overlap.pk,
        partner=overlap.peer.agency.name,
        ours=overlap.ours,
        reason=overlap.reason or "",
        state=overlap.state,
        label=labels.get(overlap.source, "") if overlap.source else "",
        source=overlap.source,
        their_rows=overlap.their_rows,
        found=None if overlap.found is None else len(overlap.found),
        created_at=overlap.created_at,
        reply_by=overlap.reply_by,
    )
