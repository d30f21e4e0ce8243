"""Her photo: one, made anew from its pixels, encrypted with her key."""

from dataclasses import dataclass
from uuid import UUID

from django.conf import settings

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.blobs import keep_blob, read_blob
from pulang.db.context import acting_as
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.media import IMAGES, media_type, reencode
from pulang.persons.actions.joining import JOB, photo_place
from pulang.persons.models import Merge, MergeState, Person

BOX = (1200, 1200)  # pixels: enough for a face, small on a slow line


@dataclass(frozen=True)
class Photo:
    media_type: str
    content: bytes


@action(Permission.PERSON_REGISTER)
def set_photo(actor: Actor, *, person_id: UUID, content: bytes) -> None:
    """Keep the photo, in the place of an earlier one.

    Raises NotFound, and Invalid on `photo`: `file_too_big` (limit), `file_kind`, `image_broken`,
    `image_too_large` (pixels).
    """
    if len(content) > settings.UPLOAD_LIMIT_BYTES:
        raise Invalid("photo", "file_too_big", limit=settings.UPLOAD_LIMIT_BYTES // (1024 * 1024))
    kind = media_type(content)
    if kind not in IMAGES:
        raise Invalid("photo", "file_kind", kind=kind or "?")
    picture = reencode(content, IMAGES[kind], field="photo", box=BOX)
    person = Person.objects.select_for_update().filter(pk=person_id, merged_into=None).first()
    if person is None:
        raise NotFound()
    person.photo = keep_blob(_key(person), [picture], place=photo_place(person_id))
    person.version += 1
    person.save(update_fields=["photo", "version"])
    record(actor, Event.PERSON_CHANGED, scope=person_id, why=Why.ASSIGNED, version=person.version, photo=True)


@action(Permission.CASE_READ)
def read_photo(actor: Actor, *, person_id: UUID) -> Photo:
    """Open the photo; the look is in the audit before the first byte leaves. Raises NotFound, also without one."""
    person = Person.objects.filter(pk=person_id, merged_into=None).exclude(photo="").first()
    if person is None:
        raise NotFound()
    record(actor, Event.PERSON_READ, scope=person_id, why=Why.ASSIGNED, photo=True)
    content = b"".join(read_blob(_key(person), person.photo, place=photo_place(person_id)))
    return Photo(media_type(content), content)


def _key(person: Person) -> bytes:
    return person.sealing_key()


@action(Permission.CASE_READ)
def read_joined_photo(actor: Actor, *, merge_id: UUID) -> Photo:
    """The photo that stood in the record that was joined with another, for whoever holds the one who carries on.

    Raises NotFound, also without one.
    """
    merge = Merge.objects.filter(pk=merge_id, state=MergeState.DONE).first()
    held = (merge.before or {}).get("photos", {}).get("gone", "") if merge else ""
    if merge is None or not held:
        raise NotFound()
    record(actor, Event.PERSON_READ, scope=merge.kept_id, why=Why.ASSIGNED, photo=True, merge=merge_id)
    with acting_as(JOB):
        content = b"".join(read_blob(_key(merge.gone), held, place=photo_place(merge.gone_id)))
    return Photo(media_type(content), content)
