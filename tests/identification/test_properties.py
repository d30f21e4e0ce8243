"""What must hold for any answers at all."""

import random
from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from pulang.identification.answers import AFFIRMED_FORMS, Answer, Submission, combine
from pulang.identification.instruments import load_instrument
from pulang.identification.scoring import ADULT, CHILD, assess
from tests.identification import brute
from tests.identification.worked import N, Y

GRADES = {
    name: {i.id: (i.dimension, i.grade or "") for i in load_instrument(name).indicators} for name in (ADULT, CHILD)
}
ILO = {name: {i.id: i.ilo11 for i in load_instrument(name).indicators} for name in (ADULT, CHILD)}
OPEN_ANSWERS = (Answer.UNKNOWN, Answer.REFUSED, Answer.NOT_ASKED)


@st.composite
def submissions(draw: st.DrawFn, age: int | None = None) -> Submission:
    """Any answers, from hardly asked to fully asked, with and without evidence and affirmed forms."""
    age = draw(st.sampled_from([9, 17, 18, 40])) if age is None else age
    answers = {}
    often = draw(st.sampled_from([(Y, N), (Y, N, N, N), (N, N, N, *OPEN_ANSWERS, Y), tuple(Answer)]))
    for indicator in GRADES[CHILD if age < 18 else ADULT]:
        if draw(st.integers(0, 4)):
            answers[indicator] = draw(st.sampled_from(often))
    evidence = {"CD05": ("chat_log",)} if draw(st.booleans()) else {}
    forms = draw(st.sampled_from([(), (), (), *[(form,) for form in AFFIRMED_FORMS]]))
    return Submission(age=age, act=draw(st.booleans()), answers=answers, evidence=evidence, forms=forms)


def answered(told: Submission, answers: Mapping[str, Answer]) -> Submission:
    return Submission(told.age, told.act, answers, told.evidence, told.forms)


def instrument(told: Submission) -> str:
    return CHILD if told.age is not None and told.age < 18 else ADULT


@given(submissions())
def test_any_answers_give_what_the_rule_written_twice_gives(told: Submission) -> None:
    found, standings = assess(told), {}
    for indicator, (dimension, grade) in GRADES[instrument(told)].items():
        answer = told.answers.get(indicator, Answer.NOT_ASKED)
        standings.setdefault(dimension, []).append((grade, answer))
    expected = tuple(brute.dimension(pairs) for pairs in standings.values())
    assert tuple(found.dimensions.values()) == expected
    crime = told.answers.get("CD05") is Y and bool(told.evidence)
    x = expected[3] == brute.POSITIVE or crime or bool(told.forms)
    is_child = instrument(told) == CHILD
    assert (found.result, found.open, found.could_become) == brute.outcome(
        expected, x, is_child=is_child, act=told.act
    )


@given(submissions(), st.data())
def test_one_more_yes_never_weakens_a_result(told: Submission, data: st.DataObject) -> None:
    indicator = data.draw(st.sampled_from(list(GRADES[instrument(told)])))
    before, after = assess(told), assess(answered(told, {**told.answers, indicator: Y}))
    assert after.line <= before.line
    assert set(before.forms) <= set(after.forms)
    assert set(before.ilo11_present) <= set(after.ilo11_present)


@given(submissions())
def test_open_answers_are_all_alike_and_never_a_no(told: Submission) -> None:
    left = {i: a for i, a in told.answers.items() if a in (Y, N)}
    expected = assess(answered(told, left))
    for answer in OPEN_ANSWERS:
        same = {i: left.get(i, answer) for i in GRADES[instrument(told)]}
        assert assess(answered(told, same)) == expected


@given(submissions(), st.randoms(use_true_random=False))
def test_the_order_of_answers_does_not_matter(told: Submission, chance: random.Random) -> None:
    items = list(told.answers.items())
    chance.shuffle(items)
    assert assess(answered(told, dict(items))) == assess(told)


@settings(max_examples=150)
@given(submissions())
def test_a_result_names_exactly_the_answers_that_it_needs(told: Submission) -> None:
    found = assess(told)
    needed = {indicator: told.answers[indicator] for indicator in found.because}
    assert set(needed.values()) <= {Y}
    assert assess(answered(told, needed)).result == found.result
    for indicator in needed:
        without = {i: a for i, a in needed.items() if i != indicator}
        assert assess(answered(told, without)).result != found.result, indicator


@settings(max_examples=150)
@given(submissions())
def test_what_limits_a_result_is_named_and_none_of_it_can_be_spared(told: Submission) -> None:
    found = assess(told)
    yes = {i: a for i, a in told.answers.items() if a is Y}
    limits = dict.fromkeys(found.limited_by, N)
    same = assess(answered(told, {**yes, **limits}))
    assert (same.result, same.open, same.could_become) == (found.result, found.open, found.could_become)
    ceiling = line_reachable(told, {**yes, **limits})
    for indicator in limits:
        less = {i: a for i, a in limits.items() if i != indicator}
        assert line_reachable(told, {**yes, **less}) < ceiling, indicator


def line_reachable(told: Submission, answers: Mapping[str, Answer]) -> int:
    """The line if every open answer were yes, keeping forced crime as it stands."""
    known = GRADES[instrument(told)]
    filled = {i: answers.get(i, Y) for i in known}
    evidence = told.evidence if answers.get("CD05") is Y else {}
    return assess(Submission(told.age, told.act, filled, evidence, told.forms)).line


@settings(max_examples=150)
@given(submissions(), st.data())
def test_the_questions_named_settle_an_open_result(told: Submission, data: st.DataObject) -> None:
    found = assess(told)
    assert bool(found.settles) is found.open
    assert all(told.answers.get(i, Answer.NOT_ASKED) in OPEN_ANSWERS for i in found.settles)
    # Evidence that came before its answer is set aside: it is no question of an open dimension.
    plain = Submission(told.age, told.act, told.answers, {}, told.forms)
    plain_found = assess(plain)
    given_ = {i: data.draw(st.sampled_from([Y, N])) for i in plain_found.settles}
    assert not assess(answered(plain, {**plain.answers, **given_})).open


@given(submissions())
def test_ilo_indicators_follow_their_mapped_answers(told: Submission) -> None:
    found = assess(told)
    for name, standing in found.ilo11.items():
        mapped = [told.answers.get(i, Answer.NOT_ASKED) for i, ilo in ILO[instrument(told)].items() if name in ilo]
        expected = "present" if Y in mapped else "absent" if set(mapped) == {N} else "open"
        assert standing == expected


@given(st.lists(st.tuples(st.sampled_from(["DR01", "DR02"]), st.sampled_from(list(Answer)))), st.randoms())
def test_contradictions_are_shown_and_count_as_open(pairs: list[tuple[str, Answer]], chance: random.Random) -> None:
    answers, contradictory = combine(pairs)
    for indicator in answers:
        said = {answer for i, answer in pairs if i == indicator}
        both = {Y, N} <= said
        assert (indicator in contradictory) is both
        assert (answers[indicator] is Answer.UNKNOWN) or not both
        assert (answers[indicator] is N) is (N in said and Y not in said)
    chance.shuffle(pairs)
    assert combine(pairs) == (answers, contradictory)
