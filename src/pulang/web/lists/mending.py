"""A row that was returned: corrected on the page, and registered."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.access.permissions import Permission
from pulang.cases.lists.mending import LONGEST, mend_row
from pulang.cases.lists.queries import RowToMend, row_to_mend
from pulang.cases.lists.sentences import sentence_of
from pulang.lib.errors import NotAllowed, NotFound, PulangError
from pulang.persons.errors import PersonLikelyKnown
from pulang.web.cases.forms import choose
from pulang.web.forms import add_problems, posted
from pulang.web.pages import OfficerRequest, page
from pulang.web.reports.matches import likely

NEW = "new"


class RowForm(forms.Form):
    """The cells of the row, under the headings of the list."""

    person = forms.ChoiceField(label=gettext_lazy("Is it this person?"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, row: RowToMend, alike: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        for name, heading, text in row.cells:
            self.fields[name] = forms.CharField(label=heading, initial=text, required=False, max_length=LONGEST)
        found = list(alike)
        if found:
            choose(self, "person", [*found, (NEW, _("No, another person"))])
        else:
            del self.fields["person"]

    def asked(self) -> dict[str, Any]:
        """The arguments of `mend_row`."""
        given = dict(self.cleaned_data)
        chosen = given.pop("person", "")
        person = UUID(chosen) if chosen not in ("", NEW) else None
        return {"cells": given, "person_id": person, "is_new": chosen == NEW}


@page(Permission.LIST_IMPORT)
def mend(request: OfficerRequest, import_id: UUID, number: int) -> HttpResponse:
    """Who is like somebody known is asked about; then the same form is sent again."""
    row = row_to_mend(request.actor, import_id=import_id, number=number)
    alike = _alike(request) if "person" in request.POST else []
    form = RowForm(posted(request), row=row, alike=alike)
    if form.is_bound and form.is_valid():
        try:
            mend_row(request.actor, import_id=import_id, number=number, **form.asked())
        except (NotFound, NotAllowed):
            raise
        except PersonLikelyKnown as error:
            form = RowForm(request.POST, row=row, alike=_alike(request))
            form.full_clean()
            add_problems(form, error)
        except PulangError as error:
            add_problems(form, error)
        else:
            messages.success(request, _("Row %(number)s is registered.") % {"number": number})
            return HttpResponseRedirect(f"{reverse('list', args=[import_id])}?state=rejected")
    context = {
        "import_id": import_id,
        "row": row,
        "form": form,
        "reasons": [sentence_of(message) for message in row.messages if message.refuses],
    }
    return render(request, "lists/mend.html", context, status=422 if form.errors else 200)


def _alike(request: OfficerRequest) -> list[tuple[str, str]]:
    given = {name: request.POST.get(name, "") for name in ("name", "birth_date", "phone")}
    return likely(request.actor, **given)
