"""Registering a person and changing what is known of her."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.lib.errors import Conflict, Invalid, Problems
from pulang.persons.actions import change_person, crop_of, crop_photo, register_person, set_photo
from pulang.persons.drafts import ContactDraft, PaperDraft, PersonDraft
from pulang.persons.errors import PersonExists
from pulang.persons.queries import PersonView, oddities_in, person_for
from pulang.persons.rules.photos import Crop, photo_rule
from pulang.web.form_page import FormPage, run_form
from pulang.web.pages import OfficerRequest, page
from pulang.web.persons.facts import parts_in_words
from pulang.web.persons.forms import CropForm, PhotoForm
from pulang.web.persons.paper_photo import run_reading
from pulang.web.persons.sheet import PersonSheet


@page(Permission.PERSON_REGISTER)
def register(request: OfficerRequest) -> HttpResponse:
    """The sheet of a new person; whoever has not searched is led to the search."""
    if request.method != "POST":
        return redirect("person_search")
    if "prefill" in request.POST:
        return _show(request, PersonSheet(draft=_searched(request)), title=_("Register a person"))
    sheet, known = PersonSheet(request.POST), ""
    if sheet.is_valid():
        try:
            if _seen(sheet):
                person = register_person(
                    request.actor, draft=sheet.draft(), once=sheet.form.cleaned_data.get("once", "")
                )
                messages.success(request, _("The person is registered."))
                return HttpResponseRedirect(_address(person.pk))
        except PersonExists as error:
            sheet.add_problems(error)
            person_id = error.details.get("person_id")
            known = _address(person_id) if isinstance(person_id, UUID) else ""
        except (Invalid, Problems) as error:
            sheet.add_problems(error)
    return _show(request, sheet, title=_("Register a person"), known_url=known)


@page(Permission.PERSON_REGISTER)
def register_from_paper(request: OfficerRequest) -> HttpResponse:
    """The sheet of a new person, filled in from a photo of her paper."""

    def accept(draft: PersonDraft) -> HttpResponse:
        return _show(
            request, PersonSheet(draft=draft), title=_("Register a person"), action=reverse("person_register")
        )

    return run_reading(request, accept, back_url=reverse("person_search"), back_label=_("Find a person"))


@page(Permission.PERSON_REGISTER)
def change(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """The sheet of a known person. Where somebody was faster, both versions are shown."""
    view = person_for(request.actor, person_id)
    back = {"title": view.draft.name, "back_url": _address(person_id)}
    if request.method != "POST":
        return _show(request, PersonSheet(draft=view.draft, version=view.version), **back)
    sheet, stale, known = PersonSheet(request.POST), [], ""
    if sheet.is_valid():
        version = sheet.form.cleaned_data["version"] or 0
        try:
            if _seen(sheet):
                change_person(request.actor, person_id=person_id, version=version, draft=sheet.draft())
                messages.success(request, _("Saved."))
                return HttpResponseRedirect(_address(person_id))
        except Conflict:
            stale = _beside(sheet.draft(), view)
            sheet.put("version", str(view.version))
        except PersonExists as error:
            sheet.add_problems(error)
            other = error.details.get("person_id")
            known = _address(other) if isinstance(other, UUID) else ""
        except (Invalid, Problems) as error:
            sheet.add_problems(error)
    return _show(request, sheet, **back, stale=stale, known_url=known)


@page(Permission.PERSON_REGISTER)
def photo(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Her photo, new or in the place of the earlier one."""
    view = person_for(request.actor, person_id)

    def act(given: dict[str, Any]) -> str:
        set_photo(request.actor, person_id=person_id, content=given["photo"].read())
        return reverse("person_photo_crop", args=[person_id])

    asked = FormPage(_("Photo"), _("Keep the photo"), _address(person_id), view.draft.name, multipart=True)
    return run_form(request, PhotoForm, act, page=asked)


@page(Permission.PERSON_REGISTER, Permission.CASE_READ)
def crop(request: OfficerRequest, person_id: UUID) -> HttpResponse:
    """Which part of her photo papers show: by pointer, keyboard or figures."""
    view, rule = person_for(request.actor, person_id), photo_rule()
    shown, (wide, high) = crop_of(request.actor, person_id=person_id)

    def act(given: dict[str, Any]) -> None:
        made = crop_photo(request.actor, person_id=person_id, crop=Crop(**given))
        messages.success(request, _("Papers show this part of the photo from now on."))
        if not made.plain:
            messages.warning(request, _("The background is uneven. Papers ask for a plain one."))

    asked = FormPage(
        _("Photo for papers"),
        _("Use this part"),
        _address(person_id),
        view.draft.name,
        lead=_("%(width)s × %(height)s mm, the face in the middle, on a plain background.")
        % {"width": rule.width_mm, "height": rule.height_mm},
        template="persons/crop.html",
    )
    more = {
        "picture_url": reverse("person_picture", args=[person_id]),
        "wide": wide,
        "high": high,
        "ratio": f"{rule.ratio:.4f}",
    }
    return run_form(request, CropForm, act, page=asked, initial=asdict(shown), more=more)


def _address(person_id: UUID) -> str:
    return reverse("person", kwargs={"person_id": person_id})


def _searched(request: OfficerRequest) -> PersonDraft:
    asked = {name: request.POST.get(name, "")[:200] for name in ("name", "birth_date", "paper", "phone")}
    return PersonDraft(
        name=asked["name"],
        birth_date=asked["birth_date"][:60],
        papers=(PaperDraft("passport", asked["paper"][:40]),),
        contacts=(ContactDraft("phone", asked["phone"], _("own")),),
    )


def _seen(sheet: PersonSheet) -> bool:
    """Whether nothing is odd, or the officer has seen what is; else it is shown beside its row."""
    if sheet.form.cleaned_data["confirmed"]:
        return True
    oddities = oddities_in(sheet.draft(), today=timezone.localdate())
    if oddities:
        sheet.ask_about(oddities)
    return not oddities


def _beside(mine: PersonDraft, view: PersonView) -> list[dict[str, Any]]:
    """For `stale_form.html`: hers and what stands now, part by part."""
    theirs = parts_in_words(view.draft)
    return [
        {"label": label, "mine": said, "theirs": theirs[label], "changed": said != theirs[label]}
        for label, said in parts_in_words(mine).items()
    ]


def _show(request: OfficerRequest, sheet: PersonSheet, **context: Any) -> HttpResponse:
    status = 409 if context.get("stale") else 422 if sheet.form.is_bound and sheet.form.errors else 200
    more = {"sheet": sheet, "form": sheet.form, **sheet.parts, "asks": bool(sheet.form.data.get("confirmed"))}
    return render(request, "persons/form.html", more | context, status=status)
