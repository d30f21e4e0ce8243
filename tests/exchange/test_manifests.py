"""Manifests: which keys are believed at which time, and a chain that nobody forks."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from pulang.crypto.encryption_keys import DecryptionKey
from pulang.crypto.errors import SignatureRefused
from pulang.crypto.signing_keys import SigningKey
from pulang.exchange.errors import BodyRefused, Refused
from pulang.exchange.keys.manifests import (
    announces_hybrid,
    author_keys,
    check_author,
    entry,
    hash_of,
    key_time,
    newest_of,
    read_manifest,
    retired,
    revoked,
    revoked_ids,
    sealing_key,
    sign_manifest,
    verify_keys,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ROOT, SIGNING, OLDER = SigningKey.generate(), SigningKey.generate(), SigningKey.generate()
S1, S2 = DecryptionKey.generate("S1"), DecryptionKey.generate("S2")
SINCE = key_time(NOW - 90 * DAY)


def said(number: int = 1, prev: str = "", **more: Any) -> dict[str, Any]:
    return {
        "v": 1,
        "node": "node-one",
        "number": number,
        "prev": prev,
        "created": SINCE,
        "signing": [entry(SIGNING.public.jwk(), since=SINCE)],
        "encryption": [entry(key.public.jwk(), since=SINCE) for key in (S1, S2)],
        **more,
    }


def read(token: str) -> dict[str, Any]:
    return read_manifest(token, ROOT.public, node="node-one")


def code(act, *given, **more) -> str:
    with pytest.raises((SignatureRefused, Refused)) as refused:
        act(*given, **more)
    return refused.value.code


def test_what_the_root_signed_reads_with_the_hash_by_which_the_next_names_it():
    token = sign_manifest(said(), ROOT)
    assert read(token) == {**said(), "hash": hash_of(token)}


def test_a_manifest_of_another_root_node_or_form_is_refused():
    assert code(read, sign_manifest(said(), SIGNING)) == "key_unknown"
    assert code(read, sign_manifest(said(node="node-two"), ROOT)) == "manifest_of_another_node"
    only_s2 = said(encryption=[entry(S2.public.jwk(), since=SINCE)])
    assert code(read, sign_manifest(only_s2, ROOT)) == "manifest_malformed"
    for wrong in ({"number": 0}, {"v": 2}, {"signing": []}, {"created": "now"}):
        with pytest.raises(BodyRefused):
            sign_manifest(said(**wrong), ROOT)


def test_a_chain_is_followed_from_what_is_held_to_its_end():
    one = sign_manifest(said(), ROOT)
    two = sign_manifest(said(2, hash_of(one)), ROOT)
    three = sign_manifest(said(3, hash_of(two)), ROOT)
    held = read(one)

    def newest(*tokens: str, held: dict[str, Any] = held) -> dict[str, Any] | None:
        return newest_of(held, tokens, ROOT.public, node="node-one")

    assert newest() is newest(one) is None
    assert newest(one, two, three) == newest(two, three) == read(three)
    assert newest(two, three, two) == read(three), "an older one changes nothing"
    assert newest(one, two, held=read(two)) is None
    assert code(newest, three) == "manifest_gap"
    assert code(newest, two, sign_manifest(said(4, hash_of(three)), ROOT)) == "manifest_gap"
    assert code(newest, sign_manifest(said(created=key_time(NOW)), ROOT)) == "manifest_forked"
    assert code(newest, sign_manifest(said(2, "0" * 64), ROOT)) == "manifest_forked"
    assert code(newest, two, sign_manifest(said(2, hash_of(one), created=key_time(NOW)), ROOT)) == "manifest_forked"
    no_hash = {name: value for name, value in held.items() if name != "hash"}
    assert newest(two, held=no_hash) == read(two), "one that was kept before hashes were"


def with_older(**more: str) -> dict[str, Any]:
    older = {**entry(OLDER.public.jwk(), since=SINCE), **more}
    return said(signing=[entry(SIGNING.public.jwk(), since=SINCE), older])


def test_a_key_is_believed_until_its_end_and_never_once_it_was_revoked():
    ending = with_older(until=key_time(NOW))
    kids = [SIGNING.kid, OLDER.kid]
    assert [key.kid for key in verify_keys(ending, now=NOW)] == kids
    assert [key.kid for key in verify_keys(ending, now=NOW + timedelta(seconds=1))] == kids[:1]
    lost = with_older(revoked=key_time(NOW))
    assert [key.kid for key in verify_keys(lost, now=NOW - 80 * DAY)] == kids[:1]
    assert [key.kid for key in author_keys(lost)] == kids


def test_an_author_may_have_signed_while_the_key_held():
    ending = with_older(until=key_time(NOW))
    check_author(ending, OLDER.kid, NOW)
    check_author(ending, SIGNING.kid, NOW + 900 * DAY)
    check_author(ending, "nobody", NOW)
    assert code(check_author, ending, OLDER.kid, NOW + timedelta(seconds=1)) == "key_expired"
    assert code(check_author, with_older(revoked=key_time(NOW)), OLDER.kid, NOW - DAY) == "key_revoked"


def test_a_message_is_sealed_by_the_newest_key_of_the_best_suite_of_both():
    newer = DecryptionKey.generate("S2")
    listed = [entry(key.public.jwk(), since=SINCE) for key in (S1, newer, S2)]
    both, classic = said(encryption=listed), said(encryption=listed[:1])
    assert sealing_key(both, both) == newer.public
    assert sealing_key(both, classic) == sealing_key(classic, both) == S1.public
    lost = said(encryption=revoked(listed, newer.kid, at=NOW))
    assert sealing_key(lost, both) == S2.public
    assert (announces_hybrid(both), announces_hybrid(classic)) == (True, False)
    assert not announces_hybrid(said(encryption=revoked(listed[:2], newer.kid, at=NOW)))


def test_a_revoked_key_is_marked_alone():
    listed = said()["encryption"]
    marked = revoked(listed, S2.kid, at=NOW)
    assert marked == [listed[0], {**listed[1], "revoked": "2026-06-01T12:00:00Z"}]
    lost = revoked(said()["signing"], SIGNING.kid, at=NOW)
    assert revoked_ids(said(signing=lost, encryption=marked)) == {SIGNING.kid, S2.kid}
    assert revoked_ids(said()) == frozenset()


def test_after_a_rotation_a_key_ends_in_thirty_days_and_is_listed_sixty_more():
    listed = said()["signing"]
    (ending,) = retired(listed, now=NOW)
    assert ending == {**listed[0], "until": key_time(NOW + 30 * DAY)}
    assert retired([ending], now=NOW + 10 * DAY) == [ending], "its end does not move"
    assert retired([ending], now=NOW + 90 * DAY - timedelta(seconds=1)) == [ending]
    assert retired([ending], now=NOW + 90 * DAY) == []
