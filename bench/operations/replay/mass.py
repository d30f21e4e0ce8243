"""10,000 people in 72 hours on one node: ``python -m bench.operations.replay.mass [--scale 0.1]``.

Replayed in 20 minutes: they come to the desks and on lists as in the wave, and beside it clerks look at the
operation, search, open cases and record steps, so many requests a second together. `--scale` shortens all alike.
"""

import argparse
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from bench.operations.replay import arrivals, checks
from bench.operations.replay.client import Desk, Times, percentile
from bench.operations.replay.ledger import Ledger
from bench.operations.replay.nodes import Side, two_nodes
from bench.operations.replay.people import Human, wave
from bench.operations.replay.wave import begin_arrivals
from pulang.cli.demo.aside import free_ports

PEOPLE, MINUTES = (3000, 4000, 3000), 20.0  # of three days
CLERKS, RATE = 12, 30.0  # of them all, a second
OPENED = 25  # people whom one clerk works on: whoever opens many more within an hour is stopped
STEPS = "SELECT count(*) FROM repatriation_step WHERE code = 'registration' AND result = 'verified'"


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--scale", type=float, default=1.0)
    asked.add_argument("--desks", type=int, default=24)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="pulang-mass-") as folder:
        Path(folder).chmod(0o755)  # the embedded server's own user must reach its data below
        wrong = replay(Path(folder), options.scale, options.desks)
    raise SystemExit(1 if wrong else 0)


@dataclass
class Clerks:
    """Who works on the operation beside the desks; `steps` are the cases whose step was acknowledged."""

    operation: str
    ledger: Ledger
    clock: arrivals.Clock
    until: float
    steps: set[str] = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def work(self, desk: Desk, number: int) -> None:
        """One request after the other, each at its moment, whether or not the one before was slow."""
        dice, pace, at = random.Random(number), CLERKS / RATE, number / RATE
        tasks = self._tasks(desk, dice, number)
        names, weights = zip(*((task, weight) for task, weight in tasks), strict=True)
        while at < self.until:
            self.clock.wait_for(at)
            dice.choices(names, weights)[0]()
            at += pace

    def _tasks(self, desk: Desk, dice: random.Random, number: int) -> list[tuple[Callable[[], object], int]]:
        here = f"/operations/{self.operation}"

        def of_a_case(act: Callable[[str, Human], object]) -> None:
            with self.ledger.lock:
                mine = list(self.ledger.of_case.items())[number::CLERKS][:OPENED]
            if mine:
                act(*dice.choice(mine))

        return [
            (lambda: desk.get("board", here), 3),
            (lambda: desk.get("people", f"{here}/people", page=dice.randint(1, 4)), 4),
            (lambda: desk.get("who is stuck", f"{here}/people", stuck=True), 1),
            (lambda: desk.get("list of cases", "/cases"), 2),
            (lambda: of_a_case(lambda case, _: desk.get("case", f"/cases/{case}")), 6),
            (lambda: of_a_case(lambda case, _: desk.get("steps", f"/cases/{case}/steps")), 4),
            (lambda: of_a_case(lambda case, human: _search(desk, human)), 4),
            (lambda: self._next_step(desk), 6),
        ]

    def _next_step(self, desk: Desk) -> None:
        """The step of whoever is next and was not treated yet."""
        with self.ledger.lock, self.lock:
            case = next((one for one in self.ledger.of_case if one not in self.steps), None)
            if case is None:
                return
            self.steps.add(case)
        way = desk.must("begin the way", f"/cases/{case}/steps", {})
        step = next(one for one in way["steps"] if one["code"] == "registration")
        said = {"version": step["version"], "result": "verified", "data": {"basis": "passport"}}
        desk.must("record a step", f"/cases/{case}/steps/registration/result", said)


def _search(desk: Desk, human: Human) -> None:
    desk.must("search", "/persons/search", {"name": human.name, "birth_date": human.birth.isoformat()})


def replay(root: Path, scale: float, desks: int) -> list[str]:
    """What went wrong, which should be nothing."""
    seconds = MINUTES * 60 * scale
    coming = wave([round(day * scale) for day in PEOPLE], seconds=seconds, seed=20260116)
    times, ledger = Times(), Ledger()
    with two_nodes(root, desks=desks + CLERKS, port=free_ports()) as sides:
        side = sides["IDN"]
        sides["KHM"].node.stop("web", "worker", database=False)
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; {len(coming.humans):,} people,")
        print(
            f"{len(coming.visits):,} visits at {desks} desks, {len(coming.sheets)} lists, {seconds:.0f} s",
            flush=True,
        )
        hands = _hands(side, times)
        operation = hands["lead"].must("open", "/operations", {"kind": "walk_in", "title": "72 hours"})["id"]
        clock = arrivals.Clock()
        clerks = Clerks(operation, ledger, clock, seconds)
        working = [
            arrivals.run("clerk", lambda one=one: clerks.work(hands[f"desk{desks + one + 1}"], one), ledger)
            for one in range(CLERKS)
        ]
        standing = [hands[f"desk{number}"] for number in range(1, desks + 1)]
        working += begin_arrivals(coming, standing, operation, ledger, clock)
        for minute in count(1):
            time.sleep(min(60.0, max(0.0, minute * 60 - clock.now())))
            if not any(thread.is_alive() for thread in working):
                break
            _say_how_far(clock, times, ledger)
        took = clock.now()
        checks.everybody_once(side, ledger, len(coming.humans))
        if (kept := side.count(STEPS)) != len(clerks.steps):
            ledger.fail(f"{len(clerks.steps)} steps were acknowledged, {kept} are there")
        _say(times, ledger, took)
    return ledger.wrong


def _hands(side: Side, times: Times) -> dict[str, Desk]:
    return {name: Desk(side.node.address, token, times) for name, token in side.tokens.items()}


def _say_how_far(clock: arrivals.Clock, times: Times, ledger: Ledger) -> None:
    every = times.every()
    print(
        f"{clock.now():5.0f} s: {ledger.acknowledged():,} registered, {len(every) / clock.now():.1f} requests"
        f" a second, p95 so far {percentile(every, 95):.0f} ms, load {os.getloadavg()[0]:.1f}",
        flush=True,
    )


def _say(times: Times, ledger: Ledger, took: float) -> None:
    every = times.every()
    print("\n".join(times.lines()))
    print(f"no answer, asked again: {dict(times.lost)}; on the way: {ledger.notes}")
    print(
        f"{len(every):,} requests in {took:.0f} s, {len(every) / took:.1f} a second (wanted >= 30);"
        f" p95 {percentile(every, 95):.0f} ms (wanted < 800); load {os.getloadavg()[0]:.1f}"
    )
    for line in ledger.wrong[:50]:
        print(f"WRONG {line}")
    print("nobody lost, nobody twice, no step lost" if not ledger.wrong else "NOT as it should be")


if __name__ == "__main__":
    main()
