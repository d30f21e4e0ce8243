"""Telling the partner what was said of a step, as the step list lets it see."""

from uuid import UUID

from pulang.access.permissions import Permission
from pulang.access.policy import action
from pulang.cases.actions.sharing import send_about
from pulang.exchange.models import Message
from pulang.lib.actor import Actor
from pulang.repatriation.queries.partner import step_for_partner


@action(Permission.MESSAGE_SEND)
def share_step(actor: Actor, *, case_id: UUID, code: str, to: str) -> Message:
    """Send the statement that holds of a step. Raises NotFound where nothing was said, NotShared, and as `send`."""
    said = step_for_partner(actor, case_id, code)
    step = {
        "code": said.code,
        "result": said.result,
        "done_at": said.done_at.isoformat(),
        "data": dict(said.data),
    }
    return send_about(actor, case_id=case_id, to=to, kind="case.update", body={"steps": [step]})
