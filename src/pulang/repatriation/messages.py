"""What comes from partner nodes about the way home: their statements of steps, the notice of a return."""

from datetime import datetime

from pulang.cases.messages import case_of, note_arrival, remind_desk, take_answer
from pulang.exchange.kinds import Effect, Kind, Received, register
from pulang.exchange.schemas import load
from pulang.lib.actor import Actor
from pulang.repatriation.actions.partner import apply_partner_step


def take_update(actor: Actor, received: Received) -> Effect:
    """The partner's statements, carried out in any order with the same end."""
    case = case_of(received)
    note_arrival(actor, case, received, steps=", ".join(step["code"] for step in received.body["steps"]))
    for step in received.body["steps"]:
        apply_partner_step(
            actor,
            case_id=case.pk,
            code=step["code"],
            result=step["result"],
            done_at=datetime.fromisoformat(step["done_at"]),
            data=step.get("data", {}),
        )
    return Effect(scope=case.pk)


def take_return_notice(actor: Actor, received: Received) -> Effect:
    """Somebody comes: the desk prepares the reception and answers when she is there."""
    case = case_of(received)
    note_arrival(actor, case, received)
    remind_desk(actor, case, received, "prepare_reception")
    return Effect(scope=case.pk)


def register_kinds() -> None:
    """Called once when Django is ready."""
    register(Kind("case.update", load("pulang.repatriation", "case.update"), take_update))
    register(Kind("return.notice", load("pulang.repatriation", "return.notice"), take_return_notice, due="urgent"))
    register(
        Kind(
            "return.received",
            load("pulang.repatriation", "return.received"),
            take_answer,
            answers="return.notice",
        )
    )
