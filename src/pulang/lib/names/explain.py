"""Saying in words what folding did to a name and why."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pulang.lib.errors import Invalid
from pulang.lib.names.fold import fold
from pulang.lib.names.model import FoldedName

LANGUAGES = ("en", "id", "km")


@dataclass(frozen=True, slots=True)
class Explanation:
    """One step: its code, what became what, and the reason in the language asked for."""

    code: str
    before: str
    after: str
    why: str


def explain(name: str, lang: str = "en") -> list[Explanation]:
    """Return the steps from a name as written to its key, those of its aliases after its own.

    Raises ``Invalid`` on ``lang`` (``language_unknown``) when it is not en, id or km.
    """
    if lang not in LANGUAGES:
        raise Invalid("lang", "language_unknown")
    folded = fold(name)
    found = _explain(folded, lang)
    for alias in folded.aliases:
        found.append(Explanation("alias", alias.raw, alias.key, _why("alias", lang)))
        found += _explain(alias, lang)
    return found


def _explain(folded: FoldedName, lang: str) -> list[Explanation]:
    steps = [Explanation(step.code, step.before, step.after, _why(step.code, lang)) for step in folded.steps]
    return [*steps, Explanation("key", folded.raw, folded.key, _why("key", lang))]


def _why(code: str, lang: str) -> str:
    return str(reasons()[code][lang])


@cache
def reasons() -> dict[str, Any]:
    """Return the sentences by code and language."""
    table = yaml.safe_load((files(__package__) / "reasons.yaml").read_text("utf-8"))
    return dict(table["reasons"])
