"""Two records line by line: equal papers, phones and names stand in one line, whatever their order."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from pulang.matching.pairs.rules.differences import (
    Piece,
    Pieces,
    compare_dates,
    compare_names,
    compare_numbers,
    compare_texts,
    mark_of,
)
from pulang.persons.drafts import ContactDraft, NameDraft, PaperDraft, PersonDraft

Part = TypeVar("Part", NameDraft, PaperDraft, ContactDraft)
Compare = Callable[[str, str], tuple[Pieces, Pieces]]
NEAR = 0.5  # less like each other than this, two numbers stand in lines of their own


@dataclass(frozen=True)
class Said:
    """What one record says: the value in pieces, and the part it came from (None for a field of the record)."""

    pieces: Pieces
    part: NameDraft | PaperDraft | ContactDraft | None = None


@dataclass(frozen=True)
class Line:
    """One thing on both sides. `field` is one of `PersonDraft`; `verdict` is agree, alike, differs or one_side."""

    field: str
    left: Said | None
    right: Said | None
    verdict: str


def beside(left: PersonDraft, right: PersonDraft) -> tuple[Line, ...]:
    """Everything that either record says; what neither knows has no line."""
    fields: tuple[tuple[str, Compare], ...] = (
        ("name", compare_names),
        ("birth_date", compare_dates),
        ("birth_place", compare_names),
        ("sex", _whole),
        ("nationality", _whole),
        ("description", compare_texts),
    )
    name, *rest = (_field(field, left, right, compare) for field, compare in fields)
    languages = _line("languages", " ".join(left.languages), " ".join(right.languages), compare_texts)
    return tuple(
        line
        for line in (
            name,
            *_parts("other_names", left.other_names, right.other_names, lambda one: one.text, compare_names),
            *rest[:-1],
            *_parts("papers", left.papers, right.papers, lambda one: one.number, compare_numbers),
            *_parts("contacts", left.contacts, right.contacts, lambda one: one.value, compare_numbers),
            languages,
            rest[-1],
        )
        if line is not None
    )


def _field(field: str, left: PersonDraft, right: PersonDraft, compare: Compare) -> Line | None:
    one, other = ("" if value == "unknown" else value for value in (getattr(left, field), getattr(right, field)))
    return _line(field, one, other, compare)


def _line(field: str, left: str, right: str, compare: Compare) -> Line | None:
    if not left and not right:
        return None
    if not left or not right:
        one = Said(compare(left or right, left or right)[0])
        return Line(field, one if left else None, one if right else None, "one_side")
    mine, theirs = compare(left, right)
    return Line(field, Said(mine), Said(theirs), _VERDICTS[mark_of(mine, theirs)])


def _parts(
    field: str, left: Sequence[Part], right: Sequence[Part], value: Callable[[Part], str], compare: Compare
) -> Iterator[Line]:
    """The parts of both, each beside the one of its kind that it is most like."""
    couples = ((i, j) for i, one in enumerate(left) for j, other in enumerate(right) if one.kind == other.kind)
    ranked = [(_likeness(value(left[i]), value(right[j])), i, j) for i, j in couples]
    mates: dict[int, int] = {}
    for likeness, i, j in sorted(ranked, key=lambda one: (-one[0], one[1:])):
        if likeness >= NEAR and i not in mates and j not in mates.values():
            mates[i] = j
    for place, one in enumerate(left):
        if place in mates:
            other = right[mates[place]]
            mine, theirs = compare(value(one), value(other))
            yield Line(field, Said(mine, one), Said(theirs, other), _VERDICTS[mark_of(mine, theirs)])
        else:
            yield Line(field, Said(compare(value(one), value(one))[0], one), None, "one_side")
    for place, other in enumerate(right):
        if place not in mates.values():
            yield Line(field, None, Said(compare(value(other), value(other))[0], other), "one_side")


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False).ratio()


def _whole(left: str, right: str) -> tuple[Pieces, Pieces]:
    mark = "" if left == right else "differs"
    return (Piece(left, mark),), (Piece(right, mark),)


_VERDICTS = {"": "agree", "alike": "alike", "differs": "differs"}
