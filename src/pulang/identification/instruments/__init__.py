"""Instruments as data: one file per version under ``data/instruments/<id>/<version>.yaml``."""

from pulang.identification.instruments.difference import diff_versions
from pulang.identification.instruments.loading import (
    instrument_files,
    list_instruments,
    load_instrument,
    read_instrument,
)
from pulang.identification.instruments.model import Grade, Indicator, Instrument, Kind, Line, Rule

__all__ = [
    "Grade",
    "Indicator",
    "Instrument",
    "Kind",
    "Line",
    "Rule",
    "diff_versions",
    "instrument_files",
    "list_instruments",
    "load_instrument",
    "read_instrument",
]
