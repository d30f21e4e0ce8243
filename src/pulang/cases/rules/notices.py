"""The least that INTERPOL wants to know before it publishes a yellow notice. Pure.

Source: `design/exchange.md`, rules taken from INTERPOL's practice; a lawyer checks the articles before they are
quoted to users.
"""

from collections.abc import Mapping
from typing import Any

from pulang.lib.errors import Invalid

NAMED = ("family_name", "forename", "sex", "birth_year")
TRACES = ("photo", "fingerprints", "dna")


def missing_for_notice(body: Mapping[str, Any]) -> list[Invalid]:
    """What a yellow notice still lacks, each thing at its field; empty where it may be asked for.

    Known: names, sex, year of birth, and a description, photo, fingerprints or DNA. Unidentified: description and
    sex, and photo, fingerprints or DNA.
    """
    if body.get("colour") != "yellow":
        return []
    needed = ["recorded", "unknown"]
    if not body.get("minor"):
        needed.append("no_privacy_law")
    traces = any(body.get(name) for name in TRACES)
    if body.get("unidentified"):
        needed += ["description", "sex"]
        enough = traces
    else:
        needed += NAMED
        enough = traces or bool(body.get("description"))
    missing = [Invalid(name, "notice_needs") for name in needed if not body.get(name)]
    return missing if enough else [*missing, Invalid("photo", "notice_needs_trace")]
