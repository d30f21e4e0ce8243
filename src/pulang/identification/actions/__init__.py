"""Writes of identification. Each is one transaction, tells the timeline and leaves its word in the audit."""

from pulang.identification.actions.answers import Saved, save_answer
from pulang.identification.actions.assessments import assess
from pulang.identification.actions.interviews import (
    finish_interview,
    pause_interview,
    read_consent,
    resume_interview,
    skip_section,
    start_interview,
)

__all__ = [
    "Saved",
    "assess",
    "finish_interview",
    "pause_interview",
    "read_consent",
    "resume_interview",
    "save_answer",
    "skip_section",
    "start_interview",
]
