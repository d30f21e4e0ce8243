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


class FourEyesMissing(PulangError):
    """A second officer approves this kind of message before it leaves."""

    code = "four_eyes_missing"


class SameAuthor(PulangError):
    """Nobody approves what she wrote herself."""

    code = "draft_same_author"


class AlreadySent(PulangError):
    """The draft was sent or put away already."""

    code = "draft_decided"


class AlreadySuperseded(PulangError):
    """Another decision replaced this one; only the last of a line is confirmed, reviewed or replaced."""

    code = "decision_superseded"


class AlreadyConfirmed(PulangError):
    """A second officer has answered already, or the policy asks for none."""

    code = "decision_needs_no_confirmation"


class SameOfficer(PulangError):
    """Nobody confirms her own decision."""

    code = "decision_same_officer"
