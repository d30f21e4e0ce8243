"""YAML whose values still know their lines, so that an error in a step list names the place to mend."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from pulang.repatriation.errors import StepListBroken

Where = tuple[str | int, ...]


@dataclass(frozen=True)
class Document:
    """Plain `data` and the line (from 1) of every value, by its way into the document."""

    file: str
    data: Any
    lines: Mapping[Where, int]

    def broken(self, where: Where, problem: str) -> StepListBroken:
        """The error for a problem at `where`, with the nearest line that is known."""
        while where and where not in self.lines:
            where = where[:-1]
        return StepListBroken(file=self.file, line=self.lines.get(where, 1), problem=problem)


def parse(text: str, file: str) -> Document:
    """Plain YAML without repeated keys. Raises StepListBroken."""
    lines: dict[Where, int] = {}
    try:
        node = yaml.compose(text, yaml.SafeLoader)
        data = None if node is None else _build(node, (), lines, file)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise StepListBroken(file=file, line=line, problem=f"not valid YAML: {error.problem}") from error
    return Document(file, data, lines)


def _build(node: yaml.Node, where: Where, lines: dict[Where, int], file: str) -> Any:
    if where in lines:
        raise StepListBroken(file=file, line=node.start_mark.line + 1, problem=f"'{where[-1]}' is there twice")
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return {key.value: _build(value, (*where, key.value), lines, file) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, (*where, place), lines, file) for place, item in enumerate(node.value)]
    return yaml.constructor.SafeConstructor().construct_object(node)
