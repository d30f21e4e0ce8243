"""Writes of the way home. Each is one transaction, tells the timeline and leaves its word in the audit."""

from pulang.repatriation.actions.escalating import escalate_steps
from pulang.repatriation.actions.many import begin_ways, complete_steps, foresee_steps
from pulang.repatriation.actions.notice import announce_return
from pulang.repatriation.actions.partner import apply_partner_step
from pulang.repatriation.actions.reading import open_step
from pulang.repatriation.actions.stays import record_stay
from pulang.repatriation.actions.steps import begin_way_home, complete_step, set_step_agency, undo_step
from pulang.repatriation.actions.versions import (
    drop_list,
    drop_step,
    move_to_list,
    publish_list,
    put_step,
    start_list,
)

__all__ = [
    "announce_return",
    "apply_partner_step",
    "begin_way_home",
    "begin_ways",
    "complete_step",
    "complete_steps",
    "drop_list",
    "drop_step",
    "escalate_steps",
    "foresee_steps",
    "move_to_list",
    "open_step",
    "publish_list",
    "put_step",
    "record_stay",
    "set_step_agency",
    "start_list",
    "undo_step",
]
