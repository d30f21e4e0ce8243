"""Changing a draft: a step, its place, publishing, throwing away."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.accounts.directory import agencies_for
from pulang.access.permissions import Permission
from pulang.lib.errors import Invalid, NotFound
from pulang.repatriation import actions
from pulang.repatriation.queries.lists import ListPage, draft_for
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page
from pulang.web.steplists.documents import initial_of, step_of
from pulang.web.steplists.forms import PublishForm, StepForm
from pulang.web.steplists.views import title_of


@page(Permission.STEP_LIST_MANAGE, methods=("POST",))
def start(request: OfficerRequest, number: int) -> HttpResponse:
    draft = actions.start_list(request.actor, base=number)
    messages.success(request, _("This is the draft. Nothing changes for anybody until it is published."))
    return redirect("step_list", draft.number)


@page(Permission.STEP_LIST_MANAGE)
def publish(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    shown = draft_for(request.actor, draft_id)

    def act(given: dict[str, Any]) -> str:
        actions.publish_list(request.actor, **given)
        return reverse("step_lists")

    asked = FormPage(
        gettext_lazy("Publish the list"),
        gettext_lazy("Publish"),
        reverse("step_list", args=[shown.number]),
        gettext_lazy("Draft"),
    )
    return run_form(request, PublishForm, act, page=asked, initial={"version": shown.version})


@page(Permission.STEP_LIST_MANAGE, methods=("POST",))
def drop(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    draft_for(request.actor, draft_id)
    actions.drop_list(request.actor)
    messages.success(request, _("The draft is thrown away."))
    return redirect("step_lists")


@page(Permission.STEP_LIST_MANAGE)
def add_step(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    shown = draft_for(request.actor, draft_id)
    last = list(shown.data["steps"])[-1]

    def act(given: dict[str, Any]) -> None:
        if given["code"] in shown.data["steps"]:
            raise Invalid("code", "step_there")
        _put(request, shown, given["code"], given)

    asked = FormPage(
        gettext_lazy("New step"),
        gettext_lazy("Add it"),
        reverse("step_list", args=[shown.number]),
        gettext_lazy("Draft"),
    )
    initial = {"version": shown.version, "below": last, "side": shown.data["sides"][0]}
    return run_form(request, _form(request, shown), act, page=asked, initial=initial)


@page(Permission.STEP_LIST_MANAGE)
def change_step(request: OfficerRequest, draft_id: UUID, code: str) -> HttpResponse:
    shown = draft_for(request.actor, draft_id)
    step = shown.data["steps"].get(code)
    if step is None:
        raise NotFound()
    names = list(shown.data["steps"])
    above = names[names.index(code) - 1] if names.index(code) else ""

    def act(given: dict[str, Any]) -> None:
        _put(request, shown, code, given)

    asked = FormPage(
        title_of(shown, code),
        gettext_lazy("Save"),
        reverse("step_list", args=[shown.number]),
        gettext_lazy("Draft"),
        template="steplists/step.html",
    )
    initial = {**_named_as_in_form(initial_of(code, step, above)), "version": shown.version}
    more = {"draft_id": draft_id, "code": code}
    return run_form(request, _form(request, shown, code), act, page=asked, initial=initial, more=more)


@page(Permission.STEP_LIST_MANAGE, methods=("POST",))
def drop_step(request: OfficerRequest, draft_id: UUID, code: str) -> HttpResponse:
    shown = draft_for(request.actor, draft_id)
    actions.drop_step(request.actor, code=code)
    messages.success(request, _("%(step)s is taken out.") % {"step": title_of(shown, code)})
    return redirect("step_list", shown.number)


def _form(request: OfficerRequest, shown: ListPage, code: str = "") -> Callable[..., forms.Form]:
    """The form of a step; its own code is neither changed nor among those that come before it."""
    codes = [(name, title_of(shown, name)) for name in shown.data["steps"] if name != code]
    agencies = [one for one in agencies_for(request.actor) if one.kind not in ("peer", "administration")]

    def make(*args: Any, **options: Any) -> StepForm:
        form = StepForm(*args, codes=codes, sides=shown.data["sides"], agencies=agencies, **options)
        form.fields["code"].disabled = bool(code)
        return form

    return make


def _put(request: OfficerRequest, shown: ListPage, code: str, given: dict[str, Any]) -> None:
    step = step_of({**given, "fields": given["fields_recorded"]}, shown.data["sides"])
    actions.put_step(request.actor, code=code, step=step, below=given["below"], version=given["version"])


def _named_as_in_form(initial: dict[str, Any]) -> dict[str, Any]:
    """A form has `fields` of its own."""
    return {**initial, "fields_recorded": initial["fields"]}
