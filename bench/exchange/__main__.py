"""Messages between two nodes on one machine: ``python -m bench.exchange [--messages 500] [--singly 20]``.

A message counts when the partner has carried it out and its signed receipt has come back. First a queue that
gathered while no worker ran is delivered; then notes are sent one by one, each waited for.
"""

import argparse
import os
import platform
import statistics
import time

from bench.exchange.limits import processor_times, say_limits
from pulang.cli.demo.aside import two_nodes
from pulang.cli.journey.node import Node
from pulang.cli.journey.party import arrive
from pulang.cli.journey.start import reported
from pulang.cli.journey.walk import KHM

WAIT = 600.0
BATCH = 64  # messages of one request: those of the first are there before the clock starts


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=500)
    parser.add_argument("--singly", type=int, default=20)
    asked = parser.parse_args()
    with two_nodes() as (root, nodes):
        idn = Node("IDN", nodes["IDN"].state)
        print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
        case = reported(idn, name="Ratna Kusuma Dewi", paper="C1234567", birth_date="1999-04-12").here
        idn.ask("protection", "add_members", case=case, kinds=["ncb"])
        arrive(idn, case, idn.ask("protection", "share", case=case, to=KHM)[0]["message"], WAIT)
        nodes["IDN"].stop("worker", database=False)
        start = time.perf_counter()
        sent = [_note(idn, case) for _ in range(asked.messages)]
        wrote = time.perf_counter() - start
        nodes["IDN"].start("worker")
        start = time.perf_counter()
        arrive(idn, case, sent[0], WAIT)
        first = time.perf_counter() - start  # the worker's start, and the first batch
        spent = processor_times(root, nodes)
        arrive(idn, case, sent[-1], WAIT)
        took = time.perf_counter() - start - first
        spent_then, counted = processor_times(root, nodes), asked.messages - BATCH
        for message in sent:  # none may be missing; looking at each is not the time of the exchange
            arrive(idn, case, message, WAIT)
        print(f"written, signed and sealed by one officer: {asked.messages / wrote:6.1f} a second")
        print(f"{asked.messages} queued: delivered, carried out, receipted: {counted / took:6.1f} a second")
        say_limits(spent, spent_then, messages=counted, took=took, node=nodes["KHM"])
        times = []
        for _ in range(asked.singly):
            start = time.perf_counter()
            arrive(idn, case, _note(idn, case), WAIT)
            times.append((time.perf_counter() - start) * 1000)
        median, slowest = statistics.median(times), max(times)
        print(f"one by one: median {median:.0f} ms, slowest {slowest:.0f} ms (looked at each 100 ms)")
        idn.close()


def _note(node: Node, case: str) -> str:
    text = "The guard changes at six; she can speak in the yard. " * 70  # about 4 KB
    return str(node.ask("desk", "ask", case=case, to=KHM, kind="note", body={"text": text})[0]["message"])


if __name__ == "__main__":
    main()
