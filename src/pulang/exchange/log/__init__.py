"""The exchange log: what went over a link, chained by hash, witnessed by the partner, shown to a court."""

from pulang.exchange.log.writing import note

__all__ = ["note"]
