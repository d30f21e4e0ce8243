"""Reads of reports and cases, each for one actor."""

from pulang.cases.queries.case_page import CasePage, case_page_for, timeline_for
from pulang.cases.queries.decisions import DecisionView, confirmation_of, decision_for, standing_of
from pulang.cases.queries.lists import CaseRow, ReportRow, cases_for, reports_for
from pulang.cases.queries.messages import (
    Conversation,
    ConversationRow,
    conversation_for,
    conversations_for,
    count_for_us,
    is_apart,
    stands_apart,
)
from pulang.cases.queries.openings import Opening, who_opened
from pulang.cases.queries.parts import case_for, members_for, sections_for
from pulang.cases.queries.queue import Queue, QueueFilter, QueueRow, queue_for
from pulang.cases.queries.reports import Receipt, ReportPage, receipt_for, report_for, report_page_for
from pulang.cases.queries.sharing import (
    CasePartner,
    SharePreview,
    case_partners_for,
    consent_to_share,
    sendable_files_for,
    share_preview_for,
)

__all__ = [
    "CasePage",
    "CasePartner",
    "CaseRow",
    "Conversation",
    "ConversationRow",
    "DecisionView",
    "Opening",
    "Queue",
    "QueueFilter",
    "QueueRow",
    "Receipt",
    "ReportPage",
    "ReportRow",
    "SharePreview",
    "case_for",
    "case_page_for",
    "case_partners_for",
    "cases_for",
    "confirmation_of",
    "consent_to_share",
    "conversation_for",
    "conversations_for",
    "count_for_us",
    "decision_for",
    "is_apart",
    "members_for",
    "queue_for",
    "receipt_for",
    "report_for",
    "report_page_for",
    "reports_for",
    "sections_for",
    "sendable_files_for",
    "share_preview_for",
    "standing_of",
    "stands_apart",
    "timeline_for",
    "who_opened",
]
