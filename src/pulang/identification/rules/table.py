"""The result table of one instrument, worked out once for every combination of what is true.

A *state* is a number whose bits are the dimensions, then X (exploitation shown), then a known act.
"""

from functools import cached_property
from itertools import combinations

from pulang.identification.instruments.model import ACT_KNOWN, EXPLOITATION_SHOWN, Line, Rule


class ResultTable:
    """Looks up the line of a state, the part of the state that the line needs, and what could move it."""

    def __init__(self, rule: Rule, dimensions: tuple[str, ...]) -> None:
        self.lines = rule.lines
        self.names = (*dimensions, EXPLOITATION_SHOWN, ACT_KNOWN)
        self.bit = {name: 1 << n for n, name in enumerate(self.names)}
        self.facts = self.bit[EXPLOITATION_SHOWN] | self.bit[ACT_KNOWN]
        self._needed: dict[int, int] = {}
        self._deciding: dict[tuple[int, int], int] = {}
        self._limiting: dict[tuple[int, int], int] = {}

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The line number (from 1) of every state."""
        return tuple(self._number(state) for state in range(1 << len(self.names)))

    def line(self, state: int) -> Line:
        return self.lines[self.numbers[state] - 1]

    def needed(self, state: int) -> int:
        """The smallest part of ``state`` that gives the same line. A known act costs nothing: it is no answer."""
        if state not in self._needed:
            act = state & self.bit[ACT_KNOWN]
            bits = [bit for bit in self.bit.values() if bit & state & ~act]
            self._needed[state] = next(
                sum(part)
                for size in range(len(bits) + 1)
                for part in combinations(bits, size)
                if self.numbers[sum(part) | act] == self.numbers[state]
            )
        return self._needed[state]

    def deciding(self, state: int, unsettled: int) -> int:
        """The part of ``unsettled`` that can move the line, however the rest turns out."""
        key = (state, unsettled)
        if key not in self._deciding:
            bits = [bit for bit in self.bit.values() if bit & unsettled]
            self._deciding[key] = sum(bit for bit in bits if self._moves(state, unsettled & ~bit, bit))
        return self._deciding[key]

    def limiting(self, ceiling: int, negative: int) -> int:
        """The smallest part of ``negative`` (none can be spared) that keeps the line of ``ceiling`` where it is."""
        key = (ceiling, negative)
        if key not in self._limiting:
            kept, possible = negative, ceiling
            for bit in self.bit.values():
                if bit & kept and self.numbers[possible | bit] == self.numbers[ceiling]:
                    kept, possible = kept & ~bit, possible | bit
            self._limiting[key] = kept
        return self._limiting[key]

    def _moves(self, state: int, others: int, bit: int) -> bool:
        part = others
        while True:
            if self.numbers[state | part] != self.numbers[state | part | bit]:
                return True
            if not part:
                return False
            part = (part - 1) & others

    def _number(self, state: int) -> int:
        true = {name for name, bit in self.bit.items() if bit & state}
        return next(line.number for line in self.lines if line.when.holds(true))
