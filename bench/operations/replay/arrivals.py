"""The day of 520 at the desks: people stand in line, lists are handed in, returned rows are mended."""

import queue
import threading
import time
from collections.abc import Callable
from typing import Any

from bench.operations.replay.client import Desk
from bench.operations.replay.ledger import Ledger
from bench.operations.replay.people import Human, Sheet, Visit

WAIT = 90.0  # seconds for a list that is read just now


class Clock:
    """Seconds since the replay began."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def now(self) -> float:
        return time.monotonic() - self.began

    def wait_for(self, moment: float) -> None:
        time.sleep(max(0.0, moment - self.now()))


def run(name: str, work: Callable[[], None], ledger: Ledger) -> threading.Thread:
    """Work beside the others; what ends it is wrong, and said."""

    def guarded() -> None:
        try:
            work()
        except Exception as error:
            ledger.fail(f"{name}: {type(error).__name__} {error}")
            print(f"{name} ended: {type(error).__name__} {error}", flush=True)

    thread = threading.Thread(target=guarded, name=name, daemon=True)
    thread.start()
    return thread


def stand_in_line(line: "queue.Queue[Visit]", desk: Desk, operation: str, ledger: Ledger, clock: Clock) -> None:
    """One desk: the next in line, when she is there, until nobody is left."""
    while True:
        try:
            visit = line.get_nowait()
        except queue.Empty:
            return
        clock.wait_for(visit.at)
        register(desk, operation, visit.human, ledger)


def register(desk: Desk, operation: str, human: Human, ledger: Ledger) -> None:
    ledger.begin([human])
    path, body = f"/operations/{operation}/people", human.at_desk()
    answer = desk.post("register", path, body)
    if answer.status_code == 400 and answer.json()["code"] == "person_perhaps_known":
        answer = desk.post("register, asked who", path, {**body, **judged(answer.json(), human, ledger)})
    if answer.status_code != 201:
        ledger.fail(f"{human.number} could not be registered: {answer.status_code} {answer.text[:200]}")
        return
    made = answer.json()
    ledger.registered(human, person=made["person_id"], case=made["case_id"])


def judged(problem: dict[str, Any], human: Human, ledger: Ledger) -> dict[str, Any]:
    """What an officer answers who has both before her."""
    person = str(problem.get("person_id", ""))
    ledger.note("asked whether it is her")
    return {"person_id": person} if ledger.who(person, wait=WAIT) is human else {"is_new": True}


def hand_in(sheet: Sheet, desk: Desk, operation: str, ledger: Ledger, clock: Clock) -> None:
    """A list, read by a job; what comes back is mended by hand."""
    clock.wait_for(sheet.at)
    ledger.begin(sheet.who)
    file = {"file": (sheet.name, sheet.content, "text/csv")}
    source = desk.must("hand in a list", f"/operations/{operation}/lists", files=file)["id"]
    until = time.monotonic() + 300
    while desk.get("how a list stands", f"/lists/{source}")["finished_at"] is None:
        if time.monotonic() > until:
            raise TimeoutError(f"{sheet.name} is not read")
        time.sleep(1)
    rows = desk.get("rows of a list", f"/lists/{source}/rows", limit=1000)
    for row in rows:  # first whom the list brought, so that the returned rows can be told
        if row["person_id"]:
            ledger.registered(sheet.who[row["number"] - 2], person=row["person_id"])
    for row in rows:
        if row["state"] == "rejected":
            ledger.note("rows returned")
            mend(desk, source, row["number"], sheet.who[row["number"] - 2], ledger)


def mend(desk: Desk, source: str, number: int, human: Human, ledger: Ledger) -> None:
    said = human.at_desk()
    cells = {name: said[name] for name in ("birth_date", "passport")}
    path, body = f"/lists/{source}/rows/{number}", {"cells": cells}
    answer = desk.post("mend a row", path, body)
    if answer.status_code == 400 and answer.json()["code"] == "person_perhaps_known":
        answer = desk.post("mend a row", path, {**body, **judged(answer.json(), human, ledger)})
    if answer.status_code >= 400:
        ledger.fail(f"row of {human.number} could not be mended: {answer.status_code} {answer.text[:200]}")
        return
    ledger.registered(human, person=answer.json()["person_id"])
