"""Records that were joined, and what joining two would do."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pulang.access.models import Agency, Grant
from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.drafts import PersonDraft, draft_from
from pulang.persons.models import Merge, MergeState, Person
from pulang.persons.queries.person import PersonView, person_for
from pulang.persons.rules import conflicts_of, join


@dataclass(frozen=True)
class MergeView:
    """One merge: who asked, answered and undid it. The drafts are as both stood before, None while only asked."""

    id: UUID
    state: str
    kept_id: UUID
    gone_id: UUID
    take: tuple[str, ...]
    conflicts: tuple[str, ...]
    reason: str
    asked_by: UUID
    asked_name: str
    asked_at: datetime
    answered_name: str
    answer: str
    done_at: datetime | None
    undone_name: str
    undone_at: datetime | None
    undone_because: str
    kept: PersonDraft | None
    gone: PersonDraft | None
    has_photo: bool  # the record that is gone had one


@dataclass(frozen=True)
class MergePreview:
    """What would be joined. `joined` is the person as she would stand; `seen_by` names the agencies that would see

    her; `asked` is the merge of both that waits for a second officer.
    """

    kept: PersonView
    gone: PersonView
    joined: PersonDraft
    conflicts: tuple[str, ...]
    seen_by: tuple[str, ...]
    asked: MergeView | None


@query(Permission.CASE_READ)
def merges_for(actor: Actor, person_id: UUID) -> tuple[MergeView, ...]:
    """What was joined with this person, the newest first, undone merges too. Raises NotFound."""
    if not Person.objects.filter(pk=person_id).exists():
        raise NotFound()
    merges = Merge.objects.filter(Q(kept=person_id) | Q(gone=person_id)).select_related("kept")
    found = list(merges.order_by("-asked_at"))
    record(actor, Event.PERSON_READ, scope=person_id, why=Why.ASSIGNED, merges=len(found))
    return tuple(map(_view, found))


@query(Permission.CASE_READ)
def merge_for(actor: Actor, merge_id: UUID) -> MergeView:
    """One merge with both records as they stood. Raises NotFound."""
    merge = Merge.objects.select_related("kept").filter(pk=merge_id).first()
    if merge is None:
        raise NotFound()
    record(actor, Event.PERSON_READ, scope=merge.kept_id, why=Why.ASSIGNED, merge=merge_id)
    return _view(merge)


@query(Permission.PERSON_MERGE)
def merges_asked_for(actor: Actor) -> tuple[MergeView, ...]:
    """The merges that wait for a second officer, the oldest first."""
    found = Merge.objects.filter(state=MergeState.ASKED).select_related("kept").order_by("asked_at")
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="merges", rows=len(found))
    return tuple(_view(merge) for merge in found)


@query(Permission.PERSON_MERGE)
def merge_preview_for(actor: Actor, kept_id: UUID, gone_id: UUID, take: Collection[str] = ()) -> MergePreview:
    """Both records, and the one that would carry on. Raises NotFound, PersonMerged."""
    if kept_id == gone_id:
        raise NotFound()
    kept, gone = person_for(actor, kept_id), person_for(actor, gone_id)
    asked = Merge.objects.filter(kept__in=[kept_id, gone_id], gone__in=[kept_id, gone_id], state=MergeState.ASKED)
    holding = Grant.objects.filter(scope__in=[kept_id, gone_id], ended_at=None, until__gt=timezone.now())
    agencies = Agency.objects.filter(pk__in=holding.values("agency_id"))
    waiting = asked.select_related("kept").first()
    return MergePreview(
        kept=kept,
        gone=gone,
        joined=join(kept.draft, gone.draft, take),
        conflicts=conflicts_of(kept.draft, gone.draft),
        seen_by=tuple(agencies.order_by("name").values_list("name", flat=True)),
        asked=_view(waiting) if waiting else None,
    )


def records_of(person_id: UUID) -> list[UUID]:
    """The person and every record that was joined with her, as the actor of this transaction may know it."""
    found, fresh = [person_id], [person_id]
    while fresh:
        joined = Merge.objects.filter(kept__in=fresh, state=MergeState.DONE)
        fresh = [gone for gone in joined.values_list("gone_id", flat=True) if gone not in found]
        found += fresh
    return found


def _view(merge: Merge) -> MergeView:
    held: dict[str, Any] = merge.before or {}
    return MergeView(
        id=merge.pk,
        state=merge.state,
        kept_id=merge.kept_id,
        gone_id=merge.gone_id,
        take=tuple(held.get("take", ())),
        conflicts=tuple(merge.conflicts),
        reason=merge.reason or "",
        asked_by=merge.asked_by_id,
        asked_name=merge.asked_name,
        asked_at=merge.asked_at,
        answered_name=merge.answered_name,
        answer=merge.answer or "",
        done_at=merge.done_at,
        undone_name=merge.undone_name,
        undone_at=merge.undone_at,
        undone_because=merge.undone_because or "",
        kept=draft_from(held["kept"]) if "kept" in held else None,
        gone=draft_from(held["gone"]) if "gone" in held else None,
        has_photo=bool(held.get("photos", {}).get("gone")),
    )
