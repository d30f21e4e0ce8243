"""Copies of what is shared: who holds one, and what its owner or a holder does."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import In
from pulang.cases.ownership import actions
from pulang.cases.ownership.proposals import decide_proposal, propose_change
from pulang.cases.ownership.queries import ObjectView, copies_for, object_for
from pulang.exchange.models import Message

router = Router(tags=["copies"])
Language = Annotated[str, Field(pattern="^[a-z]{2,3}$")]
Word = Annotated[str, Field(max_length=40)]
Remark = Annotated[str, Field(max_length=2000)]


class HolderOut(Schema):
    """`state`: held, pending, overdue, applied, refused. `counts`: the holder's signed word of what it removed."""

    node: str
    name: str
    state: str
    version: int
    due_at: datetime | None
    applied_at: datetime | None
    counts: dict[str, int] | None


class CopyOut(Schema):
    """`ours`: this node owns it; else `owner` does. `state` is held or withdrawn."""

    id: UUID
    uid: UUID
    kind: str
    case_id: UUID | None
    ours: bool
    owner: str
    state: str
    version: int
    code: str
    purpose: str
    onward: bool
    caveat: str
    review_at: date | None
    delete_after: date | None
    holders: list[HolderOut]


class CorrectIn(In):
    """`summary` of a case, or the whole `body` of anything else."""

    summary: Annotated[str, Field(max_length=10_000)] = ""
    body: dict[str, object] | None = None
    lang: Language = "en"


class WithdrawIn(In):
    """From one partner (`to`), or from everybody who holds a copy. `reason` is a word of the protocol."""

    reason: Word
    to: Word = ""
    remark: Remark = ""
    lang: Language = "en"


class RestrictIn(In):
    reason: Word
    code: Literal["", "H0", "H1", "H2", "H3"] = ""
    onward: bool = False
    caveat: Annotated[str, Field(max_length=500)] = ""
    remark: Remark = ""
    lang: Language = "en"


class ReviewIn(In):
    reason: Word
    delete_after: date
    remark: Remark = ""
    lang: Language = "en"


class ProposalIn(In):
    """`changes`: fields of the person (name, birth_date, birth_place, sex, nationality) as they should be."""

    changes: dict[Word, Annotated[str, Field(max_length=200)]] = {}
    remark: Annotated[str, Field(max_length=5000)] = ""
    lang: Language = "en"


class VerdictIn(In):
    """A refusal says why in `remark`."""

    accept: bool
    remark: Annotated[str, Field(max_length=5000)] = ""
    lang: Language = "en"


class SentList(Schema):
    """The messages that left for the holders."""

    messages: list[UUID]


@router.get("/cases/{uuid:case_id}/copies", response=list[CopyOut], summary="Who holds copies of a case")
@permitted(Permission.MESSAGE_READ)
def case_copies(request: ApiRequest, case_id: UUID) -> list[CopyOut]:
    return [_copy(view) for view in copies_for(request.auth, case_id)]


@router.get("/copies/{uuid:object_id}", response=CopyOut, summary="One shared object with its holders")
@permitted(Permission.MESSAGE_READ)
def one_copy(request: ApiRequest, object_id: UUID) -> CopyOut:
    return _copy(object_for(request.auth, object_id))


@router.post("/copies/{uuid:object_id}/correct", response={201: SentList}, summary="Correct every copy")
@permitted(Permission.MESSAGE_SEND)
def correct(request: ApiRequest, object_id: UUID, given: CorrectIn) -> Status[SentList]:
    return _sent(actions.correct_object(request.auth, object_id=object_id, **given.model_dump()))


@router.post("/copies/{uuid:object_id}/withdraw", response={201: SentList}, summary="Take copies back")
@permitted(Permission.MESSAGE_SEND)
def withdraw(request: ApiRequest, object_id: UUID, given: WithdrawIn) -> Status[SentList]:
    return _sent(actions.withdraw_object(request.auth, object_id=object_id, **given.model_dump()))


@router.post("/copies/{uuid:object_id}/restrict", response={201: SentList}, summary="Change the handling")
@permitted(Permission.MESSAGE_SEND)
def restrict(request: ApiRequest, object_id: UUID, given: RestrictIn) -> Status[SentList]:
    return _sent(actions.restrict_object(request.auth, object_id=object_id, **given.model_dump()))


@router.post("/copies/{uuid:object_id}/review", response={201: SentList}, summary="Change how long it is kept")
@permitted(Permission.MESSAGE_SEND)
def review(request: ApiRequest, object_id: UUID, given: ReviewIn) -> Status[SentList]:
    return _sent(actions.review_object(request.auth, object_id=object_id, **given.model_dump()))


@router.post("/cases/{uuid:case_id}/proposals", response={201: SentList}, summary="Propose a change to the owner")
@permitted(Permission.MESSAGE_SEND)
def propose(request: ApiRequest, case_id: UUID, given: ProposalIn) -> Status[SentList]:
    return _sent([propose_change(request.auth, case_id=case_id, **given.model_dump())])


@router.post("/messages/{uuid:message_id}/verdict", response={201: SentList}, summary="Decide on a proposal")
@permitted(Permission.MESSAGE_SEND)
def verdict(request: ApiRequest, message_id: UUID, given: VerdictIn) -> Status[SentList]:
    return _sent(decide_proposal(request.auth, message_id=message_id, **given.model_dump()))


def _sent(messages: list[Message]) -> Status[SentList]:
    return Status(201, SentList(messages=[message.pk for message in messages]))


def _copy(view: ObjectView) -> CopyOut:
    book, handling = view.book, view.book.handling
    return CopyOut(
        id=book.pk,
        uid=book.uid,
        kind=book.kind,
        case_id=book.scope,
        ours=view.ours,
        owner=book.owner,
        state=book.state,
        version=book.version,
        code=handling.get("code", ""),
        purpose=handling.get("purpose", ""),
        onward=bool(handling.get("onward")),
        caveat=handling.get("caveat", ""),
        review_at=book.review_at,
        delete_after=book.delete_after,
        holders=[HolderOut.model_validate(holder) for holder in view.holders],
    )
