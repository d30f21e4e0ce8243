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
from pulang.lib.media import IMAGES, cut, media_type, reencode, size_of
from pulang.persons.actions.joining import JOB, photo_place
from pulang.persons.models import Merge, MergeState, Person
from pulang.persons.rules.photos import Crop, box_of, middle, photo_rule

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
    person.crop = None
    person.version += 1
    person.save(update_fields=["photo", "crop", "version"])
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


@dataclass(frozen=True)
class Portrait:
    """Her photo as a paper shows it; `plain` says whether its background is as the rule asks."""

    content: bytes
    plain: bool


@action(Permission.PERSON_REGISTER)
def crop_photo(actor: Actor, *, person_id: UUID, crop: Crop) -> Portrait:
    """Say which part of her photo papers show. The photo itself stays.

    Raises NotFound, also without a photo, and Invalid: `crop_outside`, `crop_too_small` (least).
    """
    person = _pictured(person_id, locked=True)
    made = portrait_of(person, crop=crop)
    person.crop = {"left": crop.left, "top": crop.top, "width": crop.width}
    person.version += 1
    person.save(update_fields=["crop", "version"])
    record(actor, Event.PERSON_CHANGED, scope=person_id, why=Why.ASSIGNED, version=person.version, crop=True)
    return made


@action(Permission.CASE_READ)
def read_portrait(actor: Actor, *, person_id: UUID) -> Photo:
    """Her photo as papers show it. Raises NotFound, also where nobody has said which part that is."""
    person = _pictured(person_id)
    if not person.crop:
        raise NotFound()
    record(actor, Event.PERSON_READ, scope=person_id, why=Why.ASSIGNED, photo=True)
    return Photo("image/jpeg", portrait_of(person, crop=Crop(**person.crop)).content)


@action(Permission.PERSON_REGISTER)
def crop_of(actor: Actor, *, person_id: UUID) -> tuple[Crop, tuple[int, int]]:
    """The part that papers show, or a first proposal, and how large the photo is in dots. Raises NotFound."""
    person = _pictured(person_id)
    record(actor, Event.PERSON_READ, scope=person_id, why=Why.ASSIGNED, photo=True)
    size = size_of(_bytes(person, person.photo))
    return (Crop(**person.crop) if person.crop else middle(size, photo_rule())), size


def portrait_of(person: Person, *, crop: Crop, photo: str = "") -> Portrait:
    """Part of what has the person already. `photo` names an earlier photo of hers. Raises as `crop_photo`."""
    rule, content = photo_rule(), _bytes(person, photo or person.photo)
    made, unevenness = cut(content, box_of(crop, size_of(content), rule), rule.dots)
    return Portrait(made, unevenness <= rule.plain_within)


def _pictured(person_id: UUID, *, locked: bool = False) -> Person:
    people = Person.objects.select_for_update() if locked else Person.objects.all()
    person = people.filter(pk=person_id, merged_into=None).exclude(photo="").first()
    if person is None:
        raise NotFound()
    return person


def _bytes(person: Person, name: str) -> bytes:
    return b"".join(read_blob(_key(person), name, place=photo_place(person.pk)))


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
