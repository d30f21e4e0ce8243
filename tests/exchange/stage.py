"""A node under test that is reached over HTTP, and a partner of it that the kit plays."""

import secrets
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from uuid import uuid4

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections, transaction
from django.utils import timezone

from pulang.crypto.encryption_keys import RecipientKey
from pulang.db.context import acting_as
from pulang.exchange.conform.hostile import Hostile
from pulang.exchange.conform.played import PlayedNode, as_bytes, envelope
from pulang.exchange.keys.manifests import read_manifest
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Agreement, Message, Peer
from pulang.exchange.transport import Probe, Said
from pulang.lib.actor import system
from tests.browser import QuietHandler
from tests.cast import Cast
from tests.exchange.partner import NODE

MOVES = {
    *("exchange_message", "exchange_receipt", "exchange_quarantined"),
    *("exchange_nonce", "exchange_peer", "exchange_logentry"),
}


@dataclass
class Stage:
    """`probe` speaks to the node; `played` is its paired partner; `agreement` stands between them."""

    probe: Probe
    played: PlayedNode
    peer: Peer
    agreement: Agreement
    own: str
    seq: int = 0

    def true(self, **more) -> dict:
        """The fields of a note that the node would accept."""
        self.seq += 1
        return envelope(
            message_id=str(uuid4()),
            kind="note",
            sender=self.played.node,
            to=self.own,
            created=timezone.now(),
            seq=self.seq,
            body={"text": f"note {self.seq}"},
            basis=str(self.agreement.pk),
            **more,
        )

    @property
    def recipient(self) -> RecipientKey:
        return next(key.public for key in node_keys().decryptions.values() if key.suite == "S2")

    def seal(self, fields: dict, **more) -> bytes:
        return self.played.seal(as_bytes(fields), self.recipient, **more)

    def push(self, *tokens: bytes) -> Said:
        return self.probe.signed("POST", "/nx/1/in", b"\n".join(tokens), self.played.signing)

    def hostile(self, seed: int) -> Hostile:
        return Hostile(self.played, self.recipient, self.true, Random(seed))


@pytest.fixture
def stage(committed_cast: Cast, settings) -> Iterator[Stage]:
    """The whole application behind a real socket, on the committed database."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), QuietHandler)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    settings.BASE_URL = f"http://127.0.0.1:{server.server_port}"
    played = PlayedNode.make(
        NODE, lambda _name, length: secrets.token_bytes(length), created=timezone.now() - timedelta(days=90)
    )
    peer = Peer.objects.create(
        node_id=NODE,
        agency=committed_cast.partner,
        base_url="http://127.0.0.1:9",
        root=played.root.public.jwk(),
        manifest=read_manifest(played.manifest, played.root.public, node=NODE),
        paired_at=timezone.now(),
    )
    agreement = Agreement.objects.create(
        id=uuid4(),
        peer=peer,
        terms={"kinds": ["note", "case.share"], "purposes": ["protection"]},
        signatures={},
        until=timezone.localdate() + timedelta(days=30),
    )
    with Probe(settings.BASE_URL) as probe:
        yield Stage(probe, played, peer, agreement, settings.NODE.id)
    server.shutdown()
    server.server_close()
    thread.join()


def rows() -> dict[str, int]:
    """How many rows each table has, apart from those in which refusals are kept."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('pulang.kind', 'system', true)")  # else its protected rows are not there
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
            " AND relname NOT LIKE 'audit%'"
        )
        tables = sorted({name for (name,) in cursor.fetchall()} - MOVES)
        found = {}
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
    return found


def accepted() -> int:
    with acting_as(system("test")):
        return Message.objects.filter(outgoing=False, state="accepted").count()
