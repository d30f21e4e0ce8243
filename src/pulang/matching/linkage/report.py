"""What an analyst reads of linkage: weights as bars, pairs by score, expected precision; nobody's data.

`figures_of` is for a page of the node; `report_html` stands alone: one HTML file with its style and drawings
inside, and no script.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from pulang.matching.linkage import drawing
from pulang.matching.linkage.queries import RunView, WeightsView
from pulang.matching.sentences import CLAIMS, STRENGTHS


def report_html(run: RunView | None, weights: WeightsView | None, *, language: str) -> str:
    """The page in one of the three languages."""
    with override(language):
        context = {"language": language, **figures_of(run), **weights_of(weights)}
        return render_to_string("linkage/report.html", context)


def figures_of(run: RunView | None) -> dict[str, Any]:
    """What a run found, in the language that is active."""
    figures = run.figures if run else {}
    steps = figures.get("steps", ())
    marks = {str(STRENGTHS[band]): figures[band] for band in ("possible", "likely") if band in figures}
    return {
        "run": run,
        "figures": figures,
        "columns": drawing.columns(steps, marks),
        "curves": drawing.curves(steps, marks),
        "steps": drawing.percents(steps),
        "groups": sorted((int(size), count) for size, count in figures.get("groups", {}).items()),
    }


def weights_of(weights: WeightsView | None) -> dict[str, Any]:
    """What was learnt beside what is shipped, in the language that is active."""
    judged = weights.figures.get("judged", {}) if weights else {}
    return {
        "weights": weights,
        "fields": _fields(weights.figures["changes"]) if weights else [],
        "judged": [
            {"band": STRENGTHS[band], **judged[band]} for band in ("likely", "possible", "weak") if band in judged
        ],
        "bar_width": drawing.BAR,
        "middle": drawing.MIDDLE,
    }


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
        bars = {name: drawing.bar(change[name]) for name in ("shipped", "learnt")}
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
        }
        return words.get(level, level)
    return str(said)
