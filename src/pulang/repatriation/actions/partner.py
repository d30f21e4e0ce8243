"""What a partner node says of the steps of its side."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.cases.actions.story import load_case
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import Invalid, NotAllowed
from pulang.repatriation.actions.speaking import check_right, speak
from pulang.repatriation.actions.steps import begin
from pulang.repatriation.models import Step
from pulang.repatriation.rules import Statement, read_fields


@action(Permission.STEP_COMPLETE)
def apply_partner_step(
    actor: Actor,
    *,
    case_id: UUID,
    code: str,
    result: str,
    done_at: datetime,
    data: Mapping[str, object] | None = None,
) -> Step:
    """Carry out a partner's statement: `result` a code of the step's outcomes, or empty where it took one back.

    `done_at` is the partner's time of the statement, to the microsecond. The same statement twice has one effect;
    of several the latest stands, in whatever order they come, also before the way began here and after the case
    was closed. Conditions are the partner's to keep: what it finds done is so. Raises NotFound, StepOfOthers,
    Invalid or Problems.
    """
    if actor.kind is not ActorKind.PEER:
        raise NotAllowed(needs="peer")
    if done_at.tzinfo is None:
        raise Invalid("done_at", "no_time_zone")
    way = begin(actor, load_case(case_id, closed_too=True))
    _, definition = way.row(code)
    side = check_right(actor, way, definition)
    kept: dict[str, str] = {}
    if result:
        shown = {name: value for name, value in (data or {}).items() if name in definition.partner_sees}
        kept = read_fields(definition, result, shown, today=timezone.localdate(), has_file=False, complete=False)
    return speak(actor, way, code, Statement(done_at, side, result), data=kept)
