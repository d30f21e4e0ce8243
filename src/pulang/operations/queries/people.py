"""The people of an operation whose cases the reader holds: the most urgent first, and what holds each up."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Case as When
from django.db.models import Exists, IntegerField, OuterRef, Q, QuerySet, Value
from django.db.models import When as If

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Urgency
from pulang.cases.rules import CLOSED
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.operations.errors import SlipUnknown
from pulang.operations.models import Enrolment, Operation, Standing
from pulang.persons.queries import summaries
from pulang.repatriation.models import Step
from pulang.repatriation.queries.lists import step_list
from pulang.repatriation.rules import State, Statement, StepDefinition, engine

PAGE = 50
MOST = 5000  # people of one operation that a paper or a sheet can be made of


#: Codes of the steps that block, by list and results in their order.
Blocks = dict[tuple[str, ...], tuple[str, ...]]


class Stand(NamedTuple):
    """How a step stands. A page reads hundreds of them: whole rows would cost several times as much."""

    case_id: UUID
    list_version: str
    code: str
    state: str
    result: str
    due_at: datetime | None
    said_at: datetime | None
    said_by_side: str


@dataclass(frozen=True)
class PersonRow:
    """`holds_up` are the steps in the way now, failed ones first, with whether each failed or is overdue.

    `name` is empty where she is not the reader's to see.
    """

    case_id: UUID
    number: int
    case_number: str
    name: str
    urgency: str
    risks: tuple[str, ...]
    closed: bool
    holds_up: tuple[tuple[StepDefinition, bool, datetime | None], ...]


@query(Permission.CASE_READ)
def people_for(
    actor: Actor,
    operation_id: UUID,
    *,
    step: str = "",
    done: str = "",
    stuck: bool = False,
    urgency: str = "",
    page: int = 1,
    size: int = PAGE,
) -> tuple[tuple[PersonRow, ...], bool]:
    """A page of people, and whether there are more.

    `step` keeps those who can do this step now or failed it, `done` those who have it behind them, `stuck` those
    with a step that failed or is overdue, `urgency` those of that urgency. Raises NotFound.
    """
    if not Operation.objects.filter(pk=operation_id).exists():
        raise NotFound()
    asked = (operation_id, step, done, stuck, urgency, Urgency.values, (page - 1) * size, size + 1)
    with connection.cursor() as cursor:
        cursor.execute("SELECT enrolment FROM operations_page(%s, %s, %s, %s, %s, %s, %s, %s)", asked)
        ids = [found for (found,) in cursor.fetchall()]
    held = Enrolment.objects.select_related("case").in_bulk(ids)
    found = [held[pk] for pk in ids[:size] if pk in held]
    record(actor, Event.QUEUE_READ, why=Why.ASSIGNED, list="operation", rows=len(found), page=page)
    return _views(found), len(ids) > size


@query(Permission.CASE_READ)
def names_for(actor: Actor, operation_id: UUID, *, step: str = "", limit: int = MOST) -> dict[int, str]:
    """Names by number ("" where it is not the reader's to see), of all or of those who can do `step` now.

    The most urgent first, at most `limit`; closed cases are left out. Raises NotFound.
    """
    rows = chosen_people(operation_id, step=step).filter(case__closed_at=None)
    found = list(rows.values_list("number", "person_id")[:limit])
    names = summaries(person for _number, person in found)
    record(actor, Event.QUEUE_READ, scope=operation_id, why=Why.ASSIGNED, list="names", rows=len(found))
    return {number: names[person].name if person in names else "" for number, person in found}


def chosen_people(operation_id: UUID, *, step: str = "") -> "QuerySet[Enrolment]":
    """Enrolments of cases that the actor of this transaction holds, the most urgent first.

    `step` keeps those who can do it now or failed it. Raises NotFound.
    """
    if not Operation.objects.filter(pk=operation_id).exists():
        raise NotFound()
    rows = Enrolment.objects.filter(operation_id=operation_id)
    stands = Standing.objects.filter(case=OuterRef("case"))
    if step:
        rows = rows.filter(Exists(stands.filter(Q(ready__contains=[step]) | Q(failed__contains=[step]))))
    places = [If(case__urgency=word, then=Value(place)) for place, word in enumerate(Urgency.values)]
    return rows.order_by(When(*places, output_field=IntegerField()), "number")


def find_slip(actor: Actor, operation_id: UUID, *, text: str) -> UUID:
    """The case behind a scanned slip, a slip's number or a case number. Raises NotFound, SlipUnknown.

    No query: that an unknown slip was tried must stay in the audit.
    """
    case = _find_slip(actor, operation_id, text=text)
    if case is None:
        raise SlipUnknown()
    return case


@query(Permission.CASE_READ)
def _find_slip(actor: Actor, operation_id: UUID, *, text: str) -> UUID | None:
    rows = chosen_people(operation_id)
    typed = "".join(text.split()).upper()
    if typed.isdecimal() and len(typed) < 7:
        rows = rows.filter(number=int(typed))
    else:
        rows = rows.filter(Q(token=typed) | Q(case__number=typed))
    found = rows.filter(case__isnull=False).values_list("case_id", "case__status").first()
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, slip=bool(found))
    return found[0] if found else None


def _views(found: list[Enrolment]) -> tuple[PersonRow, ...]:
    names = summaries(row.case.person_id for row in found)
    blocks: Blocks = {}
    ways: dict[UUID, list[Stand]] = {}
    steps = Step.objects.filter(case__in=[row.case_id for row in found]).order_by("case_id", "place")
    for one in map(Stand._make, steps.values_list(*Stand._fields)):
        ways.setdefault(one.case_id, []).append(one)
    return tuple(
        PersonRow(
            case_id=row.case_id,
            number=row.number,
            case_number=row.case.number,
            name=names[row.case.person_id].name if row.case.person_id in names else "",
            urgency=row.case.urgency,
            risks=tuple(row.case.risks),
            closed=row.case.status == CLOSED,
            holds_up=_holds_up(ways.get(row.case_id, []), blocks),
        )
        for row in found
    )


def _holds_up(rows: list[Stand], blocks: Blocks) -> tuple[tuple[StepDefinition, bool, datetime | None], ...]:
    """What blocks follows from the results alone, and half a wave stands at the same place: it is asked once."""
    if not rows:
        return ()
    steps, by_code = step_list(rows[0].list_version), {row.code: row for row in rows}
    stands = (steps.version, *(row.result for row in rows))
    if stands not in blocks:
        said = {row.code: Statement(row.said_at, row.said_by_side, row.result) for row in rows if row.said_at}
        blocks[stands] = engine.what_blocks(steps, said)
    return tuple(
        (steps.step(code), by_code[code].state == State.FAILED, by_code[code].due_at) for code in blocks[stands]
    )
