"""Reports: the inbox, taking one, and what becomes of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from ninja import Router, Schema, Status
from pydantic import Field

from pulang.access.permissions import Permission
from pulang.api.base import ApiRequest, permitted
from pulang.api.v1.schemas import AFTER, ONCE, WORD, In, Listed, Made, texts
from pulang.cases import actions
from pulang.cases.models import Report
from pulang.cases.queries import report_for, reports_for

router = Router(tags=["reports"])
Short = Annotated[str, Field(max_length=300)]


class Reporter(In):
    name: Short = ""
    relation: Short = ""
    contact: Short = ""
    safe_contact: Short = ""
    language: Short = ""


class Subject(In):
    name: Short = ""
    birth_date: Short = ""
    sex: Short = ""
    papers: Short = ""
    phone: Short = ""


class ReportIn(In):
    """What somebody told, as it was told."""

    channel: Short
    narrative: Annotated[str, Field(max_length=20_000)]
    urgency: Short = "normal"
    place: Short = ""
    reporter: Reporter = Reporter()
    subject: Subject = Subject()


class Link(In):
    person_id: UUID
    version: int | None = None


class Dismissal(In):
    reason: Short
    version: int | None = None


class ReportRow(Schema):
    id: UUID
    number: str
    subject: str
    channel: str
    urgency: str
    state: str
    received_at: datetime


class ReportPage(Listed):
    reports: list[ReportRow]


class ReportOut(Made):
    """One report; `receipt` is what the reporter holds."""

    number: str
    receipt: str
    channel: str
    urgency: str
    state: str
    version: int
    received_at: datetime
    person_id: UUID | None
    case_id: UUID | None
    narrative: str
    place: str
    reporter: dict[str, str]
    subject: dict[str, str]

    @classmethod
    def of(cls, report: Report) -> "ReportOut":
        same = {
            name: getattr(report, name)
            for name in ("id", "number", "receipt", "channel", "urgency", "state", "version", "received_at")
        }
        return cls(
            **same,
            person_id=report.person_id,
            case_id=report.case_id,
            narrative=report.narrative,
            place=report.place or "",
            reporter=texts(report.reporter),
            subject=texts(report.subject),
        )


@router.get("", response=ReportPage, summary="Reports of the officer's agency, newest first")
@permitted(Permission.REPORT_READ)
def reports(request: ApiRequest, state: str = WORD, urgency: str = WORD, after: str = AFTER) -> ReportPage:
    rows, more = reports_for(request.auth, state=state, urgency=urgency, after=after)
    return ReportPage(reports=[ReportRow.model_validate(row) for row in rows], next=more)


@router.post("", response={201: ReportOut}, summary="Take a report")
@permitted(Permission.REPORT_TAKE)
def take(request: ApiRequest, told: ReportIn, once: str = ONCE) -> Status[ReportOut]:
    return Status(201, ReportOut.of(actions.take_report(request.auth, **told.model_dump(), once=once)))


@router.get("/{uuid:report_id}", response=ReportOut, summary="One report with all that was told")
@permitted(Permission.REPORT_READ)
def report(request: ApiRequest, report_id: UUID) -> ReportOut:
    return ReportOut.of(report_for(request.auth, report_id))


@router.post("/{uuid:report_id}/link", response=ReportOut, summary="Say whom it is about")
@permitted(Permission.REPORT_TAKE)
def link(request: ApiRequest, report_id: UUID, about: Link) -> ReportOut:
    return ReportOut.of(actions.link_report(request.auth, report_id=report_id, **about.model_dump()))


@router.post("/{uuid:report_id}/dismiss", response=ReportOut, summary="Put it aside, with a reason")
@permitted(Permission.REPORT_TAKE)
def dismiss(request: ApiRequest, report_id: UUID, why: Dismissal) -> ReportOut:
    return ReportOut.of(actions.dismiss_report(request.auth, report_id=report_id, **why.model_dump()))
