"""Lists that are handed in for an operation: whoever is taken from them is enrolled, chunk by chunk."""

from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, officer_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions import open_cases
from pulang.cases.lists.actions import run_import, start_import
from pulang.cases.lists.queries import taken_from
from pulang.db.context import acting_as
from pulang.db.locks import lock_name
from pulang.lib.actor import Actor, system
from pulang.lib.errors import NotFound
from pulang.operations.actions.enrolling import enrol, lock_people
from pulang.operations.actions.operations import load_operation
from pulang.operations.models import Enrolment, Operation, OperationList
from pulang.operations.waking import wake_list

CHUNK = 50


@action(Permission.LIST_IMPORT)
def hand_in_list(actor: Actor, *, operation_id: UUID, file_name: str, content: bytes, once: str = "") -> UUID:
    """Hand in a list of people of the operation; a job takes and enrols them. Returns the id of the list.

    Raises NotFound, OperationClosed, ListRefused.
    """
    operation = load_operation(operation_id)
    source = start_import(actor, file_name=file_name, content=content, label=operation.title, once=once)
    _, made = OperationList.objects.get_or_create(
        source=source, defaults={"operation": operation, "handed_in_by_id": officer_id(actor)}
    )
    if made:
        record(actor, Event.OPERATION_CHANGED, scope=operation.pk, why=Why.ASSIGNED, list=source)
        wake_list(source)
    return source


@action(Permission.LIST_IMPORT)
def enrol_from_list(actor: Actor, *, source: UUID, limit: int = CHUNK) -> bool:
    """Enrol the next people whom the list brought, new ones and known ones; returns whether there were any.

    Two jobs that do so at once take turns. Raises NotFound.
    """
    lock_name(f"operation-list:{source}")
    attached = OperationList.objects.select_related("operation").filter(source=source).first()
    if attached is None:
        raise NotFound()
    operation = attached.operation
    people, complete = taken_from(actor, import_id=source)
    waiting = _outside(operation, people)
    if waiting:
        lock_people(operation, waiting[:limit])
        next_ones = _outside(operation, waiting[:limit])
        cases = open_cases(actor, places=dict.fromkeys(next_ones, ""))
        enrol(actor, operation, list(cases.values()))
    elif complete and attached.finished_at is None:
        attached.finished_at = timezone.now()
        attached.save(update_fields=["finished_at"])
    record(actor, Event.OPERATION_CHANGED, scope=operation.pk, why=Why.ASSIGNED, list=source, left=len(waiting))
    return bool(waiting)


def _outside(operation: Operation, people: list[UUID]) -> list[UUID]:
    inside = set(Enrolment.objects.filter(operation=operation).values_list("person_id", flat=True))
    return [person for person in people if person not in inside]


def run_list(actor: Actor, *, source: UUID) -> None:
    """Take every row of the list and enrol everybody; after a kill, call it again."""
    run_import(actor, import_id=source)
    while enrol_from_list(actor, source=source):
        pass


def take_up_again(source: UUID) -> None:
    """A row of the list was taken after the others: whoever it brought is enrolled too. Part of an action."""
    with acting_as(system("lists")):
        found = OperationList.objects.filter(source=source).update(finished_at=None)
    if found:
        wake_list(source)
