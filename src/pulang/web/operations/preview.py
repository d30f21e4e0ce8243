"""Papers with made-up people, as this node prints them: for whoever replaces a template."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.operations.models import PaperKind
from pulang.operations.papers import is_own, preview_paper
from pulang.printing import LANGUAGES
from pulang.web.operations.papers import PDF, download
from pulang.web.pages import OfficerRequest, page
from pulang.web.rulings.papers import asked_in

NAMES = {"en": "English", "id": "Bahasa Indonesia", "km": "ភាសាខ្មែរ"}


@page(None, methods=("GET", "HEAD"))
def samples(request: OfficerRequest) -> HttpResponse:
    names = (_("Paper"), _("Template"), *NAMES.values())
    rows = [{"cells": _cells(names, kind)} for kind in PaperKind]
    columns = [{"label": name} for name in names]
    return render(request, "operations/samples.html", {"columns": columns, "rows": rows})


@page(None, methods=("GET", "HEAD"))
def sample(request: OfficerRequest, sample_kind: str) -> HttpResponse:
    """As PDF in the language of `?language=`; what is wrong with a template is said in words."""
    asked = asked_in(request)
    return download(preview_paper(request.actor, kind=sample_kind, language=asked, on=timezone.localdate()), PDF)


def _cells(names: tuple[str, ...], kind: PaperKind) -> list[dict[str, Any]]:
    address = reverse("paper_sample", args=[kind.value])
    whose = {"label": _("Our own"), "kind": "info"} if is_own(kind) else {"label": _("Of the software"), "kind": ""}
    printed = [{"label": NAMES[lang], "value": "PDF", "url": f"{address}?language={lang}"} for lang in LANGUAGES]
    return [{"value": kind.label}, {"label": names[1], "badge": whose}, *printed]
