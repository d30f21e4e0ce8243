"""Reads of interviews and assessments, each for one actor. Every look leaves its word in the audit."""

from pulang.identification.queries.assessments import (
    AssessmentView,
    SideBySide,
    assessment_for,
    assessments_for,
)
from pulang.identification.queries.export import htcds_for
from pulang.identification.queries.interviews import InterviewRow, interviews_for
from pulang.identification.queries.summary import (
    AnswerView,
    ConsentView,
    InterviewSummary,
    ItemView,
    QuestionView,
    SectionView,
    answer_view,
    interview_summary_for,
)

__all__ = [
    "AnswerView",
    "AssessmentView",
    "ConsentView",
    "InterviewRow",
    "InterviewSummary",
    "ItemView",
    "QuestionView",
    "SectionView",
    "SideBySide",
    "answer_view",
    "assessment_for",
    "assessments_for",
    "htcds_for",
    "interview_summary_for",
    "interviews_for",
]
