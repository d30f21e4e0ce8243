"""Beginning the way home, and saying how a step ended or taking that back."""

from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.cases.actions.many_tasks import add_tasks, complete_tasks
from pulang.cases.actions.story import load_case, tell
from pulang.cases.dossiers.queries import standings
from pulang.cases.models import Case
from pulang.db.gathering import gathering
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.lib.text import clean_text
from pulang.repatriation.actions.board import task_for, task_ref
from pulang.repatriation.actions.many import begin_locked
from pulang.repatriation.actions.speaking import (
    check_basis,
    check_right,
    check_standing,
    check_version,
    evidence_of,
    speak,
)
from pulang.repatriation.actions.way import Way, load_way
from pulang.repatriation.errors import StepNotReady, StepOfOthers, UndoBlocked
from pulang.repatriation.models import Step
from pulang.repatriation.queries.doers import members_of
from pulang.repatriation.rules import Statement, engine, read_fields

NOTE = 2000


@action(Permission.CASE_WORK)
def begin_way_home(actor: Actor, *, case_id: UUID) -> tuple[Step, ...]:
    """Give the case the steps of the newest list, and tasks for those that are ready; twice has one effect.

    Raises NotFound, CaseClosed.
    """
    return tuple(begin(actor, load_case(case_id)).rows.values())


def begin(actor: Actor, case: Case) -> Way:
    """Part of an action that has the case locked."""
    begin_locked(actor, [case])
    return load_way(case.pk, closed_too=True)


@action(Permission.STEP_COMPLETE)
def complete_step(
    actor: Actor,
    *,
    case_id: UUID,
    code: str,
    version: int,
    result: str,
    data: Mapping[str, object] | None = None,
    evidence_id: UUID | None = None,
    note: str = "",
) -> Step:
    """Say how a step ended. `data` holds the fields of the step; `version` is that of the step as it was read.

    A failed step may be said again; the same officer saying the same twice has one effect. Raises NotFound,
    CaseClosed, WayNotBegun, StepOfOthers, Conflict, StepNotReady, StepSettled, Invalid or Problems.
    """
    way = load_way(case_id)
    row, definition = way.row(code)
    side = check_right(actor, way, definition)
    if (row.version, row.result, row.said_by) == (version + 1, result, actor.id):
        return row
    check_version(row, version)
    check_standing(way, code)
    check_basis(definition, result, data or {}, standings([case_id]).get(case_id))
    evidence = evidence_of(way, evidence_id)
    now = timezone.now()
    kept = read_fields(definition, result, data or {}, today=timezone.localdate(now), has_file=evidence is not None)
    words = clean_text(note, field="note", max_length=NOTE, multiline=True)
    statement = Statement(engine.next_moment(now, row.statement), side, result)
    with gathering():  # the step, its tasks and its record are told at once
        return speak(actor, way, code, statement, data=kept, note=words, evidence=evidence)


@action(Permission.STEP_COMPLETE)
def undo_step(actor: Actor, *, case_id: UUID, code: str, version: int, reason: str) -> Step:
    """Take back what was said of a step, with the reason; what was recorded stays readable.

    Raises NotFound, CaseClosed, WayNotBegun, StepOfOthers, Conflict, StepNotReady (nothing was said), UndoBlocked,
    Invalid.
    """
    because = clean_text(reason, field="reason", max_length=NOTE, multiline=True)
    if not because:
        raise Invalid("reason", "required")
    way = load_way(case_id)
    row, definition = way.row(code)
    side = check_right(actor, way, definition)
    check_version(row, version)
    if not row.result:
        raise StepNotReady(by="")
    if resting := engine.undo_blocked_by(way.steps, way.said, code):
        raise UndoBlocked(by=", ".join(resting))
    statement = Statement(engine.next_moment(timezone.now(), row.statement), side)
    return speak(actor, way, code, statement, data={}, note=because)


@action(Permission.CASE_WORK)
def set_step_agency(actor: Actor, *, case_id: UUID, code: str, agency_id: UUID) -> Step:
    """Give a step to another agency that works on the case and may record it; its task moves along.

    Raises NotFound, CaseClosed, WayNotBegun, Invalid, StepOfOthers.
    """
    way = load_way(case_id)
    row, definition = way.row(code)
    agency = next((member for member in members_of(case_id) if member.pk == agency_id), None)
    if agency is None:
        raise Invalid("agency", "unknown_agency")
    if not engine.may_complete(definition, side=agency.country, agency_kind=agency.kind):
        raise StepOfOthers(side=definition.side, agencies=", ".join(definition.agencies.get(agency.country, ())))
    if row.agency_id == agency.pk:
        return row
    row.agency = agency
    row.save(update_fields=["agency"])
    tell(actor, way.case, Event.STEP_CHANGED, step=code, agency=agency.code)
    complete_tasks(actor, [(way.case, task_ref(code))])
    if row.due_at or row.state == "failed":
        add_tasks(actor, list(filter(None, [task_for(way.case, row)])))
    return row
