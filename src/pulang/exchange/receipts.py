"""Receipts: what a receiving node says of a message, signed, so that nobody can deny it later."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils import timezone

from pulang.crypto.errors import SignatureRefused
from pulang.crypto.jose import without_repetition
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import Signs, VerifyKey
from pulang.db.gathering import insert
from pulang.exchange.attachments.sending import settle_leaving
from pulang.exchange.envelope import to_wire
from pulang.exchange.errors import BodyRefused
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.kinds import Counts
from pulang.exchange.log import note
from pulang.exchange.models import Message, Receipt
from pulang.exchange.objects.owning import settle
from pulang.exchange.schemas import check, validator

RECEIPT_TYPE = "nx1-receipt+jws"


@dataclass(frozen=True)
class ReadReceipt:
    message: UUID
    hash: str
    level: str
    code: str
    at: datetime
    manifest: int
    holds: int
    applied: Mapping[str, int] | None = None


def give_receipt(message: Message, level: str, code: str = "", counts: Counts | None = None) -> Receipt:
    """Write the receipt, in the transaction of what it tells of."""
    receipt = signed_receipt(message, level, code, counts)
    receipt.save(force_insert=True)
    return receipt


def signed_receipt(message: Message, level: str, code: str, counts: Counts | None = None) -> Receipt:
    """The row of a receipt, not written yet."""
    now, keys = timezone.now(), node_keys()
    said = {
        "v": 1,
        "message": str(message.pk),
        "hash": message.hash,
        "level": level,
        "code": code,
        "at": to_wire(now),
        "manifest": keys.number,
        "holds": message.peer.manifest["number"],
    }
    applied = asdict(counts) if counts else None
    if applied is not None:
        said["applied"] = applied
    token = sign_receipt(said, keys.signing)
    return Receipt(message=message, level=level, code=code, at=now, token=token, applied=applied)


def sign_receipt(said: Mapping[str, Any], key: Signs) -> str:
    """The token. `manifest` is the giver's own number, `holds` the number that it holds of the receiver's."""
    return sign_jws(json.dumps(said, separators=(",", ":")).encode(), key, typ=RECEIPT_TYPE).decode()


def read_receipt(token: str, keys: list[VerifyKey]) -> ReadReceipt:
    """A peer's receipt. Raises SignatureRefused."""
    verified = verify_jws(token.encode(), {key.kid: key for key in keys}, typ=RECEIPT_TYPE)
    try:
        said = json.loads(verified.payload, object_pairs_hook=without_repetition)
        check(validator("receipt"), said, what="receipt")
        return ReadReceipt(
            message=UUID(said["message"]),
            hash=said["hash"],
            level=said["level"],
            code=said["code"],
            at=datetime.fromisoformat(said["at"]),
            manifest=said["manifest"],
            holds=said.get("holds", 0),
            applied=said.get("applied"),
        )
    except (ValueError, RecursionError, BodyRefused) as error:
        raise SignatureRefused("malformed") from error


def keep_receipt(message: Message, token: str, receipt: ReadReceipt) -> None:
    """Take a peer's receipt of one message of ours. Raises SignatureRefused."""
    if note_receipt(message, token, receipt):
        message.save(update_fields=["state", "code", "next_try"])


def note_receipt(message: Message, token: str, receipt: ReadReceipt) -> bool:
    """Take a peer's receipt of a message of ours; the same one again changes nothing. Raises SignatureRefused.

    Once accepted (assigned, attached, answered and applied say so too) or refused a message stays so: a
    contradicting receipt is not taken. Returns whether its state is another now, which the caller saves.
    """
    if receipt.hash != message.hash:
        raise SignatureRefused("receipt_of_another_text")
    final = message.state in ("accepted", "refused")
    state = "refused" if receipt.level == "refused" else "stored" if receipt.level == "stored" else "accepted"
    if final and state != "stored" and state != message.state:
        raise SignatureRefused("receipt_contradicts")
    said = {"code": receipt.code, "at": receipt.at, "token": token, "applied": receipt.applied}
    insert([Receipt(message=message, level=receipt.level, **said)], unless_there=True)
    if message.state != receipt.level:
        receipted = sha256(token.encode()).hexdigest()
        note(message.peer_id, "receipt_kept", message, level=receipt.level, receipt=receipted)
    if not final:
        message.state, message.code, message.next_try = state, receipt.code, None
    settle(message, receipt.level, receipt.applied)
    if receipt.level == "attached":
        settle_leaving(message, receipt.code)
    return not final
