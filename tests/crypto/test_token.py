"""Keys in a PKCS#11 token, with SoftHSM: they sign and close, they stay inside, and each fault has its code."""

import os
import threading

import pytest

from pulang.crypto.errors import KeyFileRefused, SealBroken, TokenRefused
from pulang.crypto.keyring import KeyRing
from pulang.crypto.locks import Passphrase
from pulang.crypto.signing import sign_jws, verify_jws
from pulang.crypto.token import TokenSigningKey
from pulang.crypto.token_lock import InToken
from tests.softhsm import LABEL, PIN, SoftHsm, needs_softhsm, softhsm

__all__ = ["softhsm"]
pytestmark = needs_softhsm


def refused(do, *arguments, **named) -> str:
    with pytest.raises(TokenRefused) as refusal:
        do(*arguments, **named)
    assert PIN not in str(refusal.value) + repr(refusal.value.details)
    return refusal.value.code


def test_a_key_of_the_token_signs_as_any_other(softhsm: SoftHsm) -> None:
    key = softhsm.token().make_signing_key()
    token = sign_jws(b"said", key, typ="note")
    assert verify_jws(token, {key.kid: key.public}, typ="note").payload == b"said"
    again = TokenSigningKey(softhsm.token, key.key_id, key.public)
    assert again.sign(b"said") == key.sign(b"said")


def test_no_private_key_can_be_taken_out(softhsm: SoftHsm) -> None:
    import pkcs11

    token = softhsm.token()
    token.make_signing_key()
    token.make_wrapping_key()
    session = token._fresh()
    held = [found for found in session.get_objects() if found.object_class != pkcs11.ObjectClass.PUBLIC_KEY]
    assert len(held) == 2
    for found in held:
        assert found[pkcs11.Attribute.SENSITIVE]
        assert not found[pkcs11.Attribute.EXTRACTABLE]
        with pytest.raises(pkcs11.AttributeSensitive):
            found[pkcs11.Attribute.VALUE]


def test_the_ring_opens_only_by_the_token_that_closed_it_and_only_unaltered(softhsm: SoftHsm, tmp_path) -> None:
    path, safe = tmp_path / "ring.json", tmp_path / "safe.json"
    ring, token = KeyRing.create(path), softhsm.token()
    key, lock = ring.key(1), InToken(token, token.make_wrapping_key())
    ring.copy_to(safe, Passphrase("lemon barrow"))
    ring.close_by(lock)
    assert KeyRing.load(path, locks=[Passphrase("x"), InToken(softhsm.token())]).key(1) == key
    assert ring.add_key() == 2
    assert KeyRing.load(path, locks=[InToken(softhsm.token())]).numbers == (1, 2)
    assert refused(KeyRing.load, path) == "token_not_configured"
    altered = path.read_text().replace(f'"label": "{LABEL}"', '"label": "other"')
    path.write_text(altered)
    with pytest.raises(SealBroken):
        KeyRing.load(path, locks=[InToken(softhsm.token())])
    with pytest.raises(KeyFileRefused, match="passphrase_needed"):
        KeyRing.load(safe, locks=[InToken(token)])
    assert KeyRing.load(safe, locks=[Passphrase("lemon barrow")]).key(1) == key


def test_each_fault_has_its_code(softhsm: SoftHsm) -> None:
    key = softhsm.token().make_signing_key()
    assert refused(softhsm.token(label="another").open) == "token_absent"
    assert refused(softhsm.token(pin="").open) == "token_pin_missing"
    stranger = TokenSigningKey(softhsm.token, bytes(16), key.public)
    assert refused(stranger.sign, b"x") == "token_key_missing"
    other = softhsm.token().make_signing_key()
    exchanged = TokenSigningKey(softhsm.token, other.key_id, key.public)
    assert refused(exchanged.sign, b"x") == "token_key_missing"
    missing = softhsm.token()
    object.__setattr__(missing._place, "module", "/nowhere/library.so")
    assert refused(missing.open) == "token_module_missing"
    key.delete()
    assert refused(key.sign, b"x") == "token_key_missing"


def test_a_wrong_pin_is_tried_once_so_that_the_token_does_not_lock_itself(softhsm: SoftHsm, monkeypatch) -> None:
    from pulang.crypto import cryptoki

    wrong, tries, asked = softhsm.token(pin="0000"), [], cryptoki.session_at
    monkeypatch.setattr(cryptoki, "session_at", lambda *place: tries.append(place) or asked(*place))
    assert [refused(wrong.open) for _ in range(5)] == ["token_pin_wrong"] * 5
    assert len(tries) == 1
    softhsm.token().open()


def test_a_token_pulled_out_says_so_and_signs_again_when_it_is_back(softhsm: SoftHsm) -> None:
    key = softhsm.token().make_signing_key()
    key.sign(b"x")
    softhsm.pull_out()
    assert refused(key.sign, b"x") == "token_lost"
    softhsm.put_back()
    assert key.public.verifies(key.sign(b"x"), b"x")


def test_threads_and_a_forked_process_share_the_token(softhsm: SoftHsm) -> None:
    key = softhsm.token().make_signing_key()
    wrong: list[int] = []

    def sign(number: int) -> None:
        for turn in range(20):
            said = f"{number} {turn}".encode()
            if not key.public.verifies(key.sign(said), said):
                wrong.append(number)

    threads = [threading.Thread(target=sign, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
    child = os.fork()
    if not child:
        os._exit(0 if key.public.verifies(key.sign(b"x"), b"x") else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert key.public.verifies(key.sign(b"y"), b"y"), "the parent's session is its own"
