"""The wave of January 2026 against two nodes: ``python -m bench.operations.replay.wave``.

1,440 people in five days, 520 on the fourth, in ten minutes: twelve desks and lists, flaws as in real lists, a node
killed twice, the line between the nodes down for a third of the time.
"""

import argparse
import os
import queue
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from bench.operations.replay import arrivals, checks, partner
from bench.operations.replay.client import Desk, Times
from bench.operations.replay.ledger import Ledger
from bench.operations.replay.nodes import Side, two_nodes
from bench.operations.replay.people import WAVE, Visit, Wave, wave
from pulang.cli.demo.aside import free_ports

KILLS = (("KHM", 0.35), ("IDN", 0.65))  # which node, and after which part of the time
SETTLE = 180.0  # seconds until everything must be across
CYCLE = 30.0  # seconds: for the last third of each the line is down


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--days", type=int, nargs="+", default=WAVE, help="people by day")
    asked.add_argument("--minutes", type=float, default=10)
    asked.add_argument("--desks", type=int, default=12)
    asked.add_argument("--kills", type=int, default=2)
    options = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="pulang-wave-") as folder:
        Path(folder).chmod(0o755)  # the embedded server's own user must reach its data below
        wrong = replay(
            Path(folder), options.days, minutes=options.minutes, desks=options.desks, kills=options.kills
        )
    raise SystemExit(1 if wrong else 0)


@dataclass
class Replay:
    """One run: the nodes, who comes, and what is known so far."""

    sides: Mapping[str, Side]
    coming: Wave
    seconds: float
    times: Times = field(default_factory=Times)
    ledger: Ledger = field(default_factory=Ledger)
    clock: arrivals.Clock = field(default_factory=arrivals.Clock)
    asked: partner.Asked = field(default_factory=partner.Asked)
    answered: set[str] = field(default_factory=set)
    found: "queue.Queue[dict[str, Any]]" = field(default_factory=queue.Queue)
    everybody_came: threading.Event = field(default_factory=threading.Event)
    still: threading.Event = field(default_factory=threading.Event)

    def hands(self, country: str) -> dict[str, Desk]:
        side = self.sides[country]
        return {name: Desk(side.node.address, token, self.times) for name, token in side.tokens.items()}

    def run(self, name: str, work: Any, *given: Any, **named: Any) -> threading.Thread:
        return arrivals.run(name, lambda: work(*given, **named), self.ledger)


def replay(root: Path, days: Sequence[int], *, minutes: float, desks: int, kills: int) -> list[str]:
    """What went wrong, which should be nothing."""
    coming = wave(days, seconds=minutes * 60, seed=20260116)
    with two_nodes(root, desks=desks, port=free_ports()) as sides:
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} before; {len(coming.humans):,} people,")
        print(f"{len(coming.visits):,} visits at {desks} desks, {len(coming.sheets)} lists, {minutes:g} minutes")
        one = Replay(sides, coming, minutes * 60)
        lead = one.hands("IDN")["lead"]
        operation = lead.must("open", "/operations", {"kind": "walk_in", "title": "January 2026"})["id"]
        beside = [
            one.run("link", _cut, one),
            one.run("kills", _kill, one, kills),
            one.run("minutes", _look, one, operation),
            one.run("asking", partner.ask_in_bulk, lead, operation, one.asked, pause=10, stop=one.everybody_came),
        ]
        _begin_partner(one)
        standing = [desk for name, desk in one.hands("IDN").items() if name != "lead"]
        for thread in begin_arrivals(one.coming, standing, operation, one.ledger, one.clock):
            thread.join()
        print(f"the last was registered after {one.clock.now():.0f} s", flush=True)
        one.everybody_came.set()
        for thread in beside:
            thread.join()
        try:
            _until_still(one, lead, operation)
        except TimeoutError as error:
            one.ledger.fail(f"not still: {error}")
        one.still.set()
        print(f"both nodes were still after {one.clock.now():.0f} s; load {os.getloadavg()[0]:.1f}")
        checks.at_the_end(sides, one.ledger, len(coming.humans))
    _say(one)
    return one.ledger.wrong


def _begin_partner(one: Replay) -> None:
    hands = one.hands("KHM")
    one.run("questions", partner.watch_for_questions, hands.pop("desk1"), one.found, one.still)
    del hands["lead"]  # counts
    for name, desk in hands.items():
        one.run(name, partner.answer_questions, desk, one.found, one.answered, one.ledger, one.still)


def begin_arrivals(
    coming: Wave, desks: Sequence[Desk], operation: str, ledger: Ledger, clock: arrivals.Clock
) -> list[threading.Thread]:
    """Everybody comes, to the desks or on lists."""
    line: queue.Queue[Visit] = queue.Queue()
    for visit in coming.visits:
        line.put(visit)
    more = (operation, ledger, clock)
    started = [arrivals.run("desk", partial(arrivals.stand_in_line, line, desk, *more), ledger) for desk in desks]
    for at, sheet in enumerate(coming.sheets):
        work = partial(arrivals.hand_in, sheet, desks[at % len(desks)], *more)
        started.append(arrivals.run(sheet.name, work, ledger))
    return started


def _cut(one: Replay) -> None:
    """The line is down for the last third of each cycle."""
    links = [side.link for side in one.sides.values()]
    at = 0.0
    while at < one.seconds and not one.everybody_came.is_set():
        one.clock.wait_for(at + CYCLE * 2 / 3)
        for link in links:
            link.cut()
        one.clock.wait_for(at + CYCLE)
        for link in links:
            link.mend()
        at += CYCLE


def _kill(one: Replay, kills: int) -> None:
    for country, part in KILLS[:kills]:
        one.clock.wait_for(part * one.seconds)
        one.sides[country].kill()
        print(f"{one.clock.now():5.0f} s: {country} was killed and is up again", flush=True)


def _look(one: Replay, operation: str) -> None:
    """Each minute, and once more at the end."""
    desks = {country: one.hands(country)["lead"] for country in one.sides}
    minute = 0
    while not one.everybody_came.is_set():
        minute += 1
        one.clock.wait_for(min(minute * 60, one.seconds * minute / 3))
        print(checks.at_this_minute(one.sides, desks, operation, one.ledger, minute=minute), flush=True)


def _until_still(one: Replay, lead: Desk, operation: str) -> None:
    """Everybody was asked about, every answer is back, nothing is under way. Raises TimeoutError."""
    humans = len(one.coming.humans)

    def asked() -> bool:
        partner.settle(lead, operation, one.asked)
        missing = set(range(1, humans + 1)) - one.asked.numbers
        if missing and not one.asked.bulks:
            partner.ask(lead, operation, one.asked, sorted(missing))
        return len(one.asked.done) >= humans

    partner.wait_until("somebody could not be asked about", asked, seconds=SETTLE)
    partner.wait_until("a question has no answer", lambda: len(one.answered) >= humans, seconds=SETTLE)
    under_way = "SELECT count(*) FROM exchange_message WHERE outgoing AND state NOT IN ('accepted', 'refused')"
    partner.wait_until(
        "messages are under way",
        lambda: not any(side.count(under_way) for side in one.sides.values()),
        seconds=SETTLE,
    )


def _say(one: Replay) -> None:
    print("\n".join(one.times.lines()))
    print(f"no answer, asked again: {dict(one.times.lost)}")
    print(f"on the way: {one.ledger.notes}")
    for line in one.ledger.wrong[:50]:
        print(f"WRONG {line}")
    print("nobody lost, nobody twice, every count right" if not one.ledger.wrong else "NOT as it should be")


if __name__ == "__main__":
    main()
