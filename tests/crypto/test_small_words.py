"""Codes and forms that others count on, each to the letter."""

import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.envelope import open_for, seal_for
from pulang.crypto.errors import EnvelopeRefused, KeyFileRefused, SealBroken
from pulang.crypto.keyfile import create_key_file, lock_kind, read_key_file
from pulang.crypto.keyring import KeyRing
from pulang.crypto.locks import Passphrase
from pulang.crypto.randomness import system_random
from pulang.crypto.sealing import wrap, wrapping_number
from pulang.crypto.signing_keys import SigningKey

WORDS = Passphrase("seven words that nobody guesses at all")


def test_a_key_as_pem_is_the_same_key() -> None:
    key = SigningKey.generate().public
    read = load_pem_public_key(key.pem())
    assert read.public_bytes_raw() == key.raw  # type: ignore[union-attr]


def test_a_file_says_how_it_is_closed_and_opens_again(tmp_path: Path) -> None:
    for name, lock, kind in (("a", None, "open"), ("b", WORDS, "scrypt")):
        create_key_file(tmp_path / name, {"said": name}, lock=lock, random=system_random)
        assert lock_kind(tmp_path / name) == kind
        assert read_key_file(tmp_path / name, locks=[WORDS]) == {"said": name}


def test_a_ring_that_says_another_number_than_it_holds_is_malformed(tmp_path: Path) -> None:
    path = tmp_path / "ring.json"
    for wrong in ({"current": 2}, {"keys": {"1": "AA=="}}, {"blind": 7}, {"keys": []}):
        path.unlink(missing_ok=True)
        KeyRing.create(path)
        content = json.loads(path.read_text())
        place = content if "keys" in content else content["content"]
        place.update(wrong)
        path.write_text(json.dumps(content))
        with pytest.raises(KeyFileRefused) as refused:
            KeyRing.load(path)
        assert refused.value.code == "key_file_malformed"


def test_a_key_that_another_process_added_is_kept_when_one_is_added_here(tmp_path: Path) -> None:
    mine = KeyRing.create(tmp_path / "ring.json")
    theirs = KeyRing.load(tmp_path / "ring.json")
    assert theirs.add_key() == 2
    assert mine.add_key() == 3
    again = KeyRing.load(tmp_path / "ring.json")
    assert again.numbers == (1, 2, 3)
    assert again.key(2) == theirs.key(2)


def test_a_copy_for_the_safe_and_a_new_lock_hold_what_another_process_added(tmp_path: Path) -> None:
    mine = KeyRing.create(tmp_path / "ring.json")
    theirs = KeyRing.load(tmp_path / "ring.json")
    theirs.add_key()
    mine.copy_to(tmp_path / "safe.json", WORDS)
    assert KeyRing.load(tmp_path / "safe.json", locks=[WORDS]).numbers == (1, 2)
    theirs.add_key()
    mine.close_by(WORDS)
    assert KeyRing.load(tmp_path / "ring.json", locks=[WORDS]).numbers == (1, 2, 3)


def test_the_number_of_the_key_that_wrapped_is_read_or_refused(tmp_path: Path) -> None:
    ring = KeyRing.create(tmp_path / "ring.json")
    wrapped = wrap(ring, b"", owner="x")
    assert wrapping_number(wrapped) == 1
    for wrong in (b"", wrapped[:-1], b"\x09" + wrapped[1:]):
        with pytest.raises(SealBroken) as refused:
            wrapping_number(wrong)
        assert refused.value.code == "seal_format_unknown"


@pytest.mark.parametrize("suite", ["S1", "S2"])
def test_whatever_does_not_open_has_one_code(suite: str) -> None:
    author, mine = SigningKey.generate(), DecryptionKey.generate(suite)  # type: ignore[arg-type]
    token = seal_for(b"{}", sign_key=author, recipient_key=mine.public)
    head, *rest = token.split(b".")
    for place in range(len(rest)):
        changed = [bytearray(part) for part in rest]
        middle = len(changed[place]) // 2
        changed[place][middle] = ord("A") if changed[place][middle] != ord("A") else ord("B")
        with pytest.raises(EnvelopeRefused) as refused:
            open_for(
                b".".join([head, *map(bytes, changed)]),
                my_keys_by_kid={mine.kid: mine},
                sender_keys_by_kid={author.kid: author.public},
            )
        assert refused.value.code == "decryption_failed"
