"""What a leader asks of an operation: where the days go, where people wait, what is still owed."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db import connection
from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.operations.models import Enrolment
from pulang.operations.queries.board import Board, board_for
from pulang.repatriation.models import Stay, Step
from pulang.repatriation.queries.lists import current_list
from pulang.repatriation.rules import State, StepDefinition, StepList, fine_for

FINES_OF = "KHM"


@dataclass(frozen=True)
class Days:
    """Days from when a step could begin until it was done, over `people`: the median, and what four of five had."""

    definition: StepDefinition
    people: int
    median: float
    most: float


@dataclass(frozen=True)
class Overview:
    """`fines` by currency are those of cases that the reader holds, counted to today and not settled.

    `fines_of` is how many people they are of; `unknown` how many more have no last allowed day recorded.
    """

    board: Board
    days: tuple[Days, ...]
    fines: Mapping[str, Decimal]
    fines_of: int
    unknown: int


@query(Permission.CASE_READ)
def overview_for(actor: Actor, operation_id: UUID) -> Overview:
    """Raises NotFound."""
    board, steps = board_for(actor, operation_id), current_list()
    days = [Days(steps.step(code), *taken) for code, taken in _days(operation_id, steps).items()]
    fines, fines_of, unknown = _fines(operation_id, timezone.localdate())
    record(actor, Event.OPERATION_READ, scope=operation_id, why=Why.ASSIGNED, part="overview")
    return Overview(board, tuple(days), fines, fines_of, unknown)


def days_of(operation_id: UUID, steps: StepList) -> dict[str, tuple[int, float]]:
    """People and median days by step. Part of a query."""
    return {code: (people, median) for code, (people, median, _most) in _days(operation_id, steps).items()}


def _days(operation_id: UUID, steps: StepList) -> dict[str, tuple[int, float, float]]:
    """People, the median and the four fifths of their days, by step of the list."""
    after = json.dumps({step.code: list(step.after.codes) for step in steps.steps})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM operations_days(%s, %s::jsonb)", [operation_id, after])
        taken = cursor.fetchall()
    return {code: (people, median, most) for code, people, median, most in taken if code in steps.by_code}


def _fines(operation_id: UUID, on: date) -> tuple[dict[str, Decimal], int, int]:
    inside = Enrolment.objects.filter(operation_id=operation_id, case__closed_at=None).values("case_id")
    owed = Step.objects.filter(case__in=inside, code="fine_waiver", state__in=(State.OPEN, State.FAILED))
    cases = set(owed.values_list("case_id", flat=True))
    sums: dict[str, Decimal] = defaultdict(Decimal)
    people = known = 0
    for stay in Stay.objects.filter(case__in=cases).select_related("case"):
        known += 1
        fine = fine_for(date.fromisoformat(stay.allowed_until), on, country=FINES_OF)
        if fine.days:
            people += 1
            sums[fine.currency] += fine.amount
    return dict(sums), people, len(cases) - known
