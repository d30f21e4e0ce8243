"""When a dimension is positive, and which answers that needs. Counts only, no names.

Counts travel *packed*: five bits each for strong, medium and weak, so that adding two packed numbers adds all three
counts. No dimension holds more than 31 indicators of a grade.
"""

from collections.abc import Mapping
from functools import cached_property
from itertools import product
from typing import NamedTuple

from pulang.identification.instruments.model import Grade

GRADES = (Grade.STRONG, Grade.MEDIUM, Grade.WEAK)
BITS = 5
WIDTH = BITS * len(GRADES)
LIMIT = (1 << BITS) - 1
ONE_OF = tuple(1 << (BITS * place) for place in range(len(GRADES)))
"""Packed: one indicator of each grade."""


class Count(NamedTuple):
    """How many indicators of each grade."""

    strong: int
    medium: int
    weak: int

    @property
    def packed(self) -> int:
        return sum(number * one for number, one in zip(self, ONE_OF, strict=True))


def unpack(packed: int) -> Count:
    return Count(*((packed >> (BITS * place)) & LIMIT for place in range(len(GRADES))))


class Threshold:
    """The thresholds of one instrument; every question about counts is answered once and remembered."""

    def __init__(self, positive_if_any: tuple[Mapping[str, int], ...]) -> None:
        self._positive_if_any = positive_if_any
        self._positive: dict[int, bool] = {}
        self._needed: dict[tuple[int, int], Count] = {}
        self._settling: dict[tuple[int, int], tuple[bool, ...]] = {}
        self._limiting: dict[tuple[int, int], Count] = {}

    @cached_property
    def most(self) -> int:
        """Beyond this count of one grade, one more changes nothing."""
        return max(number for least in self._positive_if_any for number in least.values())

    def positive(self, yes: int) -> bool:
        """Whether these counts of yes reach any of the thresholds."""
        known = self._positive.get(yes)
        if known is None:
            count = unpack(yes)
            have = {**count._asdict(), "medium_or_weak": count.medium + count.weak}
            known = self._positive[yes] = any(
                all(have[grade] >= number for grade, number in least.items()) for least in self._positive_if_any
            )
        return known

    def needed(self, yes: int, keep: int = -1) -> Count:
        """The smallest part of ``yes`` that is still positive; one of grade ``keep`` (0 to 2) stays in it."""
        key = (yes, keep)
        if key not in self._needed:
            fit = [part for part in self._parts(yes) if self.positive(part.packed)]
            fit = [part for part in fit if keep < 0 or part[keep]]
            self._needed[key] = min(fit, key=lambda part: (sum(part), -part.strong, -part.medium))
        return self._needed[key]

    def settling(self, yes: int, unanswered: int) -> tuple[bool, ...]:
        """For each grade, whether one more open answer of it can decide if the dimension is positive."""
        key = (yes, unanswered)
        if key not in self._settling:
            self._settling[key] = tuple(self._decides(yes, unanswered, place) for place in range(len(GRADES)))
        return self._settling[key]

    def limiting(self, possible: int, no: int) -> Count:
        """The smallest part of ``no`` (none can be spared) that keeps a dimension from being positive.

        ``possible``: the counts of yes and open together.
        """
        key = (possible, no)
        if key not in self._limiting:
            kept = no
            for place in reversed(range(len(GRADES))):
                while unpack(kept)[place] and not self.positive(possible + ONE_OF[place]):
                    kept, possible = kept - ONE_OF[place], possible + ONE_OF[place]
            self._limiting[key] = unpack(kept)
        return self._limiting[key]

    def _decides(self, yes: int, unanswered: int, place: int) -> bool:
        if not unpack(unanswered)[place]:
            return False
        one = ONE_OF[place]
        return any(
            self.positive(yes + more.packed + one) and not self.positive(yes + more.packed)
            for more in self._parts(unanswered - one)
        )

    def _parts(self, of: int) -> list[Count]:
        return [Count(*part) for part in product(*(range(min(n, self.most) + 1) for n in unpack(of)))]
