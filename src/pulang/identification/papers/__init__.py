"""Papers of identification: the decision as a paper, the letter on non-punishment, the interview.

Each is a template below ``data/papers`` and a function that gathers what stands in it for one actor.
"""

from pulang.identification.papers.decision import decision_paper_for
from pulang.identification.papers.interview import blank_interview_for, interview_paper_for
from pulang.identification.papers.letter import LetterPreview, issue_letter, preview_letter
from pulang.identification.papers.parts import Paper

__all__ = [
    "LetterPreview",
    "Paper",
    "blank_interview_for",
    "decision_paper_for",
    "interview_paper_for",
    "issue_letter",
    "preview_letter",
]
