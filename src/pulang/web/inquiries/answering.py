"""What partners ask: the list by deadline, one question with who it may be, and the answer."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.lib.errors import PulangError
from pulang.matching.inquiries.actions import answer_known, answer_not_known
from pulang.matching.inquiries.queries import Asked, inquiries_for, inquiry_for, sayable_of, what_leaves
from pulang.matching.sentences import STRENGTHS
from pulang.web.cases.words import due_state, due_text
from pulang.web.form_page import ELSEWHERE
from pulang.web.forms import add_problems
from pulang.web.inquiries.forms import KnownForm, fingerprint
from pulang.web.listing import Listed, listed, queue_table
from pulang.web.messages.written import facts_of_person
from pulang.web.pages import OfficerRequest, page
from pulang.web.persons.search import card
from pulang.web.texts import language

READ = ("GET", "HEAD")


@page(Permission.MESSAGE_SEND, Permission.PERSON_SEARCH, methods=READ)
@listed("inquiries")
def inquiries(request: OfficerRequest) -> Listed | HttpResponse:
    answered = request.GET.get("answered") == "yes"
    rows = [_row(asked) for asked in inquiries_for(request.actor, answered=answered)]
    context = {"rows": rows, "filters": _filters(answered)}
    return Listed("inquiries/list.html", context, queue_table(_("Asked by partners"), rows))


@page(Permission.MESSAGE_SEND, Permission.PERSON_SEARCH, methods=READ)
def inquiry(request: OfficerRequest, inquiry_id: UUID) -> HttpResponse:
    """What is asked, and the actor's own people who may be her, each with the reasons."""
    looked = inquiry_for(request.actor, inquiry_id)
    asked = looked.asked
    open_ = asked.state != "answered"
    known = [
        {
            "card": card(match),
            "url": reverse("inquiry_known", args=[inquiry_id, match.person.id]) if open_ else "",
        }
        for match in looked.found.matches
    ]
    context = {
        **_frame(asked),
        "matches": known,
        "crowded": looked.found.crowded,
        "elsewhere": [other.agency for other in looked.found.elsewhere],
        "may_answer": open_,
        "waiting": asked.state == "waiting",
        "answered": asked.state == "answered",
    }
    return render(request, "inquiries/inquiry.html", context)


@page(Permission.MESSAGE_SEND, Permission.PERSON_SEARCH, methods=("POST",))
def not_known(request: OfficerRequest, inquiry_id: UUID) -> HttpResponse:
    done = answer_not_known(request.actor, inquiry_id=inquiry_id, lang=language())
    if done.answered_at:
        messages.success(request, _("The answer is on its way: not known here."))
    else:
        messages.success(request, _("Kept. The answer leaves once the others who were asked have looked too."))
    return redirect("inquiries")


@page(Permission.MESSAGE_SEND, Permission.PERSON_SEARCH)
def known(request: OfficerRequest, inquiry_id: UUID, person_id: UUID) -> HttpResponse:
    """This is she: tick what may be said of her, see what would leave, send."""
    asked, parts = sayable_of(request.actor, inquiry_id=inquiry_id, person_id=person_id)
    form = KnownForm(request.POST, parts=parts) if request.method == "POST" else KnownForm(parts=parts)
    shown: dict[str, Any] | None = None
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        said = what_leaves(request.actor, person_id=person_id, parts=given["parts"])
        shown = {"facts": facts_of_person(said), "remark": given["remark"]}
        if "send" in request.POST and given["seen"] == fingerprint([said, given["remark"]]):
            chosen = {name: given[name] for name in ("parts", "remark", "lang")}
            try:
                answer_known(request.actor, inquiry_id=inquiry_id, person_id=person_id, **chosen)
            except ELSEWHERE:
                raise
            except PulangError as error:
                add_problems(form, error)
            else:
                messages.success(request, _("The answer is on its way; its receipt will stand in the messages."))
                return redirect("message", asked.message)
        form.was_seen([said, given["remark"]])
    context = {
        **_frame(asked),
        "form": form,
        "shown": shown,
        "who": [{"term": part_fact["term"], "value": part_fact["value"]} for part_fact in _all(parts)],
        "back_url": reverse("inquiry", args=[inquiry_id]),
    }
    return render(request, "inquiries/known.html", context, status=422 if form.errors else 200)


def _all(parts: Any) -> list[dict[str, Any]]:
    """All that is known of her, beside what is asked."""
    several: dict[str, Any] = {}
    for part in parts:
        if part.field in ("names", "papers", "phones"):
            several.setdefault(part.field, []).append(part.value)
        else:
            several[part.field] = part.value
    return facts_of_person(several)


def _frame(asked: Asked) -> dict[str, Any]:
    now = timezone.now()
    return {
        "asked": asked,
        "facts": facts_of_person(asked.person),
        "due": {"state": due_state(asked.reply_by, now), "text": due_text(asked.reply_by, now)}
        if asked.reply_by and asked.state != "answered"
        else None,
    }


def _row(asked: Asked) -> dict[str, Any]:
    """For `queue_row.html`."""
    now, url = timezone.now(), reverse("inquiry", args=[asked.id])
    waits = asked.reply_by is not None and asked.state != "answered"
    badges = [{"label": STRENGTHS[asked.band], "kind": "ok"}] if asked.band and asked.state == "open" else []
    if asked.state == "waiting":
        badges.append({"label": _("Not known to us; others still look"), "kind": "info"})
    return {
        "url": url,
        "title": " · ".join(asked.person.get("names", ())) or _("Somebody without a name"),
        "reference": "",
        "summary": asked.partner,
        "badges": badges,
        "state": due_state(asked.reply_by, now) if waits and asked.reply_by else "",
        "deadline": asked.reply_by if waits else asked.received_at,
        "deadline_text": due_text(asked.reply_by, now) if waits and asked.reply_by else _("Received"),
        "action_label": _("Look") if asked.state == "open" else _("Read"),
        "action_url": url,
    }


def _filters(answered: bool) -> list[dict[str, Any]]:
    here = reverse("inquiries")
    return [
        {"label": _("To be answered"), "url": here, "current": not answered},
        {"label": _("Answered"), "url": f"{here}?answered=yes", "current": answered},
    ]
