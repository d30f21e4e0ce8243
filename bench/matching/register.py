"""A node whose register holds the made-up people, written in bulk with the keys and seals of registration.

The number of a profile is the person's place in the register plus one.
"""

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

CHUNK = 2_000
FOLDER = "bench-matching"


def prepare_node(folder: Path) -> None:
    """Set the node up and load Django for it."""
    os.environ["PULANG_STATE"] = str(folder / "node")
    from pulang.config.environment import NodeFile
    from pulang.config.setup import set_up

    set_up(folder / "node", NodeFile(id=FOLDER, name="Bench"))
    load()
    from django.core.management import call_command

    from pulang.access.models import Agency, Officer

    call_command("migrate", database="owner", verbosity=0)
    agency, _ = Agency.objects.get_or_create(
        code="embassy", defaults={"name": "Embassy", "kind": "embassy", "country": "IDN"}
    )
    if not Officer.objects.filter(username="officer").exists():
        Officer.objects.create(username="officer", name="Officer", agency=agency, role="protection")


def load() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "pulang.config.settings"
    import django

    django.setup()


class Made(NamedTuple):
    """What making the register took; no number where it was there already."""

    said: str
    people_a_second: float


def made(mark: Path, size: int) -> Made:
    """Make the register at the first run, its keys anew where they are of other tables."""
    state = mark.read_text() if mark.exists() else None
    if state == _version():
        return Made("the register of an earlier run", 0.0)
    took = fill(size) if state is None else key_anew(size)
    mark.write_text(_version())
    parts = ", ".join(f"{step} {seconds:.0f} s" for step, seconds in took.items())
    return Made(f"\nmade {size:,} people: {parts}", size / sum(took.values()))


def fill(size: int) -> dict[str, float]:
    """Write the register in two processes; seconds by step."""
    from pulang.access.models import Agency

    agency = Agency.objects.get(code="embassy").pk
    with _doors_open():
        people = _in_two(_write, size, agency)
        return {"people": people, "index": _index()}


def key_anew(size: int) -> dict[str, float]:
    """Make the keys anew after the tables or the rules changed, as `pulang` does one by one; seconds by step."""
    from django.db import connections

    with _doors_open():
        with connections["owner"].cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS bench_keys")
            cursor.execute("CREATE UNLOGGED TABLE bench_keys (number bigint, keys bigint[])")
        connections.close_all()
        took = {"keys": _in_two(_keys, size, None)}
        begun = time.perf_counter()
        with connections["owner"].cursor() as cursor:
            cursor.execute("SET statement_timeout = 0; SET work_mem = '1GB'; ANALYZE bench_keys")
            cursor.execute(
                "UPDATE matching_profile p SET keys = k.keys, version = %s"
                " FROM bench_keys k WHERE k.number = p.number",
                [_version()],
            )
            cursor.execute("DROP TABLE bench_keys")
        return {**took, "profiles": time.perf_counter() - begun, "index": _index()}


@contextmanager
def _doors_open() -> Iterator[None]:
    """Without the triggers and policies that the writing in bulk stands in for."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY, NO FORCE ROW LEVEL SECURITY")
        for table in TRIGGERED:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
    connections.close_all()
    yield
    with connections["owner"].cursor() as cursor:
        for table in TRIGGERED:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY")
        cursor.execute("SET statement_timeout = 0")
        cursor.execute("VACUUM ANALYZE")


def _in_two(write: Callable[[int, int, UUID | None], None], size: int, agency: UUID | None) -> float:
    begun, starts = time.perf_counter(), range(0, size, CHUNK)
    with ProcessPoolExecutor(2, initializer=load) as pool:
        sizes = [min(CHUNK, size - start) for start in starts]
        for done, _ in enumerate(pool.map(write, starts, sizes, [agency] * len(starts))):
            if done % 10 == 9:
                print(f"\r{(done + 1) * CHUNK:,}", end="", file=sys.stderr)
    return time.perf_counter() - begun


def _index() -> float:
    from django.db import connections

    begun = time.perf_counter()
    with connections["owner"].cursor() as cursor:
        cursor.execute("SET statement_timeout = 0; SET maintenance_work_mem = '1GB'; SET work_mem = '1GB'")
        cursor.execute(
            "ALTER TABLE matching_key DROP CONSTRAINT IF EXISTS matching_key_pkey; TRUNCATE matching_key"
        )
        cursor.execute(
            "INSERT INTO matching_key (key, profile) SELECT matching_scoped(k, g.agency_id), p.number"
            " FROM matching_profile p JOIN access_grant g ON g.scope = p.person_id, unnest(p.keys) k"
        )
        cursor.execute("ALTER TABLE matching_key ADD PRIMARY KEY (key, profile)")
    return time.perf_counter() - begun


TRIGGERED = ("matching_profile", "access_grant")
TABLES = ("persons_person", "matching_profile", "matching_key", "access_grant")


def _version() -> str:
    from pulang.matching.index import version

    return version()


def _keys(start: int, count: int, _agency: UUID | None) -> None:
    from django.db import connections
    from django.utils import timezone

    from bench.matching.generate import register
    from pulang.matching.index import blind_keys
    from pulang.matching.rules import prepare

    today = timezone.localdate()
    people = register(start + count, start=start)
    rows = [(place + 1, blind_keys(prepare(one, today=today))) for place, one in enumerate(people, start)]
    with connections["owner"].cursor() as cursor:
        _copy(cursor, "bench_keys", "number, keys", rows)


def _write(start: int, count: int, agency: UUID | None) -> None:
    from django.db import connections
    from django.utils import timezone

    from bench.matching.generate import register
    from pulang.crypto.sealing import Place, new_data_key, seal, wrap
    from pulang.db.keys import ring
    from pulang.lib.ids import new_id
    from pulang.matching.index import blind_keys, stored, version
    from pulang.matching.rules import prepare

    now, state = timezone.now(), version()
    persons, profiles, grants = [], [], []
    for place, one in enumerate(register(start + count, start=start), start):
        person, key = new_id(), new_data_key()

        def sealed(table: str, field: str, value: Any, key: bytes = key, person: UUID = person) -> bytes:
            plain = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
            return seal(key, plain, place=Place(table, str(person), field))

        wrapped = wrap(ring(), key, owner=f"persons_person:{person}")
        name = sealed("persons_person", "name", one.names[0])
        born = sealed("persons_person", "birth_date", one.birth_date or None)
        persons.append((person, wrapped, name, born, one.sex, one.nationality, "", 1, now, agency))
        record = prepare(one, today=timezone.localdate())
        evidence = sealed("matching_profile", "evidence", stored(record))
        profiles.append((person, place + 1, blind_keys(record), evidence, state))
        grants.append((new_id(), person, agency, ["identity"], "opened", "", now, now + timedelta(days=90)))
    with connections["owner"].cursor() as cursor:
        _copy(cursor, "persons_person", PERSON, persons)
        _copy(cursor, "matching_profile", "person_id, number, keys, evidence, version", profiles)
        _copy(cursor, "access_grant", "id, scope, agency_id, sections, why, reason, granted_at, until", grants)


PERSON = "id, data_key, name, birth_date, sex, nationality, photo, version, registered_at, registered_by_id"


def _copy(cursor: Any, table: str, columns: str, rows: list[tuple[Any, ...]]) -> None:
    with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
