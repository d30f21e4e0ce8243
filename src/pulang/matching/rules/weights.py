"""The weights: data with a schema and a version, in bits, read once."""

import json
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib.resources import files
from math import log2
from typing import Any

import jsonschema
import yaml

from pulang.lib.errors import PulangError
from pulang.lib.names.spelling import spell

LIKELY = "likely"
WEAK = "weak"  # the band of what is only alike
DATA = files("pulang.matching") / "data"


class WeightsBroken(PulangError):
    """The file of weights does not fit its schema."""

    code = "weights_broken"


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """Levels of each field with their weight in bits; the bands hold among so many `people`.

    `word` is added to the rarity of a word; the others stand alone. `rarity` holds the bits of common words.
    """

    version: str
    likely: float
    possible: float
    people: int
    fewest: int
    rarity: dict[str, float]
    rarest: float
    word: dict[str, float]
    name: dict[str, float]
    birth_date: dict[str, float]
    birth_place: dict[str, float]
    sex: dict[str, float]
    nationality: dict[str, float]
    nik: dict[str, float]
    paper: dict[str, float]
    phone: dict[str, float]
    relatives: dict[str, float]

    @property
    def together(self) -> float:
        """What is left of a score beside its rivals joins records into one person's from here, in figures alone."""
        return self.possible + 1.0

    def band(self, score: float) -> str:
        """Name the band of a score."""
        return LIKELY if score >= self.likely else "possible" if score >= self.possible else WEAK


@cache
def weights() -> Weights:
    """Return the weights that are shipped."""
    return read_weights((DATA / "weights.yaml").read_text("utf-8"))


def weights_for(people: int, model: Weights | None = None) -> Weights:
    """The weights (else the shipped ones) with their bands for a register of so many people.

    Among twice as many, twice as many are alike by chance: one bit more is asked. The size is taken by its power
    of two, and never below `fewest`, so that no answer tells of single people.
    """
    model = model or weights()
    return _for_power(model, round(log2(max(people, model.fewest))))


@lru_cache(maxsize=64)
def _for_power(model: Weights, power: int) -> Weights:
    bits = power - log2(model.people)
    return replace(model, likely=model.likely + bits, possible=model.possible + bits)


def read_weights(text: str) -> Weights:
    """Read a file of weights. Raises WeightsBroken with the `where` and the `problem`."""
    table = yaml.safe_load(text)
    for error in _schema().iter_errors(table):
        raise WeightsBroken(where=".".join(map(str, error.path)), problem=error.message)
    common = yaml.safe_load((DATA / "common_words.yaml").read_text("utf-8"))
    rarity = {
        spell(word).canonical: float(bits)
        for bits, words in sorted(common["bits"].items(), reverse=True)
        for word in words.split()
    }
    return Weights(
        version=f"{table['version']}.{common['version']}",
        likely=table["bands"]["likely"],
        possible=table["bands"]["possible"],
        people=table["bands"]["people"],
        fewest=table["bands"]["fewest"],
        rarity=rarity,
        rarest=table["rarest"],
        **{field: table["fields"][field] for field in table["fields"]},
    )


@cache
def _schema() -> Any:
    schema = json.loads((DATA / "weights.schema.json").read_text("utf-8"))
    return jsonschema.Draft202012Validator(schema)
