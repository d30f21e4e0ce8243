"""A body of the right shape for every endpoint that wants one, made from its schema in the OpenAPI document."""

import json
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from functools import cache
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import MULTIPART_CONTENT, encode_multipart

from pulang.api.v1 import api

BOUNDARY = "a-line-between-the-parts"
Schema = dict[str, Any]


def body_for(path: str, method: str, known: Mapping[str, object]) -> tuple[bytes, str]:
    """Content and its type; empty where the endpoint takes no body. `path` as in the document: `/a/{b}`.

    What is in `known` stands under its name.
    """
    kind, schema = _described(path, method)
    value = _value(schema)
    value |= {name: str(known[name]) for name in value.keys() & known.keys()}
    if kind == "application/json":
        return json.dumps(value).encode(), kind
    return encode_multipart(BOUNDARY, value), MULTIPART_CONTENT.replace("BoUnDaRyStRiNg", BOUNDARY)


def named_in(path: str, method: str, names: Collection[str]) -> list[str]:
    """Which of `names`, names of objects, the body must give."""
    return sorted(_value(_described(path, method)[1]).keys() & set(names))


def _described(path: str, method: str) -> tuple[str, Schema]:
    wanted = _document()["paths"][path][method.lower()].get("requestBody")
    if wanted is None:
        return "application/json", {"type": "object"}
    ((kind, content),) = wanted["content"].items()
    return kind, content["schema"]


@cache
def _document() -> Schema:
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))


def _value(schema: Schema) -> Any:
    """The least that fits: required parts only, the first of a choice."""
    if "$ref" in schema:
        return _value(_document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]])
    if "enum" in schema or "const" in schema:
        return schema.get("const", schema.get("enum", [None])[0])
    for choice in ("anyOf", "oneOf", "allOf"):
        if choice in schema:
            return _value(schema[choice][0])
    return _OF_TYPE[schema["type"]](schema)


def _text(schema: Schema) -> Any:
    of_format = {
        "uuid": lambda: str(uuid4()),
        "date": lambda: datetime.now(UTC).date().isoformat(),
        "date-time": lambda: f"{datetime.now(UTC).date().isoformat()}T12:00:00Z",
        "binary": lambda: SimpleUploadedFile("list.csv", b"name\nSiti\n", "text/csv"),
    }
    if schema.get("format") in of_format:
        return of_format[schema["format"]]()
    return "x" * max(schema.get("minLength", 0), 3)


def _object(schema: Schema) -> Schema:
    parts = schema.get("properties", {})
    return {name: _value(parts[name]) for name in schema.get("required", ())}


def _array(schema: Schema) -> list[Any]:
    return [_value(schema["items"]) for _ in range(schema.get("minItems", 1))]


_OF_TYPE = {
    "string": _text,
    "integer": lambda schema: schema.get("minimum", 1),
    "number": lambda schema: schema.get("minimum", 1),
    "boolean": lambda schema: True,
    "null": lambda schema: None,
    "array": _array,
    "object": _object,
}
