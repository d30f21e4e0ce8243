"""What share of positives is true: against figures worked out by hand."""

import pytest

from pulang.identification.base_rate import Tool, base_rate, lesson, list_tools, true_share, wilson


def tool(**known: object) -> Tool:
    unknown = dict.fromkeys(["sensitivity", "specificity", "positives", "negatives", "prevalence"])
    return Tool(**{"id": "t", "name": "t", "setting": "", "source": "", "note": "", **unknown, **known})


def test_a_rare_condition_makes_most_alarms_false() -> None:
    # 1,000 people, 10 victims: 9 found, 99 of 990 others flagged: 9 of 108 are true.
    found = base_rate(tool(sensitivity=0.9, specificity=0.9), 0.01)
    assert found is not None
    assert found.true_share == pytest.approx(9 / 108)
    assert (found.found, found.missed) == (pytest.approx(9), pytest.approx(1))
    assert (found.false_alarms, found.cleared) == (pytest.approx(99), pytest.approx(891))
    assert found.missed_share == pytest.approx(1 / 892)


def test_the_same_tool_is_mostly_right_where_the_condition_is_common() -> None:
    assert true_share(0.9, 0.9, 0.5) == pytest.approx(0.9)


def test_nobody_positive_gives_no_share() -> None:
    assert true_share(0.0, 1.0, 0.3) is None


def test_a_tool_without_known_accuracy_gives_nothing() -> None:
    assert base_rate(tool(sensitivity=0.9), 0.1) is None


def test_an_interval_needs_both_numbers_of_people() -> None:
    with_both = base_rate(tool(sensitivity=10 / 13, specificity=137 / 163, positives=13, negatives=163), 0.1)
    with_one = base_rate(tool(sensitivity=10 / 13, specificity=137 / 163, positives=13), 0.1)
    assert with_both is not None
    assert with_one is not None
    assert with_both.true_share_interval is not None
    assert with_both.true_share is not None
    assert with_both.true_share_interval.low < with_both.true_share < with_both.true_share_interval.high
    assert with_one.true_share_interval is None


@pytest.mark.parametrize(
    ("successes", "total", "low", "high"),
    [(12, 12, 0.7575, 1.0), (0, 10, 0.0, 0.2775), (10, 13, 0.4974, 0.9182), (50, 100, 0.4038, 0.5962)],
)
def test_wilson_agrees_with_published_values(successes: int, total: int, low: float, high: float) -> None:
    interval = wilson(successes, total)
    assert (interval.low, interval.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("successes", "total"), [(1, 0), (-1, 5), (6, 5)])
def test_wilson_refuses_what_is_no_share(successes: int, total: int) -> None:
    with pytest.raises(ValueError, match="share"):
        wilson(successes, total)


def test_a_share_beyond_one_is_refused() -> None:
    with pytest.raises(ValueError, match="shares"):
        true_share(1.2, 0.5, 0.5)


def test_every_published_figure_has_its_source_and_stands_with_the_lesson() -> None:
    tools = list_tools()
    assert {"raft_validation", "mahtst_germany", "delphi", "kemlu_iom"} <= {each.id for each in tools}
    assert all(each.source and each.note for each in tools)
    assert set(lesson()) == {"en", "id", "km"}
