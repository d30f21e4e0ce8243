"""The rules of cases: pure, read from data."""

from pulang.cases.rules.citations import allow_citations, unknown_citations
from pulang.cases.rules.consents import consent_scopes
from pulang.cases.rules.deadlines import LEAVES, due_after
from pulang.cases.rules.decisions import Standing, review_channels, review_due, standards, standing
from pulang.cases.rules.vocabulary import change_reasons, risk_words, task_words
from pulang.cases.rules.workflow import CLOSED, Workflow, workflow

__all__ = [
    "CLOSED",
    "LEAVES",
    "Standing",
    "Workflow",
    "allow_citations",
    "change_reasons",
    "consent_scopes",
    "due_after",
    "review_channels",
    "review_due",
    "risk_words",
    "standards",
    "standing",
    "task_words",
    "unknown_citations",
    "workflow",
]
