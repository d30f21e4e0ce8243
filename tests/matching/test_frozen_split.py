"""The test split of the bench is frozen: a change of the generator would make old figures lie."""

from bench.matching import errors, generate

FROZEN = "b4860a6a1e4d"  # of 2,000 people and 100 known queries


def test_the_test_split_is_what_it_was():
    people = list(generate.register(2_000))
    assert errors.digest(list(errors.queries(people, 100, split="test"))) == FROZEN


def test_nobody_of_the_training_split_is_told_in_the_test_split():
    people = list(generate.register(2_000))
    asked = [{repr(one) for one in errors.queries(people, 100, split=split)} for split in ("train", "test")]
    assert not asked[0] & asked[1]
