"""Cases: the queue, the list, one case, and what moves it on. Its parts stand in `case_parts`."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import AFTER, WORD, Code, In, Listed, MadeCase
from pulang.cases import actions
from pulang.cases.models import Case, Decision
from pulang.cases.queries import (
    CasePage,
    QueueFilter,
    case_page_for,
    cases_for,
    queue_for,
    standing_of,
    timeline_for,
)

router = Router(tags=["cases"])
Reason = Annotated[str, Field(max_length=2000)]


class QueueRow(Schema):
    """One thing to do; `ref` names the message or step that it is about."""

    kind: str
    id: UUID
    case_id: UUID | None
    number: str
    name: str
    code: str
    ref: str
    urgency: str
    due_at: datetime
    overdue: bool


class QueueOut(Listed):
    rows: list[QueueRow]
    overdue: int
    new_reports: int


class CaseRow(Schema):
    id: UUID
    number: str
    name: str
    status: str
    urgency: str
    agency: str
    opened_at: datetime


class CaseList(Listed):
    cases: list[CaseRow]


class Opening(In):
    person_id: UUID
    urgency: Code = "normal"
    report_ids: Annotated[list[UUID], Field(max_length=200)] = []


class UrgencyIn(In):
    urgency: Code
    risks: Annotated[list[Code], Field(max_length=30)] = []
    version: int | None = None


class StatusIn(In):
    status: Code
    version: int | None = None


class ClosingIn(In):
    outcome: Code
    reason: Reason
    version: int | None = None


class ReopeningIn(In):
    reason: Reason
    version: int | None = None


class PersonOut(Schema):
    id: UUID
    name: str
    birth_date: str
    sex: str
    nationality: str


class TaskOut(Schema):
    id: UUID
    code: str
    note: str | None
    agency_id: UUID
    officer_id: UUID | None
    urgency: str
    due_at: datetime
    done_at: datetime | None
    ref: str


class EntryOut(Schema):
    at: datetime
    kind: str
    section: str
    actor_name: str
    agency_name: str
    details: dict[str, Any]
    text: str | None


class DecisionOut(Schema):
    """`standing` is stands, awaiting, disputed or superseded."""

    id: UUID
    outcome: str
    act: str
    means: str
    purpose: str
    reasons: str | None
    officer_name: str
    agency_id: UUID
    made_at: datetime
    standard: str
    laws: list[str]
    review_at: date | None
    supersedes_id: UUID | None
    standing: str = ""

    @classmethod
    def of(cls, decision: Decision) -> "DecisionOut":
        shown = cls.model_validate(decision)
        shown.standing = standing_of(decision).value
        return shown


class ConsentOut(Schema):
    id: UUID
    scopes: list[str]
    given: bool
    language: str
    recorded_at: datetime
    withdrawn_at: datetime | None


class FileOut(Schema):
    id: UUID
    name: str
    section: str
    media_type: str
    size: int
    added_at: datetime


class MemberOut(Schema):
    id: UUID
    agency_id: UUID
    officer_id: UUID | None
    sections: list[str]
    until: datetime


class CaseOut(MadeCase):
    """Only the parts whose section the officer holds; `person` is null without the section identity."""

    uid: UUID
    owner_node: str
    risks: list[str]
    outcome: str
    opened_at: datetime
    closed_at: datetime | None
    sections: list[str]
    person: PersonOut | None
    tasks: list[TaskOut]
    decisions: list[DecisionOut]
    consents: list[ConsentOut]
    files: list[FileOut]
    members: list[MemberOut]
    timeline: list[EntryOut]

    @classmethod
    def of(cls, page: CasePage) -> "CaseOut":
        return cls(
            **work_of(page.case).model_dump(),
            uid=page.case.uid,
            owner_node=page.case.owner_node,
            risks=page.case.risks,
            outcome=page.case.outcome,
            opened_at=page.case.opened_at,
            closed_at=page.case.closed_at,
            sections=sorted(page.sections),
            person=PersonOut.model_validate(page.person) if page.person else None,
            tasks=[TaskOut.model_validate(task) for task in page.tasks],
            decisions=[DecisionOut.of(decision) for decision in page.decisions],
            consents=[ConsentOut.model_validate(consent) for consent in page.consents],
            files=[FileOut.model_validate(file) for file in page.files],
            members=[MemberOut.model_validate(grant) for grant in page.members],
            timeline=[EntryOut.model_validate(entry) for entry in page.timeline],
        )


class TimelineOut(Listed):
    entries: list[EntryOut]


def work_of(case: Case) -> MadeCase:
    return MadeCase.model_validate(case)


@router.get("/queue", response=QueueOut, summary="What needs the officer's action, overdue first")
@permitted(Permission.CASE_READ)
def queue(
    request: ApiRequest,
    mine: bool = False,
    overdue: bool = False,
    urgency: str = WORD,
    kind: str = WORD,
    after: str = AFTER,
) -> QueueOut:
    chosen = QueueFilter(mine=mine, overdue=overdue, urgency=urgency, kind=kind)
    found = queue_for(request.auth, chosen=chosen, after=after)
    rows = [QueueRow.model_validate(row) for row in found.rows]
    return QueueOut(rows=rows, next=found.next, overdue=found.overdue, new_reports=found.new_reports)


@router.get("", response=CaseList, summary="Cases that the officer works on, newest first")
@permitted(Permission.CASE_READ)
def cases(
    request: ApiRequest,
    status: str = WORD,
    urgency: str = WORD,
    number: str = WORD,
    after: str = AFTER,
) -> CaseList:
    rows, more = cases_for(request.auth, status=status, urgency=urgency, number=number, after=after)
    return CaseList(cases=[CaseRow.model_validate(row) for row in rows], next=more)


@router.post("", response={201: MadeCase}, summary="Open a person's case, or get the one that is open")
@permitted(Permission.CASE_OPEN)
def open_case(request: ApiRequest, opening: Opening) -> Status[MadeCase]:
    return Status(201, work_of(actions.open_case(request.auth, **opening.model_dump())))


@router.get("/{uuid:case_id}", response=CaseOut, summary="One case, by the sections that the officer holds")
@permitted(Permission.CASE_READ)
def case(request: ApiRequest, case_id: UUID) -> CaseOut:
    return CaseOut.of(case_page_for(request.auth, case_id))


@router.get("/{uuid:case_id}/timeline", response=TimelineOut, summary="The story of the case, newest first")
@permitted(Permission.CASE_READ)
def timeline(request: ApiRequest, case_id: UUID, after: str = AFTER) -> TimelineOut:
    entries, more = timeline_for(request.auth, case_id, after=after)
    return TimelineOut(entries=[EntryOut.model_validate(entry) for entry in entries], next=more)


@router.put("/{uuid:case_id}/urgency", response=MadeCase, summary="Set urgency and risks")
@permitted(Permission.CASE_WORK)
def urgency(request: ApiRequest, case_id: UUID, given: UrgencyIn) -> MadeCase:
    return work_of(actions.set_urgency(request.auth, case_id=case_id, **given.model_dump()))


@router.put("/{uuid:case_id}/status", response=MadeCase, summary="Move the case on in its workflow")
@permitted(Permission.CASE_WORK)
def status(request: ApiRequest, case_id: UUID, given: StatusIn) -> MadeCase:
    return work_of(actions.change_status(request.auth, case_id=case_id, **given.model_dump()))


@router.post("/{uuid:case_id}/close", response=MadeCase, summary="Close with an outcome and a reason")
@permitted(Permission.CASE_CLOSE)
def close(request: ApiRequest, case_id: UUID, given: ClosingIn) -> MadeCase:
    return work_of(actions.close_case(request.auth, case_id=case_id, **given.model_dump()))


@router.post("/{uuid:case_id}/reopen", response=MadeCase, summary="Take a closed case up again")
@permitted(Permission.CASE_CLOSE)
def reopen(request: ApiRequest, case_id: UUID, given: ReopeningIn) -> MadeCase:
    return work_of(actions.reopen_case(request.auth, case_id=case_id, **given.model_dump()))
