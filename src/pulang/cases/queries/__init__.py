"""Reads of reports and cases, each for one actor."""

from collections.abc import Sequence

from pulang.cases.queries.case_page import CasePage, case_page_for
from pulang.cases.queries.lists import CaseRow, ReportRow, cases_for, report_for, reports_for
from pulang.cases.queries.openings import Opening, who_opened
from pulang.cases.queries.queue import Queue, QueueFilter, QueueRow, queue_for

__all__: Sequence[str] = [
    "CasePage",
    "CaseRow",
    "Opening",
    "Queue",
    "QueueFilter",
    "QueueRow",
    "ReportRow",
    "case_page_for",
    "cases_for",
    "queue_for",
    "report_for",
    "reports_for",
    "who_opened",
]
