"""The care of a case: referrals, the plan, the talks after she came home."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from pulang.access.accounts.directory import agencies_to_work_with
from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.care import actions
from pulang.care.actions.referrals import PROVIDERS
from pulang.care.models import FollowUp, Goal, GoalState, Referral, ReferralState
from pulang.care.queries import care_for
from pulang.care.rules import questions, services
from pulang.lib.errors import Invalid, NotFound
from pulang.web.care.forms import AnswerForm, GoalForm, HomeForm, ReasonForm, ReferForm, SettleForm, TalkForm
from pulang.web.care.given import day_row, given_row
from pulang.web.form_page import FormPage, run_form
from pulang.web.listing import Listed, Table, listed
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language

LOOKS = {"asked": "info", "accepted": "ok", "refused": "danger", "ended": "", "reached": "ok", "open": "info"}


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("care")
def care(request: OfficerRequest, case_id: UUID) -> Listed | HttpResponse:
    shown = care_for(request.actor, case_id)
    works = may(request.actor, Permission.CARE_RECORD) and shown.case.closed_at is None
    context: dict[str, Any] = {
        "case": shown.case,
        "house": shown.house,
        "sealed": shown.house is None,
        "referrals": [_referral(request, one, works) for one in shown.referrals],
        "goals": [_goal(one, works) for one in shown.goals],
        "given": [given_row(one) for one in shown.given],
        "costs": [
            f"{currency} {number_format(amount, 2, force_grouping=True)}"
            for currency, amount in shown.costs.items()
        ],
        "days": [day_row(one, works) for one in shown.days],
        "talks": [_talk(one, works) for one in shown.talks],
        "may_work": works,
        "may_refer": may(request.actor, Permission.ACCESS_GRANT) and shown.case.closed_at is None,
    }
    parts = (
        ("referrals", _("Services")),
        ("goals", _("Her plan")),
        ("given", _("What she was given")),
        ("days", _("Days with counsel or court")),
        ("talks", _("After she came home")),
    )
    return Listed("care/care.html", context, [_table(title, context[name]) for name, title in parts])


@page(Permission.ACCESS_GRANT, Permission.CASE_READ)
def refer(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    def act(given: dict[str, Any]) -> None:
        if not given["provider"]:
            raise Invalid("provider", "required")
        rest = {name: given[name] for name in ("service", "reason", "at_her_request", "once")}
        actions.refer(request.actor, case_id=case_id, provider_id=UUID(given["provider"]), **rest)

    providers = [one for one in agencies_to_work_with(request.actor) if one.kind in PROVIDERS]
    title, submit = gettext_lazy("Refer her to a service"), gettext_lazy("Ask the provider")
    return _form(request, case_id, ReferForm, act, title, submit, providers=providers)


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def answer(request: OfficerRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    _find(care_for(request.actor, case_id).referrals, referral_id)

    def act(given: dict[str, Any]) -> str:
        accepts = given["accepts"] == "yes"
        call = {"case_id": case_id, "referral_id": referral_id}
        actions.answer_referral(request.actor, accepts=accepts, reason=given["reason"], **call)
        return reverse("care", args=[case_id]) if accepts else reverse("start")

    return _form(request, case_id, AnswerForm, act, gettext_lazy("Answer the referral"), gettext_lazy("Answer"))


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def end(request: OfficerRequest, case_id: UUID, referral_id: UUID) -> HttpResponse:
    _find(care_for(request.actor, case_id).referrals, referral_id)

    def act(given: dict[str, Any]) -> None:
        actions.end_referral(request.actor, case_id=case_id, referral_id=referral_id, reason=given["reason"])

    return _form(request, case_id, ReasonForm, act, gettext_lazy("End the service"), gettext_lazy("End it"))


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def goal(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    def act(given: dict[str, Any]) -> None:
        actions.add_goal(request.actor, case_id=case_id, **given)

    return _form(request, case_id, GoalForm, act, gettext_lazy("Add a goal"), gettext_lazy("Add it"))


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def settle(request: OfficerRequest, case_id: UUID, goal_id: UUID) -> HttpResponse:
    _find(care_for(request.actor, case_id).goals, goal_id)

    def act(given: dict[str, Any]) -> None:
        reached = given["reached"] == "yes"
        actions.settle_goal(request.actor, case_id=case_id, goal_id=goal_id, reached=reached, note=given["note"])

    return _form(request, case_id, SettleForm, act, gettext_lazy("Settle a goal"), gettext_lazy("Save"))


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def home(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    def act(given: dict[str, Any]) -> None:
        actions.begin_follow_up(request.actor, case_id=case_id, **given)

    return _form(request, case_id, HomeForm, act, gettext_lazy("She came home"), gettext_lazy("Save"))


@page(Permission.CARE_RECORD, Permission.CASE_READ)
def talk(request: OfficerRequest, case_id: UUID, talk_id: UUID) -> HttpResponse:
    found = _find(care_for(request.actor, case_id).talks, talk_id)

    def make(*args: Any, **options: Any) -> forms.Form:
        kept.append(TalkForm(*args, **options))
        return kept[-1]

    def act(given: dict[str, Any]) -> None:
        actions.record_follow_up(
            request.actor,
            case_id=case_id,
            months=found.months,
            held_on=given["held_on"],
            outcomes=kept[-1].outcomes(),
            note=given["note"],
        )

    kept: list[TalkForm] = []
    return _form(request, case_id, make, act, _talk_title(found), gettext_lazy("Save"))


def _form(
    request: OfficerRequest,
    case_id: UUID,
    form: Callable[..., forms.Form],
    act: Callable[[dict[str, Any]], object],
    title: str | Promise,
    submit: str | Promise,
    **options: Any,
) -> HttpResponse:
    case = care_for(request.actor, case_id).case
    asked = FormPage(title, submit, reverse("care", args=[case_id]), case.number)
    return run_form(request, form, act, page=asked, **options)


def _find(rows: Any, pk: UUID) -> Any:
    found = next((one for one in rows if one.pk == pk), None)
    if found is None:
        raise NotFound()
    return found


def _referral(request: OfficerRequest, one: Referral, works: bool) -> dict[str, Any]:
    case_id, open_one = one.case_id, one.state in (ReferralState.ASKED, ReferralState.ACCEPTED)
    hers = one.provider_id == request.actor.agency_id
    links = []
    if works and hers and one.state == ReferralState.ASKED:
        links.append({"url": reverse("care_answer", args=[case_id, one.pk]), "label": _("Answer")})
    if works and open_one:
        links.append({"url": reverse("care_end", args=[case_id, one.pk]), "label": _("End it")})
    if open_one:
        links.append({"url": reverse("care_letter", args=[case_id, one.pk]), "label": _("Print the letter")})
    return {
        "title": f"{in_language(services()[one.service])} · {one.provider.name}",
        "badge": {"label": ReferralState(one.state).label, "kind": LOOKS[one.state]},
        "text": one.reason or "",
        "more": one.answer or "",
        "when": date_format(one.asked_at, "SHORT_DATE_FORMAT"),
        "day": timezone.localdate(one.asked_at),
        "links": links,
    }


def _goal(one: Goal, works: bool) -> dict[str, Any]:
    links = []
    if works and one.state == GoalState.OPEN:
        links.append({"url": reverse("care_settle", args=[one.case_id, one.pk]), "label": _("Settle it")})
    return {
        "title": one.text,
        "badge": {"label": GoalState(one.state).label, "kind": LOOKS.get(one.state, "")},
        "text": in_language(services()[one.service]),
        "more": one.note or "",
        "when": date_format(one.due_on, "SHORT_DATE_FORMAT") if one.due_on else "",
        "day": one.due_on,
        "links": links,
    }


def _talk(one: FollowUp, works: bool) -> dict[str, Any]:
    told = [
        f"{in_language(questions()[code].text)}: {in_language(questions()[code].choices[answer])}"
        for code, answer in (one.outcomes or {}).items()
        if code in questions() and answer in questions()[code].choices
    ]
    links = []
    if works and one.held_on is None:
        links.append({"url": reverse("care_talk", args=[one.case_id, one.pk]), "label": _("Record")})
    held = {"label": _("Held"), "kind": "ok"} if one.held_on else {"label": _("Waiting"), "kind": "info"}
    return {
        "title": _talk_title(one),
        "badge": held,
        "text": "; ".join(told),
        "more": one.note or "",
        "when": date_format(one.held_on or one.due_on, "SHORT_DATE_FORMAT"),
        "day": one.held_on or one.due_on,
        "links": links,
    }


def _table(title: str, rows: list[dict[str, Any]]) -> Table:
    names = (_("Day"), _("What"), _("State"), _("Details"), _("Answer"))
    made = [
        {
            "cells": [
                {"raw": row["day"]},
                {"value": row["title"]},
                {"badge": row["badge"]},
                {"value": row["text"]},
                {"value": row["more"]},
            ]
        }
        for row in rows
    ]
    return Table(title, [{"label": name} for name in names], made)


def _talk_title(one: FollowUp) -> str:
    said = ngettext("Talk after %(months)s month", "Talk after %(months)s months", one.months)
    return said % {"months": one.months}
