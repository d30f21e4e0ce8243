"""The way home of a case as people see it: codes, states and deadlines; what was recorded is opened apart."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from pulang.access.grants import held_sections
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import agency_of, may, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.models import Case
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import NotFound
from pulang.repatriation.models import Step
from pulang.repatriation.queries.lists import newer_than, step_list
from pulang.repatriation.rules import Standing, Statement, StepDefinition, StepList, engine


@dataclass(frozen=True)
class StepView:
    """One step. `definition` has the texts in en, id, km; `agency` is empty where nobody here does it.

    `may_complete` and `may_undo` are for this actor now; `undo_blocked_by` and `blocked_by` are codes.
    `out_of_order`: a result stands although what must come before does not, since two nodes spoke at once.
    `holds_section`: whether the actor may see what is recorded.
    """

    definition: StepDefinition
    standing: Standing
    overdue: bool
    due_at: datetime | None
    agency: str
    agency_id: UUID | None
    result: str
    done_at: datetime | None
    done_by: str
    blocked_by: tuple[str, ...]
    undo_blocked_by: tuple[str, ...]
    blocks: bool
    out_of_order: bool
    holds_section: bool
    may_complete: bool
    may_undo: bool
    version: int
    escalated_at: datetime | None
    escalated_to: str

    @property
    def code(self) -> str:
        return self.definition.code


@dataclass(frozen=True)
class WayHome:
    """All steps in order; `blocking` are the codes of those that stand in the way now.

    `newer_list` is the number of a list that was published since; "" where it follows the newest.
    """

    case_id: UUID
    case_number: str
    list_version: str
    steps: tuple[StepView, ...]
    blocking: tuple[str, ...]
    newer_list: str

    @property
    def settled(self) -> int:
        return sum(step.standing in (Standing.DONE, Standing.NOT_NEEDED) for step in self.steps)

    def step(self, code: str) -> StepView:
        """Raises NotFound."""
        found = next((step for step in self.steps if step.code == code), None)
        if found is None:
            raise NotFound()
        return found


@query(Permission.CASE_READ)
def way_home_for(actor: Actor, case_id: UUID) -> WayHome | None:
    """The steps of a case; None before its way home began. Raises NotFound."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None:
        raise NotFound()
    rows = list(Step.objects.filter(case=case).select_related("agency", "escalated_to").order_by("place"))
    record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, part="steps")
    return _view(actor, case, rows) if rows else None


def what_blocks(actor: Actor, case_id: UUID) -> tuple[StepView, ...]:
    """The steps that stand in the way now, failed ones first; empty before the way began. Raises NotFound."""
    way = way_home_for(actor, case_id)
    return tuple(way.step(code) for code in way.blocking) if way else ()


def travels_soon(actor: Actor, case_id: UUID) -> bool:
    """Whether the ticket is there and nobody has said yet how the arrival ended. Raises NotFound."""
    way = way_home_for(actor, case_id)
    return way is not None and way.step("ticket").standing.settled and not way.step("arrival").result


def _view(actor: Actor, case: Case, rows: list[Step]) -> WayHome:
    steps = step_list(rows[0].list_version)
    said = {row.code: row.statement for row in rows if row.statement}
    sections = frozenset(held_sections(actor, case.pk))
    side, kind = _speaks_for(actor)
    blocking, disputed, now = engine.what_blocks(steps, said), engine.out_of_order(steps, said), timezone.now()

    def view(row: Step) -> StepView:
        definition = steps.step(row.code)
        standing, resting = engine.standing(steps, said, row.code), engine.undo_blocked_by(steps, said, row.code)
        holds = Section(definition.section) in sections
        speaks = (
            holds
            and case.closed_at is None
            and may(actor, Permission.STEP_COMPLETE)
            and engine.may_complete(definition, side=side, agency_kind=kind)
        )
        return StepView(
            definition=definition,
            standing=standing,
            overdue=row.due_at is not None and row.due_at < now,
            due_at=row.due_at,
            agency=row.agency.name if row.agency else "",
            agency_id=row.agency_id,
            result=row.result,
            done_at=row.said_at if row.result else None,
            done_by=row.done_by if row.result else "",
            blocked_by=_still_waits(steps, said, row.code, standing),
            undo_blocked_by=resting,
            blocks=row.code in blocking,
            out_of_order=row.code in disputed,
            holds_section=holds,
            may_complete=speaks and standing in (Standing.READY, Standing.FAILED),
            may_undo=speaks and bool(row.result) and not resting,
            version=row.version,
            escalated_at=row.escalated_at,
            escalated_to=row.escalated_to.name if row.escalated_to else "",
        )

    return WayHome(case.pk, case.number, steps.version, tuple(map(view, rows)), blocking, newer_than(steps.version))


def _still_waits(steps: StepList, said: dict[str, Statement], code: str, standing: Standing) -> tuple[str, ...]:
    return engine.blocked_by(steps, said, code) if standing is Standing.WAITING else ()


def _speaks_for(actor: Actor) -> tuple[str, str]:
    """The side and the kind of agency of the actor; a job of the node speaks for nobody."""
    if actor.is_system:
        return "", ""
    agency = agency_of(actor)
    return (agency.country if actor.kind is ActorKind.PEER else str(settings.NODE.country)), agency.kind
