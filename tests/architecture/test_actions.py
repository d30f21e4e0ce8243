"""Every action and query takes the actor first, everything else by name; migrations are complete."""

import inspect
import pkgutil
from importlib import import_module

import pytest
from django.core.management import call_command

import pulang
from pulang.access.policy import REGISTRY

APART = ("pulang.config.wsgi", "pulang.config.asgi")  # these start the application
EXTRAS = {"pyspark"}  # of the package, and not installed for the tests: no action or query stands behind them


def registered() -> list[str]:
    """Names of all actions and queries, with every module of the package read."""
    for module in pkgutil.walk_packages(pulang.__path__, "pulang."):
        if ".migrations" not in module.name and module.name not in APART:
            try:
                import_module(module.name)
            except ModuleNotFoundError as missing:
                if missing.name not in EXTRAS:
                    raise
    return sorted(name for name in REGISTRY if name.startswith("pulang."))


@pytest.mark.parametrize("name", registered())
def test_the_actor_comes_first_and_of_an_action_the_rest_by_name(name):
    module, function = name.rsplit(".", 1)
    first, *rest = inspect.signature(getattr(import_module(module), function)).parameters.values()
    assert first.name == "actor"
    assert first.default is inspect.Parameter.empty, "the actor is never optional"
    kind, _permission = REGISTRY[name]  # of a query, what is asked for may stand beside the actor
    assert kind == "query" or all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in rest)


@pytest.mark.parametrize("name", registered())
def test_what_everybody_may_do_says_why(name):
    module, function = name.rsplit(".", 1)
    _kind, permission = REGISTRY[name]
    assert permission is not None or (getattr(import_module(module), function).__doc__ or "").strip()


def test_no_migration_is_missing(db):
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
