"""Things for many people of an operation: foreseen, done, one line each; its papers; how it stands for leaders."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, made
from pulang.lib.errors import Problems, PulangError
from pulang.operations import actions
from pulang.operations.models import IssuedPaper
from pulang.operations.papers import (
    Paper,
    foresee_paper,
    issue_flight_paper,
    issue_paper,
    paper_for,
    papers_for,
    sheet_for,
)
from pulang.operations.queries import bulk_for, bulks_for, flight_for, ledger_for
from pulang.operations.queries.overview import overview_for
from pulang.words import sentence

router = Router(tags=["operations"])
PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Numbers = Annotated[list[int], Field(min_length=1, max_length=1500)]


class BulkIn(In):
    """`kind` is step, flight or nationality; `asked` is what that kind wants of the officer."""

    kind: Code
    asked: dict[str, Any] = {}
    numbers: Numbers


class LineOut(Schema):
    """What became, or would become, of one person: `code` and `title` say why not, both empty where it is done."""

    number: int
    state: str
    code: str
    title: str


class BulkOut(Schema):
    id: UUID
    kind: str
    step: str
    started_by: str
    started_at: datetime
    finished_at: datetime | None
    done: int
    refused: int
    total: int
    lines: list[LineOut]


class BulkRow(Schema):
    id: UUID
    kind: str
    started_at: datetime
    finished_at: datetime | None


class PaperIn(In):
    """`kind` is a kind of paper; `numbers` are the people who shall stand on it."""

    kind: Code
    numbers: Numbers
    language: Code = "id"
    addressee: Annotated[str, Field(max_length=300)] = ""


class PaperRow(Schema):
    """`code` is what the QR of the paper carries."""

    id: UUID
    number: str
    kind: str
    language: str
    people: int
    code: str
    issued_at: datetime


class FlightPaperIn(In):
    kind: Code
    language: Code = "id"


class CostIn(In):
    kind: Code
    amount: Decimal
    currency: Code
    payer: Code
    number: int | None = None
    note: Annotated[str, Field(max_length=300)] = ""


class LedgerOut(Schema):
    """Sums by currency, in each by kind and "total"; money as decimal text."""

    sums: dict[str, dict[str, str]]


class DaysOut(Schema):
    """Days that a step took over `people`: the median, and what four of five had."""

    step: str
    people: int
    median: float
    most: float


class WaitingOut(Schema):
    step: str
    ready: int
    overdue: int
    failed: int


class OverviewOut(Schema):
    """`fines` by currency, counted to today, of `fines_of` people; of `unknown` more nobody knows the last day."""

    registered: int
    stuck: int
    days: list[DaysOut]
    waiting: list[WaitingOut]
    fines: dict[str, str]
    fines_of: int
    unknown: int


@router.get("/{uuid:operation_id}/overview", response=OverviewOut, summary="Where the days go, for leaders")
@permitted(Permission.CASE_READ)
def overview(request: ApiRequest, operation_id: UUID) -> OverviewOut:
    found = overview_for(request.auth, operation_id)
    return OverviewOut(
        registered=found.board.registered,
        stuck=found.board.stuck,
        days=[
            DaysOut(step=one.definition.code, people=one.people, median=one.median, most=one.most)
            for one in found.days
        ],
        waiting=[WaitingOut.model_validate(one, from_attributes=True) for one in found.board.waiting],
        fines={currency: str(amount) for currency, amount in found.fines.items()},
        fines_of=found.fines_of,
        unknown=found.unknown,
    )


@router.get("/{uuid:operation_id}/together", response=list[BulkRow], summary="What was done for many")
@permitted(Permission.CASE_WORK)
def list_together(request: ApiRequest, operation_id: UUID) -> list[BulkRow]:
    return [BulkRow.model_validate(one, from_attributes=True) for one in bulks_for(request.auth, operation_id)]


@router.post("/{uuid:operation_id}/together/preview", response=list[LineOut], summary="What would become of each")
@permitted(Permission.CASE_WORK)
def preview_together(request: ApiRequest, operation_id: UUID, body: BulkIn) -> list[LineOut]:
    return _lines(actions.foresee(request.auth, operation_id, **body.dict()))


@router.post("/{uuid:operation_id}/together", response={202: Made}, summary="Do it for many; a job carries it out")
@permitted(Permission.CASE_WORK)
def start_together(request: ApiRequest, operation_id: UUID, body: BulkIn, once: str = ONCE) -> Status[Made]:
    bulk = actions.start_bulk(request.auth, operation_id=operation_id, once=once, **body.dict())
    return Status(202, Made(id=bulk.pk))


@router.get("/{uuid:operation_id}/together/{uuid:bulk_id}", response=BulkOut, summary="One line for each person")
@permitted(Permission.CASE_WORK)
def read_together(request: ApiRequest, operation_id: UUID, bulk_id: UUID) -> BulkOut:
    found = bulk_for(request.auth, operation_id, bulk_id)
    lines = [
        LineOut(
            number=line.number,
            state=line.state,
            code=line.code,
            title=sentence(PulangError(line.code, **line.details)) if line.code else "",
        )
        for line in found.lines
    ]
    return BulkOut(
        **{name: getattr(found, name) for name in BulkOut.model_fields if name != "lines"},
        lines=lines,
    )


@router.get("/{uuid:operation_id}/papers", response=list[PaperRow], summary="The papers that were issued")
@permitted(Permission.CASE_READ)
def list_papers(request: ApiRequest, operation_id: UUID) -> list[PaperRow]:
    return [_paper(one) for one in papers_for(request.auth, operation_id)]


@router.post("/{uuid:operation_id}/papers/preview", response=list[LineOut], summary="Who would stand on a paper")
@permitted(Permission.STEP_COMPLETE)
def preview_paper(request: ApiRequest, operation_id: UUID, body: PaperIn) -> list[LineOut]:
    return _lines(foresee_paper(request.auth, operation_id, kind=body.kind, numbers=body.numbers))


@router.post("/{uuid:operation_id}/papers", response={201: Made}, summary="Issue a paper under the next number")
@permitted(Permission.STEP_COMPLETE)
def issue(request: ApiRequest, operation_id: UUID, body: PaperIn, once: str = ONCE) -> Status[Made]:
    return made(issue_paper(request.auth, operation_id=operation_id, once=once, **body.dict()))


@router.get("/{uuid:operation_id}/papers/{uuid:paper_id}", summary="An issued paper as PDF")
@permitted(Permission.CASE_READ)
def paper_pdf(request: ApiRequest, operation_id: UUID, paper_id: UUID) -> HttpResponse:
    return _file(paper_for(request.auth, operation_id, paper_id), PDF)


@router.get("/{uuid:operation_id}/papers/{uuid:paper_id}/sheet", summary="The people of an issued paper as XLSX")
@permitted(Permission.CASE_READ)
def paper_sheet(request: ApiRequest, operation_id: UUID, paper_id: UUID) -> HttpResponse:
    return _file(sheet_for(request.auth, operation_id, paper_id), XLSX)


@router.post(
    "/{uuid:operation_id}/flights/{uuid:flight_id}/papers", response={201: Made}, summary="Manifest or receipt"
)
@permitted(Permission.STEP_COMPLETE)
def issue_for_flight(
    request: ApiRequest, operation_id: UUID, flight_id: UUID, body: FlightPaperIn, once: str = ONCE
) -> Status[Made]:
    flight_for(request.auth, operation_id, flight_id)
    return made(issue_flight_paper(request.auth, flight_id=flight_id, once=once, **body.dict()))


@router.get("/{uuid:operation_id}/costs", response=LedgerOut, summary="What it costs, by currency and kind")
@permitted(Permission.CASE_READ)
def costs(request: ApiRequest, operation_id: UUID) -> LedgerOut:
    sums = ledger_for(request.auth, operation_id).sums
    return LedgerOut(sums={one: {kind: str(sum_) for kind, sum_ in kinds.items()} for one, kinds in sums.items()})


@router.post("/{uuid:operation_id}/costs", response={201: Made}, summary="Add a line to the ledger")
@permitted(Permission.CASE_WORK)
def add_cost(request: ApiRequest, operation_id: UUID, body: CostIn, once: str = ONCE) -> Status[Made]:
    return made(actions.record_cost(request.auth, operation_id=operation_id, once=once, **body.dict()))


def _lines(said: dict[int, PulangError | None]) -> list[LineOut]:
    lines = []
    for number, error in sorted(said.items()):
        first = error.problems[0] if isinstance(error, Problems) else error
        code, title = (first.code, sentence(first)) if first else ("", "")
        lines.append(LineOut(number=number, state="refused" if first else "would", code=code, title=title))
    return lines


def _paper(one: IssuedPaper) -> PaperRow:
    return PaperRow.model_validate(one, from_attributes=True)


def _file(paper: Paper, media_type: str) -> HttpResponse:
    response = HttpResponse(paper.content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response
