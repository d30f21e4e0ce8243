"""JSON Schemas of the wire, compiled once."""

import json
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from pulang.exchange.errors import BodyRefused


def load(package: str, name: str) -> dict[str, Any]:
    """The schema `data/<name>.schema.json` of a package; a broken one stops the start."""
    schema: dict[str, Any] = json.loads((files(package) / "data" / f"{name}.schema.json").read_text("utf-8"))
    Draft202012Validator.check_schema(schema)
    return schema


@cache
def validator(name: str) -> Draft202012Validator:
    """For what the exchange itself puts on the wire: envelope, receipt, manifest, invite, agreement."""
    return Draft202012Validator(load("pulang.exchange", name))


def check(validator: Draft202012Validator, value: object, *, what: str) -> None:
    """Raises BodyRefused with the first place that does not fit; never with the value, which may be a person's."""
    for error in validator.iter_errors(value):
        place = "/".join(map(str, error.absolute_path)) or "."
        raise BodyRefused(what=what, place=place, why=str(error.validator))
