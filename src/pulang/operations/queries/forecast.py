"""Who can fly when, and which steps decide it: counts over everybody, names of those whose cases one holds."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.operations.models import Enrolment, Operation
from pulang.operations.queries.board import operation_of
from pulang.operations.queries.overview import days_of
from pulang.operations.rules.forecast import Usual, week_of
from pulang.persons.queries import summaries
from pulang.repatriation.models import Step
from pulang.repatriation.queries.lists import current_list
from pulang.repatriation.rules import State, StepList
from pulang.repatriation.rules.path import Leg, foresee

NAMED = 500  # people of one week that are listed


@dataclass(frozen=True)
class Forecast:
    """`weeks`: people by week from now in which they can fly (0 now, None those who have left).

    `legs`: the way of somebody who begins now, by the days that steps take in this operation.
    """

    operation: Operation
    steps: StepList
    legs: tuple[Leg, ...]
    weeks: Mapping[int | None, int]


@dataclass(frozen=True)
class Flyer:
    """`name` is empty where it is not the reader's to see."""

    case_id: UUID
    number: int
    name: str


@query(Permission.CASE_READ)
def forecast_for(actor: Actor, operation_id: UUID) -> Forecast:
    """Raises NotFound."""
    operation, steps = operation_of(operation_id), current_list()
    usual = Usual(steps, days_of(operation_id, steps))
    weeks: dict[int | None, int] = {}
    for settled, people in _standings(operation_id):
        week = week_of(steps, settled, usual)
        weeks[week] = weeks.get(week, 0) + people
    legs = foresee(steps, {}, usual.takes)
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, part="forecast")
    return Forecast(operation, steps, tuple(legs.values()), weeks)


@query(Permission.CASE_READ)
def flyers_for(actor: Actor, operation_id: UUID, week: int) -> tuple[Flyer, ...]:
    """Those who can fly in this week, as far as the actor holds their cases; by number. Raises NotFound."""
    operation_of(operation_id)
    steps = current_list()
    usual = Usual(steps, days_of(operation_id, steps))
    rows = list(Enrolment.objects.filter(operation_id=operation_id, case__closed_at=None).order_by("number"))
    settled = _settled_of([row.case_id for row in rows])
    weeks: dict[frozenset[str], int | None] = {}
    chosen = []
    for row in rows:
        codes = settled.get(row.case_id, frozenset())
        if codes not in weeks:
            weeks[codes] = week_of(steps, codes, usual)
        if weeks[codes] == week:
            chosen.append(row)
    names = summaries(row.person_id for row in chosen[:NAMED])
    record(actor, Event.QUEUE_READ, scope=operation_id, why=Why.ASSIGNED, list="forecast", rows=len(chosen))
    return tuple(
        Flyer(row.case_id, row.number, names[row.person_id].name if row.person_id in names else "")
        for row in chosen[:NAMED]
    )


def _standings(operation_id: UUID) -> Iterable[tuple[frozenset[str], int]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT settled, people FROM operations_standings(%s)", [operation_id])
        return [(frozenset(settled), people) for settled, people in cursor.fetchall()]


def _settled_of(case_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    done = Step.objects.filter(case__in=case_ids, state__in=(State.DONE, State.NOT_NEEDED))
    found: dict[UUID, set[str]] = {}
    for case_id, code in done.values_list("case_id", "code"):
        found.setdefault(case_id, set()).add(code)
    return {case_id: frozenset(codes) for case_id, codes in found.items()}
