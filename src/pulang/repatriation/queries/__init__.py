"""Reads of the way home, each for one actor."""

from pulang.repatriation.queries.doers import doers_for
from pulang.repatriation.queries.partner import PartnerStep, step_for_partner
from pulang.repatriation.queries.path import CasePath, path_for
from pulang.repatriation.queries.stuck import StuckRow, stuck_for
from pulang.repatriation.queries.way_home import StepView, WayHome, travels_soon, way_home_for, what_blocks

__all__ = [
    "CasePath",
    "PartnerStep",
    "StepView",
    "StuckRow",
    "WayHome",
    "doers_for",
    "path_for",
    "step_for_partner",
    "stuck_for",
    "travels_soon",
    "way_home_for",
    "what_blocks",
]
