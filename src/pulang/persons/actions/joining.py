"""What joining and parting do to the rows: shared by `merge` and `split`.

The database sees a job of the node, because cases and grants that the officer may not see follow too.
"""

from dataclasses import asdict
from uuid import UUID

from django.utils import timezone

from pulang.access.following import follow
from pulang.access.permissions import Why
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.crypto.sealing import Place
from pulang.db.blobs import keep_blob, read_blob
from pulang.db.context import acting_as
from pulang.lib.actor import Actor, system
from pulang.persons.actions.keeping import fill, forget_parts, keep_parts
from pulang.persons.belongings import Moved, hand_over, owned, tell_moved
from pulang.persons.drafts import PersonDraft
from pulang.persons.models import Merge, MergedGrant, MergedRow, MergeState, Person
from pulang.persons.queries.person import draft_of
from pulang.persons.rules import check, join
from pulang.persons.watching import changed

JOB = system("merge")


def join_records(actor: Actor, merge: Merge, kept: Person, gone: Person) -> Merge:
    """Let `kept` carry on with what both are and have. Both are locked, and the officer holds both."""
    with acting_as(JOB):
        before = {"kept": draft_of(kept), "gone": draft_of(gone)}
        put = join(before["kept"], before["gone"], merge.before["take"])
        photos = {"kept": kept.photo, "gone": gone.photo, "put": kept.photo or copy_photo(gone, kept)}
        kept.photo = photos["put"]
        write(kept, put)
        gone.merged_into = kept
        gone.version += 1
        gone.save(update_fields=["merged_into", "version"])
        came, own = owned(gone.pk), owned(kept.pk)
        hand_over(came, source=gone.pk, target=kept.pk)
        merge.state, merge.done_at = MergeState.DONE, timezone.now()
        merge.before = {
            **merge.before,
            **{name: asdict(draft) for name, draft in before.items()},
            "put": asdict(draft_of(kept)),
            "photos": photos,
        }
        merge.save()
        MergedRow.objects.bulk_create(
            MergedRow(merge=merge, model=model, row=row, came=rows is came)
            for rows in (came, own)
            for model, ids in rows.items()
            for row in ids
        )
        MergedGrant.objects.bulk_create(
            MergedGrant(merge=merge, source=each.source, copy=each.copy)
            for each in follow(actor, source=gone.pk, target=kept.pk)
        )
        tell(actor, Moved(Event.PERSON_MERGED, merge.pk, gone.pk, kept.pk, came))
    return merge


def tell(actor: Actor, moved: Moved) -> None:
    """Say it in the audit of both records and to whoever keeps something about people."""
    for scope in (moved.source, moved.target):
        record(actor, moved.event, scope=scope, why=Why.ASSIGNED, merge=moved.merge_id, into=moved.target)
    tell_moved(actor, moved)
    changed([moved.source, moved.target])


def write(person: Person, draft: PersonDraft) -> None:
    """Replace what is known of the person by the draft, under her next version."""
    checked = check(draft, today=timezone.localdate())
    person.version += 1
    fill(person, checked).save()
    forget_parts(person)
    keep_parts([(person, checked)])


def copy_photo(source: Person, target: Person, name: str = "") -> str:
    """The photo of `source` (or the one that was named so) again, under the key of `target`; "" without one."""
    held = name or source.photo
    if not held:
        return ""
    plain = read_blob(source.sealing_key(), held, place=photo_place(source.pk))
    return keep_blob(target.sealing_key(), plain, place=photo_place(target.pk))


def photo_place(person_id: UUID) -> Place:
    return Place(table="persons_person", row=str(person_id), field="photo")
