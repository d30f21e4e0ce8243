"""Looks over the shoulder of the whole run: which actions were exercised, and whether each left an audit entry.

An action that ended well many times and never left an entry fails the run. That every action is exercised at all
is asked of a whole run only (`--whole-house`), since a part of the tests exercises a part of the actions.
"""

import pytest

from pulang.access.policy import OBSERVERS, REGISTRY

MOST: dict[str, int] = {}


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole-house", action="store_true", help="every action must have been exercised")


def pytest_configure() -> None:
    OBSERVERS.append(lambda name, entries: MOST.update({name: max(entries, MOST.get(name, 0))}))


def silent() -> list[str]:
    return sorted(name for name, most in MOST.items() if not most and REGISTRY[name][0] == "action")


def untouched() -> list[str]:
    return sorted(name for name, (kind, _) in REGISTRY.items() if kind == "action" and name not in MOST)


def pytest_sessionfinish(session: pytest.Session) -> None:
    if silent() or (session.config.getoption("whole_house") and untouched()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    for name in silent():
        terminalreporter.write_line(f"HOUSE {name} leaves no audit entry", red=True)
    if config.getoption("whole_house"):
        for name in untouched():
            terminalreporter.write_line(f"HOUSE {name} is exercised by no test", red=True)
