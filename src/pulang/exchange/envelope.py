"""The envelope: the JSON that a node signs. Pure: bytes and values, no keys and no database."""

import json
import math
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from pulang.crypto.jose import without_repetition
from pulang.exchange.errors import BodyRefused, Refused
from pulang.exchange.schemas import check, validator

VERSION = 1
PAYLOAD_LIMIT = 512 * 1024
DEPTH_LIMIT = 32  # of lists and objects in each other


@dataclass(frozen=True)
class Handling:
    """How the receiver must treat it: code H0 (open) to H3 (sealed), purpose, legal basis, status of the person."""

    purpose: str
    basis: UUID
    code: str = "H2"
    evaluation: str = "X4"
    status: str = "none"
    minor: bool = False
    onward: bool = False
    caveat: str = ""

    def as_json(self) -> dict[str, Any]:
        return {**self.__dict__, "basis": str(self.basis)}


@dataclass(frozen=True)
class ObjectRef:
    """The shared object that the message writes. `base` is the version that the recipient holds; `owner` the node
    that owns it, where the sender only passes it on."""

    uid: UUID
    ver: int
    op: str = "create"
    base: int = 0
    owner: str = ""

    def as_json(self) -> dict[str, Any]:
        said = {"uid": str(self.uid), "ver": self.ver, "op": self.op, "base": self.base, "owner": self.owner}
        return {name: value for name, value in said.items() if value}


@dataclass(frozen=True)
class Retention:
    """Until when the receiver may keep it, and when it must ask whether it still needs it."""

    review_at: date
    delete_after: date

    def as_json(self) -> dict[str, str]:
        return {"review_at": self.review_at.isoformat(), "delete_after": self.delete_after.isoformat()}


@dataclass(frozen=True)
class Envelope:
    """An envelope that was read. `raw` holds every field as it came, unknown ones too."""

    id: UUID
    type: str
    sender: str
    to: str
    created: datetime
    expires: datetime
    seq: int
    prev: str
    thread: UUID
    re: UUID | None
    due: str
    reply_by: datetime | None
    body: dict[str, Any]
    raw: dict[str, Any]


def build(fields: dict[str, Any]) -> bytes:
    """The bytes to sign. Raises BodyRefused where a field does not fit the schema or it is too large."""
    value = {"v": VERSION, **{key: content for key, content in fields.items() if content is not None}}
    check(validator("envelope"), value, what="envelope")
    payload = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    if len(payload) > PAYLOAD_LIMIT:
        raise BodyRefused(what="envelope", place=".", why="too_large")
    return payload


def read(payload: bytes) -> Envelope:
    """Read verified bytes. Raises Refused: `envelope_malformed`, `version_unknown`, `crit_unknown`."""
    try:
        if len(payload) > PAYLOAD_LIMIT:
            raise ValueError("too large")
        value = parse(payload)
    except (ValueError, RecursionError):
        raise Refused("envelope_malformed") from None
    if isinstance(value, dict) and value.get("v") != VERSION:
        raise Refused("version_unknown")
    try:
        check(validator("envelope"), value, what="envelope")
    except BodyRefused as error:
        raise Refused("envelope_malformed", **error.details) from None
    if value.get("crit"):
        raise Refused("crit_unknown")
    try:
        return _typed(value)
    except ValueError:
        raise Refused("envelope_malformed") from None


def digest(payload: bytes) -> str:
    """The hash by which the next envelope, receipts and duplicates name this one."""
    return sha256(payload).hexdigest()


def to_wire(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _typed(value: dict[str, Any]) -> Envelope:
    due = value.get("due")
    return Envelope(
        id=UUID(value["id"]),
        type=value["type"],
        sender=value["from"],
        to=value["to"],
        created=datetime.fromisoformat(value["created"]),
        expires=datetime.fromisoformat(value["expires"]),
        seq=value["link"]["seq"],
        prev=value["link"]["prev"],
        thread=UUID(value["thread"]),
        re=UUID(value["re"]) if "re" in value else None,
        due=due["class"] if due else "",
        reply_by=datetime.fromisoformat(due["reply_by"]) if due else None,
        body=value["body"],
        raw=value,
    )


def parse(text: bytes) -> Any:
    """JSON as a hostile peer may write it.

    Raises ValueError or RecursionError for what two readers read differently and for what no database keeps.
    """
    value = json.loads(
        text.decode("utf-8"),
        object_pairs_hook=without_repetition,
        parse_constant=_no_constant,
        parse_float=_finite,
    )
    _refuse_unkeepable(value, DEPTH_LIMIT)
    return value


def _refuse_unkeepable(value: Any, depth: int) -> None:
    """Raises ValueError for a NUL or half of a surrogate pair, written as escapes, and for too deep nesting."""
    if depth == 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        value.encode()  # half of a surrogate pair raises UnicodeEncodeError, a ValueError
        if "\0" in value:
            raise ValueError("a NUL")
    elif isinstance(value, dict):
        for name, content in value.items():
            _refuse_unkeepable(name, depth)
            _refuse_unkeepable(content, depth - 1)
    elif isinstance(value, list):
        for content in value:
            _refuse_unkeepable(content, depth - 1)


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON")


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("beyond every number")
    return value
