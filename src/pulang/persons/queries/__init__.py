"""Reads of the register. Every look leaves its word in the audit."""

from pulang.persons.queries.many import Sheet, sheets_of
from pulang.persons.queries.merges import (
    MergePreview,
    MergeView,
    merge_for,
    merge_preview_for,
    merges_asked_for,
    merges_for,
    records_of,
)
from pulang.persons.queries.oddities import Oddity, oddities_in
from pulang.persons.queries.person import (
    PersonView,
    Summary,
    draft_of,
    person_for,
    person_to_tell,
    summaries,
    view_of,
)
from pulang.persons.queries.screening import Known, known_already

__all__ = [
    "Known",
    "MergePreview",
    "MergeView",
    "Oddity",
    "PersonView",
    "Sheet",
    "Summary",
    "draft_of",
    "known_already",
    "merge_for",
    "merge_preview_for",
    "merges_asked_for",
    "merges_for",
    "oddities_in",
    "person_for",
    "person_to_tell",
    "records_of",
    "sheets_of",
    "summaries",
    "view_of",
]
