"""Opening what was recorded with a step."""

from uuid import UUID

from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.cases.actions.story import tell
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, NotFound
from pulang.lib.text import clean_text
from pulang.repatriation.actions.way import load_way
from pulang.repatriation.models import StepRecord


@action(Permission.CASE_READ)
def open_step(actor: Actor, *, case_id: UUID, code: str, purpose: str = "") -> tuple[StepRecord, ...]:
    """What was recorded with a step, the newest first; the look is in the audit before anything is shown.

    A sealed step (travel, whereabouts) needs a purpose, which the timeline tells. Without the section there is
    nothing. Raises NotFound, WayNotBegun, Invalid.
    """
    way = load_way(case_id, closed_too=True)
    row, definition = way.row(code)
    why = clean_text(purpose, field="purpose", max_length=300)
    if definition.is_sealed and not why:
        raise Invalid("purpose", "required")
    found = list(StepRecord.objects.filter(step=row).order_by("-said_at", "-id"))
    if not found:
        raise NotFound()
    for one in found:
        one.case = way.case
    if definition.is_sealed:
        tell(actor, way.case, Event.CASE_READ, section=Section.WORK, step=code, text=why)
    else:
        record(actor, Event.CASE_READ, scope=case_id, why=Why.ASSIGNED, step=code, section=definition.section)
    return tuple(found)
