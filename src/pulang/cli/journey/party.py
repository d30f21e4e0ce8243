"""People who go the same way together: each step is done for all of them, with its time, then the next."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import typer

from pulang.cli.journey.node import Node


@dataclass
class Traveller:
    """One person on her way: her case on the node that opened it, its name for both, and the partner's copy."""

    here: str
    uid: str
    there: str = ""


@dataclass(frozen=True)
class Party:
    nodes: Mapping[str, Node]
    travellers: Sequence[Traveller]
    wait: float  # seconds for a message to be accepted by the partner

    def case(self, side: str, traveller: Traveller) -> str:
        return traveller.here if side == "IDN" else traveller.there

    def do(self, side: str, who: str, what: str, label: str = "", **given: Any) -> list[dict[str, Any]]:
        """Have `who` do it for everybody, as `what` under `label`.

        Prints one line with the time. Raises RuntimeError with the error's code.
        """
        results, took = [], 0
        for traveller in self.travellers:
            result, each = self.nodes[side].ask(who, what, case=self.case(side, traveller), **given)
            results.append(result)
            took += each
        self._say(side, f"{who:13} {label or what:24}", took)
        return results

    def send(self, side: str, who: str, what: str, label: str = "", **given: Any) -> None:
        """The same for what sends a message; returns when the partner's receipts say that all took effect.

        Raises RuntimeError where the partner refuses one, TimeoutError.
        """
        sent = [result["message"] for result in self.do(side, who, what, label, **given)]
        start = time.monotonic()
        for traveller, message in zip(self.travellers, sent, strict=True):
            arrive(self.nodes[side], self.case(side, traveller), message, self.wait)
        self._say(side, f"{'':13} {'… accepted by the partner':24}", round((time.monotonic() - start) * 1000))

    def _say(self, side: str, what: str, took: int) -> None:
        people = f"{len(self.travellers)} people" if len(self.travellers) > 1 else ""
        typer.echo(f"{time.strftime('%H:%M:%S')}  {self.nodes[side].name:4} {what} {people:12} {took:6} ms")


def arrive(node: Node, case: str, message: str, wait: float) -> None:
    """Until the partner's signed receipt says that the message took effect there."""
    deadline = time.monotonic() + wait
    while time.monotonic() < deadline:
        state, _ = node.ask("desk", "message_state", case=case, message=message)
        if state.get("state") == "accepted":
            return
        if state.get("state") in ("refused", "expired"):
            raise RuntimeError(f"{node.name}: the partner refused the message: {state['code']}")
        time.sleep(0.1)
    raise TimeoutError(f"{node.name}: no receipt within {wait:.0f} s; is the partner's node running?")
