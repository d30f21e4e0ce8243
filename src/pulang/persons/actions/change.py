"""Changing what is known of a person, without overwriting a colleague."""

from uuid import UUID

from django.utils import timezone

from pulang.access.permissions import Permission, Why
from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import Conflict, NotFound
from pulang.persons.actions.keeping import fill, forget_parts, keep_parts
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.finding import holders_of, lock_keys
from pulang.persons.models import Person
from pulang.persons.rules import check, paper_keys
from pulang.persons.watching import changed


@action(Permission.PERSON_REGISTER)
def change_person(actor: Actor, *, person_id: UUID, version: int, draft: PersonDraft) -> Person:
    """Replace what is known by the draft, as read at `version`.

    Raises NotFound, Conflict (with the `version` that stands), Invalid or Problems, and PersonExists where a
    paper of the draft is another person's.
    """
    person = Person.objects.select_for_update().filter(pk=person_id, merged_into=None).first()
    if person is None:
        raise NotFound()
    if person.version != version:
        raise Conflict(version=person.version)
    checked = check(draft, today=timezone.localdate())
    papers = paper_keys(paper.number for paper in checked.papers)
    lock_keys(papers)
    for holder in holders_of(papers):
        if holder.person_id != person_id:
            raise PersonExists(person_id=holder.person_id, agency_id=holder.agency_id)
    person.version += 1
    fill(person, checked).save()
    forget_parts(person)
    keep_parts([(person, checked)])
    record(actor, Event.PERSON_CHANGED, scope=person_id, why=Why.ASSIGNED, version=person.version)
    changed([person_id])
    return person
