"""Comparing numbers of papers and phones that people mistype."""

from rapidfuzz.distance import OSA

_ORDER = {"equal": 0, "one_digit": 1, "two_digits": 2, "differs": 3}


def likeness_of_numbers(left: tuple[str, ...], right: tuple[str, ...], *, edits: int = 1) -> tuple[str, str, str]:
    """The best level of any two numbers, with both of them; each side holds one at least. Symmetric."""
    if len(left) == 1 and len(right) == 1:
        return level_of(left[0], right[0], edits), left[0], right[0]
    a, b = min(
        [(a, b) for a in left for b in right],
        key=lambda both: (_ORDER[level_of(both[0], both[1], edits)], *sorted(both)),
    )
    return level_of(a, b, edits), a, b


def level_of(a: str, b: str, edits: int) -> str:
    """The level of two numbers; two figures that changed places count as one edit."""
    if a == b:
        return "equal"
    distance = OSA.distance(a, b, score_cutoff=edits)
    return "differs" if distance > edits else ("one_digit" if distance == 1 else "two_digits")
