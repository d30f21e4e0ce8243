"""What stands of a chain of answers: the last word always, and all that nobody has seen."""

import subprocess
import sys
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from pulang.identification.rules.heads import heads


@dataclass(frozen=True)
class Row:
    version: int
    base: int


@st.composite
def chains(draw):
    return [Row(n, draw(st.integers(0, n - 1))) for n in range(1, draw(st.integers(1, 12)) + 1)]


@given(chains())
def test_the_last_answer_stands_and_whatever_does_not_stand_was_seen_by_a_later_one(rows):
    standing = heads(rows)
    assert standing[-1] == rows[-1]
    for row in rows:
        assert (row in standing) is not any(later.base >= row.version for later in rows)


@given(chains(), st.randoms())
def test_the_order_of_reading_does_not_matter(rows, chance):
    mixed = list(rows)
    chance.shuffle(mixed)
    assert heads(mixed) == heads(rows)


def test_what_is_pure_is_there_without_django():
    names = ("interviewing", "judging", "comparing", "urgency", "words", "rules.heads")
    code = "import sys\n" + "\n".join(f"import pulang.identification.{name}" for name in names)
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nassert 'django' not in sys.modules"], capture_output=True
    )
    assert done.returncode == 0, done.stderr
