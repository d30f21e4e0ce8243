"""Rules of law that a decision or a letter may cite, as data. Pure.

What is marked ``to_confirm`` was not read in its source; a lawyer confirms it before it is cited to a court.
"""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from pulang.identification.documents import read_document
from pulang.identification.instruments.checking import check_shape
from pulang.identification.instruments.model import Texts

DATA = Path(__file__).resolve().parent / "data"
EVERYWHERE = ("international", "asean")


@dataclass(frozen=True, slots=True)
class LawRule:
    """One rule. ``cite``: how it is named; ``says``: what it says, in our own words; ``in_force``: since when.

    ``cited`` is false for a note that a country has no such rule: officers read it, no decision or letter cites it.
    """

    id: str
    topic: str
    jurisdiction: str
    in_force: date
    confirmed: bool
    cited: bool
    source: str
    cite: Texts
    says: Texts


@cache
def list_rules() -> tuple[LawRule, ...]:
    """Every rule of the data file, in its order."""
    document = read_document(DATA / "laws" / "1.0.yaml")
    check_shape(document, json.loads((DATA / "schema" / "laws.schema.json").read_text("utf-8")))
    return tuple(
        LawRule(
            id=each["id"],
            topic=each["topic"],
            jurisdiction=each["jurisdiction"],
            in_force=date.fromisoformat(each["in_force"]),
            confirmed=each["status"] == "read",
            cited=each.get("cited", True),
            source=each["source"],
            cite=MappingProxyType(each["cite"]),
            says=MappingProxyType(each["says"]),
        )
        for each in document.data["rules"]
    )


def rules_for(topic: str, *, country: str, on: date) -> tuple[LawRule, ...]:
    """Rules on a topic that hold in a country (ISO 3166-1 alpha-3) on a day, the country's own first.

    ``topic``: ``non_punishment``, ``consent``, ``child`` or ``care``.
    """
    found = [rule for rule in list_rules() if rule.topic == topic and rule.in_force <= on]
    own = [rule for rule in found if rule.jurisdiction == country]
    return (*own, *(rule for rule in found if rule.jurisdiction in EVERYWHERE))
