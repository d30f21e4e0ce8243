"""What a body must hold beyond its JSON Schema, so that the partner can carry it out."""

from collections.abc import Mapping
from typing import Any

from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.text import clean_text

LONGEST = 10_000  # the schemas have their own, shorter ends


def clean_body(body: Mapping[str, Any]) -> dict[str, Any]:
    """The body with its texts as they may stand on the wire: no control characters, no halves of letters.

    A text that the partner could not store would be quarantined there and never answered. Raises Invalid.
    """
    return {key: _clean(key, value) for key, value in body.items()}


def check_body(kind: str, body: Mapping[str, Any]) -> None:
    """The rules of a kind that its schema cannot say. Raises Invalid, or Problems."""
    required = {
        "identification.request": ("question",),
        "nationality.request": ("question",),
        "identification.answer": ("outcome", "act", "means", "purpose", "reasons"),
        "nationality.answer": ("result",),
        "return.received": ("result",),
        "note": ("text",),
    }
    problems = [Invalid(field, "required") for field in required.get(kind, ()) if not body.get(field)]
    if kind == "identification.answer":
        problems += [
            Invalid(field, "not_a_choice") for field in ("act", "purpose") if body.get(field) == "not_required"
        ]
    raise_problems(problems)


def _clean(field: str, value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value, field=field, max_length=LONGEST, multiline=True)
    if isinstance(value, Mapping):
        return {key: _clean(field, content) for key, content in value.items()}
    return [_clean(field, content) for content in value] if isinstance(value, list) else value
