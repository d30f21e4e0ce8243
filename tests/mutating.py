"""A sample of changes to a package, one at a time: do its tests notice? `make mutation-sample`.

A plugin of pytest. The tests run once, and what each calls is written down. Then a place is drawn and changed, and
a child process, forked from this one so that nothing is set up again, runs the tests that call the function, the
quickest first, until one fails. What none notices survives. The same seed draws the same places.
"""

import ast
import copy
import os
import random
import signal
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from math import sqrt
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from django.db import connections
from pytest_django.plugin import blocking_manager_key

from tests.emptying import empty_tables

PATIENCE = 120.0  # seconds beyond three times what the tests took unchanged: what never ends was noticed
MOST = 150  # tests of one change
SWAPS: dict[type, type] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}


@dataclass(frozen=True)
class Place:
    """The `number`th thing that can be changed within a function of a file."""

    path: Path
    function: str
    number: int


class Change(ast.NodeTransformer):
    """Changes the wanted thing, and counts all; `said` is what was done."""

    def __init__(self, wanted: int = -1) -> None:
        self.wanted, self.seen, self.said = wanted, 0, ""

    def _here(self, node: ast.AST, words: str) -> bool:
        self.seen += 1
        if self.seen - 1 != self.wanted:
            return False
        self.said = f"line {getattr(node, 'lineno', '?')}: {words}"
        return True

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        self.generic_visit(node)
        if type(node.ops[0]) in SWAPS and self._here(node, f"{ast.unparse(node)}, the other way"):
            node.ops[0] = SWAPS[type(node.ops[0])]()
        return node

    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        self.generic_visit(node)
        words = isinstance(node.left, ast.Constant) and isinstance(node.left.value, str)
        if type(node.op) in SWAPS and not words and self._here(node, f"{ast.unparse(node)}, another sum"):
            node.op = SWAPS[type(node.op)]()
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        self.generic_visit(node)
        if self._here(node, f"{ast.unparse(node)}, and for or"):
            node.op = SWAPS[type(node.op)]()
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        self.generic_visit(node)
        if isinstance(node.op, ast.Not) and self._here(node, f"{ast.unparse(node)}, without not"):
            return node.operand
        return node

    def visit_If(self, node: ast.If) -> ast.AST:
        self.generic_visit(node)
        if self._here(node, f"if {ast.unparse(node.test)}, never"):
            node.test = ast.Constant(False)
        return node

    def visit_Constant(self, node: ast.Constant) -> ast.AST:
        if isinstance(node.value, bool):
            if self._here(node, f"not {node.value}"):
                return ast.copy_location(ast.Constant(not node.value), node)
        elif isinstance(node.value, int) and self._here(node, f"{node.value} + 1"):
            return ast.copy_location(ast.Constant(node.value + 1), node)
        elif isinstance(node.value, str) and node.value and self._here(node, f"another text than {node.value!r}"):
            return ast.copy_location(ast.Constant(f"{node.value}x"), node)
        return node

    def visit_JoinedStr(self, node: ast.JoinedStr) -> ast.AST:
        return node

    def visit_Expr(self, node: ast.Expr) -> ast.AST:
        if isinstance(node.value, ast.Constant) or ast.unparse(node).startswith("logger."):
            return node  # a docstring, or what is logged
        self.generic_visit(node)
        if isinstance(node.value, ast.Call) and self._here(node, f"without {ast.unparse(node)[:60]}"):
            return ast.copy_location(ast.Pass(), node)
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        if isinstance(node.exc, ast.Call) and ast.unparse(node.exc.func) in ("ValueError", "TypeError"):
            return node  # what it says is for people
        self.generic_visit(node)
        return node

    def visit_Return(self, node: ast.Return) -> ast.AST:
        self.generic_visit(node)
        plain = node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None)
        if not plain and self._here(node, f"{ast.unparse(node)[:60]}, none instead"):
            node.value = ast.Constant(None)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        called = ast.unparse(node.func)
        if called == "system" or called.startswith("logger."):
            return node  # which job of the node it was, or what is logged, is for people
        self.generic_visit(node)
        return node


