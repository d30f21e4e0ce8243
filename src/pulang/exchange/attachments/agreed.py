"""What may go with a message: by its kind, and by the size that the agreement allows for one file."""

from collections.abc import Iterable

from pulang.exchange.errors import AttachmentNotAllowed, AttachmentTooLarge
from pulang.exchange.kinds import Kind
from pulang.exchange.models import Agreement, Peer

MOST = 20  # files with one message; the schema of the envelope says it too
SYSTEM_FILE = 128 * 1024  # bytes that go with a message of the nodes themselves, whatever is agreed


def size_limit(peer: Peer, kind: str, purpose: str) -> int:
    """Bytes of one file that the running agreements allow with such a message; 0 where they name none."""
    if kind.startswith("system."):
        return SYSTEM_FILE
    running = (agreement for agreement in peer.running_agreements if _names(agreement, kind, purpose))
    return max((int(agreement.terms.get("attachment_bytes", 0)) for agreement in running), default=0)


def check_agreed(peer: Peer, kind: Kind, purpose: str, sizes: Iterable[int]) -> None:
    """Raises AttachmentNotAllowed, AttachmentTooLarge."""
    wanted = list(sizes)
    if not wanted:
        return
    limit = size_limit(peer, kind.name, purpose)
    if not kind.attachments or not limit or len(wanted) > MOST:
        raise AttachmentNotAllowed()
    if max(wanted) > limit:
        raise AttachmentTooLarge(limit=megabytes(limit), size=megabytes(max(wanted)))


def megabytes(size: int) -> str:
    return f"{size / 1024 / 1024:.1f}".removesuffix(".0")


def _names(agreement: Agreement, kind: str, purpose: str) -> bool:
    return kind in agreement.terms["kinds"] and purpose in agreement.terms["purposes"]
