"""Papers and sheets of an operation: issued, listed, downloaded, and whether one is genuine."""

from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from pulang.access.permissions import Permission
from pulang.access.policy import may
from pulang.care.models import Letter
from pulang.care.papers import check_letter
from pulang.lib.errors import NotFound, PulangError
from pulang.operations.errors import PaperUnknown
from pulang.operations.models import IssuedPaper, PaperKind
from pulang.operations.papers import (
    check_paper,
    foresee_paper,
    issue_paper,
    paper_for,
    papers_for,
    sheet_for,
    slips_for,
)
from pulang.operations.papers.rows import ROWS
from pulang.operations.queries import board_for, names_for
from pulang.operations.queries.people import MOST
from pulang.web.listing import Listed, listed, moment_cell, table_of
from pulang.web.operations.forms_together import PaperForm
from pulang.web.operations.together import Work, for_many
from pulang.web.pages import OfficerRequest, page, public_page
from pulang.web.rulings.papers import asked_in

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
@listed("papers")
def papers(request: OfficerRequest, operation_id: UUID) -> Listed | HttpResponse:
    """What was issued, and what can be."""
    board = board_for(request.actor, operation_id)
    columns = (_("Number"), _("Paper"), _("People"), _("Issued"), _("By"), _("Spreadsheet"))
    rows = [
        {
            "url": reverse("operation_paper", args=[operation_id, one.pk]),
            "cells": [
                {"label": columns[0], "value": one.number},
                {"label": columns[1], "value": PaperKind(one.kind).label},
                {"label": columns[2], "value": str(one.people), "numeric": True},
                moment_cell(columns[3], one.issued_at),
                {"label": columns[4], "value": one.issued_by.name},
                {
                    "label": columns[5],
                    "value": "XLSX",
                    "url": reverse("operation_sheet", args=[operation_id, one.pk]),
                },
            ],
        }
        for one in papers_for(request.actor, operation_id)
    ]
    kinds = [
        {"url": reverse("operation_paper_new", args=[operation_id, kind]), "label": kind.label} for kind in ROWS
    ]
    context = {
        "operation": board.operation,
        "kinds": kinds if may(request.actor, Permission.STEP_COMPLETE) else [],
        "columns": [{"label": label, "numeric": place == 2} for place, label in enumerate(columns)],
        "rows": rows,
    }
    return Listed("operations/papers.html", context, table_of(_("Papers"), context))


@page(Permission.STEP_COMPLETE, Permission.CASE_READ)
def issue(request: OfficerRequest, operation_id: UUID, paper_kind: str) -> HttpResponse:
    """Choose people, see who can stand on the paper and who cannot, issue it."""
    people = names_for(request.actor, operation_id, limit=MOST)
    if paper_kind not in PaperKind.values or PaperKind(paper_kind) not in ROWS:
        raise NotFound()

    def look(asked: dict[str, Any], numbers: list[int]) -> dict[int, PulangError | None]:
        return foresee_paper(request.actor, operation_id, kind=paper_kind, numbers=numbers)

    def do(asked: dict[str, Any], numbers: list[int], once: str) -> str:
        issue_paper(request.actor, operation_id=operation_id, kind=paper_kind, numbers=numbers, once=once, **asked)
        return reverse("operation_papers", args=[operation_id])

    title = PaperKind(paper_kind).label
    return for_many(request, operation_id, PaperForm, Work(look, do), title=title, people=people)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def one_paper(request: OfficerRequest, operation_id: UUID, paper_id: UUID) -> HttpResponse:
    return download(paper_for(request.actor, operation_id, paper_id), PDF)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def one_sheet(request: OfficerRequest, operation_id: UUID, paper_id: UUID) -> HttpResponse:
    return download(sheet_for(request.actor, operation_id, paper_id), XLSX)


@page(Permission.CASE_READ, methods=("GET", "HEAD"))
def slips(request: OfficerRequest, operation_id: UUID) -> HttpResponse:
    """All slips, or from one number to another (`?first=17&last=17`)."""
    paper = slips_for(
        request.actor,
        operation_id,
        language=asked_in(request),
        on=timezone.localdate(),
        first=_number(request, "first", 1),
        last=_number(request, "last", MOST),
    )
    return download(paper, PDF)


@public_page
def genuine(request: HttpRequest, code: str) -> HttpResponse:
    """For whoever holds a paper: whether it was issued here, when and by whom. Nobody on it is named."""
    kind: str | Promise
    try:
        found: IssuedPaper | Letter = check_paper(code=code)
    except PaperUnknown:
        try:
            found = check_letter(code=code)
        except NotFound:
            return render(request, "operations/genuine.html", {"facts": []}, status=404)
    kind, people = (
        (PaperKind(found.kind).label, found.people) if isinstance(found, IssuedPaper) else (_("Referral"), 1)
    )
    facts = [
        {"term": _("Paper"), "value": kind},
        {"term": _("Number"), "value": found.number},
        {"term": _("Issued"), "value": date_format(timezone.localtime(found.issued_at), "SHORT_DATE_FORMAT")},
        {"term": _("Agency"), "value": found.agency.name},
        {"term": _("People"), "value": str(people)},
    ]
    return render(request, "operations/genuine.html", {"facts": facts})


class Printable(Protocol):
    """A paper under the name of its file."""

    @property
    def name(self) -> str: ...

    @property
    def content(self) -> bytes: ...


def download(paper: Printable, media_type: str) -> HttpResponse:
    """A download under a name that names nobody."""
    response = HttpResponse(paper.content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, paper.name) or "attachment"
    return response


def _number(request: OfficerRequest, name: str, default: int) -> int:
    asked = request.GET.get(name, "")
    return int(asked) if asked.isdecimal() and len(asked) < 7 else default
