"""Kinds of messages that are a form: read from `data/kinds.yaml`, with the schema that the form means. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

Texts = dict[str, str]
CASE = {"type": "string", "pattern": "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$"}
LENGTHS = {"text": 200, "long": 10_000}
_TEXTS = {"type": "array", "maxItems": 8, "items": {"type": "string", "minLength": 1, "maxLength": 200}}
#: What is said of a person for a look-up: nothing but what is here, and as little of it as the sender chooses.
PERSON = {
    "type": "object",
    "minProperties": 1,
    "properties": {
        "names": _TEXTS,
        "birth_date": {"type": "string", "maxLength": 40},
        "birth_place": {"type": "string", "maxLength": 200},
        "sex": {"enum": ["female", "male", "other", "unknown"]},
        "nationality": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "papers": _TEXTS,
        "phones": _TEXTS,
    },
}


@dataclass(frozen=True)
class FieldOfKind:
    """`type`: text, long, choice, day, yes or person; `max` characters; `choices` by code.

    `unoffered` are choices that no general form offers: a page of its own says them.
    """

    name: str
    type: str
    label: Texts
    required: bool = False
    max: int = 0
    choices: Mapping[str, Texts] | None = None
    unoffered: Mapping[str, Texts] | None = None

    @property
    def known_choices(self) -> Mapping[str, Texts]:
        return {**(self.choices or {}), **(self.unoffered or {})}


@dataclass(frozen=True)
class FormOfKind:
    """`four_eyes`: a second officer approves before it leaves. `nameless`: it names no case and no person.

    `apart`: another domain registers what is done when it comes.
    """

    kind: str
    title: Texts
    fields: tuple[FieldOfKind, ...]
    due: str = ""
    answers: str = ""
    four_eyes: bool = False
    nameless: bool = False
    apart: bool = False

    @property
    def asks(self) -> bool:
        return self.kind.endswith(".request") and bool(self.due)

    def schema(self) -> dict[str, Any]:
        needed = [field.name for field in self.fields if field.required]
        properties = {field.name: _property(field) for field in self.fields}
        if not self.nameless:
            needed, properties = ["case", *needed], {"case": CASE, **properties}
        return {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "$id": f"urn:pulang:nx1:{self.kind}",
            "title": self.title["en"],
            "type": "object",
            "required": needed,
            "properties": properties,
        }


@cache
def forms_of_kinds() -> dict[str, FormOfKind]:
    """Every kind that is a form, by name."""
    found = yaml.safe_load((files("pulang.cases") / "data" / "kinds.yaml").read_text("utf-8"))["kinds"]
    return {kind: _form(kind, said) for kind, said in found.items()}


def _form(kind: str, said: dict[str, Any]) -> FormOfKind:
    fields = tuple(FieldOfKind(name, **one) for name, one in said.pop("fields").items())
    return FormOfKind(kind, fields=fields, **said)


def _property(field: FieldOfKind) -> dict[str, Any]:
    if field.type == "yes":
        return {"type": "boolean"}
    if field.type == "person":
        return PERSON
    if field.choices is not None:
        return {"enum": list(field.known_choices)}
    if field.type == "day":
        return {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
    least = {"minLength": 1} if field.required else {}
    return {"type": "string", **least, "maxLength": field.max or LENGTHS[field.type]}
