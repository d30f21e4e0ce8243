"""Asking from a case: tick, see what would leave, send."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.cases.queries import case_partners_for
from pulang.lib.errors import PulangError
from pulang.matching.inquiries.actions import ask_partner
from pulang.matching.inquiries.queries import sayable_for, what_leaves
from pulang.web.form_page import ELSEWHERE
from pulang.web.forms import add_problems
from pulang.web.inquiries.forms import AskForm, fingerprint
from pulang.web.messages.compose import ON_ITS_WAY
from pulang.web.messages.written import facts_of_person
from pulang.web.pages import OfficerRequest, page

KINDS = ("locate.request", "locate.answer")


@page(Permission.MESSAGE_SEND)
def ask(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """Whether a partner knows her. The first button shows what would leave, the second sends it."""
    sayable = sayable_for(request.actor, case_id)
    case = sayable.case
    offered = [one for one in case_partners_for(request.actor, case_id) if one.partner.allows(*KINDS)]
    options: dict[str, Any] = {
        "parts": sayable.parts,
        "partners": offered,
        "now": timezone.now(),
        "urgency": case.urgency,
    }
    form = AskForm(request.POST, **options) if request.method == "POST" else AskForm(**options)
    leaves: list[dict[str, Any]] = []
    if form.is_bound and form.is_valid():
        given = dict(form.cleaned_data)
        said = what_leaves(request.actor, person_id=case.person_id, parts=given["parts"])
        seen, leaves = given.pop("seen"), facts_of_person(said)
        if "send" in request.POST and seen == fingerprint(said):
            try:
                sent = ask_partner(request.actor, case_id=case_id, **given)
            except ELSEWHERE:
                raise
            except PulangError as error:
                add_problems(form, error)
            else:
                messages.success(request, str(ON_ITS_WAY))
                return redirect("message", sent.pk)
        form.was_seen(said)
    context = {
        "form": form,
        "case": case,
        "leaves": leaves,
        "consent": sayable.consent,
        "hindrance": "" if offered else _("No agreement with a partner allows this question."),
        "back_url": reverse("case", args=[case_id]) + "#messages",
    }
    return render(request, "inquiries/ask.html", context, status=422 if form.errors else 200)
