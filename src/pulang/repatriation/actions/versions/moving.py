"""A way home that has begun goes on by a newer list of steps, for a reason."""

from collections.abc import Collection
from uuid import UUID

from pulang.access.permissions import Permission
from pulang.access.policy import action, query
from pulang.audit.events import Event
from pulang.cases.actions.many_tasks import complete_tasks
from pulang.cases.actions.story import tell
from pulang.cases.errors import CaseClosed
from pulang.cases.models import Case
from pulang.cases.rules.workflow import CLOSED
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound, PulangError
from pulang.lib.text import clean_text
from pulang.repatriation.actions.board import doer_of, task_refs
from pulang.repatriation.actions.way import Way, load_way, load_ways, move_on
from pulang.repatriation.errors import StepsLost, WayNotBegun
from pulang.repatriation.models import Step
from pulang.repatriation.queries.doers import members_of
from pulang.repatriation.queries.lists import step_list
from pulang.repatriation.rules import StepList


@action(Permission.CASE_WORK)
def move_to_list(actor: Actor, *, case_id: UUID, number: str, reason: str) -> Way:
    """Let the way home of a case follow another list from now on; what was said of its steps stays.

    Raises NotFound, CaseClosed, WayNotBegun, Invalid (also for a list that is not there), and StepsLost where
    something was said of a step, or a result stands, that the other list does not have.
    """
    because = clean_text(reason, field="reason", max_length=1000, multiline=True)
    if not because:
        raise Invalid("reason", "required")
    way, steps = load_way(case_id), list_numbered(number)
    _check(way, steps)
    gone = [row for code, row in way.rows.items() if code not in steps.by_code]
    complete_tasks(actor, [(way.case, ref) for row in gone for ref in task_refs(row.code)])
    Step.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _place(way, steps)
    before = way.steps.version
    tell(actor, way.case, Event.STEP_CHANGED, text=because, steps="moved", list=steps.version, before=before)
    moved = load_way(case_id)
    move_on(actor, [moved])
    return moved


@query(Permission.CASE_WORK)
def foresee_moves(actor: Actor, *, case_ids: Collection[UUID], number: str) -> dict[UUID, PulangError | None]:
    """Why each of these cases could not follow the list, None where it can; nothing is changed. Raises Invalid."""
    steps = list_numbered(number)
    cases = {case.pk: case for case in Case.objects.filter(pk__in=case_ids)}
    ways = load_ways(cases.values())
    return {case_id: _hindrance(cases.get(case_id), ways.get(case_id), steps) for case_id in case_ids}


def list_numbered(number: str) -> StepList:
    """Raises Invalid for a list that is not there."""
    try:
        return step_list(number)
    except NotFound:
        raise Invalid("number", "not_a_choice") from None


def _hindrance(case: Case | None, way: Way | None, steps: StepList) -> PulangError | None:
    if case is None:
        return NotFound()
    if case.status == CLOSED:
        return CaseClosed()
    if way is None:
        return WayNotBegun()
    try:
        _check(way, steps)
    except PulangError as error:
        return error
    return None


def _check(way: Way, steps: StepList) -> None:
    """Raises Invalid where it follows this list already, StepsLost."""
    if steps.version == way.steps.version:
        raise Invalid("number", "same_list")
    if lost := [code for code, row in way.rows.items() if _is_lost(row, steps)]:
        raise StepsLost(by=", ".join(lost))


def _is_lost(row: Step, steps: StepList) -> bool:
    definition = steps.by_code.get(row.code)
    if definition is None:
        return row.said_at is not None
    return bool(row.result) and row.result not in definition.outcomes


def _place(way: Way, steps: StepList) -> None:
    """The rows of the other list in its order: those that are there go on, the others begin with the way."""
    members = members_of(way.case.pk)
    began_at = min(row.began_at for row in way.rows.values())
    kept: list[Step] = []
    new: list[Step] = []
    for place, definition in enumerate(steps.steps):
        row = way.rows.get(definition.code)
        if row is None:
            row = Step(case=way.case, code=definition.code, began_at=began_at, agency=doer_of(definition, members))
        (kept if definition.code in way.rows else new).append(row)
        row.list_version, row.place, row.side = steps.version, place, definition.side
    Step.objects.bulk_update(kept, ["list_version", "place", "side"])
    Step.objects.bulk_create(new)
