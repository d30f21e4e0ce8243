"""Pages of the audit for data protection officers, and its check."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pulang.access.oversight import audit_lines, verify_audit
from pulang.access.permissions import Permission
from pulang.lib.errors import Invalid
from pulang.web.audit.forms import AuditForm
from pulang.web.audit.words import event_title
from pulang.web.forms import add_problems
from pulang.web.pages import OfficerRequest, page

PAGE = 50


@page(Permission.AUDIT_READ, methods=("GET", "HEAD"))
def audit(request: OfficerRequest) -> HttpResponse:
    form = AuditForm(request.GET)
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
                limit=PAGE,
            )
            context |= {
                "lines": [(line, event_title(line.event)) for line in lines],
                "next": lines[-1].id if len(lines) == PAGE else None,
            }
        except Invalid as error:
            add_problems(form, error)
    return render(request, "audit/list.html", context, status=422 if form.errors else 200)


@page(Permission.AUDIT_VERIFY)
def verify(request: OfficerRequest) -> HttpResponse:
    """The check reads every entry, so it starts by a button only."""
    found = verify_audit(request.actor) if request.method == "POST" else None
    return render(request, "audit/verify.html", {"found": found})


def _start_of(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None
