"""Requests exactly as they are given, for the conformance kit: signed by a node that it plays, or not at all."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

import httpx

from pulang.crypto.httpsig import new_nonce, sign_request
from pulang.crypto.signing_keys import SigningKey
from pulang.exchange.transport.tls import calling_anybody, calling_unproven

TIMEOUT = httpx.Timeout(60.0, connect=5.0)


class ProbeFailed(Exception):
    """Nobody answered."""


@dataclass(frozen=True)
class Said:
    """The answer of the node under test. `lines` are those of its body."""

    status: int
    body: bytes

    @property
    def lines(self) -> list[str]:
        return self.body.decode("ascii", "replace").split("\n")


class Probe:
    """One connection to a node under test. Use as a context manager; ProbeFailed where nobody answers.

    At an address of `https` it shows a certificate by `shows`, the key of the node that is played.
    """

    def __init__(self, base_url: str, shows: SigningKey | None = None) -> None:
        self.base_url = base_url.rstrip("/")
        trust = calling_anybody(shows) if shows else calling_unproven()
        self.client = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=trust)

    def __enter__(self) -> "Probe":
        return self

    def __exit__(self, *exc: object) -> None:
        self.client.close()

    def signature(
        self, method: str, path: str, body: bytes, key: SigningKey, *, now: int | None = None, nonce: str = ""
    ) -> dict[str, str]:
        """The header fields of a signed request; `now` is the present unless a case wants another time."""
        return sign_request(
            method=method,
            target=self.base_url + path,
            body=body,
            key=key,
            now=int(time.time()) if now is None else now,
            nonce=nonce or new_nonce(),
        )

    def send(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Said:
        sent = {"Content-Type": "application/jose", **headers}
        try:
            response = self.client.request(method, self.base_url + path, content=body, headers=sent)
        except httpx.HTTPError as error:
            raise ProbeFailed(f"{method} {path}: {error}") from error
        return Said(response.status_code, response.content)

    def signed(self, method: str, path: str, body: bytes, key: SigningKey) -> Said:
        return self.send(method, path, body, self.signature(method, path, body, key))
