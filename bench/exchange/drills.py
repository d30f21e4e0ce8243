"""Longer drills of two nodes: ``python -m bench.exchange.drills [--messages 10000] [--withdrawn 40]``.

A partner that was away while messages gathered; how long a withdrawal takes; what an idle node costs.
"""

import argparse
import os
import statistics
import time
from collections.abc import Mapping
from pathlib import Path

from bench.exchange.limits import processor_times
from pulang.cli.demo.aside import two_nodes
from pulang.cli.journey.node import Node
from pulang.cli.journey.party import arrive
from pulang.cli.journey.start import reported
from pulang.cli.journey.walk import KHM
from pulang.cli.processes import NodeProcesses
from pulang.config.environment import for_node, load_django

WAIT, IDLE = 900.0, 30.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--withdrawn", type=int, default=40)
    asked = parser.parse_args()
    with two_nodes() as (root, nodes):
        os.environ.update(for_node(nodes["IDN"].state))
        load_django()
        _idle(root, nodes)
        _partition(nodes, asked.messages)
        _withdrawals(nodes, asked.withdrawn)


def _idle(root: Path, nodes: Mapping[str, NodeProcesses]) -> None:
    time.sleep(10)
    before, start = processor_times(root, nodes), time.perf_counter()
    time.sleep(IDLE)
    took, after = time.perf_counter() - start, processor_times(root, nodes)
    for part in sorted(after):
        print(f"nothing to do: {part:<14} {(after[part] - before.get(part, 0)) / took:5.1%} of a core")


def _partition(nodes: Mapping[str, NodeProcesses], count: int) -> None:
    """The partner's web server and worker are gone while messages gather; then they come back."""
    from pulang.access.policy import actor_named
    from pulang.cases.actions.sharing import send_about
    from pulang.db.context import acting_as
    from pulang.exchange.models import Message
    from pulang.lib.actor import system

    idn = Node("IDN", nodes["IDN"].state)
    case = reported(idn, name="Ratna Kusuma Dewi", paper="C1234567", birth_date="1999-04-12").here
    idn.ask("protection", "add_members", case=case, kinds=["ncb"])
    arrive(idn, case, idn.ask("protection", "share", case=case, to=KHM)[0]["message"], WAIT)
    idn.close()
    nodes["KHM"].stop("web", "worker")
    desk, text = actor_named("desk", via="cli"), "The guard changes at six; she can speak in the yard. " * 70
    start = time.perf_counter()
    for _ in range(count):
        send_about(desk, case_id=case, to=KHM, kind="note", body={"text": text})
    print(f"{count} messages written in {time.perf_counter() - start:.0f} s while the partner was away")

    def waiting() -> int:
        with acting_as(system("drill")):
            return Message.objects.filter(outgoing=True, state="queued").count()

    assert waiting() >= count
    nodes["KHM"].start("web", "worker")
    nodes["KHM"].wait(60)
    start, noticed, left = time.perf_counter(), 0.0, waiting()
    first, deadline = left, start + WAIT
    marks: list[tuple[float, int]] = []
    while left and time.perf_counter() < deadline:
        time.sleep(0.5)
        left = waiting()
        now = time.perf_counter() - start
        noticed = noticed or (now if left < first else 0.0)
        marks.append((now, left))
    took = marks[-1][0]
    print(f"all receipted {took:.0f} s after it was back, {noticed:.1f} s of it until the first; {left} left")
    half = next(now for now, left in marks if left <= count / 2)
    if noticed < half < took:  # few messages go within one look
        early, late = count / 2 / (half - noticed), count / 2 / (took - half)
        print(f"the first half {early:.0f} a second, the second half {late:.0f}")


def _withdrawals(nodes: Mapping[str, NodeProcesses], count: int) -> None:
    """Each case is shared, then taken back, then waited for until the partner says that it is gone."""
    from pulang.access.policy import actor_named
    from pulang.cases.ownership.actions import withdraw_object
    from pulang.cases.ownership.queries import copies_for

    idn, times = Node("IDN", nodes["IDN"].state), []
    protection = actor_named("protection", via="cli")
    for number in range(count):
        case = reported(idn, name=f"Sari Utami {number}", paper=f"C7{number:06}", birth_date="1999-04-12").here
        idn.ask("protection", "add_members", case=case, kinds=["ncb"])
        arrive(idn, case, idn.ask("protection", "share", case=case, to=KHM)[0]["message"], WAIT)
        (view,) = copies_for(protection, case)
        start = time.perf_counter()
        withdraw_object(protection, object_id=view.book.pk, reason="sent_by_mistake")
        while any(holder.state != "applied" for holder in copies_for(protection, case)[0].holders):
            time.sleep(0.02)
            assert time.perf_counter() - start < WAIT
        times.append(time.perf_counter() - start)
    idn.close()
    median, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
    print(f"{count} withdrawals applied: median {median:.2f} s, p95 {p95:.2f} s, slowest {max(times):.2f} s")


if __name__ == "__main__":
    main()
