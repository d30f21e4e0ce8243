"""One shared object: its terms, who holds it, and what its owner does to it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.cases.ownership import actions
from pulang.cases.ownership.queries import ObjectView, copies_for, object_for
from pulang.cases.queries import share_preview_for
from pulang.lib.errors import NotFound
from pulang.web.copies.forms import CorrectForm, RestrictForm, ReviewForm, WithdrawForm
from pulang.web.copies.words import holder_item, terms_of
from pulang.web.form_page import FormPage, run_form
from pulang.web.messages.bodies import said_of_share
from pulang.web.messages.words import kind_title
from pulang.web.pages import OfficerRequest, page

SENT = _("It is on its way to everybody who holds a copy; each answers with a signed receipt.")
CHANGES: dict[str, str | Promise] = {
    "correct": _("Correct it"),
    "restrict": _("Change the handling"),
    "review": _("Change how long it is kept"),
    "withdraw": _("Take it back"),
}


@page(Permission.MESSAGE_READ, methods=("GET", "HEAD"))
def copy(request: OfficerRequest, object_id: UUID) -> HttpResponse:
    view = object_for(request.actor, object_id)
    return render(request, "copies/copy.html", {"item": described(request, view), "view": view})


def described(request: OfficerRequest, view: ObjectView) -> dict[str, Any]:
    """What a page shows of one object, also the case page."""
    own = view.ours and view.held and may(request.actor, Permission.MESSAGE_SEND)
    return {
        "title": kind_title(view.book.kind),
        "url": reverse("copy", args=[view.book.pk]),
        "facts": terms_of(view, owner_name(view)),
        "ours": view.ours,
        "holders": [holder_item(one) for one in view.holders],
        "actions": [_button(view, op) for op in CHANGES] if own else [],
        "propose_url": _propose_url(request, view),
        "back_url": reverse("case", args=[view.case.pk]) if view.case else reverse("messages"),
        "back_label": view.case.number if view.case else _("Messages"),
    }


def _button(view: ObjectView, op: str) -> dict[str, Any]:
    kind = {"kind": "danger"} if op == "withdraw" else {}
    return {"label": CHANGES[op], "url": reverse(f"copy_{op}", args=[view.book.pk]), **kind}


def owner_name(view: ObjectView) -> str:
    if view.ours:
        return settings.NODE.name
    source = view.book.source
    return source.agency.name if source and source.node_id == view.book.owner else view.book.owner


def _propose_url(request: OfficerRequest, view: ObjectView) -> str:
    open_copy = (
        not view.ours and view.case is not None and view.book.state == "held" and view.case.closed_at is None
    )
    if not (open_copy and view.case and may(request.actor, Permission.MESSAGE_SEND)):
        return ""
    return reverse("case_propose", args=[view.case.pk])


@page(Permission.MESSAGE_SEND, Permission.ACCESS_GRANT)
def withdraw(request: OfficerRequest, object_id: UUID) -> HttpResponse:
    lead = _("Every holder removes its copy, with files, search keys and what it passed on, and signs that it did.")
    view = _own(request, object_id)
    return _change(request, view, "withdraw", WithdrawForm, actions.withdraw_object, lead, holders=view.holders)


@page(Permission.MESSAGE_SEND)
def restrict(request: OfficerRequest, object_id: UUID) -> HttpResponse:
    view = _own(request, object_id)
    held = {name: view.book.handling.get(name) for name in ("code", "onward", "caveat")}
    return _change(request, view, "restrict", RestrictForm, actions.restrict_object, initial=held)


@page(Permission.MESSAGE_SEND)
def review(request: OfficerRequest, object_id: UUID) -> HttpResponse:
    view = _own(request, object_id)
    held = {"delete_after": view.book.delete_after}
    return _change(request, view, "review", ReviewForm, actions.review_object, initial=held)


@page(Permission.MESSAGE_SEND)
def correct(request: OfficerRequest, object_id: UUID) -> HttpResponse:
    view = _own(request, object_id)
    if view.case is None or view.book.kind != "case.share":
        raise NotFound()
    leaves = said_of_share(share_preview_for(request.actor, view.case.pk).body).facts
    lead = _("What stands below takes the place of what every holder has.")
    more = {"leaves": leaves, "consent": True}
    return _change(request, view, "correct", CorrectForm, actions.correct_object, lead, more=more)


def _own(request: OfficerRequest, object_id: UUID) -> ObjectView:
    view = object_for(request.actor, object_id)
    if not view.ours:
        raise NotFound()
    return view


def _change(
    request: OfficerRequest,
    view: ObjectView,
    op: str,
    form: type[Any],
    act: Callable[..., Any],
    lead: str | Promise = "",
    *,
    initial: dict[str, Any] | None = None,
    more: dict[str, Any] | None = None,
    **options: Any,
) -> HttpResponse:
    url = reverse("copy", args=[view.book.pk])
    template = "messages/compose.html" if more else "pulang/form_page.html"
    shown = FormPage(CHANGES[op], CHANGES[op], url, kind_title(view.book.kind), lead, SENT, template=template)

    def run(given: dict[str, Any]) -> str:
        given.pop("once", None)
        act(request.actor, object_id=view.book.pk, **given)
        return url

    return run_form(request, form, run, page=shown, initial=initial, more=more, **options)


def of_case(request: OfficerRequest, case_id: UUID) -> list[dict[str, Any]]:
    """The copies that the case page lists."""
    return [described(request, view) for view in copies_for(request.actor, case_id)]
