"""Writing the index: a profile of each person, in the transaction that writes her."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.db.keys import blind64s
from pulang.lib import names
from pulang.matching.models import Profile
from pulang.matching.rules import Evidence, Record, keys_of, prepare
from pulang.matching.rules.evidence import birth_date_of
from pulang.matching.rules.keys import KEYS_VERSION
from pulang.matching.rules.packing import pack, unpack
from pulang.persons.models import Contact, ContactKind, OtherName, Paper, Person
from pulang.persons.rules import CheckedPerson

_TOLD = 7  # parts of evidence as it was told


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
    record = prepare(evidence, today=today)
    return Profile(
        person=person,
        keys=blind_keys(record),
        evidence=stored(record),
        version=version(),
    )


def blind_keys(record: Record) -> list[int]:
    """The keys of a record that is held, as they lie in the index."""
    return blinded(keys_of(record))


def blinded(keys: Sequence[str]) -> list[int]:
    """Keys as they lie in the index, in the same order."""
    return blind64s("match", keys)


def stored(record: Record) -> list[object]:
    """A record as the sealed field keeps it: folded, so that a look-up need not fold dozens of names."""
    return [
        pack(record.names),
        record.birth_date.to_text() if record.birth_date else "",
        record.birth_place,
        record.sex,
        record.nationality,
        record.niks,
        record.papers,
        record.phones,
    ]


def restored(kept: Sequence[Any]) -> Record:
    """What `stored` kept, or, until the profile is written anew, what was kept before: evidence as it was told."""
    if len(kept) == _TOLD:
        names_, born, place, sex, nationality, papers, phones = kept
        told = Evidence(tuple(names_), born, place, sex, nationality, tuple(papers), tuple(phones))
        return prepare(told, today=timezone.localdate())
    names_, born, place, sex, nationality, niks, papers, phones = kept
    return Record(
        unpack(names_),
        birth_date_of(born),
        tuple(place),
        sex,
        nationality,
        tuple(niks),
        tuple(papers),
        tuple(phones),
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
