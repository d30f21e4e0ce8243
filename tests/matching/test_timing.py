"""Worlds that differ only in people whom the asker may not see cannot be told apart by how long answers take.

Both worlds are made within one transaction, so both get as many new rows just before they are asked: namesakes of
the one who is sought in one, people of other names in the other.
"""

import time
from itertools import cycle, islice

import pytest
from django.db import transaction

from pulang.matching.queries import find_persons
from pulang.matching.rules.choosing import COMMON
from pulang.persons.actions import register_people
from pulang.persons.drafts import ContactDraft, PersonDraft, Sought

ROUNDS, LOOKS = 20, 12
ASKED = [
    Sought(name="Djoko Soesilo", birth_date="about 1998"),
    Sought(name="Joko"),
    Sought(name="Susilo", phones=("081234567891",)),
]
#: Two samples of ROUNDS × LOOKS times of one distribution differ by more in one run of a thousand (Smirnov).
MOST = 1.95 * (2 / (ROUNDS * LOOKS)) ** 0.5


def people(
    count: int, *, name: str = "Joko Susilo", phone: str = "08123456", year: str = "1997"
) -> list[PersonDraft]:
    return [
        PersonDraft(name=name, birth_date=year, contacts=(ContactDraft("phone", f"{phone}{n:04}"),))
        for n in range(count)
    ]


def strangers(count: int) -> list[PersonDraft]:
    return people(count, name="Wayan Kartika", phone="08779999", year="1984")


def times(actor) -> list[float]:
    """Seconds of each look-up, without those that warm up."""
    taken = []
    for sought in islice(cycle(ASKED), len(ASKED) + LOOKS):
        begun = time.perf_counter()
        find_persons(actor, sought=sought)
        taken.append(time.perf_counter() - begun)
    return taken[len(ASKED) :]


def distance(one: list[float], other: list[float]) -> float:
    """The greatest difference of the two distributions, 0 to 1 (Kolmogorov and Smirnov)."""
    return max(abs(_below(one, at) - _below(other, at)) for at in (*one, *other))


def _below(times: list[float], at: float) -> float:
    return sum(time <= at for time in times) / len(times)


def two_worlds(actor, owner, count: int) -> float:
    """How far apart `actor`'s times are beside `count` strangers and beside as many namesakes, both of `owner`."""
    taken: list[list[float]] = [[], []]
    for turn in range(ROUNDS):
        for which in (turn % 2, 1 - turn % 2):
            with transaction.atomic():
                register_people(owner, drafts=(strangers, people)[which](count))
                taken[which] += times(actor)
                transaction.set_rollback(True)
    return distance(*taken)


@pytest.mark.nightly
def test_times_tell_nothing_of_people_whom_one_may_not_see(cast):
    register_people(cast.officer, drafts=people(5))
    assert two_worlds(cast.officer, cast.colleague, COMMON + 30) < MOST


@pytest.mark.nightly
def test_times_do_tell_of_people_whom_one_may_see(cast):
    """The measure can fail: a few namesakes of one's own agency stand out at once."""
    register_people(cast.officer, drafts=people(5))
    assert two_worlds(cast.officer, cast.officer, 40) > MOST
