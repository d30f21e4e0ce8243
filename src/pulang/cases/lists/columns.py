"""Which column of a list means what, by its heading in any of three languages, in any order."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from pulang.cases.lists.errors import ListRefused

IGNORED = "nothing"
_NAMES = ("name", "first_name", "last_name")
_PARTS = re.compile(r"[/|()\n\[\]]+")


@cache
def words() -> Mapping[str, Any]:
    """The tables of `data/columns.yaml`, each turned to word → meaning."""
    table = yaml.safe_load((files(__package__) / "data" / "columns.yaml").read_text("utf-8"))
    return {
        part: {plain(word): meaning for meaning, said in table[part].items() for word in said}
        for part in ("headings", "sexes", "nationalities")
    }


def plain(text: str) -> str:
    """Lower case, one space between words, no points, colons or stars."""
    kept = unicodedata.normalize("NFKC", text).casefold().replace("\u200b", "")
    return " ".join(re.sub(r"[.:*_,;]+", " ", kept).split())


def meaning_of(heading: str) -> str | None:
    """The field that a heading means, or None where it is not known."""
    known: Mapping[str, str] = words()["headings"]
    whole = plain(heading)
    if whole in known:
        return known[whole]
    return next((known[part] for part in map(plain, _PARTS.split(heading)) if part in known), None)


def map_columns(headings: Sequence[str]) -> list[str | None]:
    """The field of each column.

    Raises ListRefused: `list_no_name_column` (headings), `list_column_twice` (heading) where two columns mean
    the same and it cannot be told which holds.
    """
    fields = [meaning_of(heading) for heading in headings]
    if not any(field in _NAMES for field in fields):
        raise ListRefused("list_no_name_column", headings=", ".join(filter(None, headings))[:200])
    for place, field in enumerate(fields):
        if field not in (None, IGNORED) and field in fields[:place]:
            raise ListRefused("list_column_twice", heading=headings[place])
    return fields


def is_heading(cells: Sequence[str]) -> bool:
    """Whether a row looks like the headings: a name, and at least one more word that is known."""
    found = {field for cell in cells if cell and (field := meaning_of(cell))}
    return len(found) >= 2 and not found.isdisjoint(_NAMES)
