"""A page that an analyst can read and print: weights as bars, pairs by score, expected precision; nobody's data.

It stands alone: one HTML file with its style and drawings inside, and no script.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from pulang.matching.linkage.queries import RunView, WeightsView
from pulang.matching.sentences import CLAIMS

WIDTH, MIDDLE = 320, 160  # of a bar's drawing, and where zero is
MOST_BITS = 24.0
STEP = 22  # of a column
TALL = 140  # of the drawing of scores


def report_html(run: RunView | None, weights: WeightsView | None, *, language: str) -> str:
    """The page in one of the three languages."""
    with override(language):
        figures = run.figures if run else {}
        context = {
            "language": language,
            "run": run,
            "weights": weights,
            "fields": _fields(weights.figures["changes"]) if weights else [],
            "judged": weights.figures.get("judged", {}) if weights else {},
            "columns": _columns(figures.get("steps", ())),
            "steps": [_with_percent(step) for step in reversed(figures.get("steps", ()))],
            "groups": sorted((int(size), count) for size, count in figures.get("groups", {}).items()),
            "figures": figures,
            "width": WIDTH,
            "middle": MIDDLE,
            "tall": TALL,
            "span": len(figures.get("steps", ())) * STEP + STEP,
        }
        return render_to_string("linkage/report.html", context)


def _fields(changes: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each field with its levels, and where their bars begin and how long they are."""
    titles = {
        "word": _("A word of the name (beside its rarity)"),
        "name": _("Words that are left over"),
        "birth_date": _("Birth date"),
        "birth_place": _("Birthplace"),
        "sex": _("Sex"),
        "nationality": _("Nationality"),
        "nik": _("NIK"),
        "paper": _("Other papers"),
        "phone": _("Phone"),
    }
    found: dict[str, list[dict[str, Any]]] = {}
    for change in changes:
        bars = {name: _bar(change[name]) for name in ("shipped", "learnt")}
        row = {**change, "title": _title(change["field"], change["level"]), "bars": bars}
        found.setdefault(change["field"], []).append(row)
    return [{"title": titles.get(field, field), "levels": rows} for field, rows in found.items()]


def _title(field: str, level: str) -> str:
    said = CLAIMS.get(f"{field}_{level}")
    if said is None or "%(" in str(said):
        words = {
            "equal": _("equal"),
            "spelling": _("another spelling"),
            "sound": _("the same sound"),
            "typo": _("one letter wrong"),
            "far": _("alike"),
            "short": _("the same beginning"),
            "joined": _("joined or split"),
            "both_left": _("a word on both sides that fits nothing"),
            "left_over": _("a word on one side that fits nothing"),
            "initial_equal": _("a letter that may stand for it"),
            "none": _("no word in common"),
        }
        return words.get(level, level)
    return str(said)


def _bar(bits: float) -> dict[str, float]:
    length = min(abs(bits), MOST_BITS) / MOST_BITS * MIDDLE
    return {"x": round(MIDDLE - length if bits < 0 else MIDDLE, 1), "width": round(max(length, 1.0), 1)}


def _columns(steps: Sequence[Mapping[str, float]]) -> list[dict[str, Any]]:
    """Pairs by score as columns; the part that is expected to be one person each is filled."""
    most = max((step["pairs"] for step in steps), default=0) or 1
    found = []
    for place, step in enumerate(steps):
        later = steps[place + 1]["expected"] if place + 1 < len(steps) else 0.0
        high = step["pairs"] / most * TALL
        same = min(1.0, max(0.0, step["expected"] - later) / step["pairs"]) if step["pairs"] else 0.0
        found.append({
            "x": place * STEP, "from": step["from"], "pairs": step["pairs"],
            "y": round(TALL - high, 1), "high": round(high, 1),
            "same_y": round(TALL - high * same, 1), "same": round(high * same, 1),
        })  # fmt: skip
    return found


def _with_percent(step: Mapping[str, float]) -> dict[str, Any]:
    return {**step, "percent": f"{100 * step['precision']:.1f}"}
