"""Joining two records of one person. Numbers that nobody has twice need a reason and a second officer."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Conflict, Invalid, NotFound
from pulang.lib.text import clean_text
from pulang.persons.actions.joining import join_records
from pulang.persons.errors import MergeAnswered, MergeSameOfficer, PapersConflict
from pulang.persons.models import Merge, MergeState, Person
from pulang.persons.queries.person import draft_of
from pulang.persons.rules import FIELDS, conflicts_of

LONGEST_REASON = 2000


@action(Permission.PERSON_MERGE)
def merge_persons(
    actor: Actor,
    *,
    kept_id: UUID,
    gone_id: UUID,
    kept_version: int,
    gone_version: int,
    take: Collection[str] = (),
    reason: str = "",
    once: str = "",
) -> Merge:
    """Make one person of two records: `kept_id` carries on with everything that was known of both.

    Of the fields that `take` names (`rules.FIELDS`) the value of the one who is gone holds. Both records as they
    stand stay readable, and `split_persons` parts them again. Where numbers conflict, the merge only asks: it is
    done when a second officer confirms (`answer_merge`). Raises NotFound, Conflict (with the versions that stand),
    Invalid, PapersConflict where the numbers conflict and no reason is given.
    """
    if kept_id == gone_id:
        raise Invalid("gone", "same_record")
    if set(take) - set(FIELDS):
        raise Invalid("take", "not_a_choice", choices=", ".join(FIELDS))
    because = clean_text(reason, field="reason", max_length=LONGEST_REASON, multiline=True)

    def make() -> Merge:
        kept, gone = load_both(kept_id, gone_id, kept_version, gone_version)
        conflicts = conflicts_of(draft_of(kept), draft_of(gone))
        if conflicts and not because:
            raise PapersConflict(conflicts=", ".join(conflicts))
        asked = Merge.objects.filter(kept=kept, gone=gone, state=MergeState.ASKED).first()
        if asked is not None:
            return asked
        merge = Merge.objects.create(
            kept=kept,
            gone=gone,
            state=MergeState.ASKED,
            conflicts=list(conflicts),
            reason=because or None,
            before={"take": sorted(take)},
            asked_by_id=officer_id(actor),
            asked_name=actor.name,
            asked_at=timezone.now(),
        )
        if not conflicts:
            return join_records(actor, merge, kept, gone)
        _tell(actor, merge, "asked")
        return merge

    return row_once(actor, once, Merge, make)


@action(Permission.PERSON_MERGE)
def answer_merge(
    actor: Actor, *, merge_id: UUID, agrees: bool, kept_version: int, gone_version: int, reason: str = ""
) -> Merge:
    """A second officer confirms a merge that numbers speak against, or refuses it with a reason.

    Who asked may take the question back (`agrees=False`), never confirm it. Raises NotFound, MergeAnswered,
    MergeSameOfficer, Conflict, Invalid.
    """
    words = clean_text(reason, field="reason", max_length=LONGEST_REASON, multiline=True)
    if not agrees and not words:
        raise Invalid("reason", "required")
    merge = Merge.objects.select_for_update(of=("self",)).filter(pk=merge_id).first()
    if merge is None:
        raise NotFound()
    if merge.state != MergeState.ASKED:
        raise MergeAnswered()
    if agrees and merge.asked_by_id == actor.id:
        raise MergeSameOfficer()
    kept, gone = load_both(merge.kept_id, merge.gone_id, kept_version, gone_version)
    merge.answered_by_id, merge.answered_name = officer_id(actor), actor.name
    merge.answered_at, merge.answer = timezone.now(), words or None
    if agrees:
        return join_records(actor, merge, kept, gone)
    merge.state = MergeState.REFUSED
    merge.save()
    _tell(actor, merge, "refused")
    return merge


def load_both(kept_id: UUID, gone_id: UUID, kept_version: int, gone_version: int) -> tuple[Person, Person]:
    """Both records, locked, as the actor may see them. Raises NotFound or Conflict."""
    found = Person.objects.select_for_update().filter(pk__in=[kept_id, gone_id], merged_into=None).order_by("pk")
    people = {person.pk: person for person in found}
    if len(people) != 2:
        raise NotFound()
    kept, gone = people[kept_id], people[gone_id]
    if (kept.version, gone.version) != (kept_version, gone_version):
        raise Conflict(version=kept.version, current={"kept_version": kept.version, "gone_version": gone.version})
    return kept, gone


def _tell(actor: Actor, merge: Merge, state: str) -> None:
    for scope in (merge.kept_id, merge.gone_id):
        record(actor, Event.PERSON_MERGED, scope=scope, why=Why.ASSIGNED, merge=merge.pk, state=state)
