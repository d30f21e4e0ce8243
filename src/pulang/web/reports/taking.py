"""Taking a report: search first, then write what was told. What is searched for stands in no address."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.actions import link_report, take_report
from pulang.cases.queries import receipt_for
from pulang.lib.errors import Invalid, Problems
from pulang.web.cases.forms import choose
from pulang.web.forms import add_problems
from pulang.web.pages import OfficerRequest, page
from pulang.web.reports.forms import ReportForm, SearchForm
from pulang.web.reports.matches import elsewhere, people, prefilled, search


class FoundReportForm(ReportForm):
    """With whom the search found. Any person whom she may see can be linked; the action checks it."""

    person = forms.ChoiceField(label=_("Is it one of these?"), required=False, widget=forms.RadioSelect)
    field_order = ["person"]

    def __init__(self, *args: Any, found: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        if found:
            choose(self, "person", [*found, ("", _("None of these, or not sure"))])
        else:
            del self.fields["person"]


@page(Permission.REPORT_TAKE)
def take(request: OfficerRequest) -> HttpResponse:
    """Step one searches, step two writes; who may not search writes at once."""
    if request.method == "POST" and "narrative" in request.POST:
        return _write(request)
    if not may(request.actor, Permission.PERSON_SEARCH):
        return _second(request, ReportForm())
    form = SearchForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "reports/search.html", {"form": form}, status=422 if form.errors else 200)
    found = search(request.actor, form)
    if form.errors:
        return render(request, "reports/search.html", {"form": form}, status=422)
    shown = people(found)
    return _second(
        request,
        FoundReportForm(initial=prefilled(form), found=shown),
        searched=not form.is_empty(),
        found=len(shown),
        elsewhere=elsewhere(found),
    )


def _write(request: OfficerRequest) -> HttpResponse:
    form = ReportForm(request.POST)
    if form.is_valid():
        try:
            report = take_report(request.actor, **form.told())
        except (Invalid, Problems) as error:
            add_problems(form, error)
        else:
            person = _uuid(request.POST.get("person", ""))
            if person and report.person_id != person:
                link_report(request.actor, report_id=report.pk, person_id=person)
            return HttpResponseRedirect(reverse("report_receipt", kwargs={"report_id": report.pk}))
    return _second(request, form, status=422)


def _second(request: OfficerRequest, form: forms.Form, *, status: int = 200, **more: Any) -> HttpResponse:
    context = {"form": form, "person": request.POST.get("person", ""), **more}
    return render(request, "reports/take.html", context, status=status)


@page(Permission.REPORT_TAKE, methods=("GET", "HEAD"))
def receipt(request: OfficerRequest, report_id: UUID) -> HttpResponse:
    context = {"receipt": receipt_for(request.actor, report_id), "report_id": report_id}
    return render(
        request, "reports/receipt.html", {**context, "may_read": may(request.actor, Permission.REPORT_READ)}
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
