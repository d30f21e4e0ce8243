"""Whatever list an administrator may publish, nobody who walks it comes to a dead end or goes in a circle."""

from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pulang.repatriation.rules import (
    Standing,
    Statement,
    StepList,
    build_step_list,
    engine,
    shipped_data,
    shipped_versions,
)
from pulang.repatriation.rules.checking import flaws_of, needed

SHIPPED = shipped_data(str(shipped_versions()[-1]))
START = datetime(2026, 1, 16, 8, tzinfo=UTC)
CODES = tuple(SHIPPED["steps"])
SPARE = [code for code in CODES if code not in needed()]
MOVABLE = (Standing.READY, Standing.FAILED)


@st.composite
def documents(draw: st.DrawFn, *, wild: bool = False) -> dict[str, Any]:
    """The list in use with steps left out, other conditions and lapses; a `wild` one looks ahead at times."""
    left_out = draw(st.sets(st.sampled_from(SPARE), max_size=6))
    codes = [code for code in CODES if code not in left_out]
    steps: dict[str, Any] = {}
    for place, code in enumerate(codes):
        step = {key: part for key, part in SHIPPED["steps"][code].items() if key not in ("after", "until")}
        offered = codes if wild else [name for name in codes[:place] if "until" not in steps[name]]
        before = draw(st.lists(st.sampled_from(offered), max_size=3, unique=True)) if offered else []
        kind = draw(st.sampled_from(["all", "any"]))
        if before and (kind == "all" or len(before) > 1):
            step["after"] = {kind: before}
        if draw(st.integers(0, 7)) == 0:
            step["until"] = draw(st.sampled_from(codes))
        steps[code] = step
    return {**SHIPPED, "steps": steps}


def says(steps: StepList, code: str, result: str, minute: int) -> Statement:
    return Statement(START + timedelta(minutes=minute), steps.step(code).side, result)


def movable(steps: StepList, said: dict[str, Statement]) -> list[str]:
    return [one.code for one in steps.steps if engine.standing(steps, said, one.code) in MOVABLE]


@given(documents(), st.lists(st.integers(0, 99), max_size=12))
def test_a_list_without_flaws_has_no_dead_end(data, choices):
    assert flaws_of(data) == []
    steps, said = build_step_list(data), {}
    for minute, choice in enumerate(choices):  # people go some way, and fail at times
        can = movable(steps, said)
        code = can[choice % len(can)] if can else ""
        if code:
            results = sorted(steps.step(code).outcomes)
            said[code] = says(steps, code, results[choice % len(results)], minute)
    for minute in range(100, 100 + 2 * len(steps.steps)):
        can = movable(steps, said)
        if not can:
            break
        good = next(one.code for one in steps.step(can[0]).outcomes.values() if one.ends.lets_on)
        said[can[0]] = says(steps, can[0], good, minute)
    stands = {one.code: engine.standing(steps, said, one.code) for one in steps.steps}
    assert set(stands.values()) <= {Standing.DONE, Standing.NOT_NEEDED}


@given(documents(wild=True))
def test_a_list_with_a_circle_or_an_unknown_step_is_never_accepted(data):
    steps = data["steps"]
    for place, step in enumerate(steps.values()):
        before = {name for names in step.get("after", {}).values() for name in names}
        if not before <= set(list(steps)[:place]):
            assert flaws_of(data)
