"""Pages that move a case on: opening, urgency, status, closing, reopening."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases import actions
from pulang.cases.models import Case
from pulang.cases.queries import case_for
from pulang.web.cases.forms import CloseForm, OpenForm, ReasonForm, StatusForm, UrgencyForm
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page


def case_form(
    case: Case,
    title: str | Promise,
    submit: str | Promise,
    *,
    anchor: str = "",
    done: str | Promise = "",
    **more: Any,
) -> FormPage:
    """A form page that comes from the case and leads back to it."""
    url = reverse("case", kwargs={"case_id": case.pk}) + (f"#{anchor}" if anchor else "")
    return FormPage(title, submit, url, case.number, done=done or _("Saved."), **more)


@page(Permission.CASE_OPEN)
def open_for_person(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Open the case of a person who is registered; leads to the one that is open there already."""
    asked = FormPage(
        _("Open a case"), _("Open the case"), reverse("cases"), _("Cases"), done=_("The case is open.")
    )

    def act(given: dict[str, Any]) -> str:
        case = actions.open_case(request.actor, person_id=person_id, urgency=given["urgency"])
        return reverse("case", kwargs={"case_id": case.pk})

    return run_form(request, OpenForm, act, page=asked)


@page(Permission.CASE_WORK)
def urgency(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)
    return run_form(
        request,
        UrgencyForm,
        lambda given: actions.set_urgency(request.actor, case_id=case_id, **given),
        page=case_form(case, _("Urgency and risks"), _("Save")),
        initial={"urgency": case.urgency, "risks": case.risks, "version": case.version},
    )


@page(Permission.CASE_WORK)
def status(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)
    return run_form(
        request,
        StatusForm,
        lambda given: actions.change_status(request.actor, case_id=case_id, **given),
        page=case_form(case, _("Move the case on"), _("Save")),
        initial={"version": case.version},
        case=case,
    )


@page(Permission.CASE_CLOSE)
def close(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)
    lead = _("It takes no more work until somebody reopens it. Nothing of it is deleted.")
    return run_form(
        request,
        CloseForm,
        lambda given: actions.close_case(request.actor, case_id=case_id, **given),
        page=case_form(case, _("Close the case"), _("Close the case"), lead=lead, done=_("The case is closed.")),
        initial={"version": case.version},
    )


@page(Permission.CASE_CLOSE)
def reopen(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case = case_for(request.actor, case_id)
    return run_form(
        request,
        ReasonForm,
        lambda given: actions.reopen_case(request.actor, case_id=case_id, **given),
        page=case_form(case, _("Reopen the case"), _("Reopen the case"), done=_("The case is open again.")),
        initial={"version": case.version},
    )
