"""Forgetting a person: what names her goes, and nobody finds her any more."""

from uuid import UUID

from pulang.access.policy import action
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.db.blobs import drop_blob
from pulang.lib.actor import Actor
from pulang.lib.errors import NotAllowed, NotFound
from pulang.persons.actions.keeping import forget_parts
from pulang.persons.models import Person, Sex

NAMELESS = "–"


@action(None)
def forget_person(actor: Actor, *, person_id: UUID) -> bool:
    """Empty the record: names, papers, contacts, photo, search keys. Only for a job of the node.

    Returns whether there was anything to forget. The row itself stays, so that cases keep what hangs on it.
    Raises NotFound.
    """
    if not actor.is_system:
        raise NotAllowed(needs="system")
    person = Person.objects.select_for_update().filter(pk=person_id).first()
    if person is None:
        raise NotFound()
    forget_parts(person)
    if person.name == NAMELESS:
        return False
    if person.photo:
        drop_blob(person.photo)
    person.crop = None
    person.name, person.photo, person.sex, person.nationality = NAMELESS, "", Sex.UNKNOWN, ""
    person.birth_date = person.birth_place = person.languages = person.description = None
    person.version += 1
    person.save()
    record(actor, Event.PERSON_FORGOTTEN, scope=person_id)
    return True
