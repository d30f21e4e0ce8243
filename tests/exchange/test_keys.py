"""Keys change without a meeting: overlap, revocation, the root off the node; nothing lies open on the disk."""

import base64
import json
import os
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from pulang.audit.models import Entry
from pulang.crypto.encryption_keys import RecipientKey
from pulang.crypto.errors import KeyFileRefused, SignatureRefused
from pulang.crypto.jose import from_b64url
from pulang.crypto.keyfile import create_key_file
from pulang.crypto.keyring import KeyRing
from pulang.crypto.locks import Passphrase
from pulang.crypto.signing_keys import SigningKey, VerifyKey
from pulang.db.context import acting_as
from pulang.exchange.actions import send
from pulang.exchange.delivery.bundles import export_bundle
from pulang.exchange.delivery.later import fetched_receipts, receipts_for, tell_later
from pulang.exchange.errors import KeysRefused
from pulang.exchange.inbox.receiving import receive
from pulang.exchange.keys.announcing import announce, catch_up, take_manifests
from pulang.exchange.keys.manifests import entry, hash_of, key_time, read_manifest, retired, sign_manifest
from pulang.exchange.keys.moving import leave_token
from pulang.exchange.keys.node_keys import FILE, make_node_keys, node_keys
from pulang.exchange.keys.renewal import renew
from pulang.exchange.keys.rotation import _state, keys_for, read_root, revoke_key, rotate_keys, take_root_away
from pulang.exchange.models import Message, Peer
from pulang.exchange.receipts import read_receipt
from pulang.lib.actor import system
from pulang.lib.errors import NotAllowed
from tests.exchange.partner import NODE, weaker_key


@pytest.fixture(autouse=True)
def keys_are_put_back(django_db_setup):
    """Other tests count on the keys that were there."""
    path = Path(settings.KEYS_ROOT) / FILE
    before = path.read_bytes()
    yield
    path.write_bytes(before)


def note(actor):
    return send(actor, to=NODE, kind="note", body={"text": "x"}, purpose="protection")


def kids(use: str, state: str) -> list[str]:
    return [key.kid for key in keys_for(system("test")).keys if (key.use, key.state) == (use, state)]


def level(line: str) -> str:
    return read_receipt(line, [node_keys().signing.public]).level


def next_manifest(stage, signing: SigningKey, *, at, **more) -> str:
    """The played partner's second manifest: a new signing key, the old one for the overlap."""
    said = stage.played.said()
    return sign_manifest(
        stage.played.said(
            number=2,
            prev=hash_of(stage.played.manifest),
            created=key_time(at),
            signing=[entry(signing.public.jwk(), since=key_time(at)), *retired(said["signing"], now=at)],
            **more,
        ),
        stage.played.root,
    )


def put(stage, *tokens: str):
    return stage.probe.send("PUT", f"/nx/1/manifest?node={NODE}", "\n".join(tokens).encode(), {})


def test_a_rotation_makes_new_keys_and_keeps_the_old_ones_for_thirty_days(cast, partner):
    before = node_keys()
    number = rotate_keys(cast.administrator)
    after = node_keys()
    assert (number, after.number) == (before.number + 1,) * 2
    assert after.said["prev"] == hash_of(before.manifest)
    assert kids("signing", "current") == [after.signing.kid]
    assert before.signing.kid in kids("signing", "ending")
    ends = {key.kid: key.until for key in keys_for(cast.administrator).keys}
    assert ends[before.signing.kid] - timezone.now() > timedelta(days=29, hours=23)


def test_only_the_administrator_changes_keys(cast, partner):
    with pytest.raises(NotAllowed):
        rotate_keys(cast.desk)


def test_what_was_sealed_for_the_old_key_still_opens_and_the_receipt_is_under_the_new_one(stage, committed_cast):
    token = stage.seal(stage.true())
    rotate_keys(committed_cast.administrator)
    assert level(stage.push(token).lines[0]) == "accepted"


def test_everybody_can_ask_for_the_manifests_and_check_them_by_the_root(stage, committed_cast):
    rotate_keys(committed_cast.administrator)
    tokens = stage.probe.send("GET", "/nx/1/manifest", b"", {}).lines
    root = node_keys().root_public
    assert read_manifest(tokens[-1], root, node=settings.NODE.id)["number"] == node_keys().number


