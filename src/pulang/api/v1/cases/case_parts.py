"""What belongs to a case: members, tasks, files, consents, where the person is, who opened it."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import StreamingHttpResponse
from django.utils.http import content_disposition_header
from ninja import File, Router, Schema, Status, UploadedFile
from ninja.params.functions import Form
from pydantic import Field

from pulang.access.permissions import Permission, Section
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, changed, made
from pulang.cases import actions
from pulang.cases.queries import who_opened

router = Router(tags=["cases"])
CASE = "/{uuid:case_id}"
SECTION: Any = Form("files", max_length=60)
NOTE: Any = Form("", max_length=1000)
Long = Annotated[str, Field(max_length=2000)]


class MemberIn(In):
    agency_id: UUID
    sections: Annotated[list[Section], Field(max_length=20)]
    until: datetime | None = None
    officer_id: UUID | None = None


class TaskIn(In):
    code: Code
    note: Long = ""
    agency: UUID | None = None
    officer: UUID | None = None
    due_at: datetime | None = None


class AssignmentIn(In):
    agency: UUID | None = None
    officer: UUID | None = None


class ConsentIn(In):
    scopes: Annotated[list[Code], Field(max_length=20)]
    given: bool
    language: Code
    interpreter: Annotated[str, Field(max_length=200)] = ""
    until: date | None = None


class WithdrawalIn(In):
    reason: Long = ""


class PlaceIn(In):
    place: Annotated[str, Field(max_length=500)]


class OpeningOut(Schema):
    at: datetime
    event: str
    officer: str
    agency: str


@router.post(f"{CASE}/members", response={201: Made}, summary="Let an agency work on sections of the case")
@permitted(Permission.ACCESS_GRANT)
def add_member(request: ApiRequest, case_id: UUID, member: MemberIn, once: str = ONCE) -> Status[Made]:
    return made(actions.add_member(request.auth, case_id=case_id, **member.model_dump(), once=once))


@router.delete(f"{CASE}/members/{{uuid:grant_id}}", response={204: None}, summary="End its access")
@permitted(Permission.ACCESS_GRANT)
def end_member(request: ApiRequest, case_id: UUID, grant_id: UUID) -> Status[None]:
    actions.end_member(request.auth, case_id=case_id, grant_id=grant_id)
    return Status(204, None)


@router.post(f"{CASE}/tasks", response={201: Made}, summary="Add a task")
@permitted(Permission.CASE_WORK)
def add_task(request: ApiRequest, case_id: UUID, task: TaskIn, once: str = ONCE) -> Status[Made]:
    return made(actions.add_task(request.auth, case_id=case_id, **task.model_dump(), once=once))


@router.post(f"{CASE}/tasks/{{uuid:task_id}}/done", response=Made, summary="Mark a task as done")
@permitted(Permission.CASE_WORK)
def complete_task(request: ApiRequest, case_id: UUID, task_id: UUID) -> Made:
    return changed(actions.complete_task(request.auth, case_id=case_id, task_id=task_id))


@router.put(f"{CASE}/tasks/{{uuid:task_id}}/assignment", response=Made, summary="Hand a task over")
@permitted(Permission.CASE_WORK)
def assign_task(request: ApiRequest, case_id: UUID, task_id: UUID, to: AssignmentIn) -> Made:
    return changed(actions.assign_task(request.auth, case_id=case_id, task_id=task_id, **to.model_dump()))


@router.post(f"{CASE}/files", response={201: Made}, summary="Keep a file")
@permitted(Permission.FILE_ADD)
def add_file(
    request: ApiRequest,
    case_id: UUID,
    file: File[UploadedFile],
    section: str = SECTION,
    note: str = NOTE,
    once: str = ONCE,
) -> Status[Made]:
    kept = actions.add_file(
        request.auth,
        case_id=case_id,
        name=file.name or "",
        content=file.read(),
        section=section,
        note=note,
        once=once,
    )
    return made(kept)


@router.get(f"{CASE}/files/{{uuid:file_id}}", summary="The file itself")
@permitted(Permission.CASE_READ)
def read_file(request: ApiRequest, case_id: UUID, file_id: UUID) -> StreamingHttpResponse:
    opened = actions.read_file(request.auth, case_id=case_id, file_id=file_id)
    response = StreamingHttpResponse(opened.pieces, content_type=opened.media_type)
    response["Content-Length"] = str(opened.size)
    response["Content-Disposition"] = content_disposition_header(True, opened.name) or "attachment"
    response["Cache-Control"] = "no-store"
    return response


@router.post(f"{CASE}/consents", response={201: Made}, summary="Record consent or refusal")
@permitted(Permission.CONSENT_RECORD)
def add_consent(request: ApiRequest, case_id: UUID, answer: ConsentIn, once: str = ONCE) -> Status[Made]:
    return made(actions.record_consent(request.auth, case_id=case_id, **answer.model_dump(), once=once))


@router.post(f"{CASE}/consents/{{uuid:consent_id}}/withdraw", response=Made, summary="It is taken back")
@permitted(Permission.CONSENT_RECORD)
def withdraw(request: ApiRequest, case_id: UUID, consent_id: UUID, why: WithdrawalIn) -> Made:
    taken = actions.withdraw_consent(request.auth, case_id=case_id, consent_id=consent_id, **why.model_dump())
    return changed(taken)


@router.post(f"{CASE}/whereabouts", response={201: Made}, summary="Record where the person is (sealed)")
@permitted(Permission.CASE_WORK)
def record_whereabouts(request: ApiRequest, case_id: UUID, place: PlaceIn) -> Status[Made]:
    return made(actions.record_whereabouts(request.auth, case_id=case_id, **place.model_dump()))


@router.get(f"{CASE}/openings", response=list[OpeningOut], summary="Who opened this case")
@permitted(Permission.CASE_READ)
def openings(request: ApiRequest, case_id: UUID) -> list[OpeningOut]:
    return [OpeningOut.model_validate(line) for line in who_opened(request.auth, case_id)]
