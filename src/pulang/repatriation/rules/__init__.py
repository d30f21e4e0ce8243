"""The rules of the way home: step lists as data, the engine, what a step records. Pure."""

from pulang.repatriation.rules.definitions import State, StepDefinition, StepList
from pulang.repatriation.rules.engine import Standing, Statement
from pulang.repatriation.rules.fines import Fine, fine_for
from pulang.repatriation.rules.loading import current_list, step_list
from pulang.repatriation.rules.recording import read_fields

__all__ = [
    "Fine",
    "Standing",
    "State",
    "Statement",
    "StepDefinition",
    "StepList",
    "current_list",
    "fine_for",
    "read_fields",
    "step_list",
]
