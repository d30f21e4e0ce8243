"""Lists of cases and reports, a page at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.conf import settings
from django.db.models import Model, Q, QuerySet
from django.utils import timezone

from pulang.access.models import Agency
from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case, Report
from pulang.cases.queries.cursor import Cursor, read_cursor
from pulang.cases.rules import CLOSED
from pulang.lib.actor import Actor
from pulang.lib.countries import alpha2
from pulang.persons.queries import summaries

PAGE = 25
FIRST_YEAR = 2026
Row = TypeVar("Row", bound=Model)


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
    actor: Actor,
    *,
    status: str = "",
    urgency: str = "",
    number: str = "",
    uid: UUID | None = None,
    after: str = "",
    size: int = PAGE,
) -> tuple[tuple[CaseRow, ...], str]:
    """The cases that the actor works on, newest first, and what reads on (empty on the last page).

    `status` is one of the workflow, or "running" for all that are not closed. `number` is a whole case number, or
    its last figures; `uid` is the name that both nodes know a shared case by.
    """
    # Without a join, so that the database walks the index of the newest and stops after a page.
    cases = Case.objects.all()
    if status == "running":
        cases = cases.exclude(status=CLOSED)
    elif status:
        cases = cases.filter(status=status)
    if urgency:
        cases = cases.filter(urgency=urgency)
    if number.strip():
        cases = cases.filter(number__in=numbers_meant(number))
    if uid:
        cases = cases.filter(uid=uid)
    found, more = _page(cases, "opened_at", after, size)
    names = summaries(case.person_id for case in found)
    agencies = Agency.objects.in_bulk({case.agency_id for case in found})
    rows = tuple(
        CaseRow(
            id=case.pk,
            number=case.number,
            name=names[case.person_id].name if case.person_id in names else "",
            status=case.status,
            urgency=case.urgency,
            agency=agencies[case.agency_id].name,
            opened_at=case.opened_at,
        )
        for case in found
    )
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="cases", rows=len(rows))
    return rows, more


@query(Permission.REPORT_READ)
def reports_for(
    actor: Actor, *, state: str = "", urgency: str = "", after: str = "", size: int = PAGE
) -> tuple[tuple[ReportRow, ...], str]:
    """The reports of the actor's agency, newest first, and what reads on (empty on the last page)."""
    reports = Report.objects.filter(agency_id=agency_id(actor))
    if state:
        reports = reports.filter(state=state)
    if urgency:
        reports = reports.filter(urgency=urgency)
    found, more = _page(reports, "received_at", after, size)
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="reports", rows=len(found))
    return tuple(_report_row(report) for report in found), more


def numbers_meant(text: str) -> Iterable[str]:
    """The case numbers that somebody can mean: a whole one as typed, or figures of this node in any year."""
    typed = "".join(text.split()).upper()
    if not typed.isdecimal() or len(typed) > 9:
        return [typed]
    country = alpha2(settings.NODE.country)
    years = range(FIRST_YEAR, timezone.localdate().year + 1)
    return [f"{country}-{year}-{int(typed):06d}" for year in years]


def _page(rows: "QuerySet[Row]", time: str, after: str, size: int) -> tuple[list[Row], str]:
    """One page, newest first by the field `time`, from the row that `after` names."""
    cursor = read_cursor(after)
    if cursor:
        earlier = Q(**{f"{time}__lt": cursor.at}) | Q(**{time: cursor.at, "id__lt": cursor.id})
        rows = rows.filter(earlier, **{f"{time}__lte": cursor.at})
    found = list(rows.order_by(f"-{time}", "-id")[: size + 1])
    page = found[:size]
    more = str(Cursor(getattr(page[-1], time), page[-1].pk)) if len(found) > size else ""
    return page, more


def _report_row(report: Report) -> ReportRow:
    return ReportRow(
        id=report.pk,
        number=report.number,
        subject=(report.subject or {}).get("name", ""),
        channel=report.channel,
        urgency=report.urgency,
        state=report.state,
        received_at=report.received_at,
    )
