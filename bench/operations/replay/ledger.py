"""What truly happened, against which the nodes are judged."""

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field

from bench.operations.replay.people import Human


@dataclass
class Ledger:
    """Who is behind a person's record or a case, as the desks learned it. `wrong` is what must not happen."""

    of_person: dict[str, Human] = field(default_factory=dict)
    of_case: dict[str, Human] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)  # humans whose registration was sent off, answered or not
    wrong: list[str] = field(default_factory=list)
    notes: dict[str, int] = field(default_factory=dict)
    lock: threading.RLock = field(default_factory=threading.RLock)

    def begin(self, humans: Iterable[Human]) -> None:
        with self.lock:
            self.asked |= {human.number for human in humans}

    def registered(self, human: Human, *, person: str = "", case: str = "") -> None:
        """An acknowledged registration; the same record for two people is wrong."""
        with self.lock:
            for held, key in ((self.of_person, person), (self.of_case, case)):
                if key and held.setdefault(key, human) is not human:
                    self.wrong.append(f"record {key} is of {held[key].number} and of {human.number}")

    def who(self, person: str, *, wait: float) -> Human | None:
        """Who that record is; where a list is being read just now, the desk learns it in a while."""
        until = time.monotonic() + wait
        while time.monotonic() < until:
            with self.lock:
                if person in self.of_person:
                    return self.of_person[person]
            time.sleep(0.2)
        return None

    def acknowledged(self) -> int:
        """People of whom somebody was told that they are in the operation."""
        with self.lock:
            return len({human.number for human in self.of_case.values()})

    def holds(self, human: Human) -> bool:
        with self.lock:
            return any(one is human for one in self.of_person.values())

    def note(self, what: str) -> None:
        with self.lock:
            self.notes[what] = self.notes.get(what, 0) + 1

    def fail(self, what: str) -> None:
        with self.lock:
            self.wrong.append(what)
