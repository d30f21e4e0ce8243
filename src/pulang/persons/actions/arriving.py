"""Somebody in front of an officer: found by a paper, told apart from those who are like her, or registered."""

from uuid import UUID

from django.utils import timezone

from pulang.lib.actor import Actor
from pulang.persons.actions.register import keep_new, new_person
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import PersonElsewhere, PersonLikelyKnown
from pulang.persons.finding import lock_keys
from pulang.persons.models import Person
from pulang.persons.queries import known_already
from pulang.persons.rules import check, keys_of


def find_or_register(actor: Actor, *, draft: PersonDraft, is_new: bool = False) -> UUID | Person:
    """The id of whom the draft is about, or the person herself where she was registered just now.

    `is_new` says that she is none of those who are like her. Part of an action that may register people. Raises
    Invalid, Problems, PersonLikelyKnown, PersonElsewhere.
    """
    checked = check(draft, today=timezone.localdate())
    # Names alone are no lock: half a queue has them. Whoever waits here sees what the other desk committed.
    lock_keys(key for key in keys_of(checked) if key.kind != "name")
    (known,) = known_already(actor, drafts=[draft])
    if known is not None and known.certain:
        if known.person_id is None:
            raise PersonElsewhere(agency=known.agency)
        return known.person_id
    if known is not None and not is_new:
        raise PersonLikelyKnown(person_id=known.person_id, agency=known.agency)
    person = new_person(actor, checked)
    keep_new(actor, [(person, checked)])
    return person
