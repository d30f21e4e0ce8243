"""Lists of people: hand one in, ask how it stands, read its rows, get back what was not taken."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import In
from pulang.cases.lists.actions import start_import
from pulang.cases.lists.mending import mend_row
from pulang.cases.lists.queries import ImportView, import_for, imports_for, rejected_list, rows_for
from pulang.cases.lists.sentences import sentence_of

router = Router(tags=["lists"])
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class ListOut(Schema):
    """A list; `counts` are rows by state: pending, created, known, rejected, empty."""

    id: UUID
    label: str
    file_name: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]


class MessageOut(Schema):
    """A flaw or a reading of a row; `refuses` where the row was not taken because of it."""

    code: str
    column: str
    title: str
    refuses: bool
    details: dict[str, Any]


class RowOut(Schema):
    number: int
    state: str
    messages: list[MessageOut]
    person_id: UUID | None
    case_id: UUID | None


class RowsIn(Schema):
    """Which rows: of one `state` or all, from `start` on, at most `limit`."""

    state: str = ""
    start: int = Field(0, ge=0, le=100_000)
    limit: int = Field(100, ge=1, le=1_000)


class MendIn(In):
    """`cells` are texts by field (name, birth_date, passport …) in place of the row's own."""

    cells: dict[str, str] = {}
    person_id: UUID | None = None
    is_new: bool = False


@router.get("", response=list[ListOut], summary="The lists of the agency")
@permitted(Permission.LIST_IMPORT)
def lists(request: ApiRequest) -> list[ListOut]:
    return [_out(view) for view in imports_for(request.auth)]


@router.post("", response={202: ListOut}, summary="Hand in a list", description="Its rows are taken by a job.")
@permitted(Permission.LIST_IMPORT)
def hand_in(
    request: ApiRequest, file: File[UploadedFile], label: Form[str], once: Form[str] = ""
) -> Status[ListOut]:
    import_id = start_import(request.auth, file_name=file.name or "", content=file.read(), label=label, once=once)
    return Status(202, _out(import_for(request.auth, import_id=import_id)))


@router.get("/{uuid:import_id}", response=ListOut, summary="How a list stands")
@permitted(Permission.LIST_IMPORT)
def one_list(request: ApiRequest, import_id: UUID) -> ListOut:
    return _out(import_for(request.auth, import_id=import_id))


@router.get("/{uuid:import_id}/rows", response=list[RowOut], summary="Its rows with their messages")
@permitted(Permission.LIST_IMPORT)
def rows(request: ApiRequest, import_id: UUID, asked: Query[RowsIn]) -> list[RowOut]:
    found = rows_for(request.auth, import_id=import_id, state=asked.state, start=asked.start, limit=asked.limit)
    return [
        RowOut(
            number=row.number,
            state=row.state,
            messages=[
                MessageOut(
                    code=message.code,
                    column=message.column,
                    title=sentence_of(message),
                    refuses=message.refuses,
                    details=message.details,
                )
                for message in row.messages
            ],
            person_id=row.person_id,
            case_id=row.case_id,
        )
        for row in found
    ]


@router.get("/{uuid:import_id}/returned", summary="The rows that were not taken, as XLSX")
@permitted(Permission.LIST_IMPORT)
def returned(request: ApiRequest, import_id: UUID) -> HttpResponse:
    headers = {"Content-Disposition": 'attachment; filename="returned.xlsx"', "Cache-Control": "no-store"}
    return HttpResponse(rejected_list(request.auth, import_id=import_id), content_type=XLSX, headers=headers)


@router.post("/{uuid:import_id}/rows/{int:number}", response=RowOut, summary="Take a returned row as corrected")
@permitted(Permission.LIST_IMPORT)
def mend(request: ApiRequest, import_id: UUID, number: int, body: MendIn) -> RowOut:
    row = mend_row(request.auth, import_id=import_id, number=number, **body.dict())
    return RowOut(number=number, state=row.state, messages=[], person_id=row.person_id, case_id=row.case_id)


def _out(view: ImportView) -> ListOut:
    return ListOut(
        id=view.id,
        label=view.label,
        file_name=view.file_name,
        started_by=view.started_by,
        started_at=view.started_at,
        finished_at=view.finished_at,
        counts=view.counts,
    )
