"""Registering people, after a search, once."""

from collections.abc import Sequence

from django.utils import timezone

from pulang.access.grants import open_scopes
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.audit.record import record_many
from pulang.db.once import once as only_once
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid, Problems
from pulang.lib.ids import new_id
from pulang.persons.actions.keeping import fill, keep_parts
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.finding import holders_of, lock_keys
from pulang.persons.models import Person
from pulang.persons.rules import CheckedPerson, Key, check, paper_keys
from pulang.persons.watching import registered

Refusal = PersonExists | Invalid | Problems
Outcome = Person | Refusal


@action(Permission.PERSON_REGISTER)
def register_person(actor: Actor, *, draft: PersonDraft, once: str = "") -> Person:
    """Register the person of the draft for the actor's agency.

    Raises Invalid or Problems for what cannot be kept, and PersonExists where a paper of hers is known already:
    with `person_id` where the actor may see her, else with the `agency_id` to ask. Two desks that register the
    same paper at once get one person, and so does one form that is sent twice (`once`).
    """

    def make() -> Person:
        (outcome,) = register_people(actor, drafts=[draft])
        if not isinstance(outcome, Person):
            raise outcome
        return outcome

    if not once:
        return make()
    return Person.objects.get(pk=only_once(actor, f"person:{once}", lambda: make().pk))


@action(Permission.PERSON_REGISTER)
def register_people(actor: Actor, *, drafts: Sequence[PersonDraft]) -> list[Outcome]:
    """Register many at once; for each draft the person, or the error that `register_person` would raise.

    The second of two drafts with the same paper gets PersonExists with the first.
    """
    outcomes: list[Outcome | CheckedPerson] = [_checked(draft) for draft in drafts]
    keys = [
        paper_keys(paper.number for paper in one.papers) if isinstance(one, CheckedPerson) else set()
        for one in outcomes
    ]
    every = set().union(*keys)
    lock_keys(every)
    held: dict[Key, PersonExists] = {
        holder.key: PersonExists(person_id=holder.person_id, agency_id=holder.agency_id)
        for holder in holders_of(every)
    }
    new: list[tuple[Person, CheckedPerson]] = []
    own = agency_id(actor)
    for place, (one, papers) in enumerate(zip(outcomes, keys, strict=True)):
        if not isinstance(one, CheckedPerson):
            continue
        known = next((held[key] for key in papers if key in held), None)
        if known:
            outcomes[place] = known
            continue
        person = new_person(actor, one)
        new.append((person, one))
        outcomes[place] = person
        held |= dict.fromkeys(papers, PersonExists(person_id=person.pk, agency_id=own))
    keep_new(actor, new)
    return [one for one in outcomes if not isinstance(one, CheckedPerson)]


def _checked(draft: PersonDraft) -> CheckedPerson | Invalid | Problems:
    try:
        return check(draft, today=timezone.localdate())
    except (Invalid, Problems) as error:
        return error


def new_person(actor: Actor, checked: CheckedPerson) -> Person:
    """The row, not saved yet."""
    return fill(Person(id=new_id(), registered_by_id=agency_id(actor)), checked)


def keep_new(actor: Actor, new: Sequence[tuple[Person, CheckedPerson]]) -> None:
    """Register people whom the caller has looked for, with the locks of their keys held. Part of an action."""
    people = [person for person, _ in new]
    scopes = [person.pk for person in people]
    open_scopes(actor, scopes=scopes, agency_id=agency_id(actor), sections=[Section.IDENTITY])
    Person.objects.bulk_create(people)
    keep_parts(new)
    said = (
        (
            person.pk,
            {
                "papers": [paper.kind for paper in checked.papers],
                "warnings": sorted({warning.code for paper in checked.papers for warning in paper.warnings}),
            },
        )
        for person, checked in new
    )
    record_many(actor, Event.PERSON_REGISTERED, said, why=Why.OPENED)
    if new:
        registered(new)
