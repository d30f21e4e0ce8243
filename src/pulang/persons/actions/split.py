"""Parting two records that were joined: the undo of a merge."""

from dataclasses import asdict
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from pulang.access.following import Followed, end_all, follow, is_held, unfollow
from pulang.access.grants import open_scope
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.db.context import acting_as
from pulang.db.once import once as only_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Conflict, Invalid, NotFound
from pulang.lib.text import clean_text
from pulang.persons.actions.joining import JOB, copy_photo, tell, write
from pulang.persons.actions.merge import LONGEST_REASON
from pulang.persons.belongings import Moved, hand_over, owned
from pulang.persons.drafts import draft_from
from pulang.persons.errors import MergeAnswered, MergeNotLast, PersonExists
from pulang.persons.finding import holders_of, lock_keys
from pulang.persons.models import Merge, MergeState, Person
from pulang.persons.queries.person import draft_of
from pulang.persons.rules import paper_keys, part

LATER = ("kept", "gone")


@action(Permission.PERSON_MERGE)
def split_persons(
    actor: Actor, *, merge_id: UUID, version: int, reason: str, later_to: str = "kept", once: str = ""
) -> Merge:
    """Make two records again of what was joined. `version` is that of the person as she was read.

    The one who was gone comes back exactly as she was, with her rows. What was learned or opened since belongs to
    the one that `later_to` names (LATER); an interview or message stays with its case. Raises NotFound, Conflict,
    Invalid, MergeAnswered where nothing is joined, MergeNotLast, PersonExists where a paper of hers is by now
    somebody else's.
    """
    because = clean_text(reason, field="reason", max_length=LONGEST_REASON, multiline=True)
    if not because:
        raise Invalid("reason", "required")
    if later_to not in LATER:
        raise Invalid("later_to", "not_a_choice", choices=", ".join(LATER))

    def make() -> UUID:
        merge = _load(merge_id, version)
        merge.undone_by_id, merge.undone_name = officer_id(actor), actor.name
        merge.undone_because = because
        with acting_as(JOB):
            _part(actor, merge, to_gone=later_to == "gone")
        return merge_id

    only_once(actor, once and f"split:{once}", make)
    with acting_as(JOB):  # who held only the one may not see the other any more; what she did, she may know
        return Merge.objects.select_related("kept", "gone").get(pk=merge_id)


def _load(merge_id: UUID, version: int) -> Merge:
    merge = Merge.objects.filter(pk=merge_id).first()
    if merge is None:
        raise NotFound()
    kept = Person.objects.select_for_update().filter(pk=merge.kept_id).first()
    if kept is None:
        raise NotFound()
    merge = Merge.objects.select_for_update(of=("self",)).get(pk=merge_id)
    if merge.state != MergeState.DONE:
        raise MergeAnswered()
    later = Merge.objects.filter(kept=kept, state=MergeState.DONE, done_at__gt=merge.done_at)
    if kept.merged_into_id or later.exists():
        raise MergeNotLast()
    if kept.version != version:
        raise Conflict(version=kept.version)
    merge.kept = kept
    return merge


def _part(actor: Actor, merge: Merge, *, to_gone: bool) -> None:
    kept, gone = merge.kept, Person.objects.select_for_update().get(pk=merge.gone_id)
    held = merge.before
    drafts = {name: draft_from(held[name]) for name in ("kept", "gone", "put")}
    now = draft_of(kept)
    first, second = part(now, **drafts, later_to_gone=to_gone)
    _check_free(kept, [paper.number for paper in second.papers])
    merge.before = {**held, "parted": asdict(now)}
    merge.state, merge.undone_at = MergeState.UNDONE, timezone.now()
    merge.save()
    _part_photos(kept, gone, held["photos"], to_gone=to_gone)
    write(kept, first)
    gone.merged_into = None
    if second == drafts["gone"]:
        gone.version += 1
        gone.save()
    else:
        write(gone, second)
    rows = _rows_of_gone(merge, kept, to_gone=to_gone)
    hand_over(rows, source=kept.pk, target=gone.pk)
    _part_grants(actor, merge, rows, to_gone=to_gone)
    tell(actor, Moved(Event.PERSON_SPLIT, merge.pk, kept.pk, gone.pk, rows))


def _check_free(kept: Person, numbers: list[str]) -> None:
    """Nobody else holds one of the papers that come back."""
    keys = paper_keys(numbers)
    lock_keys(keys)
    for holder in holders_of(keys):
        if holder.person_id != kept.pk:
            raise PersonExists(person_id=None, agency_id=holder.agency_id)


def _part_photos(kept: Person, gone: Person, photos: dict[str, str], *, to_gone: bool) -> None:
    if kept.photo == photos["put"]:
        kept.photo = photos["kept"]
    elif to_gone:
        gone.photo = copy_photo(kept, gone)
        kept.photo = photos["kept"]


def _rows_of_gone(merge: Merge, kept: Person, *, to_gone: bool) -> dict[str, tuple[UUID, ...]]:
    """What came with her and is still there, and what came later where the officer says so; by model."""
    then = {(row.model, row.row): row.came for row in merge.rows.all()}
    return {
        model: tuple(row for row in ids if then.get((model, row), to_gone)) for model, ids in owned(kept.pk).items()
    }


def _part_grants(actor: Actor, merge: Merge, rows: dict[str, tuple[UUID, ...]], *, to_gone: bool) -> None:
    """Who saw her through what goes with her sees her again; who came later goes with what she came for."""
    kept, gone = merge.kept_id, merge.gone_id
    copies = [Followed(each.source, each.copy) for each in merge.grants.all()]
    unfollow(actor, source=gone, target=kept, followed=copies)
    going = Q(reason__in=[f"case:{row}" for ids in rows.values() for row in ids])
    if to_gone:
        going |= Q(granted_at__gt=merge.done_at) & ~Q(reason__startswith="case:")
    follow(actor, source=kept, target=gone, grants=going)
    end_all(actor, scope=kept, grants=going)
    for scope in (kept, gone):
        if not is_held(scope):
            open_scope(actor, scope=scope, agency_id=agency_id(actor), sections=[Section.IDENTITY])
