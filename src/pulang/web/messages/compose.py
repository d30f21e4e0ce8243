"""Pages that send something from a case: the case itself, a question, a note, the notice of a return."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases import actions
from pulang.cases.models import Case
from pulang.cases.queries import (
    CasePartner,
    case_for,
    case_partners_for,
    sendable_files_for,
    share_preview_for,
)
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.cases.written.actions import draft_message
from pulang.exchange.kinds import kind_named
from pulang.exchange.models import Message
from pulang.lib.errors import NotFound
from pulang.repatriation.actions import announce_return
from pulang.repatriation.errors import NoticeOutOfPlace
from pulang.repatriation.queries import step_for_partner, travels_soon
from pulang.web.cases.work import case_form
from pulang.web.form_page import FormPage, run_form
from pulang.web.messages.bodies import said_of_share
from pulang.web.messages.forms import Files, NoteForm, NoticeForm, QuestionForm, ShareForm, ToPartner
from pulang.web.messages.written import title_of, writing_form
from pulang.web.pages import OfficerRequest, page
from pulang.words import sentence

SENT_APART = ("to", "due", "lang", "once", "translations")  # from what goes into the body
FOUR_EYES = _("A colleague of your agency approves it before it leaves.")
ON_ITS_WAY = _("It is on its way; its receipt will stand here.")


@dataclass(frozen=True)
class Writing:
    """What can be written about a shared case: its kind on the wire, its answer's kind, and its form."""

    kind: str
    title: str | Promise
    form: type[ToPartner]
    lead: str | Promise = ""


WRITINGS = {
    "identification": Writing("identification.request", _("Ask who this person is"), QuestionForm),
    "nationality": Writing("nationality.request", _("Ask to verify the nationality"), QuestionForm),
    "note": Writing("note", _("Write a note"), NoteForm, _("A note asks for no answer.")),
    "return": Writing(
        "return.notice", _("Announce the return"), NoticeForm, _("The partner prepares the reception.")
    ),
}
#: Kinds that are a form and no answer, by the first word of their name.
WRITINGS |= {
    kind.split(".")[0]: Writing(kind, title_of(kind), writing_form(kind), FOUR_EYES if form.four_eyes else "")
    for kind, form in forms_of_kinds().items()
    if not form.answers
}


@page(Permission.MESSAGE_SEND, Permission.ACCESS_GRANT)
def share(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """What would leave, to whom, and the button that sends it."""
    preview = share_preview_for(request.actor, case_id)
    paired = case_partners_for(request.actor, case_id)
    offered = [one for one in paired if one.partner.allows("case.share")]

    def act(given: dict[str, Any]) -> str:
        files = given.pop("attached", ())
        sent = actions.share_case(request.actor, case_id=case_id, files=files, **given)
        return _page_of(sent)

    lead = _("The partner gets a copy of what stands below, and may work on it with you.")
    return run_form(
        request,
        ShareForm,
        act,
        page=_frame(preview.case, _("Share the case with a partner"), _("Share the case"), lead),
        more={
            "leaves": said_of_share(preview.body).facts,
            "consent": preview.consent,
            "hindrance": "" if offered else _hindrance(paired, shared=True),
        },
        partners=offered,
        files=_files(request, case_id, "case.share", offered),
    )


@page(Permission.MESSAGE_SEND)
def write(request: OfficerRequest, case_id: UUID, kind: str) -> HttpResponse:
    """A question, a note, or the notice of a return, to a partner that holds the case."""
    case = case_for(request.actor, case_id)
    writing = WRITINGS.get(kind)
    if writing is None:
        raise Http404
    paired = case_partners_for(request.actor, case_id)
    offered = [one for one in paired if one.holds and one.partner.allows(writing.kind)]
    options: dict[str, Any] = {"partners": offered, "files": _files(request, case_id, writing.kind, offered)}
    if writing.form is QuestionForm:
        options |= {"now": timezone.now(), "urgency": case.urgency}
    shared = any(one.holds for one in paired)
    hindrance = _too_early(request, case_id, writing) if offered else _hindrance(paired, shared=shared)
    return run_form(
        request,
        writing.form,
        _sender(request, case_id, writing),
        page=_frame(case, writing.title, _("Send"), writing.lead),
        initial=_ticket(request, case_id) if writing.form is NoticeForm else None,
        more={"hindrance": hindrance, "share_url": "" if shared else _share_url(case_id)},
        **options,
    )


def _sender(request: OfficerRequest, case_id: UUID, writing: Writing) -> Callable[[dict[str, Any]], str]:
    def act(given: dict[str, Any]) -> str:
        if writing.form is NoticeForm:
            return _page_of(announce_return(request.actor, case_id=case_id, **given))
        files = given.pop("attached", ())
        said: dict[str, Any] = {name: given.pop(name) for name in SENT_APART if name in given}
        form = forms_of_kinds().get(writing.kind)
        said |= {"case_id": case_id, "files": files, "kind": writing.kind, "body": _wire(given) if form else given}
        if form is not None and form.four_eyes:
            return reverse("draft", kwargs={"draft_id": draft_message(request.actor, **said).pk})
        return _page_of(actions.send_about(request.actor, **said))

    return act


def _files(request: OfficerRequest, case_id: UUID, kind: str, offered: Iterable[CasePartner]) -> Files | None:
    largest = max((one.partner.file_bytes for one in offered), default=0)
    if not largest or not kind_named(kind).attachments:
        return None
    return Files(sendable_files_for(request.actor, case_id), largest)


def _wire(given: dict[str, Any]) -> dict[str, Any]:
    """What was filled in, as the schema wants it."""
    filled = {name: value for name, value in given.items() if value}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in filled.items()}


def _ticket(request: OfficerRequest, case_id: UUID) -> dict[str, str]:
    """Flight and day as the ticket says, where she may see them."""
    try:
        held = step_for_partner(request.actor, case_id, "ticket").data
    except NotFound:
        return {}
    return {"flight": held.get("flight", ""), "day": held.get("travel_date", "")}


def _frame(case: Case, title: str | Promise, submit: str | Promise, lead: str | Promise) -> FormPage:
    return case_form(
        case, title, submit, anchor="messages", lead=lead, done=ON_ITS_WAY, template="messages/compose.html"
    )


def _too_early(request: OfficerRequest, case_id: UUID, writing: Writing) -> str:
    if writing.form is not NoticeForm or travels_soon(request.actor, case_id):
        return ""
    return sentence(NoticeOutOfPlace())


def _hindrance(paired: Iterable[CasePartner], *, shared: bool) -> str:
    """Why nobody can be chosen, and what to do."""
    if not list(paired):
        return _now("No partner is paired with this node yet. Ask the administrator to pair one.")
    if not shared:
        return _now("No partner holds this case yet. Share it first.")
    return _now("No agreement with a partner allows this message. Ask the administrator about the agreement.")


def _page_of(sent: Message) -> str:
    return reverse("message", kwargs={"message_id": sent.pk})


def _share_url(case_id: UUID) -> str:
    return reverse("case_share", kwargs={"case_id": case_id})
