"""Operations: open one, register people into it from desks or lists, ask how it stands and who is stuck."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.utils import timezone
from ninja import File, Query, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, made
from pulang.operations import actions
from pulang.operations.papers import slips_for
from pulang.operations.queries import PersonRow, board_for, find_slip, operations_for, people_for
from pulang.operations.queries.people import MOST
from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft

router = Router(tags=["operations"])
PDF = "application/pdf"


class OperationIn(In):
    """`kind` is raid, walk_in or charter."""

    kind: Code
    title: Annotated[str, Field(max_length=200)]
    place: Annotated[str, Field(max_length=300)] = ""


class OperationOut(Schema):
    id: UUID
    number: str
    kind: str
    title: str
    agency: str
    opened_at: datetime
    closed_at: datetime | None
    people: int


class ReachedOut(Schema):
    """People who reached a milestone; who can go there now, of these past the deadline; who tried and failed."""

    code: str
    step: str
    text: dict[str, str]
    reached: int
    ready: int
    overdue: int
    failed: int


class BoardOut(Schema):
    """Counts over everybody in the operation, true at the moment of asking."""

    id: UUID
    number: str
    title: str
    registered: int
    closed: int
    stuck: int
    urgency: dict[str, int]
    milestones: list[ReachedOut]


class HoldOut(Schema):
    step: str
    failed: bool
    due_at: datetime | None


class PersonOut(Schema):
    """`name` is empty where it is not the reader's to see; `holds_up` are the steps in the way now."""

    case_id: UUID
    number: int
    case_number: str
    name: str
    urgency: str
    risks: list[str]
    closed: bool
    holds_up: list[HoldOut]


class PeopleOut(Schema):
    more: bool
    people: list[PersonOut]


class PeopleIn(Schema):
    """Which people: who can do `step` now or failed it, who has `done` a step, who is `stuck`, of which `urgency`.

    Fifty a page.
    """

    step: str = ""
    done: str = ""
    stuck: bool = False
    urgency: str = ""
    page: int = Field(1, ge=1, le=1000)


class RegisterIn(In):
    """Who stands at the desk. `person_id` says that it is this person, `is_new` that it is nobody known."""

    name: Annotated[str, Field(max_length=200)]
    birth_date: Annotated[str, Field(max_length=30)] = ""
    sex: Code = "unknown"
    nationality: Annotated[str, Field(max_length=3)] = ""
    passport: Annotated[str, Field(max_length=40)] = ""
    nik: Annotated[str, Field(max_length=40)] = ""
    phone: Annotated[str, Field(max_length=40)] = ""
    person_id: UUID | None = None
    is_new: bool = False
    urgency: Code = "normal"
    risks: Annotated[list[Code], Field(max_length=30)] = []
    place: Annotated[str, Field(max_length=500)] = ""
    allowed_until: date | None = None

    def draft(self) -> PersonDraft:
        numbers = {"passport": self.passport, "nik": self.nik}
        return PersonDraft(
            name=self.name,
            birth_date=self.birth_date,
            sex=self.sex,
            nationality=self.nationality,
            papers=tuple(PaperDraft(kind, number) for kind, number in numbers.items() if number),
            contacts=(ContactDraft("phone", self.phone, "own"),) if self.phone else (),
        )


class RegisteredOut(Schema):
    """`number` is called out at the desks; `token` is what the slip carries and proves nothing."""

    case_id: UUID
    person_id: UUID
    number: int
    token: str


class AgencyIn(In):
    agency_id: UUID
    sections: Annotated[list[Code], Field(max_length=20)] = []


class FindIn(In):
    text: Annotated[str, Field(max_length=60)]


class FoundOut(Schema):
    case_id: UUID


@router.get("", response=list[OperationOut], summary="The operations that the officer works on")
@permitted(Permission.CASE_READ)
def operations(request: ApiRequest) -> list[OperationOut]:
    return [OperationOut.model_validate(one, from_attributes=True) for one in operations_for(request.auth)]


@router.post("", response={201: Made}, summary="Open an operation")
@permitted(Permission.OPERATION_MANAGE)
def open_operation(request: ApiRequest, body: OperationIn, once: str = ONCE) -> Status[Made]:
    return made(actions.open_operation(request.auth, once=once, **body.dict()))


