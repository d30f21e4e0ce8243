"""One instrument laid out for speed: answers become bits, and every question about them is a mask."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pulang.identification.answers import Answer
from pulang.identification.errors import NotScored, UnknownIndicator
from pulang.identification.instruments.model import Indicator, Instrument, Rule
from pulang.identification.rules.grades import GRADES, ONE_OF, WIDTH, Threshold
from pulang.identification.rules.table import ResultTable


class Answered(NamedTuple):
    """Which indicators are present, absent and open, as bits; and how many, packed for all dimensions at once."""

    yes: int
    no: int
    unanswered: int
    yes_count: int
    no_count: int
    open_count: int


class Reading:
    """A scored instrument, compiled. Get one with :func:`reading_of`."""

    def __init__(self, instrument: Instrument, rule: Rule) -> None:
        self.instrument = instrument
        self.rule = rule
        self.names = tuple(indicator.id for indicator in instrument.indicators)
        self.bit = {name: 1 << n for n, name in enumerate(self.names)}
        self.dimensions = tuple(dimension.id for dimension in instrument.dimensions)
        self.threshold = Threshold(rule.positive_if_any)
        self.table = ResultTable(rule, self.dimensions)
        self.members = {d: self._mask(dimension=d) for d in self.dimensions}
        self.graded = {d: tuple(self._mask(dimension=d, grade=grade) for grade in GRADES) for d in self.dimensions}
        self.shifts = {d: n * WIDTH for n, d in enumerate(self.dimensions)}
        self._codes = {i.id: self._code(i) for i in instrument.indicators}
        self._every = sum(self._codes.values())
        self.crime = self.bit[rule.crime]
        self.ilo11 = self._ilo11()
        of_means = [d.id for d in instrument.dimensions if d.element == "means"]
        self.means = sum(self.members[d] for d in of_means)
        self.means_state = sum(self.table.bit[d] for d in of_means)
        self.purpose = self.members[rule.work] | self.crime

    def read(self, answers: Mapping[str, Answer]) -> Answered:
        """Answers as bits. Raises :class:`UnknownIndicator` naming every id that this version lacks."""
        codes = self._codes
        yes = no = 0
        for indicator, answer in answers.items():
            if answer is Answer.YES:
                yes += codes.get(indicator, 0)
            elif answer is Answer.NO:
                no += codes.get(indicator, 0)
        if not answers.keys() <= codes.keys():
            strangers = tuple(sorted(answers.keys() - codes.keys()))
            raise UnknownIndicator(indicators=strangers, instrument=self.instrument.label)
        size = len(self.names)
        low = (1 << size) - 1
        rest = self._every - yes - no
        return Answered(yes & low, no & low, rest & low, yes >> size, no >> size, rest >> size)

    def count(self, dimension: str, packed: int) -> int:
        """The packed counts of one dimension, out of those of all."""
        return (packed >> self.shifts[dimension]) & ((1 << WIDTH) - 1)

    def pick(self, dimension: str, which: int, number: Sequence[int]) -> int:
        """The first ``number`` of each grade among the indicators in ``which``."""
        picked = 0
        for mask, wanted in zip(self.graded[dimension], number, strict=True):
            left = which & mask
            for _ in range(wanted):
                picked |= left & -left
                left &= left - 1
        return picked

    def ids(self, which: int) -> tuple[str, ...]:
        """The indicators in ``which``, in the order of the instrument."""
        found = []
        while which:
            lowest = which & -which
            found.append(self.names[lowest.bit_length() - 1])
            which ^= lowest
        return tuple(found)

    def _code(self, indicator: Indicator) -> int:
        """The bit of the indicator below, a one in the right packed count above: adding codes does both."""
        place = GRADES.index(indicator.grade) if indicator.grade else 0
        return (ONE_OF[place] << (len(self.names) + self.shifts[indicator.dimension])) | self.bit[indicator.id]

    def _mask(self, **wanted: object) -> int:
        return sum(
            self.bit[indicator.id]
            for indicator in self.instrument.indicators
            if all(getattr(indicator, name) == value for name, value in wanted.items())
        )

    def _ilo11(self) -> Mapping[str, int]:
        masks: dict[str, int] = {}
        for indicator in self.instrument.indicators:
            for each in indicator.ilo11:
                masks[each] = masks.get(each, 0) | self.bit[indicator.id]
        return masks


@cache
def reading_of(instrument: Instrument) -> Reading:
    """The compiled form, made once per instrument version. Raises :class:`NotScored` for a checklist."""
    if instrument.rule is None:
        raise NotScored(instrument=instrument.label)
    return Reading(instrument, instrument.rule)
