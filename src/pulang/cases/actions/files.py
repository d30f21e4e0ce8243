"""Files of a case: taken by content, kept encrypted, read only through the case."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePath
from uuid import UUID

from django.conf import settings

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import CaseFile
from pulang.crypto.sealing import Place
from pulang.db.blobs import keep_blob, read_blob
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.ids import new_id
from pulang.lib.media import ALLOWED, accept
from pulang.lib.text import clean_text


@dataclass(frozen=True)
class OpenedFile:
    """What a door needs to send a file: a name with the ending of its content, and the bytes in pieces."""

    name: str
    media_type: str
    size: int
    pieces: Iterator[bytes]


@action(Permission.FILE_ADD)
def add_file(
    actor: Actor,
    *,
    case_id: UUID,
    name: str,
    content: bytes,
    section: str = Section.FILES,
    note: str = "",
    once: str = "",
) -> CaseFile:
    """Keep a file in a section of the case that the actor holds.

    Raises Invalid as `lib.media.accept` says, NotFound, CaseClosed, Unavailable on a full disk.
    """
    if section not in list(Section):
        raise Invalid("section", "not_a_choice")
    media = accept(content, limit=settings.UPLOAD_LIMIT_BYTES)
    shown = clean_text(PurePath(name).name, field="name", max_length=200) or "file"
    about = clean_text(note, field="note", max_length=1000)
    case = load_case(case_id)
    if section not in held_sections(actor, case_id):
        raise Invalid("section", "not_a_choice")

    def make() -> CaseFile:
        file_id = new_id()
        file = CaseFile.objects.create(
            id=file_id,
            case=case,
            section=section,
            name=shown,
            note=about or None,
            media_type=media.media_type,
            size=len(media.content),
            sha256=sha256(media.content).digest(),
            blob=keep_blob(case.sealing_key(), [media.content], place=place_of(file_id)),
            added_by=actor.id,
            agency_id=agency_id(actor),
        )
        tell(actor, case, Event.FILE_ADDED, section=Section(section), file=file.pk, media_type=media.media_type)
        return file

    return row_once(actor, once, CaseFile, make)


@action(Permission.CASE_READ)
def read_file(actor: Actor, *, case_id: UUID, file_id: UUID) -> OpenedFile:
    """Open a file of the case; the look is in the audit before the first byte leaves. Raises NotFound."""
    file = CaseFile.objects.select_related("case").filter(pk=file_id, case_id=case_id).first()
    if file is None:
        raise NotFound()
    record(actor, Event.FILE_READ, scope=case_id, why="assigned", file=file.pk, section=file.section)
    stem = PurePath(file.name).stem or "file"
    pieces = read_blob(file.case.sealing_key(), file.blob, place=place_of(file.pk))
    return OpenedFile(stem + ALLOWED[file.media_type], file.media_type, file.size, pieces)


def place_of(file_id: UUID) -> Place:
    """Where the content of a file belongs, for whoever seals or opens it."""
    return Place(table="cases_casefile", row=str(file_id), field="content")
