"""Lists of cases and reports, a page at a time."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pulang.access.models import Grant
from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, Report
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.queries import summaries

PAGE = 50


@dataclass(frozen=True)
class CaseRow:
    id: UUID
    number: str
    name: str
    status: str
    urgency: str
    agency: str
    opened_at: datetime


@dataclass(frozen=True)
class ReportRow:
    id: UUID
    number: str
    subject: str
    channel: str
    urgency: str
    state: str
    received_at: datetime


@query(Permission.CASE_READ)
def cases_for(
    actor: Actor, *, status: str = "", number: str = "", page: int = 1
) -> tuple[tuple[CaseRow, ...], bool]:
    """The cases that the actor works on, newest first, and whether there are more. `number` may be a part."""
    # From her grants, so that the list costs what she sees and not what the node holds.
    scopes = Grant.objects.filter(agency_id=agency_id(actor), ended_at=None).values("scope")
    cases = Case.objects.filter(pk__in=scopes).select_related("agency").order_by("-opened_at", "-id")
    if status:
        cases = cases.filter(status=status)
    if number.strip():
        cases = cases.filter(number__icontains=number.strip())
    start = (page - 1) * PAGE
    found = list(cases[start : start + PAGE + 1])
    names = summaries(case.person_id for case in found)
    rows = tuple(
        CaseRow(
            id=case.pk,
            number=case.number,
            name=names[case.person_id].name if case.person_id in names else "",
            status=case.status,
            urgency=case.urgency,
            agency=case.agency.name,
            opened_at=case.opened_at,
        )
        for case in found[:PAGE]
    )
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="cases", rows=len(rows))
    return rows, len(found) > PAGE


@query(Permission.REPORT_READ)
def reports_for(actor: Actor, *, state: str = "", page: int = 1) -> tuple[tuple[ReportRow, ...], bool]:
    """The reports of the actor's agency, newest first, and whether there are more."""
    reports = Report.objects.filter(agency_id=agency_id(actor)).order_by("-received_at", "-id")
    if state:
        reports = reports.filter(state=state)
    start = (page - 1) * PAGE
    found = list(reports[start : start + PAGE + 1])
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="reports", rows=min(len(found), PAGE))
    rows = tuple(
        ReportRow(
            id=report.pk,
            number=report.number,
            subject=(report.subject or {}).get("name", ""),
            channel=report.channel,
            urgency=report.urgency,
            state=report.state,
            received_at=report.received_at,
        )
        for report in found[:PAGE]
    )
    return rows, len(found) > PAGE


@query(Permission.REPORT_READ)
def report_for(actor: Actor, report_id: UUID) -> Report:
    """One report with all that was told. Raises NotFound."""
    report = Report.objects.select_related("agency", "case").filter(pk=report_id).first()
    if report is None:
        raise NotFound()
    record(actor, Event.REPORT_READ, scope=report_id, why=Why.ASSIGNED)
    return report
