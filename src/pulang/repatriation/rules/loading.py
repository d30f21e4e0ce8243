"""Step lists: those that came with the software (`data/steps/<number>.yaml`), and other documents of that form."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from pulang.lib.errors import NotFound
from pulang.repatriation.errors import StepListBroken
from pulang.repatriation.rules.checking import DATA, flaws_of
from pulang.repatriation.rules.clock import Deadline
from pulang.repatriation.rules.definitions import (
    Condition,
    Evidence,
    Fallback,
    FieldDefinition,
    FieldKind,
    Outcome,
    State,
    StepDefinition,
    StepList,
    When,
)
from pulang.repatriation.rules.lines import parse


def shipped_versions() -> tuple[int, ...]:
    """The numbers of the lists that came with the software, the newest last."""
    names = (entry.name.removesuffix(".yaml") for entry in (DATA / "steps").iterdir())
    return tuple(sorted(int(name) for name in names if name.isdecimal()))


@cache
def shipped_list(version: str) -> StepList:
    """The list of that number. Raises NotFound, or StepListBroken with file and line."""
    return read_step_list(shipped_text(version), file=f"{version}.yaml")


def shipped_text(version: str) -> str:
    """As it stands in its file. Raises NotFound."""
    source = DATA / "steps" / f"{version}.yaml"
    if not version.isdecimal() or not source.is_file():
        raise NotFound()
    return source.read_text("utf-8")


def shipped_data(version: str) -> dict[str, Any]:
    """The document behind `shipped_list`, to begin another from. Raises NotFound."""
    found: dict[str, Any] = yaml.safe_load(shipped_text(version))
    return found


def read_step_list(text: str, *, file: str) -> StepList:
    """Read and check one list. Raises StepListBroken at the first thing to mend."""
    document = parse(text, file)
    for flaw in flaws_of(document.data):
        raise document.broken(flaw.where, flaw.text)
    if f"{document.data['version']}.yaml" != file:
        raise document.broken(("version",), f"version {document.data['version']} stands in {file}")
    return _build(document.data)


def build_step_list(data: Mapping[str, Any]) -> StepList:
    """A list from its document. Raises StepListBroken at the first thing to mend, with the step as `file`."""
    for flaw in flaws_of(data):
        raise StepListBroken(file=flaw.step or "list", line=1, problem=flaw.text)
    return _build(data)


def _build(data: Mapping[str, Any]) -> StepList:
    return StepList(data["version"], tuple(_step(code, raw) for code, raw in data["steps"].items()))


def _step(code: str, raw: Mapping[str, Any]) -> StepDefinition:
    owner, after, evidence = raw["owner"], raw.get("after", {}), raw.get("evidence")
    deadline, fallback = raw["deadline"], raw.get("fallback")
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
        deadline=Deadline(deadline["days"], tuple(deadline.get("working", ()))),
        fallback=_fallback(fallback) if fallback else None,
        evidence=Evidence(evidence.get("file"), tuple(evidence.get("fields", ()))) if evidence else None,
        fields=tuple(_field(name, field) for name, field in raw.get("fields", {}).items()),
        outcomes={key: Outcome(key, one["text"], State(one["ends"])) for key, one in raw["outcomes"].items()},
        partner_sees=tuple(raw.get("partner_sees", ())),
    )


def _fallback(raw: Mapping[str, Any]) -> Fallback:
    return Fallback(raw["days"], tuple(raw.get("agencies", ())), raw.get("agency", ""))


def _field(name: str, raw: Mapping[str, Any]) -> FieldDefinition:
    return FieldDefinition(
        name=name,
        kind=FieldKind(raw["kind"]),
        label=raw["label"],
        required=raw.get("required", False),
        when=When(raw.get("when", "past")),
        choices=raw.get("choices", {}),
    )
