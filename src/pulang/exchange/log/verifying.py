"""Checking the log: whatever was deleted, altered, swapped or cut off is found, also against what was witnessed."""

import hmac
from dataclasses import dataclass, field
from uuid import UUID

from pulang.crypto.digests import GENESIS, chain, commit
from pulang.db.context import acting_as
from pulang.exchange.log.writing import text_of
from pulang.exchange.models import Checkpoint, LogEntry, Peer
from pulang.lib.actor import system


@dataclass
class LogCheck:
    """`problems` are sentences for whoever checks; empty means that the log of the link holds."""

    node: str
    entries: int = 0
    erased: int = 0
    checkpoints: int = 0
    problems: list[str] = field(default_factory=list)


def verify_logs() -> list[LogCheck]:
    """The log of every link, from its first entry to its end."""
    with acting_as(system("exchange-log")):
        return [verify_log(peer.pk) for peer in Peer.objects.order_by("node_id")]


def verify_log(peer_id: UUID) -> LogCheck:
    peer = Peer.objects.get(pk=peer_id)
    result, head, heads = LogCheck(peer.node_id), GENESIS, {}
    entries = LogEntry.objects.filter(peer=peer, number__isnull=False).order_by("number")
    for entry in entries.iterator(chunk_size=2000):
        result.entries += 1
        if entry.number != result.entries:
            result.problems.append(f"entry {result.entries}: missing or moved")
            return result
        head = chain(head, text_of(entry))
        if not hmac.compare_digest(head, bytes(entry.head or b"")):
            result.problems.append(f"entry {entry.number}: altered")
            return result
        if entry.words is None or entry.key is None:
            result.erased += 1
        elif not hmac.compare_digest(commit(bytes(entry.key), entry.words.encode()), bytes(entry.commitment)):
            result.problems.append(f"entry {entry.number}: its words were altered")
        heads[result.entries] = head.hex()
    if (peer.log_length, peer.log_head) != (result.entries, heads.get(result.entries, "")):
        result.problems.append(f"the log ends at {result.entries}, but was at {peer.log_length}")
    for checkpoint in Checkpoint.objects.filter(peer=peer, ours=True).order_by("length"):
        result.checkpoints += 1
        if heads.get(checkpoint.length) != checkpoint.head:
            result.problems.append(f"the checkpoint at {checkpoint.length} says another head")
    return result
