"""The way home of a case, the page of a step, undoing, opening what is sealed."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.actions import add_file
from pulang.cases.queries import case_for
from pulang.lib.errors import Conflict, Invalid, NotFound, Problems, PulangError
from pulang.repatriation import actions
from pulang.repatriation.queries import StepView, WayHome, way_home_for
from pulang.web.form_page import FormPage, run_form
from pulang.web.forms import add_problems
from pulang.web.pages import OfficerRequest, page
from pulang.web.repatriation.forms import PurposeForm, StayForm, StepForm, UndoForm
from pulang.web.repatriation.wording import day, records, result_in_words, steps_context, titles, who_does
from pulang.web.texts import in_language


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def way_home(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    way = way_home_for(request.actor, case_id)
    steps = steps_context(way) if way else None
    context = {
        "case_id": case_id,
        "way": way,
        "steps_home": steps,
        "may_begin": may(request.actor, Permission.CASE_WORK),
    }
    return render(request, "repatriation/way_home.html", context)


@page(Permission.CASE_WORK, methods=("POST",))
def begin(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    actions.begin_way_home(request.actor, case_id=case_id)
    messages.success(request, _("The way home has begun; its first steps are in the queue."))
    return redirect("way_home", case_id)


@page(Permission.CASE_WORK)
def stay(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Until when she may be in the country, from which her fine is counted."""
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        actions.record_stay(request.actor, case_id=case_id, **given)

    title, back = gettext_lazy("Until when the stay is allowed"), reverse("way_home", args=[case_id])
    return run_form(request, StayForm, act, page=FormPage(title, gettext_lazy("Save"), back, case.number))


@page(Permission.CASE_READ)
def step(request: OfficerRequest, case_id: UUID, code: str) -> HttpResponse:
    """What a step is, its form where the reader may record it, and what was recorded unless that is sealed."""
    way, shown = _find(request, case_id, code)
    context = _frame(request, way, shown)
    status = 200
    if shown.may_complete or request.method == "POST":
        form, saved = _complete(request, way, shown, context)
        if saved:
            messages.success(request, _("Saved."))
            return redirect("way_home", case_id)
        context["form"] = form
        status = 409 if "stale" in context else 422 if form.errors else 200
    if shown.result and shown.holds_section and not shown.definition.is_sealed:
        found = actions.open_step(request.actor, case_id=case_id, code=code)
        context["records"] = records(shown.definition, found)
    return render(request, "repatriation/step.html", context, status=status)


def _complete(
    request: OfficerRequest, way: WayHome, shown: StepView, context: dict[str, Any]
) -> tuple[StepForm, bool]:
    definition = shown.definition
    if request.method != "POST":
        return StepForm(initial={"version": shown.version}, definition=definition), False
    form = StepForm(request.POST, request.FILES, definition=definition)
    if not form.is_valid():
        return form, False
    try:
        # A refused step leaves no file behind.
        with transaction.atomic():
            _record(request, way, shown, form)
    except NotFound:
        raise
    except Conflict as error:
        context["stale"] = _compare(shown, form, error)
        renewed = {**request.POST.dict(), "version": str(error.details["version"])}
        return StepForm(renewed, definition=definition), False
    except (Invalid, Problems) as error:
        add_problems(form, _named_as_in_form(error, form))
        return form, False
    except PulangError as error:
        add_problems(form, error)
        return form, False
    return form, True


def _record(request: OfficerRequest, way: WayHome, shown: StepView, form: StepForm) -> None:
    given, upload, file_id = form.cleaned_data, form.cleaned_data.get("evidence"), None
    if isinstance(upload, UploadedFile):
        section = shown.definition.section
        try:
            file_id = add_file(
                request.actor,
                case_id=way.case_id,
                name=upload.name or "",
                content=upload.read(),
                section=section,
            ).pk
        except Invalid as error:
            raise Invalid("evidence", error.code, **error.details) from error
    actions.complete_step(
        request.actor,
        case_id=way.case_id,
        code=shown.code,
        version=given["version"],
        result=given["result"],
        data=form.data_given(),
        evidence_id=file_id,
        note=given["note"],
    )


def _named_as_in_form(error: Invalid | Problems, form: StepForm) -> Problems:
    """The same problems, those of the step's own fields under the names that they have in the form."""
    items = error.problems if isinstance(error, Problems) else (error,)
    return Problems(
        Invalid(
            f"data_{item.field}" if f"data_{item.field}" in form.fields else item.field, item.code, **item.details
        )
        for item in items
    )


def _compare(shown: StepView, form: StepForm, error: Conflict) -> dict[str, Any]:
    current = error.details.get("current")
    now = current.get("result", "") if isinstance(current, dict) else ""
    mine, theirs = form.cleaned_data["result"], str(now)
    return {
        "changed_by": error.details.get("changed_by", ""),
        "changed_at": error.details.get("changed_at"),
        "versions": [
            {
                "label": _("How did it end?"),
                "mine": result_in_words(shown.definition, mine),
                "theirs": result_in_words(shown.definition, theirs) or _("Taken back"),
                "changed": mine != theirs,
            }
        ],
    }


@page(Permission.STEP_COMPLETE)
def undo(request: OfficerRequest, case_id: UUID, code: str) -> HttpResponse:
    way, shown = _find(request, case_id, code)
    form = UndoForm(request.POST or None, initial={"version": shown.version})
    if request.method == "POST" and form.is_valid():
        try:
            actions.undo_step(request.actor, case_id=case_id, code=code, **form.cleaned_data)
            messages.success(request, _("The step is open again."))
            return redirect("way_home", case_id)
        except NotFound:
            raise
        except PulangError as error:
            add_problems(form, error)
    context = {**_frame(request, way, shown), "form": form, "resting": titles(way, shown.undo_blocked_by)}
    return render(request, "repatriation/undo.html", context, status=422 if form.errors else 200)


@page(Permission.CASE_READ)
def opened(request: OfficerRequest, case_id: UUID, code: str) -> HttpResponse:
    """What was recorded with a sealed step, for a purpose."""
    way, shown = _find(request, case_id, code)
    form = PurposeForm(request.POST or None)
    context = {**_frame(request, way, shown), "form": form}
    if request.method == "POST" and form.is_valid():
        found = actions.open_step(request.actor, case_id=case_id, code=code, **form.cleaned_data)
        context["records"] = records(shown.definition, found)
    return render(request, "repatriation/opened.html", context, status=422 if form.errors else 200)


def _find(request: OfficerRequest, case_id: UUID, code: str) -> tuple[WayHome, StepView]:
    way = way_home_for(request.actor, case_id)
    if way is None:
        raise NotFound()
    return way, way.step(code)


def _frame(request: OfficerRequest, way: WayHome, shown: StepView) -> dict[str, Any]:
    """What every page about one step says."""
    return {
        "way": way,
        "shown": shown,
        "may_give": not shown.standing.settled and may(request.actor, Permission.CASE_WORK),
        "may_tell": bool(shown.result) and shown.holds_section and may(request.actor, Permission.MESSAGE_SEND),
        "title": in_language(shown.definition.title),
        "help": in_language(shown.definition.help),
        "who": who_does(shown),
        "due": day(shown.due_at),
        "after": titles(way, shown.blocked_by),
        "resting": titles(way, shown.undo_blocked_by),
        "result": result_in_words(shown.definition, shown.result),
    }
