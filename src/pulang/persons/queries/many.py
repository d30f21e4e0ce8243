"""What papers for many people say of each: who she is and by which documents."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from pulang.persons.models import Contact, Paper, PaperState, Person

USELESS = (PaperState.LOST, PaperState.TAKEN, PaperState.EXPIRED, PaperState.DAMAGED)  # nobody travels with it


@dataclass(frozen=True)
class Sheet:
    """`papers` are numbers by kind, the newest of each; `useless` the kinds of those that she cannot travel with.

    `address` is her own, as far as it is known.
    """

    name: str
    sex: str
    birth_date: str
    birth_place: str
    nationality: str
    papers: dict[str, str]
    paper_expires: dict[str, str]
    useless: frozenset[str]
    address: str
    description: str
    portrait: dict[str, Any]  # {photo, crop} where somebody said which part of her photo papers show


def sheets_of(person_ids: Collection[UUID]) -> dict[UUID, Sheet]:
    """Of those whom the actor of this transaction may see. Part of a query that audits what it makes of them."""
    people = {person.pk: person for person in Person.objects.filter(pk__in=person_ids)}
    papers: dict[UUID, list[Paper]] = defaultdict(list)
    for paper in Paper.objects.filter(person__in=people).order_by("id"):
        paper.person = people[paper.person_id]
        papers[paper.person_id].append(paper)
    newest = {person: {paper.kind: paper for paper in held} for person, held in papers.items()}
    homes: dict[UUID, str] = {}
    for contact in Contact.objects.filter(person__in=people, kind="address").order_by("id"):
        contact.person = people[contact.person_id]
        homes.setdefault(contact.person_id, contact.value or "")
    return {
        person.pk: Sheet(
            name=person.name or "",
            sex=person.sex,
            birth_date=person.birth_date or "",
            birth_place=person.birth_place or "",
            nationality=person.nationality,
            papers={paper.kind: paper.number or "" for paper in papers[person.pk]},
            paper_expires={paper.kind: paper.expires or "" for paper in papers[person.pk]},
            useless=frozenset(paper.kind for paper in newest.get(person.pk, {}).values() if paper.state in USELESS),
            address=homes.get(person.pk, ""),
            description=person.description or "",
            portrait={"photo": person.photo, "crop": person.crop} if person.photo and person.crop else {},
        )
        for person in people.values()
    }
