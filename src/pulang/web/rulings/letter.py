"""The letter on non-punishment: filled in, looked at, then made."""

import base64
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from pulang.access.permissions import Permission
from pulang.identification.papers import LetterPreview, issue_letter, preview_letter
from pulang.web.form_page import run_form
from pulang.web.pages import OfficerRequest, page
from pulang.web.rulings.forms import LetterForm
from pulang.web.rulings.nonpunishment import form_page


@page(Permission.DECISION_MAKE)
def letter(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    """By the button `look` the page comes back with the pages of the letter; without it the letter is made."""
    lead = _("It names each act that the trafficking caused, and cites the rules that hold in that country.")
    done = _("The letter is kept among the files of the case.")
    asked = form_page(request, case_id, _("Recommend not to punish the victim"), _("Make the letter"), lead, done)
    asked = replace(asked, template="rulings/letter.html")
    if "look" not in request.POST:
        return run_form(
            request, LetterForm, lambda given: issue_letter(request.actor, case_id=case_id, **given), page=asked
        )
    found: list[LetterPreview] = []

    def look(given: dict[str, Any]) -> None:
        given.pop("once")
        found.append(preview_letter(request.actor, case_id, **given))

    answer = run_form(request, LetterForm, look, page=replace(asked, done=""))
    if not found:
        return answer
    (seen,) = found
    more = {"pages": [_picture(each) for each in seen.pages], "unshown": " ".join(seen.unshown)}
    return render(request, asked.template, {"page": asked, "form": LetterForm(request.POST), **more})


def _picture(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"
