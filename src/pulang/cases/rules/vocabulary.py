"""The words of tasks and risks, with their texts in en, id and km."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Texts = dict[str, str]


@dataclass(frozen=True)
class TaskWord:
    """`offered`: an officer may choose it; the others are made by the node itself."""

    title: Texts
    offered: bool


@cache
def task_words() -> dict[str, TaskWord]:
    """Tasks by code. A task with another code was written by an officer in her own words."""
    return {code: TaskWord(one["title"], one["offered"]) for code, one in _read("tasks").items()}


@cache
def risk_words() -> dict[str, Texts]:
    """Urgent risks by code."""
    return dict(_read("risks"))


@cache
def change_reasons(op: str) -> dict[str, Texts]:
    """Why an owner does `op` (withdraw, restrict, review) to what it shared, by code."""
    return {code: one["title"] for code, one in _read("withdrawals").items() if op in one["for"]}


def _read(name: str) -> dict[str, Any]:
    found = yaml.safe_load((files("pulang.cases") / "data" / f"{name}.yaml").read_text("utf-8"))
    words: dict[str, Any] = found[name]
    return words
