"""Giving a step to another agency, and moving a way home to a newer list of steps."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.lib.errors import NotFound
from pulang.repatriation import actions
from pulang.repatriation.queries import WayHome, doers_for, way_home_for
from pulang.web.cases.forms import choose, text_area
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page
from pulang.web.texts import in_language


class GiveForm(forms.Form):
    agency = forms.ChoiceField(
        label=_("Agency"),
        help_text=_("Those that work on the case and may record this step. Its task moves along."),
    )

    def __init__(self, *args: Any, agencies: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "agency", agencies)


class MoveForm(forms.Form):
    reason = forms.CharField(
        label=_("Why does it follow the new list?"),
        max_length=1000,
        widget=text_area(3),
        help_text=_("What was said of its steps stays. It stands in the story of the case."),
    )


@page(Permission.CASE_WORK, Permission.CASE_READ)
def give(request: OfficerRequest, case_id: UUID, code: str) -> HttpResponse:
    shown = _way(request, case_id).step(code)
    agencies = [(str(one.pk), one.name) for one in doers_for(request.actor, case_id, code)]

    def act(given: dict[str, Any]) -> None:
        actions.set_step_agency(request.actor, case_id=case_id, code=code, agency_id=UUID(given["agency"]))

    asked = FormPage(
        _("Who does this step"),
        _("Give it"),
        reverse("way_home", args=[case_id]),
        _("Way home"),
        lead=in_language(shown.definition.title),
    )
    initial = {"agency": str(shown.agency_id) if shown.agency_id else ""}
    return run_form(request, GiveForm, act, page=asked, initial=initial, agencies=agencies)


@page(Permission.CASE_WORK, Permission.CASE_READ)
def move(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    way = _way(request, case_id)

    def act(given: dict[str, Any]) -> None:
        number = way.newer_list or way.list_version
        actions.move_to_list(request.actor, case_id=case_id, number=number, **given)

    asked = FormPage(
        _("Follow the new list of steps"),
        _("Move the way home"),
        reverse("way_home", args=[case_id]),
        _("Way home"),
        lead=way.case_number,
    )
    return run_form(request, MoveForm, act, page=asked)


def _way(request: OfficerRequest, case_id: UUID) -> WayHome:
    way = way_home_for(request.actor, case_id)
    if way is None:
        raise NotFound()
    return way
