"""Reads of operations, each for one actor."""

from pulang.operations.queries.board import Board, Reached, board_for, operations_for
from pulang.operations.queries.bulk import BulkView, LineView, bulk_for, bulks_for
from pulang.operations.queries.flights import (
    FlightView,
    Ledger,
    PassengerView,
    flight_for,
    flights_for,
    ledger_for,
)
from pulang.operations.queries.forecast import Flyer, Forecast, flyers_for, forecast_for
from pulang.operations.queries.people import PersonRow, find_slip, names_for, people_for

__all__ = [
    "Board",
    "BulkView",
    "FlightView",
    "Flyer",
    "Forecast",
    "Ledger",
    "LineView",
    "PassengerView",
    "PersonRow",
    "Reached",
    "board_for",
    "bulk_for",
    "bulks_for",
    "find_slip",
    "flight_for",
    "flights_for",
    "flyers_for",
    "forecast_for",
    "ledger_for",
    "names_for",
    "operations_for",
    "people_for",
]
