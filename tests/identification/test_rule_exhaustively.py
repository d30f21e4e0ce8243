"""Every state of the six dimensions, with and without exploitation shown, against a rule written independently."""

from itertools import product

import pytest

from pulang.identification.answers import Answer, Form, Submission
from pulang.identification.instruments import load_instrument
from pulang.identification.rules.grades import Count
from pulang.identification.rules.reading import reading_of
from pulang.identification.scoring import ADULT, CHILD, assess
from tests.identification import brute
from tests.identification.worked import DIMENSIONS, N, U, Y, ids

STATES = (brute.POSITIVE, brute.OPEN, brute.NEGATIVE)
ANSWER = {brute.POSITIVE: Y, brute.OPEN: U, brute.NEGATIVE: N}
VARIANTS = ("no form", "forced crime", "servitude")


def submissions(age: int, act: bool, variant: str) -> list[tuple[tuple[str, ...], Submission]]:
    """All 729 states; forced crime sets CD05 to a yes with evidence, which leaves the state as it was meant."""
    made = []
    for states in product(STATES, repeat=len(DIMENSIONS)):
        answers: dict[str, Answer] = {}
        for dimension, state in zip(DIMENSIONS, states, strict=True):
            answers |= dict.fromkeys(ids(dimension, child=age < 18), ANSWER[state])
        if variant == "forced crime":
            answers["CD05"] = Y
        evidence = {"CD05": ("chat_log",)} if variant == "forced crime" else {}
        forms = (Form.SERVITUDE,) if variant == "servitude" else ()
        made.append((states, Submission(age=age, act=act, answers=answers, evidence=evidence, forms=forms)))
    return made


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize(("age", "act"), [(18, True), (99, False), (17, True), (0, False)])
def test_every_state_gives_what_the_rule_says(age: int, act: bool, variant: str) -> None:
    for states, submission in submissions(age, act, variant):
        found = assess(submission)
        assert tuple(found.dimensions.values()) == states
        x = states[3] == brute.POSITIVE or variant != "no form"
        expected = brute.outcome(states, x, is_child=age < 18, act=act)
        assert (found.result, found.open, found.could_become) == expected, (states, variant)


@pytest.mark.parametrize("instrument", [ADULT, CHILD])
def test_every_count_of_grades_is_positive_exactly_when_the_rule_says(instrument: str) -> None:
    threshold = reading_of(load_instrument(instrument)).threshold
    for strong, medium, weak in product(range(9), range(17), range(4)):
        pairs = [("strong", "yes")] * strong + [("medium", "yes")] * medium + [("weak", "yes")] * weak
        expected = brute.dimension(pairs) == brute.POSITIVE
        assert threshold.positive(Count(strong, medium, weak).packed) is expected
