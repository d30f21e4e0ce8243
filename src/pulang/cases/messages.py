"""What comes from partner nodes about cases: each kind runs the ordinary actions with the peer as actor."""

from uuid import UUID

from django.utils import timezone

from pulang.access.grants import held_sections, open_scope
from pulang.access.models import Agency, AgencyKind, Grant
from pulang.access.permissions import Section
from pulang.audit.events import Event
from pulang.cases.actions.cases import open_case
from pulang.cases.actions.decisions import make_decision
from pulang.cases.actions.sharing import SHARED_SECTIONS
from pulang.cases.actions.story import load_case, tell
from pulang.cases.actions.tasks import add_task
from pulang.cases.models import Case
from pulang.cases.queries.messages import task_ref
from pulang.db.context import acting_as
from pulang.exchange.errors import Refused
from pulang.exchange.kinds import Effect, Kind, Received, register
from pulang.exchange.schemas import load
from pulang.lib.actor import Actor, system
from pulang.persons.actions import register_person
from pulang.persons.drafts import NameDraft, PaperDraft, PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.finding import holders_of
from pulang.persons.rules import paper_keys


def desk() -> Agency:
    """The National Central Bureau of this node, which works on what partners send."""
    agency = Agency.objects.filter(kind=AgencyKind.NCB).order_by("id").first()
    if agency is None:
        raise Refused("no_desk")
    return agency


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
        agency=_working_agency(case),
        due_at=received.reply_by,
        ref=task_ref(received.id),
    )


def _working_agency(case: Case) -> UUID:
    """The desk where it reads the messages of the case, else the agency that leads it: a task must be seen."""
    ncb = desk().pk
    running = Grant.objects.filter(
        scope=case.pk,
        agency_id=ncb,
        ended_at=None,
        until__gt=timezone.now(),
        sections__contains=[Section.WORK, Section.MESSAGES],
    )
    return ncb if running.exists() else case.agency_id


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
    """A copy of the partner's case, or news of one that is here already. The desk gets it to work on."""
    uid = UUID(received.body["case"])
    case = Case.objects.filter(uid=uid).first()
    if case is None:
        person_id = _person(actor, received)
        case = open_case(
            actor,
            person_id=person_id,
            urgency=received.body["urgency"],
            uid=uid,
            owner_node=received.node,
        )
        if case.uid != uid:
            raise Refused("object_unknown")
        for scope, sections in ((case.pk, SHARED_SECTIONS), (person_id, [Section.IDENTITY])):
            open_scope(actor, scope=scope, agency_id=desk().pk, sections={*sections, *_working(scope, case)})
    note_arrival(actor, case, received)
    remind_desk(actor, case, received, "review_shared_case")
    return Effect(scope=case.pk)


def _working(scope: UUID, case: Case) -> set[Section]:
    """On a copy the desk works in every section of its own; what the partner sees stays what was shared."""
    return set(Section) if scope == case.pk else set()


def _person(actor: Actor, received: Received) -> UUID:
    """The person of the message: she who holds one of the papers here already, or a new record."""
    said = received.body["person"]
    draft = PersonDraft(
        name=said["name"],
        other_names=tuple(NameDraft(other["kind"], other["text"]) for other in said.get("other_names", ())),
        birth_date=said.get("birth_date", ""),
        birth_place=said.get("birth_place", ""),
        sex=said.get("sex", "unknown"),
        nationality=said.get("nationality", ""),
        papers=tuple(
            PaperDraft(paper["kind"], paper["number"], paper.get("country", ""), "", "", paper.get("state", "copy"))
            for paper in said.get("papers", ())
        ),
    )
    try:
        return register_person(actor, draft=draft).pk
    except PersonExists:
        with acting_as(system("exchange")):
            known = holders_of(paper_keys(paper.number for paper in draft.papers))[0].person_id
        assert known is not None, "a job of the node sees every person"
        if not held_sections(actor, known):
            open_scope(actor, scope=known, agency_id=received.peer_agency, sections=[Section.IDENTITY])
        return known


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


def take_note(actor: Actor, received: Received) -> Effect:
    """A free text; without a case it stands in the messages of the desk."""
    if "case" not in received.body:
        return Effect()
    case = load_case(case_of(received).pk, closed_too=True)
    note_arrival(actor, case, received)
    return Effect(scope=case.pk)


def register_kinds() -> None:
    """Called once when Django is ready."""
    handlers = {
        "case.share": take_shared_case,
        "identification.request": take_request,
        "identification.answer": take_identification,
        "nationality.request": take_request,
        "nationality.answer": take_answer,
        "note": take_note,
    }
    for name, handle in handlers.items():
        register(
            Kind(
                name=name,
                schema=load("pulang.cases", name),
                handle=handle,
                due="normal" if name.endswith(".request") else "",
                answers=name.replace(".answer", ".request") if name.endswith(".answer") else "",
            )
        )
