"""Files of suspects for their readers, and the links of double status for the coordinator alone."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, made, texts
from pulang.identification.suspects import actions
from pulang.identification.suspects.queries import file_for, files_for, links_for

router = Router(tags=["suspects"])
FILE = "/suspects/{uuid:suspect_id}"
Number = Annotated[str, Field(max_length=30)]


class FileIn(In):
    name: Annotated[str, Field(max_length=200)]
    suspicion: Annotated[str, Field(max_length=5000)]
    born: Annotated[str, Field(max_length=60)] = ""
    papers: Annotated[str, Field(max_length=300)] = ""


class EntryIn(In):
    """`stage`: how the file stands from now on."""

    text: Annotated[str, Field(max_length=10_000)]
    stage: Code


class ReaderIn(In):
    officer: UUID


class LinkIn(In):
    case_number: Number
    file_number: Number


class FileRowOut(Schema):
    id: UUID
    number: str
    name: str
    stage: str
    opened_at: datetime


class EntryOut(Schema):
    stage: str
    text: str
    officer: str
    at: datetime


class ReaderOut(Schema):
    id: UUID
    name: str
    agency: str


class FileOut(FileRowOut):
    """`entries`, the newest first; `readers` are officers by name, never a whole agency."""

    agency: str
    subject: dict[str, str]
    suspicion: str
    entries: list[EntryOut]
    readers: list[ReaderOut]


class LinkOut(Schema):
    """Numbers and codes, nothing of what the files hold. `both`: officers who read both files, and should not."""

    id: UUID
    case_number: str
    outcome: str
    standing: str
    file_number: str
    stage: str
    linked_at: datetime
    both: list[str]


@router.get("/suspects", response=list[FileRowOut], summary="The suspects' files that you read")
@permitted(Permission.SUSPECT_READ)
def list_files(request: ApiRequest) -> list[FileRowOut]:
    return [
        FileRowOut(
            id=file.pk, number=file.number, name=file.subject["name"], stage=file.stage, opened_at=file.opened_at
        )
        for file in files_for(request.auth)
    ]


@router.post("/suspects", response={201: Made}, summary="Open a file that only you read")
@permitted(Permission.SUSPECT_WORK)
def open_file(request: ApiRequest, file: FileIn, once: str = ONCE) -> Status[Made]:
    return made(actions.open_file(request.auth, **file.model_dump(), once=once))


@router.get(FILE, response=FileOut, summary="A suspect's file")
@permitted(Permission.SUSPECT_READ)
def read_file(request: ApiRequest, suspect_id: UUID) -> FileOut:
    found = file_for(request.auth, suspect_id)
    return FileOut(
        id=found.file.pk,
        number=found.file.number,
        name=found.file.subject["name"],
        stage=found.file.stage,
        opened_at=found.file.opened_at,
        agency=found.file.agency.name,
        subject=texts(found.file.subject),
        suspicion=found.file.suspicion or "",
        entries=[
            EntryOut(stage=each.stage, text=each.text or "", officer=each.officer_name, at=each.at)
            for each in found.entries
        ],
        readers=[ReaderOut(id=each.pk, name=each.name, agency=each.agency.name) for each in found.readers],
    )


@router.post(f"{FILE}/entries", response={201: Made}, summary="Write what was found or decided")
@permitted(Permission.SUSPECT_WORK)
def add_entry(request: ApiRequest, suspect_id: UUID, entry: EntryIn, once: str = ONCE) -> Status[Made]:
    return made(actions.add_entry(request.auth, file_id=suspect_id, **entry.model_dump(), once=once))


@router.post(f"{FILE}/readers", response={204: None}, summary="Let one more officer read the file")
@permitted(Permission.SUSPECT_WORK)
def add_reader(request: ApiRequest, suspect_id: UUID, reader: ReaderIn) -> Status[None]:
    actions.add_reader(request.auth, file_id=suspect_id, **reader.model_dump())
    return Status(204, None)


@router.get("/double-status", response=list[LinkOut], summary="Links of a victim's case and a suspect's file")
@permitted(Permission.DOUBLE_STATUS_LINK)
def list_links(request: ApiRequest) -> list[LinkOut]:
    return [LinkOut.model_validate(row) for row in links_for(request.auth)]


@router.post("/double-status", response={201: Made}, summary="Say that the two are about one person")
@permitted(Permission.DOUBLE_STATUS_LINK)
def link(request: ApiRequest, numbers: LinkIn) -> Status[Made]:
    return made(actions.link_status(request.auth, **numbers.model_dump()))


@router.delete("/double-status/{uuid:link_id}", response={204: None}, summary="They are not, after all")
@permitted(Permission.DOUBLE_STATUS_LINK)
def end_link(request: ApiRequest, link_id: UUID) -> Status[None]:
    actions.end_link(request.auth, link_id=link_id)
    return Status(204, None)
