"""Assessing, one result with its reasons, and all assessments of a person side by side."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.cases.queries import case_for
from pulang.identification import actions
from pulang.identification.base_rate import base_rate, lesson, list_tools
from pulang.identification.comparing import Comparison
from pulang.identification.instruments import load_instrument
from pulang.identification.queries import (
    AssessmentView,
    InterviewSummary,
    SideBySide,
    assessment_for,
    assessments_for,
    htcds_for,
    interview_summary_for,
)
from pulang.identification.questions import QuestionBank, load_questions
from pulang.web.form_page import FormPage, run_form
from pulang.web.identification import wording
from pulang.web.identification.forms import AssessForm
from pulang.web.identification.interviews import frame
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language

FIRST = 8  # questions that are shown before the reader asks for more


@page(Permission.INTERVIEW_CONDUCT)
def assess(request: OfficerRequest, interview_id: UUID) -> HttpResponse:
    shown = interview_summary_for(request.actor, interview_id)

    def act(given: dict[str, Any]) -> str:
        made = actions.assess(request.actor, interview_id=interview_id, **given)
        return reverse("assessment", args=[made.pk])

    about = FormPage(
        title=_("Assess the answers"),
        lead=_("A result is a screening, never a decision: a named officer decides."),
        submit=_("Assess"),
        back_url=reverse("interview", args=[interview_id]),
        back_label=_("Interview"),
    )
    return run_form(request, AssessForm, act, page=about, initial={"age": shown.age_guess})


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def assessment(request: OfficerRequest, assessment_id: UUID) -> HttpResponse:
    found = assessment_for(request.actor, assessment_id)
    shown = interview_summary_for(request.actor, found.interview_id)
    context = {
        **frame(request, shown),
        "assessment": found,
        "age": _("%(n)s years") % {"n": found.age}
        if found.age is not None
        else _("not known: both rules are shown"),
        "rules": [_rule(shown, found, each) for each in _both(found)],
        "risks": [wording.risk_title(risk) for risk in shown.urgent_risks],
        "contradictory": wording.item_links(shown.bank, shown.id, found.basis["contradictory"]),
        "conflicts": [wording.item_links(shown.bank, shown.id, pair) for pair in found.basis["conflicts"]],
        "tools": _tools(),
        "lesson": in_language(lesson()),
    }
    return render(request, "identification/assessment.html", context)


def _both(found: AssessmentView) -> list[Any]:
    other = found.result.get("other_rule")
    return [found.result, *([other] if other else [])]


def _rule(shown: InterviewSummary, found: AssessmentView, result: Any) -> dict[str, Any]:
    """One rule's result for the page; the second, where the age is unknown, is the other rule's."""
    instrument = load_instrument(result["instrument"], result["version"])
    line = next(
        (each for each in (instrument.rule.lines if instrument.rule else ()) if each.number == result.get("line")),
        None,
    )
    labels = {each.id: in_language(each.label) for each in instrument.dimensions}
    scored = line is not None
    palermo = result["palermo"] or {}
    return {
        "instrument": in_language(instrument.title),
        "label": instrument.label,
        "source": instrument.source,
        "scored": scored,
        "title": wording.result_title(instrument, result["result"]),
        "why": in_language(line.why) if line else "",
        "open": result["open"] and scored,
        "could_become": wording.result_title(instrument, result["could_become"]) if result["could_become"] else "",
        "dimensions": [_dimension(labels, name, value) for name, value in result["dimensions"].items()],
        "palermo": [
            {"term": wording.ELEMENTS[k], "value": "", "badge": wording.standing(v)} for k, v in palermo.items()
        ],
        "ilo11": [
            {"name": wording.ilo_title(name), "badge": wording.standing(value)}
            for name, value in (result.get("ilo11") or dict.fromkeys(result["ilo11_present"], "present")).items()
        ],
        "forms": [wording.FORMS.get(each, each) for each in result["forms"]],
        "because": [_reason(shown, instrument, found, each) for each in result["because"]],
        "limited_by": [_reason(shown, instrument, found, each) for each in result.get("limited_by", ())],
        "settles": _first(wording.questions_for(shown.bank, shown.id, result["settles"]) if scored else []),
        "evidence_missing": wording.questions_for(shown.bank, shown.id, result.get("evidence_missing", ())),
        "child": palermo.get("means") == "not_required",
        "consent_irrelevant": result.get("consent_irrelevant", False),
        "non_punishment": result.get("non_punishment_question", False),
        "dual_status": result.get("dual_status", False),
    }


def _first(links: list[dict[str, str]]) -> dict[str, Any]:
    """The first to ask, and the rest behind them: nobody asks eighty questions at once."""
    return {"first": links[:FIRST], "rest": links[FIRST:], "count": len(links)}


def _dimension(labels: dict[str, str], name: str, value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        return {"name": labels.get(name, name), "badge": wording.standing(value)}
    return {
        "name": labels.get(name, name),
        "badge": wording.standing("present") if value else wording.standing("absent"),
    }


def _reason(shown: InterviewSummary, instrument: Any, found: AssessmentView, indicator: str) -> dict[str, Any]:
    """An indicator with the answers behind it, each with its evidence and a link to where it was said."""
    links = wording.questions_for(shown.bank, shown.id, [indicator])
    items, evidence = found.basis["items"], found.basis["evidence"]
    return {
        "id": indicator if indicator[:1].isupper() else "",  # a word as an id says nothing beside the text
        "text": wording.indicator_title(instrument, indicator),
        "answers": [
            {
                **link,
                "answer": wording.answer_title(items[link["id"]]),
                "evidence": ", ".join(
                    str(wording.EVIDENCE.get(kind, kind)) for kind in evidence.get(link["id"], ())
                ),
            }
            for link in links
            if items.get(link["id"]) in ("yes", "no")
        ],
    }


def _tools() -> list[dict[str, Any]]:
    """What share of positives is true, for each published tool at the prevalence of its own study."""
    found = []
    for tool in list_tools():
        rate = base_rate(tool, tool.prevalence) if tool.prevalence is not None else None
        share = rate.true_share if rate else None
        found.append(
            {
                "name": tool.name,
                "share": _percent(share, 0),
                "missed": _percent(rate.missed_share if rate else None, 1),
                "prevalence": _percent(tool.prevalence, 1),
                "source": tool.source,
            }
        )
    return found


def _percent(share: float | None, decimals: int) -> str:
    return f"{number_format(share * 100, decimals)}%" if share is not None else _("not known")


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def side_by_side(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    found = assessments_for(request.actor, case_id)
    context = {"found": found, "case_id": case_id, "columns": [_column(each) for each in found.assessments]}
    if found.comparison:
        context |= _compared(found)
    return render(request, "identification/side_by_side.html", context)


@page(Permission.INTERVIEW_READ, methods=("GET", "HEAD"))
def export(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """The results as a file in the codes of HTCDS 2.0 and by the units of IC-TIP: no name, no paper, no place."""
    found = htcds_for(request.actor, case_id)
    number = case_for(request.actor, case_id).number
    response = JsonResponse(found, safe=False, json_dumps_params={"indent": 2, "ensure_ascii": False})
    response["Content-Disposition"] = f'attachment; filename="{number}-htcds.json"'
    return response


def _resolving(bank: QuestionBank, last: AssessmentView, comparison: Comparison) -> list[dict[str, str]]:
    """What was answered differently comes first."""
    differing = {row.name for row in comparison.answers}
    links = wording.item_links(bank, last.interview_id, comparison.resolve)
    return sorted(links, key=lambda link: link["id"] not in differing)


def _column(each: AssessmentView) -> dict[str, Any]:
    instrument = load_instrument(each.instrument, each.version)
    return {
        "url": reverse("assessment", args=[each.id]),
        "who": f"{each.officer}, {each.agency}",
        "at": each.made_at,
        "instrument": in_language(instrument.title),
        "result": wording.result_title(instrument, each.result["result"]),
    }


def _compared(found: SideBySide) -> dict[str, Any]:
    comparison, last = found.comparison, found.assessments[-1]
    assert comparison is not None
    bank = load_questions(last.bank_version)
    instruments = [load_instrument(each.instrument, each.version) for each in found.assessments]

    def cell(group: str, place: int, value: str) -> Any:
        if not value:
            return ""
        if group == "result":
            return wording.result_title(instruments[place], value)
        return wording.answer_title(value) if group == "answers" else wording.standing(value)["label"]

    return {
        "differs": comparison.differs,
        "rows": [
            {
                "title": wording.row_title(bank, instruments, row.group, row.name),
                "differs": row.differs,
                "cells": [
                    {"value": cell(row.group, n, value), "who": f"{n + 1}. {found.assessments[n].agency}"}
                    for n, value in enumerate(row.values)
                ],
            }
            for row in (*comparison.rows, *comparison.answers)
        ],
        "resolve": _first(_resolving(bank, last, comparison)),
    }
