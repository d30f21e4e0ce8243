"""Version 1 of the API: one router a domain."""

from pulang.api.base import api

__all__ = ["api"]
