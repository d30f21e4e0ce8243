"""Which rules of law a decision may cite: codes only. The package that holds the rules names them at the start.

Cases lie below identification, which has the rules as data; so it tells its codes here, as a domain tells its
message kinds to the exchange.
"""

from collections.abc import Iterable

_KNOWN: set[str] = set()


def allow_citations(codes: Iterable[str]) -> None:
    """Let decisions cite these; called once when Django is ready."""
    _KNOWN.update(codes)


def unknown_citations(codes: Iterable[str]) -> set[str]:
    return set(codes) - _KNOWN
