"""What keeps a summary from being sent."""

from pulang.lib.errors import PulangError


class SharingRefused(PulangError):
    """She did not allow that the partner gets it: not asked, refused, taken back, or run out."""

    code = "summary_not_allowed"


class NothingToSend(PulangError):
    """Nothing that goes was answered."""

    code = "summary_empty"
