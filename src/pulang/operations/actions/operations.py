"""Opening an operation, letting agencies into it, closing it."""

from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import grant_access, grant_many, open_scope
from pulang.access.models import Agency, AgencyKind
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_id, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.members import WITHOUT_CASES
from pulang.db.numbers import next_number
from pulang.db.once import row_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, raise_problems
from pulang.lib.ids import new_id
from pulang.lib.text import clean_text
from pulang.operations.errors import OperationClosed
from pulang.operations.models import Enrolment, Operation, OperationKind


@action(Permission.OPERATION_MANAGE)
def open_operation(actor: Actor, *, kind: str, title: str, place: str = "", once: str = "") -> Operation:
    """Open an operation, led by the actor's agency. Raises Invalid or Problems."""
    name = clean_text(title, field="title", max_length=200)
    problems = [] if name else [Invalid("title", "required")]
    problems += [] if kind in OperationKind.values else [Invalid("kind", "not_a_choice")]
    raise_problems(problems)
    where = clean_text(place, field="place", max_length=300)

    def make() -> Operation:
        new, own = new_id(), agency_id(actor)
        open_scope(actor, scope=new, agency_id=own)
        operation = Operation.objects.create(
            id=new,
            number=next_number("operations_number", "O"),
            kind=kind,
            title=name,
            place=where or None,
            agency_id=own,
            opened_at=timezone.now(),
            opened_by_id=officer_id(actor),
        )
        record(actor, Event.OPERATION_OPENED, scope=new, why=Why.OPENED, kind=kind, number=operation.number)
        return operation

    return row_once(actor, once, Operation, make)


@action(Permission.OPERATION_MANAGE)
def add_agency(actor: Actor, *, operation_id: UUID, agency_id: UUID, sections: Collection[Section]) -> int:
    """Let another agency work on the operation: on the cases of everybody in it, and of those who come.

    `work` is always one of the sections; with `identity` it sees the people's names. Returns how many cases it was
    let into now: those that the actor holds herself. Raises NotFound, OperationClosed, Invalid, GrantTooWide.
    """
    operation = load_operation(operation_id)
    agency = Agency.objects.filter(pk=agency_id).exclude(kind__in=(*WITHOUT_CASES, AgencyKind.PEER)).first()
    if agency is None:
        raise Invalid("agency", "unknown_agency")
    if set(sections) - set(Section):
        raise Invalid("sections", "not_a_choice")
    wanted = {Section.WORK, *map(Section, sections)}
    grant_access(actor, scope=operation.pk, agency=agency, sections=wanted)
    cases = dict(Enrolment.objects.filter(operation=operation).values_list("case_id", "case__person_id"))
    given = share(actor, cases, agency, wanted)
    record(actor, Event.OPERATION_CHANGED, scope=operation.pk, why=Why.ASSIGNED, agency=agency.code, cases=given)
    return given


def share(actor: Actor, cases: dict[UUID, UUID], agency: Agency, sections: Collection[Section]) -> int:
    """Let the agency into these cases (person by case) as far as the actor holds them. Part of an action."""
    given = grant_many(actor, scopes=list(cases), agency=agency, sections=sections, reason="operation")
    if Section.IDENTITY in sections:
        people = list(cases.values())
        grant_many(actor, scopes=people, agency=agency, sections=[Section.IDENTITY], reason="operation")
    return given


@action(Permission.OPERATION_MANAGE)
def close_operation(actor: Actor, *, operation_id: UUID) -> Operation:
    """Nobody joins it any more; the cases go on by themselves. Twice has one effect. Raises NotFound."""
    operation = load_operation(operation_id, lock=True, closed_too=True)
    if operation.closed_at is None:
        operation.closed_at = timezone.now()
        operation.save(update_fields=["closed_at"])
        record(actor, Event.OPERATION_CLOSED, scope=operation.pk, why=Why.ASSIGNED)
    return operation


def load_operation(operation_id: UUID, *, lock: bool = False, closed_too: bool = False) -> Operation:
    """The operation as the actor of this transaction may see it. Raises NotFound, OperationClosed."""
    found = Operation.objects.select_for_update(of=("self",)) if lock else Operation.objects
    operation = found.filter(pk=operation_id).first()
    if operation is None:
        raise NotFound()
    if operation.closed_at is not None and not closed_too:
        raise OperationClosed()
    return operation
