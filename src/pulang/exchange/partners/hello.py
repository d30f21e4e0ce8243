"""The first round trip of two nodes: a greeting goes over, is receipted, and its answer comes back by itself."""

from datetime import datetime

from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.kinds import Effect, Kind, Received
from pulang.exchange.models import Message, Peer
from pulang.exchange.schemas import load
from pulang.lib.actor import Actor, system

KIND = "system.hello"


def greet(peer: Peer) -> None:
    """Once: a greeting that waits or was answered is not repeated. Needs a running agreement."""
    with acting_as(system("hello")):
        ours = Message.objects.filter(peer=peer, outgoing=True, kind=KIND, re=None)
        if ours.filter(state__in=("queued", "accepted")).exists():
            return
        send(system("hello"), to=peer.node_id, kind=KIND, body={}, purpose="system")


def take_hello(actor: Actor, received: Received) -> Effect:
    """Answer a greeting, and greet too where ours came too early for the partner. An answer is not answered."""
    if received.re is not None:
        return Effect()
    node = system("hello")
    send(node, to=received.node, kind=KIND, body={}, purpose="system", re=received.id, thread=received.thread)
    with acting_as(node):
        greet(Peer.objects.get(node_id=received.node))
    return Effect()


def round_trip_at(peer: Peer) -> datetime | None:
    """When an answer to our greeting came back."""
    with acting_as(system("hello")):
        ours = Message.objects.filter(peer=peer, outgoing=True, kind=KIND, re=None, answered_at__isnull=False)
        first = ours.order_by("answered_at").first()
        return first.answered_at if first else None


SYSTEM_HELLO = Kind(KIND, load("pulang.exchange", KIND), take_hello)
