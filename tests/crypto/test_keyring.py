"""The key ring keeps its keys private, never overwrites them and survives rotation."""

from __future__ import annotations

import base64
import json
import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from pulang.crypto.errors import KeyFileRefused, KeyMissing
from pulang.crypto.keyring import KeyRing
from pulang.crypto.locks import Passphrase


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keyring.json"


def test_a_new_ring_is_private_and_reads_back(path: Path) -> None:
    ring = KeyRing.create(path)
    again = KeyRing.load(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (again.current, again.key(1), again.blind_key) == (1, ring.key(1), ring.blind_key)
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_an_existing_ring_is_never_overwritten(path: Path) -> None:
    before = KeyRing.create(path).key(1)
    with pytest.raises(KeyFileRefused, match="key_file_exists"):
        KeyRing.create(path)
    assert KeyRing.load(path).key(1) == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o644])
def test_a_file_that_others_can_read_is_refused_with_the_remedy(path: Path, mode: int) -> None:
    KeyRing.create(path)
    path.chmod(mode)
    with pytest.raises(KeyFileRefused, match=r"key_file_open_to_others.*chmod 600"):
        KeyRing.load(path)


def test_rotation_adds_a_current_key_and_keeps_the_old(path: Path) -> None:
    ring = KeyRing.create(path)
    first = ring.key(1)
    assert ring.add_key() == 2
    assert (ring.current, ring.numbers, ring.key(1)) == (2, (1, 2), first)
    assert KeyRing.load(path).key(2) == ring.key(2) != first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_two_processes_that_rotate_do_not_lose_each_others_key(path: Path) -> None:
    one = KeyRing.create(path)
    other = KeyRing.load(path)
    assert (one.add_key(), other.add_key()) == (2, 3)
    assert one.key(3) == other.key(3)
    assert one.key(2) == other.key(2)


def test_rotations_at_the_same_time_wait_for_each_other(path: Path) -> None:
    KeyRing.create(path)
    with ThreadPoolExecutor(8) as pool:
        numbers = list(pool.map(lambda _: KeyRing.load(path).add_key(), range(24)))
    assert sorted(numbers) == list(range(2, 26))
    assert KeyRing.load(path).numbers == tuple(range(1, 26))


def test_a_current_number_without_a_key_is_refused(path: Path) -> None:
    KeyRing.create(path)
    document = json.loads(path.read_text())
    document["content"]["current"] = 2
    path.write_text(json.dumps(document))
    with pytest.raises(KeyFileRefused, match="key_file_malformed"):
        KeyRing.load(path)


def test_a_key_of_another_length_is_refused(path: Path) -> None:
    KeyRing.create(path)
    document = json.loads(path.read_text())
    document["content"]["blind"] = base64.b64encode(bytes(16)).decode()
    path.write_text(json.dumps(document))
    with pytest.raises(KeyFileRefused, match="key_file_malformed"):
        KeyRing.load(path)


def test_an_unknown_number_is_missing(path: Path) -> None:
    with pytest.raises(KeyMissing, match="number=7"):
        KeyRing.create(path).key(7)


def test_a_passphrase_encrypts_the_file(path: Path) -> None:
    ring = KeyRing.create(path, lock=Passphrase("four synthetic words here"))
    assert "blind" not in path.read_text()
    ring.add_key()
    assert KeyRing.load(path, locks=[Passphrase("four synthetic words here")]).key(2) == ring.key(2)
    with pytest.raises(KeyFileRefused, match="passphrase_wrong"):
        KeyRing.load(path, locks=[Passphrase("another")])
    with pytest.raises(KeyFileRefused, match="passphrase_needed"):
        KeyRing.load(path)


def test_the_cost_of_the_passphrase_cannot_be_altered_in_the_file(path: Path) -> None:
    KeyRing.create(path, lock=Passphrase("words"))
    document = json.loads(path.read_text())
    document["scrypt"]["n"] = 2**30
    path.write_text(json.dumps(document))
    with pytest.raises(KeyFileRefused, match="key_file_malformed"):
        KeyRing.load(path, locks=[Passphrase("words")])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "key_file_malformed"),
        (b"\xff\xfe", "key_file_malformed"),
        (b"[]", "key_file_malformed"),
        (b'{"format":"pulang-keys","version":2}', "key_file_version_unknown"),
        (b'{"format":"pulang-keys","version":1}', "key_file_malformed"),
        (
            b'{"format":"pulang-keys","version":1,"content":{"current":1,"keys":{"1":"AA=="}}}',
            "key_file_malformed",
        ),
        (b'{"format":"pulang-keys","version":1,"content":{"current":1,"keys":3}}', "key_file_malformed"),
    ],
)
def test_a_malformed_file_is_refused(path: Path, content: bytes, code: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "wb") as file:
        file.write(content)
    with pytest.raises(KeyFileRefused) as refusal:
        KeyRing.load(path)
    assert refusal.value.code == code


def test_an_absent_file_is_refused(path: Path) -> None:
    with pytest.raises(KeyFileRefused, match=r"^key_file_absent, path="):
        KeyRing.load(path)


def test_no_key_shows_in_the_text_form(path: Path) -> None:
    assert repr(KeyRing.create(path)) == "KeyRing(current=1, numbers=(1,))"
