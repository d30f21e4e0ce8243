"""The wire is hostile: whatever comes, nothing is accepted that is not true, nothing changes, nothing breaks."""

import logging
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from pulang.crypto.envelope import encrypt_for
from pulang.crypto.signing import sign_jws
from pulang.db.context import acting_as
from pulang.exchange.conform.played import as_bytes, wire_time
from pulang.exchange.conform.refusals import with_header
from pulang.exchange.keys.manifests import revoked
from pulang.exchange.keys.node_keys import node_keys
from pulang.exchange.models import Quarantined
from pulang.exchange.receipts import read_receipt
from pulang.lib.actor import system
from tests.exchange.partner import weaker_key
from tests.exchange.stage import accepted, rows

BATCH = 64


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Each refusal is logged; thousands of lines would hide what failed."""
    caplog.set_level(logging.ERROR, "pulang.exchange.inbox.receiving")


def level_of(line: str) -> tuple[str, str]:
    receipt = read_receipt(line, [node_keys().signing.public])
    return receipt.level, receipt.code


def attack(stage, count: int, seed: int) -> None:
    """Send so many hostile tokens; nothing may be accepted, nothing may change, the node may not fail."""
    before, tokens, sent = rows(), stage.hostile(seed).tokens(), 0
    while sent < count:
        batch = [next(tokens) for _ in range(min(BATCH, count - sent))]
        said = stage.push(*(token for _, token in batch))
        assert said.status == 200
        for (name, _), line in zip(batch, said.lines, strict=True):
            assert line.startswith("!") or level_of(line)[0] == "refused", f"{name}: {line}"
        sent += len(batch)
    assert accepted() == 0
    assert rows() == before


def test_thousands_of_hostile_envelopes_change_nothing(stage):
    attack(stage, 2_000, seed=1)
    assert level_of(stage.push(stage.seal(stage.true())).lines[0]) == ("accepted", "")


@pytest.mark.nightly
def test_a_hundred_thousand_hostile_envelopes_change_nothing(stage, settings):
    settings.PEER_QUOTA = (10**9, 10**15)  # else the second half would be turned away unread
    attack(stage, 100_000, seed=2)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"Signature": None}, "signature_absent"),
        ({"Signature-Input": None}, "signature_absent"),
        ({"Content-Digest": None}, "signature_absent"),
        ({"Signature": "nx1=:AAAA:"}, "malformed"),
        ({"Signature-Input": 'nx1=("@method");created=1;nonce="a";keyid="b";tag="nx1"'}, "components_not_expected"),
        ({"Content-Digest": "sha-256=:AAAA:"}, "digest_wrong"),
    ],
)
def test_a_request_that_proves_nothing_is_turned_away(stage, change, code):
    body = stage.seal(stage.true())
    headers = stage.probe.signature("POST", "/nx/1/in", body, stage.played.signing) | change
    kept = {name: value for name, value in headers.items() if value is not None}
    said = stage.probe.send("POST", "/nx/1/in", body, kept)
    assert (said.status, said.lines) == (401, [f"!{code}"])
    assert accepted() == 0


def test_a_request_played_back_or_to_another_place_is_turned_away(stage):
    body, key = stage.seal(stage.true()), stage.played.signing
    headers = stage.probe.signature("POST", "/nx/1/in", body, key)
    assert stage.probe.send("POST", "/nx/1/in", body, headers).status == 200
    assert stage.probe.send("POST", "/nx/1/in", body, headers).lines == ["!nonce_used"]
    elsewhere = stage.probe.signature("POST", "/nx/1/out", body, key)
    assert stage.probe.send("POST", "/nx/1/in", body, elsewhere).lines == ["!signature_wrong"]
    late = stage.probe.signature("POST", "/nx/1/in", body, key, now=int(time.time()) - 301)
    assert stage.probe.send("POST", "/nx/1/in", body, late).lines == ["!outside_time_window"]


@pytest.mark.parametrize(
    "path", ["/nx/1/in/x", "/nx/1/in/../in", "/nx/1/out?after=-1", "/nx/1/out?after=" + "9" * 400]
)
@pytest.mark.parametrize("method", ["GET", "PUT", "POST", "DELETE", "PATCH"])
def test_strange_addresses_break_nothing(stage, method, path):
    said = stage.probe.signed(method, path, b"", stage.played.signing)
    assert 400 <= said.status < 500


def test_a_batch_beyond_the_limit_and_an_empty_one_are_refused(stage):
    assert stage.push(*[b"x"] * 257).status == 413
    assert stage.push(b"").status == 422


def test_a_message_for_a_third_node_is_not_taken_however_it_came(stage):
    said = stage.push(stage.seal({**stage.true(), "to": "node-third"}))
    assert said.lines == ["!not_for_us"]


def test_recipients_cannot_be_stripped_or_swapped(stage):
    token = stage.seal(stage.true()).decode()
    other = stage.played.s2.kid
    lines = stage.push(*(with_header(token, kid=kid).encode() for kid in (None, "", other))).lines
    assert lines == ["!key_unknown"] * 3


def test_a_weaker_suite_is_refused_where_both_announce_the_stronger(stage):
    weaker = stage.played.seal(as_bytes(stage.true()), weaker_key())
    assert stage.push(weaker).lines == ["!downgrade_refused"]
    with acting_as(system("test")):
        assert list(Quarantined.objects.values_list("code", flat=True)) == ["downgrade_refused"]


def test_a_revoked_key_is_not_believed(stage):
    token = stage.seal(stage.true())
    kid, said = stage.played.signing.kid, stage.played.said()
    second = {**said["signing"][0], "x": stage.played.root.public.jwk()["x"]}
    signing = [second, *revoked(said["signing"], kid, at=timezone.now())]
    stage.peer.manifest = {**stage.peer.manifest, "signing": signing}
    with acting_as(system("test")):
        stage.peer.save()
    assert stage.push(token).lines == ["!key_unknown"], "no request under a revoked key"
    by_new = stage.probe.signed("POST", "/nx/1/in", token, stage.played.root)
    assert by_new.lines == ["!key_revoked"], "no message under a revoked key"


@pytest.mark.parametrize(
    ("ahead", "expected"),
    [(timedelta(seconds=290), ("accepted", "")), (timedelta(days=1), ("refused", "created_in_future"))],
)
def test_a_clock_that_is_ahead_is_borne_for_five_minutes(stage, ahead, expected):
    created = wire_time(timezone.now() + ahead)
    assert level_of(stage.push(stage.seal({**stage.true(), "created": created})).lines[0]) == expected


def test_a_receipt_is_no_message(stage):
    jws = sign_jws(as_bytes(stage.true()), stage.played.signing, typ="nx1-receipt+jws")
    assert stage.push(encrypt_for(jws, recipient_key=stage.recipient)).lines == ["!type_not_expected"]


def test_numbers_that_no_database_keeps_are_refused_before_it(stage):
    text = as_bytes(stage.true())
    for added in (b'"x":NaN', b'"x":-Infinity', b'"x":1e999', b'"x":' + b"[" * 40 + b"]" * 40):
        token = stage.played.seal(text.replace(b'"v":1', b'"v":1,' + added, 1), stage.recipient)
        assert stage.push(token).lines == ["!envelope_malformed"]
