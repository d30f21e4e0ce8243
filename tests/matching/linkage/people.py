"""Made-up records as an engine takes them."""

from datetime import date

from bench.matching import errors, generate
from pulang.matching.linkage.rules import row_of
from pulang.matching.linkage.rules.columns import columns_of
from pulang.matching.rules import keys_of, prepare, weights

TODAY = date(2026, 11, 24)


def made(people=300, second=100):
    """Prepared records: so many people, and second records of some as somebody else wrote them down."""
    held = list(generate.register(people))
    asked = [one.asked for one in errors.queries(held, second, split="train") if one.truth is not None]
    return [prepare(one, today=TODAY) for one in (*held, *asked)]


def loaded(engine, records):
    engine.load(columns(records[:150]))
    engine.load(columns(records[150:], start=150))
    engine.ready()


def columns(records, *, start=0, learning=False):
    rows = [row_of(number, one, weights(), learning=learning) for number, one in enumerate(records, start)]
    return columns_of(rows, [[hash(key) for key in keys_of(record)] for record in records])
