"""The way home of many people at once: begun together, and one step of all of them recorded.

The rules are those of one case (`speaking`, `rules.engine`); what is written is written together.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_in
from pulang.access.permissions import Permission, Why
from pulang.access.policy import action, agency_of, query, require
from pulang.audit.events import Event
from pulang.cases.actions.many import lock_cases
from pulang.cases.actions.story import tell_many
from pulang.cases.dossiers.queries import standings
from pulang.cases.errors import CaseClosed
from pulang.cases.models import Case
from pulang.cases.rules.workflow import CLOSED
from pulang.db.alike import update_alike
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound, PulangError
from pulang.lib.text import clean_text
from pulang.repatriation.actions.speaking import check_basis, check_speaker, check_standing, record_of, stand
from pulang.repatriation.actions.way import Way, fresh_way, keep_fresh, load_ways, move_on, side_of
from pulang.repatriation.errors import WayNotBegun
from pulang.repatriation.models import Step, StepRecord
from pulang.repatriation.queries.doers import members_in
from pulang.repatriation.queries.lists import current_list
from pulang.repatriation.rules import Statement, engine, read_fields

NOTE = 2000
STANDS = ("said_at", "said_by_side", "result", "said_by", "state", "done_by", "version")


@action(Permission.CASE_WORK)
def begin_ways(actor: Actor, *, case_ids: Collection[UUID], done: tuple[str, str] | None = None) -> set[UUID]:
    """As `begin_way_home`, for many; returns whose began now. Closed and unseen cases are passed over.

    `done` is a step (code) that those who begin have behind them and its result, recorded as by `complete_steps`.
    """
    open_ones = [case for case in lock_cases(case_ids).values() if case.status != CLOSED]
    return begin_locked(actor, open_ones, done=done)


def begin_locked(actor: Actor, cases: Iterable[Case], *, done: tuple[str, str] | None = None) -> set[UUID]:
    """Part of an action that has the cases locked; those that are on their way already are passed over."""
    asked = {case.pk: case for case in cases}
    begun = set(Step.objects.filter(case__in=asked).values_list("case_id", flat=True))
    new = {case_id: case for case_id, case in asked.items() if case_id not in begun}
    if not new:
        return set()
    members, steps, now = members_in(new), current_list(), timezone.now()
    ways = {case_id: fresh_way(case, steps, members.get(case_id, []), now=now) for case_id, case in new.items()}
    tell_many(
        actor,
        Event.STEP_CHANGED,
        [(case, {"steps": "begun", "list": steps.version}) for case in new.values()],
        why=Why.ASSIGNED,
    )
    spoken: list[tuple[Way, StepRecord]] = []
    if done:
        require(actor, Permission.STEP_COMPLETE)
        spoken = _judge(actor, new, done[0], done[1], {case_id: {} for case_id in new}, note="", ways=ways)[1]
    keep_fresh(actor, ways.values())
    StepRecord.objects.bulk_create([said for _way, said in spoken])
    _tell(actor, spoken)
    return set(new)


@action(Permission.STEP_COMPLETE)
def complete_steps(
    actor: Actor, *, code: str, result: str, wanted: Mapping[UUID, Mapping[str, object]], note: str = ""
) -> dict[UUID, PulangError | None]:
    """Say how a step ended in many cases; `wanted` has the fields of the step by case.

    For each case None where it is recorded, else why it is not: what `complete_step` would raise. One refusal
    leaves the others alone. Raises Invalid for the note.
    """
    words = clean_text(note, field="note", max_length=NOTE, multiline=True)
    outcomes, spoken = _judge(actor, lock_cases(wanted), code, result, wanted, note=words)
    StepRecord.objects.bulk_create([said for _way, said in spoken])
    update_alike([said.step for _way, said in spoken], STANDS)
    _tell(actor, spoken)
    move_on(actor, [way for way, _said in spoken], code)
    return outcomes


@query(Permission.STEP_COMPLETE)
def foresee_steps(
    actor: Actor, *, code: str, result: str, wanted: Mapping[UUID, Mapping[str, object]]
) -> dict[UUID, PulangError | None]:
    """What `complete_steps` would answer now; nothing is changed."""
    cases = {case.pk: case for case in Case.objects.filter(pk__in=wanted)}
    return _judge(actor, cases, code, result, wanted, note="")[0]


def _judge(
    actor: Actor,
    cases: Mapping[UUID, Case],
    code: str,
    result: str,
    wanted: Mapping[UUID, Mapping[str, object]],
    *,
    note: str,
    ways: Mapping[UUID, Way] | None = None,
) -> tuple[dict[UUID, PulangError | None], list[tuple[Way, StepRecord]]]:
    """For each case why not, and the statements of the others, standing in their steps, none of it saved."""
    ways = load_ways(cases.values()) if ways is None else ways
    held, (side, kind) = held_in(actor, cases), side_of(actor)
    agency = agency_of(actor).name
    now = timezone.now()  # one moment for all: what is said together is saved together
    known = standings(cases) if any("basis" in data for data in wanted.values()) else {}
    outcomes: dict[UUID, PulangError | None] = dict.fromkeys(wanted)
    spoken: list[tuple[Way, StepRecord]] = []
    for case_id, data in wanted.items():
        try:
            way = _way_of(cases.get(case_id), ways)
            _row, definition = way.row(code)
            check_speaker(definition, side=side, kind=kind, sections=held.get(case_id, {}))
            check_standing(way, code)
            check_basis(definition, result, data, known.get(case_id))
            spoken.append((way, _say(actor, way, code, result, data, now=now, side=side, agency=agency, note=note)))
        except PulangError as error:
            outcomes[case_id] = error
    return outcomes, spoken


def _way_of(case: Case | None, ways: Mapping[UUID, Way]) -> Way:
    """Raises NotFound, CaseClosed, WayNotBegun."""
    if case is None:
        raise NotFound()
    if case.status == CLOSED:
        raise CaseClosed()
    if case.pk not in ways:
        raise WayNotBegun()
    return ways[case.pk]


def _say(
    actor: Actor,
    way: Way,
    code: str,
    result: str,
    data: Mapping[str, object],
    *,
    now: datetime,
    side: str,
    agency: str,
    note: str,
) -> StepRecord:
    """The statement, standing in its step; nothing is saved yet. Raises Invalid or Problems."""
    row, definition = way.row(code)
    kept = read_fields(definition, result, data, today=timezone.localdate(now), has_file=False)
    statement = Statement(engine.next_moment(now, row.statement), side, result)
    said = record_of(actor, way, code, statement, agency, data=kept, note=note)
    stand(actor, way, row, statement, agency)
    return said


def _tell(actor: Actor, spoken: Collection[tuple[Way, StepRecord]]) -> None:
    told = [
        (
            way.case,
            {
                "step": said.step.code,
                "result": said.result,
                "state": said.step.state,
                "version": said.step.version,
            },
        )
        for way, said in spoken
    ]
    tell_many(actor, Event.STEP_CHANGED, told, why=Why.ASSIGNED)
