"""Setting two records side by side: pure."""

from pulang.matching.pairs.rules.beside import Line, Said, beside
from pulang.matching.pairs.rules.differences import Piece

__all__ = ["Line", "Piece", "Said", "beside"]
