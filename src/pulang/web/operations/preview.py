"""Papers with made-up people, as this node prints them: for whoever replaces a template."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pulang.care.papers import preview_referral_letter
from pulang.identification.papers.preview import preview_identification_paper
from pulang.operations.models import PaperKind
from pulang.operations.papers import is_own, preview_paper
from pulang.printing import LANGUAGES
from pulang.web.operations.papers import PDF, download
from pulang.web.pages import OfficerRequest, page
from pulang.web.rulings.papers import asked_in

NAMES = {"en": "English", "id": "Bahasa Indonesia", "km": "ភាសាខ្មែរ"}


#: Every template of this node by its name, with who prints it and what it is called.
TITLES: dict[str, str | Promise] = {
    **{kind.value: kind.label for kind in PaperKind},
    "slips": gettext_lazy("Slips"),
    "referral": gettext_lazy("Letter of a referral"),
    "decision": gettext_lazy("Decision"),
    "letter": gettext_lazy("Recommendation not to punish"),
    "interview_summary": gettext_lazy("Interview on paper"),
}
OF_IDENTIFICATION = ("decision", "letter", "interview_summary")


@page(None, methods=("GET", "HEAD"))
def samples(request: OfficerRequest) -> HttpResponse:
    names = (_("Paper"), _("Template"), *NAMES.values())
    rows = [{"cells": _cells(names, kind)} for kind in TITLES]
    columns = [{"label": name} for name in names]
    return render(request, "operations/samples.html", {"columns": columns, "rows": rows})


@page(None, methods=("GET", "HEAD"))
def sample(request: OfficerRequest, sample_kind: str) -> HttpResponse:
    """As PDF in the language of `?language=`; what is wrong with a template is said in words."""
    asked: dict[str, Any] = {"language": asked_in(request), "on": timezone.localdate()}
    if sample_kind == "referral":
        return download(preview_referral_letter(request.actor, **asked), PDF)
    if sample_kind in OF_IDENTIFICATION:
        return download(preview_identification_paper(request.actor, kind=sample_kind, **asked), PDF)
    return download(preview_paper(request.actor, kind=sample_kind, **asked), PDF)


def _cells(names: tuple[str, ...], kind: str) -> list[dict[str, Any]]:
    address = reverse("paper_sample", args=[kind])
    whose = {"label": _("Our own"), "kind": "info"} if is_own(kind) else {"label": _("Of the software"), "kind": ""}
    printed = [{"label": NAMES[lang], "value": "PDF", "url": f"{address}?language={lang}"} for lang in LANGUAGES]
    return [{"value": TITLES[kind]}, {"label": names[1], "badge": whose}, *printed]
