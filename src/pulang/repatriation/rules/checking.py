"""Whether a list of steps can be used: its form, and that whoever walks it comes to the end. Pure.

A `Flaw` says where, and what in a code with details; `TEXTS` has the English sentence for who edits a file.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from typing import Any

import jsonschema
import yaml

DATA = files("pulang.repatriation") / "data"
Where = tuple[str | int, ...]
Steps = Mapping[str, Mapping[str, Any]]

TEXTS = {
    "form": "{problem}",
    "step_unknown": "there is no step '{step}'",
    "step_lapses": "'{step}' may lapse, so no step can wait for it",
    "side_unknown": "{side} is no side of this list",
    "field_unknown": "there is no field '{name}'",
    "no_way_on": "no outcome lets the way go on",
    "circle": "steps wait for each other: {steps}",
    "stands_above": "stands above '{step}', for which it waits",
    "step_needed": "step '{step}' is recorded by desks and flights, so it must be there",
    "outcome_needed": "outcome '{outcome}' is recorded by desks and flights, so it must be there",
    "field_needed": "field '{name}' is recorded by desks and flights, so it must be there",
}


@dataclass(frozen=True)
class Flaw:
    """`where` is the way into the document: ("steps", "splp", "after")."""

    where: Where
    code: str
    details: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> str:
        """The code of the step that it is about; "" for the list as a whole."""
        return str(self.where[1]) if len(self.where) > 1 and self.where[0] == "steps" else ""

    @property
    def text(self) -> str:
        return TEXTS[self.code].format(**self.details)


def flaws_of(data: Any) -> list[Flaw]:
    """Everything to mend in a list. What its steps say is only looked at where its form is right."""
    errors = sorted(_schema().iter_errors(data), key=lambda found: [str(part) for part in found.path])
    if errors:
        return [Flaw(tuple(error.path), "form", {"problem": error.message}) for error in errors]
    steps: Steps = data["steps"]
    sides = set(data["sides"])
    named = [flaw for code, step in steps.items() for flaw in _names(code, step, steps, sides)]
    return [*named, *_order(steps), *_needed(steps)]


@cache
def _schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((DATA / "steps.schema.json").read_text("utf-8")))


def _names(code: str, step: Mapping[str, Any], steps: Steps, sides: set[str]) -> Iterator[Flaw]:
    """Where a step names what the list does not have, or could never come to an end."""
    at: Where = ("steps", code)
    for kind, named in step.get("after", {}).items():
        for place, other in enumerate(named):
            if other not in steps:
                yield Flaw((*at, "after", kind, place), "step_unknown", {"step": other})
            elif "until" in steps[other]:
                yield Flaw((*at, "after", kind, place), "step_lapses", {"step": other})
    if step.get("until", code) not in steps:
        yield Flaw((*at, "until"), "step_unknown", {"step": step["until"]})
    for side in sorted({step["owner"]["side"], *step["owner"].get("also_recorded_by", ())} - sides):
        yield Flaw((*at, "owner"), "side_unknown", {"side": side})
    for name in (*step.get("partner_sees", ()), *step.get("evidence", {}).get("fields", ())):
        if name not in step.get("fields", {}):
            yield Flaw(at, "field_unknown", {"name": name})
    if all(outcome["ends"] == "failed" for outcome in step["outcomes"].values()):
        yield Flaw((*at, "outcomes"), "no_way_on")


def _order(steps: Steps) -> Iterator[Flaw]:
    """No circle among conditions; a step stands below those it waits for."""
    before = {
        code: [name for kind in step.get("after", {}).values() for name in kind] for code, step in steps.items()
    }
    try:
        TopologicalSorter(before).prepare()
    except CycleError as error:
        circle = error.args[1]
        yield Flaw(("steps", circle[0]), "circle", {"steps": " < ".join(circle)})
        return
    seen: set[str] = set()
    for code, early in before.items():
        for name in early:
            if name in steps and name not in seen:
                yield Flaw(("steps", code), "stands_above", {"step": name})
        seen.add(code)


@cache
def needed() -> Mapping[str, Mapping[str, list[str]]]:
    """Steps that desks and flights record, with the outcomes and fields that they use."""
    found: Mapping[str, Mapping[str, list[str]]] = _read("needed.yaml")["needed"]
    return found


def _read(name: str) -> Any:
    return yaml.safe_load((DATA / name).read_text("utf-8"))


def _needed(steps: Steps) -> Iterator[Flaw]:
    for code, parts in needed().items():
        if code not in steps:
            yield Flaw(("steps",), "step_needed", {"step": code})
            continue
        for outcome in parts.get("outcomes", ()):
            if outcome not in steps[code]["outcomes"]:
                yield Flaw(("steps", code, "outcomes"), "outcome_needed", {"outcome": outcome})
        for name in parts.get("fields", ()):
            if name not in steps[code].get("fields", {}):
                yield Flaw(("steps", code, "fields"), "field_needed", {"name": name})
