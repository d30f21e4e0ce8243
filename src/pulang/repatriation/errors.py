"""What the way home refuses."""

from pulang.lib.errors import PulangError


class StepListBroken(PulangError):
    """A step list cannot be used.

    Details: `file` (name), `line` (from 1), `problem` (an English sentence for whoever edits the file).
    """

    code = "step_list_broken"

    def __init__(self, *, file: str, line: int, problem: str) -> None:
        super().__init__(file=file, line=line, problem=problem)

    def __str__(self) -> str:
        return "{file}:{line}: {problem}".format(**self.details)


class StepNotReady(PulangError):
    """Other steps come first; `by` names their codes."""

    code = "step_not_ready"


class StepSettled(PulangError):
    """The step has its result already; it is undone first, with a reason."""

    code = "step_settled"


class StepOfOthers(PulangError):
    """The step belongs to another side, another kind of agency, or a section that the actor does not hold."""

    code = "step_of_others"


class UndoBlocked(PulangError):
    """Steps that rest on this one are settled; `by` names their codes, which are undone first."""

    code = "undo_blocked"


class DraftThere(PulangError):
    """There is a draft of a list of steps already."""

    code = "draft_there"


class DraftFlawed(PulangError):
    """A draft with flaws (`count`) is not published."""

    code = "draft_flawed"


class StepsLost(PulangError):
    """The other list lacks steps, or results, of which something was said; `by` names the codes."""

    code = "steps_lost"


class WayNotBegun(PulangError):
    """The case has no steps yet."""

    code = "way_not_begun"


class FamilyNotAllowed(PulangError):
    """She has not allowed that her family hears of her, or has taken it back."""

    code = "family_not_allowed"


class NoticeOutOfPlace(PulangError):
    """A return is announced between the ticket and the arrival only."""

    code = "notice_out_of_place"
