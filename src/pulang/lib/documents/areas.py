"""Codes of Indonesian government areas, as the first six digits of a NIK hold them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import yaml

_EMPTY: Mapping[str, str] = MappingProxyType({})


@cache
def provinces() -> Mapping[str, str]:
    """Return the 38 provinces: two-digit code to name."""
    table = yaml.safe_load((files(__package__) / "provinces.yaml").read_text("utf-8"))
    return MappingProxyType(dict(table["provinces"]))


@dataclass(frozen=True, slots=True)
class Areas:
    """Names by code without points: 2 digits a province, 4 a regency or city, 6 a district.

    Without regencies and districts only the province can be named, and only it can be called unknown.
    """

    regencies: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    districts: Mapping[str, str] = field(default_factory=lambda: _EMPTY)

    @classmethod
    def from_rows(cls, regencies: Iterable[tuple[str, str]], districts: Iterable[tuple[str, str]]) -> "Areas":
        """Build from rows of (code, name); codes with or without points (``32.04`` or ``3204``)."""
        return cls(
            *(
                MappingProxyType({code.replace(".", ""): name for code, name in rows})
                for rows in (regencies, districts)
            )
        )

    def names(self, code: str) -> tuple[str, str, str]:
        """Return province, regency and district of a six-digit code, "" where not known."""
        return (
            provinces().get(code[:2], ""),
            self.regencies.get(code[:4], ""),
            self.districts.get(code[:6], ""),
        )

    def unknown_level(self, code: str) -> str:
        """Return the widest level of the code that the tables do not hold, or ""."""
        province, regency, district = self.names(code)
        if not province:
            return "province"
        if self.regencies and not regency:
            return "regency"
        return "district" if self.districts and not district else ""


PROVINCES_ONLY = Areas()
