"""The critical path of a case: what decides when she is home, as a picture and as a table."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.repatriation.queries import CasePath, path_for
from pulang.repatriation.rules.path import Leg
from pulang.web.pages import OfficerRequest, page
from pulang.web.repatriation.picture import looks_of, picture_of, words_of
from pulang.web.repatriation.wording import day
from pulang.web.texts import in_language

KINDS = {"settled": "ok", "decides": "warning", "open": ""}


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def case_path(request: OfficerRequest, case_id: UUID) -> HttpResponse:
    found = path_for(request.actor, case_id)
    names = (_("Step"), _("Begins"), _("Ends"), _("On the path"))
    context = {
        "case_id": case_id,
        "case_number": found.case_number,
        "picture": picture_of(found.steps, found.legs),
        "columns": [{"label": name} for name in names],
        "rows": [{"cells": _cells(found, leg, names)} for leg in found.legs],
        "home": day(found.now + timedelta(days=max(leg.ends for leg in found.legs))),
    }
    return render(request, "repatriation/path.html", context)


def _cells(found: CasePath, leg: Leg, names: tuple[str, ...]) -> list[dict[str, Any]]:
    look = looks_of(leg)
    return [
        {"value": in_language(found.steps.step(leg.code).title)},
        {"label": names[1], "value": day(found.now + timedelta(days=leg.begins))},
        {"label": names[2], "value": day(found.now + timedelta(days=leg.ends))},
        {"label": names[3], "badge": {"label": words_of()[look], "kind": KINDS[look]}},
    ]