def test_a_partner_changes_its_keys_by_its_root_alone(stage):
    new, changed = SigningKey.generate(), timezone.now()  # manifests count in seconds: taken before the message
    token = stage.seal(stage.true(), signing=new)
    assert stage.push(token).lines == ["!key_unknown"]
    assert put(stage, stage.played.manifest, next_manifest(stage, new, at=changed)).body == b"2"
    assert stage.probe.signed("POST", "/nx/1/in", token, new).lines[0][0] != "!"
    assert level(stage.push(stage.seal(stage.true())).lines[0]) == "accepted", "the old key, in the overlap"


def test_a_key_is_taken_only_for_what_was_made_while_it_held(stage):
    new, changed = SigningKey.generate(), timezone.now() - timedelta(days=31)
    put(stage, next_manifest(stage, new, at=changed))
    late = stage.seal(stage.true())
    assert stage.probe.signed("POST", "/nx/1/in", late, new).lines == ["!key_expired"]
    fields = stage.true()
    fields["created"] = (changed - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert level(stage.probe.signed("POST", "/nx/1/in", stage.seal(fields), new).lines[0]) == "accepted"


def test_a_forged_forked_or_gapped_manifest_is_refused(stage):
    new, now = SigningKey.generate(), timezone.now()
    true = next_manifest(stage, new, at=now)
    said = stage.played.said(number=2, prev=hash_of(stage.played.manifest), created=key_time(now))
    forged = sign_manifest(said, new)
    assert put(stage, forged).lines == ["!key_unknown"]
    other = sign_manifest(stage.played.said(number=2, prev="0" * 64), stage.played.root)
    assert put(stage, other).lines == ["!manifest_forked"]
    gapped = sign_manifest(stage.played.said(number=3, prev="0" * 64), stage.played.root)
    assert put(stage, gapped).lines == ["!manifest_gap"]
    assert put(stage, true).body == b"2"
    assert put(stage, sign_manifest({**said, "number": 2}, stage.played.root)).lines == ["!manifest_forked"]
    assert put(stage, stage.played.manifest).body == b"2", "an old one changes nothing"
    with pytest.raises(SignatureRefused):
        take_manifests("ncb-elsewhere", [true])


def test_what_waits_is_signed_anew_with_the_same_text_when_its_key_is_lost(cast, partner):
    sent = note(cast.desk)
    old = node_keys().signing.kid
    revoke_key(cast.administrator, kid=old)
    with acting_as(system("test")):
        again = Message.objects.get(pk=sent.pk)
    header, payload, _ = again.signed.split(".")
    assert json.loads(from_b64url(header))["kid"] == node_keys().signing.kid
    assert (payload, again.hash) == (sent.signed.split(".")[1], sent.hash)
    assert kids("signing", "revoked") == [old]


def test_what_waits_is_sealed_anew_when_the_partner_has_a_new_key(cast, partner):
    sent = note(cast.desk)
    with acting_as(system("test")):
        partner.peer.manifest = {**partner.peer.manifest, "encryption": [weaker_key().jwk()]}
        partner.peer.save()
        assert renew(Peer.objects.get(pk=partner.peer.pk)) == 1
        again = Message.objects.get(pk=sent.pk)
    assert bytes(again.envelope) != bytes(sent.envelope)
    assert again.signed == sent.signed


def test_the_root_goes_off_the_node_and_comes_back_for_a_rotation(cast, partner, tmp_path):
    path = tmp_path / "root.json"
    take_root_away(cast.administrator, path=path, passphrase="lemon barrow")
    assert node_keys().root is None
    assert not keys_for(cast.administrator).root_here
    with pytest.raises(KeysRefused) as refused:
        rotate_keys(cast.administrator)
    assert refused.value.details["why"] == "root_away"
    with pytest.raises(KeyFileRefused, match="passphrase_wrong"):
        read_root(path, passphrase="lemon")
    with pytest.raises(KeysRefused) as refused:
        rotate_keys(cast.administrator, root=SigningKey.generate())
    assert refused.value.details["why"] == "root_differs"
    number = rotate_keys(cast.administrator, root=read_root(path, passphrase="lemon barrow"))
    assert node_keys().number == number
    assert node_keys().root is None


def test_an_unknown_key_cannot_be_revoked(cast, partner):
    with pytest.raises(KeysRefused) as refused:
        revoke_key(cast.administrator, kid="nobody")
    assert refused.value.details["why"] == "key_unknown"


def test_no_private_key_lies_open_on_the_disk(partner):
    keys = node_keys()
    assert keys.root is not None
    text = (Path(settings.KEYS_ROOT) / FILE).read_text()
    secrets = [keys.root.jwk()["d"], keys.signing.jwk()["d"]]
    secrets += [key.jwk()["d" if key.suite == "S1" else "priv"] for key in keys.decryptions.values()]
    for secret in secrets:
        assert secret not in text
        assert base64.b64encode(from_b64url(secret)).decode() not in text


def test_a_ring_can_be_put_under_a_passphrase_later(tmp_path):
    ring = KeyRing.create(tmp_path / "ring.json")
    key = ring.key(1)
    ring.close_by(Passphrase("lemon barrow"))
    with pytest.raises(KeyFileRefused, match="passphrase_needed"):
        KeyRing.load(tmp_path / "ring.json")
    assert KeyRing.load(tmp_path / "ring.json", locks=[Passphrase("lemon barrow")]).key(1) == key
    assert base64.b64encode(key).decode() not in (tmp_path / "ring.json").read_text()


class Silent:
    """A partner that has no newer keys to tell."""

    def manifests(self) -> list[str]:
        return []


def test_what_a_killed_revocation_left_under_the_lost_key_is_signed_anew(cast, partner, monkeypatch):
    sent, lost = note(cast.desk), node_keys().signing.kid
    monkeypatch.setattr("pulang.exchange.keys.rotation.renew_all", lambda: None)
    revoke_key(cast.administrator, kid=lost)
    with acting_as(system("test")):
        Message.objects.filter(pk=sent.pk).update(code="key_revoked")
    catch_up(partner.peer, Silent())
    with acting_as(system("test")):
        head = from_b64url(Message.objects.get(pk=sent.pk).signed.split(".")[0])
    assert json.loads(head)["kid"] == node_keys().signing.kid != lost


def test_what_waited_when_a_key_was_lost_is_taken_under_a_younger_one(stage):
    new, fields = SigningKey.generate(), stage.true()
    fields["created"] = (timezone.now() - timedelta(days=18)).strftime("%Y-%m-%dT%H:%M:%SZ")
    put(stage, next_manifest(stage, new, at=timezone.now()))
    token = stage.seal(fields, signing=new)
    assert level(stage.probe.signed("POST", "/nx/1/in", token, new).lines[0]) == "accepted"


def test_a_receipt_given_again_after_a_key_was_lost_is_under_the_new_one(stage, committed_cast):
    token, lost = stage.seal(stage.true()), node_keys().signing
    first = stage.push(token).lines[0]
    revoke_key(committed_cast.administrator, kid=lost.kid)
    again = stage.push(token).lines[0]
    assert read_receipt(again, [node_keys().signing.public]) == read_receipt(first, [lost.public])


def test_a_receipt_that_waits_while_a_key_is_lost_is_brought_under_the_new_one(cast, partner):
    (answer,) = receive(partner.peer, [partner.seal(partner.fields())])
    asked = read_receipt(answer.receipt, [node_keys().signing.public]).message
    with acting_as(system("test")):
        tell_later(Message.objects.get(pk=asked), "assigned")
    revoke_key(cast.administrator, kid=node_keys().signing.kid)
    (token,) = receipts_for(partner.peer)
    assert read_receipt(token, [node_keys().signing.public]).level == "assigned"
    export_bundle(cast.administrator, node=NODE, out=(file := BytesIO()))
    assert b"r " + token.encode() in file.getvalue().splitlines(), "by hand too"
    assert fetched_receipts(partner.peer, {hash_of(token)}) == 1
    assert receipts_for(partner.peer) == []


def test_new_keys_are_listed_by_a_manifest_under_their_root_and_made_once(tmp_path, settings):
    ring = KeyRing.create(tmp_path / "ring.json")
    (tmp_path / "node.new").write_text("left by a crash")
    since = timezone.now().replace(microsecond=0)
    make_node_keys(tmp_path, ring, node_id="node-new", created=since)
    written = (tmp_path / FILE).read_bytes()
    held = json.loads(written)
    said = read_manifest(held["manifests"][0], VerifyKey.from_jwk(held["root"]["jwk"]), node="node-new")
    assert (said["v"], said["number"], said["prev"], said["created"]) == (1, 1, "", key_time(since))
    assert [key["from"] for use in ("signing", "encryption") for key in said[use]] == [key_time(since)] * 3
    assert VerifyKey.from_jwk(said["signing"][0]).kid == held["signing"]["kid"]
    assert [RecipientKey.from_jwk(key).suite for key in said["encryption"]] == ["S1", "S2"]
    assert [RecipientKey.from_jwk(key).kid for key in said["encryption"]] == [
        one["kid"] for one in held["decryption"]
    ]
    assert not (tmp_path / "node.new").exists()
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600
    make_node_keys(tmp_path, ring, node_id="node-new", created=since)
    assert (tmp_path / FILE).read_bytes() == written


def test_without_a_passphrase_keys_do_not_leave_a_token(cast, partner, settings):
    settings.KEYS_LOCKS = ()
    with pytest.raises(KeysRefused) as refused:
        leave_token(cast.administrator)
    assert refused.value.details["why"] == "passphrase_needed"


def test_manifests_are_told_until_the_partner_holds_the_newest_and_no_further(cast, partner):
    told: list[list[str]] = []

    class There:
        says = 1

        def announce(self, node, manifests) -> int:
            assert node == settings.NODE.id
            told.append(list(manifests))
            return self.says

    rotate_keys(cast.administrator)
    newest, there = node_keys(), There()
    announce(partner.peer, there)
    assert (told, partner.peer.knows) == ([[newest.manifests[-1]]], 1), "it did not take it"
    there.says = newest.number + 5
    announce(partner.peer, there)
    assert partner.peer.knows == newest.number == Peer.objects.get().knows, "no more than there are"
    announce(partner.peer, there)
    assert len(told) == 2, "it holds the newest"


def test_a_manifest_that_came_is_kept_with_those_before_and_stands_in_the_audit(stage):
    newer = next_manifest(stage, SigningKey.generate(), at=timezone.now())
    assert put(stage, stage.played.manifest, newer).body == b"2"
    assert put(stage, stage.played.manifest, newer).body == b"2", "again, and nothing changes"
    with acting_as(system("test")):
        peer = Peer.objects.get(node_id=NODE)
    assert (peer.manifest["number"], peer.manifests) == (2, [stage.played.manifest, newer])
    entries = Entry.objects.filter(event="peer.changed", text__contains=NODE)
    assert json.loads(entries.latest("id").text)["details"] == {"peer": NODE, "manifest": 2}
    assert put(stage, "nonsense").lines == ["!malformed"]
    with acting_as(system("test")):
        Peer.objects.update(paired_at=None)
    assert put(stage, newer).lines == ["!key_unknown"]


def test_a_key_is_current_ending_ended_or_revoked(cast, partner):
    before = node_keys().signing.kid
    rotate_keys(cast.administrator)
    revoke_key(cast.administrator, kid=node_keys().signing.kid)
    state = keys_for(cast.administrator)
    assert [key.state for key in state.keys if key.use == "signing"][:3] == ["current", "revoked", "ending"]
    assert {key.use for key in state.keys} == {"signing", "S1", "S2"}
    assert before in [key.kid for key in state.keys if key.state == "ending"]
    assert (state.number, state.root_kid) == (node_keys().number, node_keys().root_public.kid)
    assert state.peers == ((NODE, 1, 1),)
    assert (state.root_here, state.places.ring, state.places.signing) == (True, "open", "file")
    assert not state.places.uses_token
    past = key_time(timezone.now() - timedelta(seconds=1))
    assert _state({**node_keys().said["signing"][0], "until": past}).state == "ended"


def test_changes_of_keys_are_in_the_audit(cast, partner, tmp_path):
    def last() -> dict:
        return json.loads(Entry.objects.filter(event="key.changed").latest("id").text)["details"]

    number = rotate_keys(cast.administrator)
    assert last() == {"manifest": number}
    lost = node_keys().signing.kid
    number = revoke_key(cast.administrator, kid=lost)
    assert last() == {"manifest": number, "revoked": lost}
    take_root_away(cast.administrator, path=tmp_path / "root.json", passphrase="lemon barrow")
    assert last() == {"root": "away"}


def test_a_file_that_holds_no_root_or_that_of_another_node_is_not_taken(partner, tmp_path):
    words = Passphrase("lemon barrow")
    for name, content in (("none", {"node": "x"}), ("broken", {"root": 5})):
        create_key_file(tmp_path / name, content, lock=words, random=os.urandom)
        with pytest.raises(KeyFileRefused, match="key_file_malformed"):
            read_root(tmp_path / name, passphrase="lemon barrow")
    create_key_file(tmp_path / "other", {"root": SigningKey.generate().jwk()}, lock=words, random=os.urandom)
    with pytest.raises(KeysRefused) as refused:
        read_root(tmp_path / "other", passphrase="lemon barrow")
    assert refused.value.details["why"] == "root_differs"


def test_the_root_is_taken_away_once(cast, partner, tmp_path):
    take_root_away(cast.administrator, path=tmp_path / "root.json", passphrase="lemon barrow")
    with pytest.raises(KeysRefused) as refused:
        take_root_away(cast.administrator, path=tmp_path / "again.json", passphrase="lemon barrow")
    assert refused.value.details["why"] == "root_away"
    assert not (tmp_path / "again.json").exists()
