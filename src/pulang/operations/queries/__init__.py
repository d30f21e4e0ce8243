"""Reads of operations, each for one actor."""

from pulang.operations.queries.board import Board, Reached, board_for, operations_for
from pulang.operations.queries.people import PersonRow, find_slip, people_for

__all__ = [
    "Board",
    "PersonRow",
    "Reached",
    "board_for",
    "find_slip",
    "operations_for",
    "people_for",
]
