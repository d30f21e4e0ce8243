"""Why a result is what it is: the answers that it needs, those that limit it, those that would settle it."""

from pulang.identification.answers import AFFIRMED_FORMS
from pulang.identification.instruments.model import EXPLOITATION_SHOWN
from pulang.identification.rules.grades import GRADES
from pulang.identification.rules.reading import Reading
from pulang.identification.rules.standing import Position, Standing


def because(reading: Reading, position: Position) -> int:
    """The yes answers that the result needs: they alone give it, and without any one of them it is another.

    Forms that an interviewer affirmed and evidence are facts, not answers; they are taken as given. Where forced
    crime shows the exploitation, it goes first, so that the answer which serves twice is named once.
    """
    table = reading.table
    needed = table.needed(position.state)
    kept = 0
    if needed & table.bit[EXPLOITATION_SHOWN] and not _affirmed(position):
        kept = reading.crime if position.crime_shown else _smallest(reading, position, reading.rule.work, 0)
    for dimension in reading.dimensions:
        if needed & table.bit[dimension]:
            kept |= _smallest(reading, position, dimension, kept)
    return kept


def limited_by(reading: Reading, position: Position) -> int:
    """The no answers that keep an earlier line out of reach: give any one of them up, and it could be reached."""
    table, work = reading.table, reading.rule.work
    x = table.bit[EXPLOITATION_SHOWN]
    negative = sum(table.bit[d] for d, s in position.standings.items() if s is Standing.NEGATIVE and d != work)
    if position.standings[work] is Standing.NEGATIVE and not position.ceiling & x:
        negative |= x
    kept = table.limiting(position.ceiling, negative)
    answered, found = position.answered, 0
    for dimension in reading.dimensions:
        if kept & (x if dimension == work else table.bit[dimension]):
            possible = reading.count(dimension, answered.yes_count + answered.open_count)
            needed = reading.threshold.limiting(possible, reading.count(dimension, answered.no_count))
            found |= reading.pick(dimension, answered.no, needed)
    return found


def settles(reading: Reading, position: Position) -> tuple[str, ...]:
    """The open indicators that can still move the line, strongest first. Empty when the result is not open."""
    table, work = reading.table, reading.rule.work
    x = table.bit[EXPLOITATION_SHOWN]
    if table.numbers[position.state] == table.numbers[position.ceiling]:
        return ()
    deciding = table.deciding(position.state, position.ceiling & ~position.state & ~table.bit[work])
    answered, by_grade = position.answered, [0] * len(GRADES)
    for dimension in reading.dimensions:
        if deciding & (x if dimension == work else table.bit[dimension]):
            decides = reading.threshold.settling(
                reading.count(dimension, answered.yes_count), reading.count(dimension, answered.open_count)
            )
            for place, mask in enumerate(reading.graded[dimension]):
                if decides[place]:
                    by_grade[place] |= answered.unanswered & mask
    return tuple(name for which in by_grade for name in reading.ids(which))


def _affirmed(position: Position) -> bool:
    return any(form in AFFIRMED_FORMS for form in position.forms)


def _smallest(reading: Reading, position: Position, dimension: str, kept: int) -> int:
    """The smallest part of the yes answers that keeps a dimension positive, built on what is kept anyway."""
    answered = position.answered
    shared = kept & reading.members[dimension]
    place = next((n for n, mask in enumerate(reading.graded[dimension]) if shared & mask), -1)
    needed = reading.threshold.needed(reading.count(dimension, answered.yes_count), place)
    if place < 0:
        return reading.pick(dimension, answered.yes, needed)
    rest = [number - (n == place) for n, number in enumerate(needed)]
    return shared | reading.pick(dimension, answered.yes & ~shared, rest)
