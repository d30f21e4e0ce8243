"""Shapes that reports and cases share."""

from typing import Annotated, Any
from uuid import UUID

from ninja import Schema, Status
from ninja.params.functions import Header, Query
from pydantic import ConfigDict, Field

Code = Annotated[str, Field(max_length=60)]
#: The same key again gives the first answer and has no second effect.
ONCE: Any = Header("", alias="Idempotency-Key", max_length=80)
WORD: Any = Query("", max_length=60)
AFTER: Any = Query("", max_length=200)


class In(Schema):
    """What a request carries; a field that it does not know is refused: no typing error passes in silence."""

    model_config = ConfigDict(extra="forbid")


class Listed(Schema):
    """Base of every page of a list: `next` is the `after` of the following page, empty on the last."""

    next: str = ""


class Made(Schema):
    """The id of what an action made or changed."""

    id: UUID


def made(row: Any) -> Status[Made]:
    """201 with the id of a new row."""
    return Status(201, Made.model_validate(row))


def changed(row: Any) -> Made:
    return Made.model_validate(row)


class MadeCase(Made):
    number: str
    status: str
    urgency: str
    version: int


def texts(value: Any) -> dict[str, str]:
    """A sealed record of texts without its empty fields."""
    return {key: text for key, text in (value or {}).items() if text}
