"""The tables that folding runs on, read once from the data files beside this module."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@dataclass(frozen=True, slots=True)
class Rule:
    """One change of spelling; ``old`` marks evidence of (or need of) the spelling before 1972."""

    code: str
    find: re.Pattern[str]
    put: str
    old: bool


@dataclass(frozen=True, slots=True)
class Spelling:
    """Rules in the order in which they run."""

    canonical: tuple[Rule, ...]
    variants: tuple[Rule, ...]
    sound: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Words with a meaning of their own in a name, in lower case."""

    titles: frozenset[str]
    titles_that_are_names: frozenset[str]
    degrees: frozenset[str]
    alias: frozenset[str]
    patronymic: frozenset[str]
    patronymic_in_lower_case: frozenset[str]
    clan_marker: frozenset[str]
    joins_next: frozenset[str]
    muhammad: str
    muhammad_full: frozenset[str]
    muhammad_short: frozenset[str]
    gender: frozenset[str]
    birth_order: frozenset[str]
    balinese: frozenset[str]
    balinese_short: Mapping[str, str]
    prefixes: tuple[str, ...]
    abdul_alone: frozenset[str]
    abdul_kept: frozenset[str]
    families: frozenset[str]
    same_names: Mapping[str, str]


def _read(name: str) -> Any:
    return yaml.safe_load((files(__package__) / f"{name}.yaml").read_text("utf-8"))


def _rules(rows: list[dict[str, Any]]) -> tuple[Rule, ...]:
    return tuple(
        Rule(row.get("code", ""), re.compile(row["find"]), row["put"], row.get("old", False)) for row in rows
    )


@cache
def version() -> str:
    """Return the version of all tables together: a stored key made under another one is stale."""
    return ".".join(str(_read(name)["version"]) for name in ("words", "spelling", "khmer"))


@cache
def spelling() -> Spelling:
    """Return the rules of ``spelling.yaml``."""
    table = _read("spelling")
    return Spelling(*(_rules(table[part]) for part in ("canonical", "variants", "sound")))


@cache
def words() -> Words:
    """Return the lists of ``words.yaml``."""
    table = _read("words")
    balinese, muhammad = table["balinese"], table["muhammad"]
    return Words(
        titles=frozenset(table["titles_before"]),
        titles_that_are_names=frozenset(table["titles_that_are_names"]),
        degrees=frozenset(table["degrees_after"]),
        alias=frozenset(table["alias"]),
        patronymic=frozenset(table["patronymic"]),
        patronymic_in_lower_case=frozenset(table["patronymic_in_lower_case"]),
        clan_marker=frozenset(table["clan_marker"]),
        joins_next=frozenset(table["joins_next"]),
        muhammad=muhammad["canonical"],
        muhammad_full=frozenset(muhammad["full"]),
        muhammad_short=frozenset(muhammad["short"]),
        gender=frozenset(balinese["gender"]),
        birth_order=frozenset(balinese["order"]),
        balinese=frozenset(balinese["order"] + balinese["rank"] + list(balinese["short"])),
        balinese_short=balinese["short"],
        prefixes=tuple(table["prefixes"]),
        abdul_alone=frozenset(table["abdul"]["alone"]),
        abdul_kept=frozenset(table["abdul"]["kept"]),
        families=frozenset(name for group in table["families"] for name in group),
        same_names={name: group[0] for group in reversed(table["same_names"]) for name in group},
    )


@dataclass(frozen=True, slots=True)
class KhmerTable:
    """Letters and signs of the Khmer script with their Latin readings by series."""

    consonants: Mapping[str, tuple[str, str]]
    sonorants: frozenset[str]
    vowels: Mapping[str, tuple[str, str]]
    independent: Mapping[str, str]
    rhymes: Mapping[str, str]
    finals: Mapping[str, str]


@cache
def khmer() -> KhmerTable:
    """Return the tables of ``khmer.yaml``."""
    table = _read("khmer")
    return KhmerTable(
        {letter: (latin, series) for letter, (latin, series) in table["consonants"].items()},
        frozenset(table["sonorants"]),
        {sign: (first, second) for sign, (first, second) in table["vowels"].items()},
        table["independent"],
        table["rhymes"],
        table["finals"],
    )
