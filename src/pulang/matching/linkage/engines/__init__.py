"""Where the comparing runs: DuckDB on one machine, Spark beyond it, with the same SQL and the same settings."""

from pulang.matching.linkage.engines.base import Engine, EngineMissing, Scored, engine_named

__all__ = ["Engine", "EngineMissing", "Scored", "engine_named"]
