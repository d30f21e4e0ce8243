"""What she is told of her own way home, and what her family may hear."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.printing import LANGUAGES, language_in_words
from pulang.repatriation.told import print_what_next, tell_family, told_for
from pulang.web.cases.forms import text_area
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page
from pulang.web.rulings.papers import asked_in
from pulang.web.texts import language


class FamilyForm(forms.Form):
    who = forms.CharField(label=_("Who was told"), max_length=200, help_text=_("As in: her mother, by telephone"))
    said = forms.CharField(label=_("What was said"), max_length=2000, widget=text_area(3))


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def told(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    shown = told_for(request.actor, case_id, language=language())
    papers = [
        {
            "url": f"{reverse('told_paper', args=[case_id])}?language={code}",
            "label": language_in_words(code, language()),
        }
        for code in LANGUAGES
    ]
    context = {
        "case_id": case_id,
        "told": shown,
        "papers": papers,
        "may_tell": may(request.actor, Permission.CASE_WORK) and shown.family_allowed,
    }
    return render(request, "repatriation/told.html", context)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def paper(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    on = timezone.localdate()
    name, content = print_what_next(request.actor, case_id, language=asked_in(request), on=on)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    return response


@page(Permission.CASE_WORK, Permission.CASE_READ)
def family(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    case_number = told_for(request.actor, case_id, language=language()).case_number

    def act(given: dict[str, Any]) -> None:
        tell_family(request.actor, case_id=case_id, **given)

    asked = FormPage(
        _("Her family was told"),
        _("Record it"),
        reverse("told", args=[case_id]),
        case_number,
        lead=_("Never where she is, when she travels, how she is or what she told."),
    )
    return run_form(request, FamilyForm, act, page=asked)
