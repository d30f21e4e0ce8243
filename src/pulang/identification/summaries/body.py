"""The body of `interview.summary`: what was answered, and nothing that nobody asked."""

from collections.abc import Collection
from typing import Any

from pulang.identification.answers import Answer
from pulang.identification.queries.summary import AnswerView, InterviewSummary, SectionView

KIND = "interview.summary"
SCRIPT = "consent"  # the section that holds the script and no question


def sections_to_send(shown: InterviewSummary) -> tuple[SectionView, ...]:
    """The sections in which something was answered: what she can be asked about before it leaves."""
    return tuple(section for section in shown.sections if _answers(section))


def summary_body(
    shown: InterviewSummary, *, sections: Collection[str] | None, quotations: bool, remark: str
) -> dict[str, Any]:
    """`sections`: ids of those that go, None for all. Without `quotations` her own words stay here."""
    sent = [each for each in sections_to_send(shown) if sections is None or each.section.id in sections]
    body: dict[str, Any] = {
        "interview": str(shown.id),
        "bank": shown.bank.version,
        "language": shown.language,
        "interpreter": bool(shown.interpreter),
        "officer": f"{shown.officer}, {shown.agency}",
        "started": shown.started_at.date().isoformat(),
        "finished": shown.finished_at.date().isoformat() if shown.finished_at else "",
        "risks": [str(risk) for risk in shown.urgent_risks],
        "answers": [_answer(each, quotations) for section in sent for each in _answers(section)],
        "left_out": [each.section.id for each in sections_to_send(shown) if each not in sent],
        "remark": remark,
    }
    return {name: value for name, value in body.items() if value != ""}


def _answers(section: SectionView) -> list[AnswerView]:
    items = [item for question in section.questions for item in question.items]
    return [each for item in items for each in item.answers if each.answer is not Answer.NOT_ASKED]


def _answer(view: AnswerView, quotations: bool) -> dict[str, Any]:
    said = {
        "item": view.item,
        "answer": str(view.answer),
        "evidence": list(view.evidence),
        "confidence": view.confidence,
        "quotation": view.quotation if quotations else "",
    }
    return {name: value for name, value in said.items() if value}
