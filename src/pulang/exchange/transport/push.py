"""Pushing batches of sealed messages to a peer, signed by RFC 9421, over TLS that only its own keys open."""

import ssl
import time
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from uuid import UUID

import httpx

from pulang.crypto.errors import TokenRefused
from pulang.crypto.httpsig import new_nonce, sign_request
from pulang.crypto.signing_keys import Signs, VerifyKey
from pulang.exchange.errors import Undeliverable
from pulang.exchange.transport.tls import calling, calling_unproven

TIMEOUT = httpx.Timeout(30.0, connect=5.0)
SEPARATOR = b"\n"  # base64url tokens never hold one


class Courier:
    """One keep-alive connection to the inbox of one peer. Use as a context manager.

    At an address of `https` both sides prove themselves by certificates of their signing keys: this node by `key`,
    the peer by one of those `believed`.
    """

    def __init__(self, base_url: str, key: Signs, believed: Iterable[VerifyKey] = ()) -> None:
        self.base_url = base_url.rstrip("/")
        self.key, self.believed = key, tuple(believed)
        self.clock: float | None = None  # seconds that the peer's clock is ahead, by its last answer
        self._lines: dict[bool, httpx.Client] = {}

    def __enter__(self) -> "Courier":
        return self

    def __exit__(self, *exc: object) -> None:
        for line in self._lines.values():
            line.close()

    def deliver(self, tokens: list[bytes]) -> list[str]:
        """Send tokens; return one line of answer each: a signed receipt, or `!code` where there is none.

        Raises Undeliverable with a code: `unreachable`, `refused_<status>`, `answer_malformed`.
        """
        answer = self._call("POST", "/nx/1/in", SEPARATOR.join(tokens))
        lines = answer.decode("ascii", "replace").split("\n")
        if len(lines) != len(tokens):
            raise Undeliverable(why="answer_malformed")
        return lines

    def hand_receipts(self, tokens: list[str]) -> list[str]:
        """Bring receipts of what the peer sent; one line each, `ok` or `!code`. Raises Undeliverable."""
        answer = self._call("POST", "/nx/1/receipts", "\n".join(tokens).encode())
        lines = answer.decode("ascii", "replace").split("\n")
        if len(lines) != len(tokens):
            raise Undeliverable(why="answer_malformed")
        return lines

    def highest_seen(self) -> int:
        """The highest number that the peer has taken of this node. Raises Undeliverable."""
        answer = self._call("GET", "/nx/1/in", b"")
        if not answer.isdigit() or len(answer) > 15:
            raise Undeliverable(why="answer_malformed")
        return int(answer)

    def fetch_receipts(self) -> list[str]:
        """Receipts that wait at the peer for this node. Raises Undeliverable."""
        answer = self._call("GET", "/nx/1/receipts", b"")
        return answer.decode("ascii", "replace").split()

    def receipts_are_here(self, hashes: list[str]) -> None:
        """Say which receipts were taken, so that they wait no longer. Raises Undeliverable."""
        self._call("POST", "/nx/1/receipts/here", "\n".join(hashes).encode())

    def fetch_after(self, seq: int) -> list[bytes]:
        """What the peer sent with a number above `seq`, again, for a gap."""
        answer = self._call("GET", f"/nx/1/out?after={seq}", b"")
        return [token for token in answer.split(SEPARATOR) if token]

    def put_part(self, message: UUID, attachment: UUID, at: int, content: bytes) -> int | str:
        """Bring sealed bytes of a file that begin at `at`; returns how many the peer holds, or why it takes none.

        Raises Undeliverable.
        """
        path = f"/nx/1/att/{message}/{attachment}?at={at}"
        response = self._respond("PUT", path, content, self._signed("PUT", path, content))
        answer = response.content.decode("ascii", "replace")
        if response.status_code == 422 and answer.startswith("!"):
            return answer[1:61]
        if response.status_code != 200:
            raise Undeliverable(why=f"refused_{response.status_code}")
        if not answer.isdigit() or len(answer) > 15:
            raise Undeliverable(why="answer_malformed")
        return int(answer)

    def fetch_part(self, message: UUID, attachment: UUID, after: int, most: int) -> bytes:
        """At most so many sealed bytes of a file of the peer, from `after` on. Raises Undeliverable."""
        answer = self._call("GET", f"/nx/1/att/{message}/{attachment}?after={after}&most={most}", b"")
        if len(answer) > most:
            raise Undeliverable(why="answer_malformed")
        return answer

    def announce(self, node: str, manifests: Iterable[str]) -> int:
        """Give the peer our newer manifests; returns the number that it now holds of ours."""
        body = SEPARATOR.join(token.encode() for token in manifests)
        answer = self._ask("PUT", f"/nx/1/manifest?node={node}", body, {})
        if not answer.isdigit() or len(answer) > 9:
            raise Undeliverable(why="answer_malformed")
        return int(answer)

    def manifests(self) -> list[str]:
        """All manifests of the peer, oldest first; nothing is proven before its root's signature is checked."""
        answer = self._ask("GET", "/nx/1/manifest", b"", {})
        return answer.decode("ascii", "replace").split()

    def _call(self, method: str, path: str, body: bytes) -> bytes:
        return self._ask(method, path, body, self._signed(method, path, body))

    def _signed(self, method: str, path: str, body: bytes) -> Mapping[str, str]:
        target, now = self.base_url + path, int(time.time())
        try:
            return sign_request(method=method, target=target, body=body, key=self.key, now=now, nonce=new_nonce())
        except TokenRefused as error:  # ours, and as the partner: tried again, and the links page says why
            raise Undeliverable(why=error.code) from error

    def _ask(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> bytes:
        response = self._respond(method, path, body, headers)
        if response.status_code != 200:
            raise Undeliverable(why=f"refused_{response.status_code}")
        return response.content

    def _respond(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> httpx.Response:
        sent = {**headers, "Content-Type": "application/jose"}
        line = self._line(proven="Signature" in headers)
        try:
            response = line.request(method, self.base_url + path, content=body, headers=sent)
        except httpx.HTTPError as error:
            raise Undeliverable(why="certificate_refused" if _of_tls(error) else "unreachable") from error
        self.clock = _ahead(response.headers.get("Date", ""))
        return response

    def _line(self, *, proven: bool) -> httpx.Client:
        """What is not signed proves itself: manifests, which go over before the keys in them are believed."""
        if proven not in self._lines:
            mutual = proven and self.base_url.startswith("https://")
            try:
                trust = calling(self.key, self.believed) if mutual else calling_unproven()
            except TokenRefused as error:
                raise Undeliverable(why=error.code) from error
            line = httpx.Client(timeout=TIMEOUT, follow_redirects=False, trust_env=False, verify=trust)
            self._lines[proven] = line
        return self._lines[proven]


def _ahead(date: str) -> float | None:
    """By the field Date, which knows whole seconds; unsigned, so it is only shown and decides nothing."""
    try:
        return (parsedate_to_datetime(date) - datetime.now(UTC)).total_seconds() + 0.5
    except (ValueError, TypeError):
        return None


def _of_tls(error: BaseException | None) -> bool:
    """Whether the other side was there, but one of the two does not believe the other's certificate."""
    while error is not None:
        if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return True
        error = error.__cause__ or error.__context__
    return False
