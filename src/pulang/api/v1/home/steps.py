"""The way home of a case: its steps, beginning, completing, undoing, opening what was recorded."""

from datetime import datetime
from uuid import UUID

from ninja import Router, Schema, Status

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import Made, made
from pulang.lib.errors import NotFound
from pulang.repatriation import actions
from pulang.repatriation.actions.sharing import share_step
from pulang.repatriation.queries import StepView, WayHome, way_home_for

router = Router(tags=["steps"])


class StepOut(Schema):
    """One step: codes, texts by language, times in UTC. `version` goes back with a change."""

    code: str
    title: dict[str, str]
    side: str
    agency: str
    standing: str
    overdue: bool
    escalated_at: datetime | None
    escalated_to: str
    due_at: datetime | None
    result: str
    done_at: datetime | None
    done_by: str
    blocked_by: list[str]
    out_of_order: bool
    section: str
    results: list[str]
    fields: list[str]
    may_complete: bool
    may_undo: bool
    version: int


class WayHomeOut(Schema):
    """All steps in order; `blocking` names those that stand in the way now."""

    case_id: UUID
    list_version: str
    newer_list: str
    blocking: list[str]
    steps: list[StepOut]


class CompleteIn(Schema):
    """How the step ended. `data` holds the fields of the step by name; `evidence_id` is a file of the case."""

    version: int
    result: str
    data: dict[str, str | int | None] = {}
    evidence_id: UUID | None = None
    note: str = ""


class UndoIn(Schema):
    version: int
    reason: str


class GiveIn(Schema):
    agency_id: UUID


class TellIn(Schema):
    """`to` is the partner node."""

    to: str


class MoveIn(Schema):
    """`number` of a published list; the reason stands in the story of the case."""

    number: str
    reason: str


class OpenIn(Schema):
    """`purpose` is needed where the step's data are sealed (travel, whereabouts)."""

    purpose: str = ""


class RecordOut(Schema):
    """One statement about a step; an empty result took the one before back."""

    result: str
    said_at: datetime
    side: str
    officer: str
    agency: str
    evidence_id: UUID | None
    data: dict[str, str]
    note: str


@router.get("/cases/{uuid:case_id}/steps", response=WayHomeOut, summary="The steps home of a case")
@permitted(Permission.CASE_READ)
def list_steps(request: ApiRequest, case_id: UUID) -> WayHomeOut:
    return _way(request, case_id)


@router.post("/cases/{uuid:case_id}/steps", response=WayHomeOut, summary="Begin the way home; twice has one effect")
@permitted(Permission.CASE_WORK)
def begin(request: ApiRequest, case_id: UUID) -> WayHomeOut:
    actions.begin_way_home(request.auth, case_id=case_id)
    return _way(request, case_id)


@router.post("/cases/{uuid:case_id}/steps/{slug:code}/result", response=StepOut, summary="Say how a step ended")
@permitted(Permission.STEP_COMPLETE)
def complete(request: ApiRequest, case_id: UUID, code: str, body: CompleteIn) -> StepOut:
    actions.complete_step(request.auth, case_id=case_id, code=code, **body.dict())
    return _step(request, case_id, code)


@router.post("/cases/{uuid:case_id}/steps/{slug:code}/undo", response=StepOut, summary="Take back what was said")
@permitted(Permission.STEP_COMPLETE)
def undo(request: ApiRequest, case_id: UUID, code: str, body: UndoIn) -> StepOut:
    actions.undo_step(request.auth, case_id=case_id, code=code, **body.dict())
    return _step(request, case_id, code)


@router.post("/cases/{uuid:case_id}/steps/{slug:code}/agency", response=StepOut, summary="Give a step to an agency")
@permitted(Permission.CASE_WORK)
def give_step(request: ApiRequest, case_id: UUID, code: str, body: GiveIn) -> StepOut:
    actions.set_step_agency(request.auth, case_id=case_id, code=code, agency_id=body.agency_id)
    return _step(request, case_id, code)


@router.post(
    "/cases/{uuid:case_id}/steps/{slug:code}/share", response={201: Made}, summary="Tell the partner what was said"
)
@permitted(Permission.MESSAGE_SEND)
def tell_partner(request: ApiRequest, case_id: UUID, code: str, body: TellIn) -> Status[Made]:
    return made(share_step(request.auth, case_id=case_id, code=code, to=body.to))


@router.post("/cases/{uuid:case_id}/steps/list", response=WayHomeOut, summary="Follow another list of steps")
@permitted(Permission.CASE_WORK)
def move_way(request: ApiRequest, case_id: UUID, body: MoveIn) -> WayHomeOut:
    actions.move_to_list(request.auth, case_id=case_id, number=body.number, reason=body.reason)
    return _way(request, case_id)


@router.post(
    "/cases/{uuid:case_id}/steps/{slug:code}/open", response=list[RecordOut], summary="Open what was recorded"
)
@permitted(Permission.CASE_READ)
def open_records(request: ApiRequest, case_id: UUID, code: str, body: OpenIn) -> list[RecordOut]:
    found = actions.open_step(request.auth, case_id=case_id, code=code, purpose=body.purpose)
    return [
        RecordOut(
            result=one.result,
            said_at=one.said_at,
            side=one.said_by_side,
            officer=one.officer_name,
            agency=one.agency_name,
            evidence_id=one.evidence_id,
            data=one.data or {},
            note=one.note or "",
        )
        for one in found
    ]


def _way(request: ApiRequest, case_id: UUID) -> WayHomeOut:
    way = _found(request, case_id)
    return WayHomeOut(
        case_id=way.case_id,
        list_version=way.list_version,
        newer_list=way.newer_list,
        blocking=list(way.blocking),
        steps=[_out(step) for step in way.steps],
    )


def _step(request: ApiRequest, case_id: UUID, code: str) -> StepOut:
    return _out(_found(request, case_id).step(code))


def _found(request: ApiRequest, case_id: UUID) -> WayHome:
    way = way_home_for(request.auth, case_id)
    if way is None:
        raise NotFound()
    return way


def _out(step: StepView) -> StepOut:
    definition = step.definition
    return StepOut(
        code=step.code,
        title=dict(definition.title),
        side=definition.side,
        agency=step.agency,
        standing=step.standing,
        overdue=step.overdue,
        escalated_at=step.escalated_at,
        escalated_to=step.escalated_to,
        due_at=step.due_at,
        result=step.result,
        done_at=step.done_at,
        done_by=step.done_by,
        blocked_by=list(step.blocked_by),
        out_of_order=step.out_of_order,
        section=definition.section,
        results=list(definition.outcomes),
        fields=[field.name for field in definition.fields],
        may_complete=step.may_complete,
        may_undo=step.may_undo,
        version=step.version,
    )
