"""The registration desk: one person after the other, or a list of them."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases.lists.reading import MAX_BYTES
from pulang.lib.errors import Invalid, NotAllowed, NotFound, PulangError
from pulang.operations.actions import hand_in_list, register_into
from pulang.operations.queries import board_for
from pulang.persons.drafts import PersonDraft
from pulang.persons.errors import PersonLikelyKnown
from pulang.web.form_page import FormPage, run_form
from pulang.web.forms import add_problems
from pulang.web.operations.forms import NEW, DeskForm, ListForm
from pulang.web.pages import OfficerRequest, page
from pulang.web.persons.paper_photo import run_reading
from pulang.web.reports.matches import likely


@page(Permission.PERSON_REGISTER, Permission.CASE_READ)
def register(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    """Who is like somebody known is asked about, with what agrees; then the same form is sent again."""
    board = board_for(request.actor, operation_id)
    done = request.GET.get("done", "")
    status = 200
    if request.method == "POST":
        asked = _likely(request) if "person" in request.POST else []
        form = DeskForm(request.POST, likely=asked)
        if form.is_valid():
            try:
                row = _register(request, operation_id, form)
                return HttpResponseRedirect(f"{request.path}?done={row}")
            except (NotFound, NotAllowed):
                raise
            except PersonLikelyKnown as error:
                asked = _likely(request)
                if asked:
                    form = DeskForm(request.POST, likely=asked)
                    form.full_clean()
                add_problems(form, error)
            except PulangError as error:
                add_problems(form, error)
        status = 422
    else:
        form = DeskForm()
    context = {
        "operation": board.operation,
        "registered": board.registered,
        "form": form,
        "done": int(done) if done.isdecimal() and len(done) < 7 else 0,
    }
    return render(request, "operations/register.html", context, status=status)


@page(Permission.PERSON_REGISTER, Permission.CASE_READ)
def register_from_paper(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    """The desk's form, filled in from a photo of the paper in her hand."""
    board = board_for(request.actor, operation_id)
    address = reverse("operation_register", args=[operation_id])

    def accept(draft: PersonDraft) -> HttpResponse:
        (paper,) = draft.papers
        known = {name: getattr(draft, name) for name in ("name", "birth_date", "sex", "nationality")}
        form = DeskForm(initial={**known, "paper_kind": paper.kind, "paper_number": paper.number})
        context = {"operation": board.operation, "registered": board.registered, "form": form, "action": address}
        return render(request, "operations/register.html", context)

    return run_reading(request, accept, back_url=address, back_label=_("Register a person"))


def _register(request: OfficerRequest, operation_id: UUID, form: DeskForm) -> int:
    given = form.cleaned_data
    chosen = given.get("person") or ""
    row = register_into(
        request.actor,
        operation_id=operation_id,
        draft=form.draft(),
        person_id=UUID(chosen) if chosen not in ("", NEW) else None,
        is_new=chosen == NEW,
        urgency=given["urgency"],
        risks=given["risks"],
        place=given["place"],
        allowed_until=given["allowed_until"],
        once=given["once"],
    )
    return row.number


def _likely(request: OfficerRequest) -> list[tuple[str, str]]:
    given = {name: request.POST.get(name, "") for name in ("name", "birth_date", "phone")}
    return likely(request.actor, **given)


@page(Permission.LIST_IMPORT, Permission.CASE_READ)
def hand_in(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    board = board_for(request.actor, operation_id)

    def act(given: dict[str, Any]) -> str:
        file = given["file"]
        if file.size > MAX_BYTES:
            raise Invalid("file", "list_too_big", limit=MAX_BYTES // (1024 * 1024))
        source = hand_in_list(
            request.actor,
            operation_id=operation_id,
            file_name=file.name,
            content=file.read(),
            once=given["once"],
        )
        return reverse("list", kwargs={"import_id": source})

    asked = FormPage(
        _("Register from a list"),
        _("Hand it in"),
        reverse("operation", args=[operation_id]),
        board.operation.title,
        lead=_("Everybody on it is searched first. Rows that cannot be taken come back with the reason."),
        multipart=True,
    )
    return run_form(request, ListForm, act, page=asked)
