"""The steps of one case in the hands of an action: loaded and locked with the case, and moved on together."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings

from pulang.access.models import Agency
from pulang.access.policy import agency_of
from pulang.cases.actions.many_tasks import NewTask, add_tasks, complete_tasks
from pulang.cases.actions.story import load_case
from pulang.cases.models import Case
from pulang.db.alike import update_alike
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import NotFound
from pulang.repatriation.actions.board import doer_of, late_ref, task_for, task_refs
from pulang.repatriation.errors import WayNotBegun
from pulang.repatriation.models import Step
from pulang.repatriation.queries.lists import step_list
from pulang.repatriation.rules import Standing, Statement, StepDefinition, StepList, engine


@dataclass(frozen=True)
class Way:
    case: Case
    steps: StepList
    rows: Mapping[str, Step]

    @property
    def said(self) -> dict[str, Statement]:
        return {code: row.statement for code, row in self.rows.items() if row.statement}

    def row(self, code: str) -> tuple[Step, StepDefinition]:
        """Raises NotFound."""
        if code not in self.rows:
            raise NotFound()
        return self.rows[code], self.steps.step(code)

    def standing(self, code: str) -> Standing:
        return engine.standing(self.steps, self.said, code)


def load_way(case_id: UUID, *, closed_too: bool = False) -> Way:
    """The steps of a case, with the case locked. Raises NotFound, CaseClosed, WayNotBegun."""
    case = load_case(case_id, closed_too=closed_too)
    way = load_ways([case]).get(case_id)
    if way is None:
        raise WayNotBegun()
    return way


def load_ways(cases: Iterable[Case]) -> dict[UUID, Way]:
    """The steps of locked cases; a case without steps is left out."""
    known = {case.pk: case for case in cases}
    rows: dict[UUID, dict[str, Step]] = {}
    for row in Step.objects.filter(case__in=known).select_related("agency").order_by("case_id", "place"):
        row.case = known[row.case_id]
        rows.setdefault(row.case_id, {})[row.code] = row
    return {
        case_id: Way(known[case_id], step_list(next(iter(own.values())).list_version), own)
        for case_id, own in rows.items()
    }


def our_side() -> str:
    return str(settings.NODE.country)


def side_of(actor: Actor) -> tuple[str, str]:
    """The side for which the actor speaks, and the kind of her agency. Raises NotAllowed for a job of the node."""
    agency = agency_of(actor)
    return (agency.country if actor.kind is ActorKind.PEER else our_side()), agency.kind


def fresh_way(case: Case, steps: StepList, members: list[Agency], *, now: datetime) -> Way:
    """The steps of a list for a case that has none, not saved yet; `members` work on the case."""
    rows = {
        definition.code: Step(
            case=case,
            list_version=steps.version,
            code=definition.code,
            place=place,
            side=definition.side,
            agency=doer_of(definition, members),
            began_at=now,
        )
        for place, definition in enumerate(steps.steps)
    }
    return Way(case, steps, rows)


def keep_fresh(actor: Actor, ways: Collection[Way]) -> None:
    """Save ways that were just made, with the deadlines and tasks of where their statements are."""
    wanted = _settle(ways)[1]
    Step.objects.bulk_create((row for way in ways for row in way.rows.values()), batch_size=1000)
    add_tasks(actor, wanted)


def move_on(actor: Actor, ways: Collection[Way], changed: str = "") -> None:
    """Bring deadlines and tasks to where the statements are now, after step `changed` was spoken of."""
    moved, wanted, over = _settle(ways, changed)
    update_alike(moved, ("due_at", "escalated_at", "escalated_to_id"))
    add_tasks(actor, wanted)
    complete_tasks(actor, over)


def _settle(ways: Collection[Way], changed: str = "") -> tuple[list[Step], list[NewTask], list[tuple[Case, str]]]:
    """Set the deadlines; returns the rows that moved, the tasks that are wanted, and those that are over."""
    moved: list[Step] = []
    wanted: list[NewTask] = []
    over: list[tuple[Case, str]] = []
    for way in ways:
        said = way.said
        for code, row in way.rows.items():
            due = engine.due_at(way.steps, said, code, began=row.began_at)
            was, row.due_at = row.due_at, due
            if was != due:
                row.escalated_at, row.escalated_to_id = None, None
                moved.append(row)
                over.append((way.case, late_ref(code)))
            if due and was != due:
                wanted.extend(filter(None, [task_for(way.case, row)]))
            elif (was or code == changed) and way.standing(code) not in (Standing.READY, Standing.FAILED):
                over.extend((way.case, ref) for ref in task_refs(code))
    return moved, wanted, over
