"""What cases and reports refuse."""

from pulang.lib.errors import PulangError


class TransitionRefused(PulangError):
    """The workflow has no such step from where the case stands; `allowed` lists what it has."""

    code = "transition_refused"


class CaseClosed(PulangError):
    """A closed case takes no more work until it is reopened."""

    code = "case_closed"


class NotShared(PulangError):
    """The partner node does not hold this case: share it first."""

    code = "not_shared"
