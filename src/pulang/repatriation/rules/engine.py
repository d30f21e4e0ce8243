"""The step engine: what is done, what may begin, what blocks. Pure.

What is known of a case is a `Statement` for each step that somebody said something about. Every function reads
the statements alone, and `later` picks one of two by their content, so that two nodes which hold the same
statements stand at the same place, in whatever order they came.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pulang.repatriation.rules.definitions import State, StepDefinition, StepList

TICK = timedelta(microseconds=1)


@dataclass(frozen=True)
class Statement:
    """What one side said of a step, and when. An empty `result` takes back what was said before."""

    at: datetime
    side: str
    result: str = ""


Statements = Mapping[str, Statement]


class Standing(StrEnum):
    """Where a step stands, as people see it."""

    DONE = "done"
    NOT_NEEDED = "not_needed"
    FAILED = "failed"
    READY = "ready"
    WAITING = "waiting"

    @property
    def settled(self) -> bool:
        return self in (Standing.DONE, Standing.NOT_NEEDED, Standing.FAILED)


def later(step: StepDefinition, one: Statement | None, other: Statement) -> Statement:
    """The statement that holds: the later; of two at the same instant the owner's, then by the result's name."""
    if one is None:
        return other
    return max(one, other, key=lambda said: (said.at, said.side == step.side, said.side, said.result))


def next_moment(now: datetime, held: Statement | None) -> datetime:
    """When a new statement is made: now, but never before what is held, so that no clock runs backwards."""
    return now if held is None else max(now, held.at + TICK)


def state_of(steps: StepList, said: Statements, code: str) -> State:
    statement = said.get(code)
    if statement is None or not statement.result:
        return State.OPEN
    return steps.step(code).outcomes[statement.result].ends


def blocked_by(steps: StepList, said: Statements, code: str) -> tuple[str, ...]:
    """The steps that must come before and do not let the way on yet; of an `any`, all of them."""
    after = steps.step(code).after
    unmet = [each for each in after.all if not state_of(steps, said, each).lets_on]
    if after.any and not any(state_of(steps, said, each).lets_on for each in after.any):
        unmet.extend(each for each in after.any if each not in unmet)
    return tuple(unmet)


def standing(steps: StepList, said: Statements, code: str) -> Standing:
    state = state_of(steps, said, code)
    if state is not State.OPEN:
        return Standing(state.value)
    until = steps.step(code).until
    if until and state_of(steps, said, until) is State.DONE:
        return Standing.NOT_NEEDED
    return Standing.WAITING if blocked_by(steps, said, code) else Standing.READY


def ready(steps: StepList, said: Statements) -> tuple[str, ...]:
    """The steps that can be done now, beside each other, in the order of the list."""
    return tuple(s.code for s in steps.steps if standing(steps, said, s.code) is Standing.READY)


def may_complete(step: StepDefinition, *, side: str, agency_kind: str) -> bool:
    """Whether an agency of this side and kind may say how the step ended. A partner node speaks for its side."""
    return side in step.agencies and (agency_kind == "peer" or agency_kind in step.agencies[side])


def undo_blocked_by(steps: StepList, said: Statements, code: str) -> tuple[str, ...]:
    """The steps with a result that rest on this one; they are undone first."""
    return tuple(each for each in steps.dependents[code] if state_of(steps, said, each) is not State.OPEN)


def out_of_order(steps: StepList, said: Statements) -> tuple[str, ...]:
    """Steps with a result whose conditions no longer hold: two nodes spoke at once. People look at these."""
    return tuple(
        step.code
        for step in steps.steps
        if state_of(steps, said, step.code) is not State.OPEN and blocked_by(steps, said, step.code)
    )


def due_at(steps: StepList, said: Statements, code: str, *, began: datetime) -> datetime | None:
    """The deadline of a step that is ready: from the moment its conditions came true. None for all others."""
    if standing(steps, said, code) is not Standing.READY:
        return None
    step = steps.step(code)
    moments = [began, *(said[each].at for each in step.after.all)]
    reached = [said[each].at for each in step.after.any if state_of(steps, said, each).lets_on]
    if reached:
        moments.append(min(reached))
    return step.deadline.after(max(moments))


def what_blocks(steps: StepList, said: Statements) -> tuple[str, ...]:
    """The steps that can move and on which others wait, failed ones first; at the end, whatever is left to do."""
    stands = {step.code: standing(steps, said, step.code) for step in steps.steps}
    movable = [code for code, at in stands.items() if at in (Standing.FAILED, Standing.READY)]
    waited_for = [
        code for code in movable if any(stands[each] is Standing.WAITING for each in steps.dependents[code])
    ]
    return tuple(sorted(waited_for or movable, key=lambda code: stands[code] is not Standing.FAILED))
