"""Two nodes meet, agree and part: each step is done or not, and what follows from it with it."""

import json
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from pulang.access.models import Agency, Officer
from pulang.access.policy import actor_for
from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.signing_keys import SigningKey, VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.manifests import entry, key_time, sign_manifest
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Agreement, AgreementDraft, Message, Peer, SharedObject
from pulang.exchange.partners.agreements import (
    agreement_file,
    draft_agreement,
    end_agreement,
    sign_draft,
    take_agreement,
)
from pulang.exchange.partners.meeting import hear_phrase
from pulang.exchange.partners.pairing import accept_invite, phrase_with
from pulang.lib.actor import Actor, system
from tests.cast import make_actor
from tests.exchange.crashes.drill import Drill
from tests.exchange.partner import NODE
from tests.exchange.test_agreements import signed_by_partner
from tests.exchange.test_ownership import Owner

OTHER = "ncb-bangkok"


def invite() -> dict:
    root, now = SigningKey.generate(), key_time(timezone.now())
    said = {"v": 1, "node": OTHER, "number": 1, "prev": "", "created": now}
    said["signing"] = [entry(root.public.jwk(), since=now)]
    said["encryption"] = [entry(DecryptionKey.generate("S1").public.jwk(), since=now)]
    named = {"v": 1, "node": OTHER, "name": "Bangkok", "country": "THA", "address": "http://127.0.0.1:9"}
    return {**named, "root": root.public.jwk(), "manifest": sign_manifest(said, root)}


def pairing(drill: Drill) -> None:
    """An invite makes agency and partner together; only two officers who heard the phrase pair the nodes."""
    told, admin, second = invite(), drill.cast.administrator, _second(drill)
    for _ in drill.crashes(lambda: accept_invite(admin, invite=told)):
        assert Agency.objects.filter(code=OTHER).count() == Peer.objects.filter(node_id=OTHER).count() <= 1
    words = phrase_with(Peer.objects.get(node_id=OTHER)).split()
    ours_first = node_keys().root_public.raw < VerifyKey.from_jwk(told["root"]).raw
    heard = " ".join(words[len(words) // 2 :] if ours_first else words[: len(words) // 2])
    for officer in (admin, second):
        for _ in drill.crashes(lambda officer=officer: _hear(officer, heard)):
            peer = Peer.objects.get(node_id=OTHER)
            assert (peer.paired_at is not None) == (len(peer.heard_by) == 2)
    assert Peer.objects.get(node_id=OTHER).paired_at


def _hear(officer: Actor, heard: str) -> None:
    if str(officer.id) not in Peer.objects.get(node_id=OTHER).heard_by:  # else she sees it
        hear_phrase(officer, node=OTHER, heard=heard)


def agreeing(drill: Drill) -> None:
    """An agreement is in force with the second signature of both, and the greeting is queued with it."""
    admin, second = drill.cast.administrator, _second(drill)
    with acting_as(admin):
        draft = _drafted(admin)
    for officer in (admin, second):
        for _ in drill.crashes(lambda officer=officer: _sign(officer, draft)):
            signed = AgreementDraft.objects.get(pk=draft.pk)
            assert (settings.NODE.id in signed.signatures) == (len(signed.signed_by) == 2)
    terms = json.loads(json.dumps(agreement_file(second, draft.pk)))["terms"]
    theirs = signed_by_partner(drill.partner, terms)
    for _ in drill.crashes(lambda: _take(second, draft, theirs)):
        _in_force_with_greeting(draft)
    assert _in_force_with_greeting(draft)


def _sign(officer: Actor, draft: AgreementDraft) -> None:
    if str(officer.id) not in AgreementDraft.objects.get(pk=draft.pk).signed_by:
        sign_draft(officer, draft_id=draft.pk)


def _take(officer: Actor, draft: AgreementDraft, signed: dict) -> None:
    if AgreementDraft.objects.get(pk=draft.pk).in_force_at is None:
        take_agreement(officer, signed=signed)


def _in_force_with_greeting(draft: AgreementDraft) -> bool:
    marked = AgreementDraft.objects.get(pk=draft.pk).in_force_at is not None
    with acting_as(system("test")):
        greeted = Message.objects.filter(outgoing=True, kind="system.hello").count()
    assert marked == Agreement.objects.filter(pk=draft.pk).exists() == greeted
    return marked


def _drafted(actor: Actor) -> AgreementDraft:
    return draft_agreement(
        actor,
        node=NODE,
        kinds=["note"],
        purposes=["protection"],
        languages=["en"],
        deadlines={},
        retention_days=100,
        attachment_bytes=1024,
        reference="Memorandum of 2026 (invented)",
        until=timezone.localdate() + timedelta(days=200),
    )


def parting(drill: Drill) -> None:
    """An agreement ends together with the question of what is still needed of what was shared."""
    owner, agreement = Owner(drill.partner), drill.partner.agreement
    receive(drill.partner.peer, [owner.says("create", 1)])

    def ended() -> bool:
        return Agreement.objects.get(pk=agreement.pk).ended_at is not None

    def step() -> None:
        if not ended():
            end_agreement(drill.cast.administrator, agreement_id=agreement.pk, reason="Not renewed.")

    try:
        for _ in drill.crashes(step):
            with acting_as(system("test")):
                book = SharedObject.objects.get(uid=owner.uid)
            assert ended() == (book.review_at == timezone.localdate())
        assert ended()
    finally:
        agreement.save()  # as it was


def _second(drill: Drill) -> Actor:
    known = Officer.objects.filter(username="admin-two").first()
    if known is not None:
        return actor_for(known, via="cli")
    return make_actor("admin-two", Agency.objects.get(code="it"), "administrator")


ROOM = {"pairing": pairing, "agreeing": agreeing, "parting": parting}
