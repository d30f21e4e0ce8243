"""The questions for somebody without papers, and when what is confirmed is enough. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Texts = Mapping[str, str]
OPEN, CONFIRMED, CONTRADICTED = "open", "confirmed", "contradicted"


@dataclass(frozen=True)
class Group:
    title: Texts
    questions: Mapping[str, Texts]


@dataclass(frozen=True)
class Standing:
    """How far the verification of one person is. `needed` confirmed ones are enough if none is contradicted."""

    confirmed: int
    contradicted: int
    waiting: int
    needed: int

    @property
    def enough(self) -> bool:
        return not self.contradicted and self.confirmed >= self.needed


def version() -> str:
    return str(_read()["version"])


@cache
def groups() -> Mapping[str, Group]:
    return {code: Group(one["title"], one["questions"]) for code, one in _read()["groups"].items()}


@cache
def questions() -> Mapping[str, Texts]:
    return {code: text for group in groups().values() for code, text in group.questions.items()}


@cache
def relations() -> Mapping[str, Texts]:
    return dict(_read()["relations"])


def standing_of(entries: Iterable[tuple[str, str]]) -> Standing:
    """From kind and standing of each entry. Without anybody of the family more answers are needed."""
    held, enough = [*entries], _read()["enough"]
    confirmed = [kind for kind, standing in held if standing == CONFIRMED]
    from_family = confirmed.count("family") >= enough["family"]
    return Standing(
        confirmed=len(confirmed),
        contradicted=sum(standing == CONTRADICTED for _kind, standing in held),
        waiting=sum(standing == OPEN and kind != "prints" for kind, standing in held),
        needed=enough["confirmed"] if from_family else enough["alone"],
    )


@cache
def _read() -> dict[str, Any]:
    place = files("pulang.cases.dossiers") / "data" / "questions.yaml"
    found: dict[str, Any] = yaml.safe_load(place.read_text("utf-8"))
    return found
