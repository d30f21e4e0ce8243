"""Imports go down only: the contracts of pyproject.toml hold, and cover every package."""

import tomllib

from importlinter import cli

from tests.architecture.source import PACKAGE, ROOT

LAYERED = {"actions", "queries", "models", "rules", "messages"}  # what makes a package a domain
BELOW = {"access", "audit", "db"}  # parts of the ground floor, with modules of their own


def contracts() -> dict[str, dict[str, object]]:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    return {contract["id"]: contract for contract in settings["tool"]["importlinter"]["contracts"]}


def test_the_layers_hold(capsys):
    failed = cli.lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert failed == 0, capsys.readouterr().out


def test_every_domain_has_its_inner_order_checked():
    domains = {
        path.name
        for path in PACKAGE.iterdir()
        if len(LAYERED & {part.stem for part in path.iterdir()} if path.is_dir() else ()) >= 2
    }
    assert {f"pulang.{name}" for name in domains - BELOW} <= set(contracts()["domains"]["containers"])
