"""A partner node that the tests play themselves: its own keys, its own envelopes, true or hostile."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.utils import timezone

from pulang.access.models import Agency
from pulang.cases.models import Case
from pulang.crypto.encryption_keys import DecryptionKey, RecipientKey
from pulang.crypto.envelope import seal_for
from pulang.crypto.signing_keys import SigningKey
from pulang.exchange.envelope import to_wire
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.manifests import entry, key_time, read_manifest, sign_manifest
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Agreement, Peer
from tests.cast import Cast

NODE = "ncb-phnom-penh"


def weaker_key() -> RecipientKey:
    """The key of this node for suite S1."""
    return next(key.public for key in node_keys().decryptions.values() if key.suite == "S1")


@dataclass
class Partner:
    peer: Peer
    agreement: Agreement
    signing: SigningKey
    seq: int = 0
    sent: list[bytes] = field(default_factory=list)

    def fields(self, **more: Any) -> dict[str, Any]:
        """A true note; `more` replaces fields."""
        self.seq += 1
        now, message_id = datetime.now(UTC), str(uuid4())
        return {
            "v": 1,
            "id": message_id,
            "type": "note",
            "from": self.peer.node_id,
            "to": settings.NODE.id,
            "created": to_wire(now),
            "expires": to_wire(now + timedelta(days=7)),
            "link": {"seq": self.seq, "prev": ""},
            "thread": message_id,
            "handling": {
                "code": "H2",
                "purpose": "protection",
                "basis": str(self.agreement.pk),
                "status": "none",
                "onward": False,
            },
            "officer": {"author": "abc", "role": "ncb_desk"},
            "lang": "en",
            "body": {"text": f"note {self.seq}"},
            **more,
        }

    def seal(self, fields: dict[str, Any], *, signing: SigningKey | None = None) -> bytes:
        payload = json.dumps(fields).encode()
        return seal_for(payload, sign_key=signing or self.signing, recipient_key=weaker_key())

    def note(self, **more: Any) -> bytes:
        return self.seal(self.fields(**more))


ALL_KINDS = (
    *(
        "case.share",
        "case.update",
        "case.proposal",
        "note",
        "return.notice",
        "return.received",
        "interview.summary",
    ),
    *("locate.request", "locate.answer", "protection.request", "protection.answer"),
    *("notice.request", "diffusion", "mla.pointer", "intelligence.report"),
    *("overlap.request", "overlap.points", "overlap.answer"),
    *("identification.request", "identification.answer", "nationality.request", "nationality.answer"),
)
_known: dict[UUID, Partner] = {}


def partner_of(cast: Cast) -> Partner:
    """The paired partner of this cast, with an agreement on every kind; the same one when asked again."""
    if cast.partner.pk not in _known:
        _known[cast.partner.pk] = make_partner(cast, ALL_KINDS)
    return _known[cast.partner.pk]


def asks(partner: Partner, case: Case, kind: str = "identification.request", **body: Any) -> UUID:
    """The partner says something about a case that it holds; returns the id of the message here."""
    said = {"question": "Who is she?"} if kind.endswith(".request") else {}
    fields = partner.fields(type=kind, body={**said, **body, "case": str(case.uid)}, **_due(kind))
    (answer,) = receive(partner.peer, [partner.seal(fields)])
    assert answer.receipt, answer.code
    return UUID(fields["id"])


def _due(kind: str) -> dict[str, Any]:
    if not kind.endswith((".request", ".notice")):
        return {}
    by = datetime.now(UTC) + timedelta(days=3)
    return {"due": {"class": "urgent", "reply_by": to_wire(by)}}


def make_partner(
    cast: Cast, kinds: tuple[str, ...] = ("note", "case.share"), *, node: str = NODE, agency: Agency | None = None
) -> Partner:
    signing, decryption = SigningKey.generate(), DecryptionKey.generate("S1")
    since = key_time(timezone.now() - timedelta(days=90))
    said = {"v": 1, "node": node, "number": 1, "prev": "", "created": since}
    listed = {"signing": [entry(signing.public.jwk(), since=since)]}
    listed["encryption"] = [entry(decryption.public.jwk(), since=since)]
    manifest = sign_manifest({**said, **listed}, signing)
    peer = Peer.objects.create(
        node_id=node,
        agency=agency or cast.partner,
        base_url="http://127.0.0.1:9",
        root=signing.public.jwk(),
        manifest=read_manifest(manifest, signing.public, node=node),
        manifests=[manifest],
        paired_at=timezone.now(),
    )
    agreement = Agreement.objects.create(
        id=uuid4(),
        peer=peer,
        terms={"kinds": list(kinds), "purposes": ["protection"]},
        signatures={},
        until=timezone.localdate() + timedelta(days=30),
    )
    return Partner(peer, agreement, signing)
