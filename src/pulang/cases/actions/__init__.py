"""Writes of reports and cases. Each is one transaction, tells the timeline and leaves its word in the audit."""

from pulang.cases.actions.cases import (
    change_status,
    close_case,
    open_case,
    reopen_case,
    set_urgency,
)
from pulang.cases.actions.consents import record_consent, withdraw_consent
from pulang.cases.actions.decisions import make_decision
from pulang.cases.actions.files import add_file, read_file
from pulang.cases.actions.many import open_cases
from pulang.cases.actions.members import add_member, end_member
from pulang.cases.actions.reports import dismiss_report, link_report, take_report
from pulang.cases.actions.risks import raise_risk, raise_urgency
from pulang.cases.actions.second_look import ask_review, confirm_decision
from pulang.cases.actions.sharing import answer, mark_read, send_about, share_case
from pulang.cases.actions.tasks import add_task, assign_task, complete_task, complete_tasks_for
from pulang.cases.actions.whereabouts import read_whereabouts, record_whereabouts

__all__ = [
    "add_file",
    "add_member",
    "add_task",
    "answer",
    "ask_review",
    "assign_task",
    "change_status",
    "close_case",
    "complete_task",
    "complete_tasks_for",
    "confirm_decision",
    "dismiss_report",
    "end_member",
    "link_report",
    "make_decision",
    "mark_read",
    "open_case",
    "open_cases",
    "raise_risk",
    "raise_urgency",
    "read_file",
    "read_whereabouts",
    "record_consent",
    "record_whereabouts",
    "reopen_case",
    "send_about",
    "set_urgency",
    "share_case",
    "take_report",
    "withdraw_consent",
]
