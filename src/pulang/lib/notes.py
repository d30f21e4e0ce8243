"""A note: something worth saying about what was read, that does not stop anybody."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Note:
    """A warning or an explanation, by code, with the details its sentence needs."""

    code: str
    details: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}), hash=False)


def note(code: str, **details: object) -> Note:
    """Build a note: ``note("nik_sex_differs", nik="F", given="M")``."""
    return Note(code, MappingProxyType(details))
