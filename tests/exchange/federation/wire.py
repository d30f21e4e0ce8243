"""The wire between the nodes of a world: it loses, doubles, reorders and keeps what it carries, as it is told."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from random import Random
from types import TracebackType
from typing import Any
from uuid import UUID

from django.db import OperationalError

from pulang.exchange.attachments.carrying import serve_part
from pulang.exchange.attachments.taking import finish, take_part, whole_and_unopened
from pulang.exchange.delivery.later import fetched_receipts, receipts_for, take_receipts
from pulang.exchange.errors import AttachmentUnknown, Refused, Undeliverable
from pulang.exchange.inbox import receiving
from pulang.exchange.keys.announcing import take_manifests
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Peer
from pulang.exchange.partners.links import sent_after
from pulang.exchange.partners.pairing import signing_keys
from tests.exchange.federation.world import World

FAULTS = ("none", "request lost", "answer lost", "twice", "shuffled", "receiver fails")


@dataclass
class Wire:
    """`fault` meets the next batch; `cut` are pairs without a line; `seen` is all that an eavesdropper has."""

    world: World
    fault: str = "none"
    cut: set[frozenset[str]] = field(default_factory=set)
    seen: list[tuple[str, str, bytes]] = field(default_factory=list)

    def __call__(self, base_url: str, *keys: object) -> "Line":
        assert self.world.here is not None
        target = next(node.name for node in self.world.nodes.values() if node.address == base_url)
        return Line(self, self.world.here.name, target)

    def take_fault(self) -> str:
        fault, self.fault = self.fault, "none"
        return fault


@dataclass
class Line:
    """What `Courier` is, from `source` to `target`, without HTTP."""

    wire: Wire
    source: str
    target: str
    clock: float | None = None

    def __enter__(self) -> "Line":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None) -> None:
        return None

    def deliver(self, tokens: list[bytes]) -> list[str]:
        self.wire.seen += [(self.source, self.target, token) for token in tokens]
        fault = self.wire.take_fault()
        if fault == "request lost":
            raise Undeliverable(why="unreachable")
        order = list(range(len(tokens)))
        if fault == "shuffled":
            Random(len(self.wire.seen)).shuffle(order)
        fails = len(tokens) // 2 if fault == "receiver fails" else None
        lines = self._there(lambda peer: taken(peer, [tokens[at] for at in order], fails=fails))
        if fault == "twice":
            assert lines == self._there(lambda peer: taken(peer, [tokens[at] for at in order])), "one word each"
        if fault == "answer lost":
            raise Undeliverable(why="answer_malformed")
        answers = dict(zip(order, lines, strict=True))
        return [answers[at] for at in range(len(tokens))]

    def hand_receipts(self, tokens: list[str]) -> list[str]:
        return self._there(lambda peer: take_receipts(peer, tokens, signing_keys(peer)))

    def highest_seen(self) -> int:
        return self._there(lambda peer: int(peer.seen_seq))

    def fetch_receipts(self) -> list[str]:
        return self._there(receipts_for)

    def receipts_are_here(self, hashes: list[str]) -> None:
        self._there(lambda peer: fetched_receipts(peer, frozenset(hashes)))

    def fetch_after(self, seq: int) -> list[bytes]:
        tokens = self._there(lambda peer: sent_after(peer, seq, limit=64))
        self.wire.seen += [(self.target, self.source, token) for token in tokens]
        return tokens

    def put_part(self, message: UUID, attachment: UUID, at: int, content: bytes) -> int | str:
        return self._there(lambda peer: put_there(peer, message, attachment, at, content))

    def fetch_part(self, message: UUID, attachment: UUID, after: int, most: int) -> bytes:
        return self._there(lambda peer: serve_part(peer, message, attachment, after, most))

    def announce(self, node: str, manifests: Iterable[str]) -> int:
        brought = list(manifests)
        return self._there(lambda peer: take_manifests(node, brought))

    def manifests(self) -> list[str]:
        return self._there(lambda peer: list(node_keys().manifests))

    def _there(self, act: Callable[[Peer], Any]) -> Any:
        if frozenset((self.source, self.target)) in self.wire.cut:
            raise Undeliverable(why="unreachable")
        source = self.source
        return self.wire.world.elsewhere(self.target, lambda: act(Peer.objects.get(node_id=source)))


def put_there(peer: Peer, message: UUID, attachment: UUID, at: int, content: bytes) -> int | str:
    """What the door for files answers; a file that is whole is opened, as a job of that node does at once."""
    try:
        held = take_part(peer, message, attachment, at, content)
    except (AttachmentUnknown, Refused) as error:
        return error.code
    for whole in whole_and_unopened():
        finish(whole)
    return held


def taken(peer: Peer, tokens: list[bytes], *, fails: int | None = None) -> list[str]:
    """What the inbox of this node answers. With `fails` its database is gone at that message: no answer at all."""
    if fails is None:
        return [answer.receipt or f"!{answer.code}" for answer in receiving.receive(peer, tokens)]
    answer, counted = receiving._answer, iter(range(len(tokens) + 1))

    def failing(*said: Any) -> Any:
        if next(counted) == fails:
            raise OperationalError("the database is gone")
        return answer(*said)

    receiving._answer = failing  # type: ignore[assignment]
    try:
        receiving.receive(peer, tokens)
    except OperationalError:
        raise Undeliverable(why="refused_500") from None
    finally:
        receiving._answer = answer
    raise AssertionError("a batch whose database fails is not answered")


class AtOnce:
    """In the place of the thread that speaks on the wire: there is one thread, and one node at a time."""

    def __init__(self, workers: int) -> None:
        return None

    def __enter__(self) -> "AtOnce":
        return self

    def __exit__(self, *error: object) -> None:
        return None

    def submit(self, call: Callable[..., Any], *given: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        try:
            done.set_result(call(*given))
        except Exception as error:
            done.set_exception(error)
        return done
