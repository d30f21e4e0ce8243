"""What access refuses."""

from pulang.lib.errors import PulangError


class GrantTooWide(PulangError):
    """Nobody hands on what she does not hold herself: a section is missing, or the end lies later than hers."""

    code = "grant_too_wide"
