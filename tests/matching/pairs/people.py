"""Two records that may be one person, and short words for what is done with them."""

from dataclasses import replace

from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.matching.pairs.actions import judge_pair, look_for_pairs
from pulang.matching.pairs.models import Pair
from pulang.matching.pairs.queries import pairs_for
from pulang.persons.actions import change_person, register_person
from pulang.persons.drafts import ContactDraft, PersonDraft
from pulang.persons.models import Person
from pulang.persons.queries import person_for

PHONE = ContactDraft("phone", "+6289990001000", "mother")
SITI = PersonDraft(name="Siti Aminah", birth_date="17/08/1995", contacts=(PHONE,))
SITTI = PersonDraft(name="Sitti Aminah", birth_date="1996", contacts=(PHONE,))


def look(*people):
    with acting_as(system("test")):
        ids = [person.pk for person in people] or list(Person.objects.values_list("pk", flat=True))
    return look_for_pairs(system("test"), person_ids=ids)


def register(actor, *drafts):
    people = [register_person(actor, draft=draft) for draft in drafts]
    look(*people)
    return people


def rewrite(actor, person, **changes):
    seen = person_for(actor, person.pk)
    changed = change_person(actor, person_id=person.pk, version=seen.version, draft=replace(seen.draft, **changes))
    look(person)
    return changed


def judge(actor, verdict="different", **more):
    (row,) = pairs_for(actor).rows
    return judge_pair(actor, pair_id=row.id, verdict=verdict, version=row.version, **more)


def waiting(actor):
    return len(pairs_for(actor).rows)


def state():
    with acting_as(system("test")):
        return Pair.objects.get().state
