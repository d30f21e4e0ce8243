"""Dates of which only a part is known, as people remember them and papers show them."""

from pulang.lib.partial_date.reading import ReadDate, parse
from pulang.lib.partial_date.value import PartialDate

__all__ = ["PartialDate", "ReadDate", "parse"]
