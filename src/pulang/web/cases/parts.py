"""Pages that add to a case: tasks, files, consents."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.access.accounts.directory import colleagues_of
from pulang.access.permissions import Permission
from pulang.cases import actions
from pulang.cases.queries import case_for, members_for, sections_for
from pulang.web.cases.forms import AssignForm, ConsentForm, FileForm, TaskForm, WithdrawForm
from pulang.web.cases.work import case_form
from pulang.web.form_page import run_form
from pulang.web.pages import OfficerRequest, page


@page(Permission.CASE_WORK)
def add_task(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        due_on = given["due_on"]
        actions.add_task(
            request.actor,
            case_id=case_id,
            code=given["own_words"] if given["code"] == "own" else given["code"],
            note=given["note"],
            agency=UUID(given["agency"]),
            due_at=timezone.make_aware(datetime.combine(due_on, time(17))) if due_on else None,
            once=given["once"],
        )

    return run_form(
        request,
        TaskForm,
        act,
        page=case_form(case, _("Add a task"), _("Add the task"), anchor="tasks"),
        initial={"agency": request.actor.agency_id},
        agencies=members_for(request.actor, case_id),
    )


@page(Permission.CASE_WORK, methods=("POST",))
def complete_task(request: OfficerRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """One button, in the queue and on the case; it leads back to where it was pressed."""
    actions.complete_task(request.actor, case_id=case_id, task_id=task_id)
    messages.success(request, _now("Done."))
    home = request.POST.get("back") == "queue"
    return HttpResponseRedirect(
        reverse("start") if home else reverse("case", kwargs={"case_id": case_id}) + "#tasks"
    )


@page(Permission.CASE_WORK)
def assign_task(request: OfficerRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Hand a task of the actor's own agency to one of its officers."""
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        officer = UUID(given["officer"]) if given["officer"] else None
        agency = request.actor.agency_id
        actions.assign_task(request.actor, case_id=case_id, task_id=task_id, agency=agency, officer=officer)

    return run_form(
        request,
        AssignForm,
        act,
        page=case_form(case, _("Who does this task"), _("Save"), anchor="tasks"),
        officers=colleagues_of(request.actor),
    )


@page(Permission.FILE_ADD)
def add_file(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        sent = given["file"]
        actions.add_file(
            request.actor,
            case_id=case_id,
            name=sent.name,
            content=sent.read(),
            section=given["section"],
            note=given["note"],
            once=given["once"],
        )

    return run_form(
        request,
        FileForm,
        act,
        page=case_form(case, _("Add a file"), _("Add the file"), anchor="files", multipart=True),
        held=sections_for(request.actor, case_id),
    )


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def open_file(request: OfficerRequest, case_id: UUID, file_id: UUID) -> HttpResponseBase:
    """The file as a download under a name of our own ending; nothing of it runs in the page."""
    opened = actions.read_file(request.actor, case_id=case_id, file_id=file_id)
    response = StreamingHttpResponse(opened.pieces, content_type=opened.media_type)
    response["Content-Length"] = str(opened.size)
    response["Content-Disposition"] = content_disposition_header(True, opened.name) or "attachment"
    return response


@page(Permission.CONSENT_RECORD)
def add_consent(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        answer = given.pop("given") == "yes"
        actions.record_consent(request.actor, case_id=case_id, given=answer, **given)

    lead = _(
        "Read the script to the person in their language first. A refusal is recorded as well as a permission."
    )
    asked = case_form(case, _("Record the consent"), _("Save the answer"), anchor="consents", lead=lead)
    return run_form(request, ConsentForm, act, page=asked)


@page(Permission.CONSENT_RECORD)
def withdraw_consent(request: OfficerRequest, case_id: UUID, consent_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)

    def act(given: dict[str, Any]) -> None:
        actions.withdraw_consent(request.actor, case_id=case_id, consent_id=consent_id, **given)

    done = _("The consent is withdrawn. From now on nothing may rest on it.")
    asked = case_form(case, _("Consent is taken back"), _("Withdraw the consent"), anchor="consents", done=done)
    return run_form(request, WithdrawForm, act, page=asked)
