"""Registering somebody, after a search, once."""

from django.utils import timezone

from pulang.access.grants import open_scope
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.once import once as only_once
from pulang.lib.actor import Actor
from pulang.lib.ids import new_id
from pulang.persons.actions.keeping import keep_parts
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.finding import holders_of, lock_keys
from pulang.persons.models import Person
from pulang.persons.rules import CheckedPerson, check, paper_keys


@action(Permission.PERSON_REGISTER)
def register_person(actor: Actor, *, draft: PersonDraft, once: str = "") -> Person:
    """Register the person of the draft for the actor's agency.

    Raises Invalid or Problems for what cannot be kept, and PersonExists where a paper of hers is known already:
    with `person_id` where the actor may see her, else with the `agency_id` to ask. Two desks that register the
    same paper at once get one person, and so does one form that is sent twice (`once`).
    """
    checked = check(draft, today=timezone.localdate())
    if not once:
        return _register(actor, checked)
    made = only_once(actor, f"person:{once}", lambda: _register(actor, checked).pk)
    return Person.objects.get(pk=made)


def _register(actor: Actor, checked: CheckedPerson) -> Person:
    papers = paper_keys(paper.number for paper in checked.papers)
    lock_keys(papers)
    for holder in holders_of(papers):
        raise PersonExists(person_id=holder.person_id, agency_id=holder.agency_id)
    person_id = new_id()
    open_scope(actor, scope=person_id, agency_id=agency_id(actor), sections=[Section.IDENTITY])
    person = Person(id=person_id, registered_by_id=agency_id(actor))
    keep_parts(person, checked)
    record(
        actor,
        Event.PERSON_REGISTERED,
        scope=person_id,
        why=Why.OPENED,
        papers=[paper.kind for paper in checked.papers],
        warnings=sorted({warning.code for paper in checked.papers for warning in paper.warnings}),
    )
    return person
