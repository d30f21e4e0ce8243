"""What the register of persons refuses."""

from pulang.lib.errors import Conflict, Invalid


class TooFewIdentifiers(Invalid):
    """A search beyond one's own people needs the number of a paper, or two of name, birth date and phone."""

    default_code = "too_few_identifiers"

    def __init__(self, field: str = "name") -> None:
        super().__init__(field)


class PersonExists(Conflict):
    """A paper of this person belongs to somebody whom another agency keeps.

    `agencies`: ids of the agencies to ask; nothing else of that person is told.
    """

    code = "person_exists"


class PersonChanged(Conflict):
    """Somebody saved a newer version; `current` (a `queries.PersonView`) is how it stands now."""

    code = "person_changed"
