"""A page with one form that runs one action: the errors at the fields, both versions where somebody was faster."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.functional import Promise

from pulang.lib.errors import Conflict, NotAllowed, NotFound, PulangError, Unavailable
from pulang.web.forms import add_problems
from pulang.web.pages import OfficerRequest

ELSEWHERE = (NotFound, NotAllowed, Unavailable)  # these are pages of their own, not errors of a form


class OnceForm(forms.Form):
    """A form with a token of its own, so that sending it twice has one effect."""

    once = forms.CharField(
        widget=forms.HiddenInput, max_length=60, required=False, initial=lambda: secrets.token_urlsafe(16)
    )


class VersionForm(forms.Form):
    """A form that knows which version of the thing it was filled in for."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=2**31 - 1)


@dataclass(frozen=True)
class FormPage:
    """What stands around the form. `submit_kind` is danger where it ends something."""

    title: str | Promise
    submit: str | Promise
    back_url: str
    back_label: str | Promise
    lead: str | Promise = ""
    done: str | Promise = ""
    multipart: bool = False
    template: str = "pulang/form_page.html"


def run_form(
    request: OfficerRequest,
    form_class: Callable[..., forms.Form],
    act: Callable[[dict[str, Any]], object],
    *,
    page: FormPage,
    initial: Mapping[str, Any] | None = None,
    more: Mapping[str, Any] | None = None,
    **options: Any,
) -> HttpResponse:
    """Show the form, or run `act` with its cleaned data and go back, or to the address that it returns.

    `options` go to the form. A Conflict shows what stands now beside what she wrote, and nothing is saved.
    """
    stale: dict[str, Any] = {}
    if request.method == "POST":
        form = form_class(request.POST, request.FILES, initial=initial, **options)
        if form.is_valid():
            try:
                target = act(form.cleaned_data)
            except ELSEWHERE:
                raise
            except Conflict as error:
                stale = compare(form, error)
                form = form_class(_renewed(form, error), initial=initial, **options)
            except PulangError as error:
                add_problems(form, error)
            else:
                if page.done:
                    messages.success(request, str(page.done))
                return HttpResponseRedirect(target if isinstance(target, str) else page.back_url)
    else:
        form = form_class(initial=initial, **options)
    status = 409 if stale else 422 if form.is_bound and form.errors else 200
    context = {"page": page, "form": form, "stale": stale, **(more or {})}
    return render(request, page.template, context, status=status)


def compare(form: forms.Form, error: Conflict) -> dict[str, Any]:
    """The context of `pulang/components/stale_form.html`: hers and what stands now, field by field."""
    current = error.details.get("current")
    now: dict[str, Any] = current if isinstance(current, dict) else {}
    versions = [
        {
            "label": field.label,
            "mine": _in_words(field, form.cleaned_data.get(name)),
            "theirs": _in_words(field, now[name]),
            "changed": _in_words(field, form.cleaned_data.get(name)) != _in_words(field, now[name]),
        }
        for name, field in form.fields.items()
        if name in now
    ]
    return {
        "changed_by": error.details.get("changed_by", ""),
        "changed_at": error.details.get("changed_at"),
        "versions": versions,
    }


def _in_words(field: forms.Field, value: Any) -> str:
    offered: Any = field.choices if isinstance(field, forms.ChoiceField) else ()
    choices = dict(offered)
    values = value if isinstance(value, list | tuple) else [value]
    return ", ".join(str(choices.get(one, one)) for one in values if one not in (None, ""))


def _renewed(form: forms.Form, error: Conflict) -> QueryDict:
    """What she wrote, now for the version that she has seen beside it."""
    data = QueryDict(mutable=True)
    data.update(form.data)
    data["version"] = str(error.details.get("version", ""))
    return data
