"""Step lists from `data/steps/<number>.yaml`: read once, checked against the schema and for sense."""

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files
from typing import Any

import jsonschema

from pulang.lib.errors import NotFound
from pulang.repatriation.rules.definitions import (
    Condition,
    Evidence,
    FieldDefinition,
    FieldKind,
    Outcome,
    State,
    StepDefinition,
    StepList,
    When,
)
from pulang.repatriation.rules.lines import Document, Where, parse

DATA = files("pulang.repatriation") / "data"


@cache
def step_list(version: str) -> StepList:
    """The list of that number. Raises NotFound, or StepListBroken with file and line."""
    source = DATA / "steps" / f"{version}.yaml"
    if not version.isdecimal() or not source.is_file():
        raise NotFound()
    return read_step_list(source.read_text("utf-8"), file=f"{version}.yaml")


@cache
def current_list() -> StepList:
    """The newest list: every way home that begins now follows it."""
    names = (entry.name.removesuffix(".yaml") for entry in (DATA / "steps").iterdir())
    return step_list(str(max(int(name) for name in names if name.isdecimal())))


def read_step_list(text: str, *, file: str) -> StepList:
    """Read and check one list. Raises StepListBroken at the first thing to mend."""
    document = parse(text, file)
    for error in sorted(_schema().iter_errors(document.data), key=lambda found: [str(p) for p in found.path]):
        raise document.broken(tuple(error.path), error.message)
    for where, problem in _contradictions(document.data, file):
        raise document.broken(where, problem)
    steps = tuple(_step(code, raw) for code, raw in document.data["steps"].items())
    _check_order(document, steps)
    return StepList(version=document.data["version"], steps=steps)


@cache
def _schema() -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((DATA / "steps.schema.json").read_text("utf-8")))


def _contradictions(data: Mapping[str, Any], file: str) -> Iterator[tuple[Where, str]]:
    """Where the list names what it does not have, or could never come to an end."""
    steps, sides = data["steps"], set(data["sides"])
    if f"{data['version']}.yaml" != file:
        yield ("version",), f"version {data['version']} stands in {file}"
    for code, step in steps.items():
        at: Where = ("steps", code)
        after = step.get("after", {})
        for kind, named in after.items():
            for place, other in enumerate(named):
                if other not in steps:
                    yield (*at, "after", kind, place), f"there is no step '{other}'"
                elif "until" in steps[other]:
                    yield (*at, "after", kind, place), f"'{other}' may lapse, so no step can wait for it"
        if step.get("until", code) not in steps:
            yield (*at, "until"), f"there is no step '{step['until']}'"
        for side in {step["owner"]["side"], *step["owner"].get("also_recorded_by", ())} - sides:
            yield (*at, "owner"), f"{side} is no side of this list"
        fields = step.get("fields", {})
        for name in (*step.get("partner_sees", ()), *step.get("evidence", {}).get("fields", ())):
            if name not in fields:
                yield at, f"there is no field '{name}'"
        if all(outcome["ends"] == "failed" for outcome in step["outcomes"].values()):
            yield (*at, "outcomes"), "no outcome lets the way go on"


def _check_order(document: Document, steps: tuple[StepDefinition, ...]) -> None:
    """No circle among conditions and lapses; a step stands below those it waits for."""
    try:
        TopologicalSorter({s.code: s.after.codes for s in steps}).prepare()
    except CycleError as error:
        circle = error.args[1]
        raise document.broken(("steps", circle[0]), f"steps wait for each other: {' < '.join(circle)}") from error
    seen: set[str] = set()
    for step in steps:
        for early in set(step.after.codes) - seen:
            raise document.broken(("steps", step.code), f"stands above '{early}', for which it waits")
        seen.add(step.code)


def _step(code: str, raw: Mapping[str, Any]) -> StepDefinition:
    owner, after, evidence = raw["owner"], raw.get("after", {}), raw.get("evidence")
    return StepDefinition(
        code=code,
        title=raw["title"],
        who=raw["who"],
        help=raw["help"],
        agencies={
            owner["side"]: tuple(owner["agencies"]),
            **{side: tuple(kinds) for side, kinds in owner.get("also_recorded_by", {}).items()},
        },
        section=raw["section"],
        after=Condition(tuple(after.get("all", ())), tuple(after.get("any", ()))),
        until=raw.get("until"),
        deadline=timedelta(days=raw["deadline"]["days"]),
        evidence=Evidence(evidence.get("file"), tuple(evidence.get("fields", ()))) if evidence else None,
        fields=tuple(_field(name, field) for name, field in raw.get("fields", {}).items()),
        outcomes={key: Outcome(key, one["text"], State(one["ends"])) for key, one in raw["outcomes"].items()},
        partner_sees=tuple(raw.get("partner_sees", ())),
    )


def _field(name: str, raw: Mapping[str, Any]) -> FieldDefinition:
    return FieldDefinition(
        name=name,
        kind=FieldKind(raw["kind"]),
        label=raw["label"],
        required=raw.get("required", False),
        when=When(raw.get("when", "past")),
        choices=raw.get("choices", {}),
    )
