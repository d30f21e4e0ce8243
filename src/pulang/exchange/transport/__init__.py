"""How sealed messages travel: the only place that speaks HTTP to other nodes."""

from pulang.exchange.transport.probe import Probe, ProbeFailed, Said
from pulang.exchange.transport.push import Courier

__all__ = ["Courier", "Probe", "ProbeFailed", "Said"]
