"""What an operation refuses."""

from pulang.lib.errors import PulangError


class OperationClosed(PulangError):
    """Nobody joins a closed operation, and nothing is done for its people together."""

    code = "operation_closed"


class PersonLikelyKnown(PulangError):
    """Somebody has the same name with birth date or phone; a desk says whether it is her.

    `person_id` where the actor may see her, else `agency`, the one to ask.
    """

    code = "person_perhaps_known"


class PersonElsewhere(PulangError):
    """Another agency (`agency`) holds a person with this paper; access to her case is asked for there."""

    code = "person_held_elsewhere"


class SlipUnknown(PulangError):
    """No slip or number like this in the operation, or not the actor's to see."""

    code = "slip_unknown"


class NobodyChosen(PulangError):
    """Something for many people needs at least one, and at most as many as are done together."""

    code = "nobody_chosen"


class SharingRefused(PulangError):
    """She does not allow that a partner is told of her."""

    code = "sharing_refused"
