"""Interviews, their answers, assessments, and the export of a case in HTCDS codes."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import ONCE, Code, In, Made, changed, made
from pulang.identification import actions
from pulang.identification.queries import (
    InterviewSummary,
    answer_view,
    assessments_for,
    htcds_for,
    interview_summary_for,
    interviews_for,
)

router = Router(tags=["interviews"])
CASE = "/cases/{uuid:case_id}"
INTERVIEW = "/interviews/{uuid:interview_id}"


class InterviewIn(In):
    language: Annotated[str, Field(max_length=3)]
    interpreter: Annotated[str, Field(max_length=200)] = ""


class ConsentReadIn(In):
    """What was said after the script was read; `share_partner` is null where it was not asked."""

    given: bool
    share_partner: bool | None = None
    until: date | None = None


class AnswerIn(In):
    """`base` is the newest version of the item's answers that the officer had seen, 0 for none. `file` of the case
    shows the paper or the photo that `evidence` names."""

    item: Code
    answer: Code
    evidence: Annotated[list[Code], Field(max_length=10)] = []
    quotation: Annotated[str, Field(max_length=4000)] = ""
    confidence: Code = ""
    file: UUID | None = None
    base: Annotated[int, Field(ge=0, le=100_000)] = 0


class SkipIn(In):
    section: Code
    skip: bool = True


class AssessIn(In):
    """`age` in years at the time of the events, null when not known; `instrument` empty: the list for the age."""

    age: Annotated[int, Field(ge=0, le=120)] | None
    instrument: Code = ""
    note: Annotated[str, Field(max_length=4000)] = ""


class InterviewRowOut(Schema):
    id: UUID
    state: str
    language: str
    officer: str
    agency: str
    started_at: datetime
    finished_at: datetime | None
    consent: str
    assessments: int


class AnswerOut(Schema):
    item: str
    version: int
    answer: str
    evidence: list[str]
    quotation: str
    confidence: str
    file: UUID | None
    officer: str
    agency: str
    at: datetime


class SavedOut(Schema):
    """All answers that stand for the item now: more than one where a colleague answered meanwhile."""

    version: int
    standing: list[AnswerOut]


class InterviewOut(Schema):
    """`answers` that stand, in the order of the interview; `bank` is the version of the question bank."""

    id: UUID
    case_id: UUID
    bank: str
    language: str
    state: str
    consent: bool | None
    answered: int
    total: int
    resume_at: str
    skipped: list[str]
    urgent_risks: list[str]
    contradictory: list[str]
    conflicts: list[list[str]]
    answers: list[AnswerOut]


class AssessmentOut(Schema):
    """`result` with its reasons, as `pulang identify --json` gives it; `basis` is what it rests on."""

    id: UUID
    interview_id: UUID
    instrument: str
    version: str
    result: dict[str, Any]
    basis: dict[str, Any]
    note: str
    officer: str
    agency: str
    made_at: datetime


class RowOut(Schema):
    group: str
    name: str
    values: list[str]
    differs: bool


class SideBySideOut(Schema):
    """`rows` compare the assessments in their order; `resolve` names the items that would settle what is open."""

    assessments: list[AssessmentOut]
    rows: list[RowOut]
    resolve: list[str]


class HtcdsOut(Schema):
    assessment: UUID
    htcds: dict[str, Any]
    ic_tip: dict[str, Any]


@router.get(f"{CASE}/interviews", response=list[InterviewRowOut], summary="The interviews of a case")
@permitted(Permission.INTERVIEW_READ)
def list_interviews(request: ApiRequest, case_id: UUID) -> list[InterviewRowOut]:
    return [InterviewRowOut.model_validate(row) for row in interviews_for(request.auth, case_id)]


@router.post(f"{CASE}/interviews", response={201: Made}, summary="Begin an interview")
@permitted(Permission.INTERVIEW_CONDUCT)
def start(request: ApiRequest, case_id: UUID, interview: InterviewIn, once: str = ONCE) -> Status[Made]:
    return made(actions.start_interview(request.auth, case_id=case_id, **interview.model_dump(), once=once))


@router.get(INTERVIEW, response=InterviewOut, summary="An interview with its answers")
@permitted(Permission.INTERVIEW_READ)
def read_interview(request: ApiRequest, interview_id: UUID) -> InterviewOut:
    return _interview(interview_summary_for(request.auth, interview_id))


@router.post(f"{INTERVIEW}/consent", response=Made, summary="Record what was said after the script was read")
@permitted(Permission.INTERVIEW_CONDUCT)
def read_consent(request: ApiRequest, interview_id: UUID, said: ConsentReadIn, once: str = ONCE) -> Made:
    return changed(actions.read_consent(request.auth, interview_id=interview_id, **said.model_dump(), once=once))


@router.post(f"{INTERVIEW}/answers", response=SavedOut, summary="Keep an answer; none is overwritten unseen")
@permitted(Permission.INTERVIEW_CONDUCT)
def answer(request: ApiRequest, interview_id: UUID, said: AnswerIn, once: str = ONCE) -> SavedOut:
    saved = actions.save_answer(request.auth, interview_id=interview_id, **said.model_dump(), once=once)
    return SavedOut(
        version=saved.version, standing=[AnswerOut.model_validate(answer_view(row)) for row in saved.standing]
    )


@router.post(f"{INTERVIEW}/sections", response=Made, summary="Pass over a section, or take that back")
@permitted(Permission.INTERVIEW_CONDUCT)
def skip(request: ApiRequest, interview_id: UUID, what: SkipIn) -> Made:
    return changed(actions.skip_section(request.auth, interview_id=interview_id, **what.model_dump()))


@router.post(f"{INTERVIEW}/pause", response=Made, summary="Pause")
@permitted(Permission.INTERVIEW_CONDUCT)
def pause(request: ApiRequest, interview_id: UUID) -> Made:
    return changed(actions.pause_interview(request.auth, interview_id=interview_id))


@router.post(f"{INTERVIEW}/resume", response=Made, summary="Go on where it stopped")
@permitted(Permission.INTERVIEW_CONDUCT)
def resume(request: ApiRequest, interview_id: UUID) -> Made:
    return changed(actions.resume_interview(request.auth, interview_id=interview_id))


@router.post(f"{INTERVIEW}/finish", response=Made, summary="Finish; what was not asked stays open")
@permitted(Permission.INTERVIEW_CONDUCT)
def finish(request: ApiRequest, interview_id: UUID) -> Made:
    return changed(actions.finish_interview(request.auth, interview_id=interview_id))


@router.post(f"{INTERVIEW}/assessments", response={201: Made}, summary="Score the answers as they stand")
@permitted(Permission.INTERVIEW_CONDUCT)
def assess(request: ApiRequest, interview_id: UUID, how: AssessIn, once: str = ONCE) -> Status[Made]:
    return made(actions.assess(request.auth, interview_id=interview_id, **how.model_dump(), once=once))


@router.get(f"{CASE}/assessments", response=SideBySideOut, summary="The assessments of the person side by side")
@permitted(Permission.INTERVIEW_READ)
def list_assessments(request: ApiRequest, case_id: UUID) -> SideBySideOut:
    found = assessments_for(request.auth, case_id)
    compared = found.comparison
    rows = (*compared.rows, *compared.answers) if compared else ()
    return SideBySideOut(
        assessments=[AssessmentOut.model_validate(each) for each in found.assessments],
        rows=[RowOut(group=r.group, name=r.name, values=list(r.values), differs=r.differs) for r in rows],
        resolve=list(compared.resolve) if compared else [],
    )


@router.get(f"{CASE}/htcds", response=list[HtcdsOut], summary="The results of a case in HTCDS 2.0 codes")
@permitted(Permission.INTERVIEW_READ)
def export(request: ApiRequest, case_id: UUID) -> list[HtcdsOut]:
    return [HtcdsOut.model_validate(each) for each in htcds_for(request.auth, case_id)]


def _interview(found: InterviewSummary) -> InterviewOut:
    return InterviewOut(
        id=found.id,
        case_id=found.case_id,
        bank=found.bank.version,
        language=found.language,
        state=found.state,
        consent=found.consent.holds if found.consent else None,
        answered=found.answered,
        total=found.total,
        resume_at=found.resume_at,
        skipped=[view.section.id for view in found.sections if view.progress and view.progress.skipped],
        urgent_risks=[str(risk) for risk in found.urgent_risks],
        contradictory=list(found.contradictory),
        conflicts=[list(pair) for pair in found.conflicts],
        answers=[AnswerOut.model_validate(each) for _, _, item in found.items() for each in item.answers],
    )
