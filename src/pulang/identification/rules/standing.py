"""How the dimensions stand after the answers: positive, open or negative, and whether exploitation is shown."""

from dataclasses import dataclass
from enum import StrEnum

from pulang.identification.answers import Form, Submission
from pulang.identification.instruments.model import ACT_KNOWN, EXPLOITATION_SHOWN
from pulang.identification.rules.reading import Answered, Reading


class Standing(StrEnum):
    """Where a dimension stands. ``open``: positive if every open answer in it were yes."""

    POSITIVE = "positive"
    OPEN = "open"
    NEGATIVE = "negative"


@dataclass(frozen=True, slots=True)
class Position:
    """All that the answers say before they are explained.

    ``state`` and ``ceiling`` are states of the result table: as answered, and with every open dimension positive.
    """

    answered: Answered
    standings: dict[str, Standing]
    forms: tuple[Form, ...]
    crime_shown: bool
    state: int
    ceiling: int


def position_of(reading: Reading, told: Submission) -> Position:
    """Work out every dimension, the forms of exploitation and the two states of the table."""
    answered = reading.read(told.answers)
    standings: dict[str, Standing] = {}
    state = unsettled = 0
    positive, bit, count = reading.threshold.positive, reading.table.bit, reading.count
    possible = answered.yes_count + answered.open_count
    for dimension in reading.dimensions:
        if positive(count(dimension, answered.yes_count)):
            standings[dimension] = Standing.POSITIVE
            state |= bit[dimension]
        elif positive(count(dimension, possible)):
            standings[dimension] = Standing.OPEN
            unsettled |= bit[dimension]
        else:
            standings[dimension] = Standing.NEGATIVE
    crime_shown = bool(answered.yes & reading.crime) and bool(told.evidence.get(reading.rule.crime))
    forms = _forms(standings[reading.rule.work], crime_shown, told.forms)
    if forms:
        state |= bit[EXPLOITATION_SHOWN]
    if told.act:
        state |= bit[ACT_KNOWN]
    ceiling = state | unsettled
    if standings[reading.rule.work] is Standing.OPEN:
        ceiling |= bit[EXPLOITATION_SHOWN]
    return Position(answered, standings, forms, crime_shown, state, ceiling)


def _forms(work: Standing, crime_shown: bool, affirmed: tuple[Form, ...]) -> tuple[Form, ...]:
    if work is not Standing.POSITIVE and not crime_shown and not affirmed:
        return ()
    found = set(affirmed)
    if work is Standing.POSITIVE:
        found.add(Form.FORCED_LABOUR)
    if crime_shown:
        found.add(Form.FORCED_CRIMINALITY)
    return tuple(form for form in Form if form in found)
