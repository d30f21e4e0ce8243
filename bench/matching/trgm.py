"""pg_trgm, the usual way to search names in PostgreSQL, in a server of its own; it needs one with contrib."""

import glob
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

from bench.matching.generate import Query
from bench.matching.measures import Outcome
from pulang.matching.rules import Evidence

PROGRAMS = "/usr/lib/postgresql/*/bin"
ASK = """
SELECT id, similarity(name, %(name)s) AS near FROM people WHERE name %% %(name)s
ORDER BY near DESC, id LIMIT 50
"""


def trgm(people: Sequence[Evidence], queries: Sequence[Query], threshold: float) -> Outcome:
    """Names only; the fifty most similar above the threshold."""
    outcome = Outcome(f"pg_trgm GIN {threshold}, names only")
    with _server() as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.execute("CREATE TABLE people (id integer, name text)")
        with connection.cursor().copy("COPY people FROM STDIN") as copy:
            for place, one in enumerate(people):
                copy.write_row((place, one.names[0].lower()))
        connection.execute("CREATE INDEX ON people USING gin (name gin_trgm_ops)")
        connection.execute("VACUUM ANALYZE people")
        connection.execute(f"SET pg_trgm.similarity_threshold = {threshold}")
        for query in queries:
            begun = time.perf_counter()
            rows = connection.execute(ASK, {"name": query.asked.names[0].lower()}).fetchall()
            outcome.seconds.append(time.perf_counter() - begun)
            outcome.answers.append(([(place, near) for place, near in rows], query.truth))
    return outcome


@contextmanager
def _server() -> Iterator["psycopg.Connection[tuple[int, float]]"]:
    found = sorted(glob.glob(PROGRAMS))
    if not found:
        raise ModuleNotFoundError("a PostgreSQL with contrib", name="pg_trgm")
    folder = Path(tempfile.mkdtemp(prefix="bench-trgm-"))
    shutil.chown(folder, "postgres")
    data = folder / "data"

    def run(*words: str) -> None:
        command = [f"{found[-1]}/{words[0]}", *words[1:]]
        subprocess.run(command, check=True, capture_output=True, user="postgres", cwd="/")

    run("initdb", "-D", str(data), "-A", "trust", "-U", "bench")
    listen = f"-c listen_addresses='' -k {folder} -c shared_buffers=512MB"
    run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", listen, "start")
    try:
        with psycopg.connect(host=str(folder), user="bench", dbname="postgres", autocommit=True) as connection:
            yield connection
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder, ignore_errors=True)
