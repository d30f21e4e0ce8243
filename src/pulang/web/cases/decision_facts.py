"""Decisions as the components want them."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from pulang.cases.models import Decision, ReviewRequest
from pulang.cases.queries import CasePage, DecisionView, standing_of
from pulang.identification.laws import list_rules
from pulang.web.cases import words
from pulang.web.texts import in_language

Item = dict[str, Any]


def decisions_of(shown: CasePage) -> list[Item]:
    """Every decision beside the others; where they disagree, the page says so."""
    return [_decision(decision) for decision in shown.decisions]


def _decision(decision: Decision) -> Item:
    return {
        "title": words.decision_title(decision.outcome),
        "badges": words.standing_badges(standing_of(decision)),
        "url": reverse("case_decision", kwargs={"case_id": decision.case_id, "decision_id": decision.pk}),
        "by": f"{decision.officer_name}, {decision.agency.name}",
        "at": decision.made_at,
        "facts": elements_of(decision),
        "reasons": decision.reasons or "",
        "review_at": decision.review_at,
    }


def elements_of(decision: Decision) -> list[Item]:
    elements = ((_("Act"), decision.act), (_("Means"), decision.means), (_("Purpose"), decision.purpose))
    return [{"term": term, "value": words.ELEMENTS.get(value, value)} for term, value in elements]


def facts_of(decision: Decision) -> list[Item]:
    """For the page of one decision."""
    rest: list[Item] = [
        {"term": _("Standard of proof"), "value": words.standard_title(decision.standard)},
        {"term": _("To be looked at again on"), "value": decision.review_at},
    ]
    return [*elements_of(decision), *(fact for fact in rest if fact["value"])]


def laws_of(decision: Decision) -> list[Item]:
    """The rules that it cites, in their order in the data. What no lawyer confirmed is marked."""
    cited = [rule for rule in list_rules() if rule.id in decision.laws]
    return [
        {"cite": in_language(rule.cite), "says": in_language(rule.says), "confirmed": rule.confirmed}
        for rule in cited
    ]


def reviews_of(view: DecisionView) -> list[Item]:
    return [_review(request) for request in view.reviews]


def _review(request: ReviewRequest) -> Item:
    return {
        "channel": words.channel_title(request.channel),
        "asked_at": request.asked_at,
        "due_at": request.due_at,
        "reason": request.reason or "",
        "by": request.recorded_by.name if request.recorded_by else "",
        "is_answered": request.answer_id is not None,
    }
