"""Pages of the audit for data protection officers, and its check."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from pulang.access.oversight import audit_lines, verify_audit
from pulang.access.permissions import Permission
from pulang.lib.errors import Invalid
from pulang.web.audit.forms import AuditForm
from pulang.web.audit.words import event_title
from pulang.web.forms import add_problems
from pulang.web.listing import Listed, Table, listed, moment_cell, rows_at_once
from pulang.web.pages import OfficerRequest, page

PAGE = 50


@page(Permission.AUDIT_READ, methods=("GET", "HEAD"))
@listed("audit")
def audit(request: OfficerRequest) -> Listed | HttpResponse:
    form = AuditForm(request.GET)
    size = rows_at_once(request, PAGE)
    context: dict[str, Any] = {"form": form, "lines": [], "next": None}
    if form.is_valid():
        asked = form.cleaned_data
        before = request.GET.get("before", "")
        try:
            lines = audit_lines(
                request.actor,
                username=asked["username"],
                about=asked["about"],
                event=asked["event"],
                since=_start_of(asked["since"]),
                until=_start_of(asked["until"] and asked["until"] + timedelta(days=1)),
                before=int(before) if before.isdigit() and len(before) < 19 else None,
                limit=size,
            )
            context |= {
                "lines": [(line, event_title(line.event)) for line in lines],
                "next": lines[-1].id if len(lines) == size else None,
            }
        except Invalid as error:
            add_problems(form, error)
    more = {"before": str(context["next"])} if context["next"] else {}
    status = 422 if form.errors else 200
    return Listed("audit/list.html", context, (_table(context["lines"]),), more, status)


@page(Permission.AUDIT_VERIFY)
def verify(request: OfficerRequest) -> HttpResponse:
    """The check reads every entry, so it starts by a button only."""
    found = verify_audit(request.actor) if request.method == "POST" else None
    return render(request, "audit/verify.html", {"found": found})


def _table(lines: list[tuple[Any, Any]]) -> Table:
    columns = (_("Time"), _("What"), _("Officer"), _("Agency"))
    more = (_("Case, person or report"), _("Why allowed"), _("Purpose"), _("Details"))
    rows = [
        {
            "cells": [
                moment_cell(columns[0], line.at),
                *({"value": value} for value in (what, line.officer, line.agency)),
                *({"value": value} for value in (line.scope or "", line.why, line.purpose)),
                {"value": ", ".join(f"{key}: {value}" for key, value in line.details.items())},
            ]
        }
        for line, what in lines
    ]
    return Table(_("Who opened what"), [{"label": label} for label in (*columns, *more)], rows)


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
