"""Words of the question of non-punishment, as data, with their texts in en, id and km. Pure."""

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Words = dict[str, dict[str, str]]
#: Acts with such a link are what a letter can speak for.
LINKED = ("direct", "partly")


@cache
def words(kind: str) -> Words:
    """`kind`: acts, compulsions, links, sanctions or states."""
    path = files("pulang.identification.nonpunishment") / "data" / "words.yaml"
    found: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    chosen: Words = found[kind]
    return chosen
