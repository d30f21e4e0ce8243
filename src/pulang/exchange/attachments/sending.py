"""Files that leave with a message: the entries of the envelope, and stopping what is still on its way."""

import secrets
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from pulang.crypto.jose import b64url
from pulang.crypto.streams import sealed_size
from pulang.exchange.attachments.keeper import Attached
from pulang.exchange.models import Attachment, Message, Peer

KEY_BYTES = 32


def entries_for(files: Sequence[Attached]) -> list[dict[str, Any]]:
    """What the envelope says of each file, with a fresh key."""
    return [
        {
            "id": str(uuid4()),
            "name": file.name,
            "media_type": file.media_type,
            "size": file.size,
            "sha256": file.sha256,
            "key": b64url(secrets.token_bytes(KEY_BYTES)),
        }
        for file in files
    ]


def remember_leaving(message: Message, files: Sequence[Attached]) -> None:
    """In the transaction of the message: each file waits until the partner has it whole."""
    Attachment.objects.bulk_create(
        Attachment(message=message, wire=UUID(said["id"]), size=sealed_size(file.size), file=file.file)
        for said, file in zip(message.attachments or (), files, strict=True)
    )


def stop_leaving(peer: Peer, uid: UUID) -> None:
    """The object was taken back from the partner: what has not come there yet does not go any more."""
    leaving = Attachment.objects.filter(message__peer=peer, message__outgoing=True, message__obj__uid=str(uid))
    leaving.filter(state="waiting").update(state="gone", code="object_withdrawn")


def settle_leaving(message: Message, code: str) -> None:
    """The partner has said that the files are settled: all whole, or not all for `code`."""
    waiting = Attachment.objects.filter(message=message, state="waiting")
    if not code:
        waiting.update(state="whole", code="")
        return
    for one in waiting:
        one.state, one.code = ("whole", "") if one.held == one.size else ("refused", code)
        one.save(update_fields=["state", "code", "changed_at"])
