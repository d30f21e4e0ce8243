"""Pages of decisions: one with all that was said to it, deciding, confirming, asking for a review."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases import actions
from pulang.cases.queries import DecisionView, case_for, decision_for
from pulang.cases.rules import Standing
from pulang.lib.actor import Actor
from pulang.web.cases import words
from pulang.web.cases.decision_facts import facts_of, laws_of, reviews_of
from pulang.web.cases.decision_forms import ConfirmForm, DecisionForm, ReviewForm
from pulang.web.cases.task_pages import TaskPage, add_task_page
from pulang.web.cases.work import case_form
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page


def bring() -> None:
    """Where the tasks about a decision are done. Called by `urls`, once."""
    for kind in ("decision", "review", "revise"):
        add_task_page(kind, TaskPage(lambda about: "", _url))
    add_task_page("consent", TaskPage(lambda about: "", lambda case_id, about: "", by_hand=True))


def _url(case_id: UUID, about: str) -> str:
    return reverse("case_decision", args=[case_id, about])


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def decision(request: OfficerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    view = decision_for(request.actor, case_id, decision_id)
    context = {
        "case": view.case,
        "view": view,
        "decision": view.decision,
        "title": words.decision_title(view.decision.outcome),
        "badges": words.standing_badges(view.standing),
        "actions": _actions(request.actor, view),
        "facts": facts_of(view.decision),
        "laws": laws_of(view.decision),
        "reviews": reviews_of(view),
        "later_url": _url(case_id, str(view.superseded_by.pk)) if view.superseded_by else "",
        "earlier_url": _url(case_id, str(view.decision.supersedes_id)) if view.decision.supersedes_id else "",
        "awaits_other": view.standing is Standing.AWAITING and not view.may_confirm,
    }
    return render(request, "cases/decision.html", context)


def _actions(actor: Actor, view: DecisionView) -> list[dict[str, Any]]:
    here = {"case_id": view.case.pk, "decision_id": view.decision.pk}
    last = view.standing is not Standing.SUPERSEDED and view.case.closed_at is None
    offered = [
        ("case_decision_confirm", _("Confirm or not"), "primary", Permission.DECISION_MAKE, view.may_confirm),
        ("case_decision_again", _("Decide again"), "", Permission.DECISION_MAKE, last and view.is_own),
        ("case_decision_review", _("She asks for a review"), "", Permission.CASE_WORK, last),
    ]
    return [
        {"label": label, "url": reverse(name, kwargs=here), "kind": kind}
        for name, label, kind, permission, fits in offered
        if fits and may(actor, permission)
    ]


@page(Permission.DECISION_MAKE)
def add(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        actions.make_decision(request.actor, case_id=case_id, **given)

    lead = _("You decide, in your own name. It stands beside the decisions of others and overwrites none.")
    asked = case_form(case, _("Decide on identification"), _("Save the decision"), anchor="decisions", lead=lead)
    return run_form(request, DecisionForm, act, page=asked)


@page(Permission.DECISION_MAKE)
def again(request: OfficerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """A new decision in place of an earlier one of the same agency, which stays visible."""
    view = decision_for(request.actor, case_id, decision_id)

    def act(given: dict[str, Any]) -> str:
        made = actions.make_decision(request.actor, case_id=case_id, supersedes=decision_id, **given)
        return _url(case_id, str(made.pk))

    lead = _("The new decision takes the place of the earlier one, which stays visible with its reasons.")
    asked = _form(view, _("Decide again"), _("Save the decision"), lead=lead)
    return run_form(request, DecisionForm, act, page=asked)


@page(Permission.DECISION_MAKE)
def confirm(request: OfficerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """The second officer's answer."""
    view = decision_for(request.actor, case_id, decision_id)

    def act(given: dict[str, Any]) -> None:
        agrees = given.pop("agrees") == "yes"
        actions.confirm_decision(request.actor, case_id=case_id, decision_id=decision_id, agrees=agrees, **given)

    lead = _("You answer in your own name for the decision of your colleague. Read her reasons first.")
    return run_form(request, ConfirmForm, act, page=_form(view, _("Confirm the decision"), _("Save"), lead=lead))


@page(Permission.CASE_WORK)
def ask_review(request: OfficerRequest, case_id: UUID, decision_id: UUID) -> HttpResponse:
    """She asks to have the decision made again."""
    view = decision_for(request.actor, case_id, decision_id)

    def act(given: dict[str, Any]) -> None:
        day, now = given.pop("asked_on"), timezone.now()
        noon = timezone.make_aware(datetime.combine(day, time(12)))
        asked_at = now if day == timezone.localdate(now) else noon
        actions.ask_review(request.actor, case_id=case_id, decision_id=decision_id, asked_at=asked_at, **given)

    lead = _("Whoever decided gets a task with a deadline. The decision stands until there is a new one.")
    done = _("Saved. Tell her by when she will hear.")
    asked = _form(view, _("She asks for a review"), _("Save what she asks"), lead=lead, done=done)
    return run_form(request, ReviewForm, act, page=asked)


def _form(view: DecisionView, title: Any, submit: Any, *, lead: Any, done: Any = "") -> FormPage:
    url = _url(view.case.pk, str(view.decision.pk))
    back = words.decision_title(view.decision.outcome)
    return FormPage(title, submit, url, back, lead=lead, done=done or _("Saved."))
