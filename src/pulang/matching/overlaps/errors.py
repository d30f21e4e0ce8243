"""What comparisons of lists refuse."""

from pulang.lib.errors import PulangError


class OverlapDecided(PulangError):
    """Somebody accepted or declined it already, or it is not there to be decided yet."""

    code = "overlap_decided"
