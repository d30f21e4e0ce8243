"""The HTTP status of each class of error, for the doors that speak HTTP."""

from pulang.lib.errors import Conflict, Invalid, NotAllowed, NotFound, Problems, PulangError, Unavailable

STATUS: list[tuple[type[PulangError], int]] = [
    (NotFound, 404),
    (NotAllowed, 403),
    (Conflict, 409),
    (Unavailable, 503),
    (Invalid, 422),
    (Problems, 422),
]


def status_of(error: PulangError) -> int:
    """400 for an error of a domain that is none of the general ones."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), 400)
