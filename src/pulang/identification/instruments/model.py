"""What an instrument is: immutable, with its version, its texts in three languages and its rule as data."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = ("en", "id", "km")

Texts = Mapping[str, str]
"""One text by language; all of :data:`LANGUAGES` are present."""


class Kind(StrEnum):
    """``scored`` has a rule and a combined result; ``checklist`` is shown, never summed."""

    SCORED = "scored"
    CHECKLIST = "checklist"


class Grade(StrEnum):
    """How much one indicator says, by expert judgement."""

    STRONG = "strong"
    MEDIUM = "medium"
    WEAK = "weak"


EXPLOITATION_SHOWN = "exploitation_shown"
ACT_KNOWN = "act_known"
FACTS = (EXPLOITATION_SHOWN, ACT_KNOWN)
"""What a condition may name beside dimensions: X of the rule, and a known act."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``all`` or ``any`` of its parts: names (dimensions, :data:`FACTS`) or further conditions.

    There is no *not*: one more thing that is true can only lead to an earlier line of a table.
    """

    every: bool
    parts: "tuple[str | Condition, ...]"

    def holds(self, true: Set[str]) -> bool:
        checked = (part in true if isinstance(part, str) else part.holds(true) for part in self.parts)
        return all(checked) if self.every else any(checked)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the result table; the first that holds is the result.

    ``refers``: a result for which a person must not be punished unheard (non-punishment, double status).
    """

    number: int
    result: str
    when: Condition
    refers: bool
    label: Texts
    why: Texts


@dataclass(frozen=True, slots=True)
class Rule:
    """How answers become a result.

    A dimension is positive if any of ``positive_if_any`` is reached (*at least* these counts of yes, by grade or
    ``medium_or_weak``). ``work`` is the dimension of exploitation at work, ``crime`` the indicator of forced
    crime, which needs evidence. ``means_required`` is false for children.
    """

    positive_if_any: tuple[Mapping[str, int], ...]
    work: str
    crime: str
    means_required: bool
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators. ``element``: act, means, purpose or context; ``phase``: recruitment or destination."""

    id: str
    label: Texts
    element: str | None
    phase: str | None


@dataclass(frozen=True, slots=True)
class Indicator:
    """One thing that is present, absent or open.

    ``ilo11``: which of the eleven ILO indicators it shows. ``bears_on``: indicators of the Delphi list that it
    touches. ``law``: the same notion in ``palermo``, ``indonesia``, ``cambodia`` (``None``: not named there).
    ``doubt``: what is not sure about its grade or wording.
    """

    id: str
    dimension: str
    grade: Grade | None
    element: str | None
    ilo11: tuple[str, ...]
    bears_on: tuple[str, ...]
    law: Mapping[str, str | None]
    text: Texts
    sources: tuple[str, ...]
    doubt: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Instrument:
    """One version of one instrument. Compared by identity: versions never mix.

    ``applies_to``: ``adult``, ``child`` or ``anyone``. ``km_checked``: whether a speaker has read the Khmer texts.
    """

    id: str
    version: str
    kind: Kind
    applies_to: str
    title: Texts
    source: str
    confidence: str
    licence_note: str
    km_checked: bool
    dimensions: tuple[Dimension, ...]
    indicators: tuple[Indicator, ...]
    rule: Rule | None

    @property
    def label(self) -> str:
        """``id@version``, as it stands in records and messages."""
        return f"{self.id}@{self.version}"

    def indicator(self, indicator_id: str) -> Indicator:
        """Raises ``KeyError`` for an id that this version does not have."""
        return next((i for i in self.indicators if i.id == indicator_id), None) or _absent(indicator_id)

    def line(self, number: int) -> Line:
        """The line of the result table with this number; ``KeyError`` if there is none."""
        lines = self.rule.lines if self.rule else ()
        found = next((line for line in lines if line.number == number), None)
        if found is None:
            raise KeyError(number)
        return found


def _absent(indicator_id: str) -> Indicator:
    raise KeyError(indicator_id)
