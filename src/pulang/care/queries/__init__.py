"""Reads of care, each for one actor."""

from pulang.care.queries.houses import HouseView, houses_for
from pulang.care.queries.page import CarePage, care_for

__all__ = ["CarePage", "HouseView", "care_for", "houses_for"]
