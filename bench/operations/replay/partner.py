"""What goes between the nodes during the wave: questions there, answers and a step back."""

import queue
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from bench.operations.replay.client import Desk
from bench.operations.replay.ledger import Ledger
from bench.operations.replay.nodes import IDN, KHM

QUESTION = "Is this person known to you, and did she enter lawfully?"


@dataclass
class Asked:
    """Numbers of whom the partner is asked, and the bulks that do so."""

    numbers: set[int] = field(default_factory=set)
    bulks: list[str] = field(default_factory=list)
    done: set[int] = field(default_factory=set)


def ask_in_bulk(desk: Desk, operation: str, asked: Asked, *, pause: float, stop: threading.Event) -> None:
    """Whoever was registered since is asked about, all together; once more when everybody is there."""
    while True:
        last = stop.is_set()
        settle(desk, operation, asked)
        registered = desk.get("board", f"/operations/{operation}")["registered"]
        new = sorted(set(range(1, registered + 1)) - asked.numbers)
        ask(desk, operation, asked, new)
        if last:
            return
        stop.wait(pause)


def ask(desk: Desk, operation: str, asked: Asked, new: list[int]) -> None:
    for at in range(0, len(new), 200):
        numbers = new[at : at + 200]
        body = {"kind": "nationality", "asked": {"to": KHM, "question": QUESTION}, "numbers": numbers}
        asked.bulks.append(desk.must("ask for many", f"/operations/{operation}/together", body)["id"])
        asked.numbers |= set(numbers)


def settle(desk: Desk, operation: str, asked: Asked) -> None:
    """What became of each bulk; whom it could not ask is asked again with the next."""
    for bulk in list(asked.bulks):
        found = desk.get("lines of a bulk", f"/operations/{operation}/together/{bulk}")
        if found["finished_at"] is None:
            continue
        asked.bulks.remove(bulk)
        refused = {line["number"] for line in found["lines"] if line["state"] != "done"}
        asked.done |= {line["number"] for line in found["lines"]} - refused
        asked.numbers -= refused


def watch_for_questions(desk: Desk, found: "queue.Queue[dict[str, Any]]", stop: threading.Event) -> None:
    """Puts every question that comes into the line of the partner's desks, once."""
    seen: set[str] = set()
    while not stop.is_set():
        after, more = "", True
        while more:
            page = desk.get("questions", "/messages", standing="for_us", after=after)
            waiting = [one for one in page["threads"] if not one["last_outgoing"]]  # not answered just now
            new = [one for one in waiting if one["last_id"] not in seen]
            for thread in new:
                seen.add(thread["last_id"])
                found.put(thread)
            after = page["next"]
            more = bool(after and new)
        stop.wait(1)


def answer_questions(
    desk: Desk, found: "queue.Queue[dict[str, Any]]", answered: set[str], ledger: Ledger, stop: threading.Event
) -> None:
    """One desk of the partner: says how she came out, tells it across the border, and answers."""
    while not stop.is_set():
        try:
            thread = found.get(timeout=0.5)
        except queue.Empty:
            continue
        case = thread["case_id"]
        way = desk.must("begin the way", f"/cases/{case}/steps", {})
        step = next(one for one in way["steps"] if one["code"] == "exit")
        if not step["result"]:
            said = {"version": step["version"], "result": "let_go"}
            answer = desk.post("record a step", f"/cases/{case}/steps/exit/result", said)
            if answer.status_code >= 400 and answer.json()["code"] != "conflict":
                ledger.fail(f"exit of {case}: {answer.status_code} {answer.text[:200]}")
        desk.must("share a step", f"/cases/{case}/steps/exit/share", {"to": IDN})
        body = {"body": {"result": "verified"}}
        desk.must("answer", f"/messages/{thread['last_id']}/answer", body)
        answered.add(case)


def wait_until(what: str, reached: Any, *, seconds: float) -> float:
    """Seconds until `reached()`; raises TimeoutError."""
    began = time.monotonic()
    while not reached():
        if time.monotonic() > began + seconds:
            raise TimeoutError(what)
        time.sleep(1)
    return time.monotonic() - began
