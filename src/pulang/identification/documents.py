"""Read YAML and JSON so that every value still knows its line, and no repeated key is lost. Pure.

Python's usual readers keep the last of two equal keys in silence. Here a repeated key is kept as
:class:`Several`, so that the caller can show the contradiction or refuse the file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from pulang.identification.errors import DataBroken

Where = tuple[str | int, ...]
"""A way into a document: keys and positions, outermost first."""


class Several(tuple[Any, ...]):
    """The values of a key that was written more than once, in order."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: plain ``data`` and the line (from 1) of every value by its :data:`Where`.

    ``json`` is the text of a JSON file: its lines are looked for only when something is wrong with it.
    """

    file: str
    data: Any
    lines: Mapping[Where, int]
    json: str = ""

    def broken(self, where: Where, problem: str) -> DataBroken:
        """The error for a problem at (or inside) ``where``: names the nearest line that is known."""
        lines = self.lines or _lines_of_json(self.json)
        while where and where not in lines:
            where = where[:-1]
        return DataBroken(file=self.file, line=lines.get(where, 1), problem=problem)


def read_document(path: Path) -> Document:
    """Read a ``.json`` or YAML file. Raises :class:`DataBroken` with the line of what is wrong."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise DataBroken(file=path.name, line=1, problem=f"the file cannot be read: {reason}") from error
    return parse_json(text, path.name) if path.suffix.lower() == ".json" else parse_yaml(text, path.name)


def parse_json(text: str, file: str) -> Document:
    """Plain JSON, as the standard has it."""
    try:
        data = json.loads(text, object_pairs_hook=_keep_repeated)
    except json.JSONDecodeError as error:
        raise DataBroken(file=file, line=error.lineno, problem=f"not valid JSON: {error.msg}") from error
    except (RecursionError, ValueError) as error:
        problem = "nested too deeply" if isinstance(error, RecursionError) else "a number is too long to be read"
        raise DataBroken(file=file, line=1, problem=problem) from error
    return Document(file, data, {}, text)


def _lines_of_json(text: str) -> Mapping[Where, int]:
    """JSON keeps no lines once it is read, but nearly all of it is YAML, which does. Empty where it is not."""
    try:
        return parse_yaml(text, "").lines
    except DataBroken:
        return {}


def parse_yaml(text: str, file: str) -> Document:
    """Plain YAML: no anchors, no merge keys, so that what is written is what is read."""
    loader = yaml.CSafeLoader(text)
    lines: dict[Where, int] = {}
    try:
        node = loader.get_single_node()
        data = None if node is None else _build(loader, node, (), lines, set())
    except (yaml.MarkedYAMLError, yaml.reader.ReaderError, _AliasError, RecursionError, ValueError) as error:
        raise DataBroken(file=file, line=_line_of(error), problem=f"not valid YAML: {_reason(error)}") from error
    finally:
        loader.dispose()
    return Document(file, data, lines)


class _AliasError(Exception):
    def __init__(self, line: int) -> None:
        self.line = line
        super().__init__("anchors and aliases are not used in these files")


def _build(loader: yaml.CSafeLoader, node: yaml.Node, where: Where, lines: dict[Where, int], seen: set[int]) -> Any:
    lines[where] = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_object(node, deep=True)
    # The composer hands out one node for an anchor and all its aliases; a second visit is an alias.
    if id(node) in seen:
        raise _AliasError(node.start_mark.line + 1)
    seen.add(id(node))
    if isinstance(node, yaml.SequenceNode):
        return [_build(loader, item, (*where, n), lines, seen) for n, item in enumerate(node.value)]
    pairs = []
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str | int):
            raise yaml.constructor.ConstructorError(None, None, "a key must be a word", key_node.start_mark)
        pairs.append((key, _build(loader, value_node, (*where, key), lines, seen)))
        lines[(*where, key)] = key_node.start_mark.line + 1
    return _keep_repeated(pairs)


def _keep_repeated(pairs: list[tuple[Any, Any]]) -> dict[Any, Any]:
    gathered: dict[Any, list[Any]] = {}
    for key, value in pairs:
        gathered.setdefault(key, []).append(value)
    return {key: values[0] if len(values) == 1 else Several(values) for key, values in gathered.items()}


def _line_of(error: Exception) -> int:
    if isinstance(error, _AliasError):
        return error.line
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark is not None else 1


def _reason(error: Exception) -> str:
    return str(getattr(error, "problem", None) or getattr(error, "reason", None) or error)
