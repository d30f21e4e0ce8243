import pytest

from pulang.cases.actions import open_case
from pulang.lib.actor import system
from pulang.matching.pairs.actions import look_for_pairs
from pulang.persons.actions import register_person
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft

MOTHER = ContactDraft("phone", "+6289990001000", "mother")
HERS = ContactDraft("phone", "+6289990007000", "own")
DRAFTS = [
    PersonDraft(
        name="Moh. Djoko Soesilo",
        birth_date="1997",
        birth_place="Medan",
        sex="male",
        nationality="IDN",
        languages=("id", "jv"),
        description="Tall, a burn on the left arm.",
        papers=(PaperDraft("passport", "B1234567", "IDN", "2027-05-01", state="taken"),),
        contacts=(MOTHER,),
    ),
    PersonDraft(
        name="JOKO SUSILO MUHAMMAD",
        other_names=(NameDraft("khmer", "សុខ ជា"),),
        birth_date="1997-03-08",
        sex="male",
        papers=(PaperDraft("passport", "B1234S67", "IDN"), PaperDraft("nik", "3171010803970002")),
        contacts=(MOTHER, ContactDraft("phone", "+85512345678", "own", safe=False, note="The guards hold it.")),
    ),
    PersonDraft(name="Siti Aminah", birth_date="1999", contacts=(HERS,)),
    PersonDraft(name="Sitti Aminah binti Hasan", birth_date="1999-08-17", contacts=(HERS,)),
    PersonDraft(name="Rina", birth_date="2001-01-02", papers=(PaperDraft("nik", "3171014201010001"),)),
    PersonDraft(name="Rina", birth_date="2001-01-02", papers=(PaperDraft("nik", "3171014201010009"),)),
]


@pytest.fixture
def people(committed_cast):
    """Three pairs of the embassy: Djoko and Joko, Siti and Sitti, and two Rinas with two NIKs."""
    people = [register_person(committed_cast.officer, draft=draft) for draft in DRAFTS]
    open_case(committed_cast.officer, person_id=people[0].pk)
    open_case(committed_cast.officer, person_id=people[1].pk)
    look_for_pairs(system("test"), person_ids=[person.pk for person in people])
    return people
