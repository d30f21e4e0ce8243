"""What the audit refuses."""

from pulang.lib.errors import PulangError


class OpenedTooMany(PulangError):
    """More different people opened in a while than the work of one officer asks for; `hours` is that while."""

    code = "opened_too_many"