@router.get("/{uuid:operation_id}", response=BoardOut, summary="How an operation stands")
@permitted(Permission.CASE_READ)
def board(request: ApiRequest, operation_id: UUID) -> BoardOut:
    found = board_for(request.auth, operation_id)
    return BoardOut(
        id=found.operation.pk,
        number=found.operation.number,
        title=found.operation.title,
        registered=found.registered,
        closed=found.closed,
        stuck=found.stuck,
        urgency=found.urgency,
        milestones=[
            ReachedOut(
                code=one.milestone.code,
                step=one.milestone.step,
                text=dict(one.milestone.text),
                reached=one.reached,
                ready=one.ready,
                overdue=one.overdue,
                failed=one.failed,
            )
            for one in found.milestones
        ],
    )


@router.get("/{uuid:operation_id}/people", response=PeopleOut, summary="Its people, the most urgent first")
@permitted(Permission.CASE_READ)
def people(request: ApiRequest, operation_id: UUID, asked: Query[PeopleIn]) -> PeopleOut:
    found, more = people_for(request.auth, operation_id, **asked.dict())
    return PeopleOut(more=more, people=[_person(row) for row in found])


@router.post("/{uuid:operation_id}/people", response={201: RegisteredOut}, summary="Register a person at a desk")
@permitted(Permission.PERSON_REGISTER)
def register(request: ApiRequest, operation_id: UUID, body: RegisterIn, once: str = ONCE) -> Status[RegisteredOut]:
    row = actions.register_into(
        request.auth,
        operation_id=operation_id,
        draft=body.draft(),
        person_id=body.person_id,
        is_new=body.is_new,
        urgency=body.urgency,
        risks=body.risks,
        place=body.place,
        allowed_until=body.allowed_until,
        once=once,
    )
    return Status(
        201, RegisteredOut(case_id=row.case_id, person_id=row.person_id, number=row.number, token=row.token)
    )


@router.post("/{uuid:operation_id}/lists", response={202: Made}, summary="Hand in a list; a job takes its rows")
@permitted(Permission.LIST_IMPORT)
def hand_in(request: ApiRequest, operation_id: UUID, file: File[UploadedFile], once: str = ONCE) -> Status[Made]:
    source = actions.hand_in_list(
        request.auth, operation_id=operation_id, file_name=file.name or "", content=file.read(), once=once
    )
    return Status(202, Made(id=source))


@router.post("/{uuid:operation_id}/agencies", response=dict[str, int], summary="Let another agency work on it")
@permitted(Permission.OPERATION_MANAGE)
def add_agency(request: ApiRequest, operation_id: UUID, body: AgencyIn) -> dict[str, int]:
    return {"cases": actions.add_agency(request.auth, operation_id=operation_id, **body.dict())}


@router.post("/{uuid:operation_id}/find", response=FoundOut, summary="The case behind a scanned slip or a number")
@permitted(Permission.CASE_READ)
def find(request: ApiRequest, operation_id: UUID, body: FindIn) -> FoundOut:
    return FoundOut(case_id=find_slip(request.auth, operation_id, text=body.text))


@router.post("/{uuid:operation_id}/close", response=Made, summary="Close it; the cases go on")
@permitted(Permission.OPERATION_MANAGE)
def close(request: ApiRequest, operation_id: UUID) -> Made:
    return Made(id=actions.close_operation(request.auth, operation_id=operation_id).pk)


class SlipsIn(Schema):
    language: str = "id"
    first: int = Field(1, ge=1, le=MOST)
    last: int = Field(MOST, ge=1, le=MOST)


@router.get("/{uuid:operation_id}/slips", summary="Slips with numbers and codes, as PDF")
@permitted(Permission.CASE_READ)
def slips(request: ApiRequest, operation_id: UUID, asked: Query[SlipsIn]) -> HttpResponse:
    paper = slips_for(request.auth, operation_id, on=timezone.localdate(), **asked.dict())
    headers = {"Content-Disposition": f'attachment; filename="{paper.name}"', "Cache-Control": "no-store"}
    return HttpResponse(paper.content, content_type=PDF, headers=headers)


def _person(row: PersonRow) -> PersonOut:
    return PersonOut(
        case_id=row.case_id,
        number=row.number,
        case_number=row.case_number,
        name=row.name,
        urgency=row.urgency,
        risks=list(row.risks),
        closed=row.closed,
        holds_up=[
            HoldOut(step=definition.code, failed=failed, due_at=due) for definition, failed, due in row.holds_up
        ],
    )
