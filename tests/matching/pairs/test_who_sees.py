"""A pair is for who holds both records; who holds one learns whom to ask."""

import pytest

from pulang.access.grants import grant_access
from pulang.access.models import Agency
from pulang.access.permissions import Section
from pulang.db.context import acting_as
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed, NotFound
from pulang.lib.ids import new_id
from pulang.matching.pairs.actions import judge_pair, look_for_pairs, take_back
from pulang.matching.pairs.models import Pair
from pulang.matching.pairs.queries import count_pairs, pair_for, pairs_for
from pulang.persons.actions import register_person
from pulang.persons.drafts import PersonDraft
from tests.matching.pairs.people import SITI, SITTI, look, waiting


def test_only_who_holds_both_records_sees_the_pair(cast):
    first = register_person(cast.officer, draft=SITI)
    register_person(cast.desk, draft=SITTI)
    look()
    assert (waiting(cast.officer), waiting(cast.desk), count_pairs(cast.officer)) == (0, 0, 0)
    with acting_as(system("test")):
        pair_id = Pair.objects.get().pk
    for act in (
        lambda: pair_for(cast.officer, pair_id),
        lambda: judge_pair(cast.officer, pair_id=pair_id, verdict="same", version=1),
        lambda: take_back(cast.officer, pair_id=new_id(), version=1),
    ):
        with pytest.raises(NotFound):
            act()
    grant_access(cast.officer, scope=first.pk, agency=cast.police, sections=[Section.IDENTITY])
    assert waiting(cast.colleague) == 0
    grant_access(
        cast.officer, scope=first.pk, agency=Agency.objects.get(pk=cast.desk.agency_id), sections=[Section.IDENTITY]
    )
    assert waiting(cast.desk) == 1


def test_who_holds_one_of_both_learns_whom_to_ask_and_no_more(cast):
    first = register_person(cast.officer, draft=SITI)
    register_person(cast.desk, draft=SITI)
    look()
    (told,) = pairs_for(cast.officer).elsewhere
    assert (told.person.id, told.agency) == (first.pk, "Ncb")
    assert pairs_for(cast.colleague).elsewhere == ()


def test_one_identifier_tells_a_stranger_nothing(cast):
    for actor in (cast.officer, cast.desk):
        register_person(actor, draft=PersonDraft(name="Siti Aminah", birth_date="1995"))
    look()
    assert pairs_for(cast.officer).elsewhere == ()


@pytest.mark.parametrize("who", ["shelter_worker", "analyst", "administrator", "data_protection"])
def test_these_roles_judge_nobody(cast, pair, who):
    actor = getattr(cast, who)
    for act in (
        lambda: pairs_for(actor),
        lambda: pair_for(actor, pair.id),
        lambda: judge_pair(actor, pair_id=pair.id, verdict="same", version=1),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_an_officer_does_not_send_the_job_herself(cast):
    with pytest.raises(NotAllowed):
        look_for_pairs(cast.officer, person_ids=[])
