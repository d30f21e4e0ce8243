"""Somebody in front of an officer: found by a paper, told apart from those who are like her, or registered."""

from uuid import UUID

from django.utils import timezone

from pulang.lib.actor import Actor
from pulang.persons.actions.register import register_person
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import PersonElsewhere, PersonLikelyKnown
from pulang.persons.finding import lock_keys
from pulang.persons.queries import known_already
from pulang.persons.rules import check, keys_of


def find_or_register(actor: Actor, *, draft: PersonDraft, is_new: bool = False) -> tuple[UUID, bool]:
    """The person of the draft, and whether she was registered just now. Part of an action.

    `is_new` says that she is none of those who are like her. Raises Invalid, Problems, PersonLikelyKnown,
    PersonElsewhere.
    """
    checked = check(draft, today=timezone.localdate())
    # Names alone are no lock: half a queue has them. Whoever waits here sees what the other desk committed.
    lock_keys(key for key in keys_of(checked) if key.kind != "name")
    (known,) = known_already(actor, drafts=[draft])
    if known is not None and known.certain:
        if known.person_id is None:
            raise PersonElsewhere(agency=known.agency)
        return known.person_id, False
    if known is not None and not is_new:
        raise PersonLikelyKnown(person_id=known.person_id, agency=known.agency)
    return register_person(actor, draft=draft).pk, True
