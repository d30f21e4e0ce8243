"""Look-ups under load: two clients at once, lists, and through the API."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor

import httpx

from bench.matching import register
from bench.matching.generate import Query
from bench.matching.measures import Outcome
from pulang.persons.drafts import Sought

PORT, TOGETHER = 8793, 50
APART = 0.21  # seconds between the requests of an officer, of whom the API answers 300 in a minute
OVER_HTTP = "Pulang, through the API"


def sought(query: Query) -> Sought:
    """The query as somebody types it."""
    asked = query.asked
    born = asked.birth_date.replace("~", "about ")
    return Sought(asked.names[0], born, asked.papers, asked.phones, (), asked.birth_place, asked.sex)


def two_clients(queries: Sequence[Query]) -> float:
    """Look-ups a second of two processes, one query after the other, the database on the same two cores."""
    return _in_two(_one_by_one, queries)


def list_at_once(queries: Sequence[Query]) -> float:
    """Seconds for a list matched by two processes, without the sentences."""
    return len(queries) / _in_two(_by_dozens, queries)


def _in_two(work: Callable[[Sequence[Query]], int], queries: Sequence[Query]) -> float:
    from django.db import connections

    connections.close_all()
    halves = [queries[::2], queries[1::2]]
    with ProcessPoolExecutor(2, initializer=register.load) as pool:
        list(pool.map(work, [half[:100] for half in halves]))  # connections, tables, caches
        begun = time.perf_counter()
        list(pool.map(work, halves))
        return len(queries) / (time.perf_counter() - begun)


def _one_by_one(queries: Sequence[Query]) -> int:
    return _match(queries, 1)


def _by_dozens(queries: Sequence[Query]) -> int:
    return _match(queries, TOGETHER)


def _match(queries: Sequence[Query], together: int) -> int:
    from django.utils import timezone

    from pulang.access.policy import actor_named
    from pulang.db.context import acting_as
    from pulang.matching.candidates import candidates_for_many
    from pulang.matching.rules import prepare

    today, found = timezone.localdate(), 0
    with acting_as(actor_named("officer", via="cli")):
        for start in range(0, len(queries), together):
            records = [prepare(query.asked, today=today) for query in queries[start : start + together]]
            found += len(candidates_for_many(records))
    return found


def list_explained(queries: Sequence[Query]) -> float:
    """Seconds for a list through `match_people`, as the command line asks it, every claim as a sentence."""
    from pulang.access.policy import actor_named
    from pulang.matching.queries import match_people
    from pulang.matching.queries.search import MOST_ASKED
    from pulang.matching.sentences import claim_sentence

    officer, begun, told = actor_named("officer", via="cli"), time.perf_counter(), 0
    asked = [sought(query) for query in queries]
    for start in range(0, len(asked), MOST_ASKED):
        for found in match_people(officer, sought=asked[start : start + MOST_ASKED]):
            told += sum(len(claim_sentence(claim)) for match in found.matches for claim in match.claims)
    assert told
    return time.perf_counter() - begun


def over_http(queries: Sequence[Query]) -> Outcome:
    """Each query as a request to the node's own server, one after the other."""
    from pulang.access.policy import actor_named
    from pulang.access.tokens import create_token

    _, token = create_token(actor_named("officer", via="cli"), label="bench")
    outcome = Outcome(OVER_HTTP)
    command = [sys.executable, "-m", "pulang.cli.main", "node", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, env=os.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    headers = {"Authorization": f"Bearer {token}"}
    try:
        with httpx.Client(base_url=f"http://127.0.0.1:{PORT}/api/v1", headers=headers, timeout=60) as client:
            _until_up(client)
            for measured in (False, True):
                for query in queries[50:300] if measured else queries[:50]:
                    asked = sought(query)
                    body = {
                        "name": asked.name, "birth_date": asked.birth_date, "papers": asked.papers,
                        "phones": asked.phones, "birth_place": asked.birth_place, "sex": asked.sex,
                    }  # fmt: skip
                    begun = time.perf_counter()
                    answer = client.post("/persons/search", json=body)
                    took = time.perf_counter() - begun
                    if answer.status_code not in (200, 422):
                        raise RuntimeError(f"{answer.status_code} {answer.text[:200]}")
                    if measured:
                        outcome.seconds.append(took)
                    time.sleep(max(0.0, APART - took))
    finally:
        server.terminate()
        server.wait()
    return outcome


def _until_up(client: httpx.Client) -> None:
    for _ in range(240):
        try:
            client.get("/")
        except httpx.TransportError:
            time.sleep(0.25)
        else:
            return
    raise RuntimeError("the server did not come up")
