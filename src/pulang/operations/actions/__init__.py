"""Writes of operations. Each is one transaction and leaves its word in the audit."""

from pulang.operations.actions.bulk import carry_on, foresee, run_bulk, start_bulk
from pulang.operations.actions.cancelling import cancel_flight
from pulang.operations.actions.costs import record_cost
from pulang.operations.actions.flights import (
    check_off,
    close_manifest,
    mark_passenger,
    plan_flight,
    say_left,
    set_passenger,
    take_off,
)
from pulang.operations.actions.lists import enrol_from_list, hand_in_list, run_list
from pulang.operations.actions.operations import add_agency, close_operation, open_operation
from pulang.operations.actions.registering import register_into

__all__ = [
    "add_agency",
    "cancel_flight",
    "carry_on",
    "check_off",
    "close_manifest",
    "close_operation",
    "enrol_from_list",
    "foresee",
    "hand_in_list",
    "mark_passenger",
    "open_operation",
    "plan_flight",
    "record_cost",
    "register_into",
    "run_bulk",
    "run_list",
    "say_left",
    "set_passenger",
    "start_bulk",
    "take_off",
]
