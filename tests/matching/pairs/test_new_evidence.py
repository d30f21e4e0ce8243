"""A rejected pair stays rejected until new evidence comes."""

from dataclasses import replace

import pytest

from pulang.matching.pairs.queries import pair_for, pairs_for
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft
from tests.matching.pairs.people import PHONE, SITI, SITTI, judge, register, rewrite, state, waiting

NEW = {
    "paper": {"papers": (PaperDraft("passport", "B1234567"),)},
    "phone": {"contacts": (PHONE, ContactDraft("phone", "+6289990002000"))},
    "name": {"other_names": (NameDraft("alias", "Nur"),)},
    "birth date": {"birth_date": "16/08/1995"},
}
NOTHING_NEW = {
    "another spelling of the name": {"name": "Sitti Aminah"},
    "a description": {"description": "Small."},
    "a birth place": {"birth_place": "Medan"},
    "a paper's state": {"papers": (PaperDraft("passport", "c 765 4321", state="held"),)},
}


@pytest.mark.parametrize("verdict", ["different", "unsure"])
@pytest.mark.parametrize("what", NEW)
@pytest.mark.parametrize("side", [0, 1])
def test_a_rejected_pair_comes_back_with_a_new(cast, what, side, verdict):
    people = register(cast.officer, SITI, SITTI)
    judge(cast.officer, verdict)
    rewrite(cast.officer, people[side], **NEW[what])
    (row,) = pairs_for(cast.officer).rows
    assert row.reopened
    assert len(pair_for(cast.officer, row.id).judgements) == 1, "the judgement stays"


@pytest.mark.parametrize("what", NOTHING_NEW)
def test_a_rejected_pair_stays_rejected_with(cast, what):
    paper = PaperDraft("passport", "C7654321", state="taken")
    first, _ = register(cast.officer, replace(SITI, papers=(paper,)), SITTI)
    judge(cast.officer)
    rewrite(cast.officer, first, **NOTHING_NEW[what])
    assert waiting(cast.officer) == 0
    assert state() == "different"


def test_what_was_taken_away_and_put_back_is_not_new(cast):
    first, _ = register(cast.officer, SITI, SITTI)
    judge(cast.officer)
    rewrite(cast.officer, first, contacts=())
    rewrite(cast.officer, first, contacts=(PHONE,))
    assert state() == "different"


def test_a_pair_judged_the_same_does_not_come_back(cast):
    first, _ = register(cast.officer, SITI, SITTI)
    judge(cast.officer, "same")
    rewrite(cast.officer, first, **NEW["paper"])
    assert state() == "same"


def test_a_pair_lapses_when_nothing_speaks_for_it_any_more(cast):
    first, _ = register(cast.officer, SITI, SITTI)
    rewrite(cast.officer, first, contacts=(), birth_date="1989")
    assert (waiting(cast.officer), state()) == (0, "lapsed")
    rewrite(cast.officer, first, contacts=(PHONE,), birth_date="17/08/1995")
    assert waiting(cast.officer) == 1
