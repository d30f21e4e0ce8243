"""Looking at one person, and the names of several for a list."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.lib.actor import Actor
from pulang.lib.errors import NotFound
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft
from pulang.persons.errors import PersonMerged
from pulang.persons.models import Contact, OtherName, Paper, Person


@dataclass(frozen=True)
class Summary:
    """What a list shows of a person whom the actor may see."""

    id: UUID
    name: str
    birth_date: str
    sex: str
    nationality: str


@dataclass(frozen=True)
class PersonView:
    """All that is known of one person, as it would be typed (`draft`), with the warnings of her papers."""

    id: UUID
    version: int
    draft: PersonDraft
    paper_warnings: tuple[tuple[str, tuple[str, ...]], ...]
    registered_by: str
    photo: str


@query(Permission.CASE_READ)
def person_for(actor: Actor, person_id: UUID) -> PersonView:
    """One person with all her parts. Raises NotFound, or PersonMerged with `into`."""
    person = Person.objects.select_related("registered_by").filter(pk=person_id).first()
    if person is None:
        raise NotFound()
    if person.merged_into_id:
        raise PersonMerged(into=person.merged_into_id)
    record(actor, Event.PERSON_READ, scope=person_id, why=Why.ASSIGNED)
    return view_of(person)


@query(Permission.MESSAGE_SEND)
def person_to_tell(actor: Actor, person_id: UUID) -> PersonDraft:
    """Who she is, for a message to a partner: the officer sees none of it, so that it opens nobody.

    On the day of 520 one officer tells the partner of hundreds. Raises NotFound, or PersonMerged with `into`.
    """
    person = Person.objects.filter(pk=person_id).first()
    if person is None:
        raise NotFound()
    if person.merged_into_id:
        raise PersonMerged(into=person.merged_into_id)
    record(actor, Event.PERSON_TOLD, scope=person_id, why=Why.ASSIGNED)
    return draft_of(person)


def view_of(person: Person) -> PersonView:
    """All that is known of a person whom the actor has opened; the look is recorded by who calls this."""
    papers = Paper.objects.filter(person=person).order_by("id")
    return PersonView(
        id=person.pk,
        version=person.version,
        draft=draft_of(person),
        paper_warnings=tuple((paper.number, tuple(paper.warnings)) for paper in papers),
        registered_by=person.registered_by.name,
        photo=person.photo,
    )


def summaries(person_ids: Iterable[UUID]) -> dict[UUID, Summary]:
    """Names for a list, of those whom the actor of this transaction may see; the list itself is audited."""
    return {person.pk: summary_of(person) for person in Person.objects.filter(pk__in=set(person_ids))}


def summary_of(person: Person) -> Summary:
    return Summary(person.pk, person.name, person.birth_date or "", person.sex, person.nationality)


def draft_of(person: Person) -> PersonDraft:
    """All that is known of her, as it would be typed. For a person that the actor has opened already."""
    papers = Paper.objects.filter(person=person).order_by("id")
    names = OtherName.objects.filter(person=person).order_by("id")
    contacts = Contact.objects.filter(person=person).order_by("id")
    return PersonDraft(
        name=person.name,
        other_names=tuple(NameDraft(other.kind, other.text) for other in names),
        birth_date=person.birth_date or "",
        birth_place=person.birth_place or "",
        sex=person.sex,
        nationality=person.nationality,
        languages=tuple(person.languages or ()),
        description=person.description or "",
        papers=tuple(
            PaperDraft(
                kind=paper.kind,
                number=paper.number,
                country=paper.country,
                expires=paper.expires or "",
                mrz=paper.mrz or "",
                state=paper.state,
                report=paper.report or "",
                reported_on=paper.reported_on or "",
            )
            for paper in papers
        ),
        contacts=tuple(
            ContactDraft(item.kind, item.value, item.whose, item.safe, item.note or "") for item in contacts
        ),
    )
