"""Ten requests a second over the pages of officers, by a client that keeps its connections, as browsers do."""

import random
import re
import threading
import time
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


@dataclass
class Visitor:
    """An officer at her browser: her session, and the cases that she works on this hour."""

    client: httpx.Client
    cases: list[UUID]
    may_search: bool
    token: str = ""

    def csrf(self) -> str:
        if not self.token:
            found = TOKEN.search(self.client.get("/").text)
            assert found, "a page without a form token"
            self.token = found.group(1)
        return self.token


@dataclass
class Times:
    """Seconds by page; anything but the expected answer is counted as a failure."""

    by_page: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    failures: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, page: str, seconds: float, status: int, expected: int) -> None:
        with self.lock:
            self.by_page[page].append(seconds)
            if status != expected:
                self.failures.append(f"{page}: {status}")


def run(visitors: list[Visitor], *, seconds: int, rate: int, times: Times) -> None:
    """Start a request every 1/rate seconds, whether or not the ones before have answered."""
    dice = random.Random(7)
    start = time.perf_counter()
    with ThreadPoolExecutor(max_workers=rate * 4) as pool:
        for number in range(seconds * rate):
            time.sleep(max(0.0, start + number / rate - time.perf_counter()))
            page = PAGES[number % len(PAGES)]
            visitor = dice.choice(
                [one for one in visitors if one.may_search or page not in ("search", "save a report")]
            )
            pool.submit(_visit, page, visitor, dice.randrange(100_000), times)


#: What officers do: of ten requests, three queues, three cases, two searches, a list, a report that is saved.
PAGES = ["queue", "case", "search", "queue", "case", "list", "save a report", "queue", "case", "search"]


def _visit(page: str, visitor: Visitor, number: int, times: Times) -> None:
    client, expected = visitor.client, 200
    if page in ("search", "save a report"):
        visitor.csrf()
    begin = time.perf_counter()
    try:
        if page == "queue":
            answer = client.get("/")
        elif page == "case":
            answer = client.get(f"/cases/{visitor.cases[number % len(visitor.cases)]}/")
        elif page == "list":
            answer = client.get("/cases/")
        elif page == "search":
            sought = {"name": "", "paper": f"C{number:07}"} if number % 2 else {"name": "Siti Dewi Aminah"}
            answer = client.post("/reports/take/", data={**sought, "csrfmiddlewaretoken": visitor.token})
        else:
            expected = 302
            answer = client.post(
                "/reports/take/", data={**REPORT, "once": str(uuid4()), "csrfmiddlewaretoken": visitor.token}
            )
        status = answer.status_code
    except httpx.HTTPError:
        status = 0
    times.keep(page, time.perf_counter() - begin, status, expected)


REPORT = {
    "channel": "family",
    "urgency": "normal",
    "narrative": "She does not answer since Friday. Her last message came from a place near the border.",
    "place": "near the border",
    "subject_name": "Siti Dewi Aminah",
    "reporter_name": "Budi",
    "reporter_safe_contact": "evenings",
}
