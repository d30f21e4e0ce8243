"""Countries by ISO 3166-1 code, their names from the CLDR that Babel carries."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.core import get_global

from pulang.lib.errors import Invalid

FOCUS = ("IDN", "KHM", "THA", "VNM", "LAO", "MMR", "MYS", "PHL", "SGP", "CHN", "TWN", "HKG", "ARE")
"""Countries of origin, of compounds and of the way home: offered first."""

# CLDR also keeps codes that ISO has withdrawn or only reserved.
_NOT_ISO = frozenset({"AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "XK", "ZZ"})
_WITHDRAWN = frozenset({"BUR", "DDR", "FXX", "TMP", "YMD", "ZAR"})
_MACHINE_READABLE = {"D": "DEU"}  # Germany's one letter in passports, ICAO Doc 9303 part 3


@cache
def _alpha2_by_alpha3() -> Mapping[str, str]:
    territories = Locale("en").territories
    return MappingProxyType(
        {
            alias: targets[0]
            for alias, targets in sorted(get_global("territory_aliases").items())
            if len(alias) == 3
            and alias.isalpha()
            and alias not in _WITHDRAWN
            and len(targets) == 1
            and targets[0] in territories
            and targets[0] not in _NOT_ISO
        }
    )


@cache
def _alpha3_by_alpha2() -> Mapping[str, str]:
    return MappingProxyType({short: long for long, short in _alpha2_by_alpha3().items()})


def alpha3_codes() -> tuple[str, ...]:
    """Return every alpha-3 code, the focus countries first, then by code."""
    return FOCUS + tuple(code for code in _alpha2_by_alpha3() if code not in FOCUS)


def parse_country(raw: str, *, field: str = "country") -> str:
    """Return the alpha-3 code of a code (alpha-3 or alpha-2) or of a name in English, Indonesian or Khmer.

    Raises ``Invalid`` on ``field`` (``country_unknown``).
    """
    code = raw.strip().upper()
    if code in _alpha2_by_alpha3():
        return code
    found = _MACHINE_READABLE.get(code) or _alpha3_by_alpha2().get(code) or _by_name().get(code.casefold())
    if found is None:
        raise Invalid(field, "country_unknown")
    return found


def alpha2(code: str) -> str:
    """Return the alpha-2 code of an alpha-3 code; ``Invalid`` when there is none."""
    return _alpha2_by_alpha3()[parse_country(code)]


def country_name(code: str, lang: str) -> str:
    """Return the country's name in ``en``, ``id`` or ``km``."""
    return str(Locale(lang).territories[alpha2(code)])


@cache
def _by_name() -> Mapping[str, str]:
    return MappingProxyType(
        {country_name(code, lang).casefold(): code for lang in ("km", "id", "en") for code in _alpha2_by_alpha3()}
    )
