"""Lists of the steps home as versions: read, drafted step by step, published."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import Code, In, Made, changed, made
from pulang.repatriation import actions
from pulang.repatriation.queries.lists import ListPage, draft_for, list_for, lists_for

router = Router(tags=["step lists"])


class VersionOut(Schema):
    """A version; `is_current`: ways that begin now follow it."""

    number: int
    state: str
    remark: str
    changed_by: str
    changed_at: datetime | None
    is_current: bool


class FlawOut(Schema):
    """What is to be mended: in which step, and what, as a code and an English sentence."""

    step: str
    code: str
    text: str


class StepListOut(Schema):
    """`data` is the document of `repatriation/data/steps.schema.json`; `version` goes back with a change."""

    id: UUID | None
    number: int
    state: str
    version: int
    data: dict[str, Any]
    flaws: list[FlawOut]


class StartIn(In):
    base: Annotated[int, Field(ge=1)]


class PutStepIn(In):
    """`step` as the schema describes one; `below` names the step under which it stands, "" the top."""

    step: dict[str, Any]
    below: Code | None = None
    version: int | None = None


class PublishIn(In):
    remark: Annotated[str, Field(max_length=1000)]
    version: int | None = None


@router.get("", response=list[VersionOut], summary="All versions of the steps home")
@permitted(Permission.STEP_LIST_MANAGE)
def versions(request: ApiRequest) -> list[VersionOut]:
    return [VersionOut.model_validate(one, from_attributes=True) for one in lists_for(request.auth)]


@router.post("", response={201: Made}, summary="Begin a draft from a version")
@permitted(Permission.STEP_LIST_MANAGE)
def start(request: ApiRequest, body: StartIn) -> Status[Made]:
    return made(actions.start_list(request.auth, base=body.base))


@router.get("/{int:number}", response=StepListOut, summary="One version")
@permitted(Permission.STEP_LIST_MANAGE)
def read_list(request: ApiRequest, number: int) -> StepListOut:
    return _out(list_for(request.auth, number))


@router.put("/drafts/{uuid:draft_id}/steps/{slug:code}", response=StepListOut, summary="Add or change a step")
@permitted(Permission.STEP_LIST_MANAGE)
def put_step(request: ApiRequest, draft_id: UUID, code: str, body: PutStepIn) -> StepListOut:
    draft_for(request.auth, draft_id)
    actions.put_step(request.auth, code=code, **body.dict())
    return _out(draft_for(request.auth, draft_id))


@router.delete("/drafts/{uuid:draft_id}/steps/{slug:code}", response=StepListOut, summary="Take a step out")
@permitted(Permission.STEP_LIST_MANAGE)
def drop_step(request: ApiRequest, draft_id: UUID, code: str) -> StepListOut:
    draft_for(request.auth, draft_id)
    actions.drop_step(request.auth, code=code)
    return _out(draft_for(request.auth, draft_id))


@router.post("/drafts/{uuid:draft_id}/publish", response=Made, summary="Publish the draft for good")
@permitted(Permission.STEP_LIST_MANAGE)
def publish(request: ApiRequest, draft_id: UUID, body: PublishIn) -> Made:
    draft_for(request.auth, draft_id)
    return changed(actions.publish_list(request.auth, **body.dict()))


@router.delete("/drafts/{uuid:draft_id}", response={204: None}, summary="Throw the draft away")
@permitted(Permission.STEP_LIST_MANAGE)
def drop(request: ApiRequest, draft_id: UUID) -> Status[None]:
    draft_for(request.auth, draft_id)
    actions.drop_list(request.auth)
    return Status(204, None)


def _out(shown: ListPage) -> StepListOut:
    flaws = [FlawOut(step=one.step, code=one.code, text=one.text) for one in shown.flaws]
    return StepListOut(
        id=shown.id, number=shown.number, state=shown.state, version=shown.version, data=shown.data, flaws=flaws
    )
