"""What linkage refuses."""

from pulang.lib.errors import PulangError


class LinkageRunning(PulangError):
    """Another process of this node links already."""

    code = "linkage_running"


class TooFewRecords(PulangError):
    """Nothing can be learnt from so few; `people` and `least`."""

    code = "linkage_too_few"
