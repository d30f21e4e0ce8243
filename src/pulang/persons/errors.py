"""What the register of persons refuses."""

from pulang.lib.errors import PulangError


class TooFewIdentifiers(PulangError):
    """Searching beyond one's own cases needs a paper's number, or two of name, birth date and phone."""

    code = "too_few_identifiers"


class PersonExists(PulangError):
    """A paper of the draft belongs to somebody already known; `person_id` where the actor may see her."""

    code = "person_exists"


class PersonLikelyKnown(PulangError):
    """Somebody has the same name with birth date or phone; a desk says whether it is her.

    `person_id` where the actor may see her, else `agency`, the one to ask.
    """

    code = "person_perhaps_known"


class PersonElsewhere(PulangError):
    """Another agency (`agency`) holds a person with this paper; access to her case is asked for there."""

    code = "person_held_elsewhere"


class PersonMerged(PulangError):
    """The record was joined with another, `into`."""

    code = "person_merged"


class PapersConflict(PulangError):
    """Both have a number that a human being has only once: joining them needs a reason and a second officer."""

    code = "papers_conflict"


class MergeAnswered(PulangError):
    """The question was answered already, or the records are no longer two."""

    code = "merge_answered"


class MergeSameOfficer(PulangError):
    """Nobody confirms what she asked for herself."""

    code = "merge_same_officer"


class MergeNotLast(PulangError):
    """She was joined with another record later; that is parted first."""

    code = "merge_not_last"
