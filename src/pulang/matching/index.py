"""Writing the index: a profile of each person, in the transaction that writes her."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from uuid import UUID

from django.utils import timezone

from pulang.db.keys import blind64s
from pulang.lib import names
from pulang.matching.models import Profile
from pulang.matching.rules import Evidence, Record, keys_of, prepare
from pulang.matching.rules.keys import KEYS_VERSION
from pulang.persons.models import Contact, ContactKind, OtherName, Paper, Person
from pulang.persons.rules import CheckedPerson


def version() -> str:
    """The state of the tables that keys are made by."""
    return f"{names.version()}-{KEYS_VERSION}"


def keep(person_ids: Collection[UUID]) -> None:
    """Write the profiles of people as they stand in the register, in the place of earlier ones.

    Who was joined with another has none.
    """
    Profile.objects.filter(person__in=person_ids).delete()
    people = list(Person.objects.filter(pk__in=person_ids, merged_into=None))
    told = evidence_held(people)
    today = timezone.localdate()
    Profile.objects.bulk_create([_profile(person, told[person.pk], today) for person in people])


def keep_new(people: Sequence[tuple[Person, CheckedPerson]]) -> None:
    """As `keep`, of people who were registered just now: from what was checked, so that nothing is opened again."""
    today = timezone.localdate()
    Profile.objects.bulk_create([_profile(person, evidence_of(checked), today) for person, checked in people])


def evidence_held(people: Sequence[Person]) -> dict[UUID, Evidence]:
    """What the register says of people, for matching."""
    names_, papers, phones = (defaultdict[UUID, list[str]](list) for _ in range(3))
    for other in OtherName.objects.filter(person__in=people).select_related("person").order_by("id"):
        names_[other.person_id].append(other.text)
    for paper in Paper.objects.filter(person__in=people).select_related("person").order_by("id"):
        papers[paper.person_id].append(paper.number)
    for phone in Contact.objects.filter(person__in=people, kind=ContactKind.PHONE).select_related("person"):
        phones[phone.person_id].append(phone.value)
    return {
        person.pk: Evidence(
            names=(person.name, *names_[person.pk]),
            birth_date=person.birth_date or "",
            birth_place=person.birth_place or "",
            sex=person.sex,
            nationality=person.nationality,
            papers=tuple(papers[person.pk]),
            phones=tuple(phones[person.pk]),
        )
        for person in people
    }


def _profile(person: Person, evidence: Evidence, today: date) -> Profile:
    return Profile(
        person=person,
        keys=blind_keys(prepare(evidence, today=today)),
        evidence=stored(evidence),
        version=version(),
    )


def blind_keys(record: Record, *, asked: bool = False) -> list[int]:
    """The keys of a record as they lie in the index, in the order of `keys_of`."""
    return blind64s("match", keys_of(record, asked=asked))


def stored(evidence: Evidence) -> list[object]:
    """Evidence as the sealed field keeps it."""
    return [
        evidence.names,
        evidence.birth_date,
        evidence.birth_place,
        evidence.sex,
        evidence.nationality,
        evidence.papers,
        evidence.phones,
    ]


def restored(kept: Sequence[object]) -> Evidence:
    """What `stored` kept."""
    names_, born, place, sex, nationality, papers, phones = kept
    return Evidence(
        _texts(names_), str(born), str(place), str(sex), str(nationality), _texts(papers), _texts(phones)
    )


def evidence_of(checked: CheckedPerson) -> Evidence:
    """What a checked draft says for matching."""
    return Evidence(
        names=(checked.name, *(other.text for other in checked.other_names)),
        birth_date=checked.birth_date.to_text() if checked.birth_date else "",
        birth_place=checked.birth_place,
        sex=checked.sex,
        nationality=checked.nationality,
        papers=tuple(paper.number for paper in checked.papers),
        phones=tuple(contact.value for contact in checked.contacts if contact.kind == "phone"),
    )


def _texts(values: object) -> tuple[str, ...]:
    return tuple(map(str, values)) if isinstance(values, Iterable) else ()
