"""Comparing lists with partners by blinded words."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.exchange.messages import Node
from pulang.api.v1.schemas import ONCE, In
from pulang.matching.overlaps.actions import accept_overlap, ask_overlap, decline_overlap
from pulang.matching.overlaps.queries import FoundRow, overlap_for, overlaps_for

router = Router(tags=["lists"])


class OverlapOut(Schema):
    """`state` of ours: preparing, asked, compared; of theirs: open, working, answered; or declined, expired.

    `their_rows` is rounded up. `found` counts rows of ours that may match, null until compared."""

    id: UUID
    partner: str
    ours: bool
    reason: str
    state: str
    label: str
    their_rows: int
    found: int | None
    created_at: datetime
    reply_by: datetime | None


class FoundRowOut(Schema):
    """A row of our list. `agreed`: letters n paper, f phone, y name and year, d name and day, b name and place,

    h three words of the name."""

    number: int
    agreed: str
    person_id: UUID | None
    case_id: UUID | None


class OverlapWhole(OverlapOut):
    rows: list[FoundRowOut]


class AskOverlapIn(In):
    to: Node
    reason: Annotated[str, Field(min_length=1, max_length=2000)]


class DecideOverlapIn(In):
    """`import_id`: the list of ours to compare with; null declines."""

    import_id: UUID | None


class StateOut(Schema):
    id: UUID
    state: str


@router.get("/overlaps", response=list[OverlapOut], summary="Comparisons of lists, the newest first")
@permitted(Permission.LIST_IMPORT)
def list_overlaps(request: ApiRequest) -> list[OverlapOut]:
    return [OverlapOut.model_validate(one) for one in overlaps_for(request.auth)]


@router.get(
    "/overlaps/{uuid:overlap_id}", response=OverlapWhole, summary="One comparison and the rows that may match"
)
@permitted(Permission.LIST_IMPORT)
def one_overlap(request: ApiRequest, overlap_id: UUID) -> OverlapWhole:
    view, rows = overlap_for(request.auth, overlap_id)
    return OverlapWhole.model_validate({**asdict(view), "rows": [_row_out(row) for row in rows]})


@router.post(
    "/lists/{uuid:import_id}/overlaps", response={201: StateOut}, summary="Ask a partner to compare a list"
)
@permitted(Permission.LIST_IMPORT)
def ask(request: ApiRequest, import_id: UUID, given: AskOverlapIn, once: str = ONCE) -> Status[StateOut]:
    made = ask_overlap(request.auth, import_id=import_id, to=given.to, reason=given.reason, once=once)
    return Status(201, StateOut(id=made.pk, state=made.state))


@router.post("/overlaps/{uuid:overlap_id}/decision", response=StateOut, summary="Accept with a list, or decline")
@permitted(Permission.LIST_IMPORT)
def decide(request: ApiRequest, overlap_id: UUID, given: DecideOverlapIn) -> StateOut:
    if given.import_id is None:
        done = decline_overlap(request.auth, overlap_id=overlap_id)
    else:
        done = accept_overlap(request.auth, overlap_id=overlap_id, import_id=given.import_id)
    return StateOut(id=done.pk, state=done.state)


def _row_out(row: FoundRow) -> FoundRowOut:
    person_id = row.person.id if row.person else None
    return FoundRowOut(number=row.number, agreed=row.agreed, person_id=person_id, case_id=row.case_id)
