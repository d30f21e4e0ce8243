"""Files that partners send with their messages: kept in the case with their owner, and taken back by it."""

from collections.abc import Collection, Iterator, Mapping
from hashlib import sha256
from itertools import chain
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.conf import settings

from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.cases.actions.files import place_of
from pulang.cases.actions.story import load_case, tell
from pulang.cases.models import CaseFile
from pulang.db.blobs import drop_blob, keep_blob, read_blob
from pulang.exchange.attachments.keeper import Arrived, Keeper
from pulang.exchange.errors import Refused
from pulang.lib.actor import system
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.ids import new_id
from pulang.lib.media import ALLOWED, accept, media_type
from pulang.lib.text import clean_text

LOOKED_AT = 64 * 1024  # bytes that show what a large file is
LARGE = ("application/pdf", "audio/", "video/")  # only of these may be larger than an officer can upload


def _read(file_id: UUID, chunk: int) -> Iterator[bytes]:
    file = CaseFile.objects.select_related("case").filter(pk=file_id).first()
    if file is None:
        raise NotFound()
    return read_blob(file.case.sealing_key(), file.blob, place=place_of(file.pk), first=chunk)


def _take(arrived: Arrived) -> UUID:
    """Keep it in the case, by its content as any upload. Raises Refused(attachment_kind), NotFound, Unavailable."""
    assert arrived.scope is not None, "the files of these kinds belong to a case"
    case, actor, file_id = load_case(arrived.scope, closed_too=True), system("attachment"), new_id()
    kind, pieces = _looked_at(arrived)
    counted = _Counted(pieces)
    blob = keep_blob(case.sealing_key(), counted, place=place_of(file_id))
    CaseFile.objects.create(
        id=file_id,
        case=case,
        section=Section.FILES,
        name=clean_text(PurePath(arrived.name).name, field="name", max_length=200) or "file",
        media_type=kind,
        size=counted.size,
        sha256=counted.hash.digest(),
        blob=blob,
        agency_id=arrived.peer_agency,
        owner_node=arrived.owner,
        handling=dict(arrived.handling),
    )
    told: dict[str, Any] = {"section": Section.FILES, "why": "peer_agreement", "node": arrived.node}
    tell(actor, case, Event.FILE_ADDED, file=file_id, media_type=kind, **told)
    return file_id


class _Counted:
    """Pieces that pass by, with their size and hash."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self.pieces, self.size, self.hash = pieces, 0, sha256()

    def __iter__(self) -> Iterator[bytes]:
        for piece in self.pieces:
            self.size += len(piece)
            self.hash.update(piece)
            yield piece


def _looked_at(arrived: Arrived) -> tuple[str, Iterator[bytes]]:
    """What it really is, and its bytes: of a small one all of them, made harmless as those of an upload."""
    if arrived.size <= settings.UPLOAD_LIMIT_BYTES:
        try:
            media = accept(b"".join(arrived.pieces), limit=settings.UPLOAD_LIMIT_BYTES)
        except Invalid as error:
            raise Refused("attachment_kind") from error
        return media.media_type, iter([media.content])
    head = b""
    while len(head) < LOOKED_AT and (piece := next(arrived.pieces, b"")):
        head += piece
    kind = media_type(head)
    if kind not in ALLOWED or not kind.startswith(LARGE):
        raise Refused("attachment_kind")
    return kind, chain([head], arrived.pieces)


def _drop(files: Collection[UUID]) -> int:
    kept = list(CaseFile.objects.filter(pk__in=files))
    for file in kept:
        drop_blob(file.blob)
        file.delete()
    return len(kept)


def _restrict(files: Collection[UUID], handling: Mapping[str, Any]) -> None:
    CaseFile.objects.filter(pk__in=files).update(handling=dict(handling))


CASE_FILES = Keeper(_read, _take, _drop, _restrict)
