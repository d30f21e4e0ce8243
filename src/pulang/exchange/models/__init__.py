"""Peers, agreements, messages and receipts. The exchange knows bytes, peers and retries, not cases."""

from pulang.exchange.models.attachments import Attachment
from pulang.exchange.models.evidence import Checkpoint, LogEntry, Nonce, Quarantined
from pulang.exchange.models.messages import Message, Receipt
from pulang.exchange.models.objects import Holding, SharedObject, Tombstone
from pulang.exchange.models.peers import Agreement, AgreementDraft, Peer

__all__ = [
    "Agreement",
    "AgreementDraft",
    "Attachment",
    "Checkpoint",
    "Holding",
    "LogEntry",
    "Message",
    "Nonce",
    "Peer",
    "Quarantined",
    "Receipt",
    "SharedObject",
    "Tombstone",
]
