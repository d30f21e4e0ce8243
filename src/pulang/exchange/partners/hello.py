"""The first round trip of two nodes: a greeting with a file goes over, is receipted, and answered once the file is
there; then it is taken back, and gone there.

So both sides have seen, before anything of a person is shared, that what they say arrives, files too, and that what
they withdraw is gone.
"""

from collections.abc import Iterator
from datetime import datetime
from hashlib import sha256, shake_256
from uuid import UUID

from pulang.crypto.streams import CHUNK
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.attachments.keeper import Arrived, Attached, Keeper
from pulang.exchange.envelope import ObjectRef
from pulang.exchange.errors import AttachmentNotAllowed
from pulang.exchange.kinds import Effect, Kind, Received
from pulang.exchange.models import Holding, Message, Peer
from pulang.exchange.objects.owning import WITHDRAW, next_version
from pulang.exchange.schemas import load
from pulang.lib.actor import Actor, system
from pulang.lib.ids import new_id

KIND = "system.hello"
FILE_SIZE = 70_000  # two chunks of the sealed form


def greet(peer: Peer) -> None:
    """Once: a greeting that waits or was answered is not repeated. Needs a running agreement."""
    with acting_as(system("hello")):
        ours = Message.objects.filter(peer=peer, outgoing=True, kind=KIND, re=None)
        if ours.filter(state__in=("queued", "accepted")).exists():
            return
        said = ObjectRef(new_id(), 1)
        send(system("hello"), to=peer.node_id, kind=KIND, body={}, purpose="system", obj=said, files=[_file()])


def take_hello(actor: Actor, received: Received) -> Effect:
    """Answer a greeting, one with a file once that is here, and greet too where ours came too early for the
    partner. An answer is not answered: what it answers is taken back. Raises AttachmentNotAllowed."""
    if received.files > (received.re is None):
        raise AttachmentNotAllowed()  # one file with a greeting, none with its answer
    node = system("hello")
    with acting_as(node):
        peer = Peer.objects.get(node_id=received.node)
        if received.re is not None:
            _take_back(peer, received.re, received.thread)
            return Effect()
    if not received.files:
        _answer(received.node, received.id, received.thread)
    greet(peer)
    return Effect()


def _answer(node: str, greeting: UUID, thread: UUID) -> None:
    send(system("hello"), to=node, kind=KIND, body={}, purpose="system", re=greeting, thread=thread)


def round_trip_at(peer: Peer) -> datetime | None:
    """When the partner said that our greeting, which it had answered, is gone there."""
    with acting_as(system("hello")):
        gone = Holding.objects.filter(peer=peer, object__kind=KIND, object__source=None, state="applied")
        first = gone.order_by("applied_at").first()
        return first.applied_at if first else None


def _take_back(peer: Peer, answered: UUID, thread: UUID) -> None:
    greeting = Message.objects.filter(pk=answered, peer=peer, outgoing=True, kind=KIND).first()
    holds = Holding.objects.select_related("object").filter(peer=peer, state="held")
    held = holds.filter(object__uid=greeting.obj["uid"]).first() if greeting and greeting.obj else None
    if held is None:
        return
    said = ObjectRef(held.object.uid, next_version(held.object.uid), WITHDRAW, base=held.version)
    send(
        system("hello"),
        to=peer.node_id,
        kind=KIND,
        body={"reason": "round_trip"},
        purpose="system",
        thread=thread,
        obj=said,
    )


def _file() -> Attached:
    """Bytes that say nothing, made of the file's id, so that nobody keeps them."""
    file = new_id()
    hash_ = sha256(_bytes_of(file)).hexdigest()
    return Attached(file, "greeting", "application/octet-stream", FILE_SIZE, hash_)


def _bytes_of(file: UUID) -> bytes:
    return shake_256(file.bytes).digest(FILE_SIZE)


def _read(file: UUID, chunk: int) -> Iterator[bytes]:
    yield _bytes_of(file)[chunk * CHUNK :]


def _take(arrived: Arrived) -> None:
    """See that it is what was announced, and say so by the answer."""
    for _ in arrived.pieces:
        pass
    _answer(arrived.node, arrived.message, Message.objects.get(pk=arrived.message).thread)


GREETING_FILES = Keeper(read=_read, take=_take, drop=len, restrict=lambda files, handling: None)
SYSTEM_HELLO = Kind(KIND, load("pulang.exchange", KIND), take_hello, attachments=True)
