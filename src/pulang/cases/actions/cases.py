"""Opening a case and moving it through its workflow."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import open_scope
from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.story import load_case, save_case, tell
from pulang.cases.models import Case, Report, Urgency
from pulang.cases.rules import risk_words, workflow
from pulang.cases.rules.workflow import CLOSED
from pulang.db.numbers import next_number
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.ids import new_id
from pulang.lib.text import clean_text
from pulang.persons.models import Person


@action(Permission.CASE_OPEN)
def open_case(
    actor: Actor,
    *,
    person_id: UUID,
    urgency: str = Urgency.NORMAL,
    report_ids: Collection[UUID] = (),
    uid: UUID | None = None,
    owner_node: str = "",
) -> Case:
    """Open the case of a person for the actor's agency, or give the one that is open there already.

    `report_ids` become its reports. A copy of a partner's case carries the partner's `uid` and `owner_node`.
    Raises NotFound where the person or a report is not the actor's to see.
    """
    if urgency not in Urgency.values:
        raise Invalid("urgency", "not_a_choice")
    # The lock makes two desks that open at once find one case.
    person = Person.objects.select_for_update().filter(pk=person_id, merged_into=None).first()
    if person is None:
        raise NotFound()
    case = open_case_of(actor, person_id) or _open(actor, person, urgency, uid, owner_node)
    _take_reports(actor, case, report_ids)
    return case


def _open(actor: Actor, person: Person, urgency: str, uid: UUID | None, owner_node: str) -> Case:
    case_id = new_id()
    open_scope(actor, scope=case_id, agency_id=agency_id(actor))
    case = Case.objects.create(
        id=case_id,
        uid=uid or case_id,
        owner_node=owner_node,
        number=next_number("cases_case_number"),
        person=person,
        agency_id=agency_id(actor),
        status=workflow().start,
        urgency=urgency,
        opened_at=timezone.now(),
        opened_by_id=actor.id if actor.kind is ActorKind.OFFICER else None,
    )
    tell(actor, case, Event.CASE_OPENED, why=Why.OPENED, urgency=urgency, person=person.pk)
    return case


def attach_report(actor: Actor, case: Case, report: Report) -> None:
    """Make a locked report one of the case's; told in the story and under the report's own id."""
    report.case, report.person_id, report.state = case, case.person_id, "linked"
    report.version += 1
    report.save()
    tell(actor, case, Event.REPORT_LINKED, report=report.pk, number=report.number)
    record(actor, Event.REPORT_LINKED, scope=report.pk, why=Why.ASSIGNED, case=case.pk)


def open_case_of(actor: Actor, person_id: UUID) -> Case | None:
    """The case that the actor's agency has open for the person, locked."""
    own = Case.objects.select_for_update(of=("self",)).filter(person_id=person_id, agency_id=agency_id(actor))
    return own.exclude(status=CLOSED).first()


def _take_reports(actor: Actor, case: Case, report_ids: Collection[UUID]) -> None:
    reports = list(Report.objects.select_for_update().filter(pk__in=report_ids))
    if len(reports) != len(set(report_ids)):
        raise NotFound()
    for report in reports:
        if report.case_id != case.pk:
            attach_report(actor, case, report)


@action(Permission.CASE_WORK)
def set_urgency(
    actor: Actor, *, case_id: UUID, urgency: str, risks: Collection[str] = (), version: int | None = None
) -> Case:
    """Set how fast somebody must act, and the urgent risks (codes) behind it."""
    problems = [] if urgency in Urgency.values else [Invalid("urgency", "not_a_choice")]
    if actor.kind is not ActorKind.PEER and set(risks) - risk_words().keys():
        problems.append(Invalid("risks", "not_a_choice"))
    raise_problems(problems)
    case = load_case(case_id, version=version)
    case.urgency, case.risks = urgency, sorted(risks)
    return save_case(actor, case, Event.CASE_CHANGED, urgency=urgency, risks=sorted(risks))


@action(Permission.CASE_WORK)
def change_status(actor: Actor, *, case_id: UUID, status: str, version: int | None = None) -> Case:
    """Move the case on. Raises TransitionRefused, CaseClosed, NotFound, Conflict. Closing is `close_case`."""
    case = load_case(case_id, version=version)
    if status == case.status:
        return case
    workflow().check(case.status, status)
    if status == CLOSED:
        raise Invalid("outcome", "required")
    before, case.status = case.status, status
    return save_case(actor, case, Event.CASE_CHANGED, status=status, before=before)


@action(Permission.CASE_CLOSE)
def close_case(actor: Actor, *, case_id: UUID, outcome: str, reason: str, version: int | None = None) -> Case:
    """Close with an outcome of the workflow and a reason. Raises Invalid, NotFound, Conflict, CaseClosed."""
    if outcome not in workflow().outcomes:
        raise Invalid("outcome", "not_a_choice")
    because = clean_text(reason, field="reason", max_length=2000, multiline=True)
    if not because:
        raise Invalid("reason", "required")
    case = load_case(case_id, version=version)
    workflow().check(case.status, CLOSED)
    case.status, case.outcome, case.closed_at = CLOSED, outcome, timezone.now()
    return save_case(actor, case, Event.CASE_CLOSED, text=because, outcome=outcome)


@action(Permission.CASE_CLOSE)
def reopen_case(actor: Actor, *, case_id: UUID, reason: str, version: int | None = None) -> Case:
    """Take a closed case up again, with the reason."""
    because = clean_text(reason, field="reason", max_length=2000, multiline=True)
    if not because:
        raise Invalid("reason", "required")
    case = load_case(case_id, version=version, closed_too=True)
    workflow().check(case.status, workflow().start)
    case.status, case.outcome, case.closed_at = workflow().start, "", None
    return save_case(actor, case, Event.CASE_REOPENED, text=because)
