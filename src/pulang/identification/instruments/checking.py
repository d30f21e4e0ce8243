"""Whether an instrument file is sound: its shape by JSON Schema, its sense by what a schema cannot say."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from pulang.identification.documents import Document, Several, Where
from pulang.identification.instruments.model import FACTS, Condition, Instrument, Kind, Rule


def check_shape(document: Document, schema: Mapping[str, Any]) -> None:
    """Raise ``DataBroken`` at the line of the first thing that the schema does not allow."""
    from jsonschema import Draft202012Validator  # slow to import, and only needed once a file is read
    from jsonschema.exceptions import best_match

    for where in _repeated(document.data):
        raise document.broken(where, f"'{where[-1]}' is written more than once")
    error = best_match(Draft202012Validator(dict(schema)).iter_errors(document.data))
    if error is not None:
        at: Where = tuple(error.absolute_path)
        allowed = error.schema.get("properties", {}) if error.validator == "additionalProperties" else None
        stranger = next((key for key in error.instance if key not in allowed), None) if allowed else None
        place = f"{'.'.join(map(str, at))}: " if at else ""
        raise document.broken((*at, stranger) if stranger else at, f"{place}{error.message}")


def check_sense(document: Document, instrument: Instrument) -> None:
    """Raise ``DataBroken`` for names that lead nowhere and for a rule that could not be trusted."""
    dimensions = {dimension.id for dimension in instrument.dimensions}
    _unique(document, "dimensions", [d.id for d in instrument.dimensions])
    _unique(document, "indicators", [i.id for i in instrument.indicators])
    for n, indicator in enumerate(instrument.indicators):
        if indicator.dimension not in dimensions:
            problem = f"{indicator.id} stands in '{indicator.dimension}', which is no dimension of this file"
            raise document.broken(("indicators", n, "dimension"), problem)
        if instrument.kind is Kind.SCORED and indicator.grade is None:
            raise document.broken(("indicators", n), f"{indicator.id} has no grade, but the list is scored")
    if (instrument.kind is Kind.SCORED) != (instrument.rule is not None):
        raise document.broken(("kind",), "a scored instrument has a rule, and a checklist has none")
    if instrument.rule is not None:
        _check_rule(document, instrument, instrument.rule)


def check_place(document: Document, instrument: Instrument, path: Path) -> None:
    """Raise ``DataBroken`` where a file of the library would be found under another id or version."""
    if path.stem != instrument.version:
        raise document.broken(("version",), f"version {instrument.version} stands in the file {path.name}")
    if path.parent.name != instrument.id:
        raise document.broken(("id",), f"instrument {instrument.id} stands in the folder {path.parent.name}")


def _unique(document: Document, section: str, ids: list[str]) -> None:
    for name, times in Counter(ids).items():
        if times > 1:
            second = [n for n, each in enumerate(ids) if each == name][1]
            raise document.broken((section, second), f"{name} occurs {times} times")


def _check_rule(document: Document, instrument: Instrument, rule: Rule) -> None:
    names = {dimension.id for dimension in instrument.dimensions} | set(FACTS)
    if rule.work not in names - set(FACTS):
        raise document.broken(("rule", "work"), f"'{rule.work}' is no dimension of this file")
    if rule.crime not in {indicator.id for indicator in instrument.indicators}:
        raise document.broken(("rule", "crime"), f"'{rule.crime}' is no indicator of this file")
    for n, line in enumerate(rule.lines):
        where: Where = ("rule", "lines", n)
        if line.number != n + 1:
            raise document.broken((*where, "line"), f"line {line.number} stands where line {n + 1} belongs")
        for name in _names(line.when):
            if name not in names:
                raise document.broken((*where, "when"), f"'{name}' is neither a dimension nor a known fact")
        if rule.work in _names(line.when):
            raise document.broken((*where, "when"), f"name exploitation_shown here, not '{rule.work}'")
    last = len(rule.lines) - 1
    if not rule.lines[last].when.holds(set()):
        raise document.broken(("rule", "lines", last, "when"), "the last line must hold always ('all: []')")
    _check_reachable(document, rule, sorted(names - {rule.work}))


def _check_reachable(document: Document, rule: Rule, names: list[str]) -> None:
    """Every line must be the first that holds for something: otherwise two lines stand in the wrong order.

    That one more yes never leads to a later line needs no check: conditions cannot say *not*.
    """
    subsets = (set(true) for size in range(len(names) + 1) for true in combinations(names, size))
    reached = {next(n for n, line in enumerate(rule.lines) if line.when.holds(true)) for true in subsets}
    for n, line in enumerate(rule.lines):
        if n not in reached:
            problem = f"line {line.number} can never be the result: an earlier line always holds before it"
            raise document.broken(("rule", "lines", n), problem)


def _names(condition: Condition) -> Iterator[str]:
    for part in condition.parts:
        if isinstance(part, str):
            yield part
        else:
            yield from _names(part)


def _repeated(data: Any, where: Where = ()) -> Iterator[Where]:
    if isinstance(data, Several):
        yield where
    elif isinstance(data, dict):
        yield from _inside(data.items(), where)
    elif isinstance(data, list):
        yield from _inside(enumerate(data), where)


def _inside(items: Iterable[tuple[Any, Any]], where: Where) -> Iterator[Where]:
    for key, value in items:
        yield from _repeated(value, (*where, key))
