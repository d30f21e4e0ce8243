"""What the register of persons refuses."""

from pulang.lib.errors import PulangError


class TooFewIdentifiers(PulangError):
    """Searching beyond one's own cases needs a paper's number, or two of name, birth date and phone."""

    code = "too_few_identifiers"


class PersonExists(PulangError):
    """A paper of the draft belongs to somebody already known; `person_id` where the actor may see her."""

    code = "person_exists"


class PersonMerged(PulangError):
    """The record was joined with another, `into`."""

    code = "person_merged"
