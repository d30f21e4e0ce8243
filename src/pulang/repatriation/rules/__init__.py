"""The rules of the way home: step lists as data, the engine, what a step records. Pure."""

from pulang.repatriation.rules.definitions import Fallback, State, StepDefinition, StepList
from pulang.repatriation.rules.engine import Standing, Statement
from pulang.repatriation.rules.fines import Fine, fine_for
from pulang.repatriation.rules.loading import build_step_list, shipped_data, shipped_list, shipped_versions
from pulang.repatriation.rules.recording import read_fields

__all__ = [
    "Fallback",
    "Fine",
    "Standing",
    "State",
    "Statement",
    "StepDefinition",
    "StepList",
    "build_step_list",
    "fine_for",
    "read_fields",
    "shipped_data",
    "shipped_list",
    "shipped_versions",
]
