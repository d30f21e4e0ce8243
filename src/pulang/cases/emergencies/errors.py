"""What emergency access refuses."""

from pulang.lib.errors import PulangError


class NobodyElsewhere(PulangError):
    """No person beyond the officer's own has these identifiers."""

    code = "emergency_nobody"


class TooManyElsewhere(PulangError):
    """More people have these identifiers than one emergency opens."""

    code = "emergency_too_many"


class EmergencySuspended(PulangError):
    """An earlier emergency of the officer is still without review after its whole term."""

    code = "emergency_suspended"


class EmergencyReviewed(PulangError):
    """The reviewer has spoken already."""

    code = "emergency_reviewed"
