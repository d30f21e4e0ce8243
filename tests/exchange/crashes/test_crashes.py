"""`kill -9` at every place of every step of the exchange: nothing is lost, and nothing is done twice."""

from collections.abc import Iterator
from functools import partial
from random import Random

import pytest

from tests.exchange.crashes import files, keys, meeting, receiving, sending
from tests.exchange.crashes.drill import clear
from tests.exchange.crashes.killing import in_turn

STEPS = {**sending.ROOM, **receiving.ROOM, **files.ROOM, **keys.ROOM, **meeting.ROOM}
LEAST = {
    "sending": 12,
    "receipt": 6,
    "delivering": 45,
    "giving": 50,
    "taking back": 45,
    "later receipt": 10,
    "answer": 45,
    "proposing": 18,
    "deciding on a proposal": 80,
    "receiving": 60,
    "withdrawal": 60,
    "corrections": 105,
    "batch": 130,
    "file by hand": 95,
    "mailbox": 60,
    "file coming": 38,
    "file fetched": 30,
    "file leaving": 10,
    "keys": 7,
    "lost key": 13,
    "manifest": 7,
    "pairing": 18,
    "agreeing": 45,
    "parting": 12,
}  # places that each step has, at least: so many crashes are made
NIGHTLY = 10_000


def test_the_steps_have_a_thousand_places_together():
    assert sum(LEAST.values()) >= 1000


@pytest.mark.parametrize("step", STEPS)
def test_every_place_of_a_step_can_be_its_last(drill, step):
    STEPS[step](drill)
    assert drill.done >= LEAST[step]


@pytest.mark.nightly
def test_ten_thousand_crashes_lose_nothing_and_double_nothing(drill, tmp_path):
    """Every place in turn; then, again and again, what follows each crash is cut off too, at a place by chance."""
    while drill.done < NIGHTLY:
        for step in STEPS.values():
            step(drill)
            clear(drill.partner, tmp_path)
        drill.places = partial(cut_again, Random(drill.done))


def cut_again(random: Random) -> Iterator[int]:
    for number in in_turn():
        yield number
        yield random.randint(1, number)
