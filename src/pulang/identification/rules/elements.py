"""The three elements of the Palermo Protocol, and the eleven ILO indicators, as the answers show them."""

from enum import StrEnum

from pulang.identification.instruments.model import ACT_KNOWN, EXPLOITATION_SHOWN
from pulang.identification.rules.reading import Reading
from pulang.identification.rules.standing import Position


class Shown(StrEnum):
    """How far an element is shown. ``not_required``: the means, for a child."""

    ESTABLISHED = "established"
    INDICATED = "indicated"
    NOT_SHOWN = "not_shown"
    NOT_REQUIRED = "not_required"


def palermo(reading: Reading, position: Position) -> dict[str, Shown]:
    """Act, means and purpose of Article 3 of the Protocol. A screening, never a finding of law."""
    bit, yes = reading.table.bit, position.answered.yes
    means = Shown.NOT_REQUIRED
    if reading.rule.means_required:
        means = _shown(bool(position.state & reading.means_state), bool(yes & reading.means))
    return {
        "act": _shown(bool(position.state & bit[ACT_KNOWN]), False),
        "means": means,
        "purpose": _shown(bool(position.state & bit[EXPLOITATION_SHOWN]), bool(yes & reading.purpose)),
    }


def ilo11(reading: Reading, position: Position) -> dict[str, str]:
    """Each ILO indicator: ``present``, ``open`` or ``absent``. No official weight exists, so there is no sum."""
    yes, unanswered = position.answered.yes, position.answered.unanswered
    return {
        name: "present" if mask & yes else "open" if mask & unanswered else "absent"
        for name, mask in reading.ilo11.items()
    }


def _shown(established: bool, indicated: bool) -> Shown:
    if established:
        return Shown.ESTABLISHED
    return Shown.INDICATED if indicated else Shown.NOT_SHOWN
