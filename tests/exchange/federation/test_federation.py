"""Two to four nodes under any faults: each does what it does in life, and what must be true is, after each step."""

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as drawing
from hypothesis.stateful import run_state_machine_as_test

from tests.exchange.federation.machine import Federation

CHECKS = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
SHORT = drawing(
    max_examples=4,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=CHECKS,
    database=None,
    phases=[Phase.generate],  # one play takes seconds: a shorter one that fails too is looked for by hand
)
LONG = drawing(SHORT, max_examples=300, stateful_step_count=40)


@pytest.fixture
def federation(nodes, wire) -> type[Federation]:
    """The machine on these nodes."""
    return type("Federation", (Federation,), {"world": nodes, "wire": wire})


def test_what_must_be_true_is_true_after_each_step(federation):
    run_state_machine_as_test(federation, settings=SHORT)


@pytest.mark.nightly
def test_what_must_be_true_is_true_after_each_of_twelve_thousand_steps(federation):
    run_state_machine_as_test(federation, settings=LONG)
