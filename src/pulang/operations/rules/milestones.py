"""What is counted over an operation, read from data. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

Texts = Mapping[str, str]


@dataclass(frozen=True)
class Milestone:
    """Reached by everybody whose `step` is done or not needed."""

    code: str
    step: str
    text: Texts


@cache
def milestones() -> tuple[Milestone, ...]:
    found = yaml.safe_load((files("pulang.operations") / "data" / "milestones.yaml").read_text("utf-8"))
    return tuple(Milestone(code, one["step"], one["text"]) for code, one in found["milestones"].items())
