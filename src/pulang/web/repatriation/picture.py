"""A path as a picture made on the server: a bar for each step over the days. No script, no style of its own."""

import math
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from pulang.repatriation.rules import StepList
from pulang.repatriation.rules.path import Leg
from pulang.web.texts import in_language

LABELS, BARS, ROW, TOP, EDGE = 250, 640, 24, 28, 10  # units of the drawing
LONGEST = 38  # letters of a label; the table has the whole
TICKS = (1, 2, 5, 7, 14, 28, 56, 91, 182)


def picture_of(steps: StepList, legs: Iterable[Leg]) -> dict[str, Any]:
    """For `repatriation/_path.html`."""
    legs = list(legs)
    first = min([0.0, *(leg.begins for leg in legs)])
    last = max([first + 1.0, *(leg.ends for leg in legs)])
    scale = BARS / (last - first)

    def at(days: float) -> float:
        return round(LABELS + (days - first) * scale, 1)

    height = TOP + ROW * len(legs) + EDGE
    return {
        "width": LABELS + BARS + 2 * EDGE,
        "height": height,
        "bars": [_bar(place, leg, steps, at) for place, leg in enumerate(legs)],
        "ticks": [
            {"x": at(day), "label": _("day %(n)s") % {"n": day} if day == 0 else f"{day:+d}"}
            for day in _days(first, last)
        ],
        "top": TOP,
        "bottom": height - EDGE,
        "now": at(0.0),
    }


def looks_of(leg: Leg) -> str:
    return "settled" if leg.settled else "decides" if leg.decides else "open"


def words_of() -> Mapping[str, str]:
    return {"settled": _("Over"), "decides": _("Decides the day"), "open": _("Beside the path")}


def _bar(place: int, leg: Leg, steps: StepList, at: Any) -> dict[str, Any]:
    title = in_language(steps.step(leg.code).title)
    left = at(leg.begins)
    return {
        "label": title if len(title) <= LONGEST else f"{title[: LONGEST - 1]}…",
        "x": left,
        "y": TOP + place * ROW + 4,
        "width": max(round(at(leg.ends) - left, 1), 2),
        "height": ROW - 8,
        "text_y": TOP + place * ROW + 16,
        "look": looks_of(leg),
    }


def _days(first: float, last: float) -> list[int]:
    """Whole days to mark, now among them and about ten in all."""
    every = next((days for days in TICKS if (last - first) / days <= 10), TICKS[-1])
    start = math.ceil(first / every) * every
    return list(range(start, math.floor(last) + 1, every))
