"""Version 1 of the API: one router a domain."""

from pulang.api.base import api
from pulang.api.v1 import me, steps

__all__ = ["api"]

api.add_router("/me", me.router)
api.add_router("", steps.router)
