"""The interview on paper: blank, where there is no screen; and filled, so that she need not tell it again."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from pulang.access.permissions import Permission, Why
from pulang.access.policy import agency_id, query
from pulang.audit.events import Event
from pulang.audit.record import record
from pulang.identification.papers.parts import Paper, set_paper
from pulang.identification.queries import InterviewSummary, interview_summary_for
from pulang.identification.queries.summary import AnswerView, ItemView, SectionView
from pulang.identification.questions import QuestionBank, load_questions
from pulang.lib.actor import Actor
from pulang.lib.errors import Invalid
from pulang.printing import LANGUAGES, day_in_words, language_in_words

ANSWERS = ("yes", "no", "unknown", "refused")  # what can be ticked; a box left empty was not asked


@query(Permission.INTERVIEW_CONDUCT)
def blank_interview_for(actor: Actor, *, language: str, on: date) -> Paper:
    """The newest question bank with boxes to tick and lines to write on. Raises Invalid, TemplateBroken."""
    bank = load_questions()
    paper = set_paper(
        "interview_blank",
        {**_bank(bank, _known(language)), "answers": ANSWERS},
        language=language,
        agency=agency_id(actor),
        number=bank.version,
        on=on,
        name="interview",
    )
    record(actor, Event.EXPORT_MADE, why=Why.ROLE, paper="interview_blank", language=language)
    return paper


@query(Permission.INTERVIEW_READ)
def interview_paper_for(actor: Actor, interview_id: UUID, *, language: str, on: date) -> Paper:
    """What was asked and answered in one interview. Raises NotFound, Invalid (language), TemplateBroken."""
    shown = interview_summary_for(actor, interview_id)
    texts = _known(language)
    data = {
        "case": shown.case_number,
        "name": shown.person.name if shown.person else "",
        "born": shown.person.birth_date if shown.person else "",
        "officer": f"{shown.officer}, {shown.agency}",
        "begun": day_in_words(shown.started_at.date(), texts),
        "finished": day_in_words(shown.finished_at.date(), texts) if shown.finished_at else "",
        "spoken": language_in_words(shown.language, texts),
        "interpreter": shown.interpreter,
        "bank": shown.bank.version,
        "consent": _consent(shown),
        "risks": [risk.value for risk in shown.urgent_risks],
        "sections": [part for section in shown.sections if (part := _answered(section, texts))["items"]],
        "open": [item.item.text[texts] for item in _unasked(shown)],
    }
    record(actor, Event.EXPORT_MADE, scope=shown.case_id, why=Why.ASSIGNED, paper="interview", language=language)
    return set_paper(
        "interview_summary",
        data,
        language=texts,
        agency=agency_id(actor),
        number=shown.case_number,
        on=on,
        name="interview",
    )


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise Invalid("language", "not_a_choice")
    return language


def _bank(bank: QuestionBank, language: str) -> dict[str, Any]:
    return {
        "script": [text[language] for text in bank.script],
        "consent_question": bank.consent_question[language],
        "with_children": bank.with_children[language],
        "sections": [
            {
                "title": section.title[language],
                "avoid": section.avoid[language],
                "care": section.care[language],
                "questions": [
                    {
                        "ask": question.ask[language],
                        "listen": question.listen[language],
                        "items": [item.text[language] for item in question.items],
                    }
                    for question in section.questions
                ],
            }
            for section in bank.sections
        ],
    }


def _consent(shown: InterviewSummary) -> str:
    """none, refused, withdrawn (or run out), or given."""
    if shown.consent is None:
        return "none"
    if not shown.consent.given:
        return "refused"
    return "given" if shown.consent.holds else "withdrawn"


def _answered(section: SectionView, language: str) -> dict[str, Any]:
    items = [item for question in section.questions for item in question.items if item.answers]
    return {
        "title": section.section.title[language],
        "items": [
            {
                "text": item.item.text[language],
                "contradictory": item.contradictory,
                "answers": [_said(answer) for answer in item.answers],
            }
            for item in items
            if any(answer.answer != "not_asked" for answer in item.answers)
        ],
    }


def _said(answer: AnswerView) -> dict[str, Any]:
    return {
        "answer": answer.answer.value,
        "evidence": list(answer.evidence),
        "quotation": answer.quotation,
        "by": f"{answer.officer}, {answer.agency}",
    }


def _unasked(shown: InterviewSummary) -> Iterator[ItemView]:
    """What nobody asked her: open, never a no."""
    for _section, _question, item in shown.items():
        if all(answer.answer == "not_asked" for answer in item.answers):
            yield item
