"""Two desks, two connections, one passport: one person."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.persons.actions import register_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.models import Person
from tests.cast import make_cast

DESKS = 4


def test_desks_that_register_one_passport_at_once_get_one_person(committed):
    cast, start = make_cast(), Barrier(DESKS)

    def register(place):
        # The order of the papers differs, so that desks that lock them in their own order would wait in a circle.
        papers = [PaperDraft("passport", "B1234567"), PaperDraft("nik", "3171015708950002")]
        actor = cast.officer if place < 3 else cast.colleague
        start.wait()
        try:
            return register_person(
                actor, draft=PersonDraft(name="Siti", papers=tuple(papers[:: 1 - 2 * (place % 2)]))
            )
        except PersonExists as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(DESKS) as pool:
        outcomes = list(pool.map(register, range(DESKS)))

    registered = [outcome for outcome in outcomes if isinstance(outcome, Person)]
    assert len(registered) == 1
    with acting_as(system("test")):
        assert Person.objects.count() == 1
    own = registered[0].registered_by_id
    for actor, outcome in zip([*[cast.officer] * 3, cast.colleague], outcomes, strict=True):
        if isinstance(outcome, PersonExists):
            told = outcome.details["person_id"]
            assert told == (registered[0].pk if actor.agency_id == own else None)
