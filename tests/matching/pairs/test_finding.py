"""Pairs are found, some people at a time, and read in order of what speaks for them."""

from dataclasses import replace

import pytest
from django.db import connection

from pulang.lib.actor import system
from pulang.matching.pairs.actions import look_at_everybody
from pulang.matching.pairs.queries import pair_for, pairs_for
from pulang.persons.actions import register_person
from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft
from tests.matching.pairs.people import PHONE, SITI, SITTI, look, register, waiting


# The bands are those of a register as small as this one: less is asked than among a million.
@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (SITI, SITTI, ("likely", "phone", "name")),
        (SITI, replace(SITI, contacts=()), ("likely", "born", "name")),
        (
            PersonDraft(name="Moh. Djoko Soesilo", birth_date="1997"),
            PersonDraft(name="Joko Susilo Muhammad", birth_date="1997-03-08"),
            ("likely", "name"),
        ),
        (
            PersonDraft(name="Djoko Hartono", birth_date="1997"),
            PersonDraft(name="Joko Hartana", birth_date="1997"),
            ("possible",),
        ),
        (
            PersonDraft(name="Rina", papers=(PaperDraft("passport", "B1234567"),), birth_date="1997"),
            PersonDraft(name="Rina", papers=(PaperDraft("passport", "B1234576"),), birth_date="1997"),
            ("likely", "name"),
        ),
        (
            replace(SITI, birth_date="1995", contacts=()),
            PersonDraft(name="Siti Aminah", birth_date="1995"),
            ("possible", "name"),
        ),
        (SITI, PersonDraft(name="Rina", contacts=(PHONE,)), None),
        (SITI, PersonDraft(name="Rina", birth_date="17/08/1995"), None),
    ],
    ids=[
        *("phone and name", "name and day", "spelling", "only alike", "paper but for two figures"),
        *("a common name and year", "only a phone", "only a date"),
    ],
)
def test_a_pair_is_found_by(cast, one, other, reasons):
    register(cast.officer, one, other)
    assert [row.reasons for row in pairs_for(cast.officer).rows] == ([reasons] if reasons else [])


def test_registering_leaves_a_job_that_finds_the_pair(cast):
    register_person(cast.officer, draft=SITI)
    register_person(cast.officer, draft=SITTI)
    with connection.cursor() as cursor:
        cursor.execute("SELECT args FROM procrastinate_jobs WHERE task_name = 'pairs.find'")
        jobs = cursor.fetchall()
    assert len(jobs) == 2
    assert look() == 1
    assert look() == 0, "looking again finds nothing new"


def test_everybody_is_looked_at_some_at_a_time(cast, monkeypatch):
    monkeypatch.setattr("pulang.matching.pairs.actions.look.BATCH", 2)
    for draft in (SITI, SITTI, PersonDraft(name="Rina"), replace(SITI, contacts=())):
        register_person(cast.officer, draft=draft)
    heard = []
    assert look_at_everybody(system("test"), say=lambda done, fresh: heard.append((done, fresh))) == 3
    assert [done for done, _ in heard] == [2, 4]
    assert look_at_everybody(system("test")) == 0


def test_a_phone_that_many_share_pairs_nobody(cast):
    names = ("Budi", "Agus", "Joko", "Eko", "Rudi", "Dimas", "Bayu")
    register(cast.officer, *(PersonDraft(name=name, contacts=(PHONE,)) for name in names))
    assert waiting(cast.officer) == 0


def test_a_name_that_very_many_share_pairs_nobody(cast):
    register(cast.officer, *[PersonDraft(name="Siti", birth_date="1995")] * 5)
    assert waiting(cast.officer) == 0


def test_the_claims_add_up_to_the_score(cast, pair):
    seen = pair_for(cast.officer, pair.id)
    assert sum(claim.weight for claim in seen.claims) == pytest.approx(seen.score)
    assert {"phone_equal", "word_spelling"} <= {claim.code for claim in seen.claims}


def test_two_sexes_warn(cast):
    register(cast.officer, replace(SITI, sex="female"), replace(SITI, sex="male"))
    (row,) = pairs_for(cast.officer).rows
    assert pair_for(cast.officer, row.id).conflicts == ("sex_conflict",)


def test_the_queue_is_read_on_page_by_page(cast, monkeypatch):
    monkeypatch.setattr("pulang.matching.pairs.queries.queue.PAGE", 2)
    phones = [ContactDraft("phone", f"+62899{number * 1111111:08d}") for number in range(5)]
    for phone in phones:
        register(cast.officer, *(PersonDraft(name=name, contacts=(phone,)) for name in ("Budi", "Budhi")))
    found, place = [], ""
    for _ in range(3):
        queue = pairs_for(cast.officer, after=place)
        found += [row.id for row in queue.rows]
        place = queue.next
    assert (len(set(found)), place, queue.waiting) == (5, "", 5)
    first, second = pair_for(cast.officer, found[0]), pair_for(cast.officer, found[1])
    assert (first.before, first.next, second.before) == (None, found[1], found[0])
    assert len(pairs_for(cast.officer, after="nonsense").rows) == 2
