"""When each step begins and ends if all goes as usual, and the chain of steps that decides the day. Pure.

Times are days from now, negative in the past. What should be over already is over now at the earliest.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from pulang.repatriation.rules.definitions import StepDefinition, StepList

#: How many days a step takes that begins at a time.
Takes = Callable[[StepDefinition, float], float]


@dataclass(frozen=True)
class Leg:
    """`settled`: it is over, and `ends` is when; else both times are foreseen. `decides`: it is on the chain."""

    code: str
    begins: float
    ends: float
    settled: bool
    decides: bool = False


def foresee(
    steps: StepList, ended: Mapping[str, float], takes: Takes, *, began: float = 0.0, to: str = ""
) -> dict[str, Leg]:
    """A leg for each step in their order; `ended` has those that are over, `began` is when the way began.

    The chain is that of the step `to`, else of whichever ends last. A step that lapses decides nothing.
    """
    legs: dict[str, Leg] = {}
    for step in steps.steps:
        begins = max([began, *(legs[code].ends for code in _before(step, legs))])
        if step.code in ended:
            ends = ended[step.code]
            legs[step.code] = Leg(step.code, min(begins, ends), ends, settled=True)
        elif step.until and step.until in ended:
            legs[step.code] = Leg(step.code, begins, max(begins, ended[step.until]), settled=True)
        else:
            legs[step.code] = Leg(step.code, begins, max(begins + takes(step, begins), 0.0), settled=False)
    for code in _chain(steps, legs, to):
        leg = legs[code]
        legs[code] = Leg(code, leg.begins, leg.ends, leg.settled, decides=True)
    return legs


def may_begin(steps: StepList, ended: Mapping[str, float], takes: Takes, code: str) -> float:
    """In how many days a step can begin; 0 where it can now."""
    legs = foresee(steps, ended, takes)
    return max([0.0, *(legs[name].ends for name in _before(steps.step(code), legs))])


def _before(step: StepDefinition, legs: Mapping[str, Leg]) -> list[str]:
    """The steps whose end lets this one begin: all of `all`, and of `any` the first to end."""
    first = min(step.after.any, key=lambda code: legs[code].ends, default="")
    return [*step.after.all, *([first] if first else [])]


def _chain(steps: StepList, legs: Mapping[str, Leg], to: str) -> list[str]:
    """From the last step back to the first that is not over, each time along what ended last."""
    left = [step.code for step in steps.steps if not legs[step.code].settled and step.until is None]
    here = to if to in legs else max(left, key=lambda code: legs[code].ends, default="")
    chain: list[str] = []
    while here and not legs[here].settled:
        chain.append(here)
        here = max(_before(steps.step(here), legs), key=lambda code: legs[code].ends, default="")
    return chain
