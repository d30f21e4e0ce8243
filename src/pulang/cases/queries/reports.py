"""One report."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Report
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.queries import Summary, summaries


@dataclass(frozen=True)
class ReportPage:
    """`person` is None where none is linked yet or she is not the actor's to see."""

    report: Report
    person: Summary | None


@dataclass(frozen=True)
class Receipt:
    """What the reporter holds: nothing that could harm her where somebody finds it."""

    number: str
    receipt: str
    received_at: datetime


@query(Permission.REPORT_READ)
def report_for(actor: Actor, report_id: UUID) -> Report:
    """One report with all that was told. Raises NotFound."""
    return report_page_for(actor, report_id).report


@query(Permission.REPORT_READ)
def report_page_for(actor: Actor, report_id: UUID) -> ReportPage:
    """One report with all that was told and whom it is about. Raises NotFound."""
    report = Report.objects.select_related("agency", "case", "taken_by").filter(pk=report_id).first()
    if report is None:
        raise NotFound()
    record(actor, Event.REPORT_READ, scope=report_id, why=Why.ASSIGNED)
    person = summaries([report.person_id]).get(report.person_id) if report.person_id else None
    if person is not None:
        record(actor, Event.PERSON_READ, scope=person.id, why=Why.ASSIGNED)
    return ReportPage(report, person)


@query(Permission.REPORT_TAKE)
def receipt_for(actor: Actor, report_id: UUID) -> Receipt:
    """The receipt of a report of the actor's agency, for printing. Raises NotFound."""
    report = Report.objects.filter(pk=report_id).first()
    if report is None:
        raise NotFound()
    record(actor, Event.REPORT_READ, scope=report_id, why=Why.ASSIGNED, part="receipt")
    return Receipt(report.number, report.receipt, report.received_at)
