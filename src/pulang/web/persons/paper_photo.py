"""A paper read from a photo: the reader proposes, an officer says of each field that it is so."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.lib.errors import NotAllowed, NotFound, PulangError
from pulang.persons.actions import change_person
from pulang.persons.drafts import PaperDraft, PersonDraft
from pulang.persons.models import Sex
from pulang.persons.queries import person_for
from pulang.persons.reading.photos import ReadPaper, can_read_photos, read_paper
from pulang.web.cases.forms import choose
from pulang.web.forms import add_problems
from pulang.web.pages import OfficerRequest, page
from pulang.web.persons.forms import countries

#: Which check digit stands for a field.
CHECKED = {"number": "number", "birth_date": "birth_date", "expires": "expiry_date"}
FITS = _("The check digit fits.")
DOES_NOT_FIT = _("The check digit does not fit: compare every character.")
UNCHECKED = _("No check digit stands for this: compare it with the paper.")


class PaperPhotoForm(forms.Form):
    photo = forms.FileField(
        label=_("Photo of the paper"),
        widget=forms.ClearableFileInput({"accept": "image/jpeg,image/png,image/webp"}),
        help_text=_(
            "The page with the photo and the two lines at its foot, or the identity card. The picture is read and "
            "not kept."
        ),
    )


class ConfirmForm(forms.Form):
    """What was read, each field with a box that an officer ticks. `mrz` travels along where every digit fits."""

    kind = forms.CharField(widget=forms.HiddenInput, max_length=10)
    mrz = forms.CharField(widget=forms.HiddenInput, max_length=100, required=False)
    number = forms.CharField(label=_("Number"), max_length=40)
    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    birth_date = forms.CharField(label=_("Born"), max_length=60, required=False)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex.choices)
    nationality = forms.ChoiceField(label=_("Nationality"), required=False)
    country = forms.ChoiceField(label=_("Issued by"), required=False)
    expires = forms.CharField(label=_("Valid until"), max_length=60, required=False)

    def __init__(self, *args: Any, failed: str = "", **options: Any) -> None:
        super().__init__(*args, **options)
        choose(self, "nationality", countries())
        choose(self, "country", countries())
        kind = (self.data or self.initial).get("kind")
        if kind == "nik":
            for name in ("name", "birth_date", "sex", "nationality", "country", "expires"):
                del self.fields[name]
        shown = [name for name in self.fields if name not in ("kind", "mrz")]
        for name in shown:
            if failed or not self.is_bound:
                self.fields[name].help_text = str(_said(name, None if kind == "nik" else failed.split(",")))
            self.fields[f"{name}_agrees"] = forms.BooleanField(label=_("As in the paper"))
        self.order_fields(["kind", "mrz", *(part for name in shown for part in (name, f"{name}_agrees"))])

    def draft(self) -> PersonDraft:
        given = self.cleaned_data
        paper = PaperDraft(
            given["kind"] if given["kind"] in ("nik", "passport") else "other",
            given["number"],
            given.get("country", "IDN"),
            expires=given.get("expires", ""),
            mrz=given["mrz"].replace("/", "\n"),
            state="held",
        )
        named = {name: given[name] for name in ("name", "birth_date", "sex", "nationality") if name in given}
        return PersonDraft(**{"name": "", **named}, papers=(paper,))


def _said(name: str, failed: list[str] | None) -> str | Promise:
    if failed is None or name not in CHECKED:
        return UNCHECKED
    return DOES_NOT_FIT if CHECKED[name] in failed else FITS


def run_reading(
    request: OfficerRequest,
    accept: Callable[[PersonDraft], HttpResponse],
    *,
    back_url: str,
    back_label: str | Promise,
) -> HttpResponse:
    """First the photo, then what was read; once every field is ticked, `accept` goes on with the draft."""
    context: dict[str, Any] = {"back_url": back_url, "back_label": back_label, "can_read": can_read_photos()}
    form: forms.Form = PaperPhotoForm()
    if "kind" in request.POST:
        form = ConfirmForm(request.POST)
        if form.is_valid():
            try:
                return accept(form.draft())
            except (NotFound, NotAllowed):
                raise
            except PulangError as error:
                add_problems(form, error)
        context["confirming"] = True
    elif request.method == "POST":
        form = PaperPhotoForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                read = read_paper(request.actor, content=form.cleaned_data["photo"].read())
                form = ConfirmForm(initial=_initial(read), failed=_failed(read))
                context |= {"confirming": True, "read": read, "sure": round(100 * read.seen.sure)}
            except PulangError as error:
                add_problems(form, error)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "persons/paper_photo.html", {**context, "form": form}, status=status)


def _initial(read: ReadPaper) -> dict[str, Any]:
    (paper,) = read.draft.papers
    named = {name: getattr(read.draft, name) for name in ("name", "birth_date", "sex", "nationality")}
    zone = paper.mrz.replace("\n", "/") if read.seen.proven else ""
    of_paper = {"kind": paper.kind, "number": paper.number, "country": paper.country, "expires": paper.expires}
    return {**named, **of_paper, "mrz": zone}


def _failed(read: ReadPaper) -> str:
    return ",".join(read.seen.zone.failed) if read.seen.zone else ""


@page(Permission.PERSON_REGISTER)
def add_paper(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """One more paper of somebody who is registered; a paper with the same number is replaced."""
    view = person_for(request.actor, person_id)
    back = reverse("person", args=[person_id])

    def accept(read: PersonDraft) -> HttpResponse:
        (paper,) = read.papers
        others = tuple(one for one in view.draft.papers if one.number != paper.number)
        draft = replace(view.draft, papers=(*others, paper))
        change_person(request.actor, person_id=person_id, version=view.version, draft=draft)
        return redirect(back)

    return run_reading(request, accept, back_url=back, back_label=view.draft.name)
