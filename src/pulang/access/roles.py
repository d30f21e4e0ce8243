"""Roles as data: which permissions each has, and in which kinds of agency it can be held."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from pulang.access.permissions import Permission

DATA = Path(__file__).parent / "data" / "roles.yaml"


@dataclass(frozen=True)
class Role:
    id: str
    title: dict[str, str]
    agencies: frozenset[str]
    permissions: frozenset[Permission]


@cache
def roles() -> dict[str, Role]:
    """All roles by id; a word that is no permission stops the start."""
    found = yaml.safe_load(DATA.read_text())["roles"]
    return {
        key: Role(
            id=key,
            title=role["title"],
            agencies=frozenset(role["agencies"]),
            permissions=frozenset(Permission(word) for word in role["permissions"]),
        )
        for key, role in found.items()
    }
