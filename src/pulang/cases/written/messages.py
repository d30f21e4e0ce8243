"""What comes from partners as a filled-in form: a task for the desk, a line in the story."""

from pulang.cases.messages import case_of, note_arrival, remind_desk, take_answer, take_request
from pulang.cases.rules.kinds import FormOfKind, forms_of_kinds
from pulang.exchange.errors import Refused
from pulang.exchange.kinds import Effect, Handler, Kind, Received, register
from pulang.lib.actor import Actor


def register_forms() -> None:
    """Called once when Django is ready."""
    for form in (form for form in forms_of_kinds().values() if not form.apart):
        register(
            Kind(
                form.kind,
                form.schema(),
                _handler(form),
                due=form.due,
                answers=form.answers,
                attachments=not form.nameless,
            )
        )


def _handler(form: FormOfKind) -> Handler:
    if form.answers:
        return take_answer
    if form.asks:
        return take_request
    return take_nameless if form.nameless else take_four_eyes if form.four_eyes else take_statement


def take_statement(actor: Actor, received: Received) -> Effect:
    case = case_of(received)
    note_arrival(actor, case, received)
    remind_desk(actor, case, received, "read_statement")
    return Effect(scope=case.pk)


def take_four_eyes(actor: Actor, received: Received) -> Effect:
    """Two officers stand behind it, or it is not taken."""
    if received.approvers < 2:
        raise Refused("four_eyes_missing")
    return take_statement(actor, received)


def take_nameless(actor: Actor, received: Received) -> Effect:
    """It belongs to no case: the desk reads it among its messages."""
    return Effect()
