"""The answers of an interview that stand, for queries and actions inside their own transaction."""

from collections.abc import Mapping

from pulang.identification.answers import Answer
from pulang.identification.interviewing import Said
from pulang.identification.models import Interview, InterviewAnswer
from pulang.identification.rules.heads import heads


def standing_answers(interview: Interview) -> Mapping[str, tuple[InterviewAnswer, ...]]:
    """By item, oldest first; two or more where officers answered side by side. `interview.case` must be loaded."""
    rows: dict[str, list[InterviewAnswer]] = {}
    for row in InterviewAnswer.objects.filter(interview=interview).order_by("item", "version"):
        row.case = interview.case
        rows.setdefault(row.item, []).append(row)
    return {item: heads(each) for item, each in rows.items()}


def said_in(interview: Interview) -> list[Said]:
    """The same as plain values, for scoring."""
    return [
        Said(item, Answer(row.said["answer"]), tuple(row.said["evidence"]))
        for item, rows in standing_answers(interview).items()
        for row in rows
    ]
