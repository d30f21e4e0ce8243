"""The rules of cases: pure, read from data."""

from pulang.cases.rules.consents import consent_scopes
from pulang.cases.rules.deadlines import due_after
from pulang.cases.rules.workflow import Workflow, workflow

__all__ = ["Workflow", "consent_scopes", "due_after", "workflow"]
