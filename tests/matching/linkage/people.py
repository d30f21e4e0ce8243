"""Made-up records as an engine takes them."""

from datetime import date

from bench.matching import errors, generate
from pulang.matching.linkage.rules import row_of
from pulang.matching.rules import keys_of, prepare, weights

TODAY = date(2026, 11, 24)


def made(people=300, second=100):
    """Prepared records: so many people, and second records of some as somebody else wrote them down."""
    held = list(generate.register(people))
    asked = [one.asked for one in errors.queries(held, second, split="train") if one.truth is not None]
    return [prepare(one, today=TODAY) for one in (*held, *asked)]


def loaded(engine, records):
    rows = [row_of(number, record, weights()) for number, record in enumerate(records)]
    keys = [(number, [hash(key) for key in keys_of(record)]) for number, record in enumerate(records)]
    engine.load(rows[:150], keys[:150])
    engine.load(rows[150:], keys[150:])
    engine.ready()
    return rows
