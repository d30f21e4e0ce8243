"""Putting checked people into rows; shared by registering and changing."""

from collections.abc import Sequence

from pulang.persons.finding import keep_keys
from pulang.persons.models import BlindKey, Contact, OtherName, Paper, Person
from pulang.persons.rules import CheckedPerson, keys_of


def fill(person: Person, checked: CheckedPerson) -> Person:
    """Set the person's own fields; nothing is written yet."""
    person.name = checked.name
    person.birth_date = checked.birth_date.to_text() if checked.birth_date else None
    person.birth_place = checked.birth_place or None
    person.sex = checked.sex
    person.nationality = checked.nationality
    person.languages = list(checked.languages)
    person.description = checked.description or None
    return person


def keep_parts(people: Sequence[tuple[Person, CheckedPerson]]) -> None:
    """Write names, papers, contacts and keys of people who have none."""
    OtherName.objects.bulk_create(
        OtherName(person=person, kind=other.kind, text=other.text)
        for person, checked in people
        for other in checked.other_names
    )
    Paper.objects.bulk_create(
        Paper(
            person=person,
            kind=paper.kind,
            number=paper.number,
            country=paper.country,
            expires=paper.expires,
            mrz=paper.mrz,
            state=paper.state,
            report=paper.report or None,
            reported_on=paper.reported_on,
            warnings=[warning.code for warning in paper.warnings],
        )
        for person, checked in people
        for paper in checked.papers
    )
    Contact.objects.bulk_create(
        Contact(
            person=person,
            kind=item.kind,
            value=item.value,
            whose=item.whose,
            safe=item.safe,
            note=item.note or None,
        )
        for person, checked in people
        for item in checked.contacts
    )
    keep_keys({person.pk: keys_of(checked) for person, checked in people})


def forget_parts(person: Person) -> None:
    """Remove her names, papers, contacts and keys, so that others can take their place."""
    for model in (OtherName, Paper, Contact, BlindKey):
        model.objects.filter(person=person).delete()
