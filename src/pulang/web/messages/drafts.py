"""What waits for a second officer: she reads it, and it leaves or is put away."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.cases.queries import sendable_files_for
from pulang.cases.rules.kinds import forms_of_kinds
from pulang.cases.written.actions import decide_draft
from pulang.cases.written.queries import draft_for
from pulang.web.cases.work import case_form
from pulang.web.form_page import run_form
from pulang.web.messages.words import kind_title
from pulang.web.messages.written import facts_of
from pulang.web.pages import OfficerRequest, page


class DraftForm(forms.Form):
    approve = forms.ChoiceField(
        label=_("Your decision"),
        widget=forms.RadioSelect,
        choices=[("yes", _("Approve: send it")), ("no", _("Put it away"))],
    )


@page(Permission.MESSAGE_SEND)
def draft(request: OfficerRequest, draft_id: UUID) -> HttpResponse:
    found = draft_for(request.actor, draft_id)
    facts, text, label = facts_of(forms_of_kinds()[found.kind], found.body)
    if found.files:
        going = [
            str(file.name) for file in sendable_files_for(request.actor, found.case_id) if file.pk in found.files
        ]
        facts.append({"term": _("Files that go with it"), "value": ", ".join(going)})
    lead = _("Four eyes: the officer who wrote it does not approve it.")
    shown = case_form(
        found.case, kind_title(found.kind), _("Save"), anchor="messages", lead=lead, template="messages/draft.html"
    )

    def act(given: dict[str, Any]) -> str | None:
        sent = decide_draft(request.actor, draft_id=draft_id, approve=given["approve"] == "yes")
        return reverse("message", args=[sent.pk]) if sent else None

    more = {"facts": facts, "text": text, "text_label": label, "draft": found}
    return run_form(request, DraftForm, act, page=shown, more=more)
