"""The copy of a partner's case: made when it is shared, brought in line when the owner corrects it."""

from dataclasses import replace
from uuid import UUID

from pulang.access.grants import held_sections, open_scope
from pulang.access.permissions import Section
from pulang.access.policy import agency_id
from pulang.audit.events import Event
from pulang.cases.actions.cases import open_case, set_urgency
from pulang.cases.actions.sharing import SHARED_SECTIONS
from pulang.cases.actions.story import tell
from pulang.cases.models import Case
from pulang.cases.queries.desk import desk
from pulang.db.context import acting_as
from pulang.exchange.errors import Refused
from pulang.exchange.kinds import Received
from pulang.lib.actor import Actor, system
from pulang.persons.actions import change_person, register_person
from pulang.persons.drafts import NameDraft, PaperDraft, PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.finding import holders_of
from pulang.persons.models import Person
from pulang.persons.queries import person_for
from pulang.persons.rules import paper_keys


def copy_of(actor: Actor, received: Received) -> tuple[Case, bool]:
    """The copy of the case that the message shares, new or brought in line, and whether all of it could be.

    What this node owns itself, and a person whom it knows from elsewhere, are never overwritten.
    """
    uid = UUID(received.body["case"])
    with acting_as(system("exchange")):
        known = Case.objects.filter(uid=uid).first()
    if known is None:
        return _new_copy(actor, received, uid), True
    if known.owner_node != received.node:
        raise Refused("not_owner")
    _open_again(actor, known)
    case = Case.objects.get(pk=known.pk)
    return case, _align(actor, case, received)


def _new_copy(actor: Actor, received: Received, uid: UUID) -> Case:
    person_id = _person(actor, received)
    case = open_case(
        actor, person_id=person_id, urgency=received.body["urgency"], uid=uid, owner_node=received.node
    )
    if case.uid != uid:
        raise Refused("object_unknown")
    for scope, sections in ((case.pk, set(Section)), (person_id, {Section.IDENTITY})):
        open_scope(actor, scope=scope, agency_id=desk().pk, sections=sections)
    return case


def _open_again(actor: Actor, case: Case) -> None:
    """A partner that took the case back and shares it anew works on it again."""
    if not held_sections(actor, case.pk):
        open_scope(actor, scope=case.pk, agency_id=agency_id(actor), sections=SHARED_SECTIONS)
        open_scope(actor, scope=case.person_id, agency_id=agency_id(actor), sections=[Section.IDENTITY])


def _align(actor: Actor, case: Case, received: Received) -> bool:
    body, risks = received.body, sorted(received.body.get("risks", ()))
    if case.closed_at is None and (body["urgency"], risks) != (case.urgency, sorted(case.risks)):
        set_urgency(actor, case_id=case.pk, urgency=body["urgency"], risks=risks)
    tell(actor, case, Event.OBJECT_CHANGED, section=Section.MESSAGES, why="peer_agreement", op="correct")
    if not Person.objects.filter(pk=case.person_id, registered_by_id=received.peer_agency).exists():
        return False
    held = person_for(actor, case.person_id)
    said = draft_of(received)
    draft = replace(
        said, languages=held.draft.languages, description=held.draft.description, contacts=held.draft.contacts
    )
    try:
        change_person(actor, person_id=case.person_id, version=held.version, draft=draft)
    except PersonExists:
        return False
    return True


def draft_of(received: Received) -> PersonDraft:
    said = received.body["person"]
    return PersonDraft(
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


def _person(actor: Actor, received: Received) -> UUID:
    """The person of the message: she who holds one of the papers here already, or a new record."""
    draft = draft_of(received)
    try:
        return register_person(actor, draft=draft).pk
    except PersonExists:
        with acting_as(system("exchange")):
            known = holders_of(paper_keys(paper.number for paper in draft.papers))[0].person_id
        assert known is not None, "a job of the node sees every person"
        if not held_sections(actor, known):
            open_scope(actor, scope=known, agency_id=received.peer_agency, sections=[Section.IDENTITY])
        return known
