"""An officer's program at a desk: it asks the API and, where no answer comes, asks the same again."""

import math
import statistics
import threading
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

PATIENCE = 120.0  # seconds until somebody gives up
PAUSE = 0.5


@dataclass
class Times:
    """Milliseconds of every answer by what was asked, and what came instead of an answer."""

    took: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    lost: Counter[str] = field(default_factory=Counter)  # no answer: the node was down, or answered 5xx
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, what: str, seconds: float) -> None:
        with self.lock:
            self.took[what].append(1000 * seconds)

    def lose(self, why: str) -> None:
        with self.lock:
            self.lost[why] += 1

    def every(self) -> list[float]:
        with self.lock:
            return [one for took in self.took.values() for one in took]

    def lines(self) -> list[str]:
        with self.lock:
            parts = {what: list(took) for what, took in sorted(self.took.items())}
        return [f"  {what:<28} {len(took):>7,} {_spread(took)}" for what, took in parts.items()]


def _spread(took: list[float]) -> str:
    return f"p50 {statistics.median(took):6.0f} ms  p95 {percentile(took, 95):6.0f} ms  max {max(took):6.0f} ms"


def percentile(took: list[float], of: int) -> float:
    ordered = sorted(took)
    return ordered[max(0, math.ceil(len(ordered) * of / 100) - 1)] if ordered else 0.0


class GaveUp(Exception):
    """No answer for longer than anybody waits at a desk."""


class Desk:
    """One token. A change carries a key, so that asking again after a lost answer has one effect."""

    def __init__(self, address: str, token: str, times: Times) -> None:
        self.times = times
        self.http = httpx.Client(
            base_url=f"{address}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=30, trust_env=False
        )

    def get(self, what: str, path: str, **query: Any) -> Any:
        return self._ask(what, "GET", path, params=query).json()

    def post(self, what: str, path: str, body: dict[str, Any] | None = None, **more: Any) -> httpx.Response:
        sent = {"json": body} if body is not None else {}
        return self._ask(what, "POST", path, headers={"Idempotency-Key": str(uuid4())}, **sent, **more)

    def must(self, what: str, path: str, body: dict[str, Any] | None = None, **more: Any) -> Any:
        """As `post`, for what the node must do. Raises RuntimeError with what it said."""
        answer = self.post(what, path, body, **more)
        if answer.status_code >= 400:
            raise RuntimeError(f"{what}: {answer.status_code} {answer.text[:300]}")
        return answer.json()

    def _ask(self, what: str, method: str, path: str, **more: Any) -> httpx.Response:
        """Raises GaveUp."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            began = time.perf_counter()
            try:
                answer = self.http.request(method, path, **more)
            except httpx.TransportError as error:
                self.times.lose(type(error).__name__)
                time.sleep(PAUSE)
                continue
            if answer.status_code < 500 and answer.status_code != 429:
                self.times.keep(what, time.perf_counter() - began)
                return answer
            self.times.lose(f"{answer.status_code} {what}")
            time.sleep(float(answer.headers.get("Retry-After", PAUSE)))
        raise GaveUp(f"{method} {path}")
