"""What the engines are given and told: rows, levels in SQL, settings, rivals, clusters. Pure."""

from pulang.matching.linkage.rules.clusters import clusters_of
from pulang.matching.linkage.rules.rivals import beside_rivals
from pulang.matching.linkage.rules.rows import COLUMNS, Row, row_of
from pulang.matching.linkage.rules.settings import linking_settings

__all__ = ["COLUMNS", "Row", "beside_rivals", "clusters_of", "linking_settings", "row_of"]
