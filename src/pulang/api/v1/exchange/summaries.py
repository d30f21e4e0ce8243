"""What an interview found, sent to a partner with the person's consent, and what partners sent."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.exchange.messages import Language, Node, SentOut
from pulang.api.v1.schemas import ONCE, Code, In
from pulang.identification.summaries.actions import send_summary
from pulang.identification.summaries.queries import SharedSummary, shared_summary_for, summaries_for

router = Router(tags=["interviews"])


class SummaryIn(In):
    """`sections`: ids of those that go, null for all in which something was answered."""

    to: Node
    sections: Annotated[list[Code], Field(max_length=50)] | None = None
    quotations: bool = True
    remark: Annotated[str, Field(max_length=4000)] = ""
    lang: Language = "en"


class SummaryRowOut(Schema):
    """`id` is that of the message; `taken_back`: its owner withdrew it and nothing of it is left."""

    id: UUID
    case_id: UUID
    outgoing: bool
    partner: str
    at: datetime
    taken_back: bool


class ToldOut(Schema):
    item: str
    answer: str
    evidence: list[str]
    confidence: str
    quotation: str


class SummaryOut(SummaryRowOut):
    """Read-only, under the `handling` of its owner. `left_out`: parts of the interview that stayed there."""

    handling: dict[str, Any]
    officer: str
    language: str
    interpreter: bool
    started: date | None
    finished: date | None
    risks: list[str]
    answers: list[ToldOut]
    left_out: list[str]
    remark: str
    lang: str


@router.post("/interviews/{uuid:interview_id}/summary", response={201: SentOut}, summary="Send it to the partner")
@permitted(Permission.MESSAGE_SEND)
def send(request: ApiRequest, interview_id: UUID, what: SummaryIn, once: str = ONCE) -> Status[SentOut]:
    sent = send_summary(request.auth, interview_id=interview_id, **what.model_dump(), once=once)
    return Status(201, SentOut.model_validate(sent))


@router.get("/cases/{uuid:case_id}/summaries", response=list[SummaryRowOut], summary="Summaries sent and received")
@permitted(Permission.INTERVIEW_READ)
def list_summaries(request: ApiRequest, case_id: UUID) -> list[SummaryRowOut]:
    return [SummaryRowOut.model_validate(each) for each in summaries_for(request.auth, case_id)]


@router.get("/summaries/{uuid:message_id}", response=SummaryOut, summary="One summary with its answers")
@permitted(Permission.INTERVIEW_READ)
def read_summary(request: ApiRequest, message_id: UUID) -> SummaryOut:
    return _summary(shared_summary_for(request.auth, message_id))


def _summary(found: SharedSummary) -> SummaryOut:
    handling: Mapping[str, Any] = found.handling
    return SummaryOut(
        id=found.id,
        case_id=found.case_id,
        outgoing=found.outgoing,
        partner=found.partner,
        at=found.at,
        taken_back=found.taken_back,
        handling=dict(handling),
        officer=found.officer,
        language=found.language,
        interpreter=found.interpreter,
        started=found.started,
        finished=found.finished,
        risks=list(found.risks),
        answers=[
            ToldOut(
                item=one.code,
                answer=one.answer,
                evidence=list(one.evidence),
                confidence=one.confidence,
                quotation=one.quotation,
            )
            for part in found.parts
            for one in part.answers
        ],
        left_out=[each.id for each in found.left_out],
        remark=found.remark,
        lang=found.lang,
    )
