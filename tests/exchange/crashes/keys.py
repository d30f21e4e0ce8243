"""Keys change: the old ones or the new ones, whole; what waits goes under one that is believed."""

import json
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.jose import from_b64url
from pulang.crypto.signing_keys import SigningKey, VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.keys.announcing import take_manifests
from pulang.exchange.keys.manifests import entry, hash_of, key_time, sign_manifest
from pulang.exchange.keys.node_keys import FILE, node_keys
from pulang.exchange.keys.rotation import revoke_key, rotate_keys
from pulang.exchange.models import Message, Peer
from pulang.lib.actor import system
from tests.exchange.crashes.drill import Drill
from tests.exchange.partner import NODE


def rotated(drill: Drill) -> None:
    _changed(drill, lambda: rotate_keys(drill.cast.administrator))


def revoked(drill: Drill) -> None:
    """Somebody else may hold the key of today: the step revokes whatever signs now."""
    _changed(drill, lambda: revoke_key(drill.cast.administrator, kid=node_keys().signing.kid))


def _changed(drill: Drill, step) -> None:
    path, waits = Path(settings.KEYS_ROOT) / FILE, drill.note()
    before = path.read_bytes()
    try:
        number = node_keys().number
        for _ in drill.crashes(step):
            keys = node_keys()
            assert keys.number >= number
            assert len(keys.manifests) == keys.number
            assert keys.signing.kid in _believed(keys)
            number = keys.number
        with acting_as(system("test")):
            assert Message.objects.get(pk=waits.pk).envelope
    finally:
        path.write_bytes(before)


def _believed(keys) -> set[str]:
    return {VerifyKey.from_jwk(jwk).kid for jwk in keys.said["signing"] if "revoked" not in jwk}


def manifest(drill: Drill) -> None:
    """A partner's new manifest is held together with what waits for it, sealed for the key that it names."""
    partner, waits = drill.partner, drill.note()
    opens = DecryptionKey.generate("S1")
    with acting_as(system("test")):
        before = Peer.objects.get(pk=partner.peer.pk)
    second = _second(partner.signing, opens, before.manifests[-1])

    def step() -> None:
        assert take_manifests(NODE, [second]) == 2

    try:
        for _ in drill.crashes(step):
            with acting_as(system("test")):
                peer, waiting = Peer.objects.get(pk=before.pk), Message.objects.get(pk=waits.pk)
            anew = _sealed_for(waiting) == opens.kid
            assert (peer.manifest["number"], len(peer.manifests)) == ((2, 2) if anew else (1, 1))
        step()
        with acting_as(system("test")):
            assert _sealed_for(Message.objects.get(pk=waits.pk)) == opens.kid
    finally:
        with acting_as(system("test")):
            before.save()


def _sealed_for(message: Message) -> str:
    return str(json.loads(from_b64url(bytes(message.envelope or b"").split(b".")[0].decode()))["kid"])


def _second(signing: SigningKey, opens: DecryptionKey, first: str) -> str:
    now = key_time(timezone.now())
    said = {"v": 1, "node": NODE, "number": 2, "prev": hash_of(first), "created": now}
    said |= {"signing": [entry(signing.public.jwk(), since=now)]}
    return sign_manifest({**said, "encryption": [entry(opens.public.jwk(), since=now)]}, signing)


ROOM = {"keys": rotated, "lost key": revoked, "manifest": manifest}
