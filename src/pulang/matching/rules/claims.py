"""What a comparison says: claims with their weights, whose sum is the score."""

from typing import NamedTuple


class Claim(NamedTuple):
    """One thing that agrees or differs.

    `code` names it (`word_spelling`, `birth_date_swapped` …; the doors hold its sentence), `weight` is in bits:
    +1 makes it twice as likely that the two are one person. `left` and `right` are what was compared.
    """

    code: str
    weight: float
    left: str
    right: str

    @property
    def agrees(self) -> bool:
        """Whether it speaks for one person; a claim of weight 0 counts as agreeing, and is counted elsewhere."""
        return self.weight >= 0


class Comparison(NamedTuple):
    """`band` is likely, possible or weak. `warnings` are codes that no score hides (`nik_conflict` …)."""

    score: float
    band: str
    claims: tuple[Claim, ...]
    warnings: tuple[str, ...] = ()
