"""The workflow of a case as data: statuses, what may follow, outcomes."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from pulang.cases.errors import TransitionRefused

Texts = dict[str, str]
CLOSED = "closed"


@dataclass(frozen=True)
class Workflow:
    """`titles` and `outcomes` carry en, id and km."""

    version: str
    start: str
    titles: dict[str, Texts]
    following: dict[str, tuple[str, ...]]
    outcomes: dict[str, Texts]

    def check(self, current: str, wanted: str) -> None:
        """Raises TransitionRefused where `wanted` does not follow `current`."""
        allowed = self.following.get(current, ())
        if wanted not in allowed:
            raise TransitionRefused(current=current, wanted=wanted, allowed=", ".join(allowed))


@cache
def workflow() -> Workflow:
    found = yaml.safe_load((files("pulang.cases") / "data" / "workflow.yaml").read_text("utf-8"))
    statuses = found["statuses"]
    unknown = {status for one in statuses.values() for status in one["next"]} - statuses.keys()
    if unknown:
        raise ValueError(f"workflow.yaml goes to statuses that it does not have: {sorted(unknown)}")
    return Workflow(
        version=found["version"],
        start=found["start"],
        titles={key: one["title"] for key, one in statuses.items()},
        following={key: tuple(one["next"]) for key, one in statuses.items()},
        outcomes=found["outcomes"],
    )
