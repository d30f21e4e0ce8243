"""Drawings of a report as numbers that a template puts into SVG: no script, no style, nobody's data. Pure.

A drawing is 340 wide, so that its letters can still be read on a phone; a wider page makes it larger. Numbers are
text, since a template would write 1.5 as 1,5 in some languages.
"""

from collections.abc import Mapping, Sequence
from typing import Any

WIDTH, TALL = 340, 180  # of a drawing
LEFT, RIGHT, TOP, FLOOR = 34, 334, 12, 152  # of what is drawn between the axes
MOST_LABELS = 7
BAR, MIDDLE = 320, 160  # of the drawing of one weight, and where zero is
MOST_BITS = 24.0
Steps = Sequence[Mapping[str, float]]


def bar(bits: float) -> dict[str, str]:
    """Where the bar of a weight begins, and how long it is."""
    length = min(abs(bits), MOST_BITS) / MOST_BITS * MIDDLE
    return {"x": _text(MIDDLE - length if bits < 0 else MIDDLE), "width": _text(max(length, 1.0))}


def columns(steps: Steps, marks: Mapping[str, float]) -> dict[str, Any] | None:
    """Pairs by score; the dark part of a column is expected to be one person each. None where there are none.

    `marks` are scores to draw a line at, by what the line is called.
    """
    most = max((step["pairs"] for step in steps), default=0)
    if not most:
        return None
    wide, found = (RIGHT - LEFT) / len(steps), []
    for place, step in enumerate(steps):
        later = steps[place + 1]["expected"] if place + 1 < len(steps) else 0.0
        same = min(step["pairs"], max(0.0, step["expected"] - later))
        found.append({
            "x": _text(LEFT + place * wide), "width": _text(max(1.0, wide - 2)),
            "from": int(step["from"]), "pairs": int(step["pairs"]), **_part("", step["pairs"] / most),
            **_part("same_", same / most),
        })  # fmt: skip
    return {**_frame(steps, marks), "columns": found, "most": int(most)}


def curves(steps: Steps, marks: Mapping[str, float]) -> dict[str, Any] | None:
    """Expected precision and recall of everything from a score up, as points of two lines."""
    if len(steps) < 2 or not steps[0]["expected"]:
        return None
    at = [_across(steps, step["from"]) for step in steps]
    lines = {
        "precision": [step["precision"] for step in steps],
        "recall": [min(1.0, step["expected"] / steps[0]["expected"]) for step in steps],
    }
    return {
        **_frame(steps, marks),
        **{
            name: " ".join(f"{_text(x)},{_text(_up(share))}" for x, share in zip(at, shares, strict=True))
            for name, shares in lines.items()
        },
        "shares": [{"y": _text(_up(share)), "said": f"{share:.0%}"} for share in (0.0, 0.5, 1.0)],
    }


def percents(steps: Steps) -> list[dict[str, Any]]:
    """Each step with its expected precision and recall in percent, the highest score first."""
    all_ = steps[0]["expected"] if steps else 0.0
    return [
        {
            **step,
            "percent": f"{100 * step['precision']:.1f}",
            "recall": f"{100 * min(1.0, step['expected'] / all_):.1f}" if all_ else "",
        }
        for step in reversed(steps)
    ]


def _frame(steps: Steps, marks: Mapping[str, float]) -> dict[str, Any]:
    every = -(-len(steps) // MOST_LABELS)
    last = steps[-1]["from"] + _width(steps)
    return {
        "width": WIDTH, "tall": TALL, "left": LEFT, "right": RIGHT, "floor": FLOOR, "top": TOP, "under": FLOOR + 16,
        "labels": [
            {"x": _text(_across(steps, step["from"])), "said": int(step["from"])} for step in steps[::every]
        ],
        "marks": [
            {"x": _text(_across(steps, score)), "said": said}
            for said, score in marks.items()
            if steps[0]["from"] <= score <= last
        ],
    }  # fmt: skip


def _across(steps: Steps, score: float) -> float:
    first, last = steps[0]["from"], steps[-1]["from"] + _width(steps)
    return LEFT + (score - first) / (last - first) * (RIGHT - LEFT)


def _width(steps: Steps) -> float:
    return steps[1]["from"] - steps[0]["from"] if len(steps) > 1 else 2.0


def _up(share: float) -> float:
    return FLOOR - share * (FLOOR - TOP)


def _part(name: str, share: float) -> dict[str, str]:
    return {f"{name}y": _text(_up(share)), f"{name}high": _text(share * (FLOOR - TOP))}


def _text(number: float) -> str:
    return f"{number:.1f}"
