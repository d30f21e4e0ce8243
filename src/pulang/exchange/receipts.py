"""Receipts: what a receiving node says of a message, signed, so that nobody can deny it later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from pulang.crypto.errors import SignatureRefused
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import VerifyKey
from pulang.exchange.envelope import to_wire
from pulang.exchange.kinds import Counts
from pulang.exchange.models import Message, Receipt
from pulang.exchange.node_keys import node_keys
from pulang.exchange.objects.owning import settle

RECEIPT_TYPE = "nx1-receipt+jws"
LEVELS = ("stored", "accepted", "refused", "assigned", "answered", "applied")


@dataclass(frozen=True)
class ReadReceipt:
    message: UUID
    hash: str
    level: str
    code: str
    at: datetime
    manifest: int
    applied: Mapping[str, int] | None = None


def give_receipt(message: Message, level: str, code: str = "", counts: Counts | None = None) -> Receipt:
    """Write the receipt, in the transaction of what it tells of."""
    now, keys = timezone.now(), node_keys()
    said = {
        "v": 1,
        "message": str(message.pk),
        "hash": message.hash,
        "level": level,
        "code": code,
        "at": to_wire(now),
        "manifest": keys.number,
    }
    applied = asdict(counts) if counts else None
    if applied is not None:
        said["applied"] = applied
    token = sign_jws(json.dumps(said, separators=(",", ":")).encode(), keys.signing, typ=RECEIPT_TYPE).decode()
    return Receipt.objects.create(message=message, level=level, code=code, at=now, token=token, applied=applied)


def read_receipt(token: str, keys: list[VerifyKey]) -> ReadReceipt:
    """A peer's receipt. Raises SignatureRefused."""
    verified = verify_jws(token.encode(), {key.kid: key for key in keys}, typ=RECEIPT_TYPE)
    try:
        said = json.loads(verified.payload)
        if said["level"] not in LEVELS:
            raise ValueError(said["level"])
        return ReadReceipt(
            message=UUID(said["message"]),
            hash=said["hash"],
            level=said["level"],
            code=said["code"],
            at=datetime.fromisoformat(said["at"]),
            manifest=int(said["manifest"]),
            applied=_counts(said.get("applied")),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise SignatureRefused("malformed") from error


def _counts(said: object) -> Mapping[str, int] | None:
    if said is None:
        return None
    if not isinstance(said, dict):
        raise ValueError("applied")
    return {name: int(said.get(name, 0)) for name in ("copies", "attachments", "exports", "onward")}


def keep_receipt(message: Message, token: str, receipt: ReadReceipt) -> None:
    """Take a peer's receipt of a message of ours; the same one again changes nothing.

    Once accepted (assigned, answered and applied say so too) or refused a message stays so: a contradicting
    receipt is not taken.
    """
    if receipt.hash != message.hash:
        raise SignatureRefused("receipt_of_another_text")
    final = message.state in ("accepted", "refused")
    state = "refused" if receipt.level == "refused" else "stored" if receipt.level == "stored" else "accepted"
    if final and state != "stored" and state != message.state:
        raise SignatureRefused("receipt_contradicts")
    said = {"code": receipt.code, "at": receipt.at, "token": token, "applied": receipt.applied}
    Receipt.objects.get_or_create(message=message, level=receipt.level, defaults=said)
    if not final:
        message.state, message.code, message.next_try = state, receipt.code, None
        message.save(update_fields=["state", "code", "next_try"])
    settle(message, receipt.level, receipt.applied)
