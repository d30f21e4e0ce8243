"""The body of a message about a case, made fit for the wire before it leaves."""

from collections.abc import Mapping
from typing import Any

from pulang.cases.models import Case
from pulang.exchange.kinds import kind_named
from pulang.lib.errors import Invalid, raise_problems
from pulang.lib.text import clean_text

LONGEST = 10_000  # the schemas have their own, shorter ends


def body_for(kind: str, case: Case, said: Mapping[str, Any]) -> dict[str, Any]:
    """What was said, cleaned, with the case: no control characters, no halves of letters, no gap.

    A text that the partner could not store would be quarantined there and never answered. What the schema of the
    kind asks for is told field by field here; `send` checks the whole of it. Raises Invalid, Problems,
    Refused(kind_unknown).
    """
    schema = kind_named(kind).schema
    about = {"case": str(case.uid)} if "case" in schema["properties"] else {}
    body = {**cleaned(said), **about}
    choices = {field: form["enum"] for field, form in schema["properties"].items() if "enum" in form}
    problems = [Invalid(field, "required") for field in schema["required"] if not body.get(field)]
    problems += [
        Invalid(field, "not_a_choice")
        for field, allowed in choices.items()
        if body.get(field) and body[field] not in allowed
    ]
    raise_problems(problems)
    return body


def cleaned(said: Mapping[str, Any]) -> dict[str, Any]:
    """What somebody typed, without signs that no partner could store. Raises Invalid at the field."""
    return {field: _clean(field, value) for field, value in said.items()}


def _clean(field: str, value: Any) -> Any:
    if isinstance(value, str):
        return clean_text(value, field=field, max_length=LONGEST, multiline=True)
    if isinstance(value, Mapping):
        return {key: _clean(field, content) for key, content in value.items()}
    return [_clean(field, content) for content in value] if isinstance(value, list) else value
