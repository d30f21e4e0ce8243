"""What comes from partner nodes about cases: each kind runs the ordinary actions with the peer as actor."""

from uuid import UUID

from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.cases.actions.decisions import make_decision
from pulang.cases.actions.story import tell
from pulang.cases.actions.tasks import add_task
from pulang.cases.dossiers.actions import take_checks
from pulang.cases.models import Case
from pulang.cases.ownership.copying import copy_of
from pulang.cases.ownership.removing import restrict_case, take_back_case
from pulang.cases.queries.desk import working_agency
from pulang.cases.queries.messages import task_ref
from pulang.exchange.errors import Refused
from pulang.exchange.kinds import Effect, Kind, Received, register
from pulang.exchange.schemas import load
from pulang.lib.actor import Actor


def case_of(received: Received) -> Case:
    """The case that the body names, where the peer shares it with this node. Raises Refused(object_unknown)."""
    case = Case.objects.filter(uid=UUID(received.body["case"])).first()
    if case is None:
        raise Refused("object_unknown")
    return case


def remind_desk(actor: Actor, case: Case, received: Received, code: str) -> None:
    """A task for the desk, due when the sender expects an answer."""
    add_task(
        actor,
        case_id=case.pk,
        code=code,
        agency=working_agency(case),
        due_at=received.reply_by,
        ref=task_ref(received.id),
    )


def note_arrival(actor: Actor, case: Case, received: Received, **details: str) -> None:
    tell(
        actor,
        case,
        Event.MESSAGE_RECEIVED,
        section=Section.MESSAGES,
        why="peer_agreement",
        message=received.id,
        kind=received.kind,
        **details,
    )


def take_shared_case(actor: Actor, received: Received) -> Effect:
    """A copy of the partner's case, or one that is here already brought in line. The desk gets it to work on."""
    case, whole = copy_of(actor, received)
    note_arrival(actor, case, received)
    corrected = received.obj is not None and received.obj["op"] == "correct"
    if case.closed_at is None and not (corrected and whole):
        remind_desk(actor, case, received, "read_correction" if corrected else "review_shared_case")
    return Effect(scope=case.pk)


def take_request(actor: Actor, received: Received) -> Effect:
    """A question about a shared case: the desk answers it before the deadline."""
    case = case_of(received)
    note_arrival(actor, case, received)
    remind_desk(actor, case, received, "answer_" + received.kind.split(".")[0])
    return Effect(scope=case.pk)


def take_identification(actor: Actor, received: Received) -> Effect:
    """The partner's decision stands beside our own; none overwrites the other."""
    case = case_of(received)
    note_arrival(actor, case, received, outcome=received.body["outcome"])
    make_decision(
        actor,
        case_id=case.pk,
        outcome=received.body["outcome"],
        act=received.body["act"],
        means=received.body["means"],
        purpose=received.body["purpose"],
        reasons=received.body["reasons"],
        officer_name=received.body.get("officer", ""),
        made_at=received.created,
    )
    remind_desk(actor, case, received, "read_answer")
    return Effect(scope=case.pk)


def take_answer(actor: Actor, received: Received) -> Effect:
    """Any other answer: told in the story, and the desk reads it."""
    case = case_of(received)
    note_arrival(actor, case, received, result=received.body.get("result", ""))
    remind_desk(actor, case, received, "read_answer")
    return Effect(scope=case.pk)


def take_nationality(actor: Actor, received: Received) -> Effect:
    """The partner's word, and what it confirmed of somebody without papers."""
    effect = take_answer(actor, received)
    take_checks(actor, case_of(received), received.body.get("checked", ()))
    return effect


def take_note(actor: Actor, received: Received) -> Effect:
    """A free text; without a case it stands in the messages of the desk."""
    if "case" not in received.body:
        return Effect()
    case = case_of(received)
    note_arrival(actor, case, received)
    return Effect(scope=case.pk)


def take_proposal(actor: Actor, received: Received) -> Effect:
    """A holder asks for a change: the desk decides. Only the owner is asked."""
    case = case_of(received)
    if case.owner_node:
        raise Refused("not_owner")
    note_arrival(actor, case, received)
    remind_desk(actor, case, received, "decide_proposal")
    return Effect(scope=case.pk)


def register_kinds() -> None:
    """Called once when Django is ready."""
    register(
        Kind(
            "case.share",
            load("pulang.cases", "case.share"),
            take_shared_case,
            attachments=True,
            object_field="case",
            withdraw=take_back_case,
            restrict=restrict_case,
        )
    )
    proposal = load("pulang.cases", "case.proposal")
    register(Kind("case.proposal", proposal, take_proposal, due="normal", asks=True, attachments=True))
    handlers = {
        "identification.request": take_request,
        "identification.answer": take_identification,
        "nationality.request": take_request,
        "nationality.answer": take_nationality,
        "note": take_note,
    }
    for name, handle in handlers.items():
        register(
            Kind(
                name=name,
                schema=load("pulang.cases", name),
                handle=handle,
                due="normal" if name.endswith(".request") else "",
                attachments=True,
                answers=name.replace(".answer", ".request") if name.endswith(".answer") else "",
            )
        )
