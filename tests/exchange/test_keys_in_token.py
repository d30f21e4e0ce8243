"""A node whose keys lie in a token: into it and out of it, rotation, faults, a lost token, a restored folder."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connections
from django.utils import translation

from pulang.audit.models import Entry
from pulang.crypto.errors import KeyFileRefused, TokenRefused
from pulang.crypto.keyfile import lock_kind
from pulang.crypto.keyring import KeyRing
from pulang.crypto.locks import Passphrase
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.signing_keys import SigningKey
from pulang.crypto.token import Token
from pulang.crypto.token_lock import InToken
from pulang.db.context import acting_as
from pulang.db.keys import blind, forget_ring, ring_path
from pulang.exchange.actions import send
from pulang.exchange.errors import KeysRefused, Undeliverable
from pulang.exchange.keys import node_keys as keys_file
from pulang.exchange.keys.manifests import author_keys, read_manifest
from pulang.exchange.keys.moving import come_from_safe, enter_token, leave_token, replace_lost_key
from pulang.exchange.keys.node_keys import FILE, node_keys
from pulang.exchange.keys.rotation import keys_for, read_root, revoke_key, rotate_keys, take_root_away
from pulang.exchange.models import Message
from pulang.exchange.receipts import read_receipt
from pulang.exchange.transport.push import Courier
from pulang.exchange.transport.tls import calling
from pulang.lib.actor import system
from pulang.words import sentence
from tests.exchange.partner import NODE
from tests.softhsm import PIN, SoftHsm, needs_softhsm, softhsm
from tests.web.world import sign_in

__all__ = ["softhsm"]
pytestmark = needs_softhsm
WORDS = "node passphrase"
SAFE = "lemon barrow"


def afresh(settings, softhsm: SoftHsm | None, *, pin: str = PIN) -> None:
    """As a process that starts now: it has read nothing yet, and speaks to the token as its environment says."""
    settings.KEYS_LOCKS = [Passphrase(WORDS), *([InToken(softhsm.token(pin=pin))] if softhsm else [])]
    forget_ring()
    keys_file._read.cache_clear()


@pytest.fixture
def held(django_db_setup, settings, softhsm, tmp_path):
    """Keys of this test alone, in a folder of their own, and a token that is plugged in."""
    folder = tmp_path / "keys"
    shutil.copytree(settings.KEYS_ROOT, folder)
    settings.KEYS_ROOT = folder
    afresh(settings, softhsm)
    yield softhsm
    forget_ring()
    keys_file._read.cache_clear()


def enter(actor, tmp_path: Path) -> int:
    return enter_token(actor, safe=tmp_path / "safe.json", words=SAFE)


def told() -> dict:
    """What the audit says last of a change of keys."""
    return json.loads(Entry.objects.filter(event="key.changed").latest("id").text)["details"]


def note(actor) -> Message:
    return send(actor, to=NODE, kind="note", body={"text": "x"}, purpose="protection")


def test_keys_enter_the_token_and_everything_goes_on(held, stage, committed_cast, settings, tmp_path):
    before, found = node_keys(), blind("phone", "+62811")
    waiting = stage.seal(stage.true())
    number = enter(committed_cast.administrator, tmp_path)
    afresh(settings, held)
    after = node_keys()
    assert (number, after.number) == (before.number + 1,) * 2
    assert (lock_kind(ring_path()), "sealed" in json.loads((settings.KEYS_ROOT / FILE).read_text())["signing"]) == (
        "token",
        False,
    )
    assert blind("phone", "+62811") == found, "what was sealed and indexed before is found again"
    said = read_receipt(stage.push(waiting).lines[0], [after.signing.public])
    assert (said.level, said.manifest) == ("accepted", number), "under the old key, receipt by the token"
    newest = read_manifest(after.manifest, after.root_public, node=settings.NODE.id)
    token = sign_jws(b"said", after.signing, typ="note")
    assert verify_jws(token, {key.kid: key for key in author_keys(newest)}, typ="note").payload == b"said"
    assert enter(committed_cast.administrator, tmp_path) == number, "called again, it does nothing"


def test_partners_are_still_believed_over_tls(held, committed_cast, tmp_path):
    """A token leaves errors of its own behind in OpenSSL, which is no reason to stop talking."""
    enter(committed_cast.administrator, tmp_path)
    assert calling(node_keys().signing, [SigningKey.generate().public]).cert_store_stats()["x509"] == 1


def test_rotation_and_revocation_stay_in_the_token_and_the_old_key_is_gone_from_it(held, cast, partner, tmp_path):
    enter(cast.administrator, tmp_path)
    first = node_keys().signing
    rotate_keys(cast.administrator)
    second = node_keys().signing
    with pytest.raises(TokenRefused) as refused:
        first.sign(b"x")
    assert refused.value.code == "token_key_missing"
    sent = note(cast.desk)
    revoke_key(cast.administrator, kid=second.kid)
    with acting_as(system("test")):
        renewed = Message.objects.get(pk=sent.pk).signed.encode()
    third = node_keys().signing
    assert verify_jws(renewed, {third.kid: third.public}, typ="nx1+jws")
    assert keys_for(cast.administrator).places.signing == "token"


def test_the_root_kept_elsewhere_is_asked_for_before_anything_moves(held, cast, partner, tmp_path):
    root = tmp_path / "root.json"
    take_root_away(cast.administrator, path=root, passphrase="r")
    with pytest.raises(KeysRefused):
        enter(cast.administrator, tmp_path)
    assert lock_kind(ring_path()) == "open"
    enter_token(cast.administrator, safe=tmp_path / "safe.json", words=SAFE, root=read_root(root, passphrase="r"))
    assert keys_for(cast.administrator).places.uses_token


def test_keys_leave_the_token_again(held, cast, partner, settings, tmp_path):
    found = blind("phone", "+62811")
    enter(cast.administrator, tmp_path)
    afresh(settings, held)
    leave_token(cast.administrator)
    assert told() == {"ring": "passphrase"}
    held.pull_out()
    afresh(settings, None)
    assert (lock_kind(ring_path()), keys_for(cast.administrator).places.signing) == ("scrypt", "file")
    assert note(cast.desk).state == "queued"
    assert blind("phone", "+62811") == found


def test_a_lost_token_takes_nothing_with_it_that_is_in_the_safe(held, cast, partner, settings, tmp_path):
    found = blind("phone", "+62811")
    enter(cast.administrator, tmp_path)
    lost = node_keys().signing.kid
    shutil.rmtree(held.tokens)
    held.tokens.mkdir()
    afresh(settings, None)
    with pytest.raises(TokenRefused, match="token_not_configured"):
        node_keys()
    come_from_safe(cast.administrator, safe=tmp_path / "safe.json", words=SAFE)
    assert told() == {"ring": "from the safe"}
    number = replace_lost_key(cast.administrator)
    assert number == node_keys().number == replace_lost_key(cast.administrator), "again, and nothing changes"
    assert [key.kid for key in keys_for(cast.administrator).keys if key.state == "revoked"] == [lost]
    assert keys_for(cast.administrator).places.signing == "file"
    assert blind("phone", "+62811") == found
    assert note(cast.desk).state == "queued"


def test_a_copy_of_another_ring_is_not_taken(held, cast, partner, tmp_path):
    KeyRing.create(tmp_path / "safe.json", lock=Passphrase(SAFE))
    with pytest.raises(KeysRefused) as refused:
        come_from_safe(cast.administrator, safe=tmp_path / "safe.json", words=SAFE)
    assert refused.value.details["why"] == "ring_differs"


@pytest.mark.parametrize(("words", "error"), [(SAFE, KeysRefused), ("other words", KeyFileRefused)])
def test_nothing_enters_the_token_where_the_safe_holds_no_copy_of_these_keys(
    held, cast, partner, tmp_path, words, error
):
    KeyRing.create(tmp_path / "safe.json", lock=Passphrase(words))
    with pytest.raises(error):
        enter(cast.administrator, tmp_path)
    assert (lock_kind(ring_path()), keys_for(cast.administrator).places.signing) == ("open", "file")


def test_a_try_that_was_cut_off_is_taken_up_with_the_copy_that_it_left(held, cast, partner, settings, tmp_path):
    KeyRing.load(ring_path(), locks=settings.KEYS_LOCKS).copy_to(tmp_path / "safe.json", Passphrase(SAFE))
    enter(cast.administrator, tmp_path)
    assert keys_for(cast.administrator).places.uses_token


def test_the_key_that_closed_the_ring_does_not_stay_in_the_token(held, cast, partner, settings, tmp_path):
    enter(cast.administrator, tmp_path)
    afresh(settings, held)
    node_keys()
    lock = next(one for one in settings.KEYS_LOCKS if isinstance(one, InToken))
    sealed = lock.token.encrypt(lock.key, b"x", nonce=bytes(12), bound=b"")
    assert lock.token.decrypt(lock.key, sealed, nonce=bytes(12), bound=b"") == b"x"
    leave_token(cast.administrator)
    with pytest.raises(TokenRefused):
        lock.token.decrypt(lock.key, sealed, nonce=bytes(12), bound=b"")


def test_a_folder_of_keys_restored_from_a_backup_works_with_the_same_token(held, cast, partner, settings, tmp_path):
    enter(cast.administrator, tmp_path)
    backup = tmp_path / "backup"
    shutil.copytree(settings.KEYS_ROOT, backup)
    shutil.rmtree(settings.KEYS_ROOT)
    shutil.copytree(backup, settings.KEYS_ROOT)
    afresh(settings, held)
    assert note(cast.desk).state == "queued"
    assert keys_for(cast.administrator).places.fault is None


def test_a_token_pulled_out_while_the_node_runs_loses_nothing(held, stage, committed_cast, tmp_path):
    enter(committed_cast.administrator, tmp_path)
    sent = note(committed_cast.desk)
    token = stage.seal(stage.true())
    held.pull_out()
    with pytest.raises(TokenRefused) as refused:
        note(committed_cast.desk)
    for language, word in (("en", "Plug it in"), ("id", "Pasang kembali"), ("km", "ថូខឹន")):
        with translation.override(language):
            assert word in sentence(refused.value)
    with Courier(settings.BASE_URL, node_keys().signing) as courier, pytest.raises(Undeliverable) as undeliverable:
        courier.deliver([token])
    assert undeliverable.value.details["why"] == "token_lost"
    with acting_as(system("test")):
        assert Message.objects.get(pk=sent.pk).state == "queued"
    assert stage.push(token).status == 503, "nothing is acknowledged that cannot be signed for"
    page = sign_in(committed_cast.administrator).get("/links/keys/").content.decode()
    assert "no longer answers" in page
    assert sign_in(committed_cast.administrator).post("/links/keys/rotate/").status_code == 302
    held.put_back()
    assert read_receipt(stage.push(token).lines[0], [node_keys().signing.public]).level == "accepted"
    assert "no longer answers" not in sign_in(committed_cast.administrator).get("/links/keys/").content.decode()


def commanded(softhsm: SoftHsm, state: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    """A command of the node as somebody gives it, in a process of its own."""
    kept = {key: connections["default"].settings_dict[key] for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")}
    state.mkdir(exist_ok=True)
    (state / "database-app.json").write_text(json.dumps(kept))
    if not (state / "keys").exists():
        (state / "keys").symlink_to(settings.KEYS_ROOT)
    environment = {**os.environ, **softhsm.environment, "PULANG_STATE": str(state), **more}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-m", "pulang.cli.main", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_node_starts_by_its_token_and_says_what_is_wrong(held, committed_cast, tmp_path):
    enter(committed_cast.administrator, tmp_path)
    state, pin = tmp_path / "state", tmp_path / "pin"
    pin.write_text(PIN + "\n")
    named = {"PULANG_TOKEN_PIN": "", "PULANG_TOKEN_PIN_FILE": str(pin)}
    said = commanded(held, state, "keys", "status", **named)
    assert said.returncode == 0, said.stderr
    assert "Key ring: closed by a key in the token pulang test" in said.stdout
    wrong = commanded(held, state, "node", "serve", "--port", "1", PULANG_TOKEN_PIN="0000")
    assert (wrong.returncode, "The PIN for the token" in wrong.stderr) == (1, True)
    nobody = commanded(held, state, "worker", PULANG_TOKEN_PIN="")
    assert (nobody.returncode, "needs its PIN" in nobody.stderr) == (1, True)
    held.pull_out()
    absent = commanded(held, state, "keys", "status")
    assert (absent.returncode, "is not plugged in" in absent.stderr) == (1, True)
    for done in (said, wrong, nobody, absent):
        assert PIN not in done.stdout + done.stderr
        assert "Traceback" not in done.stderr


def test_a_key_that_does_not_open_what_it_closed_is_not_counted_on(
    held, cast, partner, settings, tmp_path, monkeypatch
):
    """A token of which the library says that all went well."""
    monkeypatch.setattr(Token, "decrypt", lambda *said, **more: bytes(32))
    with pytest.raises(TokenRefused) as refused:
        enter(cast.administrator, tmp_path)
    assert refused.value.code == "token_cannot"
    assert lock_kind(ring_path()) == "open"
