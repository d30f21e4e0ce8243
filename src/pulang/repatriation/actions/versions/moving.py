"""A way home that has begun goes on by a newer list of steps, for a reason."""

from uuid import UUID

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.many_tasks import complete_tasks
from pulang.cases.actions.story import tell
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.text import clean_text
from pulang.repatriation.actions.board import doer_of, task_refs
from pulang.repatriation.actions.way import Way, load_way, move_on
from pulang.repatriation.errors import StepsLost
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
    way = load_way(case_id)
    try:
        steps = step_list(number)
    except NotFound:
        raise Invalid("number", "not_a_choice") from None
    if steps.version == way.steps.version:
        raise Invalid("number", "same_list")
    if lost := [code for code, row in way.rows.items() if _is_lost(row, steps)]:
        raise StepsLost(by=", ".join(lost))
    gone = [row for code, row in way.rows.items() if code not in steps.by_code]
    complete_tasks(actor, [(way.case, ref) for row in gone for ref in task_refs(row.code)])
    Step.objects.filter(pk__in=[row.pk for row in gone]).delete()
    _place(way, steps)
    before = way.steps.version
    tell(actor, way.case, Event.STEP_CHANGED, text=because, steps="moved", list=steps.version, before=before)
    moved = load_way(case_id)
    move_on(actor, [moved])
    return moved


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
