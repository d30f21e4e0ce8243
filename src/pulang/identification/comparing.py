"""Assessments of one person side by side: what differs, and what would resolve it. Nothing is averaged. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pulang.identification.answers import Answer
from pulang.identification.gathering import items_for
from pulang.identification.questions import QuestionBank


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that the assessments speak of. ``values``: in their order, empty where one does not speak of it."""

    group: str
    name: str
    values: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether two that speak of it disagree."""
        return len({value for value in self.values if value}) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """``groups``: result, dimensions, palermo, ilo11. ``answers``: items that were answered differently.

    ``resolve``: the items to ask, in the order of the interview: those answered differently, and those that an open
    result waits for.
    """

    rows: tuple[Row, ...]
    answers: tuple[Row, ...]
    resolve: tuple[str, ...]

    @property
    def differs(self) -> bool:
        return any(row.differs for row in self.rows)


def compare(
    bank: QuestionBank, results: Sequence[Mapping[str, Any]], bases: Sequence[Mapping[str, Any]]
) -> Comparison:
    """``results`` and ``bases`` are those of :class:`~pulang.identification.judging.Judged`, in the same order."""
    rows = [
        Row("result", name, tuple(str(each.get(name) or "") if _is_scored(each) else "" for each in results))
        for name in ("result", "could_become")
    ]
    for group in ("dimensions", "palermo", "ilo11"):
        maps = [_standings(group, each) for each in results]
        rows += [Row(group, name, tuple(one.get(name, "") for one in maps)) for name in _names(maps)]
    given = [_answers(basis) for basis in bases]
    answers = tuple(
        row
        for item in bank.items()
        if (row := Row("answers", item.id, tuple(one.get(item.id, "") for one in given))).differs
    )
    open_indicators = {indicator for each in results for indicator in _waits_for(each)}
    resolve = {row.name for row in answers} | set(items_for(bank, open_indicators))
    return Comparison(tuple(rows), answers, tuple(item.id for item in bank.items() if item.id in resolve))


def _waits_for(result: Mapping[str, Any]) -> tuple[str, ...]:
    """What would settle a scored result that is open. A checklist has no result to settle."""
    return tuple(result["settles"]) if result.get("open") and _is_scored(result) else ()


def _is_scored(result: Mapping[str, Any]) -> bool:
    return result.get("result") != "shown_not_scored"


def _standings(group: str, result: Mapping[str, Any]) -> Mapping[str, str]:
    """What one result says of a group. Of a checklist only those of the eleven that are there are compared."""
    if _is_scored(result):
        return result.get(group) or {}
    return dict.fromkeys(result["ilo11_present"], "present") if group == "ilo11" else {}


def _names(maps: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in maps for name in one))


def _answers(basis: Mapping[str, Any]) -> dict[str, str]:
    """Clear answers only: that one officer did not ask is no disagreement. A contradiction is shown as one."""
    clear = {item: answer for item, answer in basis["items"].items() if answer in (Answer.YES, Answer.NO)}
    return {**clear, **dict.fromkeys(basis.get("contradictory", ()), "contradictory")}
