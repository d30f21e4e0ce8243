"""What can go wrong, said once: a code for the machine and named details for the sentence.

No HTTP status and no sentence stands here. The doors map a class to a status and a code to a sentence in the
reader's language.
"""

from collections.abc import Iterable
from typing import ClassVar


class PulangError(Exception):
    """Base of every error that the project raises on purpose.

    ``code`` is the class's own unless one is passed; ``details`` fill the sentence that belongs to the code.
    """

    code: str = "error"

    def __init__(self, code: str | None = None, /, **details: object) -> None:
        if code is not None:
            self.code = code
        self.details: dict[str, object] = details
        super().__init__(self.code)

    def __str__(self) -> str:
        # Details may hold a person's data, and this text reaches logs: names of details only.
        return f"{self.code} ({', '.join(sorted(self.details))})" if self.details else self.code


class NotFound(PulangError):
    """Absent, or not for this actor: the two look the same."""

    code = "not_found"


class NotAllowed(PulangError):
    """The actor lacks the permission, and knowing so gives nothing away."""

    code = "not_allowed"


class Conflict(PulangError):
    """Somebody else saved a newer version in between."""

    code = "conflict"


class Unavailable(PulangError):
    """A part of the system, or a peer, does not answer now; trying again later may help."""

    code = "unavailable"


class Invalid(PulangError):
    """One field holds something that cannot be kept."""

    default_code: ClassVar[str] = "invalid"

    def __init__(self, field: str, code: str | None = None, /, **details: object) -> None:
        self.field = field
        super().__init__(code or self.default_code, **details)

    def __str__(self) -> str:
        return f"{self.field}: {super().__str__()}"


class Problems(PulangError):
    """Several fields are wrong at once; ``problems`` is never empty."""

    code = "problems"

    def __init__(self, problems: Iterable[Invalid]) -> None:
        self.problems: tuple[Invalid, ...] = tuple(problems)
        if not self.problems:
            raise ValueError("Problems needs at least one problem")
        super().__init__(count=len(self.problems))

    def __str__(self) -> str:
        return "; ".join(str(problem) for problem in self.problems)


def raise_problems(problems: Iterable[Invalid]) -> None:
    """Raise what was collected: nothing, the one, or all of it together."""
    collected = tuple(problems)
    if len(collected) == 1:
        raise collected[0]
    if collected:
        raise Problems(collected)
