"""The rules of cases: pure, read from data."""

from pulang.cases.rules.consents import consent_scopes
from pulang.cases.rules.deadlines import LEAVES, due_after
from pulang.cases.rules.vocabulary import risk_words, task_words
from pulang.cases.rules.workflow import CLOSED, Workflow, workflow

__all__ = [
    "CLOSED",
    "LEAVES",
    "Workflow",
    "consent_scopes",
    "due_after",
    "risk_words",
    "task_words",
    "workflow",
]
