"""Opening the cases of many people at once, as a list brings them."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from django.utils import timezone

from pulang.access.grants import open_scopes
from pulang.access.permissions import Permission, Section, Why
from pulang.access.policy import action, agency_id
from pulang.audit.events import Event
from pulang.cases.actions.story import tell_many
from pulang.cases.models import Case, Urgency, Whereabouts
from pulang.cases.rules import workflow
from pulang.cases.rules.workflow import CLOSED
from pulang.db.numbers import next_numbers
from pulang.lib.actor import Actor, ActorKind
from pulang.lib.errors import NotFound
from pulang.lib.ids import new_id
from pulang.lib.text import clean_text
from pulang.persons.models import Person


@action(Permission.CASE_OPEN)
def open_cases(actor: Actor, *, places: Mapping[UUID, str]) -> dict[UUID, Case]:
    """As `open_case`, for many people; `places` says where each was found ("" where that is not known).

    Returns the case by person. Who has an open case at the actor's agency keeps it, with its own place. Raises
    NotFound where a person is not the actor's to see.
    """
    found = Person.objects.select_for_update().filter(pk__in=places, merged_into=None)
    people = {person.pk: person for person in found}
    if len(people) != len(places):
        raise NotFound()
    own = Case.objects.filter(person__in=people, agency_id=agency_id(actor)).exclude(status=CLOSED)
    cases = {case.person_id: case for case in own}
    new = _open(actor, [person for person_id, person in people.items() if person_id not in cases])
    _record_places(actor, {case: places[case.person_id] for case in new})
    return cases | {case.person_id: case for case in new}


def open_new_cases(
    actor: Actor, people: Sequence[Person], *, urgency: str, risks: Collection[str] = (), place: str = ""
) -> list[Case]:
    """Open the cases of people whom this transaction registered: nobody else can have one of theirs.

    `place` is where they are. Part of an action that has checked the codes.
    """
    cases = _open(actor, people, urgency, risks)
    if risks:
        said = {"urgency": urgency, "risks": sorted(risks)}
        tell_many(actor, Event.CASE_CHANGED, [(case, said) for case in cases])
    _record_places(actor, dict.fromkeys(cases, place))
    return cases


def lock_cases(case_ids: Collection[UUID]) -> dict[UUID, Case]:
    """The cases that the actor of this transaction may see, locked in one order. Part of an action on many."""
    found = Case.objects.select_for_update(of=("self",)).filter(pk__in=case_ids).order_by("id")
    return {case.pk: case for case in found}


def _open(
    actor: Actor, people: Sequence[Person], urgency: str = Urgency.NORMAL, risks: Collection[str] = ()
) -> list[Case]:
    ids = [new_id() for _ in people]
    open_scopes(actor, scopes=ids, agency_id=agency_id(actor))
    now, start = timezone.now(), workflow().start
    numbers = next_numbers("cases_case_number", len(people))
    cases = Case.objects.bulk_create(
        Case(
            id=case_id,
            uid=case_id,
            number=number,
            person=person,
            agency_id=agency_id(actor),
            status=start,
            urgency=urgency,
            risks=sorted(risks),
            opened_at=now,
            opened_by_id=actor.id if actor.kind is ActorKind.OFFICER else None,
        )
        for case_id, number, person in zip(ids, numbers, people, strict=True)
    )
    said = [(case, {"urgency": case.urgency, "person": case.person_id}) for case in cases]
    tell_many(actor, Event.CASE_OPENED, said, why=Why.OPENED)
    return cases


def _record_places(actor: Actor, found: Mapping[Case, str]) -> None:
    cleaned = {case: clean_text(place, field="place", max_length=500) for case, place in found.items()}
    known = {case: place for case, place in cleaned.items() if place}
    if not known:
        return
    now = timezone.now()
    Whereabouts.objects.bulk_create(
        Whereabouts(case=case, place=place, since=now, recorded_by=actor.id) for case, place in known.items()
    )
    said = [(case, {"whereabouts": "recorded"}) for case in known]
    tell_many(actor, Event.CASE_CHANGED, said, section=Section.WHEREABOUTS)
