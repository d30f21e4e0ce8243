"""In which week somebody can fly, by what is settled and the days that steps usually take. Pure."""

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pulang.repatriation.rules import StepDefinition, StepList
from pulang.repatriation.rules.path import may_begin

FLIGHT = "departure"
FARTHEST = 8  # weeks; whoever needs longer stands there
ENOUGH = 5  # people whose days make a median that says something


@dataclass(frozen=True)
class Usual:
    """`medians`: people and median days by step, as measured; a step that too few did takes its deadline."""

    steps: StepList
    medians: Mapping[str, tuple[int, float]]

    def takes(self, step: StepDefinition, begins: float) -> float:
        people, median = self.medians.get(step.code, (0, 0.0))
        return median if people >= ENOUGH else float(step.deadline.days)


def week_of(steps: StepList, settled: Collection[str], usual: Usual) -> int | None:
    """0 for whoever can fly now, 1 within seven days, and so on; None for whoever has left."""
    if FLIGHT in settled:
        return None
    days = may_begin(steps, dict.fromkeys(settled, 0.0), usual.takes, FLIGHT)
    return min(math.ceil(days / 7), FARTHEST)
