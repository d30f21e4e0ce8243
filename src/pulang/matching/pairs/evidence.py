"""What is known of a person, as keyed digests: equal for equal evidence, and telling nothing to who reads them."""

from collections.abc import Collection
from uuid import UUID

from pulang.db.keys import blind
from pulang.lib.names import whole_name_key
from pulang.persons.drafts import PersonDraft
from pulang.persons.models import Person
from pulang.persons.queries import draft_of
from pulang.persons.rules import plain_number

LENGTH = 16  # hexadecimal digits


def evidence_of(draft: PersonDraft) -> frozenset[str]:
    """Each paper, phone, name and birth date. A name in another spelling of the same sound is no new evidence."""
    names = {whole_name_key(text) or text for text in (draft.name, *(one.text for one in draft.other_names))}
    said = {
        *(f"name:{name}" for name in names if name),
        *(f"paper:{plain_number(paper.number)}" for paper in draft.papers if plain_number(paper.number)),
        *(f"phone:{contact.value}" for contact in draft.contacts if contact.kind == "phone"),
        *([f"born:{draft.birth_date}"] if draft.birth_date else []),
    }
    return frozenset(blind("pairs.evidence", one).hex()[:LENGTH] for one in said)


def evidence_held(person_ids: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    """The evidence of people whom the actor of this transaction may see."""
    return {person.pk: evidence_of(draft_of(person)) for person in Person.objects.filter(pk__in=person_ids)}
