"""What the engines are given and told: rows, levels in SQL, settings, clusters. Pure."""

from pulang.matching.linkage.rules.clusters import clusters_of
from pulang.matching.linkage.rules.rows import COLUMNS, Row, row_of
from pulang.matching.linkage.rules.settings import linking_settings

__all__ = ["COLUMNS", "Row", "clusters_of", "linking_settings", "row_of"]
