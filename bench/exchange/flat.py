"""What a message costs among few and many stored ones: ``python -m bench.exchange.flat [--stored 1000 1000000]``.

One node, whose partner is played in the same process; half of what is stored was received and half sent. Rows are
multiplied in the database, each with its receipt and its entry of the log; then batches come and go as always.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import psutil

from bench.exchange.limits import cryptography, processor_times

STORED, BATCH, BATCHES = (1_000, 100_000, 1_000_000), 64, 15
TEXT = "The guard changes at six; she can speak in the yard. " * 20  # about 1 KB
COME, GONE = "0198c0de-0000-7000-8000-", "0198c0df-0000-7000-8000-"  # ids of what is multiplied begin so
NODE = "bench-partner"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--stored", type=int, nargs="+", default=STORED)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pulang-bench-") as folder:
        os.chmod(folder, 0o755)  # the embedded server's own user must reach its data below
        os.environ["PULANG_STATE"] = str(Path(folder) / "node")
        try:
            measure(Path(folder), asked.stored)
        finally:
            from pulang.db import embedded

            embedded.stop(Path(os.environ["PULANG_STATE"]) / "postgres")


def measure(root: Path, wanted: Sequence[int]) -> None:
    from bench.operations.__main__ import prepare

    prepare()
    from bench.exchange.played import Partner

    partner = Partner(NODE)
    print(f"{os.cpu_count()} cores; cryptography of a message {1000 * cryptography():.2f} ms", flush=True)
    partner.brings(partner.notes(TEXT, BATCH))
    partner.writes(TEXT, BATCH)
    partner.is_brought_all()
    stored = 0
    for count in wanted:
        began = time.perf_counter()
        multiply(stored // 2, count // 2)
        stored = count
        print(
            f"{count:>9,} stored ({time.perf_counter() - began:.0f} s), load {os.getloadavg()[0]:.1f}", flush=True
        )
        notes = [partner.notes(TEXT, BATCH) for _ in range(BATCHES)]
        timed(root, "received, done and receipted", [lambda one=one: partner.brings(one) for one in notes])
        timed(root, "written, signed and sealed", [lambda: partner.writes(TEXT, BATCH)] * BATCHES)
        timed(root, "brought, receipt kept", [partner.is_brought_all])


def timed(root: Path, what: str, acts: Sequence[Callable[[], object]]) -> None:
    own = psutil.Process()
    before, spent, began = processor_times(root), sum(own.cpu_times()[:2]), time.perf_counter()
    for act in acts:
        act()
    took, messages = time.perf_counter() - began, BATCH * BATCHES
    after = processor_times(root)
    database = sum(after.values()) - sum(before.values())
    node = sum(own.cpu_times()[:2]) - spent
    print(
        f"          {what:<30} {1000 * took / messages:6.2f} ms each; of processor {1000 * node / messages:5.2f}"
        f" in the node, {1000 * database / messages:5.2f} in the database",
        flush=True,
    )


def multiply(first: int, last: int) -> None:
    """Rows `first` to `last` of what came and of what went, as the first of each stands there."""
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('pulang.kind', 'system', false), set_config('work_mem', '256MB', false)")
        for outgoing, head in ((False, COME), (True, GONE)):
            cursor.execute("SELECT id FROM exchange_message WHERE outgoing = %s ORDER BY seq LIMIT 1", [outgoing])
            ((template,),) = cursor.fetchall()
            identity = f"('{head}' || lpad(to_hex(n), 12, '0'))::uuid"
            cursor.execute(
                "SELECT (SELECT coalesce(max(seq), 0) FROM exchange_message WHERE outgoing = %s AND seq < 10^9),"
                " (SELECT max(number) FROM exchange_logentry)",
                [outgoing],
            )
            ((seq, number),) = cursor.fetchall()  # whatever is multiplied has numbers above
            rows = {"id": identity, "thread": identity, "seq": f"{seq} + n", "hash": "md5(n::text) || md5(n::text)"}
            _copy(cursor, "exchange_message", "id", template, {**rows, "scope": "NULL"}, first, last)
            receipt = {"id": identity, "message_id": identity}
            _copy(cursor, "exchange_receipt", "message_id", template, receipt, first, last)
            entry = {"id": identity, "message_id": identity, "number": f"{number} + n"}
            _copy(cursor, "exchange_logentry", "message_id", template, entry, first, last)
        cursor.execute(
            "UPDATE exchange_peer SET next_seq = s.out + 1, log_length = s.long FROM"
            " (SELECT max(seq) FILTER (WHERE outgoing) AS out,"
            " (SELECT max(number) FROM exchange_logentry) AS long FROM exchange_message) AS s"
        )
        for table in ("exchange_message", "exchange_receipt", "exchange_logentry"):
            cursor.execute(f"VACUUM ANALYZE {table}")


def _copy(
    cursor: Any, table: str, key: str, template: object, other: dict[str, str], first: int, last: int
) -> None:
    cursor.execute("SELECT column_name FROM information_schema.columns WHERE table_name = %s", [table])
    names = [name for (name,) in cursor.fetchall()]
    values = ", ".join(other.get(name, f't."{name}"') for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    cursor.execute(
        f"INSERT INTO {table} ({columns}) SELECT {values}"
        f" FROM (SELECT * FROM {table} WHERE {key} = %s LIMIT 1) AS t, generate_series(%s, %s) AS n",
        [template, first + 1, last],
    )


if __name__ == "__main__":
    main()
