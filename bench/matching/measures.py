"""What is counted: recall of each stage, times, and precision at thresholds."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

RANKS = (1, 10)


@dataclass
class Outcome:
    """What one method did with every query. `answers` are (places best first with scores, truth or None)."""

    name: str
    answers: list[tuple[list[tuple[int, float]], int | None]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    note: str = ""

    def recall(self, rank: int) -> float:
        known = [(found, truth) for found, truth in self.answers if truth is not None]
        return sum(truth in [place for place, _ in found[:rank]] for found, truth in known) / max(1, len(known))

    def at_precision(self, wanted: float) -> float:
        """The greatest recall that a threshold on the best answer's score reaches, all queries counted."""
        best = sorted(((found[0][1], found[0][0] == truth) for found, truth in self.answers if found), reverse=True)
        known = sum(truth is not None for _, truth in self.answers)
        right, reached = 0, 0.0
        for shown, (_, is_right) in enumerate(best, start=1):
            right += is_right
            if right / shown >= wanted:
                reached = right / max(1, known)
        return reached

    def best_f1(self) -> float:
        """Of the best answers, over all thresholds."""
        best = sorted(((found[0][1], found[0][0] == truth) for found, truth in self.answers if found), reverse=True)
        known = sum(truth is not None for _, truth in self.answers)
        right, reached = 0, 0.0
        for shown, (_, is_right) in enumerate(best, start=1):
            right += is_right
            reached = max(reached, 2 * right / (shown + known))
        return reached

    def marks(self) -> list[float]:
        """The percentiles of the times, in ms: `[49]` is the median."""
        times = sorted(1000 * second for second in self.seconds) or [0.0]
        return statistics.quantiles(times, n=100) if len(times) > 1 else times * 99

    def line(self) -> str:
        marks = self.marks()
        numbers = [self.recall(1), self.recall(10), self.best_f1(), self.at_precision(0.98)]
        cells = [f"{number:.3f}" if self.answers else "" for number in numbers]
        cells += [f"{marks[at]:.1f}" if self.seconds else "" for at in (49, 94, 98)]
        return f"| {self.name} | {' | '.join(cells)} | {self.note} |"


HEAD = (
    "| look-up | recall@1 | recall@10 | best F1 | recall at precision 0.98 | p50 ms | p95 ms | p99 ms | |\n"
    "|---|---|---|---|---|---|---|---|---|"
)


def table(outcomes: Iterable[Outcome]) -> str:
    return "\n".join([HEAD, *(outcome.line() for outcome in outcomes)])


def share(part: Sequence[bool]) -> float:
    return sum(part) / max(1, len(part))