def functions(tree: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Functions of a module and methods of its classes, with those inside them, by their dotted name."""
    for node in tree.body:
        if isinstance(node, ast.FunctionDef):
            yield node.name, node
        if isinstance(node, ast.ClassDef):
            yield from ((f"{node.name}.{one.name}", one) for one in node.body if isinstance(one, ast.FunctionDef))


def places(folder: Path) -> Iterator[Place]:
    for path in sorted(folder.rglob("*.py")):
        if "migrations" in path.parts:
            continue
        for name, node in functions(ast.parse(path.read_text("utf-8"))):
            counting = Change()
            for part in node.body:
                counting.visit(copy.deepcopy(part))
            yield from (Place(path, name, number) for number in range(counting.seen))


def changed(place: Place) -> tuple[CodeType, str]:
    """The code of the function with this change, and what was changed."""
    tree = ast.parse(place.path.read_text("utf-8"))
    change = Change(place.number)
    node: Any = dict(functions(tree))[place.function]
    node.body = [change.visit(part) for part in node.body]
    found = compile(ast.fix_missing_locations(tree), str(place.path), "exec")
    for name in place.function.split("."):
        found = next(one for one in found.co_consts if isinstance(one, CodeType) and one.co_name == name)
    return found, change.said


def function_of(place: Place) -> FunctionType | None:
    """The function itself, below whatever decorates it."""
    parts = place.path.resolve().with_suffix("").parts
    module: ModuleType = import_module(".".join(parts[parts.index("pulang") :]).removesuffix(".__init__"))
    held: Any = module
    for name in place.function.split("."):
        held = vars(held).get(name) if isinstance(held, type | ModuleType) else None
    for _ in range(8):
        held = getattr(held, "__func__", None) or getattr(held, "fget", None) or held
        if isinstance(held, FunctionType) and Path(held.__code__.co_filename) == place.path.resolve():
            return held
        held = getattr(held, "__wrapped__", None) or getattr(held, "func", None)
    return None


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--mutate", help="the folder whose functions are changed")
    parser.addoption("--mutants", type=int, default=300, help="how many places are drawn")
    parser.addoption("--mutation-seed", type=int, default=5)
    parser.addoption("--mutation-minutes", type=float, default=600.0)


def pytest_runtestloop(session: pytest.Session) -> bool:
    options, say = session.config.option, session.config.pluginmanager.get_plugin("terminalreporter").write_line
    folder = Path(options.mutate).resolve()
    callers, took = _once_through(session, str(folder))
    drawn = list(places(folder))
    random.Random(options.mutation_seed).shuffle(drawn)
    say(f"{len(drawn)} places; {len(session.items)} tests")
    ends, counted, survived = time.monotonic() + 60 * options.mutation_minutes, 0, 0
    for place in drawn:
        if counted >= options.mutants or time.monotonic() > ends:
            break
        function = function_of(place)
        if function is None:
            continue
        counted += 1
        tests = sorted(callers[function.__code__], key=lambda item: took[item])[:MOST]
        code, said = changed(place)
        patience = PATIENCE + 3 * sum(took[item] for item in tests)
        if not tests or _survives(session, function, code, tests, patience):
            survived += 1
            untried = "" if tests else " (no test calls it)"
            say(f"SURVIVED {place.path.relative_to(folder)} {place.function}, {said}{untried}")
    score = 1 - survived / max(counted, 1)
    low, high = interval(counted - survived, counted)
    say(f"noticed {counted - survived} of {counted}: {score:.1%} (95 %: {low:.1%} to {high:.1%})")
    return True


def interval(hits: int, tries: int) -> tuple[float, float]:
    """Wilson's, at 95 %."""
    if not tries:
        return 0.0, 1.0
    z, share = 1.96, hits / tries
    middle, wide = share + z * z / (2 * tries), z * sqrt(share * (1 - share) / tries + z * z / (4 * tries * tries))
    return (middle - wide) / (1 + z * z / tries), (middle + wide) / (1 + z * z / tries)


def _once_through(session: pytest.Session, folder: str) -> tuple[dict[CodeType, set[Any]], dict[Any, float]]:
    """Run each test once; which calls what, and how long it takes. What the run has set up stays."""
    callers: dict[CodeType, set[Any]] = defaultdict(set)
    took: dict[Any, float] = {}
    for item, following in zip(session.items, [*session.items[1:], session], strict=True):

        def called(frame: Any, event: str, argument: Any, item: pytest.Item = item) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(folder):
                callers[frame.f_code].add(item)

        began = time.monotonic()
        sys.setprofile(called)
        threading.setprofile(called)
        try:
            reports = runtestprotocol(item, nextitem=following, log=False)  # type: ignore[arg-type]
        finally:
            sys.setprofile(None)
            threading.setprofile(None)
        took[item] = time.monotonic() - began
        if any(report.failed for report in reports):
            raise pytest.UsageError(f"{item.nodeid} fails without any change")
    return callers, took


def _survives(
    session: pytest.Session, function: FunctionType, code: CodeType, tests: list[pytest.Item], patience: float
) -> bool:
    for alias in connections:
        connections[alias].close()
    child = os.fork()
    if not child:
        try:
            function.__code__ = code
            for item in tests:
                reports = runtestprotocol(item, nextitem=session, log=False)  # type: ignore[arg-type]
                if any(report.failed for report in reports):
                    os._exit(1)
            os._exit(0)
        except BaseException:
            os._exit(1)
    ends = time.monotonic() + patience
    while time.monotonic() < ends:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status == 0
        time.sleep(0.02)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with session.config.stash[blocking_manager_key].unblock():
        empty_tables()  # else what it had committed fails every test that follows
        for alias in connections:
            connections[alias].close()
    return False
