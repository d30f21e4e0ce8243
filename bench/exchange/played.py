"""The partner of a node, played in its own process; imported once Django is there."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from pulang.access.models import Agency, Officer
from pulang.access.policy import actor_for
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.conform.played import PlayedNode, as_bytes, envelope
from pulang.exchange.delivery import pushing
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.manifests import read_manifest
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Agreement, Message, Peer
from pulang.exchange.receipts import sign_receipt
from pulang.lib.actor import system


class Partner:
    """A paired node that brings notes, and takes what it is brought."""

    clock = None

    def __init__(self, node: str) -> None:
        since = timezone.now() - timedelta(days=90)
        self.played = PlayedNode.make(node, lambda _name, length: secrets.token_bytes(length), created=since)
        desk = Agency.objects.create(code="ncb", name="NCB", kind="ncb", country="IDN")
        officer = Officer.objects.create(username="ncb-desk", name="Desk", agency=desk, role="ncb_desk")
        self.officer = actor_for(officer, via="cli")
        self.peer = Peer.objects.create(
            node_id=node,
            agency=Agency.objects.create(code=node, name=node, kind="peer", country="KHM"),
            base_url="http://127.0.0.1:9",
            root=self.played.root.public.jwk(),
            manifest=read_manifest(self.played.manifest, self.played.root.public, node=node),
            manifests=[self.played.manifest],
            paired_at=timezone.now(),
        )
        self.agreement = Agreement.objects.create(
            id=uuid4(),
            peer=self.peer,
            terms={"kinds": ["note"], "purposes": ["protection"]},
            signatures={},
            until=timezone.localdate() + timedelta(days=30),
        )
        self.opens = next(key.public for key in node_keys().decryptions.values() if key.suite == "S2")
        self.hashes: dict[bytes, tuple[str, str]] = {}
        self.brought = 10**9  # numbers above whatever is multiplied
        pushing.Courier = self  # type: ignore[assignment, misc]

    def notes(self, text: str, count: int) -> list[bytes]:
        return [self._note(text) for _ in range(count)]

    def _note(self, text: str) -> bytes:
        self.brought += 1
        fields = envelope(
            message_id=str(uuid4()),
            kind="note",
            sender=self.peer.node_id,
            to=settings.NODE.id,
            created=timezone.now(),
            seq=self.brought,
            body={"text": text},
            basis=str(self.agreement.pk),
        )
        return self.played.seal(as_bytes(fields), self.opens)

    def brings(self, tokens: list[bytes]) -> None:
        assert all(answer.receipt for answer in receive(self.peer, tokens))

    def writes(self, text: str, count: int) -> None:
        for _ in range(count):
            sent = send(self.officer, to=self.peer.node_id, kind="note", body={"text": text}, purpose="protection")
            self.hashes[bytes(sent.envelope or b"")] = (str(sent.pk), sent.hash)

    def is_brought_all(self) -> None:
        assert pushing.deliver(self.peer.pk) is None
        with acting_as(system("bench")):
            assert not Message.objects.filter(outgoing=True, state="queued").exists()

    def __call__(self, *where: object) -> "Partner":
        return self

    def __enter__(self) -> "Partner":
        return self

    def __exit__(self, *exc: object) -> None:
        return None

    def deliver(self, tokens: Sequence[bytes]) -> list[str]:
        return [self._receipt(*self.hashes.pop(token)) for token in tokens]

    def _receipt(self, message: str, hash_: str) -> str:
        said: dict[str, Any] = {"v": 1, "message": message, "hash": hash_, "level": "accepted", "code": ""}
        return sign_receipt({**said, "at": to_wire(timezone.now()), "manifest": 1}, self.played.signing)
