"""Indonesian and Khmer names brought to spellings, sounds and keys that can be compared.

``fold`` gives the words of a name; ``whole_name_key`` one key for exact search; ``explain`` says what was
done. The tables are data beside this module; ``version`` names their state, and keys of two versions do not
compare.
"""

from pulang.lib.names.explain import Explanation, explain
from pulang.lib.names.fold import fold, whole_name_key
from pulang.lib.names.model import FoldedName, Removed, Role, Step, Token
from pulang.lib.names.tables import version

__all__ = [
    "Explanation",
    "FoldedName",
    "Removed",
    "Role",
    "Step",
    "Token",
    "explain",
    "fold",
    "version",
    "whole_name_key",
]
