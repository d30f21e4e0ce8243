"""Asking a partner whether somebody is known there; what partners ask, who it may be, and the answer."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.exchange.messages import Language, Node, SentOut
from pulang.api.v1.persons.persons import FoundOut, found_out
from pulang.api.v1.schemas import ONCE, In
from pulang.matching.inquiries.actions import answer_known, answer_not_known, ask_partner
from pulang.matching.inquiries.queries import Asked, inquiries_for, inquiry_for, sayable_for

router = Router(tags=["inquiries"])
Key = Annotated[str, Field(max_length=20)]


class PartOut(Schema):
    """One thing that can be said of the person; `key` names it in `parts`."""

    key: str
    field: str
    value: str


class SayableOut(Schema):
    """`consent`: whether the person allows sharing, null where nobody asked."""

    parts: list[PartOut]
    consent: bool | None


class AskIn(In):
    """`parts`: keys of what is said of the person. Nothing else leaves but the question."""

    to: Node
    parts: Annotated[list[Key], Field(min_length=1, max_length=40)]
    question: Annotated[str, Field(min_length=1, max_length=5000)]
    due: Literal["", "danger", "urgent", "normal"] = ""
    lang: Language = "en"


class InquiryOut(Schema):
    """A partner's question. `state` is open, waiting (for others who were asked) or answered; `verdict` the actor's

    own agency's: open, known or not_known. `band` was the best likeness when it came: likely, possible or empty."""

    id: UUID
    message: UUID
    partner: str
    question: str
    person: dict[str, Any]
    band: str
    state: str
    verdict: str
    received_at: datetime
    reply_by: datetime | None


class LookedOut(Schema):
    """A question and who of one's own people it may be."""

    inquiry: InquiryOut
    found: FoundOut


class AnswerInquiryIn(In):
    """Known: `person_id`, with the keys of what may be said (none: ask us). Not known: `person_id` null."""

    person_id: UUID | None
    parts: Annotated[list[Key], Field(max_length=40)] = []
    remark: Annotated[str, Field(max_length=5000)] = ""
    lang: Language = "en"


class AnsweredOut(Schema):
    """`answered_at` is null as long as the answer waits for others who were asked."""

    verdict: str
    answered_at: datetime | None


@router.get(
    "/cases/{uuid:case_id}/sayable", response=SayableOut, summary="What could be said of the person to a partner"
)
@permitted(Permission.MESSAGE_SEND)
def sayable(request: ApiRequest, case_id: UUID) -> SayableOut:
    found = sayable_for(request.auth, case_id)
    return SayableOut(parts=[PartOut.model_validate(part) for part in found.parts], consent=found.consent)


@router.post(
    "/cases/{uuid:case_id}/inquiries", response={201: SentOut}, summary="Ask whether a partner knows this person"
)
@permitted(Permission.MESSAGE_SEND)
def ask(request: ApiRequest, case_id: UUID, given: AskIn, once: str = ONCE) -> Status[SentOut]:
    sent = ask_partner(request.auth, case_id=case_id, **given.model_dump(), once=once)
    return Status(201, SentOut.model_validate(sent))


@router.get("/inquiries", response=list[InquiryOut], summary="What partners ask, by deadline")
@permitted(Permission.MESSAGE_SEND)
def list_inquiries(request: ApiRequest, answered: bool = False) -> list[InquiryOut]:
    return [_out(asked) for asked in inquiries_for(request.auth, answered=answered)]


@router.get("/inquiries/{uuid:inquiry_id}", response=LookedOut, summary="One question and who it may be")
@permitted(Permission.MESSAGE_SEND)
def one_inquiry(request: ApiRequest, inquiry_id: UUID) -> LookedOut:
    looked = inquiry_for(request.auth, inquiry_id)
    return LookedOut(inquiry=_out(looked.asked), found=found_out(looked.found))


@router.post("/inquiries/{uuid:inquiry_id}/answer", response=AnsweredOut, summary="Known, or not known here")
@permitted(Permission.MESSAGE_SEND)
def answer_inquiry(request: ApiRequest, inquiry_id: UUID, given: AnswerInquiryIn) -> AnsweredOut:
    if given.person_id is None:
        done = answer_not_known(request.auth, inquiry_id=inquiry_id, lang=given.lang)
    else:
        done = answer_known(
            request.auth,
            inquiry_id=inquiry_id,
            person_id=given.person_id,
            parts=given.parts,
            remark=given.remark,
            lang=given.lang,
        )
    return AnsweredOut(verdict=done.verdict, answered_at=done.answered_at)


def _out(asked: Asked) -> InquiryOut:
    return InquiryOut.model_validate(asked)
