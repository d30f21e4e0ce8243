"""Writes of operations. Each is one transaction and leaves its word in the audit."""

from pulang.operations.actions.bulk import carry_on, foresee, run_bulk, start_bulk
from pulang.operations.actions.lists import enrol_from_list, hand_in_list, run_list
from pulang.operations.actions.operations import add_agency, close_operation, open_operation
from pulang.operations.actions.registering import register_into

__all__ = [
    "add_agency",
    "carry_on",
    "close_operation",
    "enrol_from_list",
    "foresee",
    "hand_in_list",
    "open_operation",
    "register_into",
    "run_bulk",
    "run_list",
    "start_bulk",
]
