"""Papers of operations: each a template below ``data/papers`` and a function that gathers what stands in it."""

from pulang.operations.papers.flights import issue_flight_paper
from pulang.operations.papers.issuing import check_paper, foresee_paper, issue_paper, paper_for, papers_for
from pulang.operations.papers.parts import Paper
from pulang.operations.papers.preview import is_own, preview_paper
from pulang.operations.papers.sheets import sheet_for
from pulang.operations.papers.slips import slips_for

__all__ = [
    "Paper",
    "check_paper",
    "foresee_paper",
    "is_own",
    "issue_flight_paper",
    "issue_paper",
    "paper_for",
    "papers_for",
    "preview_paper",
    "sheet_for",
    "slips_for",
]
