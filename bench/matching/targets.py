"""What is wanted of a look-up among a million, beside what one run measured."""

from collections.abc import Iterable
from typing import NamedTuple


class Target(NamedTuple):
    """`least` is what must be reached, `most` what must not be passed; one of the two. `places` are decimals."""

    what: str
    measured: float
    least: float | None = None
    most: float | None = None
    places: int = 3

    @property
    def met(self) -> bool:
        return (self.least is None or self.measured >= self.least) and (
            self.most is None or self.measured <= self.most
        )

    def line(self) -> str:
        sign, wanted = ("≥", self.least) if self.least is not None else ("≤", self.most)
        numbers = [f"{number:,.{self.places}f}" for number in (wanted or 0.0, self.measured)]
        return f"| {self.what} | {sign} {numbers[0]} | {numbers[1]} | {'' if self.met else 'short'} |"


def table(targets: Iterable[Target]) -> str:
    return "\n".join(
        ["| wanted among 1,000,000 | | measured | |\n|---|---|---|---|", *(one.line() for one in targets)]
    )
