"""How many operations of the crypto layer one core does in a second: ``python -m bench.crypto``."""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from pulang.crypto.blind import BlindIndex
from pulang.crypto.encryption_keys import DecryptionKey, Suite
from pulang.crypto.envelope import open_for, seal_for
from pulang.crypto.httpsig import sign_request, verify_request
from pulang.crypto.sealing import Place, new_data_key, open_sealed, seal
from pulang.crypto.signing import SigningKey

SECONDS = 1.0
PAYLOAD = os.urandom(4096)


def main() -> None:
    _bench_fields()
    _bench_requests()
    _bench_envelopes("S1")
    _bench_envelopes("S2")


def _bench_fields() -> None:
    data_key, place, value = new_data_key(), Place("persons_name", "1", "full_name"), os.urandom(64)
    sealed = seal(data_key, value, place=place)
    _report("seal a field of 64 bytes", lambda: seal(data_key, value, place=place))
    _report("open a field of 64 bytes", lambda: open_sealed(data_key, sealed, place=place))
    index = BlindIndex(os.urandom(32))
    _report("blind digest", lambda: index.digest64("name", "synthetic name"))


def _bench_requests() -> None:
    key, target, now = SigningKey.generate(), "https://node.example.org/nx/1/in/1", int(time.time())
    signed = sign_request(method="PUT", target=target, body=PAYLOAD, key=key, now=now, nonce="n")
    keys = {key.kid: key.public}
    _report(
        "sign a request of 4 KiB",
        lambda: sign_request(method="PUT", target=target, body=PAYLOAD, key=key, now=now, nonce="n"),
    )
    _report(
        "verify a request of 4 KiB",
        lambda: verify_request(signed, method="PUT", target=target, body=PAYLOAD, keys=keys, now=now),
    )


def _bench_envelopes(suite: Suite) -> None:
    author, mine = SigningKey.generate(), DecryptionKey.generate(suite)
    token = seal_for(PAYLOAD, sign_key=author, recipient_key=mine.public)
    authors, my_keys = {author.kid: author.public}, {mine.kid: mine}
    _report(
        f"sign and encrypt 4 KiB, {suite}",
        lambda: seal_for(PAYLOAD, sign_key=author, recipient_key=mine.public),
    )
    _report(
        f"decrypt and verify 4 KiB, {suite}",
        lambda: open_for(token, my_keys_by_kid=my_keys, sender_keys_by_kid=authors),
    )


def _report(name: str, operation: Callable[[], object]) -> None:
    count, start = 0, time.perf_counter()
    while (elapsed := time.perf_counter() - start) < SECONDS:
        operation()
        count += 1
    print(f"{name:<30} {count / elapsed:>10,.0f} per second")


if __name__ == "__main__":
    main()
