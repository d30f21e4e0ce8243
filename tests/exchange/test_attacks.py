"""The hostile tokens of the kit: each attack is what its name says, and a reader refuses it for that."""

import json
import secrets
from collections import Counter
from datetime import UTC, datetime
from itertools import islice
from random import Random
from uuid import uuid4

import pytest

from pulang.crypto.envelope import open_for
from pulang.crypto.errors import CryptoRefusal
from pulang.exchange.conform.hostile import HEADERS, Hostile
from pulang.exchange.conform.played import PlayedNode, envelope
from pulang.exchange.envelope import read
from pulang.exchange.errors import Refused

NOW = datetime.now(UTC)
ALPHA, BETA = (
    PlayedNode.make(name, lambda _name, length: secrets.token_bytes(length), created=NOW)
    for name in ("node-alpha", "node-beta")
)
MINE = {key.kid: key for key in (BETA.s1, BETA.s2)}
AUTHOR = {ALPHA.signing.kid: ALPHA.signing.public}


def true() -> dict:
    said = {"sender": "node-alpha", "to": "node-beta", "created": NOW, "seq": 1, "basis": str(uuid4())}
    return envelope(message_id=str(uuid4()), kind="note", body={"text": "x"}, **said)


def hostile(seed: int = 1) -> Hostile:
    return Hostile(ALPHA, BETA.s2.public, true, Random(seed))


def opened(token: bytes) -> bytes:
    return open_for(token, my_keys_by_kid=MINE, sender_keys_by_kid=AUTHOR).payload


def codes(attack: str, tries: int = 60) -> Counter[str]:
    """For what each token of an attack is refused before anything of it is read."""
    one, found = hostile(), Counter[str]()
    for _ in range(tries):
        try:
            opened(getattr(one, attack)())
        except CryptoRefusal as error:
            found[error.code] += 1
    return found


def payloads(attack: str, tries: int = 60) -> list[bytes]:
    """What stands, truly signed, in each token of an attack."""
    one = hostile()
    return [opened(getattr(one, attack)()) for _ in range(tries)]


def test_a_true_message_is_read():
    assert read(opened(hostile().seal(json.dumps(true()).encode()))).sender == "node-alpha"


def test_the_same_seed_gives_the_same_attacks_and_every_sort_comes():
    names = [name for name, _ in islice(hostile().tokens(), 200)]
    assert names == [name for name, _ in islice(hostile().tokens(), 200)]
    assert names != [name for name, _ in islice(hostile(2).tokens(), 200)]
    assert len(set(names)) == 13


@pytest.mark.parametrize(
    "attack", ["flipped", "cut", "other_header", "mixed", "noise", "unsigned", "by_a_stranger", "no_envelope"]
)
def test_what_no_author_made_is_refused_each_time(attack):
    assert codes(attack).total() == 60


def test_each_of_these_attacks_meets_the_check_that_it_is_made_for():
    assert set(codes("unsigned")) == {"algorithm_not_allowed"}
    assert set(codes("by_a_stranger")) == {"key_unknown", "signature_wrong"}
    assert set(codes("mixed")) <= {"decryption_failed", "malformed"}
    assert {"compression_refused", "header_not_understood", "algorithm_not_allowed", "type_not_expected"} <= set(
        codes("other_header", 8 * len(HEADERS))
    )


def refusal(payload: bytes) -> str:
    try:
        read(payload)
    except Refused as error:
        return error.code
    return ""


def test_what_an_author_signed_and_is_no_envelope_is_refused():
    assert {refusal(payload) for payload in payloads("raw_text", 100)} == {
        "envelope_malformed",
        "version_unknown",
        "crit_unknown",
    }
    assert {refusal(payload) for payload in payloads("missing")} == {"envelope_malformed"}
    found = Counter(refusal(payload) for payload in payloads("wrong_field", 100))
    assert found["envelope_malformed"] > 75, "the rest is text where text may stand"


def test_envelopes_for_another_node_or_of_another_time_are_true_but_for_that():
    assert {read(payload).to for payload in payloads("for_a_third")} == {"node-third"}
    future = payloads("future")
    assert {json.loads(payload)["created"][:4] for payload in future} == {"2031", "2099", "9999"}
    assert {refusal(payload) for payload in future} == {"", "envelope_malformed"}, "no wire knows the year 9999"
