"""One node in a journey: a process that carries out commands as its officers."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from pulang.config.environment import for_node


class Node:
    """The hands of the node whose state is in `state`; `name` is what the journey calls it."""

    def __init__(self, name: str, state: Path) -> None:
        self.name = name
        self.process = subprocess.Popen(
            [sys.executable, "-m", "pulang.cli.main", "journey-hand"],
            env=for_node(state),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, who: str, what: str, **given: Any) -> tuple[dict[str, Any], int]:
        """Have officer `who` do it. Returns the result and the milliseconds it took there.

        Raises RuntimeError with the error's code.
        """
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"as": who, "do": what, "with": given}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        answer: dict[str, Any] = json.loads(line) if line else {"error": "the node's process ended"}
        if "error" in answer:
            raise RuntimeError(f"{self.name}: {who} could not {what}: {answer['error']}")
        return dict(answer["result"]), int(answer["ms"])

    def close(self) -> None:
        with self.process:  # closes both pipes, so that the hand ends, and waits for it
            pass


def hand() -> None:
    """Carry out commands from standard input, a JSON line each, until it ends."""
    from pulang.config.environment import load_django

    load_django()
    from pulang.cli.journey.hands import run
    from pulang.lib.errors import PulangError

    for line in sys.stdin:
        try:
            answer = run(json.loads(line))
        except PulangError as error:
            answer = {"error": f"{error.code} {error.details}"}
        print(json.dumps(answer), flush=True)
